"""Run folders: everything one run leaves behind, and the list of all runs. Torch-free.

What lies in them is named in ``weights.run_files``. While a run is trained there is also run.lock: whoever trains
holds its lock.
"""

import errno
import json
import math
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cnnstudio import paths
from cnnstudio.errors import BusyError, ConfigError, StorageError, StudioError
from cnnstudio.files import clear_leftovers, make_folder, reason, write_whole, writing
from cnnstudio.locks import FileLock, is_held
from cnnstudio.messages import Message, in_turn
from cnnstudio.networks import reference
from cnnstudio.networks.reference import NetworkRef, PythonNetwork
from cnnstudio.remembered import Remembered
from cnnstudio.training import kept_predictions, recipes, run_state, tables
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import EpochEvaluated, Event, RunFinished, RunStarted, StepsDone
from cnnstudio.training.position import from_about
from cnnstudio.training.run_state import LaterVersionError, RunState, RunSummary
from cnnstudio.training.tables import EPOCH_COLUMNS, STEP_COLUMNS, Table
from cnnstudio.weights import format
from cnnstudio.weights.run_files import RunFiles

__all__ = ["RunFolder", "RunState", "RunSummary", "Table", "list_runs", "new_run_dir"]


_summaries = Remembered[RunSummary]()


class RunFolder(RunFiles):
    """One run's folder: written by the engine, read by the window."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._lock = FileLock(path / "run.lock")
        self._made = False
        self._summary = RunSummary(path=path)

    @property
    def running(self) -> bool:
        """Whether the run this object writes down has not ended."""
        return self._summary.state == "running"

    @property
    def certain(self) -> bool:
        """Whether nobody else can train here meanwhile: false on a disk without locks, where that cannot be known."""
        return self._lock.certain

    @property
    def trained_now(self) -> bool:
        """Whether somebody, this process or another, holds the folder; false where that cannot be told."""
        return is_held(self._lock.path) is True

    @property
    def holds_run(self) -> bool:
        """Whether there is a run here that a new one would write over.

        Raises:
            ConfigError: if it cannot even be looked for.
        """
        with _run_dir(self.path):
            return any(file.exists() for file in (self.config_file, self.checkpoint, self.state_file))

    # Writing: the folder is one more reader of the engine's events.

    def hold(self) -> None:
        """Make the folder and keep it for this object alone, until the run ends or ``let_go``.

        Raises:
            BusyError: if another window or program trains it.
            ConfigError: if it cannot be written.
        """
        with _run_dir(self.path):
            if not self.path.is_dir():
                self.path.mkdir(parents=True, exist_ok=True)
                self._made = True
            taken = self._lock.acquire()
        if not taken or (not self._lock.certain and self._is_trained_elsewhere()):
            self._lock.release()
            raise self._busy()

    def let_go(self) -> None:
        """Give the folder back; one that was made for nothing goes again."""
        self._lock.release()
        if self._made:
            self._made = False
            with suppress(OSError):  # there is something in it
                self.path.rmdir()

    def move(self, target: Path) -> None:
        """Rename the folder while nobody trains it; this object then holds nothing.

        Args:
            target: its new name, on the same disk; nothing is there.

        Raises:
            BusyError: if another window or program trains it.
            OSError: if it cannot be renamed; it then stays where it is.
        """
        if not self.path.is_dir():  # no lock is made in its place
            raise FileNotFoundError(errno.ENOENT, "it is not there any more")
        try:
            if not self._lock.acquire() or (not self._lock.certain and self._is_trained_elsewhere()):
                raise self._busy()
            if sys.platform == "win32":
                # It renames no folder with an open file in it: neither this lock's nor that of who would begin now.
                self._lock.release()
            self.path.rename(target)
            with suppress(OSError):
                (target / self._lock.path.name).unlink(missing_ok=True)
        finally:
            self._lock.release()

    def check_room(self, bytes_needed: int) -> None:
        """See that the disk has room.

        Raises:
            ConfigError: if not.
        """
        with _run_dir(self.path):
            free = shutil.disk_usage(self.path).free
        if free < bytes_needed:
            # Rounded apart: "8 MB free, needs 8 MB" explains nothing.
            raise ConfigError(
                "The run folder (run_dir) {path} has {free} MB of free space, and this run needs {needed} MB. Free "
                "some, or choose another folder.",
                path=self.path,
                free=math.floor(free / 2**20),
                needed=math.ceil(bytes_needed / 2**20),
                setting="run_dir",
            )

    def check_resumable(self) -> None:
        """See that nobody trains this run now, and that going on would write over nothing of a later version.

        Raises:
            BusyError: if another window or program trains it.
            LaterVersionError: if a later version of the program wrote it.
        """
        summary = self.summary()
        self._refuse_later(summary)
        if summary.state == "running" or is_held(self._lock.path):
            raise self._busy()

    def _refuse_later(self, summary: RunSummary) -> None:
        if summary.state == "later":
            raise LaterVersionError(summary.message)
        kept_predictions.check_version(self.test_predictions)

    def start(self, config: TrainConfig, *, step: int, epoch: int) -> None:
        """Begin in a new folder, or go on with a run at global ``step`` in ``epoch``: rows from there on are dropped.

        What is damaged is set aside and written anew.

        Raises:
            BusyError: if another window or program trains it.
            StorageError: if it cannot be written, or a later version of the program wrote it.
        """
        make_folder(self.path)
        self.hold()
        clear_leftovers(self.path, mine=True)
        summary = self.summary()
        self._refuse_later(summary)
        for file, read in ((self.config_file, run_state.read_config), (self.state_file, run_state.read_state)):
            try:
                read(file)
            except StorageError:
                with writing(file):
                    file.replace(file.with_name(f"{file.name}.damaged"))
        self._summary = replace(summary, state="running", message="", **run_state.this_process())
        if not self._summary.started:
            self._summary = replace(self._summary, started=datetime.now(UTC).isoformat(timespec="seconds"))
        write_whole(self.config_file, _json({"schema": run_state.SCHEMA, **config.to_json()}))
        kept = (
            (self.steps_file, STEP_COLUMNS, self._step_rows(), step),
            (self.epochs_file, EPOCH_COLUMNS, tables.read_rows(self.epochs_file, EPOCH_COLUMNS), epoch),
        )
        for file, columns, rows, end in kept:
            rows = [row for row in rows if int(row[columns[0]]) < end]
            write_whole(file, tables.as_csv([columns, *([row[name] for name in columns] for row in rows)]))
        self._mark()

    def record(self, event: Event) -> None:
        """Write down what an event tells.

        Raises:
            StorageError: if the disk is full or the folder has gone.
        """
        match event:
            case RunStarted():
                self._mark(
                    network=reference.typed(event.config.network),
                    dataset=event.dataset,
                    recipe=recipes.called(event.config),
                    device=event.device,
                    epochs=event.config.epochs,
                    step=event.first_step,
                    steps=event.config.epochs * event.batches,
                )
            case StepsDone():
                self._record_steps(event)
            case EpochEvaluated():
                cells = (event.train_loss, event.train_accuracy, event.test_accuracy, event.test_loss)
                self._append(self.epochs_file, [(event.epoch, *cells, f"{event.elapsed_s:.3f}", event.own_accuracy)])
                self._mark(
                    epochs_done=event.epoch + 1,
                    train_accuracy=event.train_accuracy,
                    test_accuracy=event.test_accuracy,
                    elapsed_s=event.elapsed_s,
                )
            case RunFinished():
                self._mark(
                    state="finished",
                    test_accuracy=event.test_accuracy,
                    best_epoch=event.best_epoch,
                    elapsed_s=event.elapsed_s,
                )

    def end(self, state: RunState, message: str = "") -> None:
        """Note how the run ended.

        Raises:
            StorageError: if it cannot be written.
        """
        self._mark(state=state, message=message)

    def _record_steps(self, event: StepsDone) -> None:
        first = event.first_step
        # All steps of one event belong to one epoch.
        start = event.batch - len(event.losses) + 1
        rows = [
            (first + index, event.epoch, start + index, loss, rate, f"{event.elapsed_s:.3f}")
            for index, (loss, rate) in enumerate(zip(event.losses, event.learning_rates, strict=True))
        ]
        if rows:
            self._append(self.steps_file, rows)
        self._summary = replace(self._summary, step=first + len(event.losses), elapsed_s=event.elapsed_s)

    def _append(self, file: Path, rows: Iterable[Iterable[Any]]) -> None:
        with writing(file), file.open("ab") as opened:
            opened.write(tables.as_csv(rows))

    def _mark(self, **changes: Any) -> None:
        self._summary = replace(self._summary, **changes)
        write_whole(self.state_file, _json(run_state.to_json(self._summary)))
        if not self.running:
            self.let_go()

    # Reading.

    def config(self) -> TrainConfig:
        """The run's configuration, from its checkpoint where config.json is missing or damaged.

        Raises:
            StorageError: if the folder holds no readable run, or a later version of the program wrote it.
        """
        try:
            config = run_state.read_config(self.config_file)
        except LaterVersionError:
            raise
        except StorageError:
            if (kept := self._checkpoint_config()) is None:
                raise
            return kept
        if config is None and (config := self._checkpoint_config()) is None:
            raise StorageError("There is no run in {path}; choose another folder.", path=self.path)
        return config

    @property
    def told_by(self) -> tuple[Path, ...]:
        """The files that ``summary`` is read from, and the one that is there while the run goes on."""
        files = (self.state_file, self.config_file, self.steps_file, self.epochs_file, self.checkpoint)
        return (*files, self.final_weights, self.best_weights, self._lock.path)

    def summary(self) -> RunSummary:
        """How the run stands.

        What state.json does not tell is read from the other files. A run that was stopped, in whatever way, stands
        where its checkpoint does, for there it goes on. One with a damaged file is shown as damaged, with a sentence,
        and one that a later version of the program wrote as ``later``.
        """
        try:
            recorded = run_state.read_state(self.state_file)
            if recorded is not None and recorded.state == "running":
                if self._is_trained(recorded):
                    return recorded
                recorded = replace(recorded, state="stopped")
            summary = recorded or self._pieced_together()
            # Who was killed or interrupted has trained further than what is kept.
            return self._checked(self._where_it_goes_on(summary) if summary.state == "stopped" else summary)
        except LaterVersionError as error:
            return RunSummary(path=self.path, state="later", message=str(error))
        except StorageError as error:
            summary = self._pieced_together()
            if is_held(self._lock.path):
                return replace(summary, state="running")
            return run_state.damaged(summary, in_turn([str(error), self._remedy()]))

    def batches(self) -> int:
        """Steps an epoch: from state.json, else from the tables or the checkpoint, whichever knows; 1 at least."""
        return self._recorded_batches() or self._batches_of_files(self._step_rows())

    def steps(self) -> Table:
        """The steps: step, epoch, batch, loss, learning_rate, elapsed_s (epochs and batches from 0).

        Earlier versions of the program kept every ``log_every``th alone.
        """
        return tables.as_table(self._step_rows(), STEP_COLUMNS)

    def epochs(self) -> Table:
        """The epochs: epoch (from 0), train_loss, train_accuracy, test_accuracy, test_loss, elapsed_s, own_accuracy."""
        return tables.as_table(tables.read_rows(self.epochs_file, EPOCH_COLUMNS), EPOCH_COLUMNS)

    def _busy(self) -> BusyError:
        return BusyError(
            "The run in {path} is being trained by another window or program. Stop it there, or wait until it has "
            "ended.",
            path=self.path,
        )

    def _is_trained(self, recorded: RunSummary) -> bool:
        held = is_held(self._lock.path)
        return run_state.is_alive(recorded) if held is None else held

    def _is_trained_elsewhere(self) -> bool:
        """On a disk without locks: whether state.json names another process that is still there."""
        try:
            recorded = run_state.read_state(self.state_file)
        except StorageError:
            return False
        mine = run_state.this_process()
        return (
            recorded is not None
            and recorded.state == "running"
            and recorded.process != mine["process"]
            and run_state.is_alive(recorded)
        )

    def _checked(self, summary: RunSummary) -> RunSummary:
        """The same, as damaged where config.json is."""
        try:
            config = run_state.read_config(self.config_file)
        except LaterVersionError:
            raise
        except StorageError as error:
            return run_state.damaged(summary, in_turn([str(error), self._remedy()]))
        if config is None and self._checkpoint_config() is None:
            missing = Message("{file} is missing.", file=self.config_file)
            return run_state.damaged(summary, in_turn([missing, self._remedy()]))
        return summary

    def _pieced_together(self) -> RunSummary:
        """How the run stands as far as its other files tell."""
        try:
            config = self.config()
        except StorageError:
            return RunSummary(path=self.path, state="stopped")
        rows = self._step_rows()
        last = self.epochs()
        step = int(rows[-1]["step"]) + 1 if rows else 0
        train, test = (last[name][-1] if len(last) else math.nan for name in ("train_accuracy", "test_accuracy"))
        return RunSummary(
            path=self.path,
            state="stopped",
            network=reference.typed(config.network),
            dataset=config.dataset,
            recipe=recipes.called(config),
            epochs=config.epochs,
            epochs_done=int(last["epoch"][-1]) + 1 if len(last) else 0,
            step=step,
            steps=config.epochs * self._batches_of_files(rows),
            train_accuracy=None if math.isnan(train) else float(train),
            test_accuracy=None if math.isnan(test) else float(test),
        )

    def _where_it_goes_on(self, summary: RunSummary) -> RunSummary:
        """The same as far as the checkpoint; as it is where there is none that can be read."""
        try:
            kept = from_about(self._about_checkpoint())
        except ConfigError:
            return summary
        progress = kept.progress
        return replace(
            summary,
            epochs=kept.config.epochs,
            epochs_done=progress.epoch,
            step=kept.step,
            steps=kept.steps,
            train_accuracy=progress.train_accuracy,
            test_accuracy=progress.test_accuracy,
            elapsed_s=progress.elapsed_s,
        )

    def _step_rows(self) -> list[tables.Row]:
        return tables.read_rows(self.steps_file, STEP_COLUMNS, steps_an_epoch=self._recorded_batches())

    def _recorded_batches(self) -> int | None:
        """Steps an epoch, as state.json tells."""
        try:
            recorded = run_state.read_state(self.state_file)
        except StorageError:
            return None
        if recorded is None or not recorded.epochs or recorded.steps % recorded.epochs:
            return None
        return recorded.steps // recorded.epochs or None

    def _batches_of_files(self, rows: list[tables.Row]) -> int:
        if (known := tables.batches(rows)) is not None:
            return known
        about = self._about_checkpoint()
        size, config = about.get("train_size"), self._checkpoint_config()
        if type(size) is int and size > 0 and config is not None:
            return -(-size // config.batch_size)
        return max((int(row["batch"]) + 1 for row in rows), default=1)

    def _checkpoint_config(self) -> TrainConfig | None:
        about = self._about_checkpoint()
        try:
            config = TrainConfig.from_json(about["config"])
            config.check_values()
        except (ConfigError, KeyError, TypeError, AttributeError):
            return None
        return config

    def _about_checkpoint(self) -> dict[str, Any]:
        """What the checkpoint's metadata say; nothing where there is none that can be read."""
        try:
            return dict(format.read_header(self.checkpoint).about)
        except StudioError:
            return {}

    def _remedy(self) -> Message:
        if RunSummary(path=self.path, state="stopped").resumable:
            return Message("Resume the run, which writes it anew, or delete the run.")
        return Message("Start the run again, or delete it.")


def new_run_dir(config: TrainConfig) -> Path:
    """A folder for a new run below the program's own: its time, network and recipe. It is not made yet."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d %H-%M-%S")
    base = paths.runs_dir() / f"{stamp} {_short(config.network)} {config.recipe}"
    number, path = 1, base
    while path.exists():
        number += 1
        path = base.with_name(f"{base.name} ({number})")
    return path


def _short(network: NetworkRef) -> str:
    """A network's name as part of a folder's."""
    return network.class_name if isinstance(network, PythonNetwork) else reference.typed(network)


def list_runs(folder: Path | None = None) -> list[RunSummary]:
    """All runs below ``folder`` (default: the program's own), the newest first; what is no run is passed over."""
    try:
        places = list((folder or paths.runs_dir()).iterdir())
    except OSError:
        return []
    runs = [run for place in places if not place.name.startswith(".") and (run := _listed(place)) is not None]
    return sorted(runs, key=lambda run: (run.started, run.path.name), reverse=True)


def _listed(place: Path) -> RunSummary | None:
    """How the run of this folder stands; None if there is no run in it."""
    folder = RunFolder(place)
    try:
        if not place.is_dir() or not any(
            file.is_file() for file in (folder.config_file, folder.checkpoint, folder.state_file)
        ):
            return None
    except OSError as error:
        return RunSummary(
            path=place,
            state="damaged",
            message=Message(
                "{place} could not be read: {reason}. Check its permissions.", place=place, reason=reason(error)
            ),
        )
    summary = _summaries.get(place, folder.told_by, folder.summary)
    # Whether one that runs still does is not a matter of its files.
    return folder.summary() if summary.state == "running" else summary


@contextmanager
def _run_dir(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError(
            "The run folder (run_dir) {path} cannot be written: {reason}. Choose another folder.",
            path=path,
            reason=reason(error),
            setting="run_dir",
        ) from error


def _json(values: Any) -> bytes:
    return json.dumps(values, indent=2).encode() + b"\n"

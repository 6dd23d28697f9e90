"""Run folders: everything one run leaves behind, and the list of all runs. Torch-free.

config.json                 the configuration
steps.csv                   one row a logged step
epochs.csv                  one row an epoch
weights-final.safetensors   the weights at the end
weights-best.safetensors    the weights after the best epoch
checkpoint.safetensors      everything needed to go on
state.json                  how the run stands, for lists
"""

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cnnstudio import paths
from cnnstudio.errors import ConfigError, StorageError
from cnnstudio.files import make_folder, reading, reason, write_whole, writing
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import EpochEvaluated, Event, RunFinished, RunStarted, StepsDone

# The folders this process trains now: its number alone may have been another process's before.
_under_way: set[Path] = set()

RunState = Literal["running", "stopped", "failed", "finished"]

_STEP_COLUMNS = ("step", "epoch", "batch", "loss", "learning_rate", "elapsed_s")
_EPOCH_COLUMNS = ("epoch", "train_loss", "train_accuracy", "test_accuracy", "test_loss", "elapsed_s", "own_accuracy")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """How a run stands: one row of the list of runs."""

    path: Path
    state: RunState = "running"
    message: str = ""  # why it failed
    started: str = ""  # ISO 8601, UTC
    network: str = ""
    dataset: str = ""
    recipe: str = ""
    device: str = ""
    epochs: int = 0
    epochs_done: int = 0
    step: int = 0
    steps: int = 0
    train_accuracy: float | None = None
    test_accuracy: float | None = None
    best_epoch: int = 0
    elapsed_s: float = 0.0
    process: int = 0  # who trains it, while it runs

    @property
    def resumable(self) -> bool:
        """Whether there is a checkpoint to go on from."""
        return self.state != "running" and RunFolder(self.path).checkpoint.is_file()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A metrics file by columns; an empty cell is NaN."""

    columns: dict[str, NDArray[np.float64]]

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self.columns[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


class RunFolder:
    """One run's folder: written by the engine, read by the window."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.config_file = path / "config.json"
        self.steps_file = path / "steps.csv"
        self.epochs_file = path / "epochs.csv"
        self.final_weights = path / "weights-final.safetensors"
        self.best_weights = path / "weights-best.safetensors"
        self.checkpoint = path / "checkpoint.safetensors"
        self.state_file = path / "state.json"
        self._summary = RunSummary(path=path)
        self._log_every = 1

    @property
    def running(self) -> bool:
        """Whether the run this object writes down has not ended."""
        return self._summary.state == "running"

    def check_place(self, bytes_needed: int) -> None:
        """Make the folder and see that it can be written and has room.

        Raises:
            ConfigError: if not.
        """
        probe = self.path / f".{os.getpid()}.tmp"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"")
            probe.unlink()
            free = shutil.disk_usage(self.path).free
        except OSError as error:
            raise ConfigError(
                f"The run folder (run_dir) {self.path} cannot be written: {reason(error)}. Choose another folder.",
                field="run_dir",
            ) from error
        if free < bytes_needed:
            raise ConfigError(
                f"The run folder (run_dir) {self.path} has {free / 2**20:.0f} MB of free space, and this run needs "
                f"{bytes_needed / 2**20:.0f} MB. Free some, or choose another folder.",
                field="run_dir",
            )

    # Writing: the folder is one more reader of the engine's events.

    def start(self, config: TrainConfig, *, step: int, epoch: int) -> None:
        """Make a new folder, or go on with one at global ``step`` in ``epoch``: rows from there on are dropped.

        Raises:
            StorageError: if it cannot be written.
        """
        make_folder(self.path)
        _under_way.add(self.path.resolve())
        self._log_every = config.log_every
        self._summary = replace(self.summary(), state="running", message="", process=os.getpid())
        if not self._summary.started:
            self._summary = replace(self._summary, started=datetime.now(UTC).isoformat(timespec="seconds"))
        write_whole(self.config_file, _json(config.to_json()))
        for file, columns, end in ((self.steps_file, _STEP_COLUMNS, step), (self.epochs_file, _EPOCH_COLUMNS, epoch)):
            rows = [row for row in _rows(file) if int(row[columns[0]]) < end]
            write_whole(file, _csv([columns, *([row.get(name, "") for name in columns] for row in rows)]))

    def record(self, event: Event) -> None:
        """Write down what an event tells.

        Raises:
            StorageError: if the disk is full or the folder has gone.
        """
        match event:
            case RunStarted():
                self._mark(
                    network=event.config.network,
                    dataset=event.dataset,
                    recipe=event.config.recipe,
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
            if (start + index) % self._log_every == 0
        ]
        if rows:
            self._append(self.steps_file, rows)
        self._summary = replace(self._summary, step=first + len(event.losses), elapsed_s=event.elapsed_s)

    def _append(self, file: Path, rows: Iterable[Iterable[Any]]) -> None:
        with writing(file), file.open("ab") as opened:
            opened.write(_csv(rows))

    def _mark(self, **changes: Any) -> None:
        self._summary = replace(self._summary, **changes)
        if not self.running:
            _under_way.discard(self.path.resolve())
        values = asdict(self._summary)
        del values["path"]
        write_whole(self.state_file, _json(values))

    # Reading.

    def config(self) -> TrainConfig:
        """The run's configuration.

        Raises:
            StorageError: if the folder holds no readable run.
            ConfigError: if its configuration is of another version.
        """
        return TrainConfig.from_json(_read_json(self.config_file))

    def summary(self) -> RunSummary:
        """How the run stands; what is missing or damaged reads as a run that was stopped."""
        try:
            values = _read_json(self.state_file)
            known = {
                name: values[name] for name in RunSummary.__dataclass_fields__ if name in values and name != "path"
            }
            summary = RunSummary(path=self.path, **known)
        except (StorageError, TypeError):
            return RunSummary(path=self.path, state="stopped")
        if summary.state == "running" and not self._is_trained_by(summary.process):
            return replace(summary, state="stopped")
        return summary

    def _is_trained_by(self, process: int) -> bool:
        """Whether that process can still be at it; of others, Windows tells nothing."""
        if process == os.getpid():
            return self.path.resolve() in _under_way
        if sys.platform == "win32" or process <= 0:
            return False
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except OSError:  # it is somebody else's, but it is there
            return True
        return True

    def steps(self) -> Table:
        """The logged steps: step, epoch, batch, loss, learning_rate, elapsed_s (epochs and batches from 0)."""
        return _table(self.steps_file, _STEP_COLUMNS)

    def epochs(self) -> Table:
        """The epochs: epoch (from 0), train_loss, train_accuracy, test_accuracy, test_loss, elapsed_s, own_accuracy."""
        return _table(self.epochs_file, _EPOCH_COLUMNS)


def new_run_dir(config: TrainConfig) -> Path:
    """A folder for a new run below the program's own: its time, network and recipe. It is not made yet."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d %H-%M-%S")
    base = paths.runs_dir() / f"{stamp} {config.network} {config.recipe}"
    number, path = 1, base
    while path.exists():
        number += 1
        path = base.with_name(f"{base.name} ({number})")
    return path


def list_runs(folder: Path | None = None) -> list[RunSummary]:
    """All runs below ``folder`` (default: the program's own), the newest first; what is no run is passed over."""
    try:
        places = [place for place in (folder or paths.runs_dir()).iterdir() if (place / "config.json").is_file()]
    except OSError:
        return []
    return sorted(
        (RunFolder(place).summary() for place in places), key=lambda run: (run.started, run.path.name), reverse=True
    )


def _json(values: Any) -> bytes:
    return json.dumps(values, indent=2).encode() + b"\n"


def _read_json(file: Path) -> dict[str, Any]:
    with reading(file):
        text = file.read_bytes()
    try:
        values = json.loads(text)
    except ValueError as error:
        raise StorageError(f"{file} is damaged; this run cannot be read.") from error
    if not isinstance(values, dict):
        raise StorageError(f"{file} is damaged; this run cannot be read.")
    return values


def _csv(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _rows(file: Path) -> list[dict[str, str]]:
    """The whole rows of a metrics file; a row cut short by a crash is passed over."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    whole = text[: text.rfind("\n") + 1]
    return [row for row in csv.DictReader(io.StringIO(whole)) if None not in row and None not in row.values()]


def _table(file: Path, columns: tuple[str, ...]) -> Table:
    rows = _rows(file)

    def number(cell: str) -> float:
        try:
            return float(cell)
        except ValueError:
            return np.nan

    return Table(columns={name: np.array([number(row.get(name, "")) for row in rows]) for name in columns})

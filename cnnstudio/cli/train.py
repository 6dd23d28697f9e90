"""``cnnstudio train``: train a network without the window.

The tutorial's log goes to standard output, remarks and the progress line (on a terminal only) to standard error. With
``--json`` standard output holds one JSON object a line instead: ``started``, ``step`` (one a logged step), ``epoch``,
``finished`` or ``failed``; epochs count from 1 and batches from 0, as in the log.
"""

import argparse
import contextlib
import json
import shlex
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from cnnstudio import terminal
from cnnstudio.cli import language, run_code
from cnnstudio.cli.arguments import some_path
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.files import clear_own_leftovers
from cnnstudio.messages import Message
from cnnstudio.networks import reference
from cnnstudio.networks.reference import PythonNetwork, typed
from cnnstudio.training import launched
from cnnstudio.training.launched import Place

if TYPE_CHECKING:
    from cnnstudio.datasets import Progress
    from cnnstudio.training.config import TrainConfig
    from cnnstudio.training.distributed import Team
    from cnnstudio.training.events import Event, RunStarted, StepsDone

# Flag names as argparse stores them, where they differ from the configuration's only by being unset.
_SETTINGS = ("dataset", "epochs", "batch_size", "learning_rate", "seed", "device", "gradient_parts")


def add_parser(commands: Any) -> None:
    """Add ``train`` to the command line."""
    parser = commands.add_parser(
        "train",
        help=Message("train a network on handwritten digits"),
        description=Message("Train a network on handwritten digits."),
    )
    parser.add_argument(
        "--network",
        metavar="NAME|FILE.py:CLASS",
        help=Message("convnet (default), lenet5, lenet5-1998, mlp, ..., or a class in a Python file of your own"),
    )
    parser.add_argument(
        "--dataset",
        metavar="SET",
        help=Message("auto (default), mnist, builtin, fashion-mnist, kmnist, or a folder of idx files"),
    )
    parser.add_argument(
        "--recipe",
        choices=("tutorial", "fast", "handwriting"),
        help=Message("where the settings start from (default: tutorial)"),
    )
    parser.add_argument("--epochs", type=int, metavar="N", help=Message("times through the training set"))
    parser.add_argument("--batch-size", type=int, metavar="N", help=Message("pictures a step"))
    parser.add_argument("--learning-rate", type=float, metavar="X", help=Message("the highest rate of the schedule"))
    parser.add_argument("--seed", type=int, metavar="N", help=Message("decides weights, order and augmentation"))
    parser.add_argument("--device", metavar="NAME", help=Message("auto (default), cpu, cuda, cuda:N or mps"))
    parser.add_argument(
        "--gradient-parts",
        type=int,
        metavar="1|2",
        help=Message(
            "parts of a minibatch computed side by side on the CPU (default: the recipe's); networks with batch "
            "normalisation and classes of your own always take 1"
        ),
    )
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--run-dir", type=some_path, metavar="DIR", help=Message("folder for this run (default: one of its own)")
    )
    place.add_argument("--resume", type=some_path, metavar="DIR", help=Message("go on with the run in this folder"))
    run_code.add_argument(parser)
    parser.add_argument("--json", action="store_true", help=Message("print one JSON object a line instead of the log"))


def run(arguments: argparse.Namespace) -> int:
    """Train as the arguments say; returns the exit status.

    Raises:
        BrokenPipeError: whoever read the log has gone (``| head``); the run has been stopped as by Ctrl+C.
    """
    place = launched.place()
    if place is not None and not place.leads:
        from cnnstudio.training import distributed

        return distributed.follow(place, language.say)
    report = _JsonReport() if arguments.json else _TextReport()
    try:
        return _train(arguments, report, place)
    except StudioError as error:
        report.failed(error)
        return 2 if isinstance(error, ConfigError) else 1


def _train(arguments: argparse.Namespace, report: "_TextReport | _JsonReport", place: Place | None) -> int:
    clear_own_leftovers()
    config = _configuration(arguments)
    run_code.agree(config.network, given=arguments.run_code)
    config.check()
    from cnnstudio import datasets
    from cnnstudio.training.engine import Engine

    engine = Engine(config, run_dir=arguments.run_dir, resume=arguments.resume)
    engine.data = datasets.load(engine.config.dataset, report.loading)
    with _Interrupt() as interrupt, _team(place) as engine.team, contextlib.closing(engine.run()) as events:
        for event in events:
            report.event(event)
            if interrupt.asked:
                if engine.team is not None:
                    # torchrun asks for a stop also when a process was lost.
                    engine.team.check(engine.folder.path)
                events.close()
                report.stopped(engine.folder.path)
                return 130
    return 0


def _team(place: Place | None) -> "contextlib.AbstractContextManager[Team | None]":
    if place is None:
        return contextlib.nullcontext()
    from cnnstudio.training import distributed

    return distributed.team(place)


def _configuration(arguments: argparse.Namespace) -> "TrainConfig":
    from cnnstudio.training.recipes import recipe

    changes = {name: value for name in _SETTINGS if (value := getattr(arguments, name)) is not None}
    if arguments.network is not None:
        changes["network"] = reference.parse(arguments.network)
    if arguments.resume is None:
        return recipe(arguments.recipe or "tutorial", **changes)
    if arguments.recipe is not None:
        raise ConfigError("A resumed run keeps its recipe: leave out --recipe.", setting="recipe")
    from cnnstudio.training import checkpoint
    from cnnstudio.training.runs import RunFolder

    folder = RunFolder(arguments.resume)
    kept = checkpoint.of_run(folder)
    return _as_it_is_now(kept.config if kept else folder.config()).changed(**changes)


def _as_it_is_now(config: "TrainConfig") -> "TrainConfig":
    """The same with the user's own network as its file is now; that it has changed since is told when it starts."""
    network = config.network
    if not isinstance(network, PythonNetwork):
        return config
    return config.changed(network=PythonNetwork.of(network.path, network.class_name))


class _Interrupt:
    """The first Ctrl+C (or SIGTERM) asks for a stop between two stretches of steps; a second one stops at once."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> "_Interrupt":
        self._before = {kind: signal.signal(kind, self._ask_to_stop) for kind in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for kind, handler in self._before.items():
            signal.signal(kind, handler)

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)


class _TextReport:
    """The tutorial's log, with a progress line below it on a terminal."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._started: RunStarted | None = None

    def loading(self, progress: "Progress") -> None:
        """Show how a download or the drawing of the built-in digits goes."""
        self._show(_loading(progress))

    def event(self, event: "Event") -> None:
        """Print what one event tells."""
        from cnnstudio.training import log
        from cnnstudio.training.events import RunFinished, RunStarted, StepsDone

        if isinstance(event, RunStarted):
            self._started = event
            for line in _introduction(event):
                self._remark(line)
        assert self._started is not None
        lines = log.lines(self._started, event)
        if lines:
            self._show("")
            print("\n".join(lines), flush=True)
        if isinstance(event, StepsDone):
            self._show(_progress(self._started, event))
        if isinstance(event, RunFinished):
            self._remark(Message("The weights, metrics and checkpoint are in {folder}", folder=event.run_dir))

    def stopped(self, folder: Path) -> None:
        """Say how to go on."""
        self._remark(_stopped(folder))

    def failed(self, error: StudioError) -> None:
        """Say in one line what went wrong and what to do."""
        self._remark(f"cnnstudio train: {language.sentence(error)}")

    def _remark(self, text: str) -> None:
        self._show("")
        print(language.say(text), file=sys.stderr, flush=True)

    def _show(self, text: str) -> None:
        if self._terminal:
            line = terminal.cut(language.say(text), shutil.get_terminal_size().columns - 1)
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


class _JsonReport:
    """One JSON object a line."""

    def __init__(self) -> None:
        self._started: RunStarted | None = None

    def loading(self, progress: "Progress") -> None:
        """Nothing: the events of a download are not part of the run's."""

    def event(self, event: "Event") -> None:
        """Print what one event tells."""
        from cnnstudio.training.events import EpochEvaluated, RunFinished, RunStarted, StepsDone

        match event:
            case RunStarted():
                self._started = event
                self._print(
                    "started",
                    network=typed(event.config.network),
                    parameters=event.parameters,
                    dataset=event.dataset,
                    reason=event.dataset_reason,
                    remark=event.remark,
                    device=event.device,
                    run_dir=str(event.run_dir),
                    epochs=event.config.epochs,
                    batches=event.batches,
                    config=event.config.to_json(),
                )
            case StepsDone():
                self._print_steps(event)
            case EpochEvaluated():
                self._print(
                    "epoch",
                    epoch=event.epoch + 1,
                    loss=event.train_loss,
                    train_accuracy=event.train_accuracy,
                    test_accuracy=event.test_accuracy,
                    elapsed_s=round(event.elapsed_s, 3),
                )
            case RunFinished():
                self._print(
                    "finished",
                    train_accuracy=event.train_accuracy,
                    test_accuracy=event.test_accuracy,
                    elapsed_s=round(event.elapsed_s, 3),
                    run_dir=str(event.run_dir),
                )

    def stopped(self, folder: Path) -> None:
        """Say how to go on, on standard error: the JSON ends without ``finished``."""
        print(language.say(_stopped(folder)), file=sys.stderr)

    def failed(self, error: StudioError) -> None:
        """Print the failure as the last object."""
        self._print("failed", error=type(error).__name__, message=str(error))
        print(f"cnnstudio train: {language.sentence(error)}", file=sys.stderr)

    def _print_steps(self, event: "StepsDone") -> None:
        assert self._started is not None
        # All steps of one event belong to one epoch.
        first = event.batch - len(event.losses) + 1
        for index, (loss, rate) in enumerate(zip(event.losses, event.learning_rates, strict=True)):
            if (first + index) % self._started.config.log_every == 0:
                self._print(
                    "step",
                    step=event.first_step + index,
                    epoch=event.epoch + 1,
                    batch=first + index,
                    batches=self._started.batches,
                    # Through text, for the shortest number that is this float32: 0.05, not 0.05000000074505806.
                    loss=float(str(loss)),
                    learning_rate=float(str(rate)),
                    images_per_s=round(event.images_per_s),
                    elapsed_s=round(event.elapsed_s, 3),
                )

    def _print(self, event: str, **values: Any) -> None:
        print(json.dumps({"event": event, **values}), flush=True)


def _stopped(folder: Path) -> Message:
    command = f"cnnstudio train --resume {shlex.quote(str(folder))}"
    return Message("Stopped; nothing is lost. Go on with: {command}", command=command)


def _loading(progress: "Progress") -> Message:
    from cnnstudio.datasets import Stage

    what = {
        Stage.CONNECTING: Message("connecting"),
        Stage.DOWNLOADING: Message("downloading"),
        Stage.READING: Message("reading"),
        Stage.DRAWING: Message("drawing"),
    }[progress.stage]
    share = progress.done / progress.total
    if not progress.file:
        return Message("{stage} {share:.0%}", stage=what, share=share)
    return Message("{stage} {file} {share:.0%}", stage=what, file=progress.file, share=share)


def _introduction(started: "RunStarted") -> list[str]:
    """What is said before the first step, a line each."""
    values = {
        "network": started.config.network.title,
        "parameters": started.parameters,
        "dataset": started.dataset,
        "pictures": started.train_size,
        "device": started.device_name,
    }
    if started.first_step > 0:
        text = Message(
            "Resuming {network} ({parameters:,} parameters) on {dataset} ({pictures:,} pictures), {device}.", **values
        )
    else:
        text = Message(
            "Training {network} ({parameters:,} parameters) on {dataset} ({pictures:,} pictures), {device}.", **values
        )
    return [line for line in (started.dataset_reason, started.remark, text) if line]


def _progress(started: "RunStarted", event: "StepsDone") -> Message:
    config = started.config
    steps_left = config.epochs * started.batches - event.first_step - len(event.losses)
    left = round(steps_left * config.batch_size / event.images_per_s)
    return Message(
        "epoch {epoch}/{epochs}  batch {batch}/{batches}  loss {loss:.4f}  {speed:,.0f} images/s  {time} left",
        epoch=event.epoch + 1,
        epochs=config.epochs,
        batch=event.batch + 1,
        batches=started.batches,
        loss=float(event.losses[-1]),
        speed=float(event.images_per_s),
        time=f"{left // 60}:{left % 60:02d}",
    )

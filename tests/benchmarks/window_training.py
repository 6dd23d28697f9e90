"""Training in the window against the same engine without one: ``python -m tests.benchmarks.window_training [MNIST]``.

Both sides run in one process, one run after another: the plain loop over ``Engine.run()`` that the command line is,
and the Train room of the real main window, started by its button, with its curves, log and progress being drawn. Reads
the ratio of their training speeds (goal at least 0.9) and how late a 10 ms heartbeat on the GUI thread came while it
trained (goal p99 under 16 ms), ten rounds or more.
"""

import argparse
import itertools
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import torch
from PySide6.QtCore import QEventLoop, QTimer

from cnnstudio import datasets
from cnnstudio.datasets import DigitData
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import RunFinished, RunStarted
from cnnstudio.training.recipes import recipe
from tests.benchmarks import session
from tests.benchmarks.heartbeat import Heartbeat
from tests.benchmarks.readings import Figure, at_least, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.benchmarks.window import home, opened
from tests.screenshots import MNIST


class Clock:
    """Seconds on the wall and of processor time, of all threads."""

    def start(self) -> None:
        """Begin."""
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def stop(self) -> tuple[float, float]:
        """The seconds since: (wall, processor)."""
        return time.perf_counter() - self._wall, time.process_time() - self._processor


def plain_seconds(config: TrainConfig, data: DigitData, folder: Path) -> tuple[float, float]:
    """Seconds from the first event to the last, without a window.

    On a thread that ends: OpenMP keeps a pool of threads for each thread that computes, and lets none of them spin
    while there are more than cores, so a pool left behind here would slow the window's side.
    """
    clock = Clock()

    def train() -> tuple[float, float]:
        for event in Engine(config, data=data, run_dir=folder).run():
            if isinstance(event, RunStarted):
                clock.start()
        return clock.stop()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(train).result()


def window_seconds(window: MainWindow, config: TrainConfig, heart: Heartbeat) -> tuple[float, float]:
    """Seconds from the first event's arrival in the window to the last's; ``heart`` beats meanwhile."""
    page = window.page("train")
    page.form.show_config(config)
    loop, clock, taken = QEventLoop(), Clock(), []

    def begin(_: RunStarted) -> None:
        clock.start()
        heart.start()

    def end(_: RunFinished) -> None:
        taken.append(clock.stop())
        heart.stop()
        loop.quit()

    page.controller.started.connect(begin)
    page.controller.finished.connect(end)
    page.controller.failed.connect(lambda error: sys.exit(str(error)))
    QTimer.singleShot(0, page.buttons.start.click)
    loop.exec()
    page.controller.started.disconnect(begin)
    page.controller.finished.disconnect(end)
    return taken[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the speeds of both sides and the heartbeat."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("mnist", nargs="?", type=Path, default=MNIST)
        parser.add_argument("--recipe", default="tutorial")
        parser.add_argument("--epochs", type=int, default=3)
        parser.add_argument("--rounds", type=int, default=10, help="at least, of each side, taking turns")
        parser.add_argument("--threads", type=int, default=0, help="threads of torch; 0 = its own choice")

    return session.run("window_training", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the speeds of both sides and the heartbeat."""
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    with home() as folder, opened("train") as window:
        config = recipe(chosen.recipe, dataset=str(chosen.mnist), epochs=chosen.epochs, evaluate_test="epoch")
        data = datasets.load(chosen.mnist)
        plain_seconds(config.changed(epochs=1), data, folder / "warm-up")
        heart = Heartbeat()
        numbers = itertools.count()

        def take() -> Round:
            plain = plain_seconds(config, data, folder / f"plain-{next(numbers)}")
            windowed = window_seconds(window, config, heart)
            late = {f"p{percent}": 1000 * heart.percentile(percent) for percent in (50, 99, 100)}
            return {"speed": (plain[0], windowed[0]), "processor": (plain[1], windowed[1])} | late

        taken.measure(_FIGURES, take, rule=Rule(chosen.rounds, chosen.rounds + 5), warm_up=0)


_SIDES = ("without a window", "in the window")
_BEAT = "lateness of a 10 ms heartbeat of the window while it trains"
_FIGURES = {
    "speed": Figure(
        what="training's speed in the window against the same without one", unit="s", sides=_SIDES, goal=at_least(0.9)
    ),
    "processor": Figure(what="the same by processor time", unit="s", sides=_SIDES),
    "p50": Figure(what=f"{_BEAT}, median", unit="ms"),
    "p99": Figure(what=f"{_BEAT}, p99", unit="ms", goal=at_most(16)),
    "p100": Figure(what=f"{_BEAT}, the latest", unit="ms"),
}


if __name__ == "__main__":
    sys.exit(main())

"""Training in the window against the same engine without one: ``python -m tests.benchmarks.window_training [MNIST]``.

Both sides run in one process, one run after another: the plain loop over ``Engine.run()`` that the command line is,
and the Train room of the real main window, started by its button, with its curves, log and progress being drawn. Prints
the ratio of their training speeds (goal at least 0.9) and how late a 10 ms heartbeat on the GUI thread came while it
trained (goal p99 under 16 ms).
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import torch
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from cnnstudio import datasets
from cnnstudio.datasets import DigitData
from cnnstudio.gui import theme
from cnnstudio.gui.app import SWITCH_S
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import RunFinished, RunStarted
from cnnstudio.training.recipes import recipe
from tests.benchmarks.heartbeat import Heartbeat
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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mnist", nargs="?", type=Path, default=MNIST)
    parser.add_argument("--recipe", default="tutorial")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each side, taking turns; medians count")
    parser.add_argument("--threads", type=int, default=0, help="threads of torch; 0 = its own choice")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    sys.setswitchinterval(SWITCH_S)
    qt = QApplication(["window-training"])
    with tempfile.TemporaryDirectory() as home:
        os.environ["CNNSTUDIO_HOME"] = home
        theme.manager().set_mode("light")
        window = MainWindow(Studio())
        window.resize(1280, 800)
        window.open_room("train")
        window.show()
        qt.processEvents()
        config = recipe(options.recipe, dataset=str(options.mnist), epochs=options.epochs, evaluate_test="epoch")
        data = datasets.load(options.mnist)
        plain_seconds(config.changed(epochs=1), data, Path(home) / "warm-up")
        plain, windowed, late = [], [], []
        heart = Heartbeat()
        for number in range(options.rounds):
            plain.append(plain_seconds(config, data, Path(home) / f"plain-{number}"))
            windowed.append(window_seconds(window, config, heart))
            late += heart.lateness
            print(
                f"round {number + 1}: without a window {plain[-1][0]:.2f} s ({plain[-1][1]:.2f} s of processor time), "
                f"in the window {windowed[-1][0]:.2f} s ({windowed[-1][1]:.2f} s)",
                flush=True,
            )
        heart.lateness = late
        window.close_without_asking()
    threads = torch.get_num_threads()
    print(f"{options.recipe}, {options.epochs} epochs, {threads} thread{'s' if threads > 1 else ''}")
    for index, what in enumerate(("speed in the window against without (goal 0.9)", "the same by processor time")):
        ratio = statistics.median(each[index] for each in plain) / statistics.median(each[index] for each in windowed)
        print(f"{what}: {ratio:.2f}")
    for percent, goal in ((50, ""), (99, " (goal 16)"), (100, "")):
        print(f"heartbeat lateness p{percent}: {1000 * heart.percentile(percent):.1f} ms{goal}")


if __name__ == "__main__":
    main()

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


def plain_seconds(config: TrainConfig, data: DigitData, folder: Path) -> float:
    """Seconds from the first event to the last, without a window."""
    began = 0.0
    for event in Engine(config, data=data, run_dir=folder).run():
        if isinstance(event, RunStarted):
            began = time.perf_counter()
    return time.perf_counter() - began


def window_seconds(window: MainWindow, config: TrainConfig, heart: Heartbeat) -> float:
    """Seconds from the first event's arrival in the window to the last's; ``heart`` beats meanwhile."""
    page = window.page("train")
    page.form.show_config(config)
    loop, times = QEventLoop(), {}

    def begin(_: RunStarted) -> None:
        times["began"] = time.perf_counter()
        heart.start()

    def end(_: RunFinished) -> None:
        times["ended"] = time.perf_counter()
        heart.stop()
        loop.quit()

    page.controller.started.connect(begin)
    page.controller.finished.connect(end)
    page.controller.failed.connect(lambda error: sys.exit(str(error)))
    QTimer.singleShot(0, page.buttons.start.click)
    loop.exec()
    page.controller.started.disconnect(begin)
    page.controller.finished.disconnect(end)
    return times["ended"] - times["began"]


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
                f"round {number + 1}: without a window {plain[-1]:.2f} s, in the window {windowed[-1]:.2f} s",
                flush=True,
            )
        heart.lateness = late
        window.close_without_asking()
    threads = torch.get_num_threads()
    print(f"{options.recipe}, {options.epochs} epochs, {threads} thread{'s' if threads > 1 else ''}")
    print(
        f"speed in the window against without: {statistics.median(plain) / statistics.median(windowed):.2f} (goal 0.9)"
    )
    for percent, goal in ((50, ""), (99, " (goal 16)"), (100, "")):
        print(f"heartbeat lateness p{percent}: {1000 * heart.percentile(percent):.1f} ms{goal}")


if __name__ == "__main__":
    main()

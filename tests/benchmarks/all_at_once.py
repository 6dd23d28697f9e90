"""The window while it trains, draws and plays: ``python -m tests.benchmarks.all_at_once [MNIST] [--seconds 4]``.

The tutorial's recipe trains ConvNet without end. Meanwhile a pen draws in the Draw room with all maps shown, and then
the Playground plays, 32x32 with 3x3 kernels. Read are: how late a 10 ms heartbeat of the window came (goal p99 under
16 ms), pen to bars (the same), the Playground's frames a second (goal 60), and the pictures trained on a second in
both rooms.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_least, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.benchmarks.window import home, opened

if TYPE_CHECKING:
    from cnnstudio.gui.main_window import MainWindow

GOAL_MS = 16.0
GOAL_FRAMES = 60
_EPOCHS = 100_000  # it never ends by itself
_FRAME_MS = 1000 // GOAL_FRAMES


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the heartbeat, the pen and the Playground while a network is trained."""

    def options(parser: argparse.ArgumentParser) -> None:
        from tests.screenshots import MNIST

        parser.add_argument("mnist", nargs="?", type=Path, default=MNIST)
        parser.add_argument("--seconds", type=float, default=4.0, help="of each room, for each round")

    return session.run("all_at_once", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the heartbeat, the pen and the Playground while a network is trained."""
    with home(), opened("train") as window:
        from tests.benchmarks.drawing import draw
        from tests.benchmarks.heartbeat import Heartbeat
        from tests.screenshots import settle

        heart = Heartbeat()
        trained = _train(window, chosen.mnist)
        window.open_room("draw")
        settle(3.0)
        page = window.page("draw")
        page.tabs.setCurrentIndex(0)
        draw(page, 1.5)

        def pen() -> Round:
            before, began = trained(), time.perf_counter()
            heart.start()
            delays, maps_per_s, _ = draw(page, chosen.seconds)
            heart.stop()
            return {
                "p99": 1000 * heart.percentile(99),
                "pen": float(np.quantile(delays, 0.99)),
                "maps": maps_per_s,
                "trained": (trained() - before) / (time.perf_counter() - began),
            }

        rule = Rule(5, 10, 0.1)
        taken.measure(_figures("drawing") | _PEN, pen, rule=rule, warm_up=0)

        window.open_room("playground")
        play = _player(window)
        settle(1.0)

        def frames() -> Round:
            before, began = trained(), time.perf_counter()
            heart.start()
            painted = play(chosen.seconds)
            heart.stop()
            spent = time.perf_counter() - began
            return {
                "p99": 1000 * heart.percentile(99),
                "frames": painted / spent,
                "trained": (trained() - before) / spent,
            }

        taken.measure(_figures("playing") | _FRAMES, frames, rule=rule, warm_up=0)
        window.page("train").controller.stop()
        while window.page("train").controller.busy:
            settle(0.1)


def _train(window: "MainWindow", mnist: Path) -> Callable[[], int]:
    """Start a run by its button; gives what says how many pictures it has been trained on."""
    from cnnstudio.training.config import TrainConfig
    from cnnstudio.training.events import StepsDone
    from cnnstudio.training.recipes import recipe
    from tests.screenshots import settle

    page = window.page("train")
    config: TrainConfig = recipe("tutorial", dataset=str(mnist), epochs=_EPOCHS, evaluate_test="epoch")
    pictures = 0

    def count(events: list[object]) -> None:
        nonlocal pictures
        pictures += config.batch_size * sum(len(event.losses) for event in events if isinstance(event, StepsDone))

    page.controller.events.connect(count)
    page.controller.failed.connect(lambda error: sys.exit(str(error)))
    page.form.show_config(config)
    page.buttons.start.click()
    while not pictures:
        settle(0.1)
    return lambda: pictures


def _player(window: "MainWindow") -> Callable[[float], int]:
    """What plays the convolution for so many seconds, a step every frame, and gives how often the room was painted."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer

    page = window.page("playground")
    model = page.model
    page.open_state(
        model.state.with_parameters(
            input_height=32, input_width=32, in_channels=3, out_channels=2, kernel_height=3, kernel_width=3
        )
    )
    steps = itertools.count()

    class Frames(QObject):
        """Counts the paintings of the canvas."""

        painted = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
            self.painted += event.type() == QEvent.Type.Paint
            return False

    def play(seconds: float) -> int:
        frames = Frames()
        page.canvas.installEventFilter(frames)
        loop, clock = QEventLoop(), QTimer(interval=_FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        clock.timeout.connect(lambda: model.pin_index(next(steps) * 13 % 900, reveal=True))
        clock.start()
        QTimer.singleShot(int(1000 * seconds), loop.quit)
        loop.exec()
        clock.stop()
        page.canvas.removeEventFilter(frames)
        return frames.painted

    return play


def _figures(doing: str) -> dict[str, Figure]:
    return {
        "p99": Figure(
            what="training, and meanwhile: lateness of a 10 ms heartbeat, p99",
            of=doing,
            unit="ms",
            goal=at_most(GOAL_MS),
        ),
        "trained": Figure(what="training, and meanwhile: pictures trained on", of=doing, unit="a second"),
    }


_PEN = {
    "pen": Figure(what="training, and meanwhile: pen to bars, all maps shown, p99", unit="ms", goal=at_most(GOAL_MS)),
    "maps": Figure(what="training, and meanwhile: all maps redrawn", unit="a second"),
}
_FRAMES = {
    "frames": Figure(
        what="training, and meanwhile: frames of the Playground", unit="a second", goal=at_least(GOAL_FRAMES)
    )
}


if __name__ == "__main__":
    sys.exit(main())

"""Curves of 1,000,000 steps, panned and zoomed by hand: ``python -m tests.benchmarks.curves [--steps N]``.

The curves of the Train room, with the loss of every step, its mean and the learning rate, each of a million points. A
frame is a wheel's turn or a move of the dragging pointer, with the fitting of the y axis that follows it, to repaint.
Each round takes twenty frames of both, all of the run in view, and then a hundredth of it. Goal: 33 ms.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.benchmarks.window import home

if TYPE_CHECKING:
    from cnnstudio.gui.training_panel.curves import CurvesView
    from cnnstudio.gui.training_panel.series import RunSeries

GOAL_MS = 33.0
FRAMES = 20
_BATCHES = 469
# pyqtgraph takes no more than a hundred moves of the pointer a second.
_BETWEEN_S = 0.011


def main(arguments: Sequence[str] | None = None) -> int:
    """Read how long frames take."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--steps", type=int, default=1_000_000)

    return session.run("curves", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read how long frames take."""
    with home():
        from PySide6.QtWidgets import QApplication

        from cnnstudio.gui import theme
        from cnnstudio.gui.training_panel.curves import CurvesView

        app = QApplication.instance() or QApplication(["curves"])  # kept: it must outlive the view
        theme.manager().set_mode("light")
        view = CurvesView()
        view.resize(900, 700)
        view.show_run("a", "A", long_run(chosen.steps), current=True)
        view.show()
        app.processEvents()
        hand = Hand(view)
        for of, turns in (("all in view", 0), ("a hundredth in view", _turns_to(0.01))):

            def take(turns: int = turns) -> Round:
                view.reset_view()
                view.redraw()
                for _ in range(turns):
                    hand.turn_wheel(1)
                app.processEvents()
                pans, zooms = hand.pan(FRAMES), hand.zoom(FRAMES)
                return {
                    "pan": statistics.median(pans),
                    "pan, slowest": max(pans),
                    "zoom": statistics.median(zooms),
                    "zoom, slowest": max(zooms),
                }

            what = f"curves of {chosen.steps:,} points, a frame of"
            names = {"pan": "panning", "zoom": "zooming"}
            names |= {f"{name}, slowest": f"{words}, slowest of {FRAMES}" for name, words in names.items()}
            goal = at_most(GOAL_MS)
            figures = {
                name: Figure(what=f"{what} {words}", of=of, unit="ms", goal=goal) for name, words in names.items()
            }
            taken.measure(figures, take, rule=Rule(5, 15, 0.1))
        view.deleteLater()
        app.processEvents()


def long_run(steps: int) -> "RunSeries":
    """A run of so many steps whose loss falls and scatters."""
    from cnnstudio.gui.training_panel.series import EpochPoint, RunSeries

    series = RunSeries(_BATCHES)
    numbers = np.arange(1, steps + 1)
    noise = np.random.default_rng(1).gamma(2.0, 0.5, steps)
    series.append(numbers, 2.3 * noise / (1 + numbers / 2000), np.full(steps, 0.05))
    for epoch in range(1, steps // _BATCHES + 1):
        series.set_epoch(EpochPoint(epoch, 1 - 0.5 / epoch, 0.99 - 0.5 / epoch))
    return series


class Hand:
    """A pointer over the plot of losses; each of its frames is timed, in milliseconds."""

    def __init__(self, view: "CurvesView") -> None:
        self._view = view
        self._viewport = view.loss.view.viewport()

    def pan(self, frames: int) -> list[float]:
        """Drag to the left and back."""
        from PySide6.QtCore import QEvent, QPointF

        box = self._view.loss.plot.getViewBox().sceneBoundingRect()
        start = QPointF(box.center())
        self._send_button(QEvent.Type.MouseButtonPress, start, pressed=True)
        times = []
        for frame in range(frames):
            reach = (frame + 1) if frame < frames // 2 else (frames - frame - 1)
            at = start - QPointF(8 + 8 * reach, 0)
            times.append(self._frame(lambda at=at: self._send_button(QEvent.Type.MouseMove, at, pressed=True)))
        self._send_button(QEvent.Type.MouseButtonRelease, start, pressed=False)
        return times

    def zoom(self, frames: int) -> list[float]:
        """Turn the wheel in and out again."""
        return [self._frame(lambda frame=frame: self.turn_wheel(1 if frame % 2 else -1)) for frame in range(frames)]

    def turn_wheel(self, clicks: int) -> None:
        """Zoom in by so many clicks, or out."""
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        at = QPointF(self._view.loss.plot.getViewBox().sceneBoundingRect().center())
        none, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
        to = self._viewport.mapToGlobal(at)
        phase = Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            self._viewport, QWheelEvent(at, to, QPoint(), QPoint(0, 120 * clicks), buttons, none, phase, False)
        )

    def _frame(self, move: object) -> float:
        """Milliseconds of a move and what follows it.

        Raises:
            RuntimeError: if the view stayed where it was: then nothing was measured.
        """
        from PySide6.QtWidgets import QApplication

        time.sleep(_BETWEEN_S)
        QApplication.processEvents()
        before = self._view.loss.x_range()
        began = time.perf_counter()
        move()  # type: ignore[operator]
        self._view.redraw()
        QApplication.processEvents()
        took = 1000 * (time.perf_counter() - began)
        if self._view.loss.x_range() == before:
            raise RuntimeError("the view did not move")
        return took

    def _send_button(self, kind: "QEvent.Type", at: "QPointF", *, pressed: bool) -> None:  # noqa: F821
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        to = self._viewport.mapToGlobal(at)
        event = QMouseEvent(kind, at, to, left, left if pressed else none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._viewport, event)


def _turns_to(share: float) -> int:
    """Clicks of the wheel after which so much of the run is in view: pyqtgraph takes 1.02 ** (120 / 8) a click."""
    return round(np.log(1 / share) / (15 * np.log(1.02)))


if __name__ == "__main__":
    sys.exit(main())

"""How quickly the Draw room answers: ``python -m tests.benchmarks.drawing [--seconds 4]``.

Stroke to bars: from the pointer's move to the end of the painting that shows its prediction. Maps: how often the
overview of all maps is painted while drawing. Pointer events come every 8 ms; each round draws for some seconds.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_least, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.benchmarks.window import home, opened

GOAL_MS = 16.0
NETWORKS = {"digitnet": "DigitNet", "lenet5": "LeNet-5"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the delays of both networks, with the maps shown and without."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=4.0, help="of drawing, for each round")

    return session.run("drawing", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the delays of both networks, with the maps shown and without."""
    with home(), opened("draw") as window:
        from PySide6.QtWidgets import QApplication

        from cnnstudio.networks.reference import CatalogueNetwork
        from cnnstudio.weights.reference import WeightsFile

        page = window.page("draw")
        for network, title in NETWORKS.items():
            if network == "lenet5":
                window.studio.choose(CatalogueNetwork("lenet5"), WeightsFile(_lenet()))
            while page.busy:
                QApplication.processEvents()
            for tab, seen in ((2, "another tab than the maps open"), (0, "all maps redrawn meanwhile")):
                page.tabs.setCurrentIndex(tab)
                draw(page, 1.5)
                figures = {
                    "median": Figure(what=f"pen to bars, {seen}, median", of=title, unit="ms"),
                    "p99": Figure(what=f"pen to bars, {seen}, p99", of=title, unit="ms", goal=at_most(GOAL_MS)),
                    "skipped": Figure(what=f"moves of the pen without bars of their own, {seen}", of=title, unit="%"),
                }
                if tab == 0:
                    what = "all maps redrawn while drawing"
                    figures["maps"] = Figure(what=what, of=title, unit="a second", goal=at_least(30))

                def take(tab: int = tab) -> Round:
                    delays, maps_per_s, skipped = draw(page, chosen.seconds)
                    found = {
                        "median": float(np.median(delays)),
                        "p99": float(np.quantile(delays, 0.99)),
                        "skipped": 100 * skipped,
                    }
                    return found | ({"maps": maps_per_s} if tab == 0 else {})

                taken.measure(figures, take, rule=Rule(5, 10, 0.1), warm_up=0)


def _lenet() -> Path:
    from cnnstudio import paths
    from cnnstudio.networks import catalogue
    from tests.weights.files import save_weights

    file = paths.data_dir() / "lenet5.safetensors"
    file.parent.mkdir(parents=True, exist_ok=True)
    save_weights(file, catalogue.build("lenet5"), network="lenet5")
    return file


def draw(page: object, seconds: float) -> tuple[np.ndarray, float, float]:
    """Draw spirals; delays in ms from move to painted bars, paintings of the maps a second, share of moves skipped.

    The event loop sleeps between events, as it does for a user: a loop that polls would keep Python's lock from the
    worker.
    """
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    pad, bars, maps = page.pad, page.bars, page.inside.maps
    pad.start_over()
    delays: list[float] = []
    waiting: list[float] = []
    moves = 0

    def send(kind: QEvent.Type, at: QPointF) -> None:
        buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(pad, QMouseEvent(kind, at, pad.mapToGlobal(at), left, buttons, none))

    def move() -> None:
        nonlocal moves
        # A spiral, begun anew every second.
        turn = (moves % 120) / 120
        sheet, angle, reach = pad.sheet(), 12 * turn, 0.1 + 0.3 * turn
        at = QPointF(sheet.center()) + QPointF(np.cos(angle), np.sin(angle)) * reach * sheet.width()
        if moves % 120 == 0:
            send(QEvent.Type.MouseButtonRelease, at)
            pad.clear()
            send(QEvent.Type.MouseButtonPress, at)
        else:
            send(QEvent.Type.MouseMove, at)
        moves += 1

    class Watch(QObject):
        """Notes when the bars have been painted."""

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint and waiting:
                QTimer.singleShot(0, self.painted)
            return False

        def painted(self) -> None:
            shown = perf_counter()
            delays.extend(1000 * (shown - asked) for asked in waiting)
            waiting.clear()

    watch = Watch()
    bars.installEventFilter(watch)
    page.predicted.connect(lambda reply: waiting.append(reply.ask.asked_at))
    painted_maps = maps.painted
    loop, pointer = QEventLoop(), QTimer(interval=8, timerType=Qt.TimerType.PreciseTimer)
    pointer.timeout.connect(move)
    pointer.start()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
    pointer.stop()
    send(QEvent.Type.MouseButtonRelease, QPointF(pad.sheet().center()))
    page.predicted.disconnect()
    bars.removeEventFilter(watch)
    return np.array(delays), (maps.painted - painted_maps) / seconds, 1 - len(delays) / moves


if __name__ == "__main__":
    sys.exit(main())

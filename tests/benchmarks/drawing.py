"""How quickly the Draw room answers: ``python -m tests.benchmarks.drawing``. Run it by hand, on an idle machine.

Stroke to bars: from the pointer's move to the end of the painting that shows its prediction. Maps: how often the
overview of all of LeNet-5's maps is painted while drawing. Pointer events come every 8 ms.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["CNNSTUDIO_HOME"] = home
        figures = _measure(options.seconds)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:34} {value:8.2f}")
    return 0


def _measure(seconds: float) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from cnnstudio.gui import theme
    from cnnstudio.gui.app import SWITCH_S
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.gui.studio import Studio
    from cnnstudio.networks.reference import CatalogueNetwork
    from cnnstudio.weights.reference import WeightsFile

    sys.setswitchinterval(SWITCH_S)
    app = QApplication.instance() or QApplication(sys.argv[:1])  # kept: it must outlive the window
    theme.manager().set_mode("light")
    window = MainWindow(Studio())
    window.resize(1280, 800)
    window.show()
    window.open_room("draw")
    page = window.page("draw")
    figures: dict[str, float] = {}
    for network in ("digitnet", "lenet5"):
        if network == "lenet5":
            window.studio.choose(CatalogueNetwork("lenet5"), WeightsFile(_lenet()))
        while page.busy:
            app.processEvents()
        for tab, name in ((2, "bars"), (0, "bars and maps")):
            page.tabs.setCurrentIndex(tab)
            _draw(page, 1.5)
            delays, maps_per_s, skipped = _draw(page, seconds)
            title = f"{network}, {name}"
            figures[f"{title}: median ms"] = float(np.median(delays))
            figures[f"{title}: p99 ms"] = float(np.quantile(delays, 0.99))
            figures[f"{title}: skipped share"] = skipped
            if name != "bars":
                figures[f"{title}: maps per s"] = maps_per_s
    window.close_without_asking()
    del app
    return figures


def _lenet() -> Path:
    from cnnstudio import paths
    from cnnstudio.networks import catalogue
    from tests.weights.files import save_weights

    file = paths.data_dir() / "lenet5.safetensors"
    file.parent.mkdir(parents=True, exist_ok=True)
    save_weights(file, catalogue.build("lenet5"), network="lenet5")
    return file


def _draw(page: object, seconds: float) -> tuple[np.ndarray, float, float]:
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

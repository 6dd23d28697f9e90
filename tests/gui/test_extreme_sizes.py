"""Everything that we paint, at sizes that no layout gives it but a user's hand can: no error, no warning of Qt."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QGraphicsView,
    QSplitter,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cnnstudio.errors import DatasetError
from cnnstudio.gui import errors, guard
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.gui.training_panel.series import EpochPoint, RunSeries
from cnnstudio.gui.workers.latest_wins import LatestWins
from tests.gui.digit_canvas.pen_strokes import FOUR, draw_on, finely
from tests.screenshots import settle, wait_until

SIZES = [(0, 0), (1, 1), (1, 400), (400, 1), (3, 40), (2000, 4), (4, 2000), (60, 60)]
LEAST = {"models": 12, "playground": 6, "train": 5, "draw": 10}
"""Painted widgets that each room has at least."""

_LARGEST = 16_777_215


@pytest.fixture(autouse=True)
def nothing_is_told_once_only() -> Iterator[None]:
    """What was told by an earlier test is told again."""
    guard._told.clear()
    yield
    guard._told.clear()


def painted(root: QWidget) -> list[QWidget]:
    """The visible widgets in ``root`` that have a paint of ours somewhere in them."""
    found = [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and (
            isinstance(widget, (QGraphicsView, QAbstractItemView))
            or (type(widget).__module__.startswith("cnnstudio.") and "paintEvent" in _own_names(widget))
        )
    ]
    return found + ([root] if "paintEvent" in _own_names(root) else [])


def _own_names(widget: QWidget) -> set[str]:
    return {name for cls in type(widget).__mro__ if cls.__module__.startswith("cnnstudio.") for name in vars(cls)}


def torture(widget: QWidget) -> None:
    """Give a widget every size, paint it, and point at its corners and beyond."""
    geometry, least, most = widget.geometry(), widget.minimumSize(), widget.maximumSize()
    seen = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    none = Qt.MouseButton.NoButton
    for size in SIZES:
        widget.setMinimumSize(0, 0)
        widget.setMaximumSize(_LARGEST, _LARGEST)
        widget.resize(*size)
        if min(size) > 0:
            widget.grab()
        right, low = seen.width(), seen.height()
        for at in ((0, 0), (right - 1, low - 1), (right, low), (-1, -1), (right // 2, low // 2)):
            place, there = QPointF(*at), seen.mapToGlobal(QPoint(*at))
            QApplication.sendEvent(
                seen, QMouseEvent(QEvent.Type.MouseMove, place, QPointF(there), none, none, Qt.KeyboardModifier(0))
            )
            QApplication.sendEvent(seen, QHelpEvent(QEvent.Type.ToolTip, QPoint(*at), there))
        for turn in (120, -120):
            wheel = QWheelEvent(
                place,
                QPointF(there),
                QPoint(),
                QPoint(0, turn),
                none,
                Qt.KeyboardModifier.ControlModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(seen, wheel)
        if min(size) > 0:
            widget.grab()
    QApplication.sendEvent(seen, QEvent(QEvent.Type.Leave))
    widget.setMinimumSize(least)
    widget.setMaximumSize(most)
    widget.setGeometry(geometry)


def fill(page: QWidget) -> None:
    """Give a room something to paint in each of its widgets."""
    match page:
        case TrainPage():
            with_curves(page)
        case ModelsPage():
            page.open_state({"network": "resnet18"})
            wait_until(lambda: page.analysis is not None and page.analysis.name == "resnet18")
        case DrawPage():
            draw_on(page.pad, finely(FOUR))
            settle(0.1)
            wait_until(lambda: not page.busy)


def with_curves(page: TrainPage) -> None:
    """Show curves, as a run has them, and a confusion matrix."""
    # The list of runs is read on a worker; when it comes, the charts of a room without runs step back.
    wait_until(lambda: not page.document.runs.busy)
    series = RunSeries(10)
    series.append(np.arange(1, 41), np.linspace(2, 0.1, 40), np.full(40, 0.05))
    series.set_epoch(EpochPoint(2, 0.8, 0.7))
    page.curves.show_run("run", "run", series, current=True)
    page.curves.redraw()
    page.inspector.matrix.show_counts(np.arange(100).reshape(10, 10), tuple("0123456789"))
    page.charts.setCurrentIndex(1)


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)  # offscreen, of tool tips
@pytest.mark.parametrize("room", ["models", "playground", "train", "draw"])
def test_every_painted_widget_at_every_size(main_window: MainWindow, room: str) -> None:
    main_window.open_room(room)
    page = main_window.page(room)
    assert page is not None
    fill(page)
    settle(0.2)
    tortured: set[QWidget] = set()
    tabs = [(tab, index) for tab in page.findChildren(QTabWidget) for index in range(tab.count())]
    for tab, index in tabs or [(QTabWidget(page), 0)]:
        tab.setCurrentIndex(index)
        settle(0.1)
        for widget in painted(page):
            if widget not in tortured:
                torture(widget)
                tortured.add(widget)
        assert not main_window.grab().isNull()
    assert len(tortured) >= LEAST[room]
    wait_until(lambda: not any(request.busy for request in main_window.findChildren(LatestWins)))


def test_a_division_by_nothing_would_be_found(qtbot: QtBot) -> None:
    def paint(widget: QWidget, _event: object) -> None:
        painter = QPainter(widget)
        painter.drawRect(QRectF(0, 0, 100 / (widget.height() - 1), 1))

    probe = type(QWidget)("Probe", (QWidget,), {"__module__": "cnnstudio.gui.probe", "paintEvent": paint})()
    qtbot.addWidget(probe)
    probe.show()
    assert painted(probe) == [probe]
    with qtbot.capture_exceptions() as found:
        torture(probe)
    assert [kind for kind, _, _ in found] == [ZeroDivisionError]


@pytest.mark.parametrize("size", [(900, 600), (1280, 800)])
def test_train_with_its_handles_drawn_to_their_ends(
    main_window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    """The log unfolded, an error's details open, every plot squeezed to nothing in turn."""
    main_window.open_room("train")
    main_window.resize(*size)
    page = main_window.page("train")
    assert isinstance(page, TrainPage)
    with_curves(page)
    page.log.unfold(True)
    errors.show_error(main_window, DatasetError("It is damaged. Get it again."))
    main_window.error_strip.findChild(QWidget, "window-error-details").click()
    settle(0.1)
    heights = set()
    for splitter in main_window.findChildren(QSplitter):
        if not splitter.isVisible():
            continue
        before = splitter.sizes()
        for index in range(splitter.count()):
            splitter.setSizes([10_000 if index == other else 0 for other in range(splitter.count())])
            QApplication.processEvents()
            assert not main_window.grab().isNull()
            heights |= {plot.plot.getViewBox().height() for plot in page.curves._plots}
        splitter.setSizes(before)
    for plot in page.curves._plots:
        plot.view.setFixedHeight(12)
    QApplication.processEvents()
    assert not main_window.grab().isNull()
    heights |= {plot.plot.getViewBox().height() for plot in page.curves._plots}
    assert min(heights) <= 0, "no plot was squeezed to nothing"
    assert main_window.error_strip.text == "It is damaged. Get it again."

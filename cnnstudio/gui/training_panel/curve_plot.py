"""One plot of the training curves: a header that toggles its curves, and the plot under it."""

import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSceneMouseEvent,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.gui import theme, view_state
from cnnstudio.gui.training_panel.grid import Grid
from cnnstudio.gui.training_panel.steady_range import steady
from cnnstudio.gui.widgets.number_axis import NumberAxis

AXIS_WIDTH = 56
"""Every left axis has this width in pixels, so that the shared x axis lines up."""


# What a plot shows: float32 goes up to 3e38 and down to 1e-45. Beyond, pyqtgraph's arithmetic overflows, and on a
# logarithmic axis it takes nine ticks of every decade. The x axis ends where the points of the longest run would be too
# many for one pixel to be counted.
_MOST = 1e39
_LEAST = 1e-45
_MOST_X = 1e11
_LEAST_X_RANGE = 1e-10
_MOST_DECADES = 12
_BESIDE = [(1, 0), (1, 1)]  # the name of a line stands below it in the upper half, above it in the lower one
_ZERO = 1e-60
"""Where zero lies on a logarithmic axis: below everything that can be seen, so that its line leaves at the bottom."""


class _ValueAxis(NumberAxis):
    """A left axis whose labels never overlap: in a low plot every second, third, ... is left out.

    A logarithmic one labels 1, 2 and 5 of each power of ten; pyqtgraph would label all nine.
    """

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        texts = super().tickStrings(values, scale, spacing)
        low, high = self.range
        if self.logMode or not spacing or high <= low:
            return texts
        pixels = self.height() * spacing / (high - low)
        line = QFontMetricsF(self.style["tickFont"] or self.font()).height()
        step = max(1, math.ceil(line / pixels)) if pixels > 0 else 1
        return [text if round(value / spacing) % step == 0 else "" for text, value in zip(texts, values, strict=True)]

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        texts = super().logTickStrings(values, scale, spacing)
        keep = [f"{10.0**value:.3e}"[0] in "125" for value in values]
        return [text if kept else "" for text, kept in zip(texts, keep, strict=True)]


class _CurveViewBox(pg.ViewBox):
    """Dragging pans along x, Shift-dragging zooms into a rectangle, the wheel zooms along x (Ctrl: along y)."""

    moved_by_hand = Signal(bool, bool)  # along x, along y
    double_clicked = Signal()

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if axis is None and event.button() == Qt.MouseButton.LeftButton:
            rectangle = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.state["mouseMode"] = self.RectMode if rectangle else self.PanMode
            axis = None if rectangle else self.XAxis
        super().mouseDragEvent(event, axis=axis)
        self.moved_by_hand.emit(axis in (None, self.XAxis), axis in (None, self.YAxis))

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        if axis is None:
            along_y = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            axis = self.YAxis if along_y else self.XAxis
        super().wheelEvent(event, axis=axis)
        self.moved_by_hand.emit(axis == self.XAxis, axis == self.YAxis)

    def mouseDoubleClickEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        self.double_clicked.emit()
        event.accept()


class TimedView(pg.PlotWidget):
    """The plot on the screen.

    Attributes:
        painting_s: processor seconds that its last paint took.
    """

    painting_s = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        began = time.thread_time()
        super().paintEvent(event)
        self.painting_s = time.thread_time() - began


class CurvePlot(QWidget):
    """A titled plot whose kinds of curve ("smoothed", "test", ...) are shown and hidden by buttons in its header."""

    hovered = Signal(float)  # x under the pointer, in axis units
    left = Signal()
    kind_toggled = Signal()
    moved_by_hand = Signal(bool)  # along x, which all plots share
    reset_wanted = Signal()

    def __init__(self, name: str, title: str, left_label: str, parent: QWidget | None = None) -> None:
        """Make an empty plot; ``name`` is the part of the object names that tells the plots apart."""
        super().__init__(parent, objectName=f"train-plot-{name}")
        self._log = False
        self._follows_y = True
        self._kinds: dict[str, QToolButton] = {}
        self._lines: dict[tuple[str, str], pg.PlotDataItem] = {}

        self._title = QLabel(title)
        self.header = QHBoxLayout()
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(4)
        self.header.addWidget(self._title)
        self.header.addSpacing(4)

        self.view = TimedView(
            viewBox=_CurveViewBox(enableMenu=False),
            axisItems={"left": _ValueAxis("left"), "bottom": NumberAxis("bottom")},
            objectName=f"train-plot-{name}-view",
        )
        self.view.setAccessibleName(title)
        # The room's own arrow keys move the crosshair; the plot must not take them.
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # It takes no drops; Qt complains of a drag over a view that says it does and then ignores it.
        self.view.setAcceptDrops(False)
        self.view.setFrameShape(self.view.Shape.NoFrame)
        self.plot: pg.PlotItem = self.view.getPlotItem()
        self.plot.hideButtons()
        self.plot.setMenuEnabled(False)
        # pyqtgraph leaves this menu without an owner, and it would outlive the plot. It is never shown.
        self.plot.ctrlMenu.setParent(self.view, self.plot.ctrlMenu.windowFlags())
        self.plot.setDownsampling(auto=True, mode="peak")
        self.plot.setClipToView(True)
        box = self.plot.getViewBox()
        box.disableAutoRange()
        self._limit_view()
        box.moved_by_hand.connect(self._on_moved_by_hand)
        box.double_clicked.connect(self.reset_wanted)
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            # Of the levels of ticks the third is never labelled, but counting it took most of an axis' time.
            axis.setStyle(tickLength=0, maxTickLevel=1)
            # Labels and grid cost ten times what the curves cost; ranges are steady, so they are painted rarely.
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            axis.geometryChanged.connect(self._forget_axes)
        self.plot.getAxis("left").setWidth(AXIS_WIDTH)
        self._left_label = left_label
        self._bottom_label: str | None = None

        self._grid = Grid(self.plot)
        self._chance = pg.InfiniteLine(
            angle=0, movable=False, label="", labelOpts={"position": 0.98, "anchors": _BESIDE}
        )
        self._chance.setVisible(False)
        self._chance.setZValue(-50)
        self.plot.addItem(self._chance, ignoreBounds=True)
        self._chance_at: float | None = None
        self._crosshair = pg.InfiniteLine(angle=90, movable=False)
        self._crosshair.setVisible(False)
        self.plot.addItem(self._crosshair, ignoreBounds=True)
        self.view.scene().sigMouseMoved.connect(self._on_mouse_moved)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self.header)
        layout.addWidget(self.view, 1)

    def add_kind(self, kind: str, text: str, tip: str) -> QToolButton:
        """Add a toggle for one kind of curve to the header."""
        button = view_state.keep(
            QToolButton(
                objectName=f"train-legend-{kind}",
                text=text,
                toolTip=tip,
                checkable=True,
                checked=True,
                autoRaise=True,
                toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            )
        )
        button.setProperty("legend", True)
        button.setProperty("plain", True)
        button.setIconSize(QSize(24, 12))
        button.toggled.connect(lambda on: self._on_kind_toggled(kind, on))
        self._kinds[kind] = button
        self.header.addWidget(button)
        return button

    def offer_kind(self, kind: str, offered: bool) -> None:
        """Show a kind's toggle, or hide it while there is nothing of that kind."""
        self._kinds[kind].setVisible(offered)

    def set_kind_icon(self, kind: str, icon: QIcon) -> None:
        """Set the line sample shown on a toggle."""
        self._kinds[kind].setIcon(icon)

    def line(self, run: str, kind: str, **options: Any) -> pg.PlotDataItem:
        """The curve of this kind of this run; made, with ``options``, when it is first asked for."""
        key = (run, kind)
        if key not in self._lines:
            item = pg.PlotDataItem(**options)
            item.setVisible(self._kinds[kind].isChecked())
            self.plot.addItem(item)
            self._lines[key] = item
        return self._lines[key]

    def has_line(self, run: str, kind: str) -> bool:
        """Whether this curve has been made."""
        return (run, kind) in self._lines

    def remove_run(self, run: str) -> None:
        """Take all curves of a run away."""
        for key in [key for key in self._lines if key[0] == run]:
            self.plot.removeItem(self._lines.pop(key))

    def set_data(self, run: str, kind: str, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Show these points; where there is no number, the curve is interrupted.

        On a logarithmic axis it goes down to the lower edge, and on below it, where a value is not positive.
        """
        item = self._lines[run, kind]
        known = (np.abs(x) <= _MOST_X) & (np.abs(y) <= _MOST)
        if self._log:
            y = np.where(y >= _LEAST, y, _ZERO)
        if known.all():
            item.setData(x, y, connect="auto")
        else:
            # Not as NaN: of many points pyqtgraph draws the highest and the lowest, and one NaN among them hides both.
            at = np.flatnonzero(known)
            item.setData(x[at], y[at], connect=np.append(np.diff(at) == 1, True)[: len(at)])

    def set_log(self, on: bool) -> None:
        """Make the y axis logarithmic, or not; the caller sets the data again."""
        self._log = on
        self._place_chance()
        for item in self._lines.values():
            item.setData([], [], connect="auto")
        self._limit_view()
        self.plot.setLogMode(x=False, y=on)

    def _limit_view(self) -> None:
        high = math.log10(_MOST) if self._log else _MOST
        low = math.log10(_LEAST) if self._log else -_MOST
        self.plot.getViewBox().setLimits(
            xMin=-_MOST_X,
            xMax=_MOST_X,
            minXRange=_LEAST_X_RANGE,
            yMin=low,
            yMax=high,
            minYRange=1e-6 if self._log else 10 * _LEAST,
        )

    def set_bottom_label(self, text: str | None) -> None:
        """Name the x axis; None hides its numbers (another plot below shows them)."""
        self._bottom_label = text
        self.plot.getAxis("bottom").setStyle(showValues=text is not None)
        self.plot.showLabel("bottom", text is not None)
        self._label_axes()

    def view_state(self) -> tuple[float, float] | None:
        """The part of the y axis that the user chose; None where it follows the data."""
        if self._follows_y:
            return None
        low, high = self.plot.getViewBox().viewRange()[1]
        return low, high

    def open_view_state(self, known: tuple[float, float]) -> bool:
        """Show the same part again."""
        self._follows_y = False
        self.plot.getViewBox().setYRange(*known, padding=0)
        return True

    def follow(self) -> None:
        """Fit the y axis to the data again, from the next ``fit_y`` on."""
        self._follows_y = True

    def set_x_range(self, start: float, end: float) -> None:
        """Show this part of the x axis, on all linked plots."""
        self.plot.getViewBox().setXRange(start, end, padding=0)

    def set_ranges(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show this part of the plane, before there are data."""
        self.plot.getViewBox().setRange(xRange=x, yRange=y, padding=0)

    def x_range(self) -> tuple[float, float]:
        """The part of the x axis that is shown."""
        start, end = self.plot.getViewBox().viewRange()[0]
        return start, end

    def fit_y(self, *, floor: float | None = None, top: float | None = None, fresh: bool = False) -> None:
        """Fit the y axis to the visible part of the shown curves, unless it was moved by hand.

        ``floor`` is always shown (on a linear axis), ``top`` never passed; ``fresh`` fits tightly, as for a new view.
        """
        if not self._follows_y:
            return
        start, end = self.x_range()
        lows, highs = [], []
        for item in self._lines.values():
            x, y = item.getOriginalDataset()
            if x is None or not len(x) or not item.isVisible():
                continue
            first, last = np.searchsorted(x, (start, end))
            # One point beyond each edge, because the line to it is seen.
            part = y[max(0, first - 1) : last + 1]
            if self._log:
                part = part[part >= _LEAST]
            if len(part):
                lows.append(float(part.min()))
                highs.append(float(part.max()))
        if not lows:
            return
        low, high = min(lows), max(highs)
        if self._log:
            # A smoothed loss falls on and on behind zeros: that many decades at most.
            low, high = max(math.log10(low), math.log10(high) - _MOST_DECADES), math.log10(high)
        elif floor is not None:
            low = min(low, floor)
        present = tuple(self.plot.getViewBox().viewRange()[1])
        low, high = steady((math.inf, -math.inf) if fresh else present, low, high)
        if top is not None:
            high = min(high, top)
        if (low, high) != present:
            self.plot.getViewBox().setYRange(low, high, padding=0)

    def show_chance(self, value: float | None, text: str = "") -> None:
        """Draw a line at what guessing gives, with its name on it; None takes it away."""
        self._chance_at = value
        self._place_chance()
        self._chance.label.setFormat(text)  # a label that cannot be seen takes no text

    def _place_chance(self) -> None:
        value = self._chance_at
        self._chance.setVisible(value is not None and not (self._log and value <= 0))
        if value is not None:
            self._chance.setPos(math.log10(value) if self._log and value > 0 else value)

    def show_crosshair(self, x: float | None) -> None:
        """Put the crosshair at ``x``, or hide it."""
        self._crosshair.setVisible(x is not None)
        if x is not None:
            self._crosshair.setPos(x)

    def apply_theme(self) -> None:
        """Take the present theme's colours and fonts."""
        tokens = theme.tokens()
        font = theme.mono_font()
        font.setPointSizeF(max(7.0, self.font().pointSizeF() - 1.5))
        self.view.setBackground(tokens.panel)
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(tokens.line_strong)
            axis.setTextPen(tokens.text_quiet)
            axis.setTickFont(font)
        self._grid.set_color(theme.mix(tokens.panel, tokens.line, 0.7))
        self._crosshair.setPen(pg.mkPen(tokens.accent, width=1))
        self._chance.setPen(pg.mkPen(tokens.text_quiet, width=1, style=Qt.PenStyle.DashLine))
        self._chance.label.setColor(tokens.text_quiet)
        self._chance.label.setFont(font)
        self._label_axes()

    @Slot()
    def _forget_axes(self) -> None:
        """Paint the axes anew: after a change of colours and of size at once, parts of the older picture would stay."""
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setCacheMode(QGraphicsItem.CacheMode.NoCache)
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def _label_axes(self) -> None:
        size = max(7.0, self.font().pointSizeF() - 1)
        style = {"color": theme.tokens().text_quiet.name(), "font-size": f"{size:g}pt"}
        self.plot.setLabel("left", self._left_label, **style)
        if self._bottom_label is not None:
            self.plot.setLabel("bottom", self._bottom_label, **style)

    def _on_kind_toggled(self, kind: str, on: bool) -> None:
        for (_, line_kind), item in self._lines.items():
            if line_kind == kind:
                item.setVisible(on)
        self.kind_toggled.emit()

    def _on_moved_by_hand(self, along_x: bool, along_y: bool) -> None:
        if along_y:
            self._follows_y = False
        self.moved_by_hand.emit(along_x)

    def _on_mouse_moved(self, position: QPointF) -> None:
        box = self.plot.getViewBox()
        if box.sceneBoundingRect().contains(position):
            self.hovered.emit(box.mapSceneToView(position).x())
        else:
            self.left.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()
        super().leaveEvent(event)

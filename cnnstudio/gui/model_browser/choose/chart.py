"""The choice chart: ImageNet accuracy against MACs, the area of a bubble standing for the parameters."""

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import say, translate
from cnnstudio.gui.widgets.number_axis import NumberAxis
from cnnstudio.networks import choosing
from cnnstudio.networks.choosing import Choice

# Diameter in pixels of one million parameters; the area grows with the parameters.
_PER_ROOT_MILLION = 2.6
_LEAST = 5.0
# Pixels for a factor of ten from which 2 and 5 are written on the axis too.
_ROOMY_DECADE = 80.0


def diameter(parameters: int) -> float:
    """Of a bubble, in pixels."""
    return max(_LEAST, _PER_ROOT_MILLION * math.sqrt(parameters / 1e6))


class _LogGmacs(pg.AxisItem):
    """Plain numbers at 0.1, 0.2, 0.5, 1, 2, 5, ..."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        roomy = size / max(high - low, 1e-9) > _ROOMY_DECADE
        steps = [
            math.log10(lead * 10.0**power)
            for power in range(math.floor(low) - 1, math.ceil(high) + 1)
            for lead in ((1, 2, 5) if roomy else (1,))
        ]
        return [(1.0, [step for step in steps if low <= step <= high])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [labels.number(10**value, 2) for value in values]


class ChoiceChart(QWidget):
    """Tells what is under the pointer and what is clicked."""

    hovered = Signal(object)  # Choice | None
    clicked = Signal(object)  # Choice

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-choice-chart")
        self.setAccessibleName(
            translate("models", "ImageNet accuracy against multiply-accumulates, bubble area for parameters")
        )
        self._choices = sorted((c for c in choices if c.best), key=lambda c: -c.figures.parameters)
        self._families = list(dict.fromkeys(choice.spec.family for choice in choices))
        self._chosen: Choice | None = None
        self._hovered: Choice | None = None
        self.plot = pg.PlotWidget(
            axisItems={"bottom": _LogGmacs("bottom"), "left": NumberAxis("left")}, enableMenu=False
        )
        # It takes no drops; Qt complains of a drag over a view that says it does and then ignores it.
        self.plot.setAcceptDrops(False)
        self.plot.hideButtons()
        # pyqtgraph's own menu has no parent and would outlive the chart.
        menu = self.plot.getPlotItem().ctrlMenu
        menu.setParent(self.plot, menu.windowFlags())
        self.plot.getPlotItem().setContentsMargins(4, 8, 12, 4)
        self._scatter = pg.ScatterPlotItem(pxMode=True)
        self._frontier = pg.PlotCurveItem()
        self._ring = pg.ScatterPlotItem(pxMode=True)
        self.plot.addItem(self._frontier)
        self.plot.addItem(self._scatter)
        self.plot.addItem(self._ring)
        self._names: list[pg.TextItem] = []
        self.plot.setLabel("bottom", translate("models", "MACs for one picture (billions, logarithmic)"))
        self.plot.setLabel("left", translate("models", "ImageNet top-1 accuracy (%)"))
        self.plot.setMouseEnabled(x=True, y=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.plot.scene().sigMouseMoved.connect(self._on_move)
        self.plot.scene().sigMouseClicked.connect(self._on_click)
        theme.manager().changed.connect(self._apply_theme)
        self._apply_theme()
        self.plot.getViewBox().sigResized.connect(self._name_frontier)
        self.plot.setRange(xRange=(-1.75, 3.35), yRange=(53.5, 93.0), padding=0.02)

    @property
    def shown(self) -> Sequence[Choice]:
        """What is on the chart: of every network the best set of weights."""
        return self._choices

    def mark(self, name: str) -> None:
        """Ring the network of this name."""
        self._chosen = next((choice for choice in self._choices if choice.spec.name == name), None)
        self._draw_ring()

    def at(self, choice: Choice) -> QPointF:
        """Where a bubble's middle is, in the plot widget's pixels."""
        x, y = math.log10(choice.figures.gmacs), choice.top1
        scene = self.plot.getViewBox().mapViewToScene(QPointF(x, y))
        return QPointF(self.plot.mapFromScene(scene))

    def _color(self, choice: Choice) -> QColor:
        return theme.OKABE_ITO[self._families.index(choice.spec.family) % len(theme.OKABE_ITO)]

    @Slot()
    def _apply_theme(self) -> None:
        tokens = theme.tokens()
        self.plot.setBackground(tokens.panel)
        small = theme.font(0.9)
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            axis.setPen(pg.mkPen(tokens.line_strong))
            axis.setTextPen(pg.mkPen(tokens.text_quiet))
            axis.setTickFont(small)
            axis.label.setFont(small)
            axis.setStyle(tickLength=-4)
        self.plot.showGrid(x=True, y=True, alpha=0.12)
        spots = []
        for choice in self._choices:
            fill = QColor(self._color(choice))
            fill.setAlpha(120)
            spots.append(
                {
                    "pos": (math.log10(choice.figures.gmacs), choice.top1),
                    "size": diameter(choice.figures.parameters),
                    "brush": fill,
                    "pen": pg.mkPen(theme.mix(self._color(choice), tokens.text, 0.35), width=1),
                    "data": choice,
                }
            )
        self._scatter.setData(spots)
        best = choosing.frontier(self._choices)
        self._frontier.setData(
            [math.log10(choice.figures.gmacs) for choice in best],
            [choice.top1 for choice in best],
            pen=pg.mkPen(tokens.text_quiet, width=1, style=Qt.PenStyle.DashLine),
        )
        self._name_frontier()
        self._draw_ring()

    def _name_frontier(self) -> None:
        """Names beside those nothing beats; one that would write over another is left out."""
        for name in self._names:
            self.plot.removeItem(name)
        self._names = []
        font = theme.font(0.9)
        metrics = QFontMetricsF(font)
        view = self.plot.getViewBox()
        used: list[QRectF] = []
        for choice in choosing.frontier(self._choices):
            x, y = math.log10(choice.figures.gmacs), choice.top1
            spot = view.mapFromView(QPointF(x, y))
            size = QSizeF(metrics.horizontalAdvance(say(choice.spec.title)) + 8, metrics.height())
            # At the left above the bubble, where the frontier leaves room; below it where the chart ends at the left.
            left = spot.x() > size.width() + 4
            corner = QPointF(spot.x() - size.width(), spot.y() - size.height()) if left else spot
            area = QRectF(corner, size)
            if any(area.intersects(other) for other in used):
                continue
            used.append(area)
            label = pg.TextItem(
                say(choice.spec.title), color=theme.tokens().text, anchor=(1.05, 0.9) if left else (-0.06, -0.1)
            )
            label.setFont(font)
            label.setPos(x, y)
            self.plot.addItem(label, ignoreBounds=True)
            self._names.append(label)

    def _draw_ring(self) -> None:
        spots = []
        for choice, color in ((self._hovered, theme.tokens().text), (self._chosen, theme.tokens().accent)):
            if choice is not None:
                spots.append(
                    {
                        "pos": (math.log10(choice.figures.gmacs), choice.top1),
                        "size": diameter(choice.figures.parameters) + 6,
                        "brush": None,
                        "pen": pg.mkPen(color, width=2),
                    }
                )
        self._ring.setData(spots)

    def _under(self, scene: QPointF) -> Choice | None:
        """The smallest bubble under a point, so that those before large ones can be reached."""
        point = self.plot.getViewBox().mapSceneToView(scene)
        pixel = self.plot.getViewBox().viewPixelSize()
        best, least = None, math.inf
        for choice in self._choices:
            dx = (math.log10(choice.figures.gmacs) - point.x()) / pixel[0]
            dy = (choice.top1 - point.y()) / pixel[1]
            size = diameter(choice.figures.parameters)
            if math.hypot(dx, dy) <= max(size / 2, 7.0) and size < least:
                best, least = choice, size
        return best

    @Slot(object)
    def _on_move(self, scene: QPointF) -> None:
        choice = self._under(scene) if self.plot.getViewBox().sceneBoundingRect().contains(scene) else None
        if choice is self._hovered:
            return
        self._hovered = choice
        self._draw_ring()
        self.plot.setCursor(Qt.CursorShape.ArrowCursor if choice is None else Qt.CursorShape.PointingHandCursor)
        self.plot.setToolTip("" if choice is None else describe(choice))
        self.hovered.emit(choice)

    @Slot(object)
    def _on_click(self, event: Any) -> None:
        choice = self._under(event.scenePos()) if event.button() == Qt.MouseButton.LeftButton else None
        if choice is not None:
            self.clicked.emit(choice)


def describe(choice: Choice) -> str:
    """A choice in one line."""
    return translate("models", "{title}: {top1} top-1, {gmacs}, {params} parameters, {size} × {size} input").format(
        title=say(choice.spec.title),
        top1=labels.percent(choice.top1 / 100, 2),
        gmacs=labels.short(choice.figures.gmacs * 1e9, "MAC"),
        params=labels.short(choice.figures.parameters),
        size=choice.figures.crop_size,
    )

"""The quiet grid behind the curves: lines at the labelled values only."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter


class Grid(pg.GraphicsObject):
    """Lines at the major ticks of a plot's axes.

    pyqtgraph's own grid belongs to the axes and makes them ten times as slow to paint, which is felt as a stutter
    whenever a range changes.
    """

    def __init__(self, plot: pg.PlotItem) -> None:
        super().__init__()
        self._plot = plot
        self._pen = pg.mkPen("k")
        self._drawn_for: tuple[object, ...] | None = None
        self._lines: list[QLineF] = []
        self.setZValue(-100)
        plot.addItem(self, ignoreBounds=True)
        plot.getViewBox().sigRangeChanged.connect(self._on_range_changed)

    def set_color(self, color: QColor) -> None:
        """Draw in this colour."""
        self._pen = pg.mkPen(color, width=1)
        self.update()

    def lines(self) -> list[QLineF]:
        """The lines, in the view's coordinates."""
        rect: QRectF = self._plot.getViewBox().viewRect()
        bottom, left = self._plot.getAxis("bottom"), self._plot.getAxis("left")
        # A paint comes whenever a curve grows, and asking the axes for their ticks took half of it.
        shown = (rect.getRect(), bottom.width(), left.height(), bottom.logMode, left.logMode, bottom.scale, left.scale)
        if shown != self._drawn_for:
            self._lines, self._drawn_for = self._lines_in(rect), shown
        return self._lines

    def _lines_in(self, rect: QRectF) -> list[QLineF]:
        lines = [
            QLineF(x, rect.top(), x, rect.bottom()) for x in self._majors("bottom", rect.left(), rect.right(), "width")
        ]
        levels = self._majors("left", rect.top(), rect.bottom(), "height")
        return lines + [QLineF(rect.left(), y, rect.right(), y) for y in levels]

    def _majors(self, side: str, start: float, end: float, length: str) -> list[float]:
        axis = self._plot.getAxis(side)
        pixels = getattr(axis, length)()
        # A plot that is squeezed to nothing has no room for a line, and pyqtgraph divides by its size.
        if not (pixels > 0 and math.isfinite(start) and math.isfinite(end) and start < end):
            return []
        levels = axis.tickValues(start, end, pixels)
        return [float(value) for value in levels[0][1]] if levels else []

    def boundingRect(self) -> QRectF:
        return self._plot.getViewBox().viewRect()

    def paint(self, painter: QPainter, *_: object) -> None:
        painter.setPen(self._pen)
        painter.drawLines(self.lines())

    def _on_range_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()

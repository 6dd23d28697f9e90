"""The strokes that the pictures of ideas share: boxes, arrows, bars, words; calm, in the colours of the theme."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import theme

LINE = 18.0
"""Height of a line of words."""
_HEAD = 3.5
_WIDTH = 260


class Sketch:
    """A painter with the few strokes that the pictures need."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self.tokens = theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    @property
    def accent(self) -> QColor:
        """For what an idea is about."""
        return self.tokens.accent

    @property
    def tint(self) -> QColor:
        """A light ground of that colour."""
        return theme.mix(self.tokens.panel, self.tokens.accent, 0.18)

    @property
    def quiet(self) -> QColor:
        """For what stands beside it."""
        return self.tokens.text_quiet

    def words(
        self,
        area: QRectF,
        text: str,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
        color: QColor | None = None,
        size: float = 0.85,
    ) -> None:
        """One line in the middle of the area's height, cut with an ellipsis where it is too long."""
        font = theme.font(size)
        self._painter.setFont(font)
        self._painter.setPen(color or self.tokens.text)
        fitting = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        self._painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, fitting)

    def box(self, area: QRectF, lines: Sequence[str], *, tinted: bool = False, dashed: bool = False) -> None:
        """A box with words."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(self.accent if tinted else self.tokens.line_strong, 1.0, style))
        self._painter.setBrush(self.tint if tinted else self.tokens.panel)
        self._painter.drawRoundedRect(area, 3, 3)
        step = area.height() / max(1, len(lines))
        for number, line in enumerate(lines):
            self.words(QRectF(area.left() + 2, area.top() + number * step, area.width() - 4, step), line)

    def bar(self, area: QRectF, color: QColor, edge: QColor | None = None) -> None:
        """A filled bar."""
        self._painter.setPen(QPen(edge, 1.0) if edge is not None else Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawRect(area)

    def shape(self, points: Sequence[QPointF], color: QColor) -> None:
        """A filled shape."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawPolygon(QPolygonF(list(points)))

    def line(self, *points: QPointF, color: QColor | None = None, dashed: bool = False, width: float = 1.0) -> None:
        """A line through the points."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(color or self.tokens.text_quiet, width, style))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(list(points))

    def arrow(self, *points: QPointF, color: QColor | None = None, dashed: bool = False) -> None:
        """A line with a head at its end; the last piece runs along an axis."""
        self.line(*points, color=color, dashed=dashed)
        end, before = points[-1], points[-2]
        x, y = end.x() - before.x(), end.y() - before.y()
        length = max((x * x + y * y) ** 0.5, 1e-6)
        along, across = QPointF(x, y) / length, QPointF(-y, x) / length
        foot = end - along * _HEAD * 1.6
        self.shape([end, foot + across * _HEAD, foot - across * _HEAD], color or self.tokens.text_quiet)

    def dot(self, middle: QPointF, radius: float, color: QColor) -> None:
        """A filled dot."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawEllipse(middle, radius, radius)

    def ring(self, middle: QPointF, radius: float, sign: str) -> None:
        """A sign in a ring: where two ways meet."""
        self._painter.setPen(QPen(self.accent, 1.2))
        self._painter.setBrush(self.tokens.panel)
        self._painter.drawEllipse(middle, radius, radius)
        self.words(QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius), sign, size=1.0)

    def compare(self, top: float, width: float, costs: Sequence[tuple[str, float]]) -> None:
        """Two costs as bars under their names; the first is the idea's."""
        most = max(cost for _, cost in costs) or 1.0
        for number, (name, cost) in enumerate(costs):
            y = top + number * COST
            self.words(QRectF(0, y, width, LINE), name, align=Qt.AlignmentFlag.AlignLeft, color=self.quiet)
            color = self.accent if number == 0 else self.tokens.line_strong
            self.bar(QRectF(0, y + LINE, max(1.0, width * cost / most), 6), color)


COST = LINE + 12
"""Height of one cost with its bar."""


class Drawing(Protocol):
    """What a picture shows."""

    def height(self) -> float:
        """How tall it is."""
        ...

    def draw(self, sketch: Sketch, width: float) -> None:
        """Draw it that wide from (0, 0) on."""
        ...

    def says(self) -> str:
        """The same in words."""
        ...


class IdeaPicture(QWidget):
    """Shows one drawing over its whole width."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name)
        self._drawing: Drawing | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.manager().changed.connect(self.update)

    @property
    def drawing(self) -> Drawing | None:
        """What it shows."""
        return self._drawing

    def show_drawing(self, drawing: Drawing) -> None:
        """Show this drawing."""
        self._drawing = drawing
        self.setAccessibleName(drawing.says())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, round(self._drawing.height()) + 4 if self._drawing else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        painter = QPainter(self)
        painter.translate(2, 2)
        self._drawing.draw(Sketch(painter), max(1.0, self.width() - 4.0))
        painter.end()


def text_width(text: str, size: float = 0.85) -> float:
    """How wide words are."""
    font: QFont = theme.font(size)
    return QFontMetricsF(font).horizontalAdvance(text)

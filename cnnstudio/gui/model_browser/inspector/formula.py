"""Formulas as small trees that can be set on the screen and read aloud: text, rows, fractions, floors, indices."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from cnnstudio.gui import labels, language


@dataclass(frozen=True, slots=True)
class Style:
    """Fonts and colours of a formula."""

    plain: QFont
    italic: QFont
    number: QFont
    ink: QColor
    quiet: QColor
    accent: QColor
    mark: QColor


@dataclass(frozen=True, slots=True)
class Size:
    """Width, height above the base line, depth below it."""

    width: float
    ascent: float
    descent: float


class Part(Protocol):
    """A part of a formula."""

    def size(self, style: Style) -> Size:
        """How much room it takes."""
        ...

    def draw(self, painter: QPainter, x: float, base: float, style: Style) -> None:
        """Paint it with its left end at ``x`` on the base line ``base``."""
        ...

    def text(self) -> str:
        """As plain text."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Words, signs or a number; ``role`` is ``""``, ``"variable"``, ``"number"``, ``"quiet"`` or ``"result"``."""

    content: str
    role: str = ""

    def _font(self, style: Style) -> QFont:
        if self.role == "variable":
            return style.italic
        return style.number if self.role in ("number", "result") else style.plain

    def size(self, style: Style) -> Size:
        metrics = QFontMetricsF(self._font(style))
        return Size(metrics.horizontalAdvance(self.content), metrics.ascent(), metrics.descent())

    def draw(self, painter: QPainter, x: float, base: float, style: Style) -> None:
        painter.setFont(self._font(style))
        painter.setPen({"quiet": style.quiet, "result": style.accent}.get(self.role, style.ink))
        painter.drawText(QPointF(x, base), self.content)

    def text(self) -> str:
        return self.content


@dataclass(frozen=True, slots=True)
class Index:
    """A variable with a lower index: c with in."""

    variable: str
    index: str

    def size(self, style: Style) -> Size:
        main = QFontMetricsF(style.italic)
        small = QFontMetricsF(_smaller(style.plain))
        width = main.horizontalAdvance(self.variable) + small.horizontalAdvance(self.index) + 1
        return Size(width, main.ascent(), max(main.descent(), small.descent() + 3))

    def draw(self, painter: QPainter, x: float, base: float, style: Style) -> None:
        painter.setPen(style.ink)
        painter.setFont(style.italic)
        painter.drawText(QPointF(x, base), self.variable)
        x += QFontMetricsF(style.italic).horizontalAdvance(self.variable) + 1
        painter.setFont(_smaller(style.plain))
        painter.drawText(QPointF(x, base + 3), self.index)

    def text(self) -> str:
        return f"{self.variable}_{self.index}"


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side."""

    parts: tuple[Part, ...]

    def size(self, style: Style) -> Size:
        sizes = [part.size(style) for part in self.parts]
        return Size(
            sum(size.width for size in sizes),
            max((size.ascent for size in sizes), default=0.0),
            max((size.descent for size in sizes), default=0.0),
        )

    def draw(self, painter: QPainter, x: float, base: float, style: Style) -> None:
        for part in self.parts:
            part.draw(painter, x, base, style)
            x += part.size(style).width

    def text(self) -> str:
        return "".join(part.text() for part in self.parts)


@dataclass(frozen=True, slots=True)
class Fraction:
    """One part over another."""

    above: Part
    below: Part

    def size(self, style: Style) -> Size:
        above, below = self.above.size(style), self.below.size(style)
        axis = _axis(style)
        return Size(
            max(above.width, below.width) + 6,
            axis + 3 + above.ascent + above.descent,
            below.ascent + below.descent + 3 - axis,
        )

    def draw(self, painter: QPainter, x: float, base: float, style: Style) -> None:
        above, below = self.above.size(style), self.below.size(style)
        width = max(above.width, below.width) + 6
        line = base - _axis(style)
        painter.setPen(QPen(style.ink, 1.0))
        painter.drawLine(QPointF(x + 1, line), QPointF(x + width - 1, line))
        self.above.draw(painter, x + (width - above.width) / 2, line - 3 - above.descent, style)
        self.below.draw(painter, x + (width - below.width) / 2, line + 2 + below.ascent, style)

    def text(self) -> str:
        return f"({self.above.text()}) / {self.below.text()}"


@dataclass(frozen=True, slots=True)
class Rounded:
    """Between floor or ceiling brackets."""

    inner: Part
    up: bool = False

    def size(self, style: Style) -> Size:
        inner = self.inner.size(style)
        return Size(inner.width + 14, inner.ascent + 1, inner.descent + 1)

    def draw(self, painter: QPainter, x: float, base: float, style: Style) -> None:
        inner = self.inner.size(style)
        box = QRectF(x + 2, base - inner.ascent, inner.width + 10, inner.ascent + inner.descent)
        painter.setPen(QPen(style.ink, 1.2))
        foot, head = (box.top(), box.bottom()) if self.up else (box.bottom(), box.top())
        for side, inwards in ((box.left(), 4), (box.right(), -4)):
            painter.drawLine(QPointF(side, head), QPointF(side, foot))
            painter.drawLine(QPointF(side, foot), QPointF(side + inwards, foot))
        self.inner.draw(painter, x + 7, base, style)

    def text(self) -> str:
        left, right = ("⌈", "⌉") if self.up else ("⌊", "⌋")
        return f"{left}{self.inner.text()}{right}"


@dataclass(frozen=True, slots=True)
class Marked:
    """A part where something goes wrong: underlined, on a ground of its own."""

    inner: Part

    def size(self, style: Style) -> Size:
        return self.inner.size(style)

    def draw(self, painter: QPainter, x: float, base: float, style: Style) -> None:
        size = self.inner.size(style)
        ground = QColor(style.mark)
        ground.setAlpha(50)
        box = QRectF(x - 1, base - size.ascent, size.width + 2, size.ascent + size.descent)
        painter.setPen(QPen(QColor(0, 0, 0, 0)))
        painter.fillRect(box, ground)
        painter.setPen(QPen(style.mark, 2.0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        self.inner.draw(painter, x, base, style)

    def text(self) -> str:
        return f"→{self.inner.text()}←"


def row(*parts: "Part | str") -> Row:
    """Parts side by side; a plain string is plain text."""
    return Row(tuple(Text(part) if isinstance(part, str) else part for part in parts))


def num(value: int | float | str) -> Text:
    """A number."""
    return Text(_spelled(value), "number")


def result(value: int | float | str) -> Text:
    """The number at the end."""
    return Text(_spelled(value), "result")


def _spelled(value: int | float | str) -> str:
    if isinstance(value, int):
        return labels.integer(value)
    return value if isinstance(value, str) else language.local(str(value))


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.78)
    return small


def _axis(style: Style) -> float:
    """Height of the fraction line over the base line."""
    return QFontMetricsF(style.plain).xHeight() * 0.62

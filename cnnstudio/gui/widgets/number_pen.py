"""Writes numbers around points, quickly."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

DIGIT = 0.61
"""A digit of the monospaced face is so many em wide, and a little air."""


class NumberPen:
    """Writes in the monospaced face around points; Qt's own centring would lay out a paragraph each time."""

    def __init__(self, painter: QPainter, font: QFont) -> None:
        self._painter = painter
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        self._half_digit, self._half_cap = metrics.horizontalAdvance("0") / 2, metrics.capHeight() / 2

    def write(self, at: QPointF, text: str) -> None:
        """Write a number around a point, in the painter's colour."""
        self._painter.drawText(QPointF(at.x() - len(text) * self._half_digit, at.y() + self._half_cap), text)

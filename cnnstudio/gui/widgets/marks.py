"""Marks on pictures."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cnnstudio.gui import theme


def outline(painter: QPainter, rect: QRectF, width: int = 1) -> None:
    """A frame in the accent colour that is seen on black and on white alike."""
    tokens = theme.tokens()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in ((tokens.panel, width + 2), (tokens.accent, width)):
        painter.setPen(QPen(colour, wide, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(rect)

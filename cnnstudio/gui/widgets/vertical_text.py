"""A short text that stands upright: Chinese, Japanese and Korean signs below each other, others read upwards."""

from unicodedata import east_asian_width

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter


def length(metrics: QFontMetricsF, text: str) -> float:
    """How high a text stands, in pixels."""
    return len(text) * metrics.height() if _is_stacked(text) else metrics.horizontalAdvance(text)


def draw(painter: QPainter, area: QRectF, text: str) -> None:
    """Draw a text in the middle of an area, with the painter's font and pen."""
    if _is_stacked(text):
        line = QFontMetricsF(painter.font()).height()
        top = area.center().y() - len(text) * line / 2
        for index, sign in enumerate(text):
            place = QRectF(area.left(), top + index * line, area.width(), line)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, sign)
        return
    painter.save()
    painter.translate(area.bottomLeft())
    painter.rotate(-90)
    turned = QRectF(0, 0, area.height(), area.width())
    painter.drawText(turned, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
    painter.restore()


def _is_stacked(text: str) -> bool:
    """Whether all signs are as wide as they are high."""
    return bool(text) and all(east_asian_width(sign) in "WF" for sign in text)

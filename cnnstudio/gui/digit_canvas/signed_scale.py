"""The legend of the signed colours."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.gui import theme


class SignedScale(QWidget):
    """A strip from the most negative to the most positive colour, with a name at each end and in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = ("", "0", "")
        self.setAccessibleName(self.tr("Colours"))
        self.setFixedHeight(28)
        theme.manager().changed.connect(self.update)

    def set_ends(self, left: str, right: str) -> None:
        """Name the ends."""
        self._names = (left, "0", right)
        self.setAccessibleName(self.tr("Colours from {left} over 0 to {right}").format(left=left, right=right))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        gradient = QLinearGradient(0, 0, self.width(), 0)
        for share in np.linspace(0, 1, 9):
            gradient.setColorAt(float(share), tokens.signed_color(float(2 * share - 1)))
        painter.fillRect(QRectF(0, 0, self.width(), 8), gradient)
        painter.setPen(tokens.text_quiet)
        painter.setFont(theme.font(0.9))
        text = QRectF(0, 10, self.width(), 18)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for side, name in zip(sides, self._names, strict=True):
            painter.drawText(text, side | Qt.AlignmentFlag.AlignVCenter, name)
        painter.end()

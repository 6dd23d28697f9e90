"""Two 3x3 convolutions one after the other see 5x5: drawn from the side, a fan of lines from one number down."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.words import tr

_CELL = 15.0
_LEVEL = 34.0
_FIELD = 7


class StackView(QWidget):
    """Three levels of 3x3 over seven input pixels; every cell stands for a row of the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-stack-picture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            tr("Three 3 × 3 convolutions: one output sees 3 numbers below it, then 5, then 7 of the input")
        )
        theme.manager().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(260, round(3 * _LEVEL + _CELL + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(0.9))
        middle = 4 + _FIELD * _CELL / 2
        for level in range(4):
            width = 1 + 2 * level
            y = 4 + level * _LEVEL
            for cell in range(_FIELD):
                seen = abs(cell - _FIELD // 2) <= level
                box = QRectF(4 + cell * _CELL, y, _CELL, _CELL).adjusted(1, 1, -1, -1)
                painter.setPen(QPen(tokens.accent if seen else tokens.line_strong, 1.0))
                painter.setBrush(theme.mix(tokens.panel, tokens.accent, 0.28) if seen else Qt.BrushStyle.NoBrush)
                if level > 0 or seen:
                    painter.drawRoundedRect(box, 2, 2)
            if level < 3:
                painter.setPen(QPen(tokens.accent, 1.0, Qt.PenStyle.DotLine))
                half, wider = width * _CELL / 2, (width + 2) * _CELL / 2
                for side in (-1, 1):
                    painter.drawLine(
                        QPointF(middle + side * half, y + _CELL), QPointF(middle + side * wider, y + _LEVEL)
                    )
            painter.setPen(tokens.text_quiet)
            words = (
                tr("one output"),
                tr("3 × 3: one kernel"),
                tr("5 × 5: two kernels"),
                tr("7 × 7: three kernels"),
            )[level]
            painter.drawText(QRectF(4 + _FIELD * _CELL + 14, y, 200, _CELL), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

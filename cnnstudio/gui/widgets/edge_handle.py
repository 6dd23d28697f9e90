"""A handle at the right edge of a room: there is more than there is room for."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.widgets import vertical_text

_SIGN = 16


class EdgeHandle(QAbstractButton):
    """As high as the room, with a word that stands upright."""

    def __init__(self, word: str, tip: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name, text=word, toolTip=tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.manager().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme.SPACE_6, 2 * theme.SPACE_6)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.isDown()
        painter.fillRect(self.rect(), tokens.window if lit else tokens.panel)
        painter.setPen(QPen(tokens.line, 1))
        painter.drawLine(QPoint(0, 0), QPoint(0, self.height()))
        painter.setFont(theme.font(0.9))
        length = vertical_text.length(QFontMetricsF(painter.font()), self.text())
        top = max(round(self.height() - _SIGN - theme.SPACE_1 - length) // 2, 0)
        role = "text" if lit else "text_quiet"
        sign = QRect((self.width() - _SIGN) // 2, top, _SIGN, _SIGN)
        theme.icon("chevron-left", role).paint(painter, sign)
        painter.setPen(tokens.text if lit else tokens.text_quiet)
        area = QRectF(0, top + _SIGN + theme.SPACE_1, self.width(), length)
        vertical_text.draw(painter, area, self.text())
        if self.hasFocus():
            painter.setPen(QPen(tokens.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.CORNER, theme.CORNER)
        painter.end()

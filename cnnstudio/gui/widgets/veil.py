"""A veil: what lies under it is old, and still there to be looked at."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.gui import theme

_OPACITY = 0.6


class Veil(QWidget):
    """Fades ``over`` while it is shown; the mouse goes through it. Hidden at first."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, objectName="veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over = over
        self.hide()
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def setVisible(self, visible: bool) -> None:
        if visible:
            self.setGeometry(self._over.rect())
            self.raise_()  # above what has come since
        super().setVisible(visible)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = QColor(theme.tokens().panel)
        colour.setAlphaF(_OPACITY)
        painter.fillRect(event.rect(), colour)
        painter.end()

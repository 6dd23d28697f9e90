"""A drawer: a part of a room that lies over its right edge while there is no room for it beside the picture."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

# What always stays to be seen of what lies under it.
_LEFT_OPEN = 120


class Drawer(QFrame):
    """Takes its content over and shows it at the right edge of ``over``, as high as that; Escape closes it."""

    closed = Signal()  # the user wants it closed; its owner takes the content back

    def __init__(self, content: QWidget, width: int, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("drawer", True)
        self._width = width
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)
        over.installEventFilter(self)
        self._follow(over)
        content.show()
        self.show()
        self.raise_()

    def _follow(self, over: QWidget) -> None:
        width = max(min(self._width, over.width() - _LEFT_OPEN), 1)
        self.setGeometry(over.width() - width, 0, width, over.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._follow(watched)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

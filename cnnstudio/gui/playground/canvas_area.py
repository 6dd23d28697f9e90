"""Where the canvas stands in the room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from cnnstudio.gui.playground.canvas import Canvas


class CanvasArea(QScrollArea):
    """Gives the canvas its room and scrolls it where it is zoomed."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(objectName="play-canvas-area", frameShape=QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas = canvas
        self.setWidget(canvas)
        self.setMinimumSize(280, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._canvas.set_room(self.maximumViewportSize() if self._canvas.zoom > 1 else self.viewport().size())

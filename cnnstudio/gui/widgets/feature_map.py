"""One feature map, large."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.map_images import Levels, image_of
from cnnstudio.gui.widgets.marks import outline


class FeatureMap(QWidget):
    """A map in which a unit can be picked by pointer or arrow keys; as large as its height and width allow."""

    picked = Signal(int, int)  # row, column
    hovered = Signal(int, int)
    left = Signal()  # the pointer is gone

    def __init__(self, parent: QWidget | None = None, *, name: str, height: int) -> None:
        super().__init__(parent, objectName=name, accessibleName="")
        self.setAccessibleName(self.tr("Feature map"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedHeight(height)
        self._image: QImage | None = None
        self._shape = (1, 1)
        self._unit = (0, 0)

    def show_map(self, levels: Levels, row: int, column: int) -> None:
        """Show one map, and mark a unit of it."""
        self._image = image_of(levels)
        _, height, width = levels.levels.shape
        self._shape, self._unit = (height, width), (row, column)
        self.update()

    def _field(self) -> QRectF:
        height, width = self._shape
        unit = min(self.width() / width, self.height() / height)
        return QRectF(0, 0, width * unit, height * unit)

    def _unit_at(self, at: QPointF) -> tuple[int, int] | None:
        field, (height, width) = self._field(), self._shape
        if not field.contains(at):
            return None
        return min(int(at.y() / field.height() * height), height - 1), min(
            int(at.x() / field.width() * width), width - 1
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        unit = self._unit_at(event.position())
        if unit:
            self.hovered.emit(*unit)
        else:
            self.left.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = self._unit_at(event.position())
        if unit and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(*unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        if event.key() not in steps:
            super().keyPressEvent(event)
            return
        down, across = steps[Qt.Key(event.key())]
        row = min(max(self._unit[0] + down, 0), self._shape[0] - 1)
        column = min(max(self._unit[1] + across, 0), self._shape[1] - 1)
        self.picked.emit(row, column)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        field = self._field()
        if self._image is not None:
            painter.drawImage(field, self._image)
        height, width = self._shape
        row, column = self._unit
        across, down = field.width() / width, field.height() / height
        outline(painter, QRectF(column * across, row * down, across, down), 2)
        if self.hasFocus():
            painter.setPen(QPen(theme.tokens().accent, 2))
            painter.drawRect(field.adjusted(1, 1, -1, -1))
        painter.end()

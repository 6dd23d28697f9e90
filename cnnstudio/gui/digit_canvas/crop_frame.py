"""A picture in grey with the rectangle that is cut out of it, moved and resized by pointer and keyboard."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.widgets.marks import outline
from cnnstudio.prediction.cropping import HANDLES, Crop, Edges, Fit, Size, size_of
from cnnstudio.prediction.preprocessing import Ink

_HANDLE, _REACH = 8, 10  # size of a handle, and how far from an edge it is still taken hold of; in pixels
_DRAGGED = 4  # pixels from which on a press beside the rectangle draws a new one
_STEPS = 50  # of the keyboard, along the picture's longer side
_DIMMED = 0.55
_INSIDE: Edges = (0, 0)
_ARROWS: dict[int, Edges] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    _INSIDE: Qt.CursorShape.SizeAllCursor,
}


class CropFrame(QWidget):
    """A fitted picture, dimmed outside of a rectangle with eight handles. Beside it a drag draws another rectangle."""

    cropChanged = Signal(object)  # Crop

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-crop-frame", accessibleName="")
        self.setAccessibleName(self.tr("The picture, and the rectangle that is cut out of it"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self.setMouseTracking(True)
        self._picture = QImage()
        self._scaled = QImage()  # as it is shown
        self._size: Size = (1, 1)
        self._crop = Crop.whole(self._size)
        self._pressed: QPointF | None = None
        self._grip: Edges | None = None  # what was taken hold of; None = a new rectangle
        self._held = self._crop  # the rectangle when it was
        theme.manager().changed.connect(self.update)

    @property
    def crop(self) -> Crop:
        """The rectangle, in pixels of the picture."""
        return self._crop

    def show_picture(self, grey: Ink | None, crop: Crop) -> None:
        """Show another picture (H, W) in 0..1, with this rectangle; None = none."""
        self._pressed = None
        self._scaled = QImage()
        if grey is None:
            self._picture, self._size = QImage(), (1, 1)
        else:
            levels = np.ascontiguousarray(np.rint(np.clip(grey, 0, 1) * np.float32(255)), np.uint8)
            self._size = size_of(grey)
            # The copy owns its memory.
            self._picture = QImage(levels.data, *self._size, self._size[0], QImage.Format.Format_Grayscale8).copy()
        self._crop = crop
        self._describe()
        self.update()

    def set_crop(self, crop: Crop) -> None:
        """Take another rectangle, and tell it."""
        if crop != self._crop:
            self._crop = crop
            self._describe()
            self.update()
            self.cropChanged.emit(crop)

    def _describe(self) -> None:
        (width, height), crop = self._size, self._crop
        self.setAccessibleDescription(
            self.tr("Columns {left} to {right} of {width}, rows {top} to {bottom} of {height}").format(
                left=labels.counted(crop.left),
                right=labels.counted(crop.right - 1),
                width=labels.integer(width),
                top=labels.counted(crop.top),
                bottom=labels.counted(crop.bottom - 1),
                height=labels.integer(height),
            )
        )

    # --- geometry

    def fit(self) -> Fit:
        """Where the picture stands."""
        return Fit.of(self._size, (self.width(), self.height()), _HANDLE / 2 + 1)

    def rectangle(self) -> QRectF:
        """The rectangle in the widget."""
        fit, crop = self.fit(), self._crop
        return QRectF(QPointF(*fit.to_widget(crop.left, crop.top)), QPointF(*fit.to_widget(crop.right, crop.bottom)))

    def handle(self, edges: Edges) -> QPointF:
        """The middle of a handle in the widget."""
        rectangle = self.rectangle()
        across, down = ((1 + edge) / 2 for edge in edges)
        return QPointF(rectangle.left() + across * rectangle.width(), rectangle.top() + down * rectangle.height())

    def grip_at(self, at: QPointF) -> Edges | None:
        """What is taken hold of there: edges, the rectangle itself (0, 0), or nothing: a drag draws a new one."""
        rectangle = self.rectangle()
        inside = rectangle.contains(at)
        # In a small rectangle there is still a middle to move it by.
        reach = [min(_REACH, side / 4) if inside else _REACH for side in (rectangle.width(), rectangle.height())]
        if not rectangle.adjusted(-reach[0], -reach[1], reach[0], reach[1]).contains(at):
            return None
        across = _near(at.x(), rectangle.left(), rectangle.right(), reach[0])
        down = _near(at.y(), rectangle.top(), rectangle.bottom(), reach[1])
        if (across, down) == _INSIDE and self._crop == Crop.whole(self._size):
            return None  # there is nowhere to move it
        return across, down

    def sizeHint(self) -> QSize:
        return QSize(420, 420)

    # --- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._picture.isNull():
            self._pressed, self._held = event.position(), self._crop
            self._grip = self.grip_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(self.grip_at(event.position()))
            return
        fit, moved = self.fit(), event.position() - self._pressed
        across, down = moved.x() / fit.scale, moved.y() / fit.scale
        if self._grip is not None and self._grip != _INSIDE:
            self.set_crop(self._held.resized(self._grip, across, down, self._size))
        elif self._grip == _INSIDE:
            self.set_crop(self._held.moved(across, down, self._size))
        elif moved.manhattanLength() >= _DRAGGED:
            first = fit.to_picture(self._pressed.x(), self._pressed.y())
            second = fit.to_picture(event.position().x(), event.position().y())
            self.set_crop(Crop.between(first, second, self._size))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self._show_cursor(self.grip_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.unsetCursor()

    def _show_cursor(self, grip: Edges | None) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor if grip is None else _CURSORS[grip])

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the rectangle, with Shift its right and lower edge; with Ctrl pixel by pixel."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        arrow = _ARROWS.get(event.key())
        if arrow is None or modifiers & ~(shift | ctrl):
            super().keyPressEvent(event)
            return
        step = 1 if modifiers & ctrl else max(1, round(max(self._size) / _STEPS))
        across, down = arrow[0] * step, arrow[1] * step
        if modifiers & shift:
            self.set_crop(self._crop.resized((abs(arrow[0]), abs(arrow[1])), across, down, self._size))
        else:
            self.set_crop(self._crop.moved(across, down, self._size))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        tokens, fit, rectangle = theme.tokens(), self.fit(), self.rectangle()
        place = QRectF(fit.left, fit.top, self._size[0] * fit.scale, self._size[1] * fit.scale)
        painter = QPainter(self)
        painter.drawImage(place, self._fitted(place))
        dark = QColor(theme.grey(0))
        dark.setAlphaF(_DIMMED)
        for outside in (
            QRectF(place.topLeft(), QPointF(place.right(), rectangle.top())),
            QRectF(QPointF(place.left(), rectangle.bottom()), place.bottomRight()),
            QRectF(QPointF(place.left(), rectangle.top()), rectangle.bottomLeft()),
            QRectF(rectangle.topRight(), QPointF(place.right(), rectangle.bottom())),
        ):
            painter.fillRect(outside, dark)
        outline(painter, rectangle, 2 if self.hasFocus() else 1)
        painter.setPen(QPen(tokens.accent, 1))
        painter.setBrush(tokens.panel)
        for edges in HANDLES:
            square = QRectF(0, 0, _HANDLE, _HANDLE)
            square.moveCenter(self.handle(edges))
            painter.drawRect(square)
        painter.end()

    def _fitted(self, place: QRectF) -> QImage:
        """The picture as large as it is shown, in pixels of the screen."""
        ratio = self.devicePixelRatioF()
        size = QSize(max(1, round(place.width() * ratio)), max(1, round(place.height() * ratio)))
        if self._scaled.size() != size:
            ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._scaled = self._picture.scaled(size, *ways)
        return self._scaled


def _near(at: float, low: float, high: float, reach: float) -> int:
    """-1 near the lower edge, 1 near the higher one, 0 near neither."""
    to_low, to_high = abs(at - low), abs(at - high)
    if min(to_low, to_high) > reach:
        return 0
    return -1 if to_low < to_high else 1

"""A figure in a lesson's text: the picture that the program draws, and a click that opens what it shows."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.figures import Drawing
from cnnstudio.gui.lessons.figures import Figures, Wanted

_BEFORE = 240
"""Pixels of height until the picture is there."""
_LEAST = 200
"""Narrower than this nothing is drawn; what there is is shown smaller."""


class FigureView(QWidget):
    """Draws once for a width, a theme and a screen, a moment after it is shown: scrolling only copies pixels."""

    opened = Signal()  # a click, or Enter

    def __init__(self, figures: Figures, wanted: Wanted, words: str, *, opens: bool) -> None:
        """``words`` are read to those who do not see it; ``opens``: a click leads somewhere."""
        super().__init__(objectName="learn-figure-picture")
        self._figures, self._wanted = figures, wanted
        self._drawing: Drawing | None = figures.find(wanted)
        self._image: QImage | None = None
        self._opens = opens
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_BEFORE)
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._late = QTimer(self, singleShot=True, interval=0)
        self._late.timeout.connect(self._draw)
        figures.made.connect(self._on_made)
        theme.manager().changed.connect(self._draw_soon)

    @property
    def is_drawn(self) -> bool:
        """Whether the picture of now is there."""
        return self._image is not None and not self._late.isActive()

    @property
    def image(self) -> QImage:
        """What is shown."""
        return QImage() if self._image is None else self._image

    @property
    def drawing(self) -> Drawing | None:
        """What it is drawn by, once it is there."""
        return self._drawing

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    # --- drawing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._image is None:
            self._figures.want(self._wanted)

    @Slot(object)
    def _on_made(self, wanted: Wanted) -> None:
        if wanted != self._wanted:
            return
        self._drawing = self._figures.find(wanted)
        self.setVisible(self._drawing is not None)
        self._draw_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
            self._draw_soon()

    @Slot()
    def _draw_soon(self) -> None:
        if self._drawing is not None:
            self._late.start()

    @Slot()
    def _draw(self) -> None:
        if self._drawing is None or self.width() < _LEAST or not self.isVisible():
            return
        self._fit()
        ratio, size = self.devicePixelRatioF(), self.size()
        image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(theme.tokens().window)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._drawing.paint(painter, size)
        painter.end()
        self._image = image
        self.update()

    def _fit(self) -> None:
        if self._drawing is not None and self.width() >= _LEAST:
            self.setFixedHeight(self._drawing.size(self.width()).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens = theme.tokens()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._image is not None:
            if self._image.devicePixelRatio() != self.devicePixelRatioF():
                self._draw_soon()  # another screen
            shape = QPainterPath()
            shape.addRoundedRect(frame, theme.CORNER, theme.CORNER)
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(QRectF(self.rect()), self._image)
            painter.restore()
        width = 2.0 if self.hasFocus() else 1.0
        color = tokens.accent if self.hasFocus() or (self._opens and self.underMouse()) else tokens.line
        painter.setPen(QPen(color, width))
        inset = (width - 1) / 2
        painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), theme.CORNER, theme.CORNER)

    # --- opening

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            self._opens
            and event.button() is Qt.MouseButton.LeftButton
            and self.rect().contains(event.position().toPoint())
        ):
            self.opened.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(self._opens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._opens and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

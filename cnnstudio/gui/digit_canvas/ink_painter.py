"""How a mark becomes ink: the one place where strokes are painted, for the eye and for the network alike."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from cnnstudio.gui import theme
from cnnstudio.prediction.drawing import PAPER, Mark, Picture, Point, Stroke


class InkPainter:
    """Paints marks on an image of the whole paper.

    Args:
        image: square; Grayscale8 (0 = paper) for the network or ARGB32_Premultiplied (transparent = paper) for the eye.
        colour: of full ink.
    """

    def __init__(self, image: QImage, colour: QColor) -> None:
        self._image = image
        self._colour = colour
        self._scale = image.width() / PAPER

    def clear(self) -> None:
        """Bare paper."""
        self._image.fill(0)

    def mark(self, mark: Mark) -> None:
        """Paint a whole mark."""
        match mark:
            case Stroke():
                for i in range(len(mark.points)):
                    self.advance(mark, i)
            case Picture():
                self._picture(mark)

    def advance(self, stroke: Stroke, i: int) -> None:
        """Paint what the stroke's point ``i`` adds.

        The line is smooth: each point but the ends is the control point of a quadratic curve between the middles of
        its neighbouring segments; the last half segment is straight, so that the ink always reaches the pen.
        """
        painter = self._begin(stroke)
        points = stroke.points[: i + 1]
        x, y, pressure = points[-1]
        pen = QPen(
            self._colour,
            stroke.width_at(pressure),
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
        if stroke.eraser:
            # Grey ink has no transparency to go back to: its paper is black.
            pen.setColor(theme.grey(0))
        painter.setPen(pen)
        if len(points) == 1:
            painter.drawPoint(QPointF(x, y))
        else:
            path = QPainterPath(_middle(points[-3], points[-2]) if len(points) > 2 else QPointF(*points[-2][:2]))
            path.quadTo(QPointF(*points[-2][:2]), _middle(points[-2], points[-1]))
            path.lineTo(x, y)
            painter.drawPath(path)
        painter.end()

    def _begin(self, stroke: Stroke) -> QPainter:
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        if stroke.eraser and self._image.hasAlphaChannel():
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
        return painter

    def _picture(self, picture: Picture) -> None:
        height, width = picture.ink.shape
        scale = self._image.width() / max(height, width)
        size = QRectF(0, 0, width * scale, height * scale)
        size.moveCenter(QRectF(self._image.rect()).center())
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(size, _tinted(picture.ink, self._colour))
        painter.end()


def ink_of_sheet(marks: Iterable[Mark]) -> NDArray[np.uint8]:
    """The ink of a sheet with these marks, as a pad has it: (512, 512), 0 = paper. Any thread may ask."""
    image = QImage(PAPER, PAPER, QImage.Format.Format_Grayscale8)
    painter = InkPainter(image, theme.grey(1))
    painter.clear()
    for mark in marks:
        painter.mark(mark)
    return ink_array(image)


def ink_array(image: QImage) -> NDArray[np.uint8]:
    """The ink of a Grayscale8 image as a (H, W) copy."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].copy()


def _middle(a: Point, b: Point) -> QPointF:
    return QPointF((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def _tinted(ink: NDArray[np.float32], colour: QColor) -> QImage:
    """Ink as a premultiplied picture of one colour."""
    alpha = np.clip(ink * 255 + 0.5, 0, 255)
    red, green, blue = colour.red() / 255, colour.green() / 255, colour.blue() / 255
    # ARGB32 in memory: blue, green, red, alpha on little-endian machines.
    pixels = np.stack([alpha * blue, alpha * green, alpha * red, alpha], axis=-1).astype(np.uint8)
    height, width = ink.shape
    return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()

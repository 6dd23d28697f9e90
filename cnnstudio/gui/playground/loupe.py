"""A magnifying glass over a large picture: the cells around the pointer with their numbers."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cnnstudio.convolution.links import Cell
from cnnstudio.gui import labels, theme
from cnnstudio.gui.playground import painting
from cnnstudio.gui.playground.painting import Values
from cnnstudio.gui.widgets.number_pen import NumberPen

_SIDES = (5, 3)
_CELL = 34
_PAD = 6
_AWAY = 22


class Loupe(QWidget):
    """Follows the pointer at a distance; takes no clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName="play-loupe")
        self._owner = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._side = _SIDES[0]
        self._values: Values | None = None
        self._cell: Cell | None = None
        self._named = ("", "")
        self.hide()

    def show_at(
        self, point: QPoint, values: Values, cell: Cell, named: tuple[str, str], keep_clear: Sequence[QRect]
    ) -> None:
        """Show the surroundings of a cell near a point of the parent, beside what is to be seen meanwhile.

        Where it would cover some of that, it shows fewer cells. ``named`` are its row and column, as they are said.
        """
        self._values, self._cell, self._named = values, cell, named
        room = self._owner.visibleRegion().boundingRect()
        for side in _SIDES:
            size = QSize(side * _CELL + 2 * _PAD, side * _CELL + 2 * _PAD + 20)
            area = QRect(place(size, room, point, keep_clear), size)
            if not any(area.intersects(each) for each in keep_clear):
                break
        self._side = side
        self.setGeometry(area)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._values is None or self._cell is None:
            return
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.line_strong, 1))
        painter.setBrush(t.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.CORNER, theme.CORNER)
        array = self._values.array
        half = self._side // 2
        for down in range(-half, half + 1):
            for across in range(-half, half + 1):
                row, col = self._cell.row + down, self._cell.col + across
                area = QRectF(_PAD + (across + half) * _CELL, _PAD + (down + half) * _CELL, _CELL, _CELL)
                if not (0 <= row < array.shape[0] and 0 <= col < array.shape[1]):
                    continue
                value = float(array[row, col])
                color = painting.cell_color(self._values, value if np.isfinite(value) else 0.0)
                painter.fillRect(area, color)
                text = labels.number(value, 3)
                font = painting.number_font(_CELL, len(text))
                if font is not None:
                    painter.setPen(theme.text_on(color))
                    NumberPen(painter, font).write(area.center(), text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(t.accent, 2))
        painter.drawRect(QRectF(_PAD + half * _CELL, _PAD + half * _CELL, _CELL, _CELL))
        painter.setPen(t.text_quiet)
        painter.setFont(theme.font(0.9))
        label = self.tr("row {row}, column {col}").format(row=self._named[0], col=self._named[1])
        if painter.fontMetrics().horizontalAdvance(label) > self.width() - 2 * _PAD:
            label = f"({labels.arguments(self._named)})"
        painter.drawText(
            QRectF(_PAD, self.height() - 24, self.width() - 2 * _PAD, 20), Qt.AlignmentFlag.AlignVCenter, label
        )


def place(size: QSize, room: QRect, point: QPoint, keep_clear: Sequence[QRect]) -> QPoint:
    """Where something stands near a point, inside the room, away from the point, covering least of what is kept clear.

    Right of the point is preferred, then left, below and above; there it is level with the point or slid to an end.
    """
    beside = [point.x() + _AWAY, point.x() - _AWAY - size.width()]
    level = [point.y() - size.height() // 2, room.top(), room.bottom() + 1 - size.height()]
    over = [point.y() + _AWAY, point.y() - _AWAY - size.height()]
    plumb = [point.x() - size.width() // 2, room.left(), room.right() + 1 - size.width()]
    places = [QRect(QPoint(x, y), size) for x, y in (*product(beside, level), *product(plumb, over))]

    def loss(area: QRect) -> int:
        covered = (area & each for each in keep_clear)
        return sum(each.width() * each.height() for each in covered if not each.isEmpty())

    fitting = [area for area in places if room.contains(area)]
    if fitting:
        return min(fitting, key=loss).topLeft()
    left = min(max(beside[0], room.left()), room.right() + 1 - size.width())
    top = min(max(level[0], room.top()), room.bottom() + 1 - size.height())
    return QPoint(max(left, room.left()), max(top, room.top()))

"""A magnifying glass over a large picture: the cells around the pointer with their numbers."""

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cnnstudio.convolution.links import Cell
from cnnstudio.gui import theme
from cnnstudio.gui.playground import painting, words
from cnnstudio.gui.playground.painting import Values

_CELLS = 7
_CELL = 34
_PAD = 6
_AWAY = 26


class Loupe(QWidget):
    """Follows the pointer at a distance; takes no clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName="play-loupe")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(_CELLS * _CELL + 2 * _PAD, _CELLS * _CELL + 2 * _PAD + 20)
        self._values: Values | None = None
        self._cell: Cell | None = None
        self.hide()

    def show_at(self, point: QPoint, values: Values, cell: Cell) -> None:
        """Show the surroundings of a cell beside a point of the parent."""
        self._values, self._cell = values, cell
        area = self.parentWidget().rect()
        x = point.x() + _AWAY
        if x + self.width() > area.right():
            x = point.x() - _AWAY - self.width()
        y = min(max(4, point.y() - self.height() // 2), area.bottom() - self.height() - 4)
        self.move(max(4, x), max(4, y))
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
        half = _CELLS // 2
        for down in range(-half, half + 1):
            for across in range(-half, half + 1):
                row, col = self._cell.row + down, self._cell.col + across
                area = QRectF(_PAD + (across + half) * _CELL, _PAD + (down + half) * _CELL, _CELL, _CELL)
                if not (0 <= row < array.shape[0] and 0 <= col < array.shape[1]):
                    continue
                value = float(array[row, col])
                color = painting.cell_color(self._values, value if np.isfinite(value) else 0.0)
                painter.fillRect(area, color)
                text = words.number(value)
                font = painting.number_font(_CELL, len(text))
                if font is not None:
                    painter.setPen(theme.text_on(color))
                    painting.NumberPen(painter, font).write(area.center(), text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(t.accent, 2))
        painter.drawRect(QRectF(_PAD + half * _CELL, _PAD + half * _CELL, _CELL, _CELL))
        painter.setPen(t.text_quiet)
        painter.setFont(theme.font(0.9))
        label = self.tr("row {row}, column {col}").format(row=self._cell.row, col=self._cell.col)
        painter.drawText(
            QRectF(_PAD, self.height() - 24, self.width() - 2 * _PAD, 20), Qt.AlignmentFlag.AlignVCenter, label
        )

"""The confusion matrix: what was taken for what, with numbers. Errors stand out, the diagonal steps back."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.widgets import vertical_text
from cnnstudio.gui.widgets.table_text import Heading, Table

_MARGIN = 4.0
_TITLE = 18.0
_LEGEND = 34.0
_LONGEST_LABEL = 64.0


class ConfusionMatrix(QWidget):
    """Rows are true classes, columns predicted ones; the pointer or the arrow keys read a cell."""

    cell_described = Signal(str)  # the words for the cell that is looked at; "" for none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-confusion", focusPolicy=Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Confusion matrix"))
        self._counts: NDArray[np.int64] | None = None
        self._names: tuple[str, ...] = ()
        self._cell: tuple[int, int] | None = None
        theme.manager().changed.connect(self.update)

    def show_counts(self, counts: NDArray[np.int64] | None, names: tuple[str, ...]) -> None:
        """Show ``counts`` (classes, classes), rows true; None empties the widget."""
        self._counts = counts
        self._names = names
        if counts is None or (self._cell is not None and max(self._cell) >= len(counts)):
            self._cell = None
        self._tell_cell()
        self.updateGeometry()
        self.update()

    def describe(self, row: int, column: int) -> str:
        """Words for a cell: ``true 4, predicted 9: 12 (1.2 %)``; the share is of the row's pictures."""
        if self._counts is None:
            return ""
        count, total = int(self._counts[row, column]), int(self._counts[row].sum())
        share = labels.share(count / total if total else 0.0)
        return self.tr("true {true}, predicted {predicted}: {count} ({share})").format(
            true=self._names[row], predicted=self._names[column], count=labels.integer(count), share=share
        )

    def table(self) -> Table:
        """The counts for a copy or a file: a row a true class, a column a predicted one."""
        headings = [Heading(self.tr("true \\ predicted"), number=False), *map(Heading, self._names)]
        counts = [] if self._counts is None else self._counts.tolist()
        return Table("confusion", headings, [(name, *row) for name, row in zip(self._names, counts, strict=False)])

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is painted, in widget coordinates."""
        left, top, size = self._grid()
        return QRectF(left + column * size, top + row * size, size, size)

    def sizeHint(self) -> QSize:
        return QSize(300, round(300 + _LEGEND + _TITLE))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 260)

    # Geometry

    def _label_width(self) -> float:
        metrics = QFontMetricsF(self._small_font())
        return min(_LONGEST_LABEL, max((metrics.horizontalAdvance(name) for name in self._names), default=8.0)) + 6

    def _grid(self) -> tuple[float, float, float]:
        count = max(1, len(self._names))
        label = self._label_width()
        upright = self._upright_labels()
        left = _MARGIN + _TITLE + label
        top = _MARGIN + _TITLE + (label if upright else QFontMetricsF(self._small_font()).height() + 2)
        size = min((self.width() - left - _MARGIN) / count, (self.height() - top - _LEGEND - _MARGIN) / count)
        return left, top, max(4.0, size)

    def _upright_labels(self) -> bool:
        """Long class names stand upright above their columns."""
        return self._label_width() > 22

    def _small_font(self) -> QFont:
        font = self.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        return font

    def _number_font(self, cell: float) -> QFont:
        font = theme.mono_font()
        digits = len(str(int(self._counts.max()))) if self._counts is not None else 1
        pixels = min(13.0, (cell - 3) / (0.62 * max(2, digits)))
        font.setPixelSize(max(6, round(pixels)))
        return font

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.tokens()
        if self._counts is None:
            painter.setPen(tokens.text_quiet)
            painter.drawText(
                self.rect().adjusted(16, 16, -16, -16),
                Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
                self.tr("After the first epoch on test pictures you see here which classes are taken for which."),
            )
        else:
            self._paint_cells(painter)
            self._paint_labels(painter)
            self._paint_legend(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _worst(self) -> int:
        assert self._counts is not None
        errors = self._counts.copy()
        np.fill_diagonal(errors, 0)
        return max(1, int(errors.max()))

    def _shade(self, share: float) -> QColor:
        """The colour of an error count, as a share of the largest one; its root, so that single errors show."""
        return theme.tokens().signed_color(share**0.5)

    def _paint_cells(self, painter: QPainter) -> None:
        assert self._counts is not None
        tokens = theme.tokens()
        worst = self._worst()
        size = self.cell_rect(0, 0).width()
        painter.setFont(self._number_font(size))
        for row, column in np.ndindex(self._counts.shape):
            count = int(self._counts[row, column])
            rect = self.cell_rect(row, column).adjusted(0.5, 0.5, -0.5, -0.5)
            if row == column:
                fill, ink = tokens.window, tokens.text_quiet
            else:
                fill = self._shade(count / worst) if count else tokens.panel
                ink = theme.text_on(fill) if count else tokens.line_strong
            painter.fillRect(rect, fill)
            painter.setPen(ink)
            # An error that never happened is told by an empty dot: a hundred zeros would drown the rest.
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(count) if count or row == column else "·")
        if self._cell is not None:
            painter.setPen(QPen(tokens.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_rect(*self._cell).adjusted(1, 1, -1, -1))

    def _paint_labels(self, painter: QPainter) -> None:
        tokens = theme.tokens()
        left, top, size = self._grid()
        label = self._label_width()
        span = size * len(self._names)
        font = self._small_font()
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for index, name in enumerate(self._names):
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST_LABEL)
            looked_at = self._cell is not None and index == self._cell[0]
            painter.setPen(tokens.accent if looked_at else tokens.text)
            painter.drawText(
                QRectF(left - label, top + index * size, label - 4, size),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                text,
            )
            looked_at = self._cell is not None and index == self._cell[1]
            painter.setPen(tokens.accent if looked_at else tokens.text)
            if self._upright_labels():
                painter.save()
                painter.translate(left + (index + 0.5) * size, top - 3)
                painter.rotate(-90)
                painter.drawText(QRectF(0, -size / 2, label, size), Qt.AlignmentFlag.AlignVCenter, text)
                painter.restore()
            else:
                height = metrics.height()
                rect = QRectF(left + index * size, top - height - 1, size, height)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(tokens.text_quiet)
        painter.drawText(QRectF(left, _MARGIN, span, _TITLE), Qt.AlignmentFlag.AlignCenter, self.tr("predicted"))
        vertical_text.draw(painter, QRectF(_MARGIN, top, _TITLE, span), self.tr("true"))

    def _paint_legend(self, painter: QPainter) -> None:
        tokens = theme.tokens()
        left, top, size = self._grid()
        span = size * len(self._names)
        bar = QRectF(left, top + span + 12, min(span, 120), 8)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for stop in np.linspace(0, 1, 9):
            gradient.setColorAt(float(stop), self._shade(float(stop)))
        painter.fillRect(bar, gradient)
        painter.setFont(self._small_font())
        painter.setPen(tokens.text_quiet)
        words = QRectF(bar.right() + 6, bar.center().y() - 10, self.width() - bar.right() - 6, 20)
        text = self.tr("errors, 0 to {worst}").format(worst=labels.integer(self._worst()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)

    # Pointer and keys

    def _cell_at(self, position: QPointF) -> tuple[int, int] | None:
        if self._counts is None:
            return None
        left, top, size = self._grid()
        row, column = int((position.y() - top) // size), int((position.x() - left) // size)
        inside = 0 <= row < len(self._counts) and 0 <= column < len(self._counts)
        return (row, column) if inside else None

    def _look_at(self, cell: tuple[int, int] | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self._tell_cell()
            self.update()

    def _tell_cell(self) -> None:
        text = self.describe(*self._cell) if self._cell else ""
        self.setAccessibleDescription(text)
        self.cell_described.emit(text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look_at(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._look_at(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            if cell is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.describe(*cell), self, self.cell_rect(*cell).toRect())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        if self._counts is None or event.key() not in moves:
            super().keyPressEvent(event)
            return
        row, column = self._cell if self._cell is not None else (0, 0)
        if self._cell is not None:
            down, right = moves[event.key()]
            last = len(self._counts) - 1
            row, column = min(last, max(0, row + down)), min(last, max(0, column + right))
        self._look_at((row, column))

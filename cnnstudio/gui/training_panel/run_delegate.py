"""How a run is painted in the list: a box with its line style, its name and result, and a quiet second line."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QLineF,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.runs_model import LINES_ROLE, STYLE_ROLE, SUMMARY_ROLE

Index = QModelIndex | QPersistentModelIndex

_BOX = 16
_SAMPLE = 22
_LEFT = 8 + _BOX + 8


class RunDelegate(QStyledItemDelegate):
    """Two lines a run; the box at the left is clicked, or switched with the space bar, to lay its curves over."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        return QSize(200, 2 * line + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell: QRect = option.rect
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            share = 0.16 if option.state & QStyle.StateFlag.State_Selected else 0.06
            painter.fillRect(cell, theme.mix(tokens.panel, tokens.accent, share))
        self._paint_box(painter, cell, index)

        title, result, below = index.data(LINES_ROLE)
        run = index.data(SUMMARY_ROLE)
        metrics = option.fontMetrics
        line = metrics.height()
        words = cell.adjusted(_LEFT, 7, -8, 0)
        mono = theme.mono_font(1.0)
        painter.setFont(mono)
        figures = painter.fontMetrics().horizontalAdvance(result)
        painter.setPen(tokens.text)
        painter.drawText(
            QRect(words.right() - figures, words.y(), figures + 1, line), Qt.AlignmentFlag.AlignVCenter, result
        )
        painter.setFont(option.font)
        room = words.width() - figures - 8
        painter.drawText(
            QRect(words.x(), words.y(), room, line),
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room),
        )
        painter.setFont(theme.font(0.9))
        painter.setPen(tokens.bad if run.state in ("failed", "damaged", "later") else tokens.text_quiet)
        style = index.data(STYLE_ROLE)
        room = words.width() - (_SAMPLE + 6 if style else 0)
        painter.drawText(
            QRect(words.x(), words.y() + line + 3, room, line),
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideMiddle, room),
        )
        if style:
            pen = QPen(style.pen())
            pen.setWidthF(1.5)
            painter.setPen(pen)
            y = words.y() + 1.5 * line + 4
            painter.drawLine(QLineF(words.right() - _SAMPLE, y, words.right(), y))
        painter.restore()

    def _paint_box(self, painter: QPainter, cell: QRect, index: Index) -> None:
        tokens = theme.tokens()
        box = QRectF(self._box(cell)).adjusted(0.5, 0.5, -0.5, -0.5)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        style = index.data(STYLE_ROLE)
        painter.setPen(QPen(style.color if checked else tokens.line_strong, 1))
        painter.setBrush(style.color if checked else tokens.panel)
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.setPen(QPen(theme.text_on(style.color), 1.75))
            corner = box.topLeft()
            painter.drawPolyline([corner + QPointF(*point) for point in ((3.5, 7.5), (6.5, 10.5), (11.5, 4.5))])

    def _box(self, cell: QRect) -> QRect:
        return QRect(cell.x() + 8, cell.y() + (cell.height() - _BOX) // 2, _BOX, _BOX)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            around = self._box(option.rect).adjusted(-6, -8, 6, 8)
            meant = event.button() == Qt.MouseButton.LeftButton and around.contains(event.position().toPoint())
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            meant = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        else:
            meant = False
        if not meant:
            return False
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        return model.setData(
            index, Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
        )

"""A cell of the comparison's table: a layer on two lines."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.analysis.compare import Difference
from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.cell_ground import paint_cell_ground
from cnnstudio.gui.model_browser.compare.model import CELLS_ROLE

Index = QModelIndex | QPersistentModelIndex


class ComparedDelegate(QStyledItemDelegate):
    """A layer of a comparison: what it is and where, below that its output and its parameters; changes stand out."""

    HEIGHT = 42

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        (title, path, shape, params), row = index.data(CELLS_ROLE)
        with_ground = QStyleOptionViewItem(option)
        self.initStyleOption(with_ground, index)
        paint_cell_ground(with_ground, painter)
        tokens = theme.tokens()
        equal, changed = row.difference is Difference.EQUAL, row.difference is Difference.CHANGED
        ink = tokens.text_quiet if equal else tokens.text
        painter.save()
        area = QRectF(option.rect).adjusted(6, 3, -6, -3)
        upper, lower = QRectF(area), QRectF(area)
        upper.setBottom(area.center().y())
        lower.setTop(area.center().y())
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight

        painter.setFont(theme.font())
        metrics = QFontMetricsF(painter.font())
        title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(ink)
        painter.drawText(upper, left, title)
        room = area.width() - metrics.horizontalAdvance(title) - 10
        painter.setPen(tokens.text_quiet)
        for text in (path, f"…{path.rpartition('.')[2]}"):
            if metrics.horizontalAdvance(text) <= room:
                painter.drawText(upper, right, text)
                break

        painter.setFont(theme.mono_font(0.92))
        metrics = QFontMetricsF(painter.font())
        if metrics.horizontalAdvance(f"{shape} {params}") > area.width():
            shape = shape.replace(" ", "")
        for text, side, field in ((shape, left, "output_shape"), (params, right, "own_params")):
            painter.setPen(tokens.warning if changed and field in row.fields else tokens.text_quiet if changed else ink)
            painter.drawText(lower, side, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.HEIGHT)

"""Cells of the layer tables: a layer's name with its class and "× N", a share as a bar, a layer on two lines."""

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.analysis.compare import Difference
from cnnstudio.gui import theme
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.compare_model import CELLS_ROLE
from cnnstudio.gui.model_browser.layer_model import NAME_ROLE, SHARE_ROLE

_BAR = 3


def _paint_ground(option: QStyleOptionViewItem, painter: QPainter) -> QStyleOptionViewItem:
    filled = QStyleOptionViewItem(option)
    filled.text = ""
    style = option.widget.style() if option.widget else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, option.widget)
    return filled


class NameDelegate(QStyledItemDelegate):
    """The name in the text colour, the class quiet, a badge for repeated blocks."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        name, kind, repeats, auxiliary = index.data(NAME_ROLE)
        _paint_ground(option, painter)
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(4, 0, -4, 0)
        font = theme.font()
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        badge = f"× {repeats}" if repeats > 1 else ""
        badge_font = theme.font(0.9, bold=True)
        badge_width = QFontMetricsF(badge_font).horizontalAdvance(badge) + 12 if badge else 0
        room = area.width() - badge_width
        text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(tokens.text_quiet if auxiliary else tokens.text)
        painter.drawText(area, middle, text)
        used = metrics.horizontalAdvance(text) + (8 if text else 0)
        kind = metrics.elidedText(kind, Qt.TextElideMode.ElideRight, max(room - used, 0))
        painter.setPen(tokens.text_quiet)
        if room - used > 24:
            painter.drawText(area.adjusted(used, 0, 0, 0), middle, kind)
            used += metrics.horizontalAdvance(kind) + 8
        if badge:
            box = QRectF(area.left() + used, area.center().y() - 8.5, badge_width, 17)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mix(tokens.panel, tokens.accent, 0.16))
            painter.drawRoundedRect(box, 8.5, 8.5)
            painter.setFont(badge_font)
            painter.setPen(tokens.accent)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(60, 26))


class ShareDelegate(QStyledItemDelegate):
    """The number, and under it a bar from 0 to 100 per cent."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        share = index.data(SHARE_ROLE) or 0.0
        _paint_ground(option, painter)
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(4, 0, -6, 0)
        track = QRectF(area.left(), area.bottom() - 2 * _BAR, area.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.line)
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        if share > 0:
            bar = QRectF(track)
            bar.setWidth(max(2.0, track.width() * min(share, 1.0)))
            painter.setBrush(tokens.accent)
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        painter.setFont(theme.mono_font(0.92))
        painter.setPen(tokens.text if share > 0 else tokens.text_quiet)
        painter.drawText(
            area.adjusted(0, 0, 0, -_BAR),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            words.share(share),
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(60, 26)


class ComparedDelegate(QStyledItemDelegate):
    """A layer of a comparison: what it is and where, below that its output and its parameters; changes stand out."""

    HEIGHT = 42

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        (title, path, shape, params), row = index.data(CELLS_ROLE)
        with_ground = QStyleOptionViewItem(option)
        self.initStyleOption(with_ground, index)
        _paint_ground(with_ground, painter)
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

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(120, self.HEIGHT)

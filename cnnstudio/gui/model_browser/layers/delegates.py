"""Cells of the layer tables: a layer's name with its class and "× N", and a share as a bar."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.gui import theme
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.cell_ground import paint_cell_ground
from cnnstudio.gui.model_browser.layers.model import NAME_ROLE, SHARE_ROLE
from cnnstudio.gui.predict_first import HIDDEN

Index = QModelIndex | QPersistentModelIndex

_BAR = 3


class NameDelegate(QStyledItemDelegate):
    """The name in the text colour, the class quiet, a badge for repeated blocks."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        name, kind, repeats, auxiliary = index.data(NAME_ROLE)
        paint_cell_ground(option, painter)
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

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(60, 26))


class ShareDelegate(QStyledItemDelegate):
    """The number, and under it a bar from 0 to 100 per cent."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        known = index.data(SHARE_ROLE)
        share = known or 0.0
        paint_cell_ground(option, painter)
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
            HIDDEN if known is None else words.share(share),
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, 26)

"""A scrollable grid of small pictures with a line below each; painted only where it is seen."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cnnstudio.gui import theme

SIDE = 46
_CELL = QSize(SIDE + 16, SIDE + 26)
_CELL_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """One cell.

    Attributes:
        image: the picture.
        caption: the line below.
        marked: in front: drawn with a frame.
        faded: switched off: struck through.
        tone: ``good``, ``bad`` or nothing: the caption's colour.
    """

    image: QImage
    caption: str
    marked: bool = False
    faded: bool = False
    tone: str = ""


class ThumbnailModel(QAbstractListModel):
    """A list whose cells are made when they are asked for."""

    def count(self) -> int:
        """How many there are."""
        raise NotImplementedError

    def thumbnail(self, row: int) -> Thumbnail:
        """A cell."""
        raise NotImplementedError

    def words(self, row: int) -> str:
        """A cell for who cannot see it, and on hovering."""
        raise NotImplementedError

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else self.count()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.count():
            return None
        if role == _CELL_ROLE:
            return self.thumbnail(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(index.row())
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Thumbnail | None = index.data(_CELL_ROLE)
        if cell is None:
            return
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRect(option.rect.x() + (option.rect.width() - SIDE) // 2, option.rect.y() + 3, SIDE, SIDE)
        size = cell.image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(6, 6))
        picture = QRect(0, 0, size.width(), size.height())
        picture.moveCenter(place.center())
        if cell.faded:
            painter.setOpacity(0.25)
        painter.drawImage(picture, cell.image)
        painter.setOpacity(1.0)
        frame = QRectF(picture).adjusted(-1.5, -1.5, 1.5, 1.5)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(tokens.accent if cell.marked or focused else tokens.line, 2 if cell.marked else 1))
        painter.drawRoundedRect(frame, 2, 2)
        if cell.faded:
            painter.setPen(QPen(tokens.text, 1.5))
            painter.drawLine(frame.topLeft(), frame.bottomRight())
        painter.setPen({"good": tokens.good, "bad": tokens.bad}.get(cell.tone, tokens.text_quiet))
        font = theme.mono_font()
        font.setPointSizeF(max(7.0, option.font.pointSizeF() - 1.5))
        painter.setFont(font)
        line = QRect(option.rect.x(), place.bottom() + 4, option.rect.width(), painter.fontMetrics().height())
        text = painter.fontMetrics().elidedText(cell.caption, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class Thumbnails(QListView):
    """The grid; as high as ``rows`` of it, the rest is scrolled to."""

    def __init__(self, model: ThumbnailModel, name: str, title: str, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            objectName=name,
            viewMode=QListView.ViewMode.IconMode,
            resizeMode=QListView.ResizeMode.Adjust,
            movement=QListView.Movement.Static,
            layoutMode=QListView.LayoutMode.SinglePass,
            uniformItemSizes=True,
            mouseTracking=True,
        )
        self.setAccessibleName(title)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Delegate(self))
        self.setModel(model)
        self.setFixedHeight(rows * _CELL.height() + 6)
        theme.manager().changed.connect(self.viewport().update)

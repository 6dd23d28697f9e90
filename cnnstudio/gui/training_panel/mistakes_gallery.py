"""The worst mistakes: test pictures that were missed with the most confidence."""

from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cnnstudio.gui import theme
from cnnstudio.training.events import Mistakes

_PICTURE = 56
_CELL = QSize(74, _PICTURE + 46)

Index = QModelIndex | QPersistentModelIndex

PICTURE_ROLE = Qt.ItemDataRole.UserRole
CAPTION_ROLE = Qt.ItemDataRole.UserRole + 1


class MistakesModel(QAbstractListModel):
    """The engine's mistakes as a Qt list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mistakes: Mistakes | None = None
        self._names: tuple[str, ...] = ()

    def show(self, mistakes: Mistakes | None, names: tuple[str, ...]) -> None:
        """Take these mistakes, worst first."""
        self.beginResetModel()
        self._mistakes, self._names = mistakes, names
        self.endResetModel()

    def picture(self, row: int) -> np.ndarray:
        """A mistake's picture, uint8 (28, 28).

        Raises:
            IndexError: if there is no such row.
        """
        if self._mistakes is None:
            raise IndexError(row)
        return self._mistakes.pictures[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if self._mistakes is None or parent.isValid() else len(self._mistakes.labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._mistakes is None:
            return None
        row = index.row()
        true = self._names[self._mistakes.labels[row]]
        predicted = self._names[self._mistakes.predictions[row]]
        sure = f"{100 * float(self._mistakes.confidences[row]):.1f} %"
        if role == PICTURE_ROLE:
            picture = np.ascontiguousarray(self._mistakes.pictures[row])
            height, width = picture.shape
            # copy(): the image must not outlive the array's memory.
            return QImage(picture.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
        if role == CAPTION_ROLE:
            return true, predicted, sure
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self.tr("true {true}, predicted {predicted} with {sure} (test picture {number})").format(
                true=true, predicted=predicted, sure=sure, number=f"{int(self._mistakes.indices[row]):,}"
            )
        return None


class _MistakeDelegate(QStyledItemDelegate):
    """A picture, the true and the predicted class, and how sure the network was."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = option.rect
        picture = QRect(cell.x() + (cell.width() - _PICTURE) // 2, cell.y() + 5, _PICTURE, _PICTURE)
        painter.drawImage(picture, index.data(PICTURE_ROLE))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(tokens.accent, 2) if selected else QPen(tokens.line, 1))
        painter.drawRoundedRect(QRectF(picture).adjusted(-1.5, -1.5, 1.5, 1.5), 3, 3)
        true, predicted, sure = index.data(CAPTION_ROLE)
        line = painter.fontMetrics().height()
        words = QRect(cell.x() + 1, picture.bottom() + 4, cell.width() - 2, line)
        painter.setPen(tokens.text)
        caption = painter.fontMetrics().elidedText(f"{true} → {predicted}", Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, caption)
        font = theme.mono_font()
        font.setPointSizeF(max(7.0, option.font.pointSizeF() - 1.5))
        painter.setFont(font)
        painter.setPen(tokens.text_quiet)
        painter.drawText(words.translated(0, line), Qt.AlignmentFlag.AlignCenter, sure)
        painter.restore()


class MistakesGallery(QWidget):
    """A grid of mistakes, worst first; Enter or a double click asks to look at one closely."""

    picture_chosen = Signal(object)  # uint8 array (28, 28)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = MistakesModel(self)
        self.view = QListView(
            objectName="train-mistakes",
            viewMode=QListView.ViewMode.IconMode,
            resizeMode=QListView.ResizeMode.Adjust,
            movement=QListView.Movement.Static,
            uniformItemSizes=True,
            mouseTracking=True,
        )
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setAccessibleName(self.tr("Worst mistakes"))
        self.view.setItemDelegate(_MistakeDelegate(self.view))
        self.view.setModel(self.model)
        self.view.activated.connect(lambda index: self.picture_chosen.emit(self.model.picture(index.row())))
        self._empty = QLabel(
            wordWrap=True,
            margin=16,
            alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
        )
        self._empty.setProperty("quiet", True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        self.show_mistakes(None, ())
        theme.manager().changed.connect(self.view.viewport().update)

    def show_mistakes(self, mistakes: Mistakes | None, names: tuple[str, ...]) -> None:
        """Show these mistakes; None, or none at all, says so in words."""
        self.model.show(mistakes, names)
        self._empty.setText(
            self.tr("After the first epoch the test pictures that were missed with the most confidence stand here.")
            if mistakes is None
            else self.tr("No mistakes: every test picture was read correctly.")
        )
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self._empty)

"""The worst mistakes: test pictures that were missed with the most confidence."""

from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.datasets.origin import FromDataset
from cnnstudio.gui import labels, theme
from cnnstudio.training.events import Mistakes
from cnnstudio.workspace.picture import Picture

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
        self._dataset = ""

    def show(self, mistakes: Mistakes | None, names: tuple[str, ...], dataset: str) -> None:
        """Take these mistakes, worst first."""
        self.beginResetModel()
        self._mistakes, self._names, self._dataset = mistakes, names, dataset
        self.endResetModel()

    def picture(self, row: int) -> Picture:
        """A mistake as the network's input, (1, 28, 28), with where it comes from.

        Raises:
            IndexError: if there is no such row.
        """
        if self._mistakes is None:
            raise IndexError(row)
        origin = FromDataset(self._dataset, "test", int(self._mistakes.indices[row]))
        return Picture.of(self._mistakes.pictures[row].astype(np.float32) / np.float32(255), origin)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if self._mistakes is None or parent.isValid() else len(self._mistakes.labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._mistakes is None:
            return None
        row = index.row()
        true = self._names[self._mistakes.labels[row]]
        predicted = self._names[self._mistakes.predictions[row]]
        sure = labels.percent(float(self._mistakes.confidences[row]))
        if role == PICTURE_ROLE:
            picture = np.ascontiguousarray(self._mistakes.pictures[row])
            height, width = picture.shape
            # copy(): the image must not outlive the array's memory.
            return QImage(picture.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
        if role == CAPTION_ROLE:
            return true, predicted, sure
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self.tr("true {true}, predicted {predicted} with {sure} (test picture {number})").format(
                true=true, predicted=predicted, sure=sure, number=labels.integer(int(self._mistakes.indices[row]))
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
    """A grid of mistakes, worst first; Enter or a double click lets Draw read one, a menu opens a layer before it."""

    picture_chosen = Signal(object)  # Picture
    layer_wanted = Signal(object, str)  # Picture, path of a layer

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
        self.view.activated.connect(self._read)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.selectionModel().currentChanged.connect(self._enable)
        self._layers: tuple[tuple[str, str], ...] = ()
        self._draw = QPushButton(self.tr("Read in Draw"), objectName="train-mistake-read")
        self._draw.setToolTip(self.tr("Put the picture on the pad (double-click)"))
        self._draw.clicked.connect(lambda: self._read(self.view.currentIndex()))
        self._open = QPushButton(self.tr("Open a layer"), objectName="train-mistake-open")
        self._open.setToolTip(self.tr("The first layer of this network in the playground, with this picture before it"))
        self._open.clicked.connect(self._open_first)
        self._other = QToolButton(
            objectName="train-mistake-layers", popupMode=QToolButton.ToolButtonPopupMode.InstantPopup
        )
        self._other.setIcon(theme.icon("chevron-down", "text_quiet"))
        self._other.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        self._other.setToolTip(self.tr("Another layer in the playground, with this picture before it"))
        self._other.setAccessibleName(self.tr("Open another layer in the playground"))
        self._menu = QMenu(self._other)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._other.setMenu(self._menu)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        buttons.setSpacing(theme.SPACE_2)
        buttons.addWidget(self._draw)
        buttons.addWidget(self._open)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        grid = QWidget()
        column = QVBoxLayout(grid)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self._empty = QLabel(
            wordWrap=True,
            margin=16,
            alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
        )
        self._empty.setProperty("quiet", True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(grid)
        self.show_mistakes(None, ())
        theme.manager().changed.connect(self.view.viewport().update)

    def offer_layers(self, layers: tuple[tuple[str, str], ...]) -> None:
        """Path and kind of the layers that can be opened before a mistake, the first in front."""
        self._layers = layers
        self._enable()

    def show_mistakes(self, mistakes: Mistakes | None, names: tuple[str, ...], dataset: str = "") -> None:
        """Show these mistakes in the test set of ``dataset``; None, or none at all, says so in words."""
        self.model.show(mistakes, names, dataset)
        self._enable()
        self._empty.setText(
            self.tr("After the first epoch the test pictures that were missed with the most confidence stand here.")
            if mistakes is None
            else self.tr("No mistakes: every test picture was read correctly.")
        )
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)

    @Slot()
    def _enable(self) -> None:
        chosen = self.view.currentIndex().isValid()
        self._draw.setEnabled(chosen)
        for button in (self._open, self._other):
            button.setEnabled(chosen and bool(self._layers))

    @Slot(QModelIndex)
    def _read(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picture_chosen.emit(self.model.picture(index.row()))

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if index.isValid():
            menu = QMenu(self, objectName="train-mistake-menu")
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            picture = self.model.picture(index.row())
            menu.addAction(self.tr("Read in Draw"), lambda: self.picture_chosen.emit(picture))
            self._add_layers(menu.addMenu(self.tr("Open in the playground")), picture)
            menu.popup(self.view.viewport().mapToGlobal(place))

    @Slot()
    def _open_first(self) -> None:
        index = self.view.currentIndex()
        if index.isValid() and self._layers:
            self.layer_wanted.emit(self.model.picture(index.row()), self._layers[0][0])

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        index = self.view.currentIndex()
        if index.isValid():
            self._add_layers(self._menu, self.model.picture(index.row()))

    def _add_layers(self, menu: QMenu, picture: Picture) -> None:
        menu.setEnabled(bool(self._layers))
        for path, kind in self._layers:
            action = menu.addAction(f"{path} · {kind}")
            action.triggered.connect(lambda _=False, path=path: self.layer_wanted.emit(picture, path))

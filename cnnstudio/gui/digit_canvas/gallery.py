"""The gallery of kept digits."""

import re

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from cnnstudio.prediction.handwriting import Sample

_THUMB = 44


class Gallery(QListWidget):
    """Kept digits, newest first. A digit's key labels what is chosen, Delete removes it."""

    labelled = Signal(int)
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            objectName="draw-gallery",
            viewMode=QListView.ViewMode.IconMode,
            resizeMode=QListView.ResizeMode.Adjust,
            movement=QListView.Movement.Static,
            selectionMode=QAbstractItemView.SelectionMode.ExtendedSelection,
            iconSize=QSize(_THUMB, _THUMB),
            uniformItemSizes=True,
            spacing=2,
        )
        self.setAccessibleName(self.tr("Kept digits"))
        self.setMinimumHeight(120)

    @property
    def chosen(self) -> tuple[int, ...]:
        """Numbers of the chosen digits."""
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in self.selectedItems())

    def show_samples(self, samples: tuple[Sample, ...]) -> None:
        """Show these; what was chosen stays chosen."""
        chosen, row = self.chosen, self.currentRow()
        self.clear()
        for sample in reversed(samples):
            item = QListWidgetItem(QIcon(_thumbnail(sample.picture)), str(sample.label))
            item.setData(Qt.ItemDataRole.UserRole, sample.number)
            item.setSizeHint(QSize(_THUMB + 10, _THUMB + 24))
            self.addItem(item)
            item.setSelected(sample.number in chosen)
        if chosen and self.count():
            # Where the keyboard was; without taking the choice along.
            place = self.model().index(min(row, self.count() - 1), 0)
            self.selectionModel().setCurrentIndex(place, self.selectionModel().SelectionFlag.NoUpdate)

    def mark_wrong(self, numbers: frozenset[int]) -> None:
        """Mark the digits that the network takes for others."""
        for row in range(self.count()):
            item = self.item(row)
            missed = item.data(Qt.ItemDataRole.UserRole) in numbers
            label = item.text().split(" ")[0]
            item.setText(f"{label} ✗" if missed else label)
            item.setToolTip(self.tr("Not read as {label}").format(label=label) if missed else "")

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()  # here it means the chosen digits, not the sheet
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif re.fullmatch(r"\d", event.text()):
            self.labelled.emit(int(event.text()))
        else:
            super().keyPressEvent(event)


def _thumbnail(picture: np.ndarray) -> QPixmap:
    side = picture.shape[0]
    image = QImage(np.ascontiguousarray(picture).tobytes(), side, side, side, QImage.Format.Format_Grayscale8)
    return QPixmap.fromImage(image.scaled(_THUMB, _THUMB))

"""The test pictures that a network reads otherwise since it was edited."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QImage

from cnnstudio.gui import labels
from cnnstudio.gui.playground.thumbnails import Thumbnail, ThumbnailModel
from cnnstudio.training.measurement import EditAccuracy

Index = QModelIndex | QPersistentModelIndex


class ChangedModel(ThumbnailModel):
    """Those of one measurement, in the data set's order."""

    _found: EditAccuracy | None = None
    _numbers: tuple[int, ...] = ()

    def show(self, found: EditAccuracy | None) -> None:
        """Show these; of a measurement that goes on, more are added below."""
        numbers = () if found is None else tuple(found.changed.tolist())
        before = self._numbers
        if found is not None and self._found is not None and found.loaded is self._found.loaded:
            if len(numbers) > len(before):
                self.beginInsertRows(QModelIndex(), len(before), len(numbers) - 1)
                self._found, self._numbers = found, numbers
                self.endInsertRows()
            self._found = found
            return
        self.beginResetModel()
        self._found, self._numbers = found, numbers
        self.endResetModel()

    @property
    def found(self) -> EditAccuracy | None:
        """Whose pictures these are."""
        return self._found

    def number(self, row: int) -> int:
        """A picture's number in the test set."""
        return self._numbers[row]

    def count(self) -> int:
        return len(self._numbers)

    def thumbnail(self, row: int) -> Thumbnail:
        found = self._found
        assert found is not None
        number, (before, after, _) = self._numbers[row], self._names(row)
        label = int(found.labels[number])
        picture = found.pictures.images[number].numpy()
        height, width = picture.shape
        # copy(): the image must not outlive the array's memory.
        image = QImage(picture.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
        right = int(found.after[number]) == label
        wrong = int(found.before[number]) == label
        caption = f"{before} → {after}{' ✓' if right else ' ✗' if wrong else ''}"
        return Thumbnail(image, caption, tone="good" if right else "bad" if wrong else "")

    def words(self, row: int) -> str:
        before, after, true = self._names(row)
        return self.tr("true {true}, read as {after}, before as {before} (test picture {number})").format(
            true=true, after=after, before=before, number=labels.integer(self._numbers[row])
        )

    def _names(self, row: int) -> tuple[str, str, str]:
        """What the picture was read as before, what it is now, and what it is."""
        found = self._found
        assert found is not None
        number, names = self._numbers[row], found.loaded.class_names
        before, after = (names[int(classes[number])] for classes in (found.before, found.after))
        label = int(found.labels[number])
        return before, after, names[label] if label < len(names) else str(label)

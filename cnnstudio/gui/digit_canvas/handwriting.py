"""My handwriting in the window: the kept digits, those removed last, and how the network that reads reads them."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.digit_canvas import predicting
from cnnstudio.gui.digit_canvas.predicting import Test
from cnnstudio.gui.digit_canvas.room_reader import ReaderOfRoom
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.prediction.handwriting import Handwriting, Removed


class OwnDigits(QObject):
    """The kept digits, tested with the room's reader whenever either changes. What fails is said and loses nothing."""

    changed = Signal()
    tested = Signal(int, object)  # how many are read right; the numbers of those that are not

    def __init__(self, reads: ReaderOfRoom, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kept = Handwriting()
        self._reads = reads
        self._removed: list[Removed] = []  # last
        self._tests = LatestWins(predicting.test, self, name="draw-handwriting")
        self._tests.result.connect(self._take_test)
        self._tests.failed.connect(self._on_failed)
        reads.changed.connect(self.test)

    @property
    def can_put_back(self) -> int:
        """How many were removed last."""
        return len(self._removed)

    @property
    def busy(self) -> bool:
        """Whether a test is still to come."""
        return self._tests.busy

    def shut_down(self) -> None:
        """End the worker."""
        self._tests.shut_down()

    def keep(self, ink: NDArray[np.uint8], label: int) -> bool:
        """Keep ink under a label; whether it could be kept."""
        try:
            self.kept.add(ink, label)
        except StudioError as error:
            errors.show_error(None, error)
            return False
        self.note_change()
        return True

    def relabel(self, numbers: tuple[int, ...], label: int) -> None:
        """Say what these digits are."""
        try:
            for number in numbers:
                self.kept.relabel(number, label)
        except StudioError as error:
            errors.show_error(None, error)
        self.note_change()

    def remove(self, numbers: tuple[int, ...]) -> None:
        """Remove these digits; they can be put back until others are removed."""
        self._removed = []
        try:
            for number in numbers:
                self._removed += self.kept.remove([number])
        except StudioError as error:
            errors.show_error(None, error)
        self.note_change()

    def put_back(self) -> None:
        """Bring back what was removed last."""
        try:
            while self._removed:
                self.kept.put_back(self._removed[:1])
                del self._removed[0]
        except StudioError as error:
            errors.show_error(None, error)
        self.note_change()

    def export(self, folder: Path) -> int | None:
        """Write the digits as a data set's folder; how many, or None if it could not be written."""
        try:
            return self.kept.export(folder)
        except StudioError as error:
            errors.show_error(None, error)
            return None

    def look(self) -> None:
        """Take what other windows have kept meanwhile."""
        if self.kept.refresh():
            self.note_change()

    def note_change(self) -> None:
        """There are other digits now."""
        self.changed.emit()
        self.test()

    @Slot()
    def test(self) -> None:
        """Ask how the network reads them."""
        if self._reads.reader is not None and len(self.kept):
            self._tests.request(Test(self._reads.reader, *self.kept.arrays()))

    @Slot(object)
    def _take_test(self, right: NDArray[np.bool_]) -> None:
        samples = self.kept.samples
        if len(right) == len(samples):
            wrong = tuple(sample.number for sample, read in zip(samples, right, strict=True) if not read)
            self.tested.emit(int(right.sum()), wrong)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(None, error)

"""The accuracy of the edits, measured on a worker, slice by slice, while nothing that is quicker waits."""

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from cnnstudio.compute import stay_on_one_core
from cnnstudio.datasets.progress import Progress
from cnnstudio.gui import errors
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.studio import EditFigure, Studio
from cnnstudio.gui.workers import threads
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.reference import DIGITS, input_shape
from cnnstudio.training.measurement import EditAccuracy, Measuring

if TYPE_CHECKING:
    from cnnstudio.weights.loading import Loaded

_AGAIN_MS = 15
_TOLD_S = 0.06


class _Measurer:
    """Measures on a worker's thread; the other core stays free for the pen.

    Attributes:
        hurried: set from any thread when something else comes first; what is being measured is told at once.
    """

    def __init__(self) -> None:
        self._measuring = Measuring()
        self._stepped_back = False
        self.hurried = threading.Event()

    def __call__(self, loaded: "Loaded") -> EditAccuracy | Progress | None:
        stay_on_one_core()
        if not self._stepped_back:
            threads.step_back()
            self._stepped_back = True
        found = self._measuring.advance(loaded, _TOLD_S, hurried=self.hurried.is_set)
        return self._measuring.reading if found is None else found


class Accuracy(QObject):
    """Follows an opened layer's network; bars and maps come first, and a newer edit begins anew."""

    begun = Signal()  # it is being measured
    reading = Signal(object)  # Progress: the test pictures are read or drawn
    measured = Signal(object)  # EditAccuracy, slice after slice; it grows until it is done
    failed = Signal(str)  # a sentence: why it cannot be measured
    cleared = Signal()  # there is nothing to be measured

    def __init__(self, studio: Studio, opening: Opening, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._opening = opening
        self._loaded: Loaded | None = None
        self._asked: Loaded | None = None  # on the worker now
        self._found: EditAccuracy | None = None
        self._over = True  # measured, or it cannot be
        self._in_front = False
        self._measurer = _Measurer()
        self._requests = LatestWins(self._measurer, self, name="edit-accuracy")
        self._requests.result.connect(self._on_result)
        self._requests.failed.connect(self._on_failed)
        self._due = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._due.timeout.connect(self._advance)
        opening.looked.connect(self._follow)
        opening.closed.connect(self._clear)
        studio.changed.connect(self._hurry)

    @property
    def found(self) -> EditAccuracy | None:
        """What was measured so far of the edits that are shown; None where nothing was."""
        return self._found

    @property
    def busy(self) -> bool:
        """Whether it still goes on."""
        return not self._over

    def set_in_front(self, shown: bool) -> None:
        """Whether the playground is what the user looks at: in other rooms a pressed button comes first."""
        self._in_front = shown

    def shut_down(self) -> None:
        """End the worker."""
        self._clear()
        self._requests.shut_down()

    @Slot()
    def _follow(self) -> None:
        seen = self._opening.seen
        if seen is None or seen.loaded is self._loaded:
            return
        if seen.prediction is None or input_shape(seen.loaded.network) not in (None, DIGITS):
            self._clear()
            self.failed.emit(
                self.tr("No accuracy: it is measured of networks that take pictures of 28 × 28 grey pixels.")
            )
            return
        if seen.loaded.stamp[:1] == ("live",):
            # They are others every second, and the run needs the cores.
            self._clear()
            self.failed.emit(self.tr("The accuracy is measured once the run is over."))
            return
        self._loaded, self._found, self._over = seen.loaded, None, False
        self.begun.emit()
        self._advance()

    @Slot()
    def _hurry(self) -> None:
        """Something is on its way that comes first."""
        self._measurer.hurried.set()

    @Slot()
    def _clear(self) -> None:
        self._due.stop()
        self._hurry()
        self._loaded = self._found = None
        self._over = True
        self.cleared.emit()

    @Slot()
    def _advance(self) -> None:
        if self._over or self._requests.busy:
            return
        if self._must_wait():
            self._due.start()
        else:
            self._asked = self._loaded
            self._measurer.hurried.clear()
            self._requests.request(self._loaded)

    def _must_wait(self) -> bool:
        drawing = not self._in_front and QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return drawing or self._opening.busy

    @Slot(object)
    def _on_result(self, found: EditAccuracy | Progress | None) -> None:
        """Tell it, unless something is on its way that comes first; it goes on growing."""
        if isinstance(found, Progress):
            if not self._over:
                self.reading.emit(found)
        elif found is not None and found.loaded is self._loaded and (found.done or not self._measurer.hurried.is_set()):
            self._found, self._over = found, found.done
            self._share(found)
            self.measured.emit(found)
        self._advance()

    def _share(self, found: EditAccuracy) -> None:
        """Other rooms tell it, too, and measure nothing themselves."""
        loaded, count = found.loaded, found.count
        if loaded.edits and count:
            figure = EditFigure(
                before=found.right_before / count,
                after=found.right_after / count,
                count=count,
                done=found.done,
                title=found.pictures.title,
            )
            self._studio.note_edit_figure(loaded.network, loaded.weights, loaded.edits, figure)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if self._asked is self._loaded:
            self._over = True
            self.failed.emit(errors.sentence(error))
        self._advance()

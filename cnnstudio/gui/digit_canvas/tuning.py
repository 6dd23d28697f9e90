"""Fine-tuning for one's own handwriting: a job of the studio, which goes on while pages come and go."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio import datasets
from cnnstudio.gui import errors
from cnnstudio.gui.jobs import Job
from cnnstudio.gui.studio import Studio
from cnnstudio.prediction import fine_tuning
from cnnstudio.prediction.fine_tuning import FineTuned, Round
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.reference import WeightsFile


class Tuning(QObject):
    """One fine-tuning at a time, and what is known of it; it waits until what trains has ended."""

    stateChanged = Signal()  # it was asked for, has begun or ended
    ended = Signal()
    told = Signal(object)  # Round | FineTuned
    kept = Signal()  # there are new weights in the library

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._last: Round | FineTuned | None = None
        self._begun_with = studio.current
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether it goes on, or waits for its turn."""
        return self._job is not None

    @property
    def waits(self) -> bool:
        """Whether something else trains before it."""
        return self._job is not None and self._job.state == "waiting"

    @property
    def last(self) -> Round | FineTuned | None:
        """What was told last."""
        return self._last

    def closing_question(self) -> str:
        """What ending the program would interrupt, as a question; "" when nothing goes on."""
        if self.waits:
            return self.tr("The fine-tuning for your handwriting has not begun yet. Forget it?")
        return self.tr("The network is being fine-tuned for your handwriting. Stop it?") if self.busy else ""

    def start(self, weights: Loaded, pictures: NDArray[np.uint8], labels: NDArray[np.uint8], *, rehearse: bool) -> None:
        """Fine-tune a copy of these weights, as they were before they were edited; nothing happens while one goes on.

        Args:
            pictures: (N, 28, 28) uint8, own digits.
            labels: (N,).
        """
        if self.busy:
            return
        base = base_set()

        def rounds() -> Iterator[Round | FineTuned]:
            old = datasets.load(base.name)
            return fine_tuning.fine_tune(weights.edited(EMPTY), pictures, labels, old, rehearse=rehearse)

        self._begun_with = self._studio.current
        job = self._job = self._studio.jobs.train(
            self.tr("Fine-tuning for your handwriting"), rounds, until=self.tr("the fine-tuning has ended")
        )
        job.begun.connect(self.stateChanged)
        job.batch.connect(self._on_events)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.start()
        self.stateChanged.emit()

    @Slot()
    def stop(self) -> None:
        """End it; nothing is kept."""
        if self._job is not None:
            self._job.stop()

    @Slot(object)
    def _on_events(self, events: list[Round | FineTuned]) -> None:
        for event in events:
            self._last = event
            if isinstance(event, Round):
                if self._job is not None:
                    self._job.tell(self._job.title, event.round / event.rounds)
            else:
                self._take_up(event)
            self.told.emit(event)

    def _take_up(self, done: FineTuned) -> None:
        """Make the tuned weights the current ones, unless the user chose others meanwhile."""
        self.kept.emit()
        now, then = self._studio.current, self._begun_with
        if (now.network, now.weights) == (then.network, then.weights):
            self._studio.choose(done.network, WeightsFile(done.path.absolute()))

    @Slot(str)
    def _on_finished(self, _reason: str) -> None:
        self._job = None
        self.stateChanged.emit()
        self.ended.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._on_finished("failed")
        errors.show_error(None, error)


def base_set() -> datasets.DatasetInfo:
    """What is rehearsed while fine-tuning: MNIST where it is at hand."""
    mnist = datasets.info("mnist")
    return mnist if mnist.ready else datasets.info("builtin")

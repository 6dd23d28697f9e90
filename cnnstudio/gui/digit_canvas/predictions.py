"""The prediction for what is drawn, and from it what is inside the network and why; each on a worker."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cnnstudio.gui import errors
from cnnstudio.gui.digit_canvas import predicting
from cnnstudio.gui.digit_canvas.predicting import Ask, InsideAsk, InsideReply, PredictionReply, WhyAsk
from cnnstudio.gui.digit_canvas.room_reader import ReaderOfRoom
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.prediction.drawing import SheetMark
from cnnstudio.prediction.preprocessing import ALL_STAGES, AS_IT_CAME, Ink, Stages
from cnnstudio.prediction.reader import InkPrediction
from cnnstudio.prediction.room_state import Question

# Predictions come with every move of the pen. The eye needs no more maps than this; the pen and the bars come first.
_LOOK_INSIDE_MS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What is to be read.

    Attributes:
        ink: (H, W); 0 = paper.
        prepared: a data set's picture, read as it is; None = the ink goes through the preprocessing.
        stages: of the preprocessing.
        marks: on the sheet; None while one is being made.
        calibrated: whether the logits are divided by the temperature.
    """

    ink: NDArray[np.uint8]
    prepared: Ink | None
    stages: Stages
    marks: tuple[SheetMark, ...] | None
    calibrated: bool = True


class Predictions(QObject):
    """Reads the newest sheet with the room's reader; what came before it and is not read yet is skipped."""

    predicted = Signal(object)  # PredictionReply
    silenced = Signal()  # nobody reads any more
    compared = Signal(object)  # PredictionReply with all stages on, where one is off; else None
    lookedInside = Signal(object)  # InsideReply | None: an empty sheet
    argued = Signal(object)  # (InkPrediction, Argument | None: not finite) | None: nothing to ask about

    def __init__(self, reads: ReaderOfRoom, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reads = reads
        self._sheet: Sheet | None = None
        self._prediction: InkPrediction | None = None
        self._looks_inside = False
        self._requests: list[LatestWins] = []
        self._predictions = self._requests_to(predicting.predict, "draw", self._on_predicted)
        self._comparisons = self._requests_to(predicting.predict, "draw-compare", self._on_compared)
        self._insides = self._requests_to(predicting.look_inside, "draw-inside", self._on_looked_inside)
        self._arguments = self._requests_to(predicting.explain_prediction, "draw-why", self._on_argued)
        self._inside_due = QTimer(self, singleShot=True, interval=_LOOK_INSIDE_MS)
        self._inside_due.timeout.connect(self._look_inside)
        reads.changed.connect(self._read_again)

    @property
    def prediction(self) -> InkPrediction | None:
        """The newest prediction."""
        return self._prediction

    @property
    def asked(self) -> bool:
        """Whether anything was to be read yet."""
        return self._sheet is not None

    @property
    def awaits_first(self) -> bool:
        """Whether a prediction is still to come, and there is none yet of anything drawn."""
        return self._predictions.busy and (self._prediction is None or self._prediction.preprocessed.empty)

    @property
    def busy(self) -> bool:
        """Whether a reply is still to come."""
        return any(worker.busy for worker in self._requests) or self._inside_due.isActive()

    def read(self, sheet: Sheet) -> None:
        """Read this."""
        self._sheet = sheet
        self._ask_prediction()

    def set_looks_inside(self, on: bool) -> None:
        """Whether anybody looks inside the network."""
        if on and not self._looks_inside and self._prediction is not None and not self._prediction.preprocessed.empty:
            self._inside_due.start()
        self._looks_inside = on

    def ask_why(self, question: Question, strokes: tuple[NDArray[np.uint8], ...]) -> None:
        """Ask why the newest prediction is what it is, with each stroke's ink alone."""
        reader, prediction = self._reads.reader, self._prediction
        if reader is None or prediction is None:
            return
        if not prediction.ranking:
            self._arguments.cancel()
            self.argued.emit(None)
            return
        shape = next(iter(prediction.preprocessed.pictures.values())).shape
        self._arguments.request(WhyAsk(reader, prediction, (shape[0], shape[1]), strokes, question))

    def shut_down(self) -> None:
        """End the workers."""
        self._inside_due.stop()
        for requests in self._requests:
            requests.shut_down()

    def _requests_to(self, function: Callable[[Any], Any], name: str, take: Callable[[Any], None]) -> LatestWins:
        """A worker for one kind of question, and who takes its replies."""
        requests = LatestWins(function, self, name=name)
        requests.result.connect(take)
        requests.failed.connect(self._on_failed)
        self._requests.append(requests)
        return requests

    @Slot()
    def _read_again(self) -> None:
        if self._reads.reader is None:
            self._prediction = None
            self._inside_due.stop()
            for requests in (self._insides, self._comparisons, self._arguments):
                requests.cancel()
            self.silenced.emit()
            self.lookedInside.emit(None)
            self.argued.emit(None)
        self._ask_prediction()

    def _ask_prediction(self) -> None:
        reader, sheet = self._reads.reader, self._sheet
        if reader is None or sheet is None:
            return
        now = perf_counter()
        ink, whole = (sheet.ink, ALL_STAGES) if sheet.prepared is None else (sheet.prepared, AS_IT_CAME)
        changed = sheet.stages.changed()
        self._predictions.request(
            Ask(reader, ink, sheet.stages if changed else whole, now, sheet.marks, sheet.calibrated)
        )
        if changed:
            self._comparisons.request(Ask(reader, ink, whole, now, calibrated=sheet.calibrated))
        else:
            self._comparisons.cancel()
            self.compared.emit(None)

    @Slot(object)
    def _on_predicted(self, reply: PredictionReply) -> None:
        if reply.ask.reader is not self._reads.reader:
            return  # another network reads meanwhile; its reply comes next
        self._prediction = reply.prediction
        if reply.prediction.preprocessed.empty:
            self._inside_due.stop()
            self._insides.cancel()
            self.lookedInside.emit(None)
        elif self._looks_inside and not self._inside_due.isActive():
            self._inside_due.start()
        self.predicted.emit(reply)

    @Slot(object)
    def _on_compared(self, reply: PredictionReply) -> None:
        if reply.ask.reader is self._reads.reader:
            self.compared.emit(reply)

    @Slot()
    def _look_inside(self) -> None:
        if self._reads.reader is not None and self._prediction is not None:
            self._insides.request(InsideAsk(self._reads.reader, self._prediction))

    @Slot(object)
    def _on_looked_inside(self, found: InsideReply) -> None:
        if found.ask.reader is self._reads.reader:
            self.lookedInside.emit(found)

    @Slot(object)
    def _on_argued(self, found: Any) -> None:
        if found is not None:
            self.argued.emit(found)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(None, error)

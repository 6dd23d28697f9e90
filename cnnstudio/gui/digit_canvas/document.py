"""What the Draw room knows, without a widget: the drawing, who reads it and the prediction, my handwriting."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.gui.digit_canvas.handwriting import OwnDigits
from cnnstudio.gui.digit_canvas.opened_picture import OpenedPicture
from cnnstudio.gui.digit_canvas.predicting import PredictionReply
from cnnstudio.gui.digit_canvas.predictions import Predictions
from cnnstudio.gui.digit_canvas.room_reader import ReaderOfRoom, built_in
from cnnstudio.gui.digit_canvas.tuning import Tuning
from cnnstudio.gui.digit_canvas.weights_list import Choice, WeightsList
from cnnstudio.gui.documents import Document
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.prediction.drawing import Drawing, SheetMark, origin_of
from cnnstudio.prediction.preprocessing import ALL_STAGES, Stages
from cnnstudio.prediction.room_state import DrawState, OpenedMap, Question, Tab
from cnnstudio.workspace.picture import Picture as NetworkInput


@dataclass(frozen=True, slots=True)
class DrawPlace:
    """What is looked at behind the prediction, for the way back."""

    tab: Tab
    map: OpenedMap | None


class DrawDocument(Document):
    """The room's state and its workers. A page shows it, and tells what the user does.

    Attributes:
        drawing: the marks on the pad, shared with it; whoever changes them calls ``note_drawing``.
        opened: the picture on it in grey, while it can be cropped anew.
        reads: which network reads.
        weights: which others could.
        predictions: what it makes of the drawing.
        own_digits: my handwriting.
        tuning: for it.
    """

    sheetWanted = Signal()  # another drawing is about to come: the stroke that is being made ends
    sheetOpened = Signal()  # it has come
    shown = Signal()  # pen, stages, tab, question or map are to be shown anew

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._state = DrawState()  # but for the marks, who reads, and the calibration, which is the studio's
        self.drawing = Drawing()
        self.opened = OpenedPicture(self)
        self._newest: PredictionReply | None = None  # of a finished sheet
        self._seen: PredictionReply | None = None  # the last of all
        self._shared: tuple[Any, ...] = ((), ALL_STAGES)  # the marks and stages that the studio's picture is of
        self._left: tuple[SheetMark, ...] | None = None  # the marks that a restart brought back with their picture
        self.reads = ReaderOfRoom(studio, self)
        self.weights = WeightsList(studio, self.reads, self)
        self.predictions = Predictions(self.reads, self)
        self.own_digits = OwnDigits(self.reads, self)
        self.tuning = Tuning(studio, self)
        self.predictions.predicted.connect(self._on_predicted)
        studio.calibratedChanged.connect(self.stateChanged)
        self.tuning.kept.connect(self.weights.refresh)

    # --- the state

    def state(self) -> DrawState:
        """All that a restart brings back."""
        return replace(
            self._state,
            marks=self.drawing.visible,
            untrained=self.reads.untrained,
            calibrated=self._studio.calibrated,
        )

    def open_state(self, state: Any) -> None:
        """Show this; undo brings the drawing back that was there."""
        if state == self.state():
            return
        before = self.place()
        self._state = replace(state, marks=())
        self.reads.set_untrained(state.untrained)
        self._studio.set_calibrated(state.calibrated)
        if state.marks != self.drawing.visible:
            self.sheetWanted.emit()
            self.drawing.show(state.marks)
            if not self.predictions.asked and self._studio.current.picture is not None:
                self._left = state.marks
            self.sheetOpened.emit()
        self.shown.emit()
        self.stateChanged.emit()
        if self.place() != before:
            self.placeChanged.emit()

    def place(self) -> DrawPlace:
        """The tab, and the map that is opened in it."""
        return DrawPlace(self._state.tab, self._state.map)

    def go_to(self, place: Any) -> None:
        """Look at this again."""
        if isinstance(place, DrawPlace) and place != self.place():
            self._change(tab=place.tab, map=place.map)
            self.shown.emit()

    def note_drawing(self) -> None:
        """A mark was made, undone, redone or cleared."""
        self.stateChanged.emit()

    def set_pen(self, width: int) -> None:
        """Another pen."""
        self._change(pen=width)

    def set_eraser(self, on: bool) -> None:
        """The pen takes ink away, or puts it down."""
        self._change(eraser=on)

    def set_stages(self, stages: Stages) -> None:
        """Other stages of the preprocessing are on."""
        self._change(stages=stages)

    @Slot(bool)
    def set_calibrated(self, on: bool) -> None:
        """Percentages are of logits divided by their temperature, or of the logits as they are."""
        self._studio.set_calibrated(on)

    def set_tab(self, tab: Tab) -> None:
        """Something else is looked at behind the prediction."""
        self._change(tab=tab)

    def set_question(self, question: Question) -> None:
        """Why asks something else."""
        self._change(question=question)

    def set_map(self, opened: OpenedMap | None) -> None:
        """Another map is looked at, or all layers."""
        self._change(map=opened)

    def _change(self, **values: Any) -> None:
        before, place = self._state, self.place()
        self._state = replace(before, **values)
        if self._state != before:
            self.stateChanged.emit()
        if self.place() != place:
            self.placeChanged.emit()

    # --- who reads

    @Slot(object)
    def choose(self, choice: Choice) -> None:
        """Make these weights the studio's current ones."""
        self._studio.choose(choice.network, choice.weights)

    @Slot()
    def use_reader(self) -> None:
        """Make what reads the studio's current network."""
        reads = self.reads.standing.reads
        if reads is not None:
            self._studio.choose(reads.network, reads.weights)

    @Slot()
    def use_built_in(self) -> None:
        """Make the network that came with the program the current one."""
        self._studio.choose(built_in().network, built_in().weights)

    @Slot()
    def read_untrained(self) -> None:
        """Read with the network that the program begins with before it has learnt."""
        self.reads.set_untrained(True)
        self.stateChanged.emit()

    def agree(self) -> None:
        """Run the user's own class that is current.

        Raises:
            StudioError: if it cannot be read, or has changed.
        """
        network = self._studio.current.network
        if isinstance(network, PythonNetwork):
            self._studio.agree(network)

    # --- the studio's picture

    @Slot(object)
    def _on_predicted(self, reply: PredictionReply) -> None:
        """What the network sees becomes the studio's picture, when a mark has ended; not when it is only read again."""
        self._seen = reply
        self.told.emit()
        marks = reply.ask.marks
        if marks is None:
            return
        former, self._newest = self._shared, reply
        self._shared = (marks, reply.ask.stages)
        if self._shared != former and marks != self._left:
            self.share()
        self._left = None

    def facts(self) -> dict[str, Any]:
        """The class that is predicted, where it is sure to be a digit and one class."""
        if self._seen is None or not self._seen.prediction.sure:
            return {}
        return {"digit": self._seen.prediction.candidates[0]}

    def share(self) -> None:
        """What the network sees becomes the studio's picture."""
        if self._newest is not None:
            seen, marks = self._newest.prediction.preprocessed, self._newest.ask.marks
            picture = None if seen.empty else NetworkInput.of(seen.network_input, origin_of(marks or ()))
            self._studio.show_picture(picture)

    # --- the end

    @property
    def busy(self) -> bool:
        """Whether something that was asked for is still to come."""
        return any(part.busy for part in (self.reads, self.weights, self.predictions, self.own_digits))

    def closing_question(self) -> str:
        return self.tuning.closing_question()

    def shut_down(self) -> None:
        self.reads.shut_down()
        self.weights.shut_down()
        self.predictions.shut_down()
        self.own_digits.shut_down()


def create_document(studio: Studio) -> DrawDocument:
    """The room's document."""
    return DrawDocument(studio)

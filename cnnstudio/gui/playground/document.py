"""What the Playground knows, without a widget: its state, the layer that is opened, and what becomes of its edits."""

from typing import Any

from PySide6.QtCore import Slot

from cnnstudio.convolution import files
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.opened import Look
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.room_state import PlaygroundRoomState
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.gui import errors
from cnnstudio.gui.documents import Document
from cnnstudio.gui.playground.accuracy import Accuracy
from cnnstudio.gui.playground.keeping import Keeping
from cnnstudio.gui.playground.layer_way import LayerWay
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.studio import Studio
from cnnstudio.workspace.current import Current

_MISSED = "playground-layer"
"""What is told of a layer that cannot be opened holds until another is asked for, or nobody asks any more."""


def create_document(studio: Studio) -> "PlaygroundDocument":
    """The room's document."""
    return PlaygroundDocument(studio)


class PlaygroundDocument(Document):
    """Joins the free state with the layer that may be opened in front of it.

    Attributes:
        model: what is shown.
        opening: the layer that is opened.
        way: the network's other layers, from its input to its output.
        accuracy: what its network's edits do to its accuracy.
        keeping: keeps them as new weights.
    """

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.model = PlaygroundModel(self)
        self.model.predicting.follow(studio.predict)
        self.opening = Opening(studio, self)
        self.way = LayerWay(self.opening, self)
        self.accuracy = Accuracy(studio, self.opening, self)
        self.keeping = Keeping(studio, self.opening, self.accuracy, self)
        self.undo_stack = self.model.undo
        studio.changed.connect(self._on_current)
        studio.roomShown.connect(self._on_room)
        self.opening.looked.connect(self._show_look)
        self.opening.closed.connect(self.model.show_free)
        self.opening.missed.connect(self._on_missed)
        self.opening.moved.connect(self._take_back_missed)
        self.opening.moved.connect(self.placeChanged)
        self.opening.moved.connect(self.stateChanged)
        self.model.stateChanged.connect(self.stateChanged)
        self.model.positionChanged.connect(self._note_unit)
        self.model.viewChanged.connect(self.stateChanged)
        self.model.pointedChanged.connect(self._tell_pointed)

    @Slot()
    def _tell_pointed(self) -> None:
        cell = self.model.pointed
        if cell is not None:
            self.pointed.emit(f"{cell.block.value} {cell.row} {cell.col}")

    # --- what a restart brings back

    def state(self) -> PlaygroundRoomState:
        cell = self.model.free_position
        return PlaygroundRoomState(
            free=self.model.free,
            opened=self.opening.layer,
            pinned=(cell.channel, cell.row, cell.col),
            spread=self.model.spread,
        )

    def open_state(self, state: Any) -> None:
        """Show this state; a layer that the network has not is told, and the free state shown instead.

        Raises:
            StudioError: if the free state is too large to be shown.
        """
        assert isinstance(state, PlaygroundRoomState)
        errors.take_back(_MISSED)
        self.opening.close()
        self.model.open_free(state.free, Cell(Block.OUTPUT, *state.pinned), self.tr("opening a state"))
        self.model.set_spread(state.spread)
        if state.opened is not None:
            self.opening.open(state.opened)

    def show_wanted(self, wanted: object) -> None:
        """Show what another room or a lesson asks for; what is none of these is passed over.

        Args:
            wanted: a layer of the current network, a `PlaygroundState`, its JSON form, or the number of a figure.

        Raises:
            StudioError: if it is a JSON form that cannot be read.
        """
        errors.take_back(_MISSED)
        if isinstance(wanted, OpenedLayer):
            there = self.place() == _place(wanted) and self.model.opened
            self.opening.open(wanted)
            if there and (wanted.row or wanted.col):
                self.model.pin(wanted.row, wanted.col, 0)
            return
        chosen = wanted if isinstance(wanted, PlaygroundState) else None
        if isinstance(wanted, int):
            chosen = next((figure.state for figure in self.model.figures if figure.number == wanted), None)
        elif isinstance(wanted, dict):
            chosen = files.from_json(wanted)
        if chosen is not None:
            self.opening.close()
            self.model.change(self.tr("opening a state"), lambda _state: chosen)
            self.model.pin(0, 0, 0)

    def place(self) -> OpenedLayer | None:
        layer = self.opening.layer
        return None if layer is None else _place(layer)

    def go_to(self, place: Any) -> None:
        if place is None:
            self.opening.close()
        else:
            assert isinstance(place, OpenedLayer)
            self.opening.open(place)

    # --- an opened layer

    @Slot(object)
    def _show_look(self, look: Look) -> None:
        self.model.show_look(self.opening, look)

    @Slot(object, object)
    def _on_missed(self, layer: OpenedLayer, error: BaseException) -> None:
        """A layer that cannot be opened was no place."""
        self.placeLost.emit(_place(layer))
        self.stateChanged.emit()
        errors.show_error(None, error, about=_MISSED)

    @Slot(object, object)
    def _on_current(self, before: Current, after: Current) -> None:
        if (before.network, before.weights) != (after.network, after.weights):
            errors.take_back(_MISSED)

    @Slot(str)
    def _on_room(self, room: str) -> None:
        if room != "playground":
            errors.take_back(_MISSED)

    @Slot()
    def _take_back_missed(self) -> None:
        """Another layer is asked for, or none."""
        errors.take_back(_MISSED)

    @Slot()
    def _note_unit(self) -> None:
        """The unit that is taken apart is the opened layer's, too."""
        if self.model.opened:
            self.opening.note_unit(self.model.position.row, self.model.position.col)
        self.stateChanged.emit()

    def shut_down(self) -> None:
        self.way.shut_down()
        self.accuracy.shut_down()
        self.keeping.shut_down()
        self.opening.shut_down()
        self.model.shut_down()


def _place(layer: OpenedLayer) -> OpenedLayer:
    """Which layer it is, whatever is looked at there."""
    return OpenedLayer(path=layer.path, call=layer.call)

"""What the playground's widgets share: the state, PyTorch's result, what is pointed at, and the undo stack."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from cnnstudio.compute import stay_on_one_core
from cnnstudio.convolution.figures import Figure, figures
from cnnstudio.convolution.geometry import Geometry
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.opened import Look
from cnnstudio.convolution.operation import Result, compute
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, labels
from cnnstudio.gui.playground import limits
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.playground.predicting import Predicting
from cnnstudio.gui.workers.latest_wins import LatestWins

_AT_ONCE = 60_000
"""Values up to which a state is computed where it stands: a few milliseconds."""

_UNDO_BYTES = 768 * 1024 * 1024
_UNDO_STEPS = 500


@dataclass(frozen=True)
class _Change:
    before: PlaygroundState
    after: PlaygroundState


class _Command(QUndoCommand):
    """One change; changes with the same key that follow each other (a drag, a spin) are undone together."""

    def __init__(self, model: "PlaygroundModel", text: str, change: _Change, key: int) -> None:
        super().__init__(text)
        self._model = model
        self._change = change
        self._key = key

    def id(self) -> int:
        return self._key

    def mergeWith(self, other: QUndoCommand) -> bool:
        if other.id() != self.id() or not isinstance(other, _Command):
            return False
        self._change = _Change(self._change.before, other._change.after)
        self.setObsolete(self._change.before == self._change.after)
        return True

    def redo(self) -> None:
        self._model._show(self._change.after)

    def undo(self) -> None:
        self._model._show(self._change.before)


def prepared(state: PlaygroundState) -> Result:
    """What is drawn of a state, on any thread."""
    # Quicker than on two, even on an idle machine, and by far beside other work: the sums come in short steps, and
    # after each one core would wait for the other.
    stay_on_one_core()
    return compute(state).prepare_drawing()


def _strongest(look: Look) -> tuple[int, int]:
    """The unit of the output map in front with the largest magnitude, unless another was named."""
    if look.layer.row or look.layer.col:
        return look.layer.row, look.layer.col
    front = look.result.output[0].abs()
    return divmod(int(front.argmax()), front.shape[1])


class PlaygroundModel(QObject):
    """The state and everything derived from it; lives on the window's thread.

    Widgets change the state only by ``change``; what they draw comes from ``result``, whose own ``state`` may lag
    behind while a large picture is being computed.
    """

    stateChanged = Signal()
    resultChanged = Signal()
    positionChanged = Signal()  # the output cell that is taken apart
    pointedChanged = Signal()  # the cell under the pointer or the keyboard's cursor
    viewChanged = Signal()  # which channels are in front, spread or stacked
    refused = Signal(str)  # a sentence: why something cannot be done
    historyChanged = Signal()  # whether there is something to undo or redo
    openedChanged = Signal()  # an opened layer is shown in place of the free state, or no longer
    busyChanged = Signal(bool)

    def __init__(self, parent: QObject | None = None, *, result: Result | None = None) -> None:
        """Begin with the first figure, or with what ``prepared`` has made of another state."""
        super().__init__(parent)
        self.figures: tuple[Figure, ...] = figures()
        self.undo = QUndoStack(self)
        self.undo.setUndoLimit(_UNDO_STEPS)
        self.undo.indexChanged.connect(self.historyChanged)
        # Small states are computed on this thread; PyTorch would wake a second one for each and wait for it.
        stay_on_one_core()
        self._state = self.figures[0].state if result is None else result.state
        self._result = compute(self._state) if result is None else result
        self._cell = Cell(Block.OUTPUT, 0, 0, 0)
        self._pointed: Cell | None = None
        self._held: Cell | None = None
        self._in_front = 0
        self._spread: bool | None = None
        self._reveal = False
        self._gesture = 0
        self._opening: Opening | None = None
        self._looked_at: tuple[str, int] | None = None  # the opened layer's path and call
        # What is gone back to from an opened layer, and the cell that was taken apart there.
        self._free, self._free_cell = self._state, self._cell
        self._wanted_cell: Cell | None = None  # once its state has been computed
        self.predicting = Predicting(self)
        self._worker = LatestWins(prepared, self, name="playground")
        self._worker.result.connect(self._on_computed)
        self._worker.failed.connect(self._on_failed)
        self._worker.busyChanged.connect(self.busyChanged)

    # --- what is shown

    @property
    def state(self) -> PlaygroundState:
        """What was asked for."""
        return self._state

    @property
    def result(self) -> Result:
        """What is drawn; ``result.state`` is the state it belongs to."""
        return self._result

    @property
    def position(self) -> Cell:
        """The output cell that is taken apart."""
        return self._cell

    @property
    def pointed(self) -> Cell | None:
        """The cell under the pointer or the cursor."""
        return self._pointed

    @property
    def focus(self) -> Cell:
        """What lights up: the pointed cell, or else the one that is held, or else the position."""
        return self._pointed or self._held or self._cell

    @property
    def held(self) -> Cell | None:
        """An input cell or a weight that stays lit after a click."""
        return self._held

    @property
    def shown_output(self) -> Cell:
        """The output cell the product view shows: the pointed one if it is an output, else the position."""
        pointed = self._pointed
        if pointed is not None and pointed.block is Block.OUTPUT:
            return pointed
        if pointed is not None and pointed.block is Block.PARTIAL:
            return Cell(Block.OUTPUT, pointed.out, pointed.row, pointed.col)
        return self._cell

    @property
    def out_channel(self) -> int:
        """The output channel in front: the position's."""
        return self._cell.channel

    @property
    def in_channel(self) -> int:
        """The input channel in front; always one the output channel in front looks at."""
        read = self._result.state.geometry.channels_read(self._cell.channel)
        return self._in_front if self._in_front in read else read.start

    @property
    def spread(self) -> bool | None:
        """Whether channels lie beside each other; None = where there is room."""
        return self._spread

    @property
    def reveal(self) -> bool:
        """Whether the output fills as the window slides."""
        return self._reveal

    @property
    def busy(self) -> bool:
        """Whether a large state is being computed."""
        return self._worker.busy

    @property
    def figure(self) -> Figure | None:
        """The tutorial's figure that is set up, if it is one."""
        state = self._state
        return next((figure for figure in self.figures if figure.state == state), None)

    # --- changing

    def change(self, text: str, make: Callable[[PlaygroundState], PlaygroundState], *, gesture: int = -1) -> bool:
        """Change the state, or say why not; whether it was changed.

        Args:
            text: what it is called in the undo menu.
            make: gives the new state; may raise StudioError.
            gesture: changes of one gesture (see ``new_gesture``) are undone together.
        """
        if self._opening is not None:
            return self._change_opened(text, make, gesture)
        try:
            changed = make(self._state)
            limits.check(changed)
        except StudioError as error:
            self.refused.emit(errors.sentence(error))
            return False
        if changed == self._state:
            return False
        self._forget_old_pictures(changed)
        self.undo.push(_Command(self, text, _Change(self._state, changed), gesture))
        return True

    def _change_opened(self, text: str, make: Callable[[PlaygroundState], PlaygroundState], gesture: int) -> bool:
        """Change the opened layer's weights; what comes of it is shown when the layer has been computed anew."""
        assert self._opening is not None
        try:
            changed = make(self._state)
        except StudioError as error:
            self.refused.emit(errors.sentence(error))
            return False
        return changed != self._state and self._opening.edit(changed, text, gesture)

    @property
    def history(self) -> QUndoStack:
        """What Ctrl+Z undoes now: steps of the free state, or of editing the opened layer."""
        return self.undo if self._opening is None else self._opening.stack

    @Slot()
    def undo_step(self) -> None:
        """Take the last step back."""
        self.history.undo()

    @Slot()
    def redo_step(self) -> None:
        """Do the step again that was taken back last."""
        self.history.redo()

    # --- an opened layer

    def output_number(self, channel: int) -> int:
        """The number of a shown output channel, counted from 0: in the real layer where one is opened."""
        outputs = self._result.outputs
        return channel if outputs is None else outputs[channel]

    @property
    def geometry(self) -> Geometry:
        """The sizes of now; of an opened layer with all its channels, shown or not."""
        look = None if self._opening is None else self._opening.look
        return self._state.geometry if look is None else look.view.geometry

    @property
    def connections(self) -> int | None:
        """Pairs of an input and an output channel that the opened layer connects, where those are not all."""
        look = None if self._opening is None else self._opening.look
        if look is None or look.view.connected is None:
            return None
        return sum(map(len, look.view.connected))

    @property
    def distinct_weights(self) -> int | None:
        """How many numbers the opened layer's weights are, where several of them are one and the same."""
        look = None if self._opening is None else self._opening.look
        return None if look is None else look.view.distinct_weights

    def input_number(self, channel: int) -> int:
        """The same of a shown input channel."""
        inputs = self._result.inputs
        return channel if inputs is None else inputs[channel]

    @property
    def free(self) -> PlaygroundState:
        """The state of the playground itself, whether or not a layer is shown in front of it."""
        return self._free if self.opened else self._state

    @property
    def free_position(self) -> Cell:
        """The output cell that is taken apart in it."""
        cell = self._free_cell if self.opened else self._wanted_cell or self._cell
        geometry = self.free.geometry
        height, width = geometry.output_size
        return Cell(
            Block.OUTPUT,
            min(cell.channel, geometry.channels_out - 1),
            min(cell.row, height - 1),
            min(cell.col, width - 1),
        )

    def open_free(self, state: PlaygroundState, cell: Cell, text: str) -> None:
        """Show a free state and take a cell apart, as one step that can be undone; a new playground's is none.

        Raises:
            StudioError: if the state is too large to be shown.
        """
        limits.check(state)
        self.close_opened()
        if state != self._state:
            if self.undo.count() or self._state != self.figures[0].state:
                self._forget_old_pictures(state)
                self.undo.push(_Command(self, text, _Change(self._state, state), -1))
            else:
                self._show(state)
        if self._result.state == state:
            self.pin(cell.row, cell.col, cell.channel)
        else:
            self._wanted_cell = cell

    def close_opened(self) -> None:
        """Go back to the free state if a layer is shown."""
        if self._opening is not None:
            self._opening.close()

    @property
    def front_is_off(self) -> bool:
        """Whether the output map in front is one of an opened layer, and switched off."""
        return self._opening is not None and self.output_number(self.out_channel) in self._opening.maps_off

    @property
    def opened(self) -> bool:
        """Whether a layer of a network is shown: its sizes and its input are its own."""
        return self._opening is not None

    def show_look(self, opening: Opening, look: Look) -> None:
        """Show an opened layer in place of the free state, which is kept."""
        first = self._opening is None
        if first:
            self._free, self._free_cell = self._state, self._wanted_cell or self._cell
            self._wanted_cell = None
            opening.stack.indexChanged.connect(self.historyChanged)
        self._opening = opening
        self._worker.cancel()
        self._state = look.result.state
        self._reveal = False
        self._take_result(look.result)
        shown = (look.layer.path, look.layer.call)
        if shown != self._looked_at:
            self._looked_at = shown
            self.pin(*_strongest(look), 0)  # a place in the layer before says nothing here
        if first:
            self.openedChanged.emit()
            self.historyChanged.emit()
        self.stateChanged.emit()

    def show_free(self) -> None:
        """Go back to the free state."""
        if self._opening is not None:
            self._opening.stack.indexChanged.disconnect(self.historyChanged)
            self._opening = None
            self._looked_at = None
            self._wanted_cell = self._free_cell
            self._show(self._free)
            self.openedChanged.emit()
            self.historyChanged.emit()

    def take_copy(self) -> None:
        """A free state with the numbers that are shown of the opened layer, as one step that can be undone."""
        copied, others = self._state, self._result.rest_channels
        try:
            limits.check(copied)
        except StudioError as error:
            # The layer stays: else it were gone, and no copy there.
            words = self.tr("This layer is too large for a free copy: {why}")
            self.refused.emit(words.format(why=errors.sentence(error)))
            return
        self.show_free()
        self.change(self.tr("taking a free copy"), lambda _state: copied)
        if others:
            self.refused.emit(
                labels.amount(
                    others,
                    "{n} input channel is not in the copy: its output lacks what that adds.",
                    "{n:,} input channels are not in the copy: its output lacks what they add.",
                )
            )

    def new_gesture(self) -> int:
        """A key for changes that belong together: a stroke of the brush, a drag."""
        self._gesture += 1
        return self._gesture

    def _forget_old_pictures(self, coming: PlaygroundState) -> None:
        """Undo keeps whole inputs; with large pictures that would grow without end."""
        size = coming.input.tensor.numel() * 4
        if size * (self.undo.count() + 1) > _UNDO_BYTES:
            self.undo.clear()

    def _show(self, state: PlaygroundState) -> None:
        self._state = state
        self._reveal = False
        geometry = state.geometry
        height, width = geometry.output_size
        size = max(
            geometry.in_channels * geometry.padded_size[0] * geometry.padded_size[1],
            geometry.channels_out * height * width,
        )
        if size <= _AT_ONCE:
            self._worker.cancel()
            self._take_result(compute(state))
        else:
            self._worker.request(state)
        self.stateChanged.emit()

    @Slot(object)
    def _on_computed(self, result: Result) -> None:
        self._take_result(result)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.refused.emit(errors.sentence(error))

    def _take_result(self, result: Result) -> None:
        self._result = result
        geometry = result.state.geometry
        height, width = geometry.output_size
        cell = self._cell
        if self._wanted_cell is not None and result.state is self._state:
            cell, self._wanted_cell = self._wanted_cell, None
        self._cell = Cell(
            Block.OUTPUT,
            min(cell.channel, geometry.channels_out - 1),
            min(cell.row, height - 1),
            min(cell.col, width - 1),
        )
        self._pointed = None
        if self._held is not None and not self._exists(self._held):
            self._held = None
        self.resultChanged.emit()
        self.positionChanged.emit()

    def _exists(self, cell: Cell) -> bool:
        geometry = self._result.state.geometry
        size = {
            Block.INPUT: geometry.padded_size,
            Block.KERNEL: geometry.kernel_size if geometry.operation.weighs else (0, 0),
        }.get(cell.block, geometry.output_size)
        return cell.row < size[0] and cell.col < size[1] and cell.channel < geometry.in_channels

    # --- looking

    def point(self, cell: Cell | None) -> None:
        """Light up what is tied to a cell; None goes back to the position."""
        if cell != self._pointed:
            self._pointed = cell
            self.pointedChanged.emit()

    def hold(self, cell: Cell | None) -> None:
        """Keep what is tied to an input cell or a weight lit; None lets go."""
        if cell != self._held:
            self._held = cell
            self.pointedChanged.emit()

    def pin(self, row: int, col: int, channel: int | None = None, *, reveal: bool = False) -> None:
        """Take another output cell apart; ``reveal`` hides what comes after it."""
        height, width = self._result.state.geometry.output_size
        channel = self._cell.channel if channel is None else channel
        cell = Cell(Block.OUTPUT, channel, min(max(row, 0), height - 1), min(max(col, 0), width - 1))
        self.hold(None)
        if cell != self._cell or reveal != self._reveal:
            front = cell.channel != self._cell.channel
            self._cell = cell
            self._reveal = reveal
            self.positionChanged.emit()
            if front:
                self.viewChanged.emit()

    @property
    def index(self) -> int:
        """The position's number, row by row."""
        return self._cell.row * self._result.state.geometry.output_size[1] + self._cell.col

    @property
    def count(self) -> int:
        """Positions in all."""
        height, width = self._result.state.geometry.output_size
        return height * width

    def pin_index(self, index: int, *, reveal: bool = False) -> None:
        """Take the output cell of this number apart."""
        width = self._result.state.geometry.output_size[1]
        index = min(max(index, 0), self.count - 1)
        self.pin(index // width, index % width, reveal=reveal)

    def bring_to_front(self, *, in_channel: int | None = None, out_channel: int | None = None) -> None:
        """Show another channel in front; an input channel nobody in front looks at brings a fitting output too."""
        geometry = self._result.state.geometry
        if out_channel is not None:
            self.pin(self._cell.row, self._cell.col, min(max(out_channel, 0), geometry.channels_out - 1))
        if in_channel is not None:
            in_channel = min(max(in_channel, 0), geometry.in_channels - 1)
            self._in_front = in_channel
            if in_channel not in geometry.channels_read(self._cell.channel):
                self.pin(self._cell.row, self._cell.col, geometry.channels_reached(in_channel).start)
            self.viewChanged.emit()

    def set_spread(self, spread: bool | None) -> None:
        """Lay channels beside each other, or stack them; None = as there is room."""
        if spread != self._spread:
            self._spread = spread
            self.viewChanged.emit()

    def shut_down(self) -> None:
        """End the worker, and follow nobody's undo stack any more."""
        if self._opening is not None:
            self._opening.stack.indexChanged.disconnect(self.historyChanged)
            self._opening = None
        self._worker.shut_down()

"""A state of the Playground as a picture in a text."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter

from cnnstudio.convolution.geometry import Geometry
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.operation import Result
from cnnstudio.convolution.room_state import PlaygroundRoomState
from cnnstudio.convolution.state import Mode
from cnnstudio.gui.playground import limits, scene
from cnnstudio.gui.playground.canvas import LEGEND, Canvas
from cnnstudio.gui.playground.model import PlaygroundModel, prepared
from cnnstudio.gui.playground.stack_view import StackView
from cnnstudio.workspace.current import Current

_TALLEST = 400
_CELL = 44.0
"""In a text cells are no larger, however much room there is."""
_LEVEL, _LEAST_STACK = 84, 220
_AROUND = 2 * 16 + 8


@dataclass(frozen=True, slots=True)
class Prepared:
    """A state with what PyTorch makes of it."""

    state: PlaygroundRoomState
    result: Result


def prepare(state: PlaygroundRoomState, _current: Current) -> Prepared | None:
    """Compute a free state; an opened layer has no picture.

    Raises:
        StudioError: if the state is too large to be shown.
    """
    if state.opened is not None:
        return None
    limits.check(state.free)
    return Prepared(state, prepared(state.free))


def drawing(found: Prepared) -> "OperationDrawing | StackDrawing":
    """The half that the state shows."""
    return StackDrawing(found) if found.state.free.mode is Mode.RECEPTIVE_FIELD else OperationDrawing(found)


class OperationDrawing:
    """Input, kernel and output side by side, one output cell taken apart."""

    def __init__(self, found: Prepared) -> None:
        self._found = found

    def size(self, width: int) -> QSize:
        return QSize(width, self._room(width)[0])

    def paint(self, painter: QPainter, size: QSize, *, vector: bool = False) -> None:
        state = self._found.state
        model = PlaygroundModel(result=self._found.result)
        channel, row, col = state.pinned
        model.pin(row, col, channel)
        model.set_spread(self._room(size.width())[1])
        canvas = Canvas(model)
        canvas.set_room(size)
        canvas.resize(size)
        canvas.render_to(painter, vector=vector)
        canvas.deleteLater()
        model.deleteLater()

    def _room(self, width: int) -> tuple[int, bool]:
        """The height that the sheets need at this width, and whether channels lie below each other."""
        geometry: Geometry = self._found.result.state.geometry
        at = Cell(Block.OUTPUT, *self._found.state.pinned)
        read = geometry.channels_read(at.channel)

        def laid(height: float, spread: bool | None) -> scene.Scene:
            return scene.lay_out(geometry, (width, height), in_front=read.start, out_front=at.channel, spread=spread)

        tallest = _TALLEST - LEGEND
        first = laid(tallest, self._found.state.spread)
        tops = [sheet.y for column in first.columns for sheet in column.sheets]
        ends = [sheet.rect.bottom() for column in first.columns for sheet in column.sheets]
        cell = max(sheet.cell for column in first.columns for sheet in column.sheets)
        needs = (max(ends) - min(tops)) * min(1.0, _CELL / cell) + first.caption_height + _AROUND
        return round(min(needs, tallest)) + LEGEND, first.spread


class StackDrawing:
    """Feature maps as planes above each other, with the receptive field of the middle unit at the top."""

    def __init__(self, found: Prepared) -> None:
        self._found = found

    def size(self, width: int) -> QSize:
        levels = len(self._found.state.free.stack.layers) + 1
        return QSize(width, min(max(_LEVEL * levels, _LEAST_STACK), _TALLEST))

    def paint(self, painter: QPainter, size: QSize, *, vector: bool = False) -> None:
        model = PlaygroundModel(result=self._found.result)
        view = StackView(model)
        view.resize(size)
        view.render_to(painter, vector=vector)
        view.deleteLater()
        model.deleteLater()

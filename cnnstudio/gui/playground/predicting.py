"""Which numbers of the Playground are hidden until they were predicted."""

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cnnstudio.convolution.links import Block, Cell
from cnnstudio.gui.language import translate
from cnnstudio.gui.predict_first import Asked, PredictFirst
from cnnstudio.lessons import asked
from cnnstudio.lessons.asked import Thing
from cnnstudio.lessons.slips import Verdict

if TYPE_CHECKING:
    from cnnstudio.gui.playground.model import PlaygroundModel


class Predicting(QObject):
    """What the switch means here; as long as it follows none, nothing is hidden.

    Of the operation its size, its costs and the cell that is taken apart are hidden, of a stack each level's shape and
    receptive field.
    """

    changed = Signal()

    def __init__(self, model: "PlaygroundModel") -> None:
        super().__init__(model)
        self._model = model
        self._predict: PredictFirst | None = None

    def follow(self, predict: PredictFirst) -> None:
        """Hide what this switch says."""
        self._predict = predict
        predict.changed.connect(self.changed)
        self.changed.emit()

    @property
    def on(self) -> bool:
        """Whether numbers are hidden."""
        return self._predict is not None and self._predict.on

    def hides(self, thing: Thing) -> bool:
        """Whether the operation's size or costs are hidden."""
        there = thing in asked.things_of_geometry(self._model.geometry)
        return there and self._hidden(self._key(thing))

    def hides_cell(self, cell: Cell) -> bool:
        """Whether a cell's number is hidden: the one that is taken apart, and what it is added up from."""
        here = self._model.position
        if not self.on or (cell.row, cell.col) != (here.row, here.col):
            return False
        out = cell.channel if cell.block is Block.OUTPUT else cell.out
        if cell.block not in (Block.OUTPUT, Block.PARTIAL) or out != here.channel:
            return False
        return self._hidden(self._cell_key())

    def hides_level(self, level: int, thing: Thing) -> bool:
        """Whether the shape or the receptive field of a level of the stack is hidden."""
        return 0 < level <= len(self._model.state.stack.layers) and self._hidden(self._level_key(level, thing))

    def wrong(self, thing: Thing) -> Verdict | None:
        """What was said of a wrong prediction, as long as the number is hidden."""
        return None if self._predict is None else self._predict.wrong(self._key(thing))

    def asked_of_operation(self) -> list[Asked]:
        """What can be predicted of the operation; a cell once it is known how many there are."""
        if not self.on:
            return []
        geometry, result, cell = self._model.geometry, self._model.result, self._model.position
        found = []
        for thing in asked.things_of_geometry(geometry):
            if thing is Thing.CELL:
                if self.hides(Thing.SIZE):
                    continue
                place = (cell.channel, cell.row, cell.col)
                number = self._model.output_number(cell.channel)
                make = partial(asked.of_cell, result.state, self._value(), place, number)
                found.append(Asked(self._cell_key(), title(thing), make))
            elif thing is Thing.SIZE:
                found.append(Asked(self._key(thing), title(thing), partial(asked.of_size, geometry)))
            else:
                counts = partial(asked.of_counts, geometry, bias=self._model.state.adds_bias, thing=thing)
                found.append(Asked(self._key(thing), title(thing), counts))
        return found

    def asked_of_level(self, level: int) -> list[Asked]:
        """What can be predicted of a level of the stack; nothing of the input."""
        stack = self._model.state.stack
        if not self.on or not 0 < level <= len(stack.layers):
            return []
        return [
            Asked(self._level_key(level, thing), title(thing), partial(asked.of_level, stack, level, thing))
            for thing in (Thing.SHAPE, Thing.FIELD)
        ]

    def _hidden(self, key: Hashable) -> bool:
        return self._predict is not None and self._predict.hides(key)

    def _value(self) -> float:
        cell = self._model.position
        return float(self._model.result.output[cell.channel, cell.row, cell.col])

    def _key(self, thing: Thing) -> Hashable:
        bias = thing is Thing.PARAMETERS and self._model.state.adds_bias
        return ("playground", thing, self._model.geometry, bias)

    def _cell_key(self) -> Hashable:
        # Another number in the same place is to be predicted anew.
        cell = self._model.position
        place = (self._model.output_number(cell.channel), cell.row, cell.col)
        return ("playground", Thing.CELL, self._model.result.state.geometry, place, self._value())

    def _level_key(self, level: int, thing: Thing) -> Hashable:
        stack = self._model.state.stack
        return ("playground", thing, stack.layers[:level], stack.input_size, stack.in_channels)


def title(thing: Thing) -> str:
    """What is asked for, in a word or two."""
    return {
        Thing.SIZE: translate("playground", "Output size"),
        Thing.CELL: translate("playground", "This cell"),
        Thing.PARAMETERS: translate("playground", "Parameters"),
        Thing.MACS: translate("playground", "MACs"),
        Thing.SHAPE: translate("playground", "Shape"),
        Thing.FIELD: translate("playground", "Receptive field"),
    }[thing]

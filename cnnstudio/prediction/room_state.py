"""The Draw room's state: what a restart, a link or a file brings back."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message
from cnnstudio.prediction.attribution import Method
from cnnstudio.prediction.drawing import Picture, SheetMark
from cnnstudio.prediction.preprocessing import Stages
from cnnstudio.room_states import RoomState

Tab = Literal["inside", "why", "handwriting"]
PEN_RANGE = (4, 64)
"""Widths of the pen, in units of the paper."""
PEN = 22


@dataclass(frozen=True, slots=True)
class Question:
    """Why ``target`` and not ``against``; None = the first and the second guess."""

    target: int | None = None
    against: int | None = None
    method: Method = Method.GRADIENTS

    def __post_init__(self) -> None:
        if any(number is not None and number < 0 for number in (self.target, self.against)):
            raise ConfigError("Classes are counted from 0. Copy the link again.")


@dataclass(frozen=True, slots=True)
class OpenedMap:
    """A feature map that is looked at, and the unit that is explained.

    Attributes:
        layer: the layer's path, with the number of its use where it is used twice.
        channel, row, column: of the unit.
    """

    layer: str
    channel: int = 0
    row: int = 0
    column: int = 0

    def __post_init__(self) -> None:
        if min(self.channel, self.row, self.column) < 0:
            raise ConfigError("Maps, rows and columns are counted from 0. Copy the link again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawState(RoomState):
    """What the Draw room shows.

    Attributes:
        marks: on the sheet; a picture is the first.
        pen: width in units of the paper.
        eraser: whether the pen takes ink away.
        stages: of the preprocessing.
        tab: what is looked at behind the prediction.
        question: asked in Why.
        map: opened in Inside; None = all layers are shown.
        calibrated: whether percentages are of logits divided by the weights' temperature; a state of a version that
            knew no such switch has it on, as that version had.
        untrained: the network that the program begins with reads before it has learnt; else the built-in one stands in.
    """

    ROOM: ClassVar[str] = "draw"
    WHERE: ClassVar[str] = Message("The Draw room's state")

    marks: tuple[SheetMark, ...] = ()
    pen: int = PEN
    eraser: bool = False
    stages: Stages = field(default_factory=Stages)
    tab: Tab = "inside"
    question: Question = field(default_factory=Question)
    map: OpenedMap | None = None
    calibrated: bool = True
    untrained: bool = False

    def __post_init__(self) -> None:
        least, most = PEN_RANGE
        if not least <= self.pen <= most:
            raise ConfigError(
                "The pen is from {least} to {most} wide; {pen} is not.", least=least, most=most, pen=self.pen
            )
        if any(isinstance(mark, Picture) for mark in self.marks[1:]):
            raise ConfigError("A picture is a new sheet: nothing was drawn before it. Open another drawing.")

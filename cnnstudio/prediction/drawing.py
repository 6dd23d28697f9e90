"""A drawing: the marks on the paper with undo and redo, apart from any window.

The paper is a square of ``PAPER`` x ``PAPER`` units, one unit a pixel of the ink that is read; a window may show it at
any size.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnstudio import records
from cnnstudio.datasets.origin import Drawn, Origin
from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message
from cnnstudio.prediction.preprocessing import INPUT_SIDE, Ink

PAPER = 512

Point = tuple[float, float, float]
"""x to the right, y down, in units of the paper; pressure in 0..1."""

GRID = 8
"""A pad gives places in eighths of a unit: no eye tells them from finer ones, and they pack well."""
PRESSURES = 256
"""And pressures in steps of one part of this."""

_MOST_POINTS = 1_000_000
_FARTHEST = 1e6  # from the paper, in its units
_WIDEST = 10 * PAPER
_STEPS = np.array([GRID, GRID, PRESSURES], np.float64)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pen-down to pen-up movement.

    Attributes:
        points: at least one.
        width: of the line at full pressure, in units of the paper.
        eraser: takes ink away.
    """

    KIND: ClassVar[str] = "stroke"
    points: tuple[Point, ...]
    width: float
    eraser: bool = False

    def width_at(self, pressure: float) -> float:
        """The line's width under this pressure: never less than a third, so that a light hand still writes."""
        return self.width * (1 + 2 * min(max(pressure, 0.0), 1.0)) / 3

    def to_json(self) -> dict[str, Any]:
        """A JSON object, the points packed; ``from_json`` reads it back, to the bit."""
        points = np.asarray(self.points, dtype="<f8").reshape(-1, 3)
        steps = points * _STEPS
        gridded = bool((steps == np.rint(steps)).all() and (np.abs(steps) < 2**14).all())
        # Neighbours lie near one another: differences are small numbers, column by column.
        numbers = np.diff(steps, axis=0, prepend=0).T.astype("<i2") if gridded else points
        packed = _PackedStroke(records.packed(numbers.tobytes()), self.width, self.eraser, gridded)
        return records.to_json(packed)  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, data: Any) -> "Stroke":
        """Read ``to_json`` back.

        Raises:
            ConfigError: if it is no stroke, or one that no pen could draw.
        """
        packed = records.from_json(_PackedStroke, data, where=Message("A stroke"))
        try:
            block = records.unpacked(packed.points, 24 * _MOST_POINTS)
            if packed.gridded:
                steps = np.frombuffer(block, dtype="<i2").reshape(3, -1).astype(np.float64)
                numbers = steps.cumsum(axis=1).T / _STEPS
            else:
                numbers = np.frombuffer(block, dtype="<f8").reshape(-1, 3)
        except ValueError as error:
            raise ConfigError("The points of a stroke are damaged. Open another drawing.") from error
        if not len(numbers) or not (np.abs(numbers) <= _FARTHEST).all() or not 0 < packed.width <= _WIDEST:
            raise ConfigError("A stroke lies where no pen can draw. Open another drawing.")
        return cls(tuple((x, y, pressure) for x, y, pressure in numbers.tolist()), packed.width, packed.eraser)


@dataclass(frozen=True, slots=True)
class _PackedStroke:
    KIND: ClassVar[str] = Stroke.KIND
    points: str
    width: float
    eraser: bool = False
    gridded: bool = False  # differences of steps of the grid, column by column; else x, y, pressure in float64


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Ink of a picture that was opened, dropped, pasted or sent by another room; it is a new sheet. See ``of``.

    Attributes:
        ink: (H, W) in 0..1, shown fitted to the paper.
        prepared: it is a data set's, so it is a network's input already.
        origin: where it comes from.
    """

    KIND: ClassVar[str] = "picture"
    ink: Ink
    prepared: bool = False
    origin: Origin = field(default_factory=Drawn)

    @classmethod
    def of(cls, ink: Ink, *, prepared: bool = False, origin: Origin | None = None) -> "Picture":
        """A picture as the paper can show it: no finer than it, in its 256 greys; a prepared one as it is."""
        if not prepared:
            if max(ink.shape) > PAPER:
                size = tuple(max(1, round(side * PAPER / max(ink.shape))) for side in ink.shape[::-1])
                whole = Image.fromarray(np.ascontiguousarray(ink, np.float32))
                ink = np.asarray(whole.resize((size[0], size[1]), Image.Resampling.BOX), np.float32)
            ink = _levels(ink).astype(np.float32) / np.float32(255)
        return cls(np.ascontiguousarray(ink, np.float32), prepared, Drawn() if origin is None else origin)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picture) and (self._identity() == other._identity())

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[Any, ...]:
        return self.prepared, self.origin, self.ink.shape, self.ink.tobytes()

    def to_json(self) -> dict[str, Any]:
        """A JSON object, the numbers packed; ``from_json`` reads it back, to the bit."""
        levels = _levels(self.ink)
        whole = np.array_equal(levels.astype(np.float32) / np.float32(255), self.ink)
        numbers = levels.tobytes() if whole else self.ink.astype("<f4").tobytes()
        height, width = self.ink.shape
        packed = _PackedPicture((height, width), whole, records.packed(numbers), self.prepared, self.origin)
        return records.to_json(packed)  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, data: Any) -> "Picture":
        """Read ``to_json`` back.

        Raises:
            ConfigError: if it is no such picture, or larger than the paper.
        """
        packed = records.from_json(_PackedPicture, data, where=Message("A picture on the pad"))
        kind = np.dtype(np.uint8 if packed.greys else "<f4")
        try:
            if not all(0 < side <= PAPER for side in packed.shape):
                raise ValueError("sizes")
            if packed.prepared and packed.shape != (INPUT_SIDE, INPUT_SIDE):
                raise ValueError("prepared")
            count = packed.shape[0] * packed.shape[1] * kind.itemsize
            numbers = np.frombuffer(records.unpacked(packed.numbers, count + 1), kind).reshape(packed.shape)
            ink: Ink = numbers.astype(np.float32)
            if packed.greys:
                ink = ink / np.float32(255)
            if not ((ink >= 0) & (ink <= 1)).all():
                raise ValueError("levels")
        except ValueError as error:
            raise ConfigError("A picture on the pad is damaged. Open another drawing.") from error
        return cls(ink, packed.prepared, packed.origin)


@dataclass(frozen=True, slots=True)
class _PackedPicture:
    KIND: ClassVar[str] = Picture.KIND
    shape: tuple[int, int]
    greys: bool  # 256 of them, a byte each; else float32
    numbers: str
    prepared: bool = False
    origin: Origin = field(default_factory=Drawn)


def _levels(ink: Ink) -> NDArray[np.uint8]:
    levels: NDArray[np.uint8] = np.rint(np.clip(ink, 0, 1) * np.float32(255)).astype(np.uint8)
    return levels


@dataclass(frozen=True, slots=True)
class Clearing:
    """A new sheet: what was drawn before is out of sight but not gone."""


Mark = Stroke | Picture | Clearing
SheetMark = Stroke | Picture
"""What can be on a sheet; a picture is always the first."""


def origin_of(sheet: tuple[SheetMark, ...]) -> Origin:
    """Where what is on a sheet comes from: its picture's, as long as nothing was drawn over it."""
    match sheet:
        case (Picture(origin=origin),):
            return origin
    return Drawn()


class Drawing:
    """The marks so far; every mark can be undone and redone, clearing too."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []
        self._undone: list[Mark] = []

    @property
    def visible(self) -> tuple[SheetMark, ...]:
        """The marks on the sheet of the moment."""
        sheet: list[SheetMark] = []
        for mark in reversed(self._marks):
            if isinstance(mark, Clearing):
                break
            sheet.append(mark)
            if isinstance(mark, Picture):
                break
        return tuple(reversed(sheet))

    @property
    def undone(self) -> tuple[Mark, ...]:
        """The marks that can be brought back, the one undone last at the end."""
        return tuple(self._undone)

    @property
    def prepared(self) -> Ink | None:
        """The data set's picture on the sheet, as long as nothing was drawn over it; it is read as it came."""
        match self.visible:
            case (Picture(ink=ink, prepared=True),):
                return ink
        return None

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The visible pen strokes, erasing ones left out."""
        return tuple(mark for mark in self.visible if isinstance(mark, Stroke) and not mark.eraser)

    @property
    def can_undo(self) -> bool:
        """There is a mark to take back."""
        return bool(self._marks)

    @property
    def can_redo(self) -> bool:
        """There is a mark to bring back."""
        return bool(self._undone)

    def add(self, mark: Mark) -> None:
        """Put a mark on the paper; what was undone is forgotten."""
        self._marks.append(mark)
        self._undone.clear()

    def clear(self) -> None:
        """Take a new sheet, unless this one is empty."""
        if self.visible:
            self.add(Clearing())

    def show(self, sheet: tuple[SheetMark, ...]) -> None:
        """Put other marks on a new sheet; undo brings the former back."""
        if sheet != self.visible:
            self.clear()
            for mark in sheet:
                self.add(mark)

    def start_over(self) -> None:
        """Nothing drawn, nothing to undo."""
        self._marks.clear()
        self._undone.clear()

    def undo(self) -> None:
        """Take back the last mark, if there is one."""
        if self._marks:
            self._undone.append(self._marks.pop())

    def redo(self) -> None:
        """Bring back the mark undone last, if there is one."""
        if self._undone:
            self._marks.append(self._undone.pop())

"""A drawing: the marks on the paper with undo and redo, apart from any window.

The paper is a square of ``PAPER`` x ``PAPER`` units, one unit a pixel of the ink that is read; a window may show it at
any size.
"""

from dataclasses import dataclass

from cnnstudio.prediction.preprocessing import Ink

PAPER = 512

Point = tuple[float, float, float]
"""x to the right, y down, in units of the paper; pressure in 0..1."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pen-down to pen-up movement.

    Attributes:
        points: at least one.
        width: of the line at full pressure, in units of the paper.
        eraser: takes ink away.
    """

    points: tuple[Point, ...]
    width: float
    eraser: bool = False

    def width_at(self, pressure: float) -> float:
        """The line's width under this pressure: never less than a third, so that a light hand still writes."""
        return self.width * (1 + 2 * min(max(pressure, 0.0), 1.0)) / 3


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Ink of a picture that was opened, dropped, pasted or sent by another room; it is a new sheet.

    Attributes:
        ink: (H, W) in 0..1, shown fitted to the paper.
        prepared: it is a data set's, so it is a network's input already.
    """

    ink: Ink
    prepared: bool = False


@dataclass(frozen=True, slots=True)
class Clearing:
    """A new sheet: what was drawn before is out of sight but not gone."""


Mark = Stroke | Picture | Clearing


class Drawing:
    """The marks so far; every mark can be undone and redone, clearing too."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []
        self._undone: list[Mark] = []

    @property
    def visible(self) -> tuple[Mark, ...]:
        """The marks on the sheet of the moment."""
        for i in range(len(self._marks) - 1, -1, -1):
            if isinstance(self._marks[i], Clearing):
                return tuple(self._marks[i + 1 :])
            if isinstance(self._marks[i], Picture):
                return tuple(self._marks[i:])
        return tuple(self._marks)

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

    def undo(self) -> None:
        """Take back the last mark, if there is one."""
        if self._marks:
            self._undone.append(self._marks.pop())

    def redo(self) -> None:
        """Bring back the mark undone last, if there is one."""
        if self._undone:
            self._marks.append(self._undone.pop())

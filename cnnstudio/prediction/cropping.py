"""The rectangle that is cut out of a picture: moved, resized, kept inside it, apart from any window."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from PIL import Image

from cnnstudio.prediction.pictures import SMALLEST_SIDE
from cnnstudio.prediction.preprocessing import Ink

WORKING_SIDE = 1600
"""Longest side of a picture that is kept to be cropped: fine enough for a digit that fills a tenth of a photograph."""

Size = tuple[int, int]
"""(width, height) in pixels."""

Edges = tuple[int, int]
"""Which edges are meant: -1 the left or upper one, 1 the right or lower one, 0 neither; across, then down."""

HANDLES: tuple[Edges, ...] = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))
"""The four corners and the middles of the four sides, clockwise from the upper left."""


def working_copy(grey: Ink) -> Ink:
    """The picture (H, W) with a longest side of ``WORKING_SIDE`` at most; it shares no memory with a larger one."""
    longest = max(grey.shape)
    if longest <= WORKING_SIDE:
        return grey
    height, width = (max(1, round(side * WORKING_SIDE / longest)) for side in grey.shape)
    return np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.BOX), dtype=np.float32)


def size_of(grey: Ink) -> Size:
    """(width, height) of a picture (H, W)."""
    return grey.shape[1], grey.shape[0]


@dataclass(frozen=True, slots=True)
class Crop:
    """A rectangle in pixels of a picture, from the upper left; ``right`` and ``bottom`` are the first outside."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def whole(cls, size: Size) -> Self:
        """All of a picture."""
        return cls(0, 0, *size)

    @classmethod
    def between(cls, first: tuple[float, float], second: tuple[float, float], size: Size) -> Self:
        """From one point (x, y) to another, whichever way; no smaller than is allowed, and inside the picture."""
        spans = [_span(a, b, most) for a, b, most in zip(first, second, size, strict=True)]
        (left, right), (top, bottom) = spans
        return cls(left, top, right, bottom)

    @property
    def size(self) -> Size:
        """(width, height)."""
        return self.right - self.left, self.bottom - self.top

    def cut(self, grey: Ink) -> Ink:
        """What of a picture (H, W) lies in the rectangle, as a view."""
        return grey[self.top : self.bottom, self.left : self.right]

    def moved(self, across: float, down: float, size: Size) -> Self:
        """As large, elsewhere in the picture; it stops at the picture's edges."""
        x = min(max(round(across), -self.left), size[0] - self.right)
        y = min(max(round(down), -self.top), size[1] - self.bottom)
        return type(self)(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def resized(self, edges: Edges, across: float, down: float, size: Size) -> Self:
        """With these edges moved; they stop at the picture's, and before the rectangle becomes too small."""
        left, right = _pulled(self.left, self.right, edges[0], across, size[0])
        top, bottom = _pulled(self.top, self.bottom, edges[1], down, size[1])
        return type(self)(left, top, right, bottom)


def _least(most: int) -> int:
    """How short a side may become: no digit is in less, and a picture may be as narrow."""
    return min(SMALLEST_SIDE, most)


def _span(first: float, second: float, most: int) -> tuple[int, int]:
    low, high = (min(max(round(end), 0), most) for end in sorted((first, second)))
    lacking = _least(most) - (high - low)
    if lacking > 0:
        # It grows away from the first point, as the pointer goes, as far as there is picture.
        low, high = (low, high + lacking) if first <= second else (low - lacking, high)
        shift = max(-low, 0) - max(high - most, 0)
        low, high = low + shift, high + shift
    return low, high


def _pulled(low: int, high: int, edge: int, by: float, most: int) -> tuple[int, int]:
    if edge < 0:
        low = min(max(low + round(by), 0), high - _least(most))
    elif edge > 0:
        high = max(min(high + round(by), most), low + _least(most))
    return low, high


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a picture stands in a widget: as large as there is room, proportions kept, in the middle.

    Attributes:
        scale: pixels of the widget to one of the picture.
        left, top: of the picture in the widget.
    """

    scale: float
    left: float
    top: float

    @classmethod
    def of(cls, size: Size, room: tuple[float, float], margin: float = 0.0) -> Self:
        """Fit a picture into a widget of the size ``room`` (width, height), leaving a margin all around."""
        wide, high = (max(side - 2 * margin, 1.0) for side in room)
        scale = min(wide / size[0], high / size[1])
        return cls(scale, (room[0] - size[0] * scale) / 2, (room[1] - size[1] * scale) / 2)

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """A place in the widget as one in the picture, which may lie outside it."""
        return (x - self.left) / self.scale, (y - self.top) / self.scale

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """A place in the picture as one in the widget."""
        return x * self.scale + self.left, y * self.scale + self.top

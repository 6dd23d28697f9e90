"""Feature maps as images: grey where nothing is negative, signed colours where something is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, qRgb

from cnnstudio.gui import theme
from cnnstudio.prediction.activations import LayerAnswer


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Numbers as 256 levels, prepared on the worker's thread; colours come when they are painted.

    Attributes:
        levels: (N, H, W) uint8, all maps of a layer on one scale.
        signed: 128 is zero and both colours are used; else 0 is zero.
        low, high: smallest and largest number of the layer.
    """

    levels: NDArray[np.uint8]
    signed: bool
    low: float
    high: float


def levels_of(numbers: NDArray[np.float32]) -> Levels:
    """Scale (N, H, W) or (F,) numbers; a vector becomes F maps of one pixel."""
    maps = numbers if numbers.ndim == 3 else numbers.reshape(-1, 1, 1)
    low, high = float(maps.min()), float(maps.max())
    unit = max(-low, high) or 1.0
    scaled = maps * (127 / unit) + 128 if low < 0 else maps * (255 / unit)
    return Levels(scaled.astype(np.uint8), low < 0, low, high)


def image_of(levels: Levels) -> QImage:
    """All maps of a layer below each other, in the theme's colours."""
    count, height, width = levels.levels.shape
    padded = -(-width // 4) * 4  # QImage's rows are whole 32-bit words
    rows = np.zeros((count * height, padded), np.uint8)
    rows[:, :width] = levels.levels.reshape(count * height, width)
    image = QImage(rows.tobytes(), width, count * height, padded, QImage.Format.Format_Indexed8).copy()
    image.setColorTable(_table(levels.signed, theme.tokens()))
    return image


def answers_levels(answers: tuple[LayerAnswer, ...]) -> tuple[Levels, ...]:
    """The levels of every layer's output."""
    return tuple(levels_of(answer.output) for answer in answers)


_tables: dict[tuple[bool, bool], list[int]] = {}


def _table(signed: bool, tokens: theme.Tokens) -> list[int]:
    key = (signed, tokens.dark)
    if key not in _tables:
        if signed:
            _tables[key] = [qRgb(*color) for color in tokens.signed_table()]
        else:
            _tables[key] = [qRgb(level, level, level) for level in range(256)]
    return _tables[key]

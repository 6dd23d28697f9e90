"""Feature maps, kernels and other sheets of numbers as images: in greys, or in signed colours about zero."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from cnnstudio.gui import theme


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Numbers as 256 levels, which a worker's thread can prepare; colours come when they are painted.

    Attributes:
        levels: (N, H, W) uint8, all maps on one scale.
        signed: 128 is zero and both colours are used; else 0 is zero.
        low, high: smallest and largest number that is finite.
    """

    levels: NDArray[np.uint8]
    signed: bool
    low: float
    high: float

    def only(self, channel: int) -> "Levels":
        """One of the maps."""
        return Levels(self.levels[channel : channel + 1], self.signed, self.low, self.high)


def levels_of(
    numbers: NDArray[np.float32], peak: float | None = None, *, signed: bool | None = None, strength: float = 1.0
) -> Levels:
    """Scale (N, H, W) or (F,) numbers; a vector becomes F maps of one pixel. What is not finite is as zero.

    Args:
        numbers: the numbers.
        peak: the magnitude that gets the strongest colour, or white; None = the largest there is.
        signed: whether both colours are used; None = where a number is negative.
        strength: share of the full signed colour that the peak gets.
    """
    maps = numbers if numbers.ndim == 3 else numbers.reshape(-1, 1, 1)
    low, high = (float(end) for end in (maps.min(initial=np.inf), maps.max(initial=-np.inf)))
    if not (np.isfinite(low) and np.isfinite(high)):
        finite = maps[np.isfinite(maps)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
        maps = np.nan_to_num(maps, nan=0.0, posinf=0.0 if signed else high, neginf=0.0)
    both = low < 0 if signed is None else signed
    unit = np.float32(max(-low, high) if peak is None else peak)
    # Divided first: the reciprocal of the smallest numbers there are is more than the largest. What is far beyond the
    # peak becomes infinite, and then the strongest colour.
    with np.errstate(over="ignore"):
        shares = maps / unit if unit else np.zeros_like(maps)
        scaled = shares * np.float32(127.5 * strength if both else 255) + np.float32(128 if both else 0)
    return Levels(scaled.clip(0, 255).astype(np.uint8), both, low, high)


def image_of(levels: Levels) -> QImage:
    """All maps below each other, one pixel a number, in the theme's colours."""
    count, height, width = levels.levels.shape
    pixels = _packed(levels.signed, theme.tokens().dark)[levels.levels.reshape(count * height, width)]
    # The copy owns its memory; the array does not outlive this call.
    return QImage(pixels.tobytes(), width, count * height, 4 * width, QImage.Format.Format_RGB32).copy()


@lru_cache(maxsize=4)
def _packed(signed: bool, dark: bool) -> NDArray[np.uint32]:
    """256 colours as 0xFFRRGGBB: the signed colours of a theme, or the greys."""
    tokens = theme.DARK if dark else theme.LIGHT
    table = np.array(tokens.signed_table(256) if signed else [(level,) * 3 for level in range(256)], dtype=np.uint32)
    packed = (table[:, 0] << 16) | (table[:, 1] << 8) | table[:, 2] | np.uint32(0xFF000000)
    return packed.astype(np.uint32)

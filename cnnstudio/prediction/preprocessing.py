"""The one preprocessing function: ink of any size and place becomes the 28x28 picture a digit network was trained on.

It repeats what was done to make MNIST (Y. LeCun, C. Cortes, C. J. C. Burges, 1998): the digit is scaled, proportions
kept, into a box of 20x20 pixels with antialiasing, and placed in the network input of 28x28 so that its centre of mass
is the centre there. Two steps are added for what MNIST's scanned pens never were: hair lines are thickened to the
thinnest pen in MNIST, and the darkest ink is made full ink.

The canvas, the command line, "My handwriting" and the tests all call :func:`preprocess`; ink comes from strokes or,
for pictures, from :func:`cnnstudio.prediction.pictures.ink_of`.
"""

from dataclasses import dataclass, fields
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PIL import Image

INPUT_SIDE = 28
BOX = 20

# Below this mean stroke width, in pixels of the 20x20 box, lie the thinnest one in a hundred of MNIST's digits.
_THINNEST_PEN = 1.6
# The intermediate box in which hair lines are thickened: fine enough for steps of a quarter pixel.
_FINE = 4

Ink = NDArray[np.float32]


class Stage(Enum):
    """The stages, in their order."""

    INK = "ink"
    CROP = "crop"
    PEN = "pen"
    SCALE = "scale"
    CENTRE = "centre"
    NORMALISE = "normalise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Which stages are on. With all of ``crop``, ``scale`` and ``centre`` off the whole canvas is shrunk to 28x28.

    Attributes:
        crop: cut out the digit; off = keep the whole canvas.
        pen: thicken lines thinner than any pen in MNIST.
        scale: fit into 20x20; off = fill the whole 28x28.
        centre: centre of mass in the middle; off = middle of the box in the middle.
        normalise: darkest ink becomes 1; off = grey stays as faint as it was drawn.
    """

    crop: bool = True
    pen: bool = True
    scale: bool = True
    centre: bool = True
    normalise: bool = True

    def changed(self) -> bool:
        """Whether any stage is off."""
        return not all(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Preprocessed:
    """What every stage made of the ink.

    Attributes:
        network_input: (28, 28) float32 in 0..1.
        pictures: the picture after each stage, float32 in 0..1, sizes differ; the last is ``network_input``.
        box: (left, top, width, height) of the crop in pixels of the ink given.
        placed: (left, top, width, height) of that crop in pixels of the network input.
        pen_width: mean width of the strokes in pixels of the 20x20 box, before the pen stage; 0 for no ink.
        thickened: the pen stage had to thicken.
    """

    network_input: Ink
    pictures: dict[Stage, Ink]
    box: tuple[int, int, int, int]
    placed: tuple[int, int, int, int]
    pen_width: float
    thickened: bool

    @property
    def empty(self) -> bool:
        """There was no ink at all."""
        return not self.network_input.any()


ALL_STAGES = Stages()
AS_IT_CAME = Stages(crop=False, pen=False, scale=False, centre=False, normalise=False)
"""For a picture that is a network's input already: a (28, 28) one is its own result."""


def preprocess(ink: NDArray[np.uint8] | NDArray[np.float32], stages: Stages = ALL_STAGES) -> Preprocessed:
    """Turn ink into the network's input.

    Args:
        ink: (H, W), 0 = paper; uint8 up to 255 = full ink, or float in 0..1.
        stages: switches single stages off, to see what each is for.

    Raises:
        ValueError: for an array that is not (H, W) with at least one pixel.
    """
    if ink.ndim != 2 or ink.size == 0:
        raise ValueError(f"ink has shape {ink.shape}; it must be (H, W)")
    left, top, right, bottom = _bounds(ink) if stages.crop else (0, 0, ink.shape[1], ink.shape[0])
    whole = _as_float(ink)
    if left == right or not ink.any():
        blank = np.zeros((INPUT_SIDE, INPUT_SIDE), np.float32)
        return Preprocessed(blank, dict.fromkeys(Stage, blank), (0, 0, 0, 0), (0, 0, 0, 0), 0.0, False)
    crop = whole[top:bottom, left:right]

    side = BOX if stages.scale else INPUT_SIDE
    boxed = _fit(crop, side)
    width = pen_width(boxed) * BOX / side
    penned, thickened = crop, stages.pen and 0 < width < _THINNEST_PEN
    if thickened:
        penned = _thicken(crop, tight=stages.crop)
        boxed = _fit(penned, side)

    height_in, width_in = boxed.shape
    x, y = (INPUT_SIDE - width_in) // 2, (INPUT_SIDE - height_in) // 2
    if stages.centre:
        x, y = _place_by_mass(boxed)
    placed = np.zeros((INPUT_SIDE, INPUT_SIDE), np.float32)
    placed[y : y + height_in, x : x + width_in] = boxed
    peak = float(placed.max())
    normalised = placed / peak if stages.normalise and peak > 0 else placed

    return Preprocessed(
        network_input=normalised,
        pictures={
            Stage.INK: whole,
            Stage.CROP: crop,
            Stage.PEN: penned,
            Stage.SCALE: boxed,
            Stage.CENTRE: placed,
            Stage.NORMALISE: normalised,
        },
        box=(left, top, right - left, bottom - top),
        placed=(x, y, width_in, height_in),
        pen_width=width,
        thickened=thickened,
    )


def pen_width(picture: Ink) -> float:
    """Mean width of the strokes in pixels: twice the area of the ink over the length of its outline.

    The outline's length is the total variation of the grey picture (coarea formula), so that antialiased edges count
    as what they are. Exact for long strokes wider than a pixel. 0 for no ink.
    """
    padded = np.pad(picture, 1)
    quad_a, quad_b, quad_c, quad_d = padded[:-1, :-1], padded[:-1, 1:], padded[1:, :-1], padded[1:, 1:]
    outline = float(np.hypot(quad_b - quad_a + quad_d - quad_c, quad_c - quad_a + quad_d - quad_b).sum()) / 2
    return 2 * float(picture.sum()) / outline if outline > 0 else 0.0


def _as_float(ink: NDArray[np.uint8] | NDArray[np.float32]) -> Ink:
    return ink.astype(np.float32) / np.float32(255) if ink.dtype == np.uint8 else ink.astype(np.float32, copy=False)


def _bounds(ink: NDArray[np.uint8] | NDArray[np.float32]) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of all ink, right and bottom exclusive; zeros for none."""
    marks = ink > 0
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    if not rows.size:
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _fit(picture: Ink, side: int) -> Ink:
    """Scale so that the longer side is ``side`` pixels, averaging over areas when shrinking."""
    height, width = picture.shape
    longest = max(height, width)
    size = max(1, round(width * side / longest)), max(1, round(height * side / longest))
    if size == (width, height):
        return picture
    # Whole areas are averaged where a pixel covers many; with few, their edges have to be soft.
    how = Image.Resampling.BOX if longest >= 4 * side else Image.Resampling.HAMMING
    scaled = Image.fromarray(np.ascontiguousarray(picture)).resize(size, how)
    return np.asarray(scaled, dtype=np.float32)


def _thicken(crop: Ink, *, tight: bool) -> Ink:
    """Grow all strokes to the thinnest pen; returns a picture four times as fine as the 20x20 box."""
    fine = _fit(crop, BOX * _FINE)
    # Lines thinner than a pixel came out faint: give them their full ink back first.
    typical = float(np.square(fine).sum() / fine.sum())
    # Measured again, because a line thinner than a pixel of the box looks a pixel wide there.
    grown_by = max(0.0, _THINNEST_PEN * _FINE - pen_width(fine)) / 2
    reach = int(np.ceil(grown_by))
    padded = np.pad(np.minimum(fine / typical, 1), 2 * reach)
    height, width = fine.shape[0] + 2 * reach, fine.shape[1] + 2 * reach
    grown = np.zeros((height, width), np.float32)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            # A disc with a soft rim: the pixel at the rim counts by how much of it lies inside.
            weight = min(1.0, grown_by + 1 - float(np.hypot(dx, dy)))
            if weight > 0:
                y, x = reach + dy, reach + dx
                np.maximum(grown, padded[y : y + height, x : x + width] * np.float32(weight), out=grown)
    if not tight:
        return grown[reach : height - reach, reach : width - reach]
    left, top, right, bottom = _bounds(grown)
    return grown[top:bottom, left:right]


def _place_by_mass(boxed: Ink) -> tuple[int, int]:
    """Where to put the box: its centre of mass on pixel (14, 14), counted from 0, by whole pixels, as MNIST has it."""
    height, width = boxed.shape
    total = float(boxed.sum())
    centre_x = float(boxed.sum(axis=0) @ np.arange(width, dtype=np.float32)) / total
    centre_y = float(boxed.sum(axis=1) @ np.arange(height, dtype=np.float32)) / total
    x, y = round(INPUT_SIDE / 2 - centre_x), round(INPUT_SIDE / 2 - centre_y)
    return min(max(x, 0), INPUT_SIDE - width), min(max(y, 0), INPUT_SIDE - height)

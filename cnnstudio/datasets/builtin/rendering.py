"""Pen paths to pictures, antialiased and normalised like MNIST.

MNIST's normalisation (Y. LeCun, C. Cortes, C. J. C. Burges, 1998): the ink is scaled to fit a 20x20 box keeping its
aspect ratio, with grey levels from antialiasing, and placed in 28x28 with its centre of mass at the centre.
"""

import numpy as np
from numpy.typing import NDArray

from cnnstudio.datasets.builtin.variation import Floats, Paths

SIDE = 28
BOX = 20

_MARGIN = 2  # pixels around the canvas, so that a pen's window never needs clipping
_BATCH = 512  # digits at a time: the working set stays in the processor's cache


def render(paths: Paths) -> NDArray[np.uint8]:
    """Pictures (N, 28, 28) of pen paths, 0 = paper, 255 = ink."""
    pictures = np.empty((len(paths.points), SIDE, SIDE), np.uint8)
    for start in range(0, len(pictures), _BATCH):
        part = slice(start, start + _BATCH)
        pictures[part] = _centre(_draw(*_fit(paths.points[part], paths.widths[part]), paths.pen_down[part]))
    return pictures


def _fit(points: Floats, widths: Floats) -> tuple[Floats, Floats]:
    """Scale and shift so that the ink, half a pen width around the path, fills the box in the middle of the canvas."""
    half = widths[..., None] / 2
    low, high = (points - half).min(axis=1), (points + half).max(axis=1)
    scale = BOX / (high - low).max(axis=1)
    middle = (low + high) / 2
    fitted = (points - middle[:, None]) * scale[:, None, None] + SIDE / 2
    return fitted, widths * scale[:, None]


def _draw(points: Floats, widths: Floats, pen_down: NDArray[np.bool_]) -> Floats:
    """Ink coverage (N, 28, 28) in 0..1: for each pixel the nearest of the path's segments decides.

    Segment by segment, all digits at once, in a window just large enough for the segment.
    """
    count, segments = pen_down.shape
    starts, ends = points[:, :-1], points[:, 1:]
    lengths = np.linalg.norm(ends - starts, axis=-1)
    # The thinner end's: the ink never leaves the box that was fitted to the path.
    radii = np.minimum(widths[:, :-1], widths[:, 1:]) / 2
    reach = int(np.ceil((lengths / 2 + radii + 0.5)[pen_down].max()))
    pad = reach + _MARGIN
    side = SIDE + 2 * pad
    canvas = np.zeros((count, side * side), np.float32)
    window = np.arange(-reach, reach + 1)
    columns, rows = (grid.ravel() for grid in np.meshgrid(window, window))
    offsets = rows * side + columns
    for segment in range(segments):
        here = np.flatnonzero(pen_down[:, segment])
        if not here.size:
            continue
        a, b = starts[here, segment], ends[here, segment]
        corner = np.floor((a + b) / 2).astype(np.intp)
        # Pixel centres relative to the segment's start.
        px = columns + (corner[:, :1] + 0.5 - a[:, :1]).astype(np.float32)
        py = rows + (corner[:, 1:] + 0.5 - a[:, 1:]).astype(np.float32)
        dx, dy = (b - a)[:, :1], (b - a)[:, 1:]
        along = ((px * dx + py * dy) / np.maximum(dx * dx + dy * dy, 1e-9)).clip(0, 1)
        distance = np.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2)
        ink = radii[here, segment, None] + 0.5 - distance
        at = ((corner[:, 1] + pad) * side + corner[:, 0] + pad)[:, None] + offsets
        where = (here[:, None], at)
        canvas[where] = np.maximum(canvas[where], ink)
    drawn: Floats = canvas.reshape(count, side, side)[:, pad:-pad, pad:-pad].clip(0, 1)
    return drawn


def _centre(ink: Floats) -> NDArray[np.uint8]:
    """Shift by whole pixels so that the centre of mass lies at the centre."""
    grid = np.arange(SIDE, dtype=np.float32) + 0.5
    mass = ink.sum(axis=(1, 2))
    shift_x = np.rint(SIDE / 2 - (ink.sum(axis=1) @ grid) / mass).astype(np.intp)
    shift_y = np.rint(SIDE / 2 - (ink.sum(axis=2) @ grid) / mass).astype(np.intp)
    reach = (SIDE - BOX) // 2 + 1
    padded = np.pad(ink, ((0, 0), (reach, reach), (reach, reach)))
    every = np.arange(SIDE)
    rows = every + reach - shift_y.clip(-reach, reach)[:, None]
    columns = every + reach - shift_x.clip(-reach, reach)[:, None]
    moved = padded[np.arange(len(ink))[:, None, None], rows[:, :, None], columns[:, None, :]]
    pictures: NDArray[np.uint8] = np.rint(moved * 255).astype(np.uint8)
    return pictures

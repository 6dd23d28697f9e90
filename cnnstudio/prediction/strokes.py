"""Pen paths to ink without a window: for training sets and tests; the canvas paints its own strokes."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from cnnstudio.prediction.preprocessing import Ink

_MARGIN = 2


def render(
    points: NDArray[np.float32], widths: NDArray[np.float32], pen_down: NDArray[np.bool_], side: int = 160
) -> Ink:
    """Draw one pen path with round ends and joints.

    Args:
        points: (P, 2) x, y in any unit, y down.
        widths: (P,) stroke widths in the same unit.
        pen_down: (P - 1,) whether the pen touches the paper between two points.
        side: pixels of the longer side of the ink.

    Returns:
        (H, W) of 0 and 1, just large enough, without antialiasing: scaling down afterwards makes the grey levels.
    """
    half = widths[:, None] / 2
    low, high = (points - half).min(axis=0), (points + half).max(axis=0)
    scale = side / float((high - low).max())
    at = (points - low) * scale + _MARGIN
    width, height = ((high - low) * scale + 2 * _MARGIN + 1).astype(int)
    paper = Image.new("L", (int(width), int(height)))
    pen = ImageDraw.Draw(paper)
    places = [(float(x), float(y)) for x, y in at]
    radii = [max(float(w) * scale / 2, 0.5) for w in widths]
    for place, radius in zip(places, radii, strict=True):
        x, y = place
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=1)
    for i in np.flatnonzero(pen_down):
        pen.line((places[i], places[i + 1]), fill=1, width=max(1, round(radii[i] + radii[i + 1])))
    return np.asarray(paper, dtype=np.float32)

"""Real digits as other hands and pens would have written them: bent, sheared, stretched, thinner and thicker.

The bending follows P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural networks applied to
visual document analysis", 2003: a smooth random field of shifts.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.prediction.preprocessing import INPUT_SIDE, preprocess
from cnnstudio.prediction.training_sets.drawn import Pictures, scanned

_FINE = 3  # pixels of the working copy a pixel
_BEND = 0.11  # largest shift, as a share of half the picture
_KNOTS = (4, 8)  # places a side that are shifted by themselves
_SHEAR, _STRETCH = 0.3, 0.22
_THINNER, _THICKER = 1, 4  # pixels of the working copy
_BATCH = 500


def distorted(pictures: Pictures, seed: int) -> Pictures:
    """Each of the pictures (N, 28, 28) in another shape, normalised anew. A pure function."""
    rng = np.random.default_rng((seed, 5))
    made = np.empty_like(pictures)
    for start in range(0, len(pictures), _BATCH):
        part = slice(start, start + _BATCH)
        inks = _bent(torch.from_numpy(pictures[part]).float()[:, None] / 255, rng)
        for place, ink in enumerate(inks):
            ink = _another_pen(ink[None], int(rng.integers(-_THINNER, _THICKER + 1)))[0, 0]
            network_input = preprocess(scanned(ink.numpy(), rng)).network_input
            made[start + place] = np.rint(network_input * 255).astype(np.uint8)
    return made


def _bent(pictures: Tensor, rng: np.random.Generator) -> Tensor:
    """(N, 1, 28, 28) in 0..1 as (N, 1, 84, 84)."""
    count, side = len(pictures), INPUT_SIDE * _FINE

    def draw(reach: float) -> Tensor:
        return torch.from_numpy(rng.uniform(-reach, reach, count).astype(np.float32))

    shear, wider, taller = draw(_SHEAR), draw(_STRETCH).exp(), draw(_STRETCH).exp()
    # A sixth is left for what grows beyond the edge.
    zero = torch.zeros(count)
    maps = torch.stack([wider, shear, zero, zero, taller, zero], dim=1).view(count, 2, 3) * 1.15
    places = functional.affine_grid(maps, [count, 1, side, side], align_corners=False)
    knots = int(rng.integers(*_KNOTS))
    field = torch.from_numpy(rng.uniform(-1, 1, (count, 2, knots, knots)).astype(np.float32))
    smooth = functional.interpolate(field, (side, side), mode="bicubic", align_corners=True)
    shifts = smooth * draw(_BEND).abs()[:, None, None, None]
    bent = functional.grid_sample(pictures, places + shifts.permute(0, 2, 3, 1), mode="bilinear", align_corners=False)
    # Enlarged edges are soft; a pen's are not.
    return ((bent - 0.5) * 2 + 0.5).clamp(0, 1)


def _another_pen(ink: Tensor, wider: int) -> Tensor:
    """(1, 1, H, W) with strokes this many pixels wider, or thinner; the same where nothing would be left."""
    if wider == 0:
        return ink
    window = abs(wider) + 1
    room = window // 2
    padded = functional.pad(ink if wider > 0 else 1 - ink, (room,) * 4, value=0.0 if wider > 0 else 1.0)
    grown = functional.max_pool2d(padded, window, stride=1)
    changed = grown if wider > 0 else 1 - grown
    return changed if float(changed.max()) > 0.5 else ink

"""Stored pictures as a network's input."""

import torch
from torch import Tensor


def as_input(pictures: Tensor) -> Tensor:
    """uint8 ``(N, 1, H, W)`` -> float in 0..1; pictures that are floats already are taken as they are.

    The set stays as it is stored, a quarter as large, and only what a step or a test looks at is turned.
    """
    return pictures.float().div_(255) if pictures.dtype == torch.uint8 else pictures

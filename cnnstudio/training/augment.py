"""Augmentation: every picture of a batch is turned, shifted and scaled at once, on the device."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.training.config import TrainConfig


def epoch_warps(config: TrainConfig, epoch: int, count: int, device: torch.device) -> Tensor | None:
    """One affine map a picture of this epoch, ``(count, 2, 3)``: a pure function of (seed, epoch). None = all off.

    The maps take places in the result to places in the picture, both in -1..1, as ``affine_grid`` wants them.
    Rotation, shift and scale are uniform within the limits of ``config``.
    """
    if not config.augments:
        return None
    # Drawn on the CPU, so that every device gets the same ones.
    generator = torch.Generator().manual_seed((config.seed * 1_000_003 + epoch) % 2**63)
    turn, right, down, size = (torch.rand(4, count, generator=generator) * 2 - 1).unbind()
    angle = turn * math.radians(config.rotation)
    scale = 1 / (1 + size * config.scaling)
    cosine, sine = torch.cos(angle) * scale, torch.sin(angle) * scale
    # 28 pixels span 2 units.
    x, y = right * config.translation / 14, down * config.translation / 14
    return torch.stack([cosine, -sine, x, sine, cosine, y], dim=1).view(count, 2, 3).to(device)


def warp(pictures: Tensor, warps: Tensor) -> Tensor:
    """``(N, 1, H, W)`` pictures seen through ``(N, 2, 3)`` maps, bilinear, black outside."""
    grid = functional.affine_grid(warps, list(pictures.shape), align_corners=False)
    return functional.grid_sample(pictures, grid, mode="bilinear", padding_mode="zeros", align_corners=False)

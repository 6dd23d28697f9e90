"""Kernels worth trying, at any size they make sense for."""

from enum import StrEnum

import torch
from torch import Tensor

from cnnstudio import sizes
from cnnstudio.errors import ConfigError


class KernelPreset(StrEnum):
    """A kernel by name; `CUSTOM` stands for one edited by hand."""

    COUNT = "count"
    IDENTITY = "identity"
    BOX = "box"
    GAUSSIAN = "gaussian"
    SHARPEN = "sharpen"
    SOBEL_X = "sobel-x"
    SOBEL_Y = "sobel-y"
    LAPLACIAN = "laplacian"
    EMBOSS = "emboss"
    RANDOM = "random"
    CUSTOM = "custom"


_CENTRAL = {
    KernelPreset.SHARPEN: [[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]],
    KernelPreset.LAPLACIAN: [[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]],
    KernelPreset.EMBOSS: [[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]],
}


def smallest(preset: KernelPreset) -> int:
    """The smallest side a preset makes sense for."""
    return 3 if preset in _CENTRAL or preset in (KernelPreset.SOBEL_X, KernelPreset.SOBEL_Y) else 1


def make(preset: KernelPreset, channels: int, size: tuple[int, int], *, index: int = 0, seed: int = 0) -> Tensor:
    """One filter, (channels, k_h, k_w).

    The named image filters are shared out over the channels, so that a colour picture keeps its brightness.

    Args:
        preset: which filter.
        channels: input channels it looks at.
        size: (k_h, k_w).
        index: which output channel it is for: counting filters start there, random ones differ by it.
        seed: another seed, another random filter.

    Raises:
        ConfigError: the size is too small for the preset, or the preset is `CUSTOM`.
    """
    if min(size) < smallest(preset):
        raise ConfigError(
            "This kernel needs at least {size} weights. Enlarge the kernel.", size=sizes.size((smallest(preset),) * 2)
        )
    height, width = size
    match preset:
        case KernelPreset.COUNT:
            plane = torch.arange(height * width, dtype=torch.float32).reshape(height, width)
            return torch.stack([plane + channel + index for channel in range(channels)])
        case KernelPreset.RANDOM:
            # What an untrained Conv2d holds: uniform within 1 / sqrt(fan-in); two decimals keep it readable.
            limit = (channels * height * width) ** -0.5
            generator = torch.Generator().manual_seed(1000 * seed + index)
            weights = (torch.rand(channels, height, width, generator=generator) * 2 - 1) * limit
            return torch.round(weights, decimals=2)
        case KernelPreset.CUSTOM:
            raise ConfigError("A kernel made by hand cannot be made again by name. Choose another preset.")
        case KernelPreset.IDENTITY:
            plane = _centred([[1.0]], size)
        case KernelPreset.BOX:
            plane = torch.full(size, 1 / (height * width))
        case KernelPreset.GAUSSIAN:
            plane = torch.outer(_binomial(height), _binomial(width))
            plane = plane / plane.sum()
        case KernelPreset.SOBEL_X:
            plane = torch.outer(_binomial(height), _derivative(width))
        case KernelPreset.SOBEL_Y:
            plane = torch.outer(_derivative(height), _binomial(width))
        case _:
            plane = _centred(_CENTRAL[preset], size)
    return (plane / channels).expand(channels, height, width).clone()


def resized(kernel: Tensor, size: tuple[int, int]) -> Tensor:
    """A hand-made filter (..., k_h, k_w) at another size: the middle stays, new weights are zero."""
    return _resized(_resized(kernel, -2, size[0]), -1, size[1])


def _resized(values: Tensor, dim: int, size: int) -> Tensor:
    old = values.shape[dim]
    if size <= old:
        return values.narrow(dim, (old - size) // 2, size).clone()
    shape = list(values.shape)
    shape[dim] = size
    grown = values.new_zeros(shape)
    grown.narrow(dim, (size - old) // 2, old).copy_(values)
    return grown


def _centred(values: list[list[float]], size: tuple[int, int]) -> Tensor:
    return resized(torch.tensor(values), size)


def _binomial(size: int) -> Tensor:
    row = torch.ones(1)
    for _ in range(size - 1):
        row = torch.nn.functional.pad(row, (0, 1)) + torch.nn.functional.pad(row, (1, 0))
    return row


def _derivative(size: int) -> Tensor:
    """Smoothing of size - 2 convolved with -1, 0, 1: the Sobel operator's other factor at any size."""
    smooth = _binomial(size - 2)
    return torch.nn.functional.pad(smooth, (2, 0)) - torch.nn.functional.pad(smooth, (0, 2))

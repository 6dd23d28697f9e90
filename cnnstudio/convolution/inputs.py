"""Inputs worth looking at, and the user's own pictures with bounded memory."""

from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from cnnstudio import picture_files
from cnnstudio.errors import ConfigError, PictureError
from cnnstudio.messages import Message

MAX_PIXELS = 64_000_000
"""Pixels a picture may have when it has to be decoded whole: 256 MB at four bytes each."""

MAX_PICTURE_SIDE = 2048
"""Larger pictures are reduced to this before they are used."""


class InputPreset(StrEnum):
    """An input by name; `CUSTOM` stands for one edited by hand, a digit or a picture."""

    COUNT = "count"
    RAMP_X = "ramp-x"
    RAMP_Y = "ramp-y"
    CHECKERBOARD = "checkerboard"
    EDGE = "edge"
    IMPULSE = "impulse"
    DISC = "disc"
    DIGIT = "digit"
    RANDOM = "random"
    CUSTOM = "custom"


# A seven with a bar, drawn for the program, as strokes in the unit square: (x, y) from the top left.
_DIGIT = (((0.27, 0.22), (0.74, 0.22), (0.44, 0.84)), ((0.38, 0.53), (0.70, 0.53)))


def make(preset: InputPreset, channels: int, size: tuple[int, int], *, seed: int = 0) -> Tensor:
    """An input, (channels, height, width); whole numbers where the picture allows it.

    Raises:
        ConfigError: the preset is `CUSTOM`.
    """
    height, width = size
    rows = torch.arange(height, dtype=torch.float32).reshape(-1, 1).expand(height, width)
    cols = torch.arange(width, dtype=torch.float32).expand(height, width)
    match preset:
        case InputPreset.COUNT:
            # Pictures have more cells than a cell may count to.
            plane = (rows * width + cols) % 100_000
            return torch.stack([plane + channel for channel in range(channels)])
        case InputPreset.RANDOM:
            generator = torch.Generator().manual_seed(seed)
            return torch.randint(-3, 4, (channels, height, width), generator=generator).float()
        case InputPreset.RAMP_X:
            plane = cols
        case InputPreset.RAMP_Y:
            plane = rows
        case InputPreset.CHECKERBOARD:
            plane = (rows + cols) % 2
        case InputPreset.EDGE:
            plane = (cols >= width / 2).float()
        case InputPreset.IMPULSE:
            plane = ((rows == height // 2) & (cols == width // 2)).float()
        case InputPreset.DISC:
            radius = min(height, width) * 0.36
            plane = ((rows - (height - 1) / 2) ** 2 + (cols - (width - 1) / 2) ** 2 <= radius**2).float()
        case InputPreset.DIGIT:
            plane = _drawn_digit(height, width)
        case InputPreset.CUSTOM:
            raise ConfigError("An input made by hand cannot be made again by name. Choose another preset.")
    return plane.expand(channels, height, width).clone()


def resized(values: Tensor, size: tuple[int, int]) -> Tensor:
    """A hand-made input (..., height, width) at another size: the top left stays, new cells are zero."""
    changed = values.new_zeros((*values.shape[:-2], *size))
    rows, cols = min(size[0], values.shape[-2]), min(size[1], values.shape[-1])
    changed[..., :rows, :cols] = values[..., :rows, :cols]
    return changed


def _drawn_digit(height: int, width: int) -> Tensor:
    ys = ((torch.arange(height) + 0.5) / height).reshape(-1, 1).expand(height, width)
    xs = ((torch.arange(width) + 0.5) / width).expand(height, width)
    nearest = torch.full((height, width), 9.0)
    for stroke in _DIGIT:
        for (x0, y0), (x1, y1) in pairwise(stroke):
            along = ((xs - x0) * (x1 - x0) + (ys - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2)
            along = along.clamp(0, 1)
            distance = ((xs - x0 - along * (x1 - x0)) ** 2 + (ys - y0 - along * (y1 - y0)) ** 2).sqrt()
            nearest = torch.minimum(nearest, distance)
    softness = max(1 / min(height, width), 0.02)
    return ((0.055 + softness / 2 - nearest) / softness).clamp(0, 1).mul(100).round() / 100


def open_picture(file: Path, *, channels: int = 1, side: int = MAX_PICTURE_SIDE) -> tuple[Tensor, Message]:
    """A picture file as values in 0..1, (channels, height, width), and a sentence about what was done to it.

    Args:
        file: any picture Pillow can read.
        channels: 1 for grey, 3 for red, green and blue.
        side: the longest side wanted; larger pictures are reduced.

    Raises:
        StorageError: the file cannot be read.
        PictureError: it is not a picture, damaged, or too large to decode within `MAX_PIXELS`.
    """
    return _decoded(file, file.name, channels, side)


def decode_picture(
    data: bytes, name: str, *, channels: int = 1, side: int = MAX_PICTURE_SIDE
) -> tuple[Tensor, Message]:
    """The bytes of a picture file (or of the clipboard) as `open_picture` gives them."""
    return _decoded(data, name, channels, side)


def _decoded(source: Path | bytes, name: str, channels: int, side: int) -> tuple[Tensor, Message]:
    whole: list[tuple[int, int]] = []

    def check(picture: Image.Image, _size: int) -> None:
        whole.append(picture.size)
        # JPEG can be decoded at a half, a quarter or an eighth without ever being whole in memory.
        picture.draft("L" if channels == 1 else "RGB", (side, side))
        if picture.width * picture.height > MAX_PIXELS:
            width, height = picture.size
            raise PictureError(
                "{name} has {width:,} × {height:,} pixels, more than memory should be spent on. Save a smaller copy "
                "and open that.",
                name=name,
                width=width,
                height=height,
            )

    def convert(picture: Image.Image) -> Tensor:
        picture.thumbnail((side, side), Image.Resampling.BOX)
        return _pixels(picture, channels)

    pixels = picture_files.read_picture(source, name, convert, check=check, most_pixels=MAX_PIXELS)
    ((width, height),) = whole
    note = Message()
    if max(width, height) > side:
        note = Message(
            "{name}: {width:,} × {height:,} pixels, reduced to {new_width:,} × {new_height:,}.",
            name=name,
            width=width,
            height=height,
            new_width=pixels.shape[2],
            new_height=pixels.shape[1],
        )
    return pixels, note


def _pixels(image: Image.Image, channels: int) -> Tensor:
    if image.mode in picture_files.WIDE_MODES:
        values = picture_files.finite(image)
        low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
        image = Image.fromarray(np.uint8(np.round((values - low) / max(high - low, 1e-9) * 255)))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    array = np.asarray(image.convert("L" if channels == 1 else "RGB"), dtype=np.float32) / np.float32(255)
    return torch.from_numpy(array.reshape(*array.shape[:2], channels).transpose(2, 0, 1).copy())

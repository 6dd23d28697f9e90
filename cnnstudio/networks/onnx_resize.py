"""ONNX's Resize and its like: which pixels each pixel of a picture in another size is made of.

Source: https://onnx.ai/onnx/operators/onnx__Resize.html. PyTorch's ``interpolate`` does most of what is in use; the
rest is told by windows: output i along a dimension is made of pixels ``starts[i] .. ends[i] - 1``.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from cnnstudio.errors import WeightsError
from cnnstudio.networks.onnx_values import Settings, Values, checked_length, given, here, in_one_step, unread, whole

_MODES = ("nearest", "linear", "cubic")
_PLACES = ("half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric")


@in_one_step
def resize_windows(value: Tensor, windows: Sequence[tuple[int, Sequence[int], Sequence[int]]]) -> Tensor:
    """What is made of windows along some dimensions, without numbers; each ``(dimension, starts, ends)``."""
    shape = list(value.shape)
    for dim, starts, _ in windows:
        shape[dim] = len(starts)
    return torch.empty(shape, dtype=value.dtype, device="meta")


def resized(values: Values, settings: Settings) -> Tensor:
    """Resize and Upsample of every operator set."""
    value = here(values, 0)
    dimensions = value.dim()
    chosen = settings.get("axes")
    axes = list(range(dimensions)) if chosen is None else [axis % dimensions for axis in chosen]
    scales, sizes = _asked(values, settings)
    if sizes is not None:
        wanted = dict(zip(axes, whole(sizes), strict=True))
        factors = {axis: wanted[axis] / max(value.shape[axis], 1) for axis in axes}
        policy = settings.get("keep_aspect_ratio_policy", "stretch")
        if policy in ("not_larger", "not_smaller"):
            one = (min if policy == "not_larger" else max)(factors.values())
            factors = dict.fromkeys(axes, one)
            wanted = {axis: int(one * value.shape[axis] + 0.5) for axis in axes}
    elif scales is not None:
        single = scales.flatten().float().cpu()
        # 0.7 of ten is 7 in single precision, in which ONNX computes, and 6 in double.
        wanted = {
            axis: int(single.new_tensor(value.shape[axis]) * factor) for axis, factor in zip(axes, single, strict=True)
        }
        factors = {axis: float(str(factor)) for axis, factor in zip(axes, single.numpy(), strict=True)}
    else:
        raise WeightsError("The file enlarges a picture by numbers that are not in it. Open the Python file instead.")
    for size in wanted.values():
        checked_length(size)
    # Whoever names no axes names the batch and the channels, too, and leaves them as they are: also another batch.
    for axis in axes:
        if axis < 2 and ((chosen is None and axis == 0) or wanted[axis] == value.shape[axis]):
            del factors[axis], wanted[axis]
    return _scaled(value, wanted, factors, settings)


def _asked(values: Values, settings: Settings) -> tuple[Tensor | None, Tensor | None]:
    """Scales and sizes: of settings in the oldest files, of the second value in older ones, or of two further ones."""
    if "scales" in settings:
        return torch.tensor(settings["scales"], dtype=torch.float32), None
    if "width_scale" in settings or "height_scale" in settings:
        pair = [settings.get("height_scale", 1.0), settings.get("width_scale", 1.0)]
        return torch.tensor([1.0, 1.0, *pair], dtype=torch.float32), None
    scales, sizes = (given(values, 1), None) if len(values) <= 2 else (given(values, 2), given(values, 3))
    if sizes is not None and sizes.numel():
        return None, sizes
    known = scales is not None and not scales.is_meta and scales.numel()
    return (scales if known else None), None


def _scaled(value: Tensor, wanted: dict[int, int], factors: dict[int, float], settings: Settings) -> Tensor:
    """A picture in other sizes: by dimension the size that is ``wanted`` and how many times as close its pixels are."""
    how, places = settings.get("mode", "nearest"), settings.get("coordinate_transformation_mode", "half_pixel")
    how = {"bilinear": "linear"}.get(how, how)
    if how not in _MODES or places not in _PLACES:
        raise unread("Resize")
    if how == "nearest":
        for axis, size in wanted.items():
            if (size, factors[axis]) != (value.shape[axis], 1):
                found = _nearest(size, value.shape[axis], factors[axis], places, settings.get("nearest_mode", ""))
                value = value.index_select(axis, found.to(value.device) if not value.is_meta else found)
        return value
    if (usual := _by_pytorch(value, wanted, factors, settings, how, places)) is not None:
        return usual
    windows = [
        (axis, *_taps(size, value.shape[axis], factors[axis], how, places, settings))
        for axis, size in wanted.items()
        if (size, factors[axis]) != (value.shape[axis], 1)
    ]
    result: Tensor = resize_windows(value, windows)
    return result


def _by_pytorch(
    value: Tensor, wanted: dict[int, int], factors: dict[int, float], settings: Settings, how: str, places: str
) -> Tensor | None:
    """The same by PyTorch's own function; None where it has none for it."""
    axes = list(range(2, value.dim()))
    count = len(axes)
    if any(axis not in axes for axis in wanted) or not 1 <= count <= 3 or (how == "cubic" and count != 2):
        return None
    sizes = [wanted.get(axis, value.shape[axis]) for axis in axes]
    known = places in {"half_pixel", "align_corners"} or (places == "pytorch_half_pixel" and 1 not in sizes)
    antialias = bool(settings.get("antialias", 0))
    if not known or settings.get("exclude_outside", 0) or (antialias and (count != 2 or places == "align_corners")):
        return None
    if how == "cubic" and abs(settings.get("cubic_coeff_a", -0.75) - (-0.5 if antialias else -0.75)) > 1e-6:
        return None
    modes = {"linear": ("linear", "bilinear", "trilinear")[count - 1], "cubic": "bicubic"}
    options: dict[str, Any] = {"mode": modes[how], "align_corners": places == "align_corners"}
    if antialias:
        options["antialias"] = True
    scales = [factors.get(axis, 1.0) for axis in axes]
    floored = [math.floor(size * factor) for size, factor in zip(value.shape[2:], scales, strict=True)]
    if floored == sizes and places != "align_corners":
        return functional.interpolate(value, scale_factor=scales, **options)
    return functional.interpolate(value, sizes, **options)


def _places(size: int, former: int, factor: float, how: str) -> NDArray[np.float64]:
    """Where each of ``size`` pixels lies among ``former`` ones."""
    line = np.arange(size, dtype=np.float64)
    exact = factor * former
    match how:
        case "asymmetric":
            return line / factor
        case "align_corners":
            return line * ((former - 1) / max(size - 1, 1))
        case "pytorch_half_pixel" if size == 1:
            return line * 0
        case "half_pixel_symmetric":
            return former / 2 * (1 - size / exact) + (line + 0.5) / factor - 0.5
    return (line + 0.5) / factor - 0.5


def _nearest(size: int, former: int, factor: float, how: str, rounding: str) -> Tensor:
    """Which of ``former`` pixels each of ``size`` is taken from."""
    places = _places(size, former, factor, how)
    if rounding == "simple":
        rounding = "floor" if factor >= 1 else "ceil"
    rounded = {
        "floor": np.floor(places),
        "ceil": np.ceil(places),
        "round_prefer_ceil": np.floor(places + 0.5),
    }.get(rounding, np.ceil(places - 0.5))
    return torch.from_numpy(rounded.astype(np.int64).clip(0, max(former - 1, 0)))


def _taps(
    size: int, former: int, factor: float, how: str, where: str, settings: Settings
) -> tuple[list[int], list[int]]:
    """First and end of the pixels that each of ``size`` is made of; what weighs nothing is none of them."""
    places = _places(size, former, factor, where)
    # A pixel is weighed by how far it lies from the place: less than 1, or 2; shrunk with antialias, as much farther.
    reach = {"linear": 1.0, "cubic": 2.0}[how] / (min(factor, 1.0) if settings.get("antialias", 0) else 1.0)
    starts = np.floor(places - reach).astype(np.int64) + 1
    ends = np.ceil(places + reach).astype(np.int64)
    on_a_pixel = places == np.floor(places)
    if not settings.get("antialias", 0):  # whole distances weigh nothing: the pixel itself is all
        starts = np.where(on_a_pixel, places.astype(np.int64), starts)
        ends = np.where(on_a_pixel, starts + 1, ends)
    # What would lie outside is the pixel at the edge, or is left out: either way no other is read.
    starts, ends = starts.clip(0, former - 1), ends.clip(1, former)
    return starts.tolist(), np.maximum(ends, starts + 1).tolist()


def sampled(values: Values, settings: Settings) -> Tensor:
    """GridSample."""
    modes = {"linear": "bilinear", "cubic": "bicubic"}
    mode = settings.get("mode", "linear")
    return functional.grid_sample(
        here(values, 0),
        here(values, 1),
        str(modes.get(mode, mode)),
        settings.get("padding_mode", "zeros"),
        bool(settings.get("align_corners", 0)),
    )


def affine(values: Values, settings: Settings) -> Tensor:
    """AffineGrid."""
    return functional.affine_grid(
        here(values, 0), whole(here(values, 1)), align_corners=bool(settings.get("align_corners", 0))
    )


def cropped(values: Values, settings: Settings) -> Tensor:
    """CenterCropPad: the middle of a picture, or a picture in the middle of zeros."""
    value, sizes = here(values, 0), whole(here(values, 1))
    axes = settings.get("axes")
    sides: dict[int, tuple[int, int]] = {}
    for axis, size in zip(range(value.dim()) if axes is None else axes, sizes, strict=True):
        axis %= value.dim()
        now = value.shape[axis]
        if size < now:
            value = value.narrow(axis, (now - size) // 2, size)
        elif size > now:
            sides[axis] = (size - now) // 2, size - now - (size - now) // 2
    pads = [side for axis in reversed(range(value.dim())) for side in sides.get(axis, (0, 0))]
    return functional.pad(value, pads) if sides else value

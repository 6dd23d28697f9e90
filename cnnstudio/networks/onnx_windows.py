"""ONNX's windows that PyTorch has no layer for: odd padding, dilated averages, deformed and transposed ones, regions.

Source: https://onnx.ai/onnx/operators/.
"""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.networks.onnx_values import Settings, Values, given, here, in_one_step, unread, whole


def sides_of(
    sizes: Sequence[int], kernel: Sequence[int], settings: Settings
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Padding before and after, strides and dilations of a window, one a dimension.

    Args:
        sizes: rows, columns of what it slides over.
        kernel: its own.
        settings: as the file has them.
    """
    count = len(kernel)
    strides = list(settings.get("strides") or [1] * count)
    dilations = list(settings.get("dilations") or [1] * count)
    how = settings.get("auto_pad") or "NOTSET"
    pads = list(settings.get("pads") or [0] * (2 * count)) if how == "NOTSET" else [0] * (2 * count)
    if how.startswith("SAME"):
        for axis, size in enumerate(sizes):
            reach = dilations[axis] * (kernel[axis] - 1) + 1
            missing = max((-(-size // strides[axis]) - 1) * strides[axis] + reach - size, 0)
            less, more = missing // 2, missing - missing // 2
            pads[axis], pads[axis + count] = (less, more) if how == "SAME_UPPER" else (more, less)
    return pads[:count], pads[count:], strides, dilations


def padded(value: Tensor, before: Sequence[int], after: Sequence[int]) -> Tensor:
    """The value with zeros around its last dimensions; negative numbers cut off."""
    sides = [side for pair in reversed(list(zip(before, after, strict=True))) for side in pair]
    return functional.pad(value, sides) if any(sides) else value


def convolved(values: Values, settings: Settings) -> Tensor:
    """Conv, with any padding and weights that may be computed."""
    value, weight = here(values, 0), here(values, 1)
    before, after, strides, dilations = sides_of(value.shape[2:], weight.shape[2:], settings)
    function: Any = (functional.conv1d, functional.conv2d, functional.conv3d)[weight.dim() - 3]
    result: Tensor = function(
        padded(value, before, after),
        weight,
        given(values, 2),
        stride=strides,
        dilation=dilations,
        groups=settings.get("group", 1),
    )
    return result


def spread(values: Values, settings: Settings) -> Tensor:
    """ConvTranspose, with any padding and wanted sizes."""
    value, weight = here(values, 0), here(values, 1)
    count, kernel = weight.dim() - 2, list(weight.shape[2:])
    strides = list(settings.get("strides") or [1] * count)
    dilations = list(settings.get("dilations") or [1] * count)
    extra = list(settings.get("output_padding") or [0] * count)
    pads = list(settings.get("pads") or [0] * (2 * count))
    how = settings.get("auto_pad") or "NOTSET"
    sizes = list(settings.get("output_shape") or ())[-count:]
    if how.startswith("SAME") and not sizes:
        sizes = [size * step for size, step in zip(value.shape[2:], strides, strict=True)]
    if sizes:
        for axis, wanted in enumerate(sizes):
            full = strides[axis] * (value.shape[2 + axis] - 1) + extra[axis] + (kernel[axis] - 1) * dilations[axis] + 1
            total = full - wanted
            half = total // 2
            pads[axis], pads[axis + count] = (half, total - half) if how == "SAME_UPPER" else (total - half, half)
    elif how == "VALID":
        pads = [0] * (2 * count)
    function: Any = (functional.conv_transpose1d, functional.conv_transpose2d, functional.conv_transpose3d)[count - 1]
    result: Tensor = function(
        value, weight, given(values, 2), stride=strides, groups=settings.get("group", 1), dilation=dilations
    )
    after = [more - less for more, less in zip(extra, pads[count:], strict=True)]
    return padded(result, [-side for side in pads[:count]], after)


def maxima(values: Values, settings: Settings) -> Any:
    """MaxPool; ``(numbers, places)`` where the places are asked for."""
    value, kernel = here(values, 0), list(settings["kernel_shape"])
    before, after, strides, dilations = sides_of(value.shape[2:], kernel, settings)
    ceil = bool(settings.get("ceil_mode", 0))
    value, after = _reaching(value, before, after, kernel, strides, dilations, ceil=ceil)
    functions: Any = (functional.max_pool1d, functional.max_pool2d, functional.max_pool3d)
    return functions[len(kernel) - 1](
        padded(value, before, after),
        kernel,
        strides,
        dilation=dilations,
        return_indices=bool(settings.get("places", 0)),
    )


def averages(values: Values, settings: Settings) -> Tensor:
    """AveragePool."""
    value, kernel = here(values, 0), list(settings["kernel_shape"])
    before, after, strides, dilations = sides_of(value.shape[2:], kernel, settings)
    value, after = _reaching(value, before, after, kernel, strides, dilations, ceil=bool(settings.get("ceil_mode", 0)))
    value = padded(value, before, after)
    if set(dilations) != {1}:
        return _dilated_averages(value, kernel, strides, dilations)
    function: Any = (functional.avg_pool1d, functional.avg_pool2d, functional.avg_pool3d)[len(kernel) - 1]
    result: Tensor = function(value, kernel, strides)
    return result


def _dilated_averages(value: Tensor, kernel: list[int], strides: list[int], dilations: list[int]) -> Tensor:
    """One dimension after another: the mean of as many slices as the window has places there."""
    for axis, (size, step, apart) in enumerate(zip(kernel, strides, dilations, strict=True), 2):
        if size > 64:
            raise unread("AveragePool")
        count = (value.shape[axis] - apart * (size - 1) - 1) // step + 1
        front = (slice(None),) * axis
        taps = [value[(*front, slice(apart * n, apart * n + step * (count - 1) + 1, step))] for n in range(size)]
        value = torch.stack(taps).mean(0)
    return value


def _reaching(
    value: Tensor,
    before: list[int],
    after: list[int],
    kernel: list[int],
    strides: list[int],
    dilations: list[int],
    *,
    ceil: bool,
) -> tuple[Tensor, list[int]]:
    """Padding behind by which every window fits; rounded up, one more where it begins before the padding behind."""
    if not ceil:
        return value, after
    longer = list(after)
    for axis, size in enumerate(value.shape[2:]):
        reach = dilations[axis] * (kernel[axis] - 1) + 1
        count = -(-(size + before[axis] + after[axis] - reach) // strides[axis]) + 1
        if (count - 1) * strides[axis] >= size + before[axis]:
            count -= 1
        longer[axis] = (count - 1) * strides[axis] + reach - size - before[axis]
    return value, longer


def powers(values: Values, settings: Settings) -> Tensor:
    """LpPool."""
    value, kernel, power = here(values, 0), list(settings["kernel_shape"]), settings.get("p", 2)
    before, after, strides, dilations = sides_of(value.shape[2:], kernel, settings)
    value, after = _reaching(value, before, after, kernel, strides, dilations, ceil=bool(settings.get("ceil_mode", 0)))
    raised = padded(value.abs().pow(power), before, after)
    sums = _dilated_averages(raised, kernel, strides, dilations) * math.prod(kernel)
    result: Tensor = sums.pow(1 / power)
    return result


@in_one_step
def max_unpool(value: Tensor, _places: Tensor, shape: Sequence[int]) -> Tensor:
    """A picture of zeros with the numbers where their places say; without numbers."""
    return torch.empty(tuple(shape), dtype=value.dtype, device="meta")


def unpooled(values: Values, settings: Settings) -> Tensor:
    """MaxUnpool."""
    value, wanted = here(values, 0), given(values, 2)
    kernel = settings["kernel_shape"]
    count = len(kernel)
    strides, pads = settings.get("strides") or [1] * count, settings.get("pads") or [0] * (2 * count)
    shape = list(value.shape[:2])
    for axis, size in enumerate(value.shape[2:]):
        shape.append((size - 1) * strides[axis] - pads[axis] - pads[axis + count] + kernel[axis])
    result: Tensor = max_unpool(value, here(values, 1), shape if wanted is None else whole(wanted))
    return result


def folded(values: Values, settings: Settings) -> Tensor:
    """Col2Im of pictures: windows laid beside and over one another."""
    value, sizes, kernel = here(values, 0), whole(here(values, 1)), whole(here(values, 2))
    if len(kernel) != 2 or len(sizes) != 2:
        raise unread("Col2Im")
    pads = settings.get("pads") or [0, 0, 0, 0]
    whole_size = [size + pads[axis] + pads[axis + 2] for axis, size in enumerate(sizes)]
    steps, apart = settings.get("strides") or (1, 1), settings.get("dilations") or (1, 1)
    result = functional.fold(value, tuple(whole_size), tuple(kernel), tuple(apart), 0, tuple(steps))
    return padded(result, [-side for side in pads[:2]], [-side for side in pads[2:]])


@in_one_step
def deform_conv2d(
    value: Tensor, weight: Tensor, _offset: Tensor, *rest: Tensor | None, options: dict[str, Any]
) -> Tensor:
    """A convolution whose windows' places the network computes; without numbers."""
    return convolved([value, weight, rest[0]], options)


def deformed(values: Values, settings: Settings) -> Tensor:
    """DeformConv."""
    value, weight, offset = (here(values, place) for place in range(3))
    if weight.dim() != 4:
        raise unread("DeformConv")
    options = {key: settings[key] for key in ("strides", "pads", "dilations", "group") if key in settings}
    result: Tensor = deform_conv2d(value, weight, offset, given(values, 3), given(values, 4), options=options)
    return result


@in_one_step
def roi_align(value: Tensor, boxes: Tensor, _batches: Tensor | None, rows: int, columns: int) -> Tensor:
    """Regions of a picture that numbers tell, each in one size; without numbers."""
    return torch.empty(boxes.shape[0], value.shape[1], rows, columns, dtype=value.dtype, device="meta")


def regions(values: Values, settings: Settings) -> Tensor:
    """RoiAlign and MaxRoiPool."""
    rows, columns = settings.get("pooled_shape") or (settings.get("output_height", 1), settings.get("output_width", 1))
    result: Tensor = roi_align(here(values, 0), here(values, 1), given(values, 2), rows, columns)
    return result

"""The operators of ONNX that networks for pictures are made of, as layers and functions of PyTorch.

Source: https://onnx.ai/onnx/operators/. Layers are what has a window or learnt weights (``onnx_layers``); everything
else is a function here, on ``meta``. Numbers are computed where they are known, as sizes are made of them.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.errors import WeightsError
from cnnstudio.messages import Message
from cnnstudio.networks import (
    onnx_indexing,
    onnx_quantised,
    onnx_recurrent,
    onnx_resize,
    onnx_windows,
)
from cnnstudio.networks.onnx_file import MOST_NUMBERS, OnnxNode, OnnxTensor
from cnnstudio.networks.onnx_layers import LAYERS
from cnnstudio.networks.onnx_values import (
    Function,
    Settings,
    Values,
    checked_length,
    dtype,
    given,
    here,
    in_one_step,
    unread,
    whole,
)

SET_BY_NUMBERS = frozenset(
    {
        *("Resize", "Upsample", "Clip", "Pad", "Tile", "Range", "Pow", "Shape", "ConstantOfShape", "OneHot"),
        *("QuantizeLinear", "DequantizeLinear", "QLinearConv", "QLinearMatMul", "CastLike"),
    }
)
"""Whose constants are settings, not weights."""

_DOMAINS = ("", "ai.onnx")
_MOST_KNOWN = 1 << 16  # numbers that are computed, not only counted


def is_known(node: OnnxNode) -> bool:
    """Whether the operator is read here."""
    known = node.operator in FUNCTIONS or node.operator in LAYERS or node.operator == "Constant"
    return known and node.domain in _DOMAINS


def why_unread(operator: str) -> Message:
    """The operator's name, with the reason why it is not read where there is one to tell."""
    reason = next((why for why, names in _REFUSED.items() if operator in names.split()), None)
    if reason is None:
        return Message("{operator}", operator=operator)
    return Message("{operator} ({reason})", operator=operator, reason=reason)


def constant(node: OnnxNode) -> OnnxTensor:
    """What a node gives that gives always the same.

    Raises:
        WeightsError: if it is no tensor of numbers.
    """
    settings, name = node.settings, node.outputs[0]
    for setting, kind in (("value_int", "int64"), ("value_ints", "int64"), ("value_float", "float32")):
        if setting in settings:
            values = np.array(settings[setting], kind)
            return OnnxTensor(name, values.shape, kind, values)
    if "value_floats" in settings:
        values = np.array(settings["value_floats"], "float32")
        return OnnxTensor(name, values.shape, "float32", values)
    tensor = settings.get("value")
    if not isinstance(tensor, OnnxTensor):
        raise WeightsError("The file has a constant that is not read here. Export the network again.")
    return replace(tensor, name=name)


def numbers(tensor: OnnxTensor) -> Tensor:
    """A constant that is no weight; on ``meta`` where its numbers were not read."""
    if tensor.values is None:
        return torch.empty(tensor.shape, dtype=getattr(torch, tensor.dtype), device="meta")
    return torch.from_numpy(tensor.values.copy())


def play(node: OnnxNode, values: Values) -> tuple[Any, ...]:
    """What a function gives; numbers stay numbers, what is on ``meta`` stays there.

    Raises:
        WeightsError: if it needs numbers that are not in the file.
    """
    function = FUNCTIONS.get(node.operator)
    if function is None:
        raise unread(node.operator)
    tensors = [value for value in values if isinstance(value, Tensor)]
    settings = node.settings
    if node.operator in _BY_RESULTS and any(node.outputs[1:]):
        settings = {**settings, "places": 1}
    unknown = any(value.is_meta for value in tensors)
    if unknown or (tensors and node.operator not in _BOUNDED and _is_large(node.operator, function, values, settings)):
        # Beside what has no numbers, numbers that are no single one count by their size alone.
        values = _without_numbers(node.operator, values, keep_single=unknown)
    result = function(values, settings)
    return result if isinstance(result, tuple) else (result,)


def _without_numbers(operator: str, values: Values, *, keep_single: bool) -> Values:
    kept = _NUMBERED.get(operator, ())
    return [
        value.to("meta")
        if isinstance(value, Tensor) and (value.dim() or not keep_single) and place not in kept
        else value
        for place, value in enumerate(values)
    ]


def _is_large(operator: str, function: Function, values: Values, settings: Settings) -> bool:
    """Whether what is made of numbers that are known would be too many of them: tried on ``meta``, unseen."""
    try:
        with torch._C.DisableTorchFunction():
            found = function(_without_numbers(operator, values, keep_single=False), settings)
    except (IndexError, KeyError, NotImplementedError, RuntimeError, TypeError, ValueError, WeightsError):
        return False  # what it complains of it does once more
    results = found if isinstance(found, tuple) else (found,)
    return any(isinstance(result, Tensor) and result.numel() > _MOST_KNOWN for result in results)


# --- sizes, places


def _axes(values: Values, settings: Settings, place: int = 1) -> list[int] | None:
    """Of an input, or, in older files, of a setting."""
    found = given(values, place)
    if found is not None:
        return whole(found)
    written = settings.get("axes")
    return None if written is None else list(written)


def _shape_of(values: Values, settings: Settings) -> Tensor:
    shape = list(here(values, 0).shape)
    return torch.tensor(shape[settings.get("start", 0) : settings.get("end", len(shape))], dtype=torch.int64)


def _filled(values: Values, settings: Settings) -> Tensor:
    sizes, value = whole(here(values, 0)), settings.get("value")
    number = value.values.item() if isinstance(value, OnnxTensor) and value.values is not None else 0.0
    kind = getattr(torch, value.dtype) if isinstance(value, OnnxTensor) else torch.float32
    device = "cpu" if math.prod(sizes) <= MOST_NUMBERS else "meta"
    return torch.full(sizes, number, dtype=kind, device=device)


def _gather(values: Values, settings: Settings) -> Tensor:
    data, index, axis = here(values, 0), here(values, 1), settings.get("axis", 0) % max(here(values, 0).dim(), 1)
    index = index.long()
    if index.is_meta and axis == 0 and data.dim() == 2:
        return functional.embedding(index, data)
    found = data.index_select(axis, torch.where(index < 0, index + data.shape[axis], index).flatten())
    return found.reshape((*data.shape[:axis], *index.shape, *data.shape[axis + 1 :]))


def _unsqueeze(values: Values, settings: Settings) -> Tensor:
    value, axes = here(values, 0), _axes(values, settings) or []
    for axis in sorted(axis % (value.dim() + len(axes)) for axis in axes):
        value = value.unsqueeze(axis)
    return value


def _squeeze(values: Values, settings: Settings) -> Tensor:
    value, axes = here(values, 0), _axes(values, settings)
    return value.squeeze() if axes is None else value.squeeze(tuple(axes))


def _slice(values: Values, settings: Settings) -> Tensor:
    value = here(values, 0)
    if "starts" in settings:
        starts, ends, steps = settings["starts"], settings["ends"], None
        axes = settings.get("axes")
    else:
        starts, ends = whole(here(values, 1)), whole(here(values, 2))
        axes = _axes(values, {}, 3)
        found = given(values, 4)
        steps = None if found is None else whole(found)
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        axis = (axes[place] if axes else place) % value.dim()
        size, step = value.shape[axis], steps[place] if steps else 1
        chosen = range(size)[slice(start, end if step > 0 or end > -size else None, step)]
        if step < 0:
            value = value.flip(axis)
            chosen = range(size - 1 - chosen.start, size - 1 - chosen.stop, -step)
        first = chosen[0] if chosen else 0
        value = value.narrow(axis, first, chosen[-1] - first + 1 if chosen else 0)
        if abs(step) > 1:
            value = value[(slice(None),) * axis + (slice(None, None, abs(step)),)]
    return value


def _reshape(values: Values, settings: Settings) -> Tensor:
    value, found = here(values, 0), given(values, 1)
    sizes = list(settings["shape"]) if found is None else whole(found)
    if not settings.get("allowzero", 0):
        sizes = [value.shape[place] if size == 0 else size for place, size in enumerate(sizes)]
    return value.reshape(sizes)


def _flatten(values: Values, settings: Settings) -> Tensor:
    value, axis = here(values, 0), settings.get("axis", 1)
    return value.reshape(math.prod(value.shape[:axis]), math.prod(value.shape[axis:]))


def _expand(values: Values, _settings: Settings) -> Tensor:
    value = here(values, 0)
    wanted = whole(here(values, 1))
    # Either may be the larger one, and have more sizes.
    shape: Any = np.broadcast_shapes(tuple(value.shape), tuple(wanted))
    return value.expand(shape)


def _tiled(values: Values, _settings: Settings) -> Tensor:
    value, times = here(values, 0), whole(here(values, 1))
    if len(values) > 2:  # the first operator set's: how often, and along which dimension
        axis = whole(here(values, 2))[0] % value.dim()
        times = [times[0] if place == axis else 1 for place in range(value.dim())]
    return value.repeat(times)


def _range(values: Values, _settings: Settings) -> Tensor:
    start, end, step = (here(values, place).item() for place in range(3))
    if abs((end - start) / (step or 1)) > MOST_NUMBERS:
        raise WeightsError("The file counts further than can be shown. Open the Python file instead.")
    return torch.arange(start, end, step)


def _split(values: Values, settings: Settings) -> tuple[Tensor, ...]:
    value, axis, found = here(values, 0), settings.get("axis", 0), given(values, 1)
    sizes = whole(found) if found is not None else settings.get("split")
    if sizes is None:
        pieces, length = settings.get("num_outputs", 2), value.shape[axis]
        size = -(-length // checked_length(max(pieces, 1)))
        sizes = [size] * (pieces - 1) + [length - size * (pieces - 1)]  # the last is smaller where it does not fit
        if sizes[-1] < 0:
            raise unread("Split")
    return tuple(torch.split_with_sizes(value, list(sizes), axis))


def _padded(values: Values, settings: Settings) -> Tensor:
    value, found = here(values, 0), given(values, 1)
    pads = whole(found) if found is not None else list(settings.get("pads") or settings.get("paddings") or ())
    chosen = _axes(values, {}, 3)
    axes = [axis % value.dim() for axis in chosen] if chosen is not None else list(range(value.dim()))
    before, after = dict(zip(axes, pads, strict=False)), dict(zip(axes, pads[len(axes) :], strict=True))
    sides = [(before.get(axis, 0), after.get(axis, 0)) for axis in reversed(range(value.dim()))]
    return _pad(value, [side for pair in sides for side in pair], settings.get("mode", "constant"))


def _pad(value: Tensor, sides: list[int], mode: str) -> Tensor:
    if mode == "constant":
        return functional.pad(value, sides)
    while sides and sides[-2:] == [0, 0]:
        sides = sides[:-2]
    return functional.pad(value, sides, mode={"edge": "replicate", "wrap": "circular"}.get(mode, mode))


def _triangle(values: Values, settings: Settings) -> Tensor:
    found = given(values, 1)
    function = torch.triu if settings.get("upper", 1) else torch.tril
    return function(here(values, 0), 0 if found is None else whole(found)[0])


def _to_depth(values: Values, settings: Settings) -> Tensor:
    value, size = here(values, 0), settings["blocksize"]
    n, c, h, w = value.shape
    pieces = value.reshape(n, c, h // size, size, w // size, size)
    return pieces.permute(0, 3, 5, 1, 2, 4).reshape(n, c * size * size, h // size, w // size)


def _to_space(values: Values, settings: Settings) -> Tensor:
    value, size = here(values, 0), settings["blocksize"]
    n, c, h, w = value.shape
    pieces = value.reshape(n, size, size, c // size**2, h, w)
    return pieces.permute(0, 3, 4, 1, 5, 2).reshape(n, c // size**2, h * size, w * size)


# --- number by number


def _one(function: Callable[[Tensor], Tensor]) -> Function:
    return lambda values, _: function(here(values, 0))


def _two(function: Callable[[Tensor, Tensor], Tensor]) -> Function:
    def two(values: Values, settings: Settings) -> Tensor:
        return function(here(values, 0), _aligned(here(values, 0), here(values, 1), settings))

    return two


def _aligned(first: Tensor, second: Tensor, settings: Settings) -> Tensor:
    """The second of two, where the file says, as before operator set 7, at which dimension of the first it begins."""
    if not settings.get("broadcast", 0) or "axis" not in settings:
        return second
    behind = first.dim() - settings["axis"] % first.dim() - second.dim()
    return second.reshape(*second.shape, *[1] * max(behind, 0))


def _repeated(function: Callable[[Tensor, Tensor], Tensor]) -> Function:
    def repeated(values: Values, _settings: Settings) -> Tensor:
        result = here(values, 0)
        for place in range(1, len(values)):
            result = function(result, here(values, place))
        return result

    return repeated


def _mean(values: Values, settings: Settings) -> Tensor:
    total: Tensor = _repeated(torch.add)(values, settings)
    return total / len(values) if len(values) > 1 else total


def _divided(values: Values, settings: Settings) -> Tensor:
    first = here(values, 0)
    second = _aligned(first, here(values, 1), settings)
    return first / second if first.dtype.is_floating_point else torch.div(first, second, rounding_mode="trunc")


def _clipped(values: Values, settings: Settings) -> Tensor:
    low, high = given(values, 1), given(values, 2)
    if low is None and high is None:
        return torch.clamp(here(values, 0), settings.get("min", -math.inf), settings.get("max", math.inf))
    return torch.clamp(here(values, 0), low, high)


@in_one_step
def prelu(value: Tensor, slope: Tensor) -> Tensor:
    """A slope of any shape for negative numbers; seen as one function, as the slope hides nothing."""
    return value.clamp_min(0) + slope * value.clamp_max(0)


def _rectified(values: Values, settings: Settings) -> Tensor:
    """PRelu; its slopes may be of channels, or of any shape that can be broadcast."""
    value, slope = here(values, 0), here(values, 1)
    if slope.numel() == 1 or _is_of_channels(value, slope, settings):
        return functional.prelu(value, slope.flatten())
    result: Tensor = prelu(value, slope)
    return result


def _is_of_channels(value: Tensor, slope: Tensor, settings: Settings) -> bool:
    """Whether there is a slope for each channel; as before operator set 7, or as broadcasting has it."""
    if value.dim() < 2 or slope.numel() != value.shape[1]:
        return False
    if settings.get("of_channels", 0) or (slope.dim() == 1 and slope.numel() != value.shape[-1]):
        return True
    aligned = (1,) * (value.dim() - slope.dim()) + tuple(slope.shape)
    return all(size == 1 for place, size in enumerate(aligned) if place != 1)


def _shrunk(values: Values, settings: Settings) -> Tensor:
    value = here(values, 0)
    result: Tensor = functional.hardshrink(value, settings.get("lambd", 0.5)) - settings.get("bias", 0.0) * value.sign()
    return result


def _hard_sigmoid(values: Values, settings: Settings) -> Tensor:
    result: Tensor = (here(values, 0) * settings.get("alpha", 0.2) + settings.get("beta", 0.5)).clamp(0, 1)
    return result


def _swished(values: Values, settings: Settings) -> Tensor:
    value = here(values, 0)
    return value * torch.sigmoid(value * settings.get("alpha", 1.0))


def _shifted(values: Values, settings: Settings) -> Tensor:
    left = settings.get("direction") == "LEFT"
    return (torch.bitwise_left_shift if left else torch.bitwise_right_shift)(here(values, 0), here(values, 1))


def _cast(values: Values, settings: Settings) -> Tensor:
    return here(values, 0).to(dtype(settings["to"], "Cast"))


def _dropped(values: Values, settings: Settings) -> tuple[Tensor, Tensor]:
    """Dropout as it works in prediction, and its mask."""
    value = here(values, 0)
    return functional.dropout(value, min(settings.get("ratio", 0.5), 1.0), training=False), torch.ones_like(value) > 0


def _by_chance(values: Values, settings: Settings) -> Tensor:
    """Random numbers: their count alone; nothing is drawn."""
    like = given(values, 0)
    shape = list(settings.get("shape", ())) if like is None else list(like.shape)
    kind = settings.get("dtype", 0)
    wanted = dtype(kind, "RandomNormal") if kind else torch.float32 if like is None else like.dtype
    return torch.empty(shape, dtype=wanted, device="meta")


# --- products, norms, sums


def _general_product(values: Values, settings: Settings) -> Tensor:
    first, second, third = here(values, 0), here(values, 1), given(values, 2)
    result: Tensor = (first.T if settings.get("transA", 0) else first) @ (
        second.T if settings.get("transB", 0) else second
    )
    if settings.get("alpha", 1.0) != 1:
        result = result * settings["alpha"]
    if third is None:
        return result
    return result + (third if settings.get("beta", 1.0) == 1 else settings["beta"] * third)


def _normed_batch(values: Values, settings: Settings) -> tuple[Tensor, ...]:
    """With means, variances or weights that are computed; with what it measured, where it measures."""
    value, weight, bias = (here(values, place) for place in range(3))
    if settings.get("training_mode", 0):
        over = [dim for dim in range(value.dim()) if dim != 1]
        result = functional.batch_norm(value, None, None, weight, bias, training=True)
        variance, mean = torch.var_mean(value, over, correction=0) if settings.get("places", 0) else (None, None)
        return (result, mean, variance, mean, variance) if mean is not None and variance is not None else (result,)
    mean, variance = here(values, 3), here(values, 4)
    if not settings.get("spatial", 1):  # of each place, not of each channel
        return ((value - mean) / (variance + settings.get("epsilon", 1e-5)).sqrt() * weight + bias,)
    return (functional.batch_norm(value, mean, variance, weight, bias, training=False),)


def _normed_group(values: Values, settings: Settings) -> Tensor:
    value = here(values, 0)
    groups = settings.get("num_groups", value.shape[1])
    weights = [given(values, place) for place in (1, 2)]
    each = value.shape[1] // max(groups, 1)
    # Operator set 18 has a weight for each group, later ones for each channel.
    wide = [
        one.repeat_interleave(each) if one is not None and one.numel() != value.shape[1] else one for one in weights
    ]
    return functional.group_norm(value, groups, wide[0], wide[1])


def _normed_layer(values: Values, settings: Settings) -> tuple[Tensor, ...]:
    value, axis = here(values, 0), settings.get("axis", -1) % here(values, 0).dim()
    result = functional.layer_norm(value, value.shape[axis:], given(values, 1), given(values, 2))
    if not settings.get("places", 0):
        return (result,)
    variance, mean = torch.var_mean(value, list(range(axis, value.dim())), correction=0, keepdim=True)
    return result, mean, variance.rsqrt()


def _normed_root(values: Values, settings: Settings) -> Tensor:
    value, axis = here(values, 0), settings.get("axis", -1) % here(values, 0).dim()
    return functional.rms_norm(value, list(value.shape[axis:]), given(values, 1))


def _centred(values: Values, settings: Settings) -> Tensor:
    """MeanVarianceNormalization."""
    value, axes = here(values, 0), list(settings.get("axes") or (0, 2, 3))
    centred = value - value.mean(axes, True)
    return centred / ((centred * centred).mean(axes, True).sqrt() + 1e-9)


def _of_length_one(values: Values, settings: Settings) -> Tensor:
    return functional.normalize(here(values, 0), float(settings.get("p", 2)), settings.get("axis", -1))


def _global_power(values: Values, settings: Settings) -> Tensor:
    value = here(values, 0)
    result: Tensor = torch.linalg.vector_norm(value, settings.get("p", 2), list(range(2, value.dim())), True)
    return result


def _reduced(function: Callable[[Tensor, tuple[int, ...], bool], Tensor]) -> Function:
    def reduced(values: Values, settings: Settings) -> Tensor:
        value, axes = here(values, 0), _axes(values, settings)
        if not axes and settings.get("noop_with_empty_axes", 0):
            return value
        return function(value, tuple(axes) if axes else tuple(range(value.dim())), bool(settings.get("keepdims", 1)))

    return reduced


def _product_over(value: Tensor, axes: tuple[int, ...], keep: bool) -> Tensor:
    for axis in sorted({axis % value.dim() for axis in axes}, reverse=True):
        value = value.prod(axis, keep)
    return value


def _length(power: int) -> Function:
    def length(value: Tensor, axes: tuple[int, ...], keep: bool) -> Tensor:
        found: Tensor = torch.linalg.vector_norm(value.float(), power, axes, keep)
        return found.to(value.dtype)

    return _reduced(length)


def _extreme(function: Callable[..., Tensor]) -> Function:
    def called(values: Values, settings: Settings) -> Tensor:
        return function(here(values, 0), settings.get("axis", 0), bool(settings.get("keepdims", 1)))

    return called


@in_one_step
def fourier(value: Tensor, length: int | None, axis: int, *, inverse: bool) -> Tensor:
    """The discrete Fourier transform of real or complex numbers along a dimension, as pairs."""
    signal = torch.view_as_complex(value.contiguous()) if value.shape[-1] == 2 else value[..., 0]
    return torch.view_as_real((torch.fft.ifft if inverse else torch.fft.fft)(signal, length, axis))


def _transformed(values: Values, settings: Settings) -> Tensor:
    """DFT; its axis is a setting in operator set 17, a value later."""
    value, length, axis = here(values, 0), given(values, 1), given(values, 2)
    place = settings.get("axis", 1) if "axis" in settings else -2 if axis is None else whole(axis)[0]
    place %= value.dim()
    count = None if length is None else checked_length(whole(length)[0])
    result: Tensor = fourier(value.float(), count, place, inverse=bool(settings.get("inverse", 0)))
    if settings.get("onesided", 0):
        result = result.narrow(place, 0, result.shape[place] // 2 + 1)
    return result


_CONVOLVED = onnx_windows.convolved
FUNCTIONS: dict[str, Function] = {
    # sizes and places
    "Shape": _shape_of,
    "Size": _one(lambda value: torch.tensor(value.numel())),
    "ConstantOfShape": _filled,
    "EyeLike": onnx_indexing.identity_matrix,
    "Range": _range,
    "Gather": _gather,
    "GatherElements": onnx_indexing.gathered_elements,
    "GatherND": onnx_indexing.gathered_parts,
    "Scatter": onnx_indexing.scattered_elements,
    "ScatterElements": onnx_indexing.scattered_elements,
    "ScatterND": onnx_indexing.scattered_parts,
    "OneHot": onnx_indexing.one_hot,
    "NonZero": onnx_indexing.where_not_zero,
    "Unsqueeze": _unsqueeze,
    "Squeeze": _squeeze,
    "Slice": _slice,
    "Reshape": _reshape,
    "Flatten": _flatten,
    "Expand": _expand,
    "Tile": _tiled,
    "Split": _split,
    "Pad": _padded,
    "CenterCropPad": onnx_resize.cropped,
    "Trilu": _triangle,
    "Concat": lambda values, settings: torch.cat([value for value in values if value is not None], settings["axis"]),
    "Transpose": lambda values, settings: here(values, 0).permute(
        settings.get("perm") or tuple(reversed(range(here(values, 0).dim())))
    ),
    "SpaceToDepth": _to_depth,
    "DepthToSpace": _to_space,
    "ReverseSequence": onnx_recurrent.reversed_parts,
    "TopK": onnx_indexing.topmost,
    "CumSum": onnx_indexing.running(torch.cumsum),
    "CumProd": onnx_indexing.running(torch.cumprod),
    "SequenceConstruct": onnx_indexing.listed,
    "SequenceEmpty": onnx_indexing.listed,
    "SplitToSequence": onnx_indexing.split_to_list,
    "SequenceAt": onnx_indexing.one_of_list,
    "SequenceLength": onnx_indexing.length_of_list,
    "SequenceInsert": onnx_indexing.longer_list,
    "SequenceErase": onnx_indexing.shorter_list,
    "ConcatFromSequence": onnx_indexing.joined_list,
    # windows
    "Resize": onnx_resize.resized,
    "Upsample": onnx_resize.resized,
    "GridSample": onnx_resize.sampled,
    "AffineGrid": onnx_resize.affine,
    "Conv": _CONVOLVED,
    "ConvTranspose": onnx_windows.spread,
    "DeformConv": onnx_windows.deformed,
    "MaxPool": onnx_windows.maxima,
    "AveragePool": onnx_windows.averages,
    "LpPool": onnx_windows.powers,
    "GlobalLpPool": _global_power,
    "MaxUnpool": onnx_windows.unpooled,
    "Col2Im": onnx_windows.folded,
    "RoiAlign": onnx_windows.regions,
    "MaxRoiPool": onnx_windows.regions,
    # products
    "Gemm": _general_product,
    "MatMul": _two(torch.matmul),
    "Einsum": lambda values, settings: torch.einsum(settings["equation"], *values),
    "Attention": onnx_recurrent.attention,
    "RotaryEmbedding": onnx_recurrent.rotated,
    "LSTM": onnx_recurrent.recurrent("lstm"),
    "GRU": onnx_recurrent.recurrent("gru"),
    "RNN": onnx_recurrent.recurrent("rnn"),
    "Det": _one(torch.linalg.det),
    "DFT": _transformed,
    "QLinearConv": onnx_quantised.convolution(_CONVOLVED),
    "ConvInteger": onnx_quantised.whole_convolution(_CONVOLVED),
    "QLinearMatMul": onnx_quantised.product,
    "MatMulInteger": onnx_quantised.whole_product,
    # norms
    "BatchNormalization": _normed_batch,
    "LayerNormalization": _normed_layer,
    "RMSNormalization": _normed_root,
    "GroupNormalization": _normed_group,
    "InstanceNormalization": _normed_group,
    "MeanVarianceNormalization": _centred,
    "LpNormalization": _of_length_one,
    "LRN": lambda values, settings: functional.local_response_norm(here(values, 0), settings["size"]),
    "Hardmax": onnx_indexing.hardest,
    # number by number
    "Add": _two(torch.add),
    "Sub": _two(torch.sub),
    "Mul": _two(torch.mul),
    "Div": _divided,
    "Mod": _two(torch.remainder),
    "Pow": _two(torch.pow),
    "PRelu": _rectified,
    "Shrink": _shrunk,
    "HardSigmoid": _hard_sigmoid,
    "Swish": _swished,
    "Max": _repeated(torch.maximum),
    "Min": _repeated(torch.minimum),
    "Sum": _repeated(torch.add),
    "Mean": _mean,
    "Clip": _clipped,
    "Where": lambda values, _: torch.where(here(values, 0), here(values, 1), here(values, 2)),
    "Equal": _two(torch.eq),
    "Greater": _two(torch.gt),
    "GreaterOrEqual": _two(torch.ge),
    "Less": _two(torch.lt),
    "LessOrEqual": _two(torch.le),
    "And": _two(torch.logical_and),
    "Or": _two(torch.logical_or),
    "Xor": _two(torch.logical_xor),
    "Not": _one(torch.logical_not),
    "BitShift": _shifted,
    "BitwiseAnd": _two(torch.bitwise_and),
    "BitwiseOr": _two(torch.bitwise_or),
    "BitwiseXor": _two(torch.bitwise_xor),
    "BitwiseNot": _one(torch.bitwise_not),
    **{
        name.capitalize(): _one(getattr(torch, name))
        for name in (
            *("sqrt", "exp", "log", "erf", "neg", "abs", "sign", "floor", "ceil", "round", "reciprocal"),
            *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "asinh", "acosh", "atanh"),
        )
    },
    "IsNaN": _one(torch.isnan),
    "IsInf": _one(torch.isinf),
    "Cast": _cast,
    "CastLike": lambda values, _: here(values, 0).to(here(values, 1).dtype),
    "BitCast": lambda values, settings: here(values, 0).view(dtype(settings["to"], "BitCast")),
    "QuantizeLinear": onnx_quantised.quantised,
    "DequantizeLinear": onnx_quantised.restored,
    "DynamicQuantizeLinear": onnx_quantised.quantised_by_its_range,
    "Dropout": _dropped,
    "Identity": lambda values, _: (values[0],),
    "Bernoulli": _one(lambda value: (value > 0).to(value.dtype)),  # by chance; nothing is drawn
    **dict.fromkeys(("RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"), _by_chance),
    # over dimensions
    "ReduceMean": _reduced(torch.mean),
    "ReduceSum": _reduced(torch.sum),
    "ReduceMax": _reduced(torch.amax),
    "ReduceMin": _reduced(torch.amin),
    "ReduceProd": _reduced(_product_over),
    "ReduceL1": _length(1),
    "ReduceL2": _length(2),
    "ReduceSumSquare": _reduced(lambda value, axes, keep: (value * value).sum(axes, keep)),
    "ReduceLogSum": _reduced(lambda value, axes, keep: value.sum(axes, keep).log()),
    "ReduceLogSumExp": _reduced(torch.logsumexp),
    "ArgMax": _extreme(torch.argmax),
    "ArgMin": _extreme(torch.argmin),
}
"""What is played by functions of PyTorch, by ONNX's name."""

# What is told in a few words of operators that a network may well hold.
_REFUSED = {
    Message("its result's size depends on the numbers"): "NonMaxSuppression Compress Unique",
    Message("which parts run, and how often, depends on the numbers"): "If Loop Scan SequenceMap",
    Message("it may give nothing at all"): "Optional OptionalGetElement OptionalHasElement",
    Message("it works on texts"): "StringConcat StringNormalizer StringSplit RegexFullMatch TfIdfVectorizer",
    Message("it unpacks a picture's file"): "ImageDecoder",
    Message(
        "it belongs to training"
    ): "NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss Gradient Adam Adagrad Momentum",
    Message("it is for sound"): "STFT MelWeightMatrix BlackmanWindow HammingWindow HannWindow",
    Message("it draws random numbers that decide"): "Multinomial",
    Message("it belongs to networks for texts"): "LinearAttention CausalConvWithState TensorScatter SwiGLU",
}
# Operators that give more where more is asked for.
_BY_RESULTS = frozenset({"MaxPool", "BatchNormalization", "LayerNormalization"})
# What makes no more numbers than there are, or bounds them itself.
_BOUNDED = frozenset(
    {
        *("Shape", "Size", "Range", "ConstantOfShape", "EyeLike", "NonZero", "Gather", "Unsqueeze", "Squeeze", "Slice"),
        *("Reshape", "Flatten", "Cast", "Identity", "Transpose", "Split", "Floor", "Ceil", "Neg", "Abs"),
    }
)
# Values that are read as numbers, also beside what has none.
_NUMBERED: dict[str, tuple[int, ...]] = {
    "Reshape": (1,),
    "Expand": (1,),
    "Unsqueeze": (1,),
    "Squeeze": (1,),
    "Slice": (1, 2, 3, 4),
    "Tile": (1, 2),
    "Pad": (1, 3),
    "CenterCropPad": (1,),
    "Resize": (1, 2, 3),
    "Upsample": (1,),
    "AffineGrid": (1,),
    "Split": (1,),
    "SplitToSequence": (1,),
    "SequenceAt": (1,),
    "SequenceInsert": (2,),
    "SequenceErase": (1,),
    "Trilu": (1,),
    "Gather": (1,),
    "GatherND": (1,),
    "ReverseSequence": (1,),
    "TopK": (1,),
    "OneHot": (1,),
    "CumSum": (1,),
    "CumProd": (1,),
    "Col2Im": (1, 2),
    "MaxUnpool": (2,),
    "DFT": (1, 2),
    **dict.fromkeys((name for name in FUNCTIONS if name.startswith("Reduce")), (1,)),
}

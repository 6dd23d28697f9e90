"""The operators of ONNX that networks for pictures are made of, as layers and functions of PyTorch.

Source: https://onnx.ai/onnx/operators/. Layers are what has a window or learnt weights; they stand on ``meta``.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.errors import WeightsError
from cnnstudio.networks.onnx_file import MOST_NUMBERS, OnnxNode, OnnxTensor

SET_BY_NUMBERS = frozenset({"Resize", "Upsample", "Clip", "Pad", "Tile", "Range", "Pow", "Shape", "ConstantOfShape"})
"""Whose constants are settings, not weights."""

_Values = Sequence[Tensor | None]
_Settings = Mapping[str, Any]
_DOMAINS = ("", "ai.onnx")


def is_known(node: OnnxNode) -> bool:
    """Whether the operator is read here."""
    known = node.operator in _FUNCTIONS or node.operator in _LAYERS or node.operator == "Constant"
    return known and node.domain in _DOMAINS


def layer(node: OnnxNode, constants: Mapping[str, Tensor]) -> nn.Module | None:
    """The node as a layer without weights; None where it is a function."""
    made = _LAYERS.get(node.operator)
    if made is None:
        return None
    shapes = [tuple(constants[name].shape) if name in constants else None for name in node.inputs]
    with torch.device("meta"):
        found = made(node.settings, shapes)
    return None if found is None else found.eval()


def weights_of(node: OnnxNode, made: nn.Module) -> Iterator[tuple[str, str]]:
    """(the layer's name, the file's name) of each weight."""
    names = [name for name in ("weight", "bias") if made._parameters.get(name) is not None]
    sources = [name for name in node.inputs[1:] if name]
    for name, source in zip(names, sources, strict=False):
        if not (name == "weight" and isinstance(made, nn.Linear) and is_turned(node)):
            yield name, source


def is_turned(node: OnnxNode) -> bool:
    """Whether a matrix lies in the file the other way round than a layer of PyTorch's has it."""
    return node.operator == "MatMul" or not node.settings.get("transB", 0)


def constant(node: OnnxNode) -> OnnxTensor:
    """What a node gives that gives always the same.

    Raises:
        WeightsError: if it is no tensor of numbers.
    """
    settings, name = node.settings, node.outputs[0]
    for setting, dtype in (("value_int", "int64"), ("value_ints", "int64"), ("value_float", "float32")):
        if setting in settings:
            values = np.array(settings[setting], dtype)
            return OnnxTensor(name, values.shape, dtype, values)
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


def play(node: OnnxNode, values: _Values) -> tuple[Any, ...]:
    """What a function gives; numbers stay numbers, what is on ``meta`` stays there.

    Raises:
        WeightsError: if it needs numbers that are not in the file.
    """
    function = _FUNCTIONS.get(node.operator)
    if function is None:
        raise WeightsError(f"{node.operator} is used in a way that is not read here. Open the Python file instead.")
    if any(value is not None and value.is_meta for value in values):
        # Beside what has no numbers, numbers that are no single one count by their size alone.
        kept = _NUMBERED.get(node.operator, ())
        values = [
            value.to("meta") if value is not None and value.dim() and place not in kept else value
            for place, value in enumerate(values)
        ]
    result = function(values, node.settings)
    return result if isinstance(result, tuple) else (result,)


# --- layers


def _window(settings: _Settings, kernel: Sequence[int]) -> dict[str, Any] | None:
    """Stride, padding and dilation; None where its sides are padded differently."""
    dimensions = len(kernel)
    strides = settings.get("strides") or [1] * dimensions
    dilations = settings.get("dilations") or [1] * dimensions
    pads = list(settings.get("pads") or [0] * (2 * dimensions))
    if settings.get("auto_pad", "NOTSET").startswith("SAME"):
        missing = [dilation * (size - 1) for dilation, size in zip(dilations, kernel, strict=True)]
        if any(step != 1 for step in strides) or any(number % 2 for number in missing):
            return None
        pads = [number // 2 for number in missing] * 2
    if pads[:dimensions] != pads[dimensions:]:
        return None
    return {"stride": tuple(strides), "padding": tuple(pads[:dimensions]), "dilation": tuple(dilations)}


def _convolution(settings: _Settings, shapes: Sequence[tuple[int, ...] | None]) -> nn.Module | None:
    weight = shapes[1]
    if weight is None or not 3 <= len(weight) <= 5:
        return None
    window = _window(settings, weight[2:])
    if window is None:
        return None
    kind: Any = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[len(weight) - 3]
    groups = settings.get("group", 1)
    made: nn.Module = kind(weight[1] * groups, weight[0], weight[2:], groups=groups, bias=_has(shapes, 2), **window)
    return made


def _transposed(settings: _Settings, shapes: Sequence[tuple[int, ...] | None]) -> nn.Module | None:
    weight = shapes[1]
    window = None if weight is None else _window(settings, weight[2:])
    if weight is None or window is None or len(weight) != 4 or settings.get("output_shape"):
        return None
    groups = settings.get("group", 1)
    extra = tuple(settings.get("output_padding") or [0, 0])
    return nn.ConvTranspose2d(
        weight[0], weight[1] * groups, weight[2:], groups=groups, output_padding=extra, bias=_has(shapes, 2), **window
    )


def _linear(settings: _Settings, shapes: Sequence[tuple[int, ...] | None]) -> nn.Module | None:
    weight = shapes[1]
    plain = settings.get("alpha", 1.0) == 1.0 and settings.get("beta", 1.0) == 1.0 and not settings.get("transA", 0)
    if weight is None or len(weight) != 2 or not plain:
        return None
    outputs, inputs = weight if settings.get("transB", 0) else weight[::-1]
    return nn.Linear(inputs, outputs, bias=_has(shapes, 2))


def _product(_settings: _Settings, shapes: Sequence[tuple[int, ...] | None]) -> nn.Module | None:
    weight = shapes[1]
    return None if weight is None or len(weight) != 2 or shapes[0] is not None else nn.Linear(*weight, bias=False)


class _Unsized(nn.Module):
    """A layer that ONNX has one of for rows, pictures and volumes; its first input makes it PyTorch's layer for those.

    Attributes:
        KINDS: PyTorch's layers for 1, 2 and 3 dimensions; all of them are built alike.
    """

    KINDS: ClassVar[tuple[Any, ...]]

    def forward(self, value: Tensor) -> Tensor:
        dimensions = max(value.dim() - 2, 1)
        if dimensions > len(self.KINDS):
            raise WeightsError("The file has a layer for more than three dimensions. Open the Python file instead.")
        self.__class__ = self.KINDS[dimensions - 1]  # as lazy layers of PyTorch become others
        result: Tensor = self(value)
        return result


class _BatchNorm(_Unsized, nn.BatchNorm2d):
    KINDS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


class _GlobalAverage(_Unsized, nn.AdaptiveAvgPool2d):
    KINDS = (nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.AdaptiveAvgPool3d)


class _GlobalMaximum(_Unsized, nn.AdaptiveMaxPool2d):
    KINDS = (nn.AdaptiveMaxPool1d, nn.AdaptiveMaxPool2d, nn.AdaptiveMaxPool3d)


def _batch_norm(settings: _Settings, shapes: Sequence[tuple[int, ...] | None]) -> nn.Module | None:
    if any(shape is None for shape in shapes[1:3]):
        return None
    of_batch = bool(settings.get("training_mode", 0))  # mean and variance are those of what comes in
    if not of_batch and any(shape is None for shape in shapes[3:5]):
        return None
    count = (shapes[1] or (0,))[0]
    return _BatchNorm(count, eps=settings.get("epsilon", 1e-5), track_running_stats=not of_batch)


def _pool(*kinds: type[nn.Module]) -> Callable[[_Settings, Sequence[tuple[int, ...] | None]], nn.Module | None]:
    """Of the layers for 1, 2 and 3 dimensions, the one that the window's sizes ask for."""

    def made(settings: _Settings, _shapes: Sequence[tuple[int, ...] | None]) -> nn.Module | None:
        kernel = tuple(settings.get("kernel_shape") or ())
        window = _window(settings, kernel)
        if not 1 <= len(kernel) <= len(kinds) or window is None:
            return None
        kind: Any = kinds[len(kernel) - 1]
        if kinds == _AVERAGES:
            if set(window.pop("dilation")) != {1}:
                return None
            window["count_include_pad"] = bool(settings.get("count_include_pad", 0))
        pool: nn.Module = kind(kernel, ceil_mode=bool(settings.get("ceil_mode", 0)), **window)
        return pool

    return made


def _plain(made: Callable[[_Settings], nn.Module]) -> Callable[[_Settings, Sequence[Any]], nn.Module]:
    return lambda settings, _shapes: made(settings)


def _has(shapes: Sequence[tuple[int, ...] | None], place: int) -> bool:
    return len(shapes) > place and shapes[place] is not None


_AVERAGES = (nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d)
_LAYERS: dict[str, Callable[[_Settings, Sequence[tuple[int, ...] | None]], nn.Module | None]] = {
    "Conv": _convolution,
    "ConvTranspose": _transposed,
    "Gemm": _linear,
    "MatMul": _product,
    "BatchNormalization": _batch_norm,
    "MaxPool": _pool(nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d),
    "AveragePool": _pool(*_AVERAGES),
    "GlobalAveragePool": _plain(lambda _: _GlobalAverage(1)),
    "GlobalMaxPool": _plain(lambda _: _GlobalMaximum(1)),
    "Relu": _plain(lambda _: nn.ReLU()),
    "LeakyRelu": _plain(lambda settings: nn.LeakyReLU(settings.get("alpha", 0.01))),
    "Elu": _plain(lambda settings: nn.ELU(settings.get("alpha", 1.0))),
    "Selu": _plain(lambda _: nn.SELU()),
    "Sigmoid": _plain(lambda _: nn.Sigmoid()),
    "Tanh": _plain(lambda _: nn.Tanh()),
    "HardSigmoid": _plain(lambda _: nn.Hardsigmoid()),
    "HardSwish": _plain(lambda _: nn.Hardswish()),
    "Mish": _plain(lambda _: nn.Mish()),
    "Softplus": _plain(lambda _: nn.Softplus()),
    "Gelu": _plain(lambda settings: nn.GELU(settings.get("approximate", "none"))),
    "Softmax": _plain(lambda settings: nn.Softmax(settings.get("axis", -1))),
    "LogSoftmax": _plain(lambda settings: nn.LogSoftmax(settings.get("axis", -1))),
    "Flatten": _plain(lambda settings: nn.Flatten(settings.get("axis", 1)) if settings.get("axis", 1) == 1 else None),  # type: ignore[arg-type,return-value]
    "Dropout": _plain(lambda settings: nn.Dropout(settings.get("ratio", 0.5))),
    "Identity": _plain(lambda _: nn.Identity()),
    "DepthToSpace": _plain(
        lambda settings: nn.PixelShuffle(settings["blocksize"]) if settings.get("mode", "DCR") == "CRD" else None  # type: ignore[arg-type,return-value]
    ),
}


# --- functions


def _here(values: _Values, place: int) -> Tensor:
    value = values[place] if place < len(values) else None
    if value is None:
        raise WeightsError("The file leaves out a value that an operator needs. Export the network again.")
    return value


def _given(values: _Values, place: int) -> Tensor | None:
    return values[place] if place < len(values) else None


def _whole(value: Tensor) -> list[int]:
    """Numbers that sizes are made of."""
    if value.is_meta:
        raise WeightsError(
            "The network makes sizes of numbers that only its weights or a picture give. Open the Python file instead."
        )
    return [int(number) for number in value.flatten().tolist()]


def _axes(values: _Values, settings: _Settings, place: int = 1) -> list[int] | None:
    """Of an input, or, in older files, of a setting."""
    given = _given(values, place)
    if given is not None:
        return _whole(given)
    found = settings.get("axes")
    return None if found is None else list(found)


def _shape_of(values: _Values, settings: _Settings) -> Tensor:
    shape = list(_here(values, 0).shape)
    return torch.tensor(shape[settings.get("start", 0) : settings.get("end", len(shape))], dtype=torch.int64)


def _filled(values: _Values, settings: _Settings) -> Tensor:
    sizes, value = _whole(_here(values, 0)), settings.get("value")
    number = value.values.item() if isinstance(value, OnnxTensor) and value.values is not None else 0.0
    dtype = getattr(torch, value.dtype) if isinstance(value, OnnxTensor) else torch.float32
    device = "cpu" if math.prod(sizes) <= MOST_NUMBERS else "meta"
    return torch.full(sizes, number, dtype=dtype, device=device)


def _gather(values: _Values, settings: _Settings) -> Tensor:
    data, index, axis = _here(values, 0), _here(values, 1), settings.get("axis", 0) % max(_here(values, 0).dim(), 1)
    index = index.long()
    if index.is_meta and axis == 0 and data.dim() == 2:
        return functional.embedding(index, data)
    found = data.index_select(axis, torch.where(index < 0, index + data.shape[axis], index).flatten())
    return found.reshape((*data.shape[:axis], *index.shape, *data.shape[axis + 1 :]))


def _unsqueeze(values: _Values, settings: _Settings) -> Tensor:
    value, axes = _here(values, 0), _axes(values, settings) or []
    for axis in sorted(axis % (value.dim() + len(axes)) for axis in axes):
        value = value.unsqueeze(axis)
    return value


def _squeeze(values: _Values, settings: _Settings) -> Tensor:
    value, axes = _here(values, 0), _axes(values, settings)
    return value.squeeze() if axes is None else value.squeeze(tuple(axes))


def _slice(values: _Values, settings: _Settings) -> Tensor:
    value = _here(values, 0)
    if "starts" in settings:
        starts, ends, steps = settings["starts"], settings["ends"], None
        axes = settings.get("axes")
    else:
        starts, ends = _whole(_here(values, 1)), _whole(_here(values, 2))
        axes = _axes(values, {}, 3)
        given = _given(values, 4)
        steps = None if given is None else _whole(given)
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        axis = axes[place] if axes else place
        size, step = value.shape[axis], steps[place] if steps else 1
        chosen = list(range(size))[slice(start, end if step > 0 or end > -size else None, step)]
        if step > 0:
            first = chosen[0] if chosen else 0
            value = value.narrow(axis, first, chosen[-1] - first + 1 if chosen else 0)
            value = value if step == 1 else value[(slice(None),) * (axis % value.dim()) + (slice(None, None, step),)]
        else:
            value = value.index_select(axis, torch.tensor(chosen, dtype=torch.int64, device=value.device))
    return value


def _reshape(values: _Values, settings: _Settings) -> Tensor:
    value, sizes = _here(values, 0), _whole(_here(values, 1))
    if not settings.get("allowzero", 0):
        sizes = [value.shape[place] if size == 0 else size for place, size in enumerate(sizes)]
    return value.reshape(sizes)


def _flatten(values: _Values, settings: _Settings) -> Tensor:
    value, axis = _here(values, 0), settings.get("axis", 1)
    return value.reshape(math.prod(value.shape[:axis]), -1)


def _expand(values: _Values, _settings: _Settings) -> Tensor:
    value = _here(values, 0)
    wanted = _whole(_here(values, 1))
    # Either may be the larger one, and have more sizes.
    shape: Any = np.broadcast_shapes(tuple(value.shape), tuple(wanted))
    return value.expand(shape)


def _resized(values: _Values, settings: _Settings) -> Tensor:
    value = _here(values, 0)
    scales, sizes = (_given(values, 1), None) if len(values) <= 2 else (_given(values, 2), _given(values, 3))
    if sizes is not None and sizes.numel():
        wanted = _whole(sizes)[2:]
        factors = [after / before for before, after in zip(value.shape[2:], wanted, strict=True)]
    elif scales is not None and not scales.is_meta and scales.numel():
        single = scales.flatten().float()[2:]
        # 0.7 of ten is 7 in single precision, in which ONNX computes, and 6 in double.
        wanted = [int(single.new_tensor(size) * factor) for size, factor in zip(value.shape[2:], single, strict=True)]
        factors = [float(str(factor)) for factor in single.numpy()]
    else:
        raise WeightsError("The file enlarges a picture by numbers that are not in it. Open the Python file instead.")
    if settings.get("axes") is not None or settings.get("exclude_outside", 0):
        raise WeightsError("Resize is used in a way that is not read here. Open the Python file instead.")
    return _scaled(value, wanted, factors, settings)


def _scaled(value: Tensor, wanted: list[int], factors: list[float], settings: _Settings) -> Tensor:
    """A picture in other sizes: rows and columns ``factors`` times as close, ``wanted`` of them."""
    how, corners = settings.get("mode", "nearest"), settings.get("coordinate_transformation_mode", "half_pixel")
    if how == "nearest":
        for axis, (size, factor) in enumerate(zip(wanted, factors, strict=True)):
            places = _nearest(size, value.shape[2 + axis], factor, corners, settings.get("nearest_mode", ""))
            value = value.index_select(2 + axis, places.to(value.device) if not value.is_meta else places)
        return value
    modes = {"linear": ("linear", "bilinear", "trilinear")[len(wanted) - 1], "cubic": "bicubic"}
    known = corners in {"half_pixel", "align_corners"} or (corners == "pytorch_half_pixel" and 1 not in wanted)
    if how not in modes or not known or (how == "cubic" and len(wanted) != 2):
        raise WeightsError("Resize is used in a way that is not read here. Open the Python file instead.")
    options: dict[str, Any] = {"mode": modes[how], "align_corners": corners == "align_corners"}
    if settings.get("antialias", 0):
        options["antialias"] = True
    scaled = [math.floor(size * factor) for size, factor in zip(value.shape[2:], factors, strict=True)]
    if scaled == wanted and corners != "align_corners":
        return functional.interpolate(value, scale_factor=factors, **options)
    return functional.interpolate(value, wanted, **options)


def _nearest(size: int, former: int, factor: float, corners: str, rounding: str) -> Tensor:
    """Which of ``former`` places each of ``size`` is taken from."""
    places = torch.arange(size, dtype=torch.float64)
    if corners == "asymmetric":
        places = places / factor
    elif corners == "align_corners":
        places = places * ((former - 1) / max(size - 1, 1))
    elif corners == "half_pixel" or (corners == "pytorch_half_pixel" and size > 1):
        places = (places + 0.5) / factor - 0.5
    elif corners == "pytorch_half_pixel":
        places = places * 0
    else:
        raise WeightsError("Resize is used in a way that is not read here. Open the Python file instead.")
    rounded = {"floor": torch.floor, "ceil": torch.ceil, "round_prefer_ceil": lambda x: torch.floor(x + 0.5)}
    whole: Tensor = rounded.get(rounding, lambda x: torch.ceil(x - 0.5))(places)
    return whole.long().clamp(0, former - 1)


def _padded(values: _Values, settings: _Settings) -> Tensor:
    value, given = _here(values, 0), _given(values, 1)
    pads = _whole(given) if given is not None else list(settings.get("pads", ()))
    chosen = _axes(values, {}, 3)
    axes = [axis % value.dim() for axis in chosen] if chosen is not None else list(range(value.dim()))
    before, after = dict(zip(axes, pads, strict=False)), dict(zip(axes, pads[len(axes) :], strict=True))
    sides = [(before.get(axis, 0), after.get(axis, 0)) for axis in reversed(range(value.dim()))]
    return _pad(value, [side for pair in sides for side in pair], settings.get("mode", "constant"))


def _pad(value: Tensor, sides: list[int], mode: str = "constant") -> Tensor:
    if mode == "constant":
        return functional.pad(value, sides)
    while sides and sides[-2:] == [0, 0]:
        sides = sides[:-2]
    return functional.pad(value, sides, mode={"edge": "replicate"}.get(mode, mode))


def _padded_beforehand(values: _Values, settings: _Settings, dimensions: int) -> Tensor:
    """The input of a window whose sides are padded differently, with its padding."""
    value = _here(values, 0)
    kernel = settings.get("kernel_shape") or list(_here(values, 1).shape[2:])
    strides = settings.get("strides") or [1] * dimensions
    dilations = settings.get("dilations") or [1] * dimensions
    pads = list(settings.get("pads") or [0] * (2 * dimensions))
    if settings.get("auto_pad", "NOTSET").startswith("SAME"):
        for axis in range(dimensions):
            size, reach = value.shape[2 + axis], dilations[axis] * (kernel[axis] - 1) + 1
            missing = max((-(-size // strides[axis]) - 1) * strides[axis] + reach - size, 0)
            less, more = missing // 2, missing - missing // 2
            upper = settings["auto_pad"] == "SAME_UPPER"
            pads[axis], pads[axis + dimensions] = (less, more) if upper else (more, less)
    sides = [(pads[axis], pads[axis + dimensions]) for axis in reversed(range(dimensions))]
    return functional.pad(value, [side for pair in sides for side in pair])


def _convolved(values: _Values, settings: _Settings) -> Tensor:
    weight = _here(values, 1)
    dimensions = weight.dim() - 2
    function: Any = (functional.conv1d, functional.conv2d, functional.conv3d)[dimensions - 1]
    result: Tensor = function(
        _padded_beforehand(values, settings, dimensions),
        weight,
        _given(values, 2),
        stride=settings.get("strides") or 1,
        dilation=settings.get("dilations") or 1,
        groups=settings.get("group", 1),
    )
    return result


def _pooled(*functions: Callable[..., Tensor], dilated: bool) -> Callable[[_Values, _Settings], Tensor]:
    """Of the functions for 1, 2 and 3 dimensions, the one that the window's sizes ask for."""

    def pooled(values: _Values, settings: _Settings) -> Tensor:
        kernel = settings["kernel_shape"]
        value = _padded_beforehand(values, settings, len(kernel))
        options: dict[str, Any] = {"ceil_mode": bool(settings.get("ceil_mode", 0))}
        if any(step != 1 for step in settings.get("dilations") or ()):
            if not dilated:
                raise WeightsError("AveragePool is used in a way that is not read here. Open the Python file instead.")
            options["dilation"] = settings["dilations"]
        return functions[len(kernel) - 1](value, kernel, settings.get("strides") or 1, **options)

    return pooled


def _normed_batch(values: _Values, settings: _Settings) -> Tensor:
    """With means, variances or weights that are computed."""
    value, weight, bias, mean, variance = (_here(values, place) for place in range(5))
    if settings.get("training_mode", 0):
        return functional.batch_norm(value, None, None, weight, bias, training=True)
    return functional.batch_norm(value, mean, variance, weight, bias, training=False)


def _general_product(values: _Values, settings: _Settings) -> Tensor:
    first, second, third = _here(values, 0), _here(values, 1), _given(values, 2)
    result: Tensor = (first.T if settings.get("transA", 0) else first) @ (
        second.T if settings.get("transB", 0) else second
    )
    result = result * settings.get("alpha", 1.0)
    return result if third is None else result + settings.get("beta", 1.0) * third


def _reduced(function: Callable[..., Tensor]) -> Callable[[_Values, _Settings], Tensor]:
    def reduced(values: _Values, settings: _Settings) -> Tensor:
        value, axes = _here(values, 0), _axes(values, settings)
        if axes is None and settings.get("noop_with_empty_axes", 0):
            return value
        return function(value, tuple(axes) if axes else tuple(range(value.dim())), bool(settings.get("keepdims", 1)))

    return reduced


def _most(value: Tensor, axes: tuple[int, ...], keep: bool) -> Tensor:
    return torch.amax(value, axes, keep)


def _divided(values: _Values, _settings: _Settings) -> Tensor:
    first, second = _here(values, 0), _here(values, 1)
    whole = not first.dtype.is_floating_point
    return torch.div(first, second, rounding_mode="trunc") if whole else first / second


def _split(values: _Values, settings: _Settings) -> tuple[Tensor, ...]:
    value, axis, given = _here(values, 0), settings.get("axis", 0), _given(values, 1)
    sizes = _whole(given) if given is not None else settings.get("split")
    if sizes is None:
        pieces = settings.get("num_outputs", 2)
        return tuple(value.chunk(pieces, axis))
    return tuple(torch.split_with_sizes(value, list(sizes), axis))


def _clipped(values: _Values, settings: _Settings) -> Tensor:
    low, high = _given(values, 1), _given(values, 2)
    if low is None and high is None:
        return torch.clamp(_here(values, 0), settings.get("min", -math.inf), settings.get("max", math.inf))
    return torch.clamp(_here(values, 0), low, high)


def _cast(values: _Values, settings: _Settings) -> Tensor:
    names = {1: "float32", 2: "uint8", 3: "int8", 5: "int16", 6: "int32", 7: "int64", 9: "bool", 10: "float16"}
    names |= {11: "float64", 16: "bfloat16"}
    dtype: torch.dtype = getattr(torch, names[settings["to"]])
    return _here(values, 0).to(dtype)


def _normed_group(values: _Values, settings: _Settings) -> Tensor:
    value = _here(values, 0)
    groups = settings.get("num_groups", value.shape[1])
    return functional.group_norm(value, groups, _given(values, 1), _given(values, 2))


def _normed_layer(values: _Values, settings: _Settings) -> Tensor:
    value, axis = _here(values, 0), settings.get("axis", -1) % _here(values, 0).dim()
    return functional.layer_norm(value, value.shape[axis:], _given(values, 1), _given(values, 2))


def _repeated(function: Callable[[Tensor, Tensor], Tensor]) -> Callable[[_Values, _Settings], Tensor]:
    def repeated(values: _Values, _settings: _Settings) -> Tensor:
        result = _here(values, 0)
        for place in range(1, len(values)):
            result = function(result, _here(values, place))
        return result

    return repeated


def _one(function: Callable[[Tensor], Tensor]) -> Callable[[_Values, _Settings], Tensor]:
    return lambda values, _: function(_here(values, 0))


def _two(function: Callable[[Tensor, Tensor], Tensor]) -> Callable[[_Values, _Settings], Tensor]:
    return lambda values, _: function(_here(values, 0), _here(values, 1))


def _triangle(values: _Values, settings: _Settings) -> Tensor:
    given = _given(values, 1)
    function = torch.triu if settings.get("upper", 1) else torch.tril
    return function(_here(values, 0), 0 if given is None else _whole(given)[0])


def _range(values: _Values, _settings: _Settings) -> Tensor:
    start, end, step = (_here(values, place).item() for place in range(3))
    if abs((end - start) / (step or 1)) > MOST_NUMBERS:
        raise WeightsError("The file counts further than can be shown. Open the Python file instead.")
    return torch.arange(start, end, step)


def _to_depth(values: _Values, settings: _Settings) -> Tensor:
    value, size = _here(values, 0), settings["blocksize"]
    n, c, h, w = value.shape
    pieces = value.reshape(n, c, h // size, size, w // size, size)
    return pieces.permute(0, 3, 5, 1, 2, 4).reshape(n, c * size * size, h // size, w // size)


def _to_space(values: _Values, settings: _Settings) -> Tensor:
    value, size = _here(values, 0), settings["blocksize"]
    n, c, h, w = value.shape
    pieces = value.reshape(n, size, size, c // size**2, h, w)
    return pieces.permute(0, 3, 4, 1, 5, 2).reshape(n, c // size**2, h * size, w * size)


_FUNCTIONS: dict[str, Callable[[_Values, _Settings], Any]] = {
    "Shape": _shape_of,
    "Size": _one(lambda value: torch.tensor(value.numel())),
    "ConstantOfShape": _filled,
    "Gather": _gather,
    "Unsqueeze": _unsqueeze,
    "Squeeze": _squeeze,
    "Slice": _slice,
    "Reshape": _reshape,
    "Flatten": _flatten,
    "Expand": _expand,
    "Range": _range,
    "Resize": _resized,
    "Upsample": _resized,
    "Pad": _padded,
    "Conv": _convolved,
    "MaxPool": _pooled(functional.max_pool1d, functional.max_pool2d, functional.max_pool3d, dilated=True),
    "AveragePool": _pooled(functional.avg_pool1d, functional.avg_pool2d, functional.avg_pool3d, dilated=False),
    "BatchNormalization": _normed_batch,
    "Gemm": _general_product,
    "MatMul": _two(torch.matmul),
    "Einsum": lambda values, settings: torch.einsum(settings["equation"], *values),
    "Concat": lambda values, settings: torch.cat([value for value in values if value is not None], settings["axis"]),
    "Transpose": lambda values, settings: _here(values, 0).permute(
        settings.get("perm") or tuple(reversed(range(_here(values, 0).dim())))
    ),
    "Split": _split,
    "Tile": lambda values, _: _here(values, 0).repeat(_whole(_here(values, 1))),
    "Cast": _cast,
    "Clip": _clipped,
    "Where": lambda values, _: torch.where(_here(values, 0), _here(values, 1), _here(values, 2)),
    "Trilu": _triangle,
    "Add": _two(torch.add),
    "Sub": _two(torch.sub),
    "Mul": _two(torch.mul),
    "Div": _divided,
    "Mod": _two(torch.remainder),
    "Pow": _two(torch.pow),
    "PRelu": lambda values, _: functional.prelu(_here(values, 0), _here(values, 1).flatten()),
    "Max": _repeated(torch.maximum),
    "Min": _repeated(torch.minimum),
    "Sum": _repeated(torch.add),
    "Equal": _two(torch.eq),
    "Greater": _two(torch.gt),
    "GreaterOrEqual": _two(torch.ge),
    "Less": _two(torch.lt),
    "LessOrEqual": _two(torch.le),
    "And": _two(torch.logical_and),
    "Or": _two(torch.logical_or),
    "Not": _one(torch.logical_not),
    "Sqrt": _one(torch.sqrt),
    "Exp": _one(torch.exp),
    "Log": _one(torch.log),
    "Erf": _one(torch.erf),
    "Neg": _one(torch.neg),
    "Abs": _one(torch.abs),
    "Sign": _one(torch.sign),
    "Sin": _one(torch.sin),
    "Cos": _one(torch.cos),
    "Floor": _one(torch.floor),
    "Ceil": _one(torch.ceil),
    "Round": _one(torch.round),
    "Reciprocal": _one(torch.reciprocal),
    "ReduceMean": _reduced(torch.mean),
    "ReduceSum": _reduced(torch.sum),
    "ReduceMax": _reduced(_most),
    "ReduceMin": _reduced(torch.amin),
    "ReduceL2": _reduced(lambda value, axes, keep: torch.linalg.vector_norm(value, dim=axes, keepdim=keep)),
    "ArgMax": lambda values, settings: torch.argmax(
        _here(values, 0), settings.get("axis", 0), bool(settings.get("keepdims", 1))
    ),
    "LayerNormalization": _normed_layer,
    "GroupNormalization": _normed_group,
    "InstanceNormalization": _normed_group,
    "LRN": lambda values, settings: functional.local_response_norm(_here(values, 0), settings["size"]),
    "ScatterND": lambda values, _: _here(values, 0).index_put(
        tuple(_here(values, 1).long().unbind(-1)), _here(values, 2)
    ),
    "SpaceToDepth": _to_depth,
    "DepthToSpace": _to_space,
}

# Inputs that are read as numbers, also beside what has none.
_NUMBERED: dict[str, tuple[int, ...]] = {
    "Reshape": (1,),
    "Expand": (1,),
    "Unsqueeze": (1,),
    "Squeeze": (1,),
    "Slice": (1, 2, 3, 4),
    "Tile": (1,),
    "Pad": (1, 3),
    "Resize": (1, 2, 3),
    "Upsample": (1,),
    "Split": (1,),
    "Trilu": (1,),
    "Gather": (1,),
    **dict.fromkeys(("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2"), (1,)),
}

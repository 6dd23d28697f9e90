"""The operators of ONNX that are layers of PyTorch's: what has a window or learnt weights, and activations.

Source: https://onnx.ai/onnx/operators/. Layers stand on ``meta``; one that PyTorch cannot be set to is none, and its
operator is played as a function.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from cnnstudio.errors import WeightsError
from cnnstudio.networks.onnx_file import OnnxNode
from cnnstudio.networks.onnx_values import Settings

_Shapes = Sequence[tuple[int, ...] | None]
_Maker = Callable[[Settings, _Shapes], nn.Module | None]
_WITH_WEIGHTS = frozenset({"Conv", "ConvTranspose", "Gemm", "MatMul", "BatchNormalization"})


def layer(node: OnnxNode, constants: Mapping[str, Tensor]) -> nn.Module | None:
    """The node as a layer without weights; None where it is a function."""
    made = LAYERS.get(node.operator)
    if made is None:
        return None
    if node.operator in _WITH_WEIGHTS and any(name and name not in constants for name in node.inputs[1:]):
        return None  # weights that are computed
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


def _window(settings: Settings, kernel: Sequence[int]) -> dict[str, Any] | None:
    """Stride, padding and dilation; None where its sides are padded differently."""
    dimensions = len(kernel)
    strides = settings.get("strides") or [1] * dimensions
    dilations = settings.get("dilations") or [1] * dimensions
    how = settings.get("auto_pad") or "NOTSET"
    pads = list(settings.get("pads") or [0] * (2 * dimensions)) if how == "NOTSET" else [0] * (2 * dimensions)
    if how.startswith("SAME"):
        missing = [dilation * (size - 1) for dilation, size in zip(dilations, kernel, strict=True)]
        if any(step != 1 for step in strides) or any(number % 2 for number in missing):
            return None
        pads = [number // 2 for number in missing] * 2
    if pads[:dimensions] != pads[dimensions:] or min(pads, default=0) < 0:
        return None
    return {"stride": tuple(strides), "padding": tuple(pads[:dimensions]), "dilation": tuple(dilations)}


def _convolution(settings: Settings, shapes: _Shapes) -> nn.Module | None:
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


def _transposed(settings: Settings, shapes: _Shapes) -> nn.Module | None:
    weight = shapes[1]
    if weight is None or not 3 <= len(weight) <= 5 or settings.get("output_shape"):
        return None
    if str(settings.get("auto_pad", "")).startswith("SAME"):
        return None
    window = _window(settings, weight[2:])
    groups = settings.get("group", 1)
    extra = tuple(settings.get("output_padding") or [0] * (len(weight) - 2))
    if window is None or any(
        more >= max(step, apart) for more, step, apart in zip(extra, window["stride"], window["dilation"], strict=True)
    ):
        return None
    kind: Any = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)[len(weight) - 3]
    made: nn.Module = kind(
        weight[0], weight[1] * groups, weight[2:], groups=groups, output_padding=extra, bias=_has(shapes, 2), **window
    )
    return made


def _linear(settings: Settings, shapes: _Shapes) -> nn.Module | None:
    weight = shapes[1]
    plain = settings.get("alpha", 1.0) == 1.0 and settings.get("beta", 1.0) == 1.0 and not settings.get("transA", 0)
    if weight is None or len(weight) != 2 or not plain:
        return None
    outputs, inputs = weight if settings.get("transB", 0) else weight[::-1]
    if _has(shapes, 2) and shapes[2] != (outputs,):
        return None  # another bias for each row, or one for all
    return nn.Linear(inputs, outputs, bias=_has(shapes, 2))


def _product(_settings: Settings, shapes: _Shapes) -> nn.Module | None:
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


class _Flattening(nn.Module):
    """A softmax as it was before operator set 13: over all dimensions from an axis on, as if they were one.

    Attributes:
        KIND: PyTorch's layer, which it becomes where the axis is the last.
    """

    KIND: ClassVar[Any]

    def __init__(self, axis: int) -> None:
        super().__init__()
        self.original_name = self.KIND.__name__
        self.dim = axis

    def forward(self, value: Tensor) -> Tensor:
        axis = self.dim % max(value.dim(), 1)
        if axis == value.dim() - 1:
            self.__class__ = self.KIND
            result: Tensor = self(value)
            return result
        rows = math.prod(value.shape[:axis])
        return self.function(value.reshape(rows, -1), 1).reshape(value.shape)

    @staticmethod
    def function(value: Tensor, dim: int) -> Tensor:
        """What is done to a line."""
        raise NotImplementedError

    def extra_repr(self) -> str:
        return f"dim={self.dim} and on"


class _FlatSoftmax(_Flattening):
    KIND = nn.Softmax

    @staticmethod
    def function(value: Tensor, dim: int) -> Tensor:
        return value.softmax(dim)


class _FlatLogSoftmax(_Flattening):
    KIND = nn.LogSoftmax

    @staticmethod
    def function(value: Tensor, dim: int) -> Tensor:
        return value.log_softmax(dim)


def _softmax(kind: Any, flat: Any) -> _Maker:
    def made(settings: Settings, _shapes: _Shapes) -> nn.Module:
        found: nn.Module = (flat if settings.get("flattens", 0) else kind)(settings.get("axis", -1))
        return found

    return made


def _batch_norm(settings: Settings, shapes: _Shapes) -> nn.Module | None:
    if any(shape is None for shape in shapes[1:3]) or not settings.get("spatial", 1):
        return None
    of_batch = bool(settings.get("training_mode", 0))  # mean and variance are those of what comes in
    if not of_batch and any(shape is None for shape in shapes[3:5]):
        return None
    count = (shapes[1] or (0,))[0]
    return _BatchNorm(count, eps=settings.get("epsilon", 1e-5), track_running_stats=not of_batch)


def _pool(*kinds: type[nn.Module]) -> _Maker:
    """Of the layers for 1, 2 and 3 dimensions, the one that the window's sizes ask for."""

    def made(settings: Settings, _shapes: _Shapes) -> nn.Module | None:
        kernel = tuple(settings.get("kernel_shape") or ())
        window = _window(settings, kernel)
        if not 1 <= len(kernel) <= len(kinds) or window is None:
            return None
        if any(2 * side > size for side, size in zip(window["padding"], kernel, strict=True)):
            return None  # more padding than PyTorch's own have
        kind: Any = kinds[len(kernel) - 1]
        if kinds != _MAXIMA and set(window.pop("dilation")) != {1}:
            return None
        if kinds == _POWERS:
            if any(window.pop("padding")):
                return None
            powered: nn.Module = kind(
                settings.get("p", 2), kernel, window["stride"], ceil_mode=bool(settings.get("ceil_mode", 0))
            )
            return powered
        if kinds == _AVERAGES:
            window["count_include_pad"] = bool(settings.get("count_include_pad", 0))
        pool: nn.Module = kind(kernel, ceil_mode=bool(settings.get("ceil_mode", 0)), **window)
        return pool

    return made


def _plain(made: Callable[[Settings], nn.Module | None]) -> _Maker:
    return lambda settings, _shapes: made(settings)


def _has(shapes: _Shapes, place: int) -> bool:
    return len(shapes) > place and shapes[place] is not None


def _hard_sigmoid(settings: Settings) -> nn.Module | None:
    usual = abs(settings.get("alpha", 0.2) - 1 / 6) < 1e-4 and settings.get("beta", 0.5) == 0.5
    return nn.Hardsigmoid() if usual else None


def _shrink(settings: Settings) -> nn.Module | None:
    edge, bias = settings.get("lambd", 0.5), settings.get("bias", 0.0)
    return nn.Hardshrink(edge) if bias == 0 else nn.Softshrink(edge) if bias == edge else None


_MAXIMA = (nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d)
_AVERAGES = (nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d)
_POWERS = (nn.LPPool1d, nn.LPPool2d)
LAYERS: dict[str, _Maker] = {
    "Conv": _convolution,
    "ConvTranspose": _transposed,
    "Gemm": _linear,
    "MatMul": _product,
    "BatchNormalization": _batch_norm,
    "MaxPool": _pool(*_MAXIMA),
    "AveragePool": _pool(*_AVERAGES),
    "LpPool": _pool(*_POWERS),
    "GlobalAveragePool": _plain(lambda _: _GlobalAverage(1)),
    "GlobalMaxPool": _plain(lambda _: _GlobalMaximum(1)),
    "Relu": _plain(lambda _: nn.ReLU()),
    "LeakyRelu": _plain(lambda settings: nn.LeakyReLU(settings.get("alpha", 0.01))),
    "ThresholdedRelu": _plain(lambda settings: nn.Threshold(settings.get("alpha", 1.0), 0.0)),
    "Elu": _plain(lambda settings: nn.ELU(settings.get("alpha", 1.0))),
    "Celu": _plain(lambda settings: nn.CELU(settings.get("alpha", 1.0))),
    "Selu": _plain(lambda _: nn.SELU()),
    "Sigmoid": _plain(lambda _: nn.Sigmoid()),
    "Swish": _plain(lambda settings: nn.SiLU() if settings.get("alpha", 1.0) == 1.0 else None),
    "Tanh": _plain(lambda _: nn.Tanh()),
    "HardSigmoid": _plain(_hard_sigmoid),
    "HardSwish": _plain(lambda _: nn.Hardswish()),
    "Shrink": _plain(_shrink),
    "Mish": _plain(lambda _: nn.Mish()),
    "Softplus": _plain(lambda _: nn.Softplus()),
    "Softsign": _plain(lambda _: nn.Softsign()),
    "Gelu": _plain(lambda settings: nn.GELU(settings.get("approximate", "none"))),
    "Softmax": _softmax(nn.Softmax, _FlatSoftmax),
    "LogSoftmax": _softmax(nn.LogSoftmax, _FlatLogSoftmax),
    "Flatten": _plain(lambda settings: nn.Flatten() if settings.get("axis", 1) == 1 else None),
    "Dropout": _plain(lambda settings: nn.Dropout(settings.get("ratio", 0.5))),
    "Identity": _plain(lambda _: nn.Identity()),
    "DepthToSpace": _plain(
        lambda settings: nn.PixelShuffle(settings["blocksize"]) if settings.get("mode", "DCR") == "CRD" else None
    ),
}
"""Makes the layer of a node's settings and of its constants' shapes; None where PyTorch has none for these."""

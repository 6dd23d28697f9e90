"""Results of functions whose shape is plain to see, without PyTorch's own kernels for ``meta``.

Many of those kernels are written in Python and take most of the time of a run. Whatever is not plain here, and every
complaint, is left to them.
"""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

_Arguments = tuple[Any, ...]
_Options = Mapping[str, Any]
_Rule = Callable[[_Arguments, _Options], "tuple[int, ...] | Tensor | None"]


def known_result(name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> Tensor | None:
    """The output of a function, the first argument itself where it works in place; None where it is not plain."""
    if name == "cat" and not options and len(arguments) == 2:
        return _joined(*arguments)
    rule = _RULES.get(name)
    tensor = arguments[0] if arguments else None
    if rule is None or not isinstance(tensor, Tensor) or not tensor.is_meta:
        return None
    shape = rule(arguments, options)
    return (
        shape if shape is None or isinstance(shape, Tensor) else torch.empty(shape, dtype=tensor.dtype, device="meta")
    )


def _convolution(a: _Arguments, o: _Options) -> tuple[int, ...] | None:
    if o or len(a) != 7:
        return None
    tensor, weight, _bias, stride, padding, dilation, groups = a
    pairs = (stride, padding, dilation)
    if not all(isinstance(pair, (tuple, list)) and len(pair) == 2 for pair in pairs):
        return None
    given, kernel = tensor.shape, weight.shape
    if len(given) != 4 or tensor.dtype != weight.dtype or kernel[1] * groups != given[1]:
        return None
    height = (given[2] + 2 * padding[0] - dilation[0] * (kernel[2] - 1) - 1) // stride[0] + 1
    width = (given[3] + 2 * padding[1] - dilation[1] * (kernel[3] - 1) - 1) // stride[1] + 1
    return (given[0], kernel[0], height, width) if height > 0 and width > 0 else None


def _batch_norm(a: _Arguments, o: _Options) -> tuple[int, ...] | None:
    if len(a) < 2 or a[1] is None or o.get("training", a[5] if len(a) > 5 else True):
        return None
    shape = a[0].shape
    return shape if len(shape) > 1 and a[1].shape[0] == shape[1] else None


def _linear(a: _Arguments, o: _Options) -> tuple[int, ...] | None:
    if o or len(a) != 3:
        return None
    tensor, weight, bias = a
    if tensor.dim() == 0 or weight.dim() != 2 or tensor.dtype != weight.dtype:
        return None
    if tensor.shape[-1] != weight.shape[1] or (bias is not None and bias.shape != weight.shape[:1]):
        return None
    return (*tensor.shape[:-1], weight.shape[0])


def _of_two(*, in_place: bool) -> _Rule:
    """Sums and products of two tensors, or of a tensor and a number."""

    def rule(a: _Arguments, o: _Options) -> tuple[int, ...] | Tensor | None:
        if o or len(a) != 2 or not a[0].dtype.is_floating_point or not a[0].is_contiguous():
            return None
        one: Tensor = a[0]
        other = a[1]
        shape: tuple[int, ...] | None = one.shape
        if isinstance(other, Tensor):
            if not other.is_meta or one.dtype != other.dtype or not other.is_contiguous():
                return None
            if other.shape != shape:
                shape = _broadcast(one.shape, other.shape)
        elif type(other) not in {int, float}:
            return None
        if not in_place:
            return shape
        return one if shape == one.shape else None

    return rule


def _sum(*, in_place: bool) -> _Rule:
    """Of two tensors of one shape, wherever their numbers lie in memory; else as products are."""
    otherwise = _of_two(in_place=in_place)

    def rule(a: _Arguments, o: _Options) -> tuple[int, ...] | Tensor | None:
        if not o and len(a) == 2 and isinstance(a[1], Tensor) and a[1].is_meta:
            one: Tensor = a[0]
            other = a[1]
            if one.shape == other.shape and one.dtype == other.dtype:
                return one if in_place else one.shape
        return otherwise(a, o)

    return rule


def _broadcast(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...] | None:
    """Of tensors with as many dimensions each."""
    if len(one) != len(other) or any(n != m and n != 1 and m != 1 for n, m in zip(one, other, strict=True)):
        return None
    return tuple(m if n == 1 else n for n, m in zip(one, other, strict=True))


def _of_one(a: _Arguments, o: _Options) -> tuple[int, ...] | Tensor | None:
    """One number from each number."""
    tensor: Tensor = a[0]
    if not tensor.dtype.is_floating_point or any(isinstance(value, Tensor) for value in (*a[1:], *o.values())):
        return None
    if o.get("out") is not None or "dtype" in o:
        return None
    if not tensor.is_contiguous():
        return None
    return tensor if o.get("inplace", False) else tensor.shape


def _layer_norm(a: _Arguments, o: _Options) -> tuple[int, ...] | None:
    tensor = a[0]
    sizes = a[1] if len(a) > 1 else None
    weights = o.get("weight"), o.get("bias")
    if len(a) != 2 or not isinstance(sizes, (tuple, list)) or not tensor.is_contiguous():
        return None
    sizes = tuple(sizes)
    if not sizes or tuple(tensor.shape[-len(sizes) :]) != sizes:
        return None
    if any(weight is not None and (weight.shape != sizes or weight.dtype != tensor.dtype) for weight in weights):
        return None
    return tensor.shape if tensor.dtype.is_floating_point else None


def _pooling(a: _Arguments, o: _Options) -> tuple[int, ...] | None:
    """Two-dimensional pooling of whole windows."""
    tensor, kernel = a[0], (a[1] if len(a) > 1 else o.get("kernel_size"))
    stride = a[2] if len(a) > 2 else o.get("stride")
    padding, dilation = (a[3] if len(a) > 3 else o.get("padding", 0)), o.get("dilation", 1)
    if len(a) > 4 or o.get("ceil_mode") or o.get("return_indices") or tensor.dim() != 4 or not tensor.is_contiguous():
        return None
    kernels, strides, paddings, dilations = map(_pair, (kernel, stride or kernel, padding, dilation))
    if kernels is None or strides is None or paddings is None or dilations is None:
        return None
    found = list(tensor.shape)
    for place in (0, 1):
        k, s, p = kernels[place], strides[place], paddings[place]
        if not 0 <= 2 * p <= k or s < 1 or k < 1 or dilations[place] < 1:
            return None
        found[2 + place] = (found[2 + place] + 2 * p - dilations[place] * (k - 1) - 1) // s + 1
    return tuple(found) if min(found) > 0 and tensor.dtype.is_floating_point else None


def _pair(value: Any) -> tuple[int, int] | None:
    if type(value) is int:
        return value, value
    if isinstance(value, (tuple, list)) and len(value) == 2 and all(type(one) is int for one in value):
        return value[0], value[1]
    return None


def _joined(tensors: Any, dim: Any) -> Tensor | None:
    if not isinstance(tensors, (tuple, list)) or not isinstance(dim, int):
        return None
    if not all(isinstance(tensor, Tensor) and tensor.is_meta and 0 <= dim < tensor.dim() for tensor in tensors):
        return None
    if len({(tensor.dtype, *tensor.shape[:dim], *tensor.shape[dim + 1 :]) for tensor in tensors}) != 1:
        return None
    sizes = list(tensors[0].shape)
    sizes[dim] = sum(tensor.shape[dim] for tensor in tensors)
    return torch.empty(sizes, dtype=tensors[0].dtype, device="meta")


_RULES: dict[str, _Rule] = {
    "conv2d": _convolution,
    "batch_norm": _batch_norm,
    "linear": _linear,
    "layer_norm": _layer_norm,
    **dict.fromkeys(("max_pool2d", "avg_pool2d"), _pooling),
    **dict.fromkeys(("__radd__", "mul", "__mul__", "__rmul__", "sub", "__sub__"), _of_two(in_place=False)),
    **dict.fromkeys(("mul_", "__imul__"), _of_two(in_place=True)),
    **dict.fromkeys(("add", "__add__"), _sum(in_place=False)),
    **dict.fromkeys(("add_", "__iadd__"), _sum(in_place=True)),
    **dict.fromkeys(
        (
            *("relu", "relu6", "hardtanh", "leaky_relu", "elu", "selu", "celu", "silu", "gelu", "mish", "softplus"),
            *("sigmoid", "tanh", "hardsigmoid", "hardswish"),
        ),
        _of_one,
    ),
}

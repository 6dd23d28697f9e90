"""ONNX's operators over quantised numbers: whole numbers of 8 bits that stand for others by a scale and a zero point.

Source: https://onnx.ai/onnx/operators/ (QuantizeLinear and its like). A quantised network has the sizes, the weights
and the multiplications of the one that it was made of; its scales and zero points are settings, not weights.
"""

import torch
from torch import Tensor

from cnnstudio.networks.onnx_values import Function, Settings, Values, dtype, given, here

WEIGHTS = {
    "QLinearConv": (3, 8),
    "ConvInteger": (1,),
    "QLinearMatMul": (3,),
    "MatMulInteger": (1,),
    "DequantizeLinear": (0,),
}
"""By operator, which of the values are weights where they are constants; whole numbers may be."""


def _as_type(value: Tensor, like: Tensor | None, otherwise: torch.dtype) -> Tensor:
    return value.to(otherwise if like is None else like.dtype)


def _along(value: Tensor | None, like: Tensor, axis: int, block: int) -> Tensor | None:
    """Scales of one dimension, shaped to go with the tensor; of blocks, each for all of its block."""
    if value is None or not value.dim() or value.numel() == 1:
        return None if value is None else value.reshape(())
    if block:
        wide = value.repeat_interleave(block, axis)
        return wide.narrow(axis, 0, like.shape[axis])
    shape = [1] * like.dim()
    shape[axis] = value.numel()
    return value.reshape(shape)


def quantised(values: Values, settings: Settings) -> Tensor:
    """QuantizeLinear."""
    value, zero = here(values, 0), given(values, 2)
    axis, block = settings.get("axis", 1), settings.get("block_size", 0)
    scale, point = (_along(one, value, axis, block) for one in (here(values, 1), zero))
    found = (value / scale).round() if scale is not None else value
    if point is not None:
        found = found + point.to(found.dtype)
    wanted = settings.get("output_dtype", 0)
    return _as_type(found, zero, dtype(wanted, "QuantizeLinear") if wanted else torch.uint8)


def restored(values: Values, settings: Settings) -> Tensor:
    """DequantizeLinear."""
    value, scale, zero = here(values, 0), here(values, 1), given(values, 2)
    axis, block = settings.get("axis", 1), settings.get("block_size", 0)
    found = value.to(scale.dtype)
    if zero is not None:
        point = _along(zero, value, axis, block)
        found = found if point is None else found - point.to(scale.dtype)
    factor = _along(scale, value, axis, block)
    return found if factor is None else found * factor


def quantised_by_its_range(values: Values, _settings: Settings) -> tuple[Tensor, Tensor, Tensor]:
    """DynamicQuantizeLinear: ``(numbers, scale, zero point)``, which the largest and the smallest number give."""
    value = here(values, 0)
    low, high = value.amin().clamp_max(0), value.amax().clamp_min(0)
    scale = (high - low) / 255
    zero = (-low / scale).round()
    return ((value / scale).round() + zero).to(torch.uint8), scale, zero.to(torch.uint8)


def convolution(convolved: Function) -> Function:
    """QLinearConv, by the function that convolves plain numbers."""

    def called(values: Values, settings: Settings) -> Tensor:
        bias, point = given(values, 8), given(values, 7)
        plain = [here(values, 0).float(), here(values, 3).float(), None if bias is None else bias.float()]
        result: Tensor = convolved(plain, settings)
        return _as_type(result, point, torch.uint8)

    return called


def whole_convolution(convolved: Function) -> Function:
    """ConvInteger."""

    def called(values: Values, settings: Settings) -> Tensor:
        result: Tensor = convolved([here(values, 0).float(), here(values, 1).float(), None], settings)
        return result.to(torch.int32)

    return called


def product(values: Values, _settings: Settings) -> Tensor:
    """QLinearMatMul."""
    result = here(values, 0).float() @ here(values, 3).float()
    return _as_type(result, given(values, 7), torch.uint8)


def whole_product(values: Values, _settings: Settings) -> Tensor:
    """MatMulInteger."""
    return (here(values, 0).float() @ here(values, 1).float()).to(torch.int32)

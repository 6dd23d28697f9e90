"""Multiply-accumulates of one function call: convolutions, fully connected layers, matrix products, attention.

Additions, activations, pooling and normalisation are not counted, as in the papers and in torchvision's figures;
neither are biases. One MAC is two floating-point operations.
"""

import math
from collections.abc import Callable
from typing import Any

from torch import Tensor


def count(name: str, arguments: tuple[Any, ...], options: dict[str, Any], output: Any) -> int:
    """MACs of ``output = name(*arguments, **options)``; 0 for functions that multiply no matrices."""
    rule = _RULES.get(name)
    if rule is None:
        return 0
    first = output[0] if isinstance(output, tuple) else output
    return rule(arguments, options, first)


def _argument(arguments: tuple[Any, ...], options: dict[str, Any], place: int, name: str) -> Any:
    return arguments[place] if len(arguments) > place else options.get(name)


def _convolution(a: tuple[Any, ...], o: dict[str, Any], output: Tensor) -> int:
    """Each output adds up ``c_in / groups * k_h * k_w`` products."""
    weight = _argument(a, o, 1, "weight")
    return output.numel() * int(math.prod(weight.shape[1:]))


def _either_convolution(a: tuple[Any, ...], o: dict[str, Any], output: Tensor) -> int:
    """ATen's one function for both directions."""
    rule = _transposed_convolution if _argument(a, o, 6, "transposed") else _convolution
    return rule(a, o, output)


def _transposed_convolution(a: tuple[Any, ...], o: dict[str, Any], _output: Tensor) -> int:
    """Each input is multiplied with ``c_out / groups * k_h * k_w`` weights."""
    tensor, weight = _argument(a, o, 0, "input"), _argument(a, o, 1, "weight")
    return int(tensor.numel() * math.prod(weight.shape[1:]))


def _linear(a: tuple[Any, ...], o: dict[str, Any], output: Tensor) -> int:
    return output.numel() * int(_argument(a, o, 0, "input").shape[-1])


def _matrix_product(a: tuple[Any, ...], o: dict[str, Any], output: Tensor) -> int:
    """(..., m, k) times (..., k, n): k products for each of the output's numbers."""
    return output.numel() * int(_argument(a, o, 0, "input").shape[-1])


def _added_product(a: tuple[Any, ...], o: dict[str, Any], output: Tensor) -> int:
    return output.numel() * int(_argument(a, o, 1, "mat1" if "mat1" in o else "batch1").shape[-1])


def _einsum(a: tuple[Any, ...], _o: dict[str, Any], output: Tensor) -> int:
    """Two operands: one product for each combination of all indices."""
    operands = a[1] if isinstance(a[1], (list, tuple)) else a[1:]
    if len(operands) != 2:
        return 0
    equation = a[0].replace(" ", "")
    if "..." in equation:
        return output.numel() * int(operands[0].shape[-1])
    sizes: dict[str, int] = {}
    for letters, operand in zip(equation.split("->")[0].split(","), operands, strict=True):
        sizes.update(zip(letters, operand.shape, strict=True))
    return math.prod(sizes.values())


def _attention(a: tuple[Any, ...], o: dict[str, Any], output: Tensor) -> int:
    """softmax(Q K^T) V: two matrix products; Q is (..., L, E), K is (..., S, E)."""
    query, key = _argument(a, o, 0, "query"), _argument(a, o, 1, "key")
    return int(query.numel()) * int(key.shape[-2]) + output.numel() * int(key.shape[-2])


def _multi_head_attention(a: tuple[Any, ...], o: dict[str, Any], output: Tensor) -> int:
    """The four projections and both attention products; tensors are (L, N, E)."""
    query, key, value = (_argument(a, o, place, name) for place, name in enumerate(("query", "key", "value")))
    embedding = int(query.shape[-1])
    projections = int(query.numel() + key.numel() + value.numel() + output.numel()) * embedding
    return projections + 2 * int(query.numel()) * int(key.shape[0])


_RULES: dict[str, Callable[[tuple[Any, ...], dict[str, Any], Tensor], int]] = {
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), _convolution),
    **dict.fromkeys(("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"), _transposed_convolution),
    "convolution": _either_convolution,
    **dict.fromkeys(("matmul", "__matmul__", "mm", "bmm", "mv"), _matrix_product),
    **dict.fromkeys(("addmm", "baddbmm"), _added_product),
    "linear": _linear,
    "einsum": _einsum,
    "scaled_dot_product_attention": _attention,
    "multi_head_attention_forward": _multi_head_attention,
}

"""Multiply-accumulates: convolutions, fully connected layers, matrix products, attention, recurrent layers.

Additions, activations, pooling and normalisation are not counted, as in the papers and in torchvision's figures;
neither are biases. One MAC is two floating-point operations.

Counted are the operators of ATen that PyTorch calls, whatever function a network calls them by: ``tensordot``,
``inner`` and ``einsum`` all end in ``mm`` and ``bmm``. What multiplies matrices but is in no rule here is named, so
that a total can say that it is left out.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from torch import Tensor


def of_operator(name: str, arguments: tuple[Any, ...], options: Mapping[str, Any], output: Any) -> int | None:
    """MACs of one call of an operator; 0 for what multiplies no matrices, None where they are not known.

    Args:
        name: as PyTorch names it, without overload: ``aten::mm``.
        arguments, options: of the call.
        output: its result.
    """
    rule = _RULES.get(name)
    if rule is not None:
        return rule(arguments, options, output[0] if isinstance(output, (tuple, list)) else output)
    namespace, _, own = name.partition("::")
    if namespace == "aten":
        return None if own.startswith(_UNKNOWN) and own not in _WITHOUT_PRODUCTS else 0
    return 0 if namespace in _KNOWN_NAMESPACES or name in _OF_TORCHVISION else None


def of_function(name: str, arguments: tuple[Any, ...], options: Mapping[str, Any], output: Any) -> int | None:
    """MACs of a whole function whose operators are not looked at; None where they have to be.

    Args:
        name: of the function: ``conv2d``, ``lstm``.
        arguments, options: of the call.
        output: its result.
    """
    rule = _FUNCTIONS.get(name)
    return None if rule is None else rule(arguments, options, output)


def is_whole(name: str) -> bool:
    """Whether a function's count is known without its operators."""
    return name in _FUNCTIONS


def _argument(arguments: tuple[Any, ...], options: Mapping[str, Any], place: int, name: str) -> Any:
    return arguments[place] if len(arguments) > place else options.get(name)


def _convolution(a: tuple[Any, ...], o: Mapping[str, Any], output: Tensor) -> int:
    """Each output adds up ``c_in / groups * k_h * k_w`` products.

    Of a complex convolution PyTorch makes three real ones.
    """
    weight = _argument(a, o, 1, "weight")
    return output.numel() * int(math.prod(weight.shape[1:])) * (3 if output.is_complex() else 1)


def _either_convolution(a: tuple[Any, ...], o: Mapping[str, Any], output: Tensor) -> int:
    """ATen's one function for both directions; transposed, each input meets ``c_out / groups * k_h * k_w`` weights."""
    if not _argument(a, o, 6, "transposed"):
        return _convolution(a, o, output)
    tensor, weight = _argument(a, o, 0, "input"), _argument(a, o, 1, "weight")
    return int(tensor.numel() * math.prod(weight.shape[1:]))


def _linear(a: tuple[Any, ...], o: Mapping[str, Any], output: Tensor) -> int:
    return output.numel() * int(_argument(a, o, 0, "input").shape[-1])


def _matrix_product(a: tuple[Any, ...], o: Mapping[str, Any], output: Tensor) -> int:
    """(..., m, k) times (..., k, n): k products for each of the output's numbers."""
    return output.numel() * int(_argument(a, o, 0, "self").shape[-1])


def _added_product(a: tuple[Any, ...], _o: Mapping[str, Any], output: Tensor) -> int:
    return output.numel() * int(a[1].shape[-1])


def _summed_products(a: tuple[Any, ...], _o: Mapping[str, Any], output: Tensor) -> int:
    """The products of a whole batch of matrices are added up."""
    return output.numel() * int(a[1].shape[-1]) * int(a[1].shape[0])


def _trilinear(a: tuple[Any, ...], _o: Mapping[str, Any], _output: Tensor) -> int:
    """x W y for each output: x W first, ``n * out * in1 * in2`` products, then ``n * out * in2``."""
    first, weight = a[0], a[1]
    outputs, inner, other = weight.shape
    return int(first.numel()) // max(int(inner), 1) * int(outputs) * int(inner * other + other)


def _attention(a: tuple[Any, ...], o: Mapping[str, Any], output: Tensor) -> int:
    """softmax(Q K^T) V: two matrix products; Q is (..., L, E), K is (..., S, E)."""
    query, key = _argument(a, o, 0, "query"), _argument(a, o, 1, "key")
    return int(query.numel()) * int(key.shape[-2]) + output.numel() * int(key.shape[-2])


def _own_attention(a: tuple[Any, ...], _o: Mapping[str, Any], _output: Any) -> int:
    """Attention in one step: a matrix (E, 3 E) for queries, keys and values, two products, one more matrix."""
    query, key, width = a[0], a[1], int(a[3])
    rows, keys = int(query.numel()) // max(width, 1), int(key.numel()) // max(width, 1)
    return (2 * rows + 2 * keys) * width * width + 2 * rows * int(key.shape[-2]) * width


def _encoder_layer(a: tuple[Any, ...], o: Mapping[str, Any], output: Any) -> int:
    """A whole layer of a transformer's encoder in one step: attention, and two matrices more for each token."""
    rows = int(a[0].numel()) // max(int(a[1]), 1)
    mixed = rows * (int(a[14].numel()) + int(a[16].numel()))
    return _own_attention((a[0], a[0], a[0], a[1]), o, output) + mixed


def _distances(a: tuple[Any, ...], _o: Mapping[str, Any], output: Tensor) -> int:
    """PyTorch takes them from one product of matrices, of the rows with their own lengths and with ones beside them."""
    return output.numel() * (int(a[0].shape[-1]) + 2)


def _recurrent(a: tuple[Any, ...], _o: Mapping[str, Any], _output: Any) -> int:
    """Each step of each sequence is multiplied with every matrix: of the input, of the state, of the projection."""
    given = a[0]
    # For sequences of several lengths, packed, their lengths come second, as whole numbers.
    packed = isinstance(a[1], Tensor) and not a[1].is_floating_point()
    weights = a[3] if packed else a[2]
    steps = int(given.numel()) // max(int(given.shape[-1]), 1)
    return steps * sum(int(weight.numel()) for weight in weights if weight.dim() == 2)


def _cell(a: tuple[Any, ...], o: Mapping[str, Any], _output: Any) -> int:
    given = _argument(a, o, 0, "input")
    matrices = _argument(a, o, 2, "w_ih"), _argument(a, o, 3, "w_hh")
    rows = int(given.numel()) // max(int(given.shape[-1]), 1)
    return rows * sum(int(matrix.numel()) for matrix in matrices)


_RULES: dict[str, Callable[[tuple[Any, ...], Mapping[str, Any], Tensor], int]] = {
    **dict.fromkeys(("aten::convolution", "aten::_convolution", "aten::convolution_overrideable"), _either_convolution),
    **dict.fromkeys(("aten::mm", "aten::bmm", "aten::mv", "aten::dot", "aten::vdot", "aten::_int_mm"), _matrix_product),
    **dict.fromkeys(("aten::_scaled_mm", "aten::matmul"), _matrix_product),
    **dict.fromkeys(("aten::addmm", "aten::addmv", "aten::baddbmm", "aten::_addmm_activation"), _added_product),
    **dict.fromkeys(("aten::addmm_", "aten::addmv_", "aten::baddbmm_"), _added_product),
    **dict.fromkeys(("aten::addbmm", "aten::addbmm_"), _summed_products),
    "aten::linear": _linear,
    "aten::_trilinear": _trilinear,
    "aten::_euclidean_dist": _distances,
    "aten::_native_multi_head_attention": _own_attention,
    "aten::_transformer_encoder_layer_fwd": _encoder_layer,
    **{
        f"aten::_scaled_dot_product_{kind}": _attention
        for kind in (
            *("flash_attention", "flash_attention_for_cpu", "efficient_attention", "cudnn_attention"),
            *("fused_attention_overrideable", "attention_math", "attention_math_for_mps"),
        )
    },
    "torchvision::deform_conv2d": _convolution,
}
_FUNCTIONS: dict[str, Callable[[tuple[Any, ...], Mapping[str, Any], Any], int]] = {
    "conv2d": _convolution,
    "linear": _linear,
    **dict.fromkeys(("lstm", "gru", "rnn_tanh", "rnn_relu"), _recurrent),
    **dict.fromkeys(("lstm_cell", "gru_cell", "rnn_tanh_cell", "rnn_relu_cell"), _cell),
}
# Families of operators that multiply matrices, or as much as that, by no rule above.
_UNKNOWN = (
    *("linalg_", "_linalg", "fft_", "_fft", "cholesky", "lu_", "triangular_solve", "ormqr", "geqrf", "orgqr"),
    *(
        "sparse",
        "_sparse",
        "_cslt",
        "_grouped_mm",
        "_scaled_grouped_mm",
        "_cdist",
        "_pdist",
        "_transformer",
        "_native_multi_head",
    ),
    *("convolution_backward", "_scaled_dot_product_flash_attention_backward", "linear_backward"),
    *("mkldnn_", "_mkldnn", "cudnn_conv", "_cudnn_rnn", "miopen_conv", "miopen_rnn", "_weight_int", "_triton"),
)
_WITHOUT_PRODUCTS = frozenset(
    {
        "linalg_vector_norm",
        "_linalg_check_errors",
        "linalg_cross",
        "linalg_diagonal",
        "fft_fftfreq",
        "fft_rfftfreq",
        "fft_fftshift",
    }
)
_KNOWN_NAMESPACES = frozenset({"prim", "prims", "profiler", "debugprims"})
# Pooling and interpolation of regions, and what chooses among boxes.
_OF_TORCHVISION = frozenset(
    f"torchvision::{name}" for name in ("nms", "roi_align", "roi_pool", "ps_roi_align", "ps_roi_pool")
)

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from cnnstudio.analysis import shapes

_X = (2, 6, 9, 7)
_CASES: dict[str, tuple[Callable[[Tensor], Any], int]] = {
    "a convolution": (nn.Conv2d(6, 4, (3, 2), (2, 1), (1, 0), device="meta"), 1),
    "a convolution in groups, dilated": (nn.Conv2d(6, 12, 3, dilation=2, groups=3, device="meta"), 1),
    "batch norm": (nn.BatchNorm2d(6, device="meta").eval(), 1),
    "a linear layer": (nn.Linear(7, 5, device="meta"), 1),
    "layer norm": (nn.LayerNorm([9, 7], device="meta"), 1),
    "max pooling": (nn.MaxPool2d(3, 2, 1), 1),
    "max pooling, dilated": (nn.MaxPool2d((2, 3), (1, 2), 1, dilation=(3, 1)), 1),
    "average pooling": (lambda x: functional.avg_pool2d(x, 2), 1),
    "a sum": (lambda x: x + x, 1),
    "a product": (lambda x: x * x, 1),
    "a product by channels": (lambda x: torch.ones(2, 6, 1, 1, device="meta") * x, 1),
    "a number more": (lambda x: 3 + x - 1.5, 2),
    "concatenation": (lambda x: torch.cat([x, x], 1), 1),
    **{
        name: (getattr(functional, name), 1)
        for name in (
            "relu",
            "relu6",
            "hardtanh",
            "hardswish",
            "hardsigmoid",
            "silu",
            "gelu",
            "elu",
            "leaky_relu",
            "mish",
        )
    },
    "sigmoid and tanh": (lambda x: torch.tanh(x.sigmoid()), 2),
    # What is left to PyTorch.
    "pooling that keeps a part of a window": (nn.MaxPool2d(2, ceil_mode=True), 0),
    "whole numbers": (lambda x: functional.relu(x.int()), 0),
    "numbers of two kinds": (lambda x: x * x.double(), 0),
    "what does not lie in a row": (lambda x: functional.silu(x.transpose(1, 2)), 0),
    "a number from a tensor": (lambda x: x.sum(), 0),
}


class _Known(TorchFunctionMode):
    """Puts known results in place of PyTorch's own, as an analysis does."""

    def __init__(self) -> None:
        super().__init__()
        self.known = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        del types
        found = shapes.known_result(getattr(func, "__name__", ""), args, kwargs or {})
        self.known += found is not None
        return func(*args, **(kwargs or {})) if found is None else found


@pytest.mark.parametrize("name", _CASES)
def test_known_results_are_those_of_pytorch(name: str) -> None:
    function, known = _CASES[name]
    expected = function(torch.empty(_X, device="meta"))
    with _Known() as mode, torch.no_grad():
        found = function(torch.empty(_X, device="meta"))
    assert (found.shape, found.stride(), found.dtype, found.is_meta) == (
        expected.shape,
        expected.stride(),
        expected.dtype,
        True,
    )
    assert mode.known == known


@pytest.mark.parametrize(
    "function",
    [
        lambda x: functional.relu6(x, inplace=True),
        lambda x: functional.hardswish(x, inplace=True),
        lambda x: x.add_(x),
        lambda x: x.mul_(2.0),
    ],
)
def test_what_works_in_place_gives_its_argument(function: Callable[[Tensor], Tensor]) -> None:
    given = torch.empty(_X, device="meta")
    with _Known() as mode:
        assert function(given) is given
    assert mode.known == 1


@pytest.mark.parametrize(
    "function",
    [
        nn.Conv2d(5, 4, 3, device="meta"),
        nn.Conv2d(6, 4, 11, device="meta"),
        nn.Linear(8, 2, device="meta"),
        nn.LayerNorm(9, device="meta"),
        nn.BatchNorm2d(5, device="meta").eval(),
        nn.MaxPool2d(2, padding=2),
        lambda x: x * torch.empty(2, 6, 9, 2, device="meta"),
        lambda x: torch.empty(2, 6, 1, 7, device="meta").mul_(x),
    ],
)
def test_complaints_are_left_to_pytorch(function: Callable[[Tensor], Tensor]) -> None:
    with _Known() as mode, torch.no_grad(), pytest.raises(RuntimeError):
        function(torch.empty(_X, device="meta"))
    assert mode.known == 0

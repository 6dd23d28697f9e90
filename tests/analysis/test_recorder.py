from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.analysis.recorder import Recorder

Function = Callable[[Tensor], Any]


def _meta(*sizes: int, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.empty(sizes, device="meta", dtype=dtype)


class _Calls(nn.Module):
    def __init__(self, function: Function) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: Tensor) -> Any:
        return self.function(x)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: functional.conv2d(x, _meta(6, 2, 3, 2), None, (2, 1), (1, 0), (1, 2), 2),
        lambda x: functional.conv2d(x, _meta(6, 4, 3, 3), padding="same"),
        lambda x: functional.batch_norm(x, _meta(4), _meta(4)),
        lambda x: functional.batch_norm(x, None, None, training=True),
        lambda x: functional.linear(x, _meta(7, 8), _meta(7)),
        lambda x: functional.linear(x, _meta(8), None),
        lambda x: functional.relu(x),
        lambda x: functional.relu(x, inplace=True),
        lambda x: x + x,
        lambda x: x + 1,
        lambda x: x + _meta(8),
        lambda x: x + _meta(*x.shape, dtype=torch.float64),
        lambda x: torch.add(x, x, alpha=2),
        lambda x: torch.cat([x, x, _meta(2, 1, 8, 8)], 1),
        lambda x: torch.cat([x, x], dim=-1),
        lambda x: torch.cat([x, _meta(0)], 1),
        lambda x: torch.cat([x, _meta(*x.shape, dtype=torch.float64)], 1),
    ],
)
def test_shortcuts_give_what_pytorch_gives(function: Function) -> None:
    expected = function(_meta(2, 4, 8, 8))
    recorder = Recorder(_Calls(function))
    found = recorder.run(_meta(2, 4, 8, 8))
    assert (found.shape, found.dtype, found.is_meta) == (expected.shape, expected.dtype, True)
    assert recorder.main == recorder.steps[-1].id
    assert recorder.steps[-1].output_shape == tuple(expected.shape)


def test_a_sum_in_place_is_the_tensor_itself() -> None:
    def add_in_place(x: Tensor) -> Tensor:
        y = x * 2
        y += x
        return y

    recorder = Recorder(_Calls(add_in_place))
    recorder.run(_meta(1, 2, 4, 4))
    product, total = recorder.steps[1:]
    assert (product.label, total.label) == ("mul", "add")
    assert (product.bytes, total.bytes) == (4 * 2 * 4 * 4, 0)
    assert list(total.inputs) == [1, 0]


@pytest.mark.parametrize(
    "function",
    [
        lambda x: functional.conv2d(x, _meta(6, 3, 3, 3)),
        lambda x: functional.conv2d(x, _meta(6, 4, 9, 9), None, (1, 1), (0, 0), (1, 1), 1),
        lambda x: functional.linear(x, _meta(7, 9), None),
        lambda x: functional.linear(x, _meta(7, 8), _meta(6)),
        lambda x: x + _meta(3),
        lambda x: torch.cat([x, _meta(2, 4, 8, 9)], 1),
        lambda _x: torch.cat([], 1),
        lambda x: torch.cat([x, x], 4),
        lambda x: torch.cat([x, 3], 1),
    ],
)
def test_complaints_are_pytorchs_own(function: Function) -> None:
    with pytest.raises(Exception) as expected:  # noqa: PT011
        function(_meta(2, 4, 8, 8))
    with pytest.raises(type(expected.value)) as found:
        Recorder(_Calls(function)).run(_meta(2, 4, 8, 8))
    assert str(found.value) == str(expected.value)

"""What operators of ONNX are given: complaints, types, functions seen as one."""

import pytest
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from cnnstudio.errors import WeightsError
from cnnstudio.networks import onnx_values


def test_a_value_that_is_left_out_is_told() -> None:
    assert onnx_values.given([None], 0) is None
    assert onnx_values.given([], 2) is None
    for values in ([], [None]):
        with pytest.raises(WeightsError, match="leaves out a value that an operator needs"):
            onnx_values.here(values, 0)


def test_sizes_are_known_numbers() -> None:
    assert onnx_values.whole(torch.tensor([[3, -1]])) == [3, -1]
    with pytest.raises(WeightsError, match="only its weights or a picture give"):
        onnx_values.whole(torch.empty(2, device="meta"))


@pytest.mark.parametrize(
    ("number", "found"),
    [(1, torch.float32), (7, torch.int64), (16, torch.bfloat16), ("FLOAT", torch.float32), ("INT64", torch.int64)],
)
def test_types_are_those_of_their_numbers_and_names(number: object, found: torch.dtype) -> None:
    assert onnx_values.dtype(number, "Cast") is found


@pytest.mark.parametrize("number", [8, 99, -1, None, "STRING", "nn"])
def test_a_type_that_there_is_not_is_told(number: object) -> None:
    with pytest.raises(WeightsError, match="Cast is used in a way that is not read here"):
        onnx_values.dtype(number, "Cast")


def test_a_length_that_no_network_has_is_told() -> None:
    assert onnx_values.checked_length(9) == 9
    with pytest.raises(WeightsError, match="more positions"):
        onnx_values.checked_length(onnx_values.MOST_ALONG + 1)


def test_a_function_in_one_step_is_seen_as_one() -> None:
    seen: list[str] = []

    class Watch(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
            seen.append(func.__name__)
            return func(*args, **(kwargs or {}))

    @onnx_values.in_one_step
    def doubled(value: Tensor, times: int = 2) -> Tensor:
        return (value + value) * times / 2

    with Watch():
        assert doubled(torch.ones(1), times=3).item() == 3
    assert seen[-2:] == ["doubled", "item"]
    assert "add" not in seen
    assert doubled(torch.ones(1)).item() == 2

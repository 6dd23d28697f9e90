"""What operators of ONNX are given, with the complaints that belong to it: values, settings, numbers of sizes."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeAlias

import torch
from torch import Tensor
from torch.overrides import handle_torch_function, has_torch_function

from cnnstudio.errors import WeightsError

Values: TypeAlias = Sequence[Tensor | None]
Settings: TypeAlias = Mapping[str, Any]
Function: TypeAlias = Callable[[Values, Settings], Any]

MOST_ALONG = 1 << 20
"""Positions along one dimension that may be gone through one by one."""

_DTYPES = {
    1: torch.float32,
    2: torch.uint8,
    3: torch.int8,
    4: torch.uint16,
    5: torch.int16,
    6: torch.int32,
    7: torch.int64,
    9: torch.bool,
    10: torch.float16,
    11: torch.float64,
    14: torch.complex64,
    15: torch.complex128,
    16: torch.bfloat16,
    17: torch.float8_e4m3fn,
    18: torch.float8_e4m3fnuz,
    19: torch.float8_e5m2,
    20: torch.float8_e5m2fnuz,
}


def unread(operator: str) -> WeightsError:
    """The complaint about an operator that is known, but not with these settings."""
    return WeightsError(
        "{operator} is used in a way that is not read here. Open the Python file instead.", operator=operator
    )


def here(values: Values, place: int) -> Tensor:
    """A value that an operator needs.

    Raises:
        WeightsError: if the file leaves it out.
    """
    value = values[place] if place < len(values) else None
    if value is None:
        raise WeightsError("The file leaves out a value that an operator needs. Export the network again.")
    return value


def given(values: Values, place: int) -> Tensor | None:
    """A value that may be left out."""
    return values[place] if place < len(values) else None


def whole(value: Tensor) -> list[int]:
    """Numbers that sizes are made of.

    Raises:
        WeightsError: if they are not known.
    """
    if value.is_meta:
        raise WeightsError(
            "The network makes sizes of numbers that only its weights or a picture give. Open the Python file instead."
        )
    return [int(number) for number in value.flatten().tolist()]


def dtype(number: Any, operator: str) -> torch.dtype:
    """The type behind ONNX's number, in the first operator sets its name.

    Raises:
        WeightsError: if there is none.
    """
    if isinstance(number, str):
        named: Any = getattr(torch, {"float": "float32", "double": "float64"}.get(number.lower(), number.lower()), None)
        number, found = None, named if isinstance(named, torch.dtype) else None
    else:
        found = _DTYPES.get(number)
    if found is None:
        raise unread(operator)
    return found


def checked_length(count: int) -> int:
    """The count of positions along a dimension, that are to be gone through one by one.

    Raises:
        WeightsError: if there are more than in any network.
    """
    if count > MOST_ALONG:
        raise WeightsError("The file goes through more positions of a tensor than any network has.")
    return count


def in_one_step(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, seen as one by who records functions of PyTorch's, whatever it is made of."""

    @wraps(function)
    def called(*values: Any, **options: Any) -> Any:
        tensors = tuple(value for value in values if isinstance(value, Tensor))
        if has_torch_function(tensors):
            return handle_torch_function(called, tensors, *values, **options)
        return function(*values, **options)

    return called

"""Levels of masking in what a function takes: of its numbers where they are known, of a state's marks elsewhere."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from cnnstudio.analysis.constants import LOWEST
from cnnstudio.analysis.fields.call import Call
from cnnstudio.analysis.reads import FAINT, GONE

Levels = NDArray[np.int32]

_FAINTEST = -16.0
"""The exponential of this is about the smallest difference that float32 knows beside 1."""


class Operand(NamedTuple):
    """What of one argument is masked.

    Attributes:
        low, zero: levels of what is minus infinity, and of what is 0; None where nothing is.
        positive: its numbers are known, and greater than 0 where they are not masked.
        unknown: its numbers do not depend on the input, and may be anything.
    """

    low: Levels | None = None
    zero: Levels | None = None
    positive: bool = False
    unknown: bool = False


def of(call: Call, value: Any, sign: float = 1.0) -> Operand:
    """What of an argument is masked, once it is multiplied with ``sign``."""
    state = call.state(value)
    if state is not None:
        if state.marks is None:
            return Operand()
        levels = state.marks.levels[0]
        if not state.marks.low:
            return Operand(zero=levels)
        return Operand(low=levels) if sign > 0 else Operand(unknown=True)
    if isinstance(value, Tensor):
        numbers = call.numbers(value)
        if numbers is None:
            return Operand(unknown=True)
        if numbers.values is None:
            return Operand()
        values = numbers.values * sign
        positive = numbers.certain and bool(np.where(numbers.values == 0, 1, values).min(initial=1) > 0)
        return Operand(of_low(values), _of_zeros(values), positive)
    if isinstance(value, (int, float)):
        values = np.asarray(float(value) * sign)
        return Operand(of_low(values), _of_zeros(values), bool(values > 0))
    return Operand()


def of_low(values: NDArray[np.float64]) -> Levels | None:
    """Levels of numbers that are added to scores before a softmax."""
    if not (values <= _FAINTEST).any():
        return None
    return np.where(values <= LOWEST, GONE, np.where(values <= _FAINTEST, FAINT, 0)).astype(np.int32)


def _of_zeros(values: NDArray[np.float64]) -> Levels | None:
    zeros = values == 0
    return np.where(zeros, GONE, 0).astype(np.int32) if zeros.any() else None


def aligned(levels: NDArray[Any], dimensions: int) -> NDArray[Any]:
    """With further dimensions in front, as broadcasting has it."""
    return levels.reshape(*[1] * (dimensions - levels.ndim), *levels.shape)

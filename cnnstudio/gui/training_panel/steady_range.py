"""Axis ranges that follow growing data in rare, round steps.

Axes that move with every redraw are restless to look at, and costly: their labels and grid are what takes longest to
paint. So a range grows ahead of the data, and shrinks only when much of it is empty.
"""

import math

_LADDER = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def ceiling(value: float) -> float:
    """The next round number that is not less than ``value`` (> 0): 1, 1.2, 1.5, 2, ... times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(rung * power for rung in _LADDER if rung * power >= value * (1 - 1e-9))


def steady(
    present: tuple[float, float], low: float, high: float, *, pad: float = 0.06, slack: float = 0.45
) -> tuple[float, float]:
    """A range for data from ``low`` to ``high``: the present one while it holds them and is not mostly empty.

    A new range has ``pad`` of its height free at each end; ``slack`` is the share that may be empty before it shrinks.
    """
    start, end = present
    span = high - low
    if start <= low and high <= end and span >= (1 - slack) * (end - start):
        return present
    margin = pad * (span or abs(high) or 1.0)
    return low - margin, high + margin

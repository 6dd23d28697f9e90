"""What guessing gives, and whether a run does better: the measures against which a curve is read. Torch-free."""

import math

import numpy as np
from numpy.typing import NDArray

STALLED_STEPS = 200
"""Over so many steps the smoothed loss has to get better, or the run is said to stand still."""

_LEAST_GAIN = 0.01
_NEAR = 0.05
# A network that gives one answer always is right as often as that class is frequent, which may be a little more often.
_MOST_LUCK = 1.25


def loss(classes: int) -> float:
    """The cross-entropy in nats of giving every class the same probability: ln(classes)."""
    return math.log(max(1, classes))


def accuracy(classes: int) -> float:
    """The share, 0..1, that guessing gets right where the classes are equally frequent: 1 / classes."""
    return 1 / max(1, classes)


def is_chance(measured: float, classes: int) -> bool:
    """Whether an accuracy, 0..1, is what guessing gives."""
    return classes > 1 and measured <= _MOST_LUCK * accuracy(classes)


def has_stalled(steps: NDArray[np.float64], smoothed: NDArray[np.float64], classes: int) -> bool:
    """Whether the loss stands still at what guessing gives, or above.

    That is: over the last ``STALLED_STEPS`` steps it got better by less than a hundredth, and it is still near
    ln(classes).

    Args:
        steps: of the curve, rising, shape (n,).
        smoothed: the smoothed loss at each, shape (n,).
        classes: of the data set.
    """
    if classes < 2 or not len(steps) or steps[-1] - steps[0] < STALLED_STEPS:
        return False
    before = int(np.searchsorted(steps, steps[-1] - STALLED_STEPS, side="right")) - 1
    now, then = float(smoothed[-1]), float(smoothed[max(0, before)])
    if not (math.isfinite(now) and math.isfinite(then)) or then <= 0:
        return False
    return (then - now) / then < _LEAST_GAIN and now > (1 - _NEAR) * loss(classes)

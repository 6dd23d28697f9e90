"""From logits to percentages: divided by a temperature where the weights are calibrated, then softmax.

Every probability that the program shows of a network's classes is computed here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNCALIBRATED = 1.0
"""The temperature that changes nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Softmax:
    """The steps from one picture's logits to its probabilities.

    Calibration divides all logits by one number, chosen after the training on pictures that it did not use, so that
    of the predictions called 90 % sure 90 % are right (C. Guo and others, 2017). It changes no ranking.

    Attributes:
        logits: (C,), as the network gave them.
        temperature: divides them, > 0; 1 = they are taken as they are.
    """

    logits: NDArray[np.float32]
    temperature: float

    @property
    def scaled(self) -> NDArray[np.float64]:
        """(C,): the logits divided by the temperature."""
        scaled: NDArray[np.float64] = self.logits.astype(np.float64) / self.temperature
        return scaled

    @property
    def largest(self) -> float:
        """The largest of ``scaled``; it is taken away from all, which leaves the shares as they are."""
        return float(self.scaled.max())

    @property
    def powers(self) -> NDArray[np.float64]:
        """(C,): e to the power of ``scaled`` - ``largest``; 1 for the likeliest class, NaN for infinite logits."""
        with np.errstate(invalid="ignore"):
            powers: NDArray[np.float64] = np.exp(self.scaled - self.largest)
        return powers

    @property
    def total(self) -> float:
        """The sum of ``powers``."""
        return float(self.powers.sum())

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """(C,): each power's share of ``total``; sum 1."""
        powers = self.powers
        shares: NDArray[np.float32] = (powers / powers.sum()).astype(np.float32)
        return shares

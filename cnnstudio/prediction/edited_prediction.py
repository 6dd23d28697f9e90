"""What a network says of one picture before the first edit of its weights, and now."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnnstudio.prediction.calibration import UNCALIBRATED, Softmax
from cnnstudio.weights.loading import Loaded


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Logits for one picture.

    Attributes:
        logits: (C,) float32, two at least.
        temperature: divides them so that probabilities are frequencies; 1 = they are taken as they are.
    """

    logits: NDArray[np.float32]
    temperature: float

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """(C,); sum 1."""
        return Softmax(self.logits, self.temperature).probabilities

    def uncalibrated(self) -> "Prediction":
        """The same logits, taken as they are."""
        return replace(self, temperature=UNCALIBRATED)

    @property
    def ranking(self) -> tuple[int, ...]:
        """Classes from the likeliest down; of equals the first."""
        return tuple(int(index) for index in np.argsort(-self.logits, kind="stable"))

    @property
    def lead(self) -> float:
        """By how much the largest logit is ahead of the next."""
        first, second = self.ranking[:2]
        return float(self.logits[first] - self.logits[second])


@dataclass(frozen=True, slots=True, eq=False)
class EditedPrediction:
    """The predictions of one network without and with its edits.

    Attributes:
        before, after: the predictions.
        names: of the classes.
    """

    before: Prediction
    after: Prediction
    names: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether the logits are others now."""
        return not np.array_equal(self.before.logits, self.after.logits)

    def uncalibrated(self) -> "EditedPrediction":
        """The same logits, taken as they are."""
        return replace(self, before=self.before.uncalibrated(), after=self.after.uncalibrated())


def predict(module: nn.Module, picture: Tensor, loaded: Loaded) -> Prediction | None:
    """A network's prediction; None where what it gives are no logits for classes.

    Args:
        module: is read alone.
        picture: (C, H, W), the network's input.
        loaded: says by how much its logits are divided.
    """
    with torch.inference_mode():
        output = module(picture.unsqueeze(0))
    if not isinstance(output, Tensor) or output.dim() != 2 or output.shape[1] < 2:
        return None
    logits = output[0].float().numpy()
    return Prediction(logits, loaded.temperature) if np.isfinite(logits).all() else None

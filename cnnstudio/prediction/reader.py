"""The reader: ink in, probabilities out, and honesty about ink that is no digit."""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnnstudio.datasets.scaling import UNIT, Scaling
from cnnstudio.prediction.calibration import UNCALIBRATED, Softmax
from cnnstudio.prediction.preprocessing import ALL_STAGES, Ink, Preprocessed, Stages, preprocess
from cnnstudio.weights import Shipped, WeightsFile, shipped
from cnnstudio.weights.loading import Loaded, load_alone

# A class that is likelier than all others together; for a card of a version that measured no threshold.
_MAJORITY = 0.5
MOST_NAMED = 3
"""Of more candidates than these nobody is helped by their names."""


class Verdict(Enum):
    """What the reader makes of the ink as a whole. Unsure means two things, and which one is said.

    The rejector has the first word: its threshold stands in the card of the shipped weights, and was set so that it
    turns away at most 4 in 1,000 digits of the calibration pictures. Then a class has to reach ``sure``, from the same
    card: the calibrated probability that half of the wrong predictions of the calibration pictures do not reach. Where
    none does, the classes that reach it together are the candidates. ``training_sets/ship.py`` measures both.
    """

    EMPTY = "empty"
    DIGIT = "digit"  # one class
    BETWEEN = "between"  # it may be a digit, and two or more classes are close together
    NOT_A_DIGIT = "not a digit"  # the rejector turned it away


@dataclass(frozen=True, slots=True)
class InkPrediction:
    """What a network makes of ink.

    Attributes:
        preprocessed: what the network saw, stage by stage.
        verdict: whether there is a digit at all, and whether it is one class.
        candidates: the likeliest class, and as many of the next as together reach the threshold of a sure prediction;
            as the probabilities of calibrated logits have it; none for an empty canvas.
        probabilities: (C,) float32, softmax of the logits divided by the temperature, sum 1; all 0 for an empty canvas.
        logits: (C,) float32 as the network gave them.
        digitness: 0..1, the rejector's probability that this is one digit; 1 where no rejector is used.
        temperature: what the logits were divided by; 1 where they were taken as they are.
    """

    preprocessed: Preprocessed
    verdict: Verdict
    probabilities: NDArray[np.float32]
    logits: NDArray[np.float32]
    digitness: float
    temperature: float
    candidates: tuple[int, ...]

    @property
    def sure(self) -> bool:
        """Whether it is one class."""
        return self.verdict is Verdict.DIGIT

    @property
    def names_candidates(self) -> bool:
        """Whether the candidates are few enough to be named."""
        return len(self.candidates) <= MOST_NAMED

    @property
    def ranking(self) -> tuple[int, ...]:
        """Classes from the likeliest down; empty for an empty canvas."""
        if self.verdict is Verdict.EMPTY:
            return ()
        # By the logits: of two that are all but impossible both probabilities are 0.
        return tuple(int(index) for index in np.argsort(-self.logits, kind="stable"))

    @property
    def softmax(self) -> Softmax:
        """The steps from the logits to the probabilities."""
        return Softmax(self.logits, self.temperature)


class Reader:
    """A network with its weights, ready to read ink. Any thread may read with it at once: it touches nothing.

    Attributes:
        model: in evaluation mode on the CPU; it takes pictures scaled as its weights want them, see ``network_input``.
        class_names: one an output.
        temperature: divides the logits where probabilities are calibrated; 1 = the weights were never calibrated.
    """

    def __init__(
        self,
        model: nn.Module,
        class_names: tuple[str, ...],
        temperature: float = UNCALIBRATED,
        *,
        scaling: Scaling = UNIT,
        with_rejector: bool = True,
    ) -> None:
        """A reader with a network in evaluation mode, which it does not touch.

        Args:
            scaling: of the pictures that the network wants.
            with_rejector: ask the shipped rejector whether it is a digit at all; off for other things than digits.
        """
        self.model = model
        self.class_names = class_names
        self.temperature = temperature
        self._scaling = scaling
        self._with_rejector = with_rejector and class_names == tuple("0123456789")

    def read(
        self, ink: NDArray[np.uint8] | Ink, stages: Stages = ALL_STAGES, *, calibrated: bool = True
    ) -> InkPrediction:
        """Read ink of any size; see ``preprocess`` for ``ink`` and ``stages``.

        Args:
            calibrated: divide the logits by the temperature; the verdict is of calibrated probabilities either way.
        """
        seen = preprocess(ink, stages)
        temperature = self.temperature if calibrated else UNCALIBRATED
        if seen.empty:
            nothing = np.zeros(len(self.class_names), np.float32)
            return InkPrediction(seen, Verdict.EMPTY, nothing, nothing, 0.0, temperature, ())
        pictures = torch.from_numpy(seen.network_input)[None, None]
        all_logits, digitness = self.logits_and_digitness(pictures)
        logits = all_logits[0].numpy()
        candidates = _reaching(Softmax(logits, self.temperature).probabilities, sure())
        verdict = Verdict.DIGIT if len(candidates) == 1 else Verdict.BETWEEN
        if not bool(digitness[0] >= self.threshold):
            verdict = Verdict.NOT_A_DIGIT
        probabilities = Softmax(logits, temperature).probabilities
        return InkPrediction(seen, verdict, probabilities, logits, float(digitness[0]), temperature, candidates)

    def logits(self, pictures: Tensor) -> Tensor:
        """Logits (N, C) of normalised pictures (N, 1, 28, 28) in 0..1, scaled as the network's weights want them."""
        logits: Tensor = self.model(self._scaling.apply(pictures))
        return logits

    def scaled(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the network itself gets for a normalised picture (H, W) in 0..1."""
        scaled: NDArray[np.float32] = self._scaling.apply(torch.from_numpy(picture)[None, None])[0, 0].numpy()
        return scaled

    @torch.inference_mode()
    def logits_and_digitness(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (N, C) and digitness (N,) of normalised pictures (N, 1, 28, 28) in 0..1."""
        logits = self.logits(pictures)
        if not self._with_rejector:
            return logits, torch.ones(len(pictures))
        return logits, torch.softmax(_rejector()[0](pictures)[:, :2], 1)[:, 1]

    @property
    def threshold(self) -> float:
        """Digitness below this is called no digit."""
        return _rejector()[1] if self._with_rejector else 0.0


def open_reader(path: Path | None = None) -> Reader:
    """A reader with the weights of this file; the shipped default if left out.

    Raises:
        StudioError: see ``loading.load_alone``.
    """
    return reader_with(load_alone(shipped.digits()[0] if path is None else WeightsFile(path.absolute())))


def reader_with(loaded: Loaded) -> Reader:
    """A reader with a network and its weights, which it shares and does not touch."""
    # Clothes and kana are no digits, whatever their classes are called.
    digits = loaded.metadata.dataset not in ("fashion-mnist", "kmnist")
    return Reader(loaded.module, loaded.class_names, loaded.temperature, scaling=loaded.scaling, with_rejector=digits)


def sure() -> float:
    """The calibrated probability from which on a prediction is called sure, of whatever network; see ``Verdict``."""
    return float(shipped.card()["digits"][0].get("sure", _MAJORITY))


def _reaching(probabilities: NDArray[np.float32], share: float) -> tuple[int, ...]:
    """The fewest classes that together have this share, the likeliest first; all where nothing is a number."""
    order = np.argsort(-probabilities, kind="stable")
    reached = np.flatnonzero(np.cumsum(probabilities[order], dtype=np.float64) >= share)
    count = int(reached[0]) + 1 if reached.size else len(order)
    return tuple(int(index) for index in order[:count])


@cache
def _rejector() -> tuple[nn.Module, float]:
    return load_alone(Shipped("rejector")).module, float(shipped.card()["rejector"]["threshold"])

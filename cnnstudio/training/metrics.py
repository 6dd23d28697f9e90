"""Measuring a network: accuracy and loss over a whole set, the confusion matrix, the worst mistakes."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.training.events import Mistakes
from cnnstudio.training.parts import ALONE, Crew
from cnnstudio.training.pictures import as_input
from cnnstudio.training.pool_first import pool_first, without_gradients

# On the CPU a few hundred pictures fill the caches best; a GPU wants many at once.
_BATCH = {"cpu": 500, "cuda": 10_000, "mps": 2_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A network's predictions for a whole set, on the CPU."""

    accuracy: float  # 0..1
    loss: float  # mean cross-entropy
    labels: NDArray[np.int64]  # (N,)
    predictions: NDArray[np.int64]  # (N,)
    confidences: NDArray[np.float32]  # (N,) probability given to the prediction

    def confusion(self, classes: int) -> NDArray[np.int64]:
        """``(classes, classes)`` counts: rows true, columns predicted."""
        cells = np.bincount(self.labels * classes + self.predictions, minlength=classes * classes)
        return cells.reshape(classes, classes)

    def mistakes(self, pictures: Tensor, most: int = 25) -> Mistakes:
        """The pictures missed with the most confidence, worst first; ``pictures`` is the set, ``(N, 28, 28)`` uint8."""
        missed = np.flatnonzero(self.labels != self.predictions)
        worst = missed[np.argsort(-self.confidences[missed], kind="stable")][:most]
        return Mistakes(
            indices=worst,
            pictures=pictures[torch.from_numpy(worst)].cpu().numpy(),
            labels=self.labels[worst],
            predictions=self.predictions[worst],
            confidences=self.confidences[worst],
        )


def evaluate(model: nn.Module, pictures: Tensor, labels: Tensor, crew: Crew = ALONE) -> Evaluation:
    """Ask ``model`` about every one of ``(N, 1, H, W)`` pictures, uint8 or float; it is left in evaluation mode.

    The threads of ``crew`` share the batches. No bit depends on who computed which.
    """
    network = (without_gradients if pictures.device.type == "cpu" else pool_first)(model.eval())
    size = _BATCH.get(pictures.device.type, 500)
    batches = zip(torch.split(pictures, size), torch.split(labels, size), strict=True)
    jobs = [partial(_predict, network, batch, wanted) for batch, wanted in batches]
    losses, predictions, confidences = zip(*crew.lead(lambda: crew.every(jobs)), strict=True)
    predicted = torch.cat(predictions)
    return Evaluation(
        accuracy=int((predicted == labels).sum()) / len(labels),
        # Summed on the CPU, because mps has no float64.
        loss=float(torch.stack(losses).cpu().double().sum()) / len(labels),
        labels=labels.cpu().numpy(),
        predictions=predicted.cpu().numpy(),
        confidences=torch.cat(confidences).exp().cpu().numpy(),
    )


@torch.inference_mode()
def _predict(network: nn.Module, pictures: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The summed loss of a batch, its predictions, and their log probabilities."""
    scores = functional.log_softmax(network(as_input(pictures)).float(), dim=1)
    best, digits = scores.max(dim=1)
    return functional.nll_loss(scores, labels, reduction="sum"), digits, best

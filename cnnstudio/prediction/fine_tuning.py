"""Fine-tuning a network for my handwriting, and what it forgets meanwhile: a generator of events like the engine.

Catastrophic forgetting: M. McCloskey, N. Cohen, "Catastrophic interference in connectionist networks", 1989. Rehearsal,
mixing old pictures among the new ones, is the simplest remedy.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from cnnstudio.datasets import DigitData
from cnnstudio.errors import DatasetError
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.training import metrics
from cnnstudio.training.augment import warp
from cnnstudio.weights import library
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.metadata import HANDWRITING, Accuracy, Metadata, Tuned

FEWEST = 4
_BATCH = 32
_RATE = 3e-4
_QUICK = 1000  # pictures of the base set's test part measured after each round


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How the network stands after a round; round 0 is before any step.

    Attributes:
        round, rounds: how far it is.
        own_accuracy: 0..1 on the own digits that are kept out of training; on all of them where there are too few.
        base_accuracy: 0..1 on the base data set's test pictures (MNIST's); a thousand of them between the first and
            the last round.
        loss: mean of the round; NaN for round 0.
    """

    round: int
    rounds: int
    own_accuracy: float
    base_accuracy: float
    loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FineTuned:
    """It is done and saved."""

    network: NetworkRef
    path: Path
    trained_on: int
    tested_on: int
    own_before: float
    own_after: float
    base_before: float
    base_after: float


def held_out(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which own digits are kept out of training: every fourth of each label, none where a label has fewer than 4."""
    out = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        out[mine[3::4]] = True
    return out


def fine_tune(
    weights: Loaded,
    pictures: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    base: DigitData,
    *,
    rounds: int = 12,
    rehearse: bool = True,
    seed: int = 1,
) -> Generator[Round | FineTuned, None, None]:
    """Go on training a copy of these weights on one's own digits, and keep it in the library; ``FineTuned`` says where.

    Args:
        pictures: (N, 28, 28) uint8, own digits.
        labels: (N,).
        base: where rehearsal pictures and the measure of forgetting come from.
        rehearse: mix in one base picture for each own one.

    Raises:
        DatasetError: fewer than 4 own digits.
        StorageError: the file cannot be written.
    """
    if len(labels) < FEWEST:
        raise DatasetError(
            "There are {count} digits of your handwriting; keep at least {fewest} before fine-tuning.",
            count=len(labels),
            fewest=FEWEST,
        )
    scaled = weights.scaling.apply
    out = held_out(labels)
    tested = out if out.any() else np.ones(len(labels), bool)
    own, own_labels = _input(torch.from_numpy(pictures)), torch.from_numpy(labels.astype(np.int64))
    test_own, test_labels = scaled(own[torch.from_numpy(tested)]), own_labels[torch.from_numpy(tested)]
    own, own_labels = own[torch.from_numpy(~out)], own_labels[torch.from_numpy(~out)]
    base_test = scaled(_input(base.test_images))

    def measured(number: int, loss: float, *, whole: bool) -> Round:
        size = len(base_test) if whole else min(_QUICK, len(base_test))
        return Round(
            round=number,
            rounds=rounds,
            own_accuracy=metrics.evaluate(model, test_own, test_labels).accuracy,
            base_accuracy=metrics.evaluate(model, base_test[:size], base.test_labels[:size]).accuracy,
            loss=loss,
        )

    model = weights.copy().requires_grad_(True)
    random = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE)
    before = measured(0, float("nan"), whole=True)
    yield before
    after = before
    for number in range(1, rounds + 1):
        # Evaluation mode all along: statistics of a few pictures of one hand would spoil the batch normalisation.
        losses = []
        # Each digit comes four times a round, each time turned and shifted differently.
        order = torch.randperm(4 * len(own), generator=random) % len(own)
        for chosen in torch.split(order, _BATCH):
            batch, wanted = warp(own[chosen], _warps(len(chosen), random)), own_labels[chosen]
            if rehearse:
                old = torch.randint(len(base.train_images), (len(chosen),), generator=random)
                batch = torch.cat([batch, _input(base.train_images[old])])
                wanted = torch.cat([wanted, base.train_labels[old]])
            loss = functional.cross_entropy(model(scaled(batch)), wanted)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            losses.append(loss.detach())
        after = measured(number, float(torch.stack(losses).mean()), whole=number == rounds)
        yield after
    path = library.keep(
        f"my-handwriting-{weights.network.title}",
        model.state_dict(),
        Metadata(
            network=weights.network,
            dataset=HANDWRITING,
            classes=weights.class_names,
            scaling=weights.scaling,
            accuracies=(Accuracy(after.base_accuracy, base.name), Accuracy(after.own_accuracy, HANDWRITING)),
            made=library.now(),
            origin=Tuned(weights.weights),
        ),
    )
    yield FineTuned(
        network=weights.network,
        path=path,
        trained_on=len(own),
        tested_on=int(tested.sum()),
        own_before=before.own_accuracy,
        own_after=after.own_accuracy,
        base_before=before.base_accuracy,
        base_after=after.base_accuracy,
    )


def _input(pictures: Tensor) -> Tensor:
    """uint8 (N, 28, 28) -> float (N, 1, 28, 28) in 0..1."""
    return pictures[:, None].float() / 255


def _warps(count: int, random: torch.Generator) -> Tensor:
    """Small turns (10 degrees), shifts (1.5 pixels) and changes of size (10 %)."""
    turn, right, down, size = (torch.rand(4, count, generator=random) * 2 - 1).unbind()
    angle, scale = turn * 0.175, 1 / (1 + 0.1 * size)
    cosine, sine = torch.cos(angle) * scale, torch.sin(angle) * scale
    x, y = right * 1.5 / 14, down * 1.5 / 14
    return torch.stack([cosine, -sine, x, sine, cosine, y], dim=1).view(count, 2, 3)

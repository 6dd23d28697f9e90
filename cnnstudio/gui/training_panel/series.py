"""What the curves are made of: growing numpy buffers, fed by events and by run folders. No Qt here."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnstudio.training.events import EpochEvaluated, StepsDone
from cnnstudio.training.runs import RunFolder

SMOOTHING_STEPS = 20.0
"""Time constant of the smoothed loss, in optimiser steps."""

# More than any training has: what a damaged or made-up run folder says beyond it is left out.
_MOST_STEPS = 10**10
_MOST_EPOCHS = 10**9
_MOST_BATCHES = 10**7

# Weights of a block are powers of the decay; at 512 steps the smallest is e^-26, far from underflow.
_BLOCK = 512


class GrowingArray:
    """A one-dimensional float array that is appended to in amortised constant time."""

    def __init__(self, capacity: int = 1024) -> None:
        self._buffer: NDArray[np.float64] = np.empty(capacity)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extend(self, values: NDArray[Any] | Iterable[float]) -> None:
        """Append values, shape (n,)."""
        new = np.asarray(values, dtype=np.float64)
        needed = self._length + len(new)
        if needed > len(self._buffer):
            grown = np.empty(max(needed, 2 * len(self._buffer)))
            grown[: self._length] = self.values
            self._buffer = grown
        self._buffer[self._length : needed] = new
        self._length = needed

    def truncate(self, length: int) -> None:
        """Forget everything from index ``length`` on."""
        self._length = min(self._length, length)

    @property
    def values(self) -> NDArray[np.float64]:
        """A view of what has been appended, shape (n,); valid until the next ``extend``."""
        return self._buffer[: self._length]


@dataclass(frozen=True, slots=True)
class EpochPoint:
    """Accuracies (0..1) measured after ``epoch`` epochs."""

    epoch: int
    train_accuracy: float | None
    test_accuracy: float | None
    own_accuracy: float | None = None  # on the digits of the user's own handwriting


@dataclass(frozen=True, slots=True)
class StepValues:
    """Every curve's value at one step; None where a curve has none."""

    step: int
    epoch: float
    loss: float | None
    smoothed: float | None
    learning_rate: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    own_accuracy: float | None = None


class RunSeries:
    """The curves of one run.

    Steps are counted from 1, so that a curve's last step is the number of steps done; the x axis may be read in
    steps or in epochs (step / ``batches``).
    """

    def __init__(self, batches: int) -> None:
        """Make empty curves for a run of ``batches`` steps an epoch."""
        self.batches = min(max(1, batches), _MOST_BATCHES)
        self.steps = GrowingArray()
        self.losses = GrowingArray()
        self.smoothed = GrowingArray()
        self.learning_rates = GrowingArray()
        self.epochs: list[EpochPoint] = []

    def __len__(self) -> int:
        return len(self.steps)

    def add_steps(self, event: StepsDone) -> None:
        """Append a stretch of steps; one that repeats known steps (a run resumed from a checkpoint) replaces them."""
        first = event.first_step + 1
        self.truncate(event.first_step)
        self.append(np.arange(first, first + len(event.losses)), event.losses, event.learning_rates)

    def add_epoch(self, event: EpochEvaluated) -> None:
        """Append what was measured after an epoch, or fill in what was measured later (test accuracy at the end)."""
        self.set_epoch(EpochPoint(event.epoch + 1, event.train_accuracy, event.test_accuracy, event.own_accuracy))

    def set_epoch(self, point: EpochPoint) -> None:
        """Append or replace the point of an epoch."""
        if not 0 <= point.epoch <= _MOST_EPOCHS:
            return
        self.epochs = [known for known in self.epochs if known.epoch < point.epoch]
        self.epochs.append(point)

    def append(self, steps: NDArray[Any], losses: NDArray[Any], learning_rates: NDArray[Any]) -> None:
        """Append steps (counted from 1) with their losses and learning rates, each of shape (n,).

        Steps that do not come after those before them, or that no run can have, are left out.
        """
        steps = np.asarray(steps, dtype=np.float64)
        before = self.steps.values[-1] if len(self) else 0.0
        possible = (steps > before) & (steps <= _MOST_STEPS) & (steps == np.floor(steps))
        highest = np.maximum.accumulate(np.where(possible, steps, before))
        kept = possible & (steps > np.concatenate([[before], highest[:-1]]))
        steps, losses, learning_rates = (
            np.asarray(values, dtype=np.float64)[kept] for values in (steps, losses, learning_rates)
        )
        # A loss beyond float32's range may overflow here; then its mean is not finite and is not drawn.
        with np.errstate(over="ignore", invalid="ignore"):
            self._smooth(steps, losses)
        self.steps.extend(steps)
        self.losses.extend(losses)
        self.learning_rates.extend(learning_rates)

    def truncate(self, step: int) -> None:
        """Forget what came after ``step`` steps."""
        keep = int(np.searchsorted(self.steps.values, step, side="right"))
        for array in (self.steps, self.losses, self.smoothed, self.learning_rates):
            array.truncate(keep)
        self.epochs = [point for point in self.epochs if point.epoch * self.batches <= step]

    def _smooth(self, steps: NDArray[np.float64], losses: NDArray[np.float64]) -> None:
        """Exponential mean in steps, not in points, so that sparse curves read from a file match live ones."""
        if len(losses) == 0:
            return
        at, mean = (self.steps.values[-1], self.smoothed.values[-1]) if len(self) else (steps[0] - 1, losses[0])
        for start in range(0, len(steps), _BLOCK):
            block = losses[start : start + _BLOCK]
            if not np.isfinite(mean):
                mean = block[0]
            gaps = np.diff(steps[start : start + _BLOCK], prepend=at)
            if np.all(gaps == 1):
                powers = np.exp(-np.arange(1, len(block) + 1) / SMOOTHING_STEPS)
                weight = 1 - np.exp(-1 / SMOOTHING_STEPS)
                result = powers * (mean + weight * np.cumsum(block / powers))
            else:
                result = np.empty_like(block)
                for index, keep in enumerate(np.exp(-gaps / SMOOTHING_STEPS)):
                    mean = keep * mean + (1 - keep) * block[index]
                    result[index] = mean
            self.smoothed.extend(result)
            at, mean = steps[start : start + _BLOCK][-1], result[-1]

    def values_at(self, step: float) -> StepValues | None:
        """The values at the known step nearest to ``step``, accuracies as they were last measured by then.

        Known are the steps, and the ends of the epochs that were measured: a folder of an earlier version has not
        every step, and at an epoch's end it may know the accuracies alone.
        """
        steps = self.steps.values
        index = nearest_to(steps, step)
        measured = np.array([point.epoch * self.batches for point in self.epochs], dtype=np.float64)
        end = nearest_to(measured, step)
        if index is None and end is None:
            return None
        if end is not None and (index is None or abs(measured[end] - step) < abs(steps[index] - step)):
            index = None if index is None or steps[index] != measured[end] else index
            at = int(measured[end])
        else:
            assert index is not None
            at = int(steps[index])
        point = next((p for p in reversed(self.epochs) if p.epoch * self.batches <= at), None)
        return StepValues(
            step=at,
            epoch=at / self.batches,
            loss=None if index is None else float(self.losses.values[index]),
            smoothed=None if index is None else float(self.smoothed.values[index]),
            learning_rate=None if index is None else float(self.learning_rates.values[index]),
            train_accuracy=point.train_accuracy if point else None,
            test_accuracy=point.test_accuracy if point else None,
            own_accuracy=point.own_accuracy if point else None,
        )


def nearest_to(places: NDArray[np.float64], wanted: float) -> int | None:
    """The index of the place nearest to ``wanted`` among rising ones; None where there is none."""
    if not len(places):
        return None
    right = int(np.searchsorted(places, wanted))
    return min((max(0, right - 1), min(right, len(places) - 1)), key=lambda index: abs(places[index] - wanted))


def read_series(run: Path, batches: int) -> RunSeries:
    """The curves of a run folder: its steps and its epochs; empty where the folder has no readable metrics."""
    series = RunSeries(batches)
    folder = RunFolder(run)
    steps = folder.steps()
    if len(steps):
        series.append(steps["step"] + 1, steps["loss"], steps["learning_rate"])
    epochs = folder.epochs()
    columns = [epochs[name] for name in ("epoch", "train_accuracy", "test_accuracy", "own_accuracy")]
    for epoch, *accuracies in zip(*columns, strict=True):
        series.set_epoch(EpochPoint(int(epoch) + 1, *map(_known, accuracies)))
    return series


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

"""Runs of the engine, as benchmarks time them. No Qt, no torchvision."""

import time
from collections.abc import Generator, Sequence
from pathlib import Path

from cnnstudio.datasets import DigitData
from cnnstudio.errors import StudioError
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import EpochEvaluated, Event


def engine_epochs(config: TrainConfig, data: DigitData, folder: Path) -> list[EpochEvaluated]:
    """Train by the engine, run folder and all."""
    return [event for event in Engine(config, run_dir=folder, data=data).run() if isinstance(event, EpochEvaluated)]


def seconds_to(accuracy: float, epochs: Sequence[EpochEvaluated]) -> float:
    """Seconds of training until the test accuracy is reached.

    Raises:
        StudioError: if it never is.
    """
    reached = (epoch.elapsed_s for epoch in epochs if (epoch.test_accuracy or 0) >= accuracy)
    if (found := next(reached, None)) is None:
        best = max(epoch.test_accuracy or 0 for epoch in epochs)
        raise StudioError(f"The run reached {best:.2%} on the test set, not {accuracy:.2%}, so there is no time to it.")
    return found


class Epochs:
    """A run of the engine, epoch by epoch, as long as it is asked for more."""

    def __init__(self, config: TrainConfig, data: DigitData, folder: Path) -> None:
        engine = Engine(config.changed(epochs=100_000, evaluate_test="end"), run_dir=folder, data=data)
        self._events: Generator[Event, None, None] = engine.run()

    def __enter__(self) -> "Epochs":
        return self

    def __exit__(self, *_: object) -> None:
        self._events.close()

    def seconds(self) -> float:
        """Train one more epoch; returns the seconds of it, evaluation and checkpoint with it."""
        began = time.perf_counter()
        for event in self._events:
            if isinstance(event, EpochEvaluated):
                return time.perf_counter() - began
        raise RuntimeError("the run has ended")

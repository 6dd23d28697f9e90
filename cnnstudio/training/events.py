"""What the engine tells: frozen events, yielded by ``Engine.run()`` and read by the window, the command line and tests.

Numpy-only on purpose. Times are seconds of training so far (pauses and earlier parts of a resumed run as stated).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cnnstudio.training.config import TrainConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """The run is set up and can be resumed; the first step comes next."""

    config: TrainConfig
    run_dir: Path
    device: str  # "cpu", "cuda:0", "mps"
    device_name: str  # "NVIDIA H100", "CPU, 2 threads"
    dataset: str  # what "auto" became: "mnist", "builtin", ...
    dataset_reason: str  # why, in words, when auto fell back; else ""
    class_names: tuple[str, ...]
    train_size: int
    test_size: int
    batches: int  # steps an epoch
    parameters: int
    first_step: int  # 0, or where a resumed run goes on
    own_rate: float | None = None  # set by hand in place of the schedule's, and kept when it goes on
    remark: str = ""  # what else the user should know about the run, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsDone:
    """A stretch of optimiser steps; losses cross from the device in bulk."""

    first_step: int  # global step number of losses[0], from 0
    losses: NDArray[np.float32]  # one a step
    learning_rates: NDArray[np.float32]  # one a step
    epoch: int  # 0-based epoch of the last of them
    batch: int  # 0-based batch in that epoch of the last of them
    images_per_s: float  # over the recent steps
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEvaluated:
    """Measured after an epoch (0-based); test fields are None where the config measures only at the end."""

    epoch: int
    train_loss: float  # mean of the epoch's step losses
    train_accuracy: float | None  # 0..1, over the whole training set
    test_accuracy: float | None  # 0..1
    test_loss: float | None
    confusion: NDArray[np.int64] | None  # (classes, classes): rows true, columns predicted
    mistakes: "Mistakes | None"
    elapsed_s: float
    own_accuracy: float | None = None  # 0..1, on the digits of the user's own handwriting, if the engine was given any


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """The test pictures missed with the most confidence, worst first."""

    indices: NDArray[np.int64]  # (K,) into the test set
    pictures: NDArray[np.uint8]  # (K, 28, 28)
    labels: NDArray[np.int64]  # (K,)
    predictions: NDArray[np.int64]  # (K,)
    confidences: NDArray[np.float32]  # (K,) probability given to the wrong class


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointSaved:
    """A resumable checkpoint was written."""

    path: Path
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished:
    """The run came to an end that is not a failure (failures raise)."""

    reason: Literal["completed"]
    run_dir: Path
    train_accuracy: float | None
    test_accuracy: float
    best_epoch: int
    elapsed_s: float


Event = RunStarted | StepsDone | EpochEvaluated | CheckpointSaved | RunFinished

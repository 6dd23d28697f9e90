"""What a run is: every hyperparameter in one frozen, comparable, serialisable dataclass."""

from dataclasses import dataclass
from typing import Literal

Optimizer = Literal["sgd", "adam", "adamw"]
Schedule = Literal["constant", "cosine", "one-cycle", "step"]
Initialisation = Literal["default", "gaussian-0.01"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """One run's configuration; ``recipes.recipe(name)`` gives the two good starting points.

    Attributes:
        network: a catalogue name that is trainable on digits.
        dataset: ``auto``, ``mnist``, ``builtin``, ``fashion-mnist``, ``kmnist`` or a folder of idx files.
        recipe: the name of the recipe this started from (for the record).
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        batch_size: pictures a step.
        learning_rate: the peak rate of the schedule.
        warmup: share of all steps in which the rate rises linearly (0..1).
        averaging: decay of the exponential moving average of the weights that is evaluated; 0 = off.
        rotation: augmentation, largest rotation in degrees; 0 = off.
        translation: augmentation, largest shift in pixels; 0 = off.
        scaling: augmentation, largest relative change of size (0.1 = 90 %..110 %); 0 = off.
        log_every: steps between logged metrics rows and log lines.
        evaluate_train: measure accuracy over the whole training set after each epoch.
        evaluate_test: ``"epoch"`` or ``"end"``.
        deterministic: bit-equal results on the same machine (deterministic cuDNN).
    """

    network: str = "convnet"
    dataset: str = "auto"
    recipe: str = "tutorial"
    device: str = "auto"
    seed: int = 1
    epochs: int = 10
    batch_size: int = 128
    optimizer: Optimizer = "sgd"
    learning_rate: float = 0.05
    momentum: float = 0.0
    nesterov: bool = False
    weight_decay: float = 0.0
    schedule: Schedule = "constant"
    warmup: float = 0.0
    label_smoothing: float = 0.0
    initialisation: Initialisation = "default"
    averaging: float = 0.0
    rotation: float = 0.0
    translation: float = 0.0
    scaling: float = 0.0
    log_every: int = 50
    evaluate_train: bool = True
    evaluate_test: Literal["epoch", "end"] = "end"
    deterministic: bool = True

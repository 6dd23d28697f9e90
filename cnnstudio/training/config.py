"""What a run is: every hyperparameter in one frozen, comparable, serialisable dataclass.

Torch-free: the window builds and checks configurations before torch is loaded.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Literal, get_args, get_type_hints

from cnnstudio import datasets, paths
from cnnstudio.errors import ConfigError, UnknownNameError, quoted
from cnnstudio.messages import Message, any_of, in_turn, listed
from cnnstudio.networks import catalogue, consent, reference, trials
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef
from cnnstudio.weights.reference import Initialisation

Optimizer = Literal["sgd", "adam", "adamw"]
Schedule = Literal["constant", "cosine", "one-cycle", "step"]
EvaluateTest = Literal["epoch", "end"]

DATASETS = ("auto", *(info.name for info in datasets.available()))
"""Data sets with a name; anything else is the path of a folder."""

_HUGE = 1e300
_FIRST_NETWORK = CatalogueNetwork("convnet")
LABELS: Mapping[str, Message] = {
    "network": Message("Network"),
    "dataset": Message("Data set"),
    "recipe": Message("Recipe"),
    "device": Message("Device"),
    "seed": Message("Seed"),
    "epochs": Message("Epochs"),
    "batch_size": Message("Batch size"),
    "optimizer": Message("Optimiser"),
    "learning_rate": Message("Learning rate"),
    "momentum": Message("Momentum"),
    "nesterov": Message("Nesterov"),
    "weight_decay": Message("Weight decay"),
    "schedule": Message("Schedule"),
    "warmup": Message("Warm-up"),
    "label_smoothing": Message("Label smoothing"),
    "initialisation": Message("Initial weights"),
    "averaging": Message("Averaging"),
    "rotation": Message("Rotation"),
    "translation": Message("Shift"),
    "scaling": Message("Scaling"),
    "log_every": Message("Log every"),
    "evaluate_train": Message("Measure train"),
    "evaluate_test": Message("Measure test"),
    "deterministic": Message("Repeatable"),
    "gradient_parts": Message("Gradient parts"),
}
"""Every setting as sentences and the form call it."""

_WANTED = {
    float: Message("It must be a finite number."),
    int: Message("It must be a whole number."),
    bool: Message("It must be true or false."),
}
_DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """One run's configuration; ``recipes.recipe(name)`` gives good starting points.

    Attributes:
        network: one that takes 28x28 pictures; a text is the name of one of the catalogue.
        dataset: ``auto``, ``mnist``, ``builtin``, ``fashion-mnist``, ``kmnist`` or a folder of idx files.
        recipe: the name of the recipe this started from (for the record).
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        seed: decides the initial weights, the order of the pictures and the augmentation; 0 or more.
        batch_size: pictures a step; the last batch of an epoch holds what is left.
        learning_rate: the peak rate of the schedule.
        momentum: of SGD (0 <= momentum < 1); Adam and AdamW keep their usual averages of 0.9 and 0.999.
        schedule: after the warm-up ``constant`` stays, ``cosine`` falls to zero along half a cosine, ``one-cycle``
            falls to zero in a straight line, ``step`` divides the rate by ten after 60 % and 85 % of all steps.
        warmup: share of all steps in which the rate rises linearly (0..1).
        averaging: decay of the exponential moving average of the weights that is evaluated; 0 = off.
        rotation: augmentation, largest rotation in degrees; 0 = off.
        translation: augmentation, largest shift in pixels; 0 = off.
        scaling: augmentation, largest relative change of size (0.1 = 90 %..110 %); 0 = off.
        log_every: steps between lines of the log; the run's folder keeps every step.
        evaluate_train: measure accuracy over the whole training set after each epoch.
        evaluate_test: ``"epoch"`` or ``"end"``.
        deterministic: bit-equal results on the same machine (deterministic cuDNN).
        gradient_parts: 1 or 2 parts of each minibatch whose gradients are computed apart, side by side where there are
            two cores, and added. Only on the CPU, and only where their sum is the whole minibatch's gradient: a class
            of the user's own takes 1. Two parts round otherwise than one.
    """

    network: NetworkRef = _FIRST_NETWORK
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
    evaluate_test: EvaluateTest = "end"
    deterministic: bool = True
    gradient_parts: int = 1  # as in the runs from before there was this setting

    def __post_init__(self) -> None:
        if isinstance(self.network, str):
            object.__setattr__(self, "network", CatalogueNetwork(self.network))

    @property
    def augments(self) -> bool:
        """Whether the training pictures are varied."""
        return self.rotation > 0 or self.translation > 0 or self.scaling > 0

    def changed(self, **changes: Any) -> "TrainConfig":
        """A copy with these settings changed.

        Raises:
            ConfigError: for a setting that does not exist.
        """
        unknown = sorted(changes.keys() - {field.name for field in fields(self)})
        if unknown:
            names = _shortened(", ".join(unknown))[1:-1]
            raise ConfigError("A run has no setting called {names}.", names=names, setting=unknown[0])
        return replace(self, **changes)

    def with_absolute_dataset(self) -> "TrainConfig":
        """The same, with a folder's path made absolute, so that the run can be resumed from anywhere.

        Raises:
            ConfigError: if it can be no path.
        """
        if self.dataset in DATASETS:
            return self
        return replace(self, dataset=str(paths.absolute(self.dataset)))

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dictionary; ``from_json`` reads it back."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "network": reference.to_json(self.network)
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "TrainConfig":
        """Read back ``to_json``; settings that are missing keep their defaults.

        Raises:
            ConfigError: for unknown settings, or values of a wrong kind.
        """
        if not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
            raise ConfigError("A run's settings are named values; these are not.")
        if "network" in values:
            values = {**values, "network": _read_network(values["network"])}
        config = cls().changed(**values)
        config._check_kinds()
        return config

    def check(self) -> None:
        """Refuse what cannot work here, before anything starts; ``setting`` of the error names the setting.

        Raises:
            ConfigError: saying which setting, why, and what would work.
        """
        self.check_values()
        _check_network(self.network)
        self.check_dataset()

    def check_dataset(self) -> None:
        """Refuse a data set that has no such name and is no folder; the only check that looks at the disk.

        Raises:
            ConfigError: as ``check``.
        """
        if self.dataset not in DATASETS and not _is_folder(self.dataset):
            raise ConfigError(
                "Data set (dataset): {dataset} is neither one of {names} nor a folder that exists.",
                dataset=_shortened(self.dataset),
                names=listed(DATASETS),
                setting="dataset",
            )

    def check_values(self) -> None:
        """Refuse values that can work nowhere, whatever networks, folders and devices there are.

        Raises:
            ConfigError: as ``check``.
        """
        self._check_kinds()
        if not _DEVICE.fullmatch(self.device):
            raise ConfigError(
                "Device (device): {device} is not a device; choose auto, cpu, cuda, cuda:N or mps.",
                device=quoted(self.device),
                setting="device",
            )
        for name, choices in (
            ("optimizer", get_args(Optimizer)),
            ("schedule", get_args(Schedule)),
            ("initialisation", get_args(Initialisation)),
            ("evaluate_test", get_args(EvaluateTest)),
        ):
            self._require(name, getattr(self, name) in choices, Message("Choose {choices}.", choices=any_of(choices)))
        self._require("seed", 0 <= self.seed < 2**63, Message("It must be 0 or more and fit 63 bits."))
        for name in ("epochs", "batch_size", "log_every"):
            self._require(
                name, 1 <= getattr(self, name) <= 10**6, Message("It must be 1 or more, and at most a million.")
            )
        self._require("gradient_parts", 1 <= self.gradient_parts <= 2, Message("Choose 1 or 2."))
        self._require(
            "learning_rate", 0 < self.learning_rate < math.inf, Message("It must be a number greater than 0.")
        )
        self._require("momentum", 0 <= self.momentum < 1, Message("It must be at least 0 and less than 1."))
        self._require(
            "nesterov",
            not self.nesterov or self.momentum > 0,
            Message("Nesterov needs a momentum greater than 0; set one."),
        )
        self._require("weight_decay", 0 <= self.weight_decay < math.inf, Message("It must be 0 or more."))
        for name in ("warmup", "label_smoothing", "averaging"):
            self._require(name, 0 <= getattr(self, name) < 1, Message("It must be at least 0 and less than 1."))
        self._require("rotation", 0 <= self.rotation <= 180, Message("It must lie between 0 and 180 degrees."))
        self._require("translation", 0 <= self.translation <= 14, Message("It must lie between 0 and 14 pixels."))
        self._require("scaling", 0 <= self.scaling <= 0.9, Message("It must lie between 0 and 0.9."))

    def _require(self, name: str, holds: bool, otherwise: Message) -> None:
        if not holds:
            raise ConfigError(
                "{label} ({name}) {value} cannot work. {reason}",
                label=LABELS[name],
                name=name,
                value=_shortened(getattr(self, name)),
                reason=otherwise,
                setting=name,
            )

    def _check_kinds(self) -> None:
        kinds = _kinds()
        for field in fields(self):
            value, kind = getattr(self, field.name), kinds[field.name]
            if kind is float:
                # Compared, for a whole number may be too large to become a float.
                fits = isinstance(value, int | float) and not isinstance(value, bool) and -_HUGE < value < _HUGE
            elif kind is int:
                fits = isinstance(value, int) and not isinstance(value, bool)
            elif kind is bool:
                fits = isinstance(value, bool)
            elif field.name == "network":
                fits = isinstance(value, get_args(NetworkRef))
            else:
                fits = isinstance(value, str)
            other = Message("It must be a network.") if field.name == "network" else Message("It must be a text.")
            self._require(field.name, fits, _WANTED.get(kind, other))


@cache
def _kinds() -> dict[str, Any]:
    return get_type_hints(TrainConfig)


def _is_folder(path: str) -> bool:
    try:
        # The empty path would be the folder that the program happens to be in.
        return bool(path.strip()) and paths.expanded(path).is_dir()
    except (OSError, ConfigError):  # a name that is too long; one that can be no path
        return False


def _shortened(value: object) -> str:
    """A value as it may stand in a sentence."""
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # nested too deeply; a number of thousands of digits
        return Message("of the kind {kind}", kind=type(value).__name__)
    return cut(text)


def cut(text: str) -> str:
    """A text of any length as it may stand in a sentence."""
    return text if len(text) <= 200 else f"{text[:150]}…{text[-40:]}"


def _read_network(data: Any) -> NetworkRef:
    try:
        return reference.from_json(data)
    except ConfigError as error:
        raise ConfigError("Network (network): {reason}", reason=error, setting="network") from error


def _check_network(network: NetworkRef) -> None:
    error = reference.fits(network, trials.TRAINS_ON_DIGITS)
    if error is None:
        return
    if isinstance(error, UnknownNameError | consent.ConsentError):
        raise type(error)(error.message, setting="network")
    reason = error.message
    if isinstance(network, CatalogueNetwork):
        trainable = any_of(spec.name for spec in catalogue.specs() if spec.trainable_on_digits)
        hint = Message("It cannot be trained here; choose {trainable}.", trainable=trainable)
        reason = in_turn([reason, hint])
    raise ConfigError("Network (network): {reason}", reason=reason, setting="network") from error

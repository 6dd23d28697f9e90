"""What a weights file says of itself: network, data set, input scaling, classes, step, accuracy and on which set.

What a file is stands in the file, never in its name. Torch-free.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from cnnstudio import records
from cnnstudio.datasets import known
from cnnstudio.datasets.scaling import UNIT, Scaling
from cnnstudio.errors import ConfigError, WeightsError
from cnnstudio.messages import Message
from cnnstudio.networks import reference
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef
from cnnstudio.weights.edits import Edits
from cnnstudio.weights.reference import WeightsRef

SCHEMA = 2
"""Of weights files. 1, of the program's first version, held less, in other words; later ones are refused."""

WEIGHTS, CHECKPOINT = "weights", "checkpoint"
"""The kinds of the program's tensor files."""
HANDWRITING = "handwriting"
"""The data set's name where it is the digits that the user drew and kept."""
MOST_EDITS = 10_000
"""As many edited numbers are listed in the metadata of weights that were kept."""
ChosenBy = Literal["", "test accuracy", "training accuracy", "training loss"]
_DIGITS = tuple("0123456789")
_MOST_STEPS = 2**40  # in an epoch, or epochs in a run, where a checkpoint does not say how many there are


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A share of pictures classified rightly.

    Attributes:
        value: 0..1.
        dataset: on which data set's pictures; empty where that is not known.
        part: on which part of it.
    """

    value: float
    dataset: str = ""
    part: Literal["test", "train"] = "test"

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise ConfigError("An accuracy lies between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights of a run.

    Attributes:
        which: whether they are those at its end, of its best epoch, or those it had in between.
        chosen_by: what the best epoch was the best in; the test set is none that then is measured on honestly.
    """

    KIND: ClassVar[str] = "run"
    which: Literal["final", "best", "step"] = "final"
    chosen_by: ChosenBy = ""


@dataclass(frozen=True, slots=True)
class Tuned:
    """Other weights, trained on for the user's handwriting."""

    KIND: ClassVar[str] = "tuned"
    base: WeightsRef | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """Other weights, changed by hand and kept.

    Attributes:
        edits: what was changed; None where that is too much to be listed.
    """

    KIND: ClassVar[str] = "edited"
    base: WeightsRef
    edits: Edits | None = None

    @classmethod
    def of(cls, base: WeightsRef, edits: Edits) -> "Edited":
        """What was changed in ``base``, listed where it is at most ``MOST_EDITS`` numbers."""
        return cls(base, edits if edits.count <= MOST_EDITS else None)


@dataclass(frozen=True, slots=True)
class ShippedOrigin:
    """Came with the program."""

    KIND: ClassVar[str] = "shipped"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Trained by another program, or not said.

    Attributes:
        file: the name of the file that they were opened from; empty where that is not known.
        remarks: what was changed on the way, a sentence each.
    """

    KIND: ClassVar[str] = "elsewhere"
    file: str = ""
    remarks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A JSON object without what is not known."""
        return {name: value for name, value in records.fields_to_json(self).items() if value}


Origin: TypeAlias = Trained | Tuned | Edited | ShippedOrigin | Elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What stands in a weights file beside the tensors.

    Attributes:
        network: which network they belong to; None where the file does not say.
        dataset: name or folder of what they were trained on; empty where that is not known.
        classes: their names, one an output; empty where they are not known.
        scaling: of the pictures that they want.
        epoch: epochs trained, and ``step``: minibatches trained; None where that is not known.
        accuracies: what was measured.
        temperature: divides the logits so that probabilities are frequencies (C. Guo and others, 2017); 1 where they
            were never calibrated.
        made: when, ISO 8601 in UTC; empty where that is not known.
        origin: how they came about.
        config: the configuration of the run that trained them, as JSON.
    """

    network: NetworkRef | None = None
    dataset: str = ""
    classes: tuple[str, ...] = ()
    scaling: Scaling = UNIT
    epoch: int | None = None
    step: int | None = None
    accuracies: tuple[Accuracy, ...] = ()
    temperature: float = 1.0
    made: str = ""
    origin: Origin = Elsewhere()
    config: Mapping[str, Any] = field(default_factory=dict)

    @property
    def accuracy(self) -> Accuracy | None:
        """The first that was measured on test pictures that are not the user's own."""
        return next((one for one in self.accuracies if one.part == "test" and one.dataset != HANDWRITING), None)

    def on(self, dataset: str, part: Literal["test", "train"] = "test") -> float | None:
        """The accuracy on this part of a data set, 0..1; None where it was not measured."""
        return next((one.value for one in self.accuracies if (one.dataset, one.part) == (dataset, part)), None)

    def to_json(self) -> dict[str, Any]:
        """The metadata as they stand in a file, without what is not known."""
        values: dict[str, Any] = records.fields_to_json(self)
        return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def to_about(metadata: Metadata) -> dict[str, Any]:
    """A weights file's JSON entry."""
    return {"schema": SCHEMA, "kind": WEIGHTS, **metadata.to_json()}


def from_about(about: Mapping[str, Any], name: str) -> Metadata:
    """Read a file's JSON entry: of this version, of the first one, of a run's checkpoint, or of another program.

    Args:
        about: what stands in the file; empty for other programs.
        name: the file's name, for sentences.

    Raises:
        WeightsError: if it is of a later version, or not what the program writes.
    """
    kind, schema = about.get("kind"), about.get("schema", 0)
    if kind == CHECKPOINT:
        return _of_checkpoint(about, name)
    if kind != WEIGHTS or type(schema) is not int or schema < SCHEMA:
        return _of_first_version(about)
    if schema > SCHEMA:
        raise WeightsError(
            "{name} was saved by a later version of CNN Studio. Update the program to open it.", name=name
        )
    values = {key: value for key, value in about.items() if key not in ("schema", "kind", "checksums")}
    try:
        metadata: Metadata = records.fields_from_json(Metadata, values, where=Message("what it says of itself"))
    except ConfigError as error:
        raise WeightsError("{name} is damaged: {error}", name=name, error=error) from error
    if not metadata.temperature > 0:
        raise WeightsError("{name} is damaged: its temperature is not greater than 0.", name=name)
    for count, what in ((metadata.epoch, Message("epoch")), (metadata.step, Message("step"))):
        if count is not None and _count(count) is None:
            raise WeightsError(
                "{name} is damaged: it claims {what} {count}. Choose other weights.", name=name, what=what, count=count
            )
    return metadata


def _of_first_version(about: Mapping[str, Any]) -> Metadata:
    """What the program's first version wrote, and what others may have: whatever is odd in it counts as not known."""
    dataset = _text(about.get("dataset"))
    own = dataset == HANDWRITING
    # Its "test accuracy" of weights tuned for the user's handwriting was measured on a base set that it did not name.
    accuracies = (
        _accuracy(about.get("test_accuracy"), "" if own else dataset, "test"),
        _accuracy(about.get("train_accuracy"), dataset, "train"),
        _accuracy(about.get("own_accuracy"), HANDWRITING, "test"),
    )
    config, epoch = about.get("config"), _count(about.get("epoch"))
    origin: Origin = Tuned() if own else Elsewhere()
    if not own and isinstance(config, dict):
        # Final weights counted the epochs done, best ones the epoch from 0, which is less than there were in all.
        if epoch is not None and epoch != config.get("epochs"):
            epoch, origin = epoch + 1, Trained("best", chosen_by(config))
        else:
            origin = Trained("final")
    return Metadata(
        network=_network(about.get("network")),
        dataset=dataset,
        classes=_classes(about.get("classes"), dataset),
        epoch=epoch,
        accuracies=tuple(one for one in accuracies if one is not None),
        origin=origin,
        config=config if isinstance(config, dict) else {},
    )


def chosen_by(config: Mapping[str, Any]) -> ChosenBy:
    """What a run with this configuration calls its best epoch by."""
    if config.get("evaluate_test") == "epoch":
        return "test accuracy"
    return "training accuracy" if config.get("evaluate_train", True) else "training loss"


def _of_checkpoint(about: Mapping[str, Any], name: str) -> Metadata:
    """Of a run in progress. Its accuracies are those after the last whole epoch, so they count only right after it.

    Raises:
        WeightsError: if it claims to be farther than its run goes.
    """
    dataset, progress, config = _text(about.get("dataset")), about.get("progress"), about.get("config")
    progress = progress if isinstance(progress, dict) else {}
    epoch, batch = _count(progress.get("epoch")), _count(progress.get("batch"))
    accuracies = (
        _accuracy(progress.get("test_accuracy"), dataset, "test"),
        _accuracy(progress.get("train_accuracy"), dataset, "train"),
    )
    batches = _batches(about, config)
    epochs = _count(config.get("epochs")) if isinstance(config, dict) else None
    _check_position(name, (epoch, epochs), (batch, batches))
    return Metadata(
        network=_network(about.get("network")),
        dataset=dataset,
        classes=_classes(about.get("classes"), dataset),
        epoch=epoch,
        step=None if epoch is None or batch is None or batches is None else epoch * batches + batch,
        accuracies=tuple(one for one in accuracies if one is not None and not batch),
        origin=Trained("step"),
        config=config if isinstance(config, dict) else {},
    )


def _check_position(name: str, epoch: tuple[int | None, int | None], batch: tuple[int | None, int | None]) -> None:
    """Refuse a position that no run can have, as far as it is known: each is (what is done, how many there are)."""
    (done, epochs), (into, batches) = epoch, batch
    if done is not None and epochs is not None and done >= epochs:
        batches = 0  # after the last epoch there is none
    for count, most, what in ((done, epochs, Message("epoch")), (into, batches, Message("batch"))):
        if count is not None and count > (_MOST_STEPS if most is None else most):
            at = (
                Message("{what} {count}", what=what, count=count)
                if most is None
                else Message("{what} {count} of {most}", what=what, count=count, most=most)
            )
            raise WeightsError(
                "{name} is damaged: it stands at {place}. Choose other weights of the run.",
                name=name,
                place=at,
            )


def _batches(about: Mapping[str, Any], config: Any) -> int | None:
    size = _count(config.get("batch_size")) if isinstance(config, dict) else None
    pictures = _count(about.get("train_size"))
    return -(-pictures // size) if size and pictures else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    return value if type(value) is int and 0 <= value < 2**63 else None


def _accuracy(value: Any, dataset: str, part: Literal["test", "train"]) -> Accuracy | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Accuracy(float(value), dataset, part) if number and 0 <= value <= 1 else None


def _classes(value: object, dataset: str) -> tuple[str, ...]:
    if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
        return tuple(value)
    # A folder's path is no wrong name: what it may be like is not looked for.
    found = known(dataset)
    return () if found is None else found.class_names


def _network(value: object) -> NetworkRef | None:
    try:
        return None if value is None else reference.from_json(value)
    except ConfigError:
        return CatalogueNetwork(value) if isinstance(value, str) else None


def class_names(metadata: Metadata, outputs: int | None) -> tuple[str, ...]:
    """One name an output: those of the metadata where they are as many, digits where there are ten, else numbers."""
    if metadata.classes and outputs in (None, len(metadata.classes)):
        return metadata.classes
    if outputs in (None, len(_DIGITS)):
        return _DIGITS
    return tuple(map(str, range(outputs or 0)))

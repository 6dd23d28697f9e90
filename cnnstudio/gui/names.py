"""How networks and weights are called in the window: the same name in every room."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from cnnstudio.datasets import available, info
from cnnstudio.errors import StudioError
from cnnstudio.gui import labels, language
from cnnstudio.weights import library
from cnnstudio.weights.library import Entry
from cnnstudio.weights.metadata import Accuracy, Edited, Elsewhere, Metadata, Trained, Tuned
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile, WeightsRef
from cnnstudio.workspace.current import Current


def current(about: Current) -> str:
    """``ConvNet · run 11:20, final, 97.4 % of the test set``; whether it is edited stands behind it. Reads the disk."""
    return _current(about, weights(about.weights))


def brief(about: Current) -> str:
    """``ConvNet · run 11:20, final``: as ``current``, without what the disk says of the weights."""
    reference = about.weights
    if isinstance(reference, Initial):
        return current(about)
    return _current(about, labels.details([_source(reference, None), *_which(reference)]))


def _current(about: Current, weights: str) -> str:
    parts = [language.say(about.network.title), weights]
    if about.edits:
        parts.append(QCoreApplication.translate("names", "edited"))
    return " · ".join(parts)


def weights(reference: WeightsRef) -> str:
    """``random weights, seed 1``; ``run 11:20, final, 97.4 % of the test set``; ``built in``. Reads the disk."""
    if isinstance(reference, Initial):
        if reference.initialisation == "default":
            return QCoreApplication.translate("names", "random weights, seed {seed}").format(seed=reference.seed)
        return QCoreApplication.translate("names", "random weights, Gaussian 0.01, seed {seed}").format(
            seed=reference.seed
        )
    try:
        entry = library.entry(reference)
    except StudioError:
        return labels.details(
            [_source(reference, None), *_which(reference), QCoreApplication.translate("names", "not there")]
        )
    parts = [_source(reference, entry), *_which(reference)]
    if entry.problem is not None:
        there = entry.file.exists()
        parts.append(
            QCoreApplication.translate("names", "cannot be read")
            if there
            else QCoreApplication.translate("names", "not there")
        )
    accuracy = accuracy_text(entry)
    return labels.details([*parts, accuracy])


def source(reference: WeightsRef) -> str:
    """``run 11:20, final``; ``built in``: where weights come from, without what they are worth."""
    try:
        entry = library.entry(reference)
    except StudioError:
        entry = None
    return labels.details([_source(reference, entry), *_which(reference)])


def worth(entry: Entry) -> str:
    """What weights read, in whole sentences, and by what they were chosen; empty where neither is known."""
    return worth_of(entry.metadata)


def worth_of(metadata: Metadata) -> str:
    """As ``worth``, of what stands in the weights' file."""
    accuracy = metadata.accuracy
    chosen_by = metadata.origin.chosen_by if isinstance(metadata.origin, Trained) else ""
    values = {
        "accuracy": "" if accuracy is None else labels.share(accuracy.value, 2),
        "set": "" if accuracy is None else _test_set(accuracy),
        "epoch": "?" if metadata.epoch is None else labels.integer(metadata.epoch),
    }
    reads = QCoreApplication.translate("names", "Reads {accuracy} of {set}.") if accuracy is not None else ""
    if chosen_by == "test accuracy":
        if accuracy is None:
            return ""
        reads = QCoreApplication.translate(
            "names",
            "Reads {accuracy} of {set}. Epoch {epoch} was chosen as the best on these very pictures: others it will "
            "read a little worse.",
        )
    chosen = {
        "training accuracy": QCoreApplication.translate("names", "Of epoch {epoch}, the best on the training set."),
        "training loss": QCoreApplication.translate("names", "Of epoch {epoch}, the one with the least training loss."),
    }
    return labels.in_turn(text.format(**values) for text in (chosen.get(chosen_by, ""), reads) if text)


def _test_set(accuracy: Accuracy) -> str:
    if accuracy.dataset in (known.name for known in available()):
        return QCoreApplication.translate("names", "the {dataset} test set").format(
            dataset=language.say(info(accuracy.dataset).title)
        )
    return QCoreApplication.translate("names", "its test set")


def accuracy_text(entry: Entry) -> str:
    """``97.4 % of the test set``; empty where it was not measured."""
    found = entry.accuracy
    if found is None:
        return ""
    return QCoreApplication.translate("names", "{accuracy} of the test set").format(accuracy=labels.share(found.value))


def _which(reference: WeightsRef) -> list[str]:
    if not isinstance(reference, RunWeights):
        return []
    names = {
        "final": QCoreApplication.translate("names", "final"),
        "best": QCoreApplication.translate("names", "best"),
        "latest": QCoreApplication.translate("names", "latest"),
    }
    if isinstance(reference.which, int):
        return [QCoreApplication.translate("names", "step {step}").format(step=labels.integer(reference.which))]
    return [names[reference.which]]


def _source(reference: WeightsRef, entry: Entry | None) -> str:
    match reference:
        case Shipped():
            return QCoreApplication.translate("names", "built in")
        case RunWeights():
            return QCoreApplication.translate("names", "run {time}").format(time=_begun(reference.folder.name))
        case WeightsFile():
            origin = None if entry is None else entry.metadata.origin
            if isinstance(origin, Tuned):
                return QCoreApplication.translate("names", "my handwriting, {name}").format(name=reference.path.stem)
            if isinstance(origin, Edited):
                return QCoreApplication.translate("names", "edited, {name}").format(name=reference.path.stem)
            if isinstance(origin, Elsewhere) and origin.file:
                return QCoreApplication.translate("names", "from {name}").format(name=origin.file)
            return reference.path.stem
    return ""


def _begun(folder: str) -> str:
    """When a run began, from its folder's name; see `labels.moment`. Another name as it is."""
    try:
        return labels.moment(datetime.strptime(folder[:19], "%Y-%m-%d %H-%M-%S"))
    except ValueError:
        return folder

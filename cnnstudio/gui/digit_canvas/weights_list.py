"""Which weights one can read with: found by their files on a worker, never on the window's thread."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, language, names
from cnnstudio.gui.digit_canvas.room_reader import ReaderOfRoom
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import reference
from cnnstudio.networks.reference import READS_DIGITS, NetworkRef, PythonNetwork
from cnnstudio.training.runs import RunFolder, list_runs
from cnnstudio.weights import library, shipped
from cnnstudio.weights.library import Entry
from cnnstudio.weights.metadata import Tuned
from cnnstudio.weights.reference import Initial, RunWeights, WeightsRef


@dataclass(frozen=True, slots=True)
class Choice:
    """One row.

    Attributes:
        network, weights: what reads.
        label: what it is called.
        tip: what it is worth, and where it lies.
        file: where it lies; None for initial weights and those that are not there yet.
        learning: it is what a run under way has learnt.
    """

    network: NetworkRef
    weights: WeightsRef
    label: str
    tip: str = ""
    file: Path | None = None
    learning: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """All rows, and which of them is wanted to read.

    Attributes:
        added: that row is there only because it is wanted; nothing else lists it.
    """

    choices: tuple[Choice, ...] = ()
    shown: int = -1
    added: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    shown: tuple[NetworkRef, WeightsRef]
    opened: tuple[tuple[NetworkRef, WeightsRef], ...]


class WeightsList(QObject):
    """The newest listing; it looks again when runs come or go, and when others are wanted to read."""

    changed = Signal()

    def __init__(self, studio: Studio, reads: ReaderOfRoom, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reads = reads
        self._listing = Listing()
        self._opened: tuple[tuple[NetworkRef, WeightsRef], ...] = ()
        self._asked = _Asked((reads.standing.wanted.network, reads.standing.wanted.weights), ())
        self._was_learning = False
        self._listings = LatestWins(_list, self, name="draw-weights")
        self._listings.result.connect(self._take_listing)
        self._listings.failed.connect(self._on_failed)
        studio.runsChanged.connect(self.refresh)
        reads.standingChanged.connect(self._follow)

    @property
    def listing(self) -> Listing:
        """What there is, as it was seen last."""
        return self._listing

    @property
    def busy(self) -> bool:
        """Whether it is being looked."""
        return self._listings.busy

    @Slot()
    def refresh(self) -> None:
        """Look again at what there is."""
        wanted = self._reads.standing.wanted
        self._asked = _Asked((wanted.network, wanted.weights), self._opened)
        self._listings.request(self._asked)

    def shut_down(self) -> None:
        """End the worker."""
        self._listings.shut_down()

    @Slot()
    def _follow(self) -> None:
        standing = self._reads.standing
        shown = (standing.wanted.network, standing.wanted.weights)
        if shown != self._asked.shown or standing.learning != self._was_learning:
            self._was_learning = standing.learning
            self.refresh()

    @Slot(object)
    def _take_listing(self, listing: Listing) -> None:
        if listing.added:
            # It stays to be chosen again.
            shown = listing.choices[listing.shown]
            self._opened = (*self._opened, (shown.network, shown.weights))
        if listing != self._listing:
            self._listing = listing
            self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(None, error)


def _list(asked: _Asked) -> Listing:
    """The listing, as it is on the disk now."""
    choices = [*_shipped(), *_kept(), *_runs()]
    for network, weights in asked.opened:
        if _place(choices, network, weights) < 0:
            choices.append(_choice(network, weights))
    shown = _place(choices, *asked.shown)
    added = shown < 0
    if added:
        choices.append(_choice(*asked.shown))
        shown = len(choices) - 1
    return Listing(tuple(choices), shown, added)


def _place(choices: list[Choice], network: NetworkRef, weights: WeightsRef) -> int:
    """The row with these weights, or with equal ones of the same run; -1 where there is none."""
    for index, choice in enumerate(choices):
        if (choice.network, choice.weights) == (network, weights):
            return index
    entry = _entry(weights)
    if entry is None:
        return -1
    for index, choice in enumerate(choices):
        if choice.network == network and not choice.learning:
            other = _entry(choice.weights)
            if other is not None and library.are_equal(entry, other):
                return index
    return -1


def _shipped() -> list[Choice]:
    title = QCoreApplication.translate("WeightsList", "{title}, built in")
    found = (library.entry(weights) for weights in shipped.digits())
    return [
        _of_entry(entry.network, entry, title.format(title=entry.title)) for entry in found if entry.network is not None
    ]


def _kept() -> list[Choice]:
    """What the user kept, the oldest first."""
    rows = []
    for entry in reversed(library.kept()):
        network = entry.network
        if entry.problem is not None or network is None or not _reads_digits(network):
            continue
        if isinstance(entry.metadata.origin, Tuned):
            own = QCoreApplication.translate("WeightsList", "{network}, my handwriting {number}")
            label = own.format(network=language.say(network.title), number=entry.title.rpartition("-")[2])
        else:
            label = _label(network, entry.weights)
        rows.append(_of_entry(network, entry, label))
    return rows


def _runs() -> list[Choice]:
    """Each run once: its final weights, or the latest; and its best ones where they are others."""
    rows = []
    begun = QCoreApplication.translate("WeightsList", "In progress: {weights}")
    for run in list_runs():
        learning = run.state == "running"
        entries = library.to_choose(run.path)
        network = next((entry.network for entry in entries if entry.network is not None), None)
        if network is None:
            with suppress(StudioError):
                network = RunFolder(run.path).config().network
        if network is None or not _reads_digits(network):
            continue
        latest = RunWeights(run.path.absolute(), "latest")
        if learning:
            entry = _entry(latest)
            label = begun.format(weights=_label(network, latest))
            rows.append(Choice(network, latest, label, file=entry.file if entry else None, learning=True))
        rows += [
            _of_entry(network, entry, _label(network, entry.weights))
            for entry in entries
            if not (learning and entry.weights == latest)
        ]
    return rows


def _choice(network: NetworkRef, weights: WeightsRef) -> Choice:
    entry = _entry(weights)
    label = _label(network, weights)
    if entry is None:
        return Choice(network, weights, label, language.say(network.title))
    return _of_entry(network, entry, label)


def _of_entry(network: NetworkRef, entry: Entry, label: str) -> Choice:
    worth = names.worth(entry)
    title = language.say(network.title)
    tip = f"{title}. {worth}\n{entry.file}" if worth else f"{title}\n{entry.file}"
    return Choice(network, entry.weights, label, tip, entry.file)


def _label(network: NetworkRef, weights: WeightsRef) -> str:
    said = names.weights(weights) if isinstance(weights, Initial) else names.source(weights)
    return QCoreApplication.translate("WeightsList", "{title}, {weights}").format(
        title=language.say(network.title), weights=said
    )


def _entry(weights: WeightsRef) -> Entry | None:
    """What the library says of them; None for initial ones, and where they are not there."""
    if isinstance(weights, Initial):
        return None
    try:
        entry = library.entry(weights)
    except StudioError:
        return None
    return entry if entry.problem is None else None


def _reads_digits(network: NetworkRef) -> bool:
    """Whether it may; a class of the user's own is not run to find out."""
    return isinstance(network, PythonNetwork) or reference.fits(network, READS_DIGITS) is None

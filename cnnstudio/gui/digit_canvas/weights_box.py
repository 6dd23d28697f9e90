"""Which weights read: the shipped ones, the user's own runs, a run in progress, a file."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from cnnstudio.errors import StudioError, UnknownNameError
from cnnstudio.gui import labels, names, theme
from cnnstudio.gui.studio import TrainedWeights, reference_of
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training.runs import RunFolder, list_runs
from cnnstudio.weights import library, shipped
from cnnstudio.weights.library import Entry
from cnnstudio.weights.metadata import Tuned
from cnnstudio.weights.reference import RunWeights


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: weights on disk.

    Attributes:
        weights: what reads.
        run: the run they grow in, if it still trains.
        entry: what the library says of them; None for a run in progress, which may have none yet.
    """

    weights: TrainedWeights
    run: Path | None = None
    entry: Entry | None = None


class WeightsBox(QComboBox):
    """Lists what can be chosen; ``chosen`` tells a choice of the user."""

    chosen = Signal(object)  # Choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-weights", accessibleName="")
        self.setAccessibleName(self.tr("Weights"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self._opened: list[Choice] = []
        self.activated.connect(self._activate)

    @property
    def choice(self) -> Choice:
        """The row that is shown."""
        return self.currentData()

    @Slot()
    def refresh(self) -> None:
        """Look again at what there is; the row that is shown stays."""
        before = self.currentData()
        rows = [*self._shipped(), *self._own(), *self._runs(), *self._opened]
        if [self.itemData(i) for i in range(self.count())] == rows:
            return
        self.blockSignals(True)
        self.clear()
        for row in rows:
            self.addItem(row.weights.label, row)
            self.setItemData(self.count() - 1, _tip(row), 3)  # Qt.ToolTipRole
        self.blockSignals(False)
        # Names of runs are longer than the box.
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + theme.SPACE_6)
        # A run in progress has its row while it goes on; what it has become is another row.
        if before is not None and (before.run is None or before in rows):
            self.select(before.weights)

    def select(self, chosen: TrainedWeights) -> None:
        """Show these weights, adding a row if they are not among the rows; tells nobody."""
        index = self._row_of(chosen)
        if index < 0:
            choice = Choice(chosen, entry=_entry_of(chosen))
            self._opened.append(choice)
            self.addItem(chosen.label, choice)
            index = self.count() - 1
        self.setCurrentIndex(index)
        self.setToolTip(_tip(self.itemData(index)))

    def _row_of(self, chosen: TrainedWeights) -> int:
        """The row with these weights, or with equal ones of the same run; -1 where there is none."""
        rows: list[Choice] = [self.itemData(index) for index in range(self.count())]
        found = next((index for index, row in enumerate(rows) if row.weights.path == chosen.path), -1)
        if found < 0 and (entry := _entry_of(chosen)) is not None:
            found = next((i for i, row in enumerate(rows) if row.entry and library.are_equal(row.entry, entry)), -1)
        return found

    def outcome(self, followed: TrainedWeights) -> TrainedWeights | None:
        """What a run that was followed has become; None while it goes on, or if it was none."""
        folder = RunFolder(followed.path.parent)
        if followed.path != folder.checkpoint or folder.summary().state == "running":
            return None
        rows = [row for row in self._runs() if row.weights.path.parent == folder.path]
        return next((row.weights for row in rows if row.run is None), None)

    def default(self) -> TrainedWeights:
        """The shipped default."""
        return self._shipped()[0].weights

    def worth(self, chosen: TrainedWeights) -> str:
        """What these weights read, and by what they were chosen; empty where that is not known."""
        index = self._row_of(chosen)
        entry = self.itemData(index).entry if index >= 0 else _entry_of(chosen)
        if entry is not None and (said := names.worth(entry)):
            return said
        if chosen.test_accuracy is None:
            return ""
        return self.tr("Reads {accuracy} of its test set.").format(accuracy=labels.percent(chosen.test_accuracy, 2))

    def _activate(self, index: int) -> None:
        self.setToolTip(_tip(self.itemData(index)))
        self.chosen.emit(self.itemData(index))

    def _shipped(self) -> list[Choice]:
        return [
            Choice(chosen, entry=entry)
            for weights in shipped.digits()
            if (entry := library.entry(weights))
            and (chosen := _trained(entry, self.tr("{title}, built in").format(title=entry.title)))
        ]

    def own(self, file: Path) -> TrainedWeights | None:
        """Weights that were fine-tuned for one's own hand; None if they are no longer there."""
        return next((row.weights for row in self._own() if row.weights.path == file), None)

    def _own(self) -> list[Choice]:
        rows = []
        for entry in reversed(library.kept()):
            if entry.problem is None and isinstance(entry.metadata.origin, Tuned) and entry.network is not None:
                number = entry.title.rpartition("-")[2]
                label = self.tr("{network}, my hand {number}").format(network=entry.network.title, number=number)
                if chosen := _trained(entry, label):
                    rows.append(Choice(chosen, entry=entry))
        return rows

    def _runs(self) -> list[Choice]:
        """Each run once: its final weights, or the latest; and its best ones where they are others."""
        rows = []
        for run in list_runs():
            if not run.network or not _known(run.network):
                continue
            folder, title = RunFolder(run.path), CatalogueNetwork(run.network).title
            training = run.state == "running"
            if training:
                begun = self.tr("In progress: {title}, {run}").format(
                    title=title, run=names.source(RunWeights(run.path.absolute(), "latest"))
                )
                now = TrainedWeights(network=run.network, path=folder.checkpoint, label=begun)
                rows.append(Choice(now, run.path))
            for entry in library.to_choose(run.path):
                label = self.tr("{title}, {run}").format(title=title, run=names.source(entry.weights))
                if (chosen := _trained(entry, label)) and not (training and entry.file == folder.checkpoint):
                    rows.append(Choice(chosen, entry=entry))
        return rows


def _trained(entry: Entry, label: str) -> TrainedWeights | None:
    """The weights of an entry; None where they belong to no network that reads digits here."""
    network = entry.network
    if not isinstance(network, CatalogueNetwork) or not _known(network.name):
        return None
    accuracy = entry.accuracy.value if entry.accuracy else None
    return TrainedWeights(network=network.name, path=entry.file, label=label, test_accuracy=accuracy)


def _known(network: str) -> bool:
    try:
        return catalogue.get(network).trainable_on_digits
    except UnknownNameError:
        return False


def _entry_of(chosen: TrainedWeights) -> Entry | None:
    """What the library says of weights that lie in a file."""
    try:
        entry = library.entry(reference_of(chosen.path))
    except StudioError:
        return None
    return entry if entry.problem is None else None


def _tip(choice: Choice) -> str:
    """What the weights are worth, and where they lie."""
    shown = choice.weights
    title = CatalogueNetwork(shown.network).title
    worth = names.worth(choice.entry) if choice.entry is not None else ""
    return f"{title}. {worth}\n{shown.path}" if worth else f"{title}\n{shown.path}"

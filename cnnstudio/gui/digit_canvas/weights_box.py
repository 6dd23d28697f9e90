"""Which weights read: the shipped ones, the user's own runs, a run in progress, a file."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from cnnstudio.errors import UnknownNameError
from cnnstudio.gui import labels, theme
from cnnstudio.gui.studio import TrainedWeights
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training.runs import RunFolder, list_runs
from cnnstudio.weights import library, shipped
from cnnstudio.weights.library import Entry
from cnnstudio.weights.metadata import Tuned


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: weights on disk, and the run they grow in, if it still trains."""

    weights: TrainedWeights
    run: Path | None = None


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
        index = next((i for i in range(self.count()) if self.itemData(i).weights.path == chosen.path), -1)
        if index < 0:
            choice = Choice(chosen)
            self._opened.append(choice)
            self.addItem(chosen.label, choice)
            index = self.count() - 1
        self.setCurrentIndex(index)
        self.setToolTip(_tip(self.itemData(index)))

    def outcome(self, followed: TrainedWeights) -> TrainedWeights | None:
        """What a run that was followed has become; None while it goes on, or if it was none."""
        if followed.path.name != RunFolder(followed.path.parent).checkpoint.name:
            return None
        rows = [row for row in self._runs() if row.weights.path.parent == followed.path.parent]
        return next((row.weights for row in rows if row.run is None and row.weights.path != followed.path), None)

    def default(self) -> TrainedWeights:
        """The shipped default."""
        return self._shipped()[0].weights

    def is_shipped(self, chosen: TrainedWeights) -> bool:
        """Whether these weights came with the program."""
        return any(row.weights.path == chosen.path for row in self._shipped())

    def _activate(self, index: int) -> None:
        self.setToolTip(_tip(self.itemData(index)))
        self.chosen.emit(self.itemData(index))

    def _shipped(self) -> list[Choice]:
        return [
            Choice(chosen)
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
                    rows.append(Choice(chosen))
        return rows

    def _runs(self) -> list[Choice]:
        rows = []
        for run in list_runs():
            folder = RunFolder(run.path)
            training = run.state == "running"
            file = next(
                (
                    file
                    for file in (folder.final_weights, folder.best_weights, folder.checkpoint)
                    if file.is_file() or (training and file == folder.checkpoint)
                ),
                None,
            )
            if file is None or not run.network or not _known(run.network):
                continue
            if training:
                file = folder.checkpoint
            label = self.tr("In progress: {run}").format(run=run.path.name) if training else run.path.name
            rows.append(
                Choice(
                    TrainedWeights(network=run.network, path=file, label=label, test_accuracy=run.test_accuracy),
                    run.path if training else None,
                )
            )
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


def _tip(choice: Choice) -> str:
    shown = choice.weights
    accuracy = f" · {labels.percent(shown.test_accuracy, 2)}" if shown.test_accuracy is not None else ""
    return f"{shown.network}{accuracy}\n{shown.path}"

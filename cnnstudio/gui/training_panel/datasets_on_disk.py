"""What the disk says of the form's data set, looked at on a worker: a folder may lie on a drive that takes its time."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio import datasets
from cnnstudio.datasets import folder as idx_folder
from cnnstudio.errors import ConfigError, DatasetError
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.paths import expanded
from cnnstudio.training.config import TrainConfig


@dataclass(frozen=True, slots=True)
class OnDisk:
    """What was found.

    Attributes:
        ready: it can be used without a download.
        problem: why the folder cannot be used.
    """

    ready: bool = True
    problem: ConfigError | None = None


NOTHING_KNOWN = OnDisk()


def look(dataset: str) -> OnDisk:
    """Look whether a named data set is here, or a folder holds one; reads the disk."""
    info = datasets.known(dataset)
    if info is not None or dataset == "auto":
        return OnDisk(ready=info is None or info.ready)
    try:
        TrainConfig(dataset=dataset).check_dataset()
        idx_folder.locate(expanded(dataset))
    except ConfigError as error:
        return OnDisk(problem=error)
    except DatasetError as error:
        return OnDisk(problem=ConfigError(error.message, setting="dataset"))
    return NOTHING_KNOWN


class DatasetsOnDisk(QObject):
    """Keeps what was found last of the data set that is looked at; lives on the GUI thread."""

    changed = Signal()  # something else was found

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dataset = ""
        self._found = NOTHING_KNOWN
        self._worker = LatestWins(lambda dataset: (dataset, look(dataset)), self, name="train-dataset")
        self._worker.result.connect(self._on_found)

    @property
    def busy(self) -> bool:
        """Whether it is being looked at."""
        return self._worker.busy

    def look_at(self, dataset: str) -> OnDisk:
        """What is known of this data set now; it is looked at again, and ``changed`` tells what is new."""
        if dataset != self._dataset:
            self._dataset, self._found = dataset, NOTHING_KNOWN
        self._worker.request(dataset)
        return self._found

    @property
    def found(self) -> OnDisk:
        """What is known of the data set that is looked at."""
        return self._found

    def shut_down(self) -> None:
        """End the worker; a drive that does not answer is not waited for long."""
        self._worker.shut_down(500)

    @Slot(object)
    def _on_found(self, result: tuple[str, OnDisk]) -> None:
        dataset, found = result
        if dataset == self._dataset and (found.ready, str(found.problem)) != (
            self._found.ready,
            str(self._found.problem),
        ):
            self._found = found
            self.changed.emit()

"""Edited weights kept as new ones, written on a worker."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.gui import errors
from cnnstudio.gui.playground.accuracy import Accuracy
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.weights import metadata
from cnnstudio.weights.reference import WeightsFile

if TYPE_CHECKING:
    from cnnstudio.weights.loading import Loaded


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    loaded: "Loaded"
    name: str
    accuracies: tuple[metadata.Accuracy, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    request: _Request
    weights: WeightsFile


def _keep_weights(request: _Request) -> _Kept:
    from cnnstudio.weights import keeping

    return _Kept(request, keeping.keep(request.loaded, request.name, request.accuracies))


class Keeping(QObject):
    """Writes the edited weights into the library and makes them the current ones; undo brings the edits back."""

    kept = Signal(str)  # the file's name
    refused = Signal(str)  # a sentence: why not
    busyChanged = Signal(bool)

    def __init__(self, studio: Studio, opening: Opening, accuracy: Accuracy, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._opening = opening
        self._accuracy = accuracy
        self._requests = LatestWins(_keep_weights, self, name="keep-weights")
        self._requests.result.connect(self._on_kept)
        self._requests.failed.connect(self._on_failed)
        self._requests.busyChanged.connect(self.busyChanged)

    @property
    def busy(self) -> bool:
        """Whether it is being written."""
        return self._requests.busy

    @property
    def usual_name(self) -> str:
        """What the file is called unless the user says otherwise."""
        seen = self._opening.seen
        if seen is None:
            return ""
        network = seen.loaded.network
        # The name of a class's file says nothing in the name of another file.
        title = network.class_name if isinstance(network, PythonNetwork) else network.title
        return self.tr("{network} edited").format(network=title)

    def keep(self, name: str) -> None:
        """Keep what is shown under a name; without one, under the usual name."""
        seen = self._opening.seen
        if seen is None or self.busy or not self._opening.network_edited:
            return
        if not self._opening.up_to_date:
            self.refused.emit(self.tr("The last edit is still being made. Try again in a moment."))
            return
        found = self._accuracy.found
        measured: tuple[metadata.Accuracy, ...] = ()
        if found is not None and found.done and found.loaded is seen.loaded:
            measured = (metadata.Accuracy(found.right_after / found.total, found.pictures.dataset),)
        self._requests.request(_Request(seen.loaded, name.strip() or self.usual_name, measured))

    def shut_down(self) -> None:
        """End the worker, once what is being written is."""
        self._requests.shut_down()

    @Slot(object)
    def _on_kept(self, kept: _Kept) -> None:
        loaded, current = kept.request.loaded, self._studio.current
        # What was edited or chosen meanwhile stays.
        if (loaded.network, loaded.weights, loaded.edits) == (current.network, current.weights, current.edits):
            self._studio.choose(loaded.network, kept.weights)
        self.kept.emit(kept.weights.path.stem)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.refused.emit(errors.sentence(error))

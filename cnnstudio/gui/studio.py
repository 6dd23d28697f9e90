"""The one shared state of the window: which network, with which weights, and which picture is being looked at.

The rooms never import one another. They read this object, change it through its methods, and listen to its signals.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedWeights:
    """Weights of one network, on disk.

    Attributes:
        network: the catalogue name they belong to.
        path: the safetensors file.
        label: where they come from, for the user: ``"run 3"``, ``"built in"``.
        test_accuracy: 0..1, where it is known.
    """

    network: str
    path: Path
    label: str
    test_accuracy: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveWeights:
    """A run's weights while it learns.

    Attributes:
        run_dir: the run's folder.
        network: the catalogue name they belong to.
        class_names: one an output.
        tensors: the state dictionary, copied to the CPU; not to be changed.
    """

    run_dir: Path
    network: str
    class_names: tuple[str, ...]
    tensors: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is going on.

    Attributes:
        text: a few words; empty when nothing is going on.
        fraction: 0..1, or None where the end is not known.
    """

    text: str = ""
    fraction: float | None = None


class Studio(QObject):
    """Shared state; lives on the GUI thread."""

    networkChanged = Signal(str)  # catalogue name
    weightsChanged = Signal(object)  # TrainedWeights | None
    liveWeightsChanged = Signal(object)  # LiveWeights, every second or so while a run learns
    pictureChanged = Signal(object)  # whatever the Draw room shows: (28, 28) uint8 array | None
    runsChanged = Signal()  # run folders were added, changed or removed
    statusMessage = Signal(str)  # one quiet line at the bottom of the window; "" clears it
    progressChanged = Signal(object)  # Progress
    roomRequested = Signal(str, object)  # room name, state for Page.open_state() | None

    def __init__(self, parent: QObject | None = None, *, network: str = "convnet") -> None:
        super().__init__(parent)
        self._network = network
        self._weights: TrainedWeights | None = None
        self._picture: Any = None
        self._progress = Progress()

    @property
    def network(self) -> str:
        """Catalogue name of the current network."""
        return self._network

    @property
    def weights(self) -> TrainedWeights | None:
        """Weights of the current network, None while it is untrained."""
        return self._weights

    @property
    def picture(self) -> Any:
        """The picture the rooms share, or None."""
        return self._picture

    @property
    def progress(self) -> Progress:
        """What is going on now."""
        return self._progress

    @Slot(str)
    def set_network(self, name: str) -> None:
        """Make another network the current one; weights of the former are let go."""
        if name == self._network:
            return
        self._network = name
        if self._weights is not None:
            self._weights = None
            self.networkChanged.emit(name)
            self.weightsChanged.emit(None)
        else:
            self.networkChanged.emit(name)

    @Slot(object)
    def set_weights(self, weights: TrainedWeights | None) -> None:
        """Use these weights, and the network they belong to; None = untrained."""
        if weights == self._weights:
            return
        network = self._network if weights is None else weights.network
        renamed = network != self._network
        self._network = network
        self._weights = weights
        if renamed:
            self.networkChanged.emit(self._network)
        self.weightsChanged.emit(weights)

    @Slot(object)
    def set_picture(self, picture: Any) -> None:
        """Share a picture; the receivers must not write into it."""
        self._picture = picture
        self.pictureChanged.emit(picture)

    def set_progress(self, text: str = "", fraction: float | None = None) -> None:
        """Say what is going on; call without arguments when it is over."""
        progress = Progress(text=text, fraction=fraction)
        if progress != self._progress:
            self._progress = progress
            self.progressChanged.emit(progress)

    def open_room(self, name: str, state: object = None) -> None:
        """Ask the window to show a room, in a given state where the room offers ``open_state``."""
        self.roomRequested.emit(name, state)

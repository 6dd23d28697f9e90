"""The way through the opened layer's network, from its input to its output: found out once, on a worker."""

from typing import TYPE_CHECKING

import torch
from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.convolution.call_order import Call, call_order, held_order
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.playground.opening import Opening, Seen
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.reference import DIGITS, input_shape

if TYPE_CHECKING:
    from cnnstudio.weights.loading import Loaded


def _order(seen: Seen) -> tuple["Loaded", tuple[Call, ...]]:
    loaded = seen.loaded
    shape = seen.picture.shape if seen.picture is not None else input_shape(loaded.network) or DIGITS
    return loaded, call_order(loaded.shell(), torch.zeros(shape))


class LayerWay(QObject):
    """The layers that can be opened, in the order in which the network calls them.

    Attributes:
        calls: until the order is known they stand in the order in which the network holds them.
    """

    found = Signal()

    def __init__(self, opening: Opening, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.calls: tuple[Call, ...] = ()
        self._opening = opening
        self._of: Loaded | None = None
        self._worker = LatestWins(_order, self, name="layer-way")
        self._worker.result.connect(self._on_found)
        self._worker.failed.connect(self._on_failed)
        opening.looked.connect(self._follow)
        opening.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """Whether the order is still to come."""
        return self._worker.busy

    def shut_down(self) -> None:
        """End the worker."""
        self._worker.shut_down()

    @Slot()
    def _follow(self) -> None:
        seen = self._opening.seen
        if seen is None or (self._of is not None and self._of.base is seen.loaded.base):
            return
        self._of = seen.loaded
        self.calls = held_order(seen.loaded.base)
        self._worker.request(seen)
        self.found.emit()

    @Slot()
    def _forget(self) -> None:
        """A network that nobody looks at is kept by nobody."""
        self._of, self.calls = None, ()
        self._worker.cancel()

    @Slot(object)
    def _on_found(self, reply: tuple["Loaded", tuple[Call, ...]]) -> None:
        loaded, calls = reply
        if self._of is not None and self._of.base is loaded.base:
            self.calls = calls
            self.found.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """The layers stay as the network holds them: each can be opened all the same."""
        if not isinstance(error, StudioError):
            errors.log(error)

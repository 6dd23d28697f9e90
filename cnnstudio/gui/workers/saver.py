"""Files written away from the window's thread, the last of them at the latest when the program ends."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.workers.latest_wins import LatestWins


class Saver(QObject):
    """Runs ``write(payload)`` on a thread of its own; what was not written when it shuts down is written then."""

    saved = Signal(object)  # what ``write`` returned
    failed = Signal(object)  # exception

    def __init__(self, write: Callable[[Any], Any], parent: QObject | None = None, *, name: str) -> None:
        super().__init__(parent)
        self._write = write
        self._unsaved: Any = None
        self._worker = LatestWins(write, self, name=name)
        self._worker.result.connect(self._on_saved)
        self._worker.failed.connect(self._on_failed)

    @property
    def busy(self) -> bool:
        """Whether something is being written."""
        return self._worker.busy

    def request(self, payload: Any) -> None:
        """Write this; ``saved`` or ``failed`` tells when it is done."""
        self._unsaved = payload
        self._worker.request(payload)

    def shut_down(self) -> None:
        """End the worker; what was to be saved is saved."""
        self._worker.shut_down()
        payload, self._unsaved = self._unsaved, None
        if payload is not None:
            try:
                self._write(payload)
            except StudioError as error:
                errors.log(error)

    @Slot(object)
    def _on_saved(self, told: Any) -> None:
        self._unsaved = None
        self.saved.emit(told)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._unsaved = None
        self.failed.emit(error)

"""Keeps the workspace on disk: a few seconds after a change, and at the end."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.workspace import restart
from cnnstudio.workspace.current import Workspace

AFTER_MS = 3_000


class Autosave(QObject):
    """Writes what ``workspace()`` gives, on a worker; what cannot be written is told once.

    Args:
        workspace: called on the GUI thread, gives all that a restart should bring back.
    """

    def __init__(self, workspace: Callable[[], Workspace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._saved: Workspace | None = None
        self._told = False
        self._finished = False
        self._writer = LatestWins(restart.save, self, name="workspace")
        self._writer.failed.connect(self._on_failed)
        self._due = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._due.timeout.connect(self._save)

    @Slot()
    def note_change(self) -> None:
        """Something has changed: save soon. Changes in between do not put it off."""
        if not self._finished and not self._due.isActive():
            self._due.start()

    @Slot()
    def _save(self) -> None:
        workspace = self._workspace()
        if workspace != self._saved:
            self._saved = workspace
            self._writer.request(workspace)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._saved = None
        if not self._told:
            self._told = True
            errors.show_error(None, error)

    def finish(self) -> None:
        """Save what has changed, now, and end the worker; what ends after this changes nothing that is kept.

        A window that starts now may take up what this one left.
        """
        self._finished = True
        self._due.stop()
        self._writer.shut_down()
        workspace = self._workspace()
        if workspace != self._saved:
            try:
                restart.save(workspace)
            except StudioError as error:
                if not self._told:  # nobody reads it any more in the window
                    errors.log(error)
        restart.release()

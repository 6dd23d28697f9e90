"""Sees that run folders or kept weights were added or deleted by others: another window, a shell, a file manager."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cnnstudio import paths
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.weights import library

_LOOK_AGAIN_MS = 2000

Names = tuple[frozenset[str], frozenset[str]]


class RunsWatch(QObject):
    """Looks at names alone, on a worker, while a room that lists them is shown; lives on the GUI thread."""

    found = Signal()  # others have added or deleted something

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: set[int] = set()
        self._seen: Names | None = None
        self._worker = LatestWins(_names, self, name="runs-watch")
        self._worker.result.connect(self._on_names)
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look)

    def set_shown(self, room: QObject, shown: bool) -> None:
        """Whether this room is shown."""
        before = bool(self._shown)
        (self._shown.add if shown else self._shown.discard)(id(room))
        if not self._shown:
            self._timer.stop()
        elif not before:
            self._look()
            self._timer.start()

    @Slot()
    def look_again(self) -> None:
        """This window has told of a change itself: what is there now need not be told again."""
        self._seen = None
        if self._shown:
            self._worker.request(None)

    def shut_down(self) -> None:
        """End the worker."""
        self._timer.stop()
        self._worker.shut_down()

    @Slot()
    def _look(self) -> None:
        if not self._worker.busy:
            self._worker.request(None)

    @Slot(object)
    def _on_names(self, names: Names) -> None:
        before, self._seen = self._seen, names
        if before is not None and before != names:
            self.found.emit()


def _names(_: None) -> Names:
    return _listed(paths.runs_dir()), _listed(library.folder_of_kept())


def _listed(folder: Path) -> frozenset[str]:
    try:
        return frozenset(place.name for place in folder.iterdir() if not place.name.startswith("."))
    except OSError:
        return frozenset()

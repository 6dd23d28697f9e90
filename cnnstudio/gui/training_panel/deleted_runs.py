"""Deleting runs without losing them: set aside first, brought back by undo, at the end put into the system's trash."""

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile

from cnnstudio import paths
from cnnstudio.errors import StorageError
from cnnstudio.files import reason
from cnnstudio.locks import FileLock, is_held
from cnnstudio.training.runs import RunFolder

_WINDOW, _LOCK = "window-", ".lock"


class DeletedRuns:
    """Run folders that this window deleted and can still bring back.

    They wait in a folder of the window's own, with a lock that dies with its process: so no window throws away what
    another can still bring back, and what a window left behind that was killed is thrown away by the next.
    """

    def __init__(self) -> None:
        self._moved: list[tuple[Path, Path]] = []  # (where it was, where it waits), the newest last
        self._lock: FileLock | None = None

    def delete(self, run: Path) -> None:
        """Set a run folder aside, unless somebody trains it.

        Raises:
            BusyError: if this window or another program trains it now.
            StorageError: if it cannot be moved; it then stays where it is.
        """
        try:
            waiting = self._own_place()
            target, number = waiting / run.name, 1
            while target.exists():
                number += 1
                target = waiting / f"{run.name} ({number})"
            RunFolder(run).move(target)
        except OSError as error:
            raise StorageError(
                "The run {run} could not be deleted: {reason}. Close what uses its folder.",
                run=run.name,
                reason=reason(error),
            ) from error
        self._moved.append((run, target))

    def undo(self) -> Path | None:
        """Bring back the run deleted last; its folder, or None if there is none.

        Raises:
            StorageError: if it cannot be moved back; it then stays in the folder of deleted runs.
        """
        if not self._moved:
            return None
        run, target = self._moved.pop()
        try:
            if run.exists():
                raise FileExistsError(f"there is another folder {run.name} now")
            target.rename(run)
        except OSError as error:
            raise StorageError(
                "The run {run} could not be brought back from {target}: {reason}.",
                run=run.name,
                target=target,
                reason=reason(error),
            ) from error
        return run

    @property
    def newest(self) -> Path | None:
        """Where the run deleted last was, or None."""
        return self._moved[-1][0] if self._moved else None

    def sweep(self) -> None:
        """Put what this window deleted into the system's trash, and what windows left that have gone.

        Where there is no trash it stays.
        """
        self._moved.clear()
        own = None if self._lock is None else _place_of(self._lock.path)
        with suppress(OSError):
            for folder in list(_waiting_room().iterdir()):
                if folder.suffix == _LOCK:
                    continue
                if not folder.name.startswith(_WINDOW):
                    _throw_away(folder)  # the program's first version had one place for all windows
                elif folder == own or is_held(folder.with_suffix(_LOCK)) is False:
                    _empty(folder)
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        with suppress(OSError):
            _waiting_room().rmdir()

    def _own_place(self) -> Path:
        """Where this window's runs wait.

        Raises:
            OSError: if it cannot be made.
        """
        if self._lock is None:
            _waiting_room().mkdir(parents=True, exist_ok=True)
            # The lock first: a place without one is taken for that of a window that has gone.
            lock = FileLock(_waiting_room() / f"{_WINDOW}{os.getpid()}-{os.urandom(4).hex()}{_LOCK}")
            lock.acquire()
            self._lock = lock
        place = _place_of(self._lock.path)
        place.mkdir(parents=True, exist_ok=True)
        return place


def _waiting_room() -> Path:
    return paths.runs_dir() / ".deleted"


def _place_of(lock: Path) -> Path:
    return lock.with_suffix("")


def _throw_away(run: Path) -> None:
    # Versions before this one set runs aside that another process trained, and goes on training.
    if not RunFolder(run).trained_now:
        QFile.moveToTrash(str(run))


def _empty(place: Path) -> None:
    with suppress(OSError):
        for folder in list(place.iterdir()):
            _throw_away(folder)
        place.rmdir()
        place.with_suffix(_LOCK).unlink(missing_ok=True)

"""Deleting runs without losing them: set aside first, brought back by undo, at the end put into the system's trash."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile

from cnnstudio import paths
from cnnstudio.errors import StorageError
from cnnstudio.files import reason


class DeletedRuns:
    """Run folders that were deleted and can still be brought back."""

    def __init__(self) -> None:
        self._moved: list[tuple[Path, Path]] = []  # (where it was, where it waits), the newest last

    def delete(self, run: Path) -> None:
        """Set a run folder aside.

        Raises:
            StorageError: if it cannot be moved; it then stays where it is.
        """
        waiting = _waiting_room()
        target, number = waiting / run.name, 1
        try:
            waiting.mkdir(parents=True, exist_ok=True)
            while target.exists():
                number += 1
                target = waiting / f"{run.name} ({number})"
            run.rename(target)
        except OSError as error:
            raise StorageError(
                f"The run {run.name} could not be deleted: {reason(error)}. Close what uses its folder."
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
                f"The run {run.name} could not be brought back from {target}: {reason(error)}."
            ) from error
        return run

    @property
    def newest(self) -> Path | None:
        """Where the run deleted last was, or None."""
        return self._moved[-1][0] if self._moved else None

    def sweep(self) -> None:
        """Put everything that waits, of earlier sessions too, into the system's trash; where there is none it stays."""
        self._moved.clear()
        with suppress(OSError):
            for folder in list(_waiting_room().iterdir()):
                QFile.moveToTrash(str(folder))
            _waiting_room().rmdir()


def _waiting_room() -> Path:
    return paths.runs_dir() / ".deleted"

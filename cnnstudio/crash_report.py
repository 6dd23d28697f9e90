"""How windows and commands ended: each leaves a note while it goes on, and a window reads those of what has gone.

A note is a file in the log folder, and a lock that dies with its process. Python's ``faulthandler`` writes into it
where every thread was when the process was ended by a fault (a segmentation fault, an abort). Whoever ends in an
orderly way, by closing or by a request to terminate, takes its note along. So of a window that has gone:

- no note: it ended well;
- a note with a report: it crashed;
- a note without one: it was killed, or the computer went off. Nobody can tell which.

A note whose lock is held belongs to a window that is open, and is nobody's business. Of a command only a crash is told:
it is killed in the ordinary course of things. No Qt, no torch.
"""

import contextlib
import faulthandler
import os
import platform
import re
import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from cnnstudio import __version__, paths
from cnnstudio.errors import StorageError, StudioError
from cnnstudio.files import make_folder, move_numbered, read_bounded
from cnnstudio.locks import FileLock, is_held

MOST_REPORTS = 10
"""Reports that are kept; the oldest go."""

TOO_MANY = 2
"""So many windows in a row that crashed before they were ready: the next one starts with the defaults by itself."""

Kind = Literal["window", "command"]

_WINDOW, _COMMAND, _REPORT = "window-", "command-", "crash-"
_READY, _ENDING, _UNCAUGHT = "--- ready", "--- ending", "--- uncaught"
# What ``faulthandler`` begins with, on POSIX and on Windows.
_FAULT = re.compile(rf"^(Fatal Python error: |Windows fatal exception: |{_UNCAUGHT})", re.MULTILINE)
_MOST_BYTES = 4 * 1024 * 1024
_FAILED_STARTS = "failed-starts"


@dataclass(frozen=True, slots=True)
class BadEnd:
    """A window that did not end well.

    Attributes:
        report: the file that tells where it crashed; None where it was killed.
        text: what the file holds.
    """

    report: Path | None = None
    text: str = ""


class Watch:
    """The note of this process, from ``begin`` to ``end``."""

    def __init__(self, kind: Kind = "window") -> None:
        self._prefix = _WINDOW if kind == "window" else _COMMAND
        self._lock: FileLock | None = None
        self._file: Path | None = None
        self._descriptor = -1
        self._watched_before = faulthandler.is_enabled()

    def begin(self) -> None:
        """Leave a note and watch for faults. Where no note can be left, nothing is watched."""
        name = f"{self._prefix}{datetime.now().astimezone():%Y-%m-%d-%H%M%S}-{os.getpid()}-{os.urandom(3).hex()}"
        folder = paths.log_dir()
        try:
            make_folder(folder)
            lock = FileLock(folder / f"{name}.lock")
            # A note without a lock would be taken for one of a window that has gone.
            if not lock.acquire() or not lock.certain:
                lock.release()
                return
            self._lock = lock
            self._file = folder / f"{name}.txt"
            self._descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
            self._write_line(f"CNN Studio {__version__}, Python {platform.python_version()}, {platform.platform()}")
            self._write_line(f"opened {datetime.now().astimezone().isoformat(timespec='seconds')}")
            faulthandler.enable(self._descriptor, all_threads=True)
        except (OSError, StorageError):
            self.end()

    def ready(self) -> None:
        """The window has come up: what goes wrong from now on does not keep it from opening."""
        self._write_line(_READY)
        with contextlib.suppress(OSError):
            (paths.log_dir() / _FAILED_STARTS).unlink(missing_ok=True)

    def ending(self) -> None:
        """It was told to end: if it is killed now, nobody needs to be told."""
        self._write_line(_ENDING)

    def uncaught(self, error: BaseException) -> None:
        """An error ends the program."""
        self._write_line(f"{_UNCAUGHT} {''.join(traceback.format_exception(error))}")

    def end(self) -> None:
        """It ended well: no note stays. Calling it again does nothing."""
        if self._descriptor >= 0:
            faulthandler.disable()
            if self._watched_before:
                with contextlib.suppress(AttributeError, OSError, RuntimeError):  # there is no standard error any more
                    faulthandler.enable()
            os.close(self._descriptor)
            self._descriptor = -1
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
            self._file = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def leave(self) -> None:
        """End without taking the note along: it tells of an error."""
        self._file = None
        self.end()

    def _write_line(self, line: str) -> None:
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.write(self._descriptor, f"{line}\n".encode(errors="replace"))


def former() -> BadEnd | None:
    """The newest window that did not end well and of which nobody was told; each is told once, to one window."""
    ends = []
    failed = 0
    for note in _notes():
        claimed = _claimed(note)
        if claimed is None:
            continue
        try:
            text = read_bounded(claimed, _MOST_BYTES).decode(errors="replace")
        except StudioError:
            text = ""
        lines = text.splitlines()
        of_window = note.name.startswith(_WINDOW)
        if _FAULT.search(text):
            failed += of_window and _READY not in lines
            ends.append(BadEnd(_as_report(claimed, note), text))
            continue
        with contextlib.suppress(OSError):
            claimed.unlink()
        if of_window and _ENDING not in lines:
            ends.append(BadEnd())
    if failed:
        _count_failed_starts(failed)
    _clear_reports()
    return ends[-1] if ends else None


def fails_to_start() -> bool:
    """Whether the last windows crashed before they were ready, one after another."""
    return _failed_starts() >= TOO_MANY


def forget_failed_starts() -> None:
    """Begin to count anew."""
    with contextlib.suppress(OSError):
        (paths.log_dir() / _FAILED_STARTS).unlink(missing_ok=True)


def _notes() -> list[Path]:
    """Those of windows and commands that have gone, the oldest first."""
    try:
        names = [file.name for file in paths.log_dir().iterdir() if file.name.startswith((_WINDOW, _COMMAND))]
    except OSError:
        return []
    names.sort(key=lambda name: name.partition("-")[2])
    notes = [paths.log_dir() / name for name in names if name.endswith(".txt")]
    return [note for note in notes if is_held(note.with_suffix(".lock")) is False]


def _claimed(note: Path) -> Path | None:
    """A note, made this process's own by another name; None if another window was quicker."""
    claimed = note.with_suffix(f".{os.urandom(4).hex()}.told")
    try:
        note.rename(claimed)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        note.with_suffix(".lock").unlink(missing_ok=True)
    return claimed


def _as_report(claimed: Path, note: Path) -> Path:
    try:
        return move_numbered(claimed, note.with_name(f"{_REPORT}{note.name.partition('-')[2]}"))
    except StorageError:
        return claimed


def _clear_reports() -> None:
    with contextlib.suppress(OSError):
        reports = sorted(file for file in paths.log_dir().iterdir() if file.name.startswith(_REPORT))
        for old in reports[:-MOST_REPORTS]:
            old.unlink(missing_ok=True)


def _failed_starts() -> int:
    try:
        return int(read_bounded(paths.log_dir() / _FAILED_STARTS, 10))
    except (StudioError, ValueError):
        return 0


def _count_failed_starts(more: int) -> None:
    with contextlib.suppress(OSError):
        (paths.log_dir() / _FAILED_STARTS).write_text(str(min(_failed_starts() + more, 99)))

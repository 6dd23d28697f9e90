"""Ends this process at its n-th file call: before it, half-way through what it writes, or right after it.

The calls are those of Python: opening to write, writing, waiting for the disk, renaming, linking, removing, making
folders, locking. Inside a rename means both sides of it, for the system does the rename itself at once.
"""

import builtins
import io
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

BEFORE, HALF, AFTER = "before", "half", "after"
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True, slots=True)
class Call:
    """One file call: what it does, and to which file."""

    kind: str
    name: str

    @property
    def places(self) -> tuple[str, ...]:
        """Where the process can be killed."""
        return (BEFORE, HALF, AFTER) if self.kind == "write" else (BEFORE, AFTER)


class Tripwire:
    """Counts the file calls below one folder, from 0; ``number`` and ``place`` say at which one the process ends."""

    def __init__(self, folder: Path, number: int | None = None, place: str = BEFORE) -> None:
        self.folder = folder.absolute()
        self.number = number
        self.place = place
        self.calls: list[Call] = []

    def lay(self) -> None:
        """From now on every file call of this process is counted."""
        for name in ("replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir", "truncate", "chmod"):
            setattr(os, name, self._watched(name, getattr(os, name)))
        self._fsync, self._os_open = os.fsync, os.open
        os.fsync = self._watch_fsync  # type: ignore[assignment]
        os.open = self._watch_os_open  # type: ignore[assignment]
        io.open = builtins.open = self._watch_open  # type: ignore[assignment]
        import fcntl

        from cnnstudio import files

        # The one file call that the program makes itself.
        real = files._renamed_at_once
        files._renamed_at_once = lambda old, new: self.trip("rename", new, lambda: real(old, new))
        self._flock = fcntl.flock
        fcntl.flock = self._watch_flock  # type: ignore[assignment]

    def trip(self, kind: str, file: object, work: Callable[[], Any], half: Callable[[], Any] | None = None) -> Any:
        """Do ``work``, which is one file call, or end on its way."""
        path = self._below(file)
        if path is None:
            return work()
        here = len(self.calls) == self.number
        self.calls.append(Call(kind, path))
        if here and self.place == BEFORE:
            _die()
        if here and self.place == HALF and half is not None:
            half()
            _die()
        try:
            return work()
        finally:
            if here:
                _die()

    def _below(self, file: object) -> str | None:
        """The file's name if it lies below the folder; that of a part file without what is random in it."""
        try:
            path = Path(f"/proc/self/fd/{file}").readlink() if isinstance(file, int) else Path(str(file)).absolute()
        except OSError:
            return None
        if not path.is_relative_to(self.folder):
            return None
        name = path.name.removesuffix(" (deleted)")
        return ".part" if name.endswith(".part") else name

    def _watched(self, kind: str, real: Callable[..., Any]) -> Callable[..., Any]:
        named = 1 if kind in ("replace", "rename", "link") else 0  # by what it becomes
        return lambda *args, **kwargs: self.trip(kind, args[named], lambda: real(*args, **kwargs))

    def _watch_fsync(self, file: int) -> None:
        self.trip("fsync", file, lambda: self._fsync(file))

    def _watch_flock(self, file: int, operation: int) -> None:
        self.trip("flock", file, lambda: self._flock(file, operation))

    def _watch_os_open(self, file: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if not flags & _WRITING:
            return self._os_open(file, flags, *args, **kwargs)
        opened: int = self.trip("open", file, lambda: self._os_open(file, flags, *args, **kwargs))
        return opened

    def _watch_open(self, file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        real = _REAL_OPEN
        if isinstance(file, int) or not set(mode) & set("wxa+") or self._below(file) is None or "+" in mode:
            return real(file, mode, *args, **kwargs)
        opener, plain = kwargs.get("opener"), mode.replace("b", "").replace("t", "")
        # An opener calls os.open, which is counted itself.
        raw = _Raw(file, plain, opener=opener) if opener else self.trip("open", file, lambda: _Raw(file, plain))
        raw.tripwire = self
        buffered = io.BufferedWriter(raw)
        if "b" in mode:
            return buffered
        kept = {name: kwargs[name] for name in ("encoding", "errors", "newline") if name in kwargs}
        return io.TextIOWrapper(buffered, **kept)


class _Raw(io.FileIO):
    """An unbuffered file whose writes are file calls."""

    tripwire: Tripwire

    def write(self, content: Any, /) -> int:
        half = memoryview(content)[: len(content) // 2]
        written: int = self.tripwire.trip(
            "write", self.fileno(), lambda: super(_Raw, self).write(content), lambda: super(_Raw, self).write(half)
        )
        return written


_REAL_OPEN = io.open


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("the process goes on")

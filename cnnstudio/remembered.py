"""What was read from files, kept until one of them changes: looking at a file's stamp waits for no disk."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")

# File systems note times in steps of up to two seconds: what changed so lately may change again unnoticed.
_SETTLED_NS = 3_000_000_000

Stamp = tuple[int, int, int, int]


class Remembered(Generic[T]):
    """Values by key, each with the stamps of the files that it was read from; any thread may ask."""

    def __init__(self, most: int = 2_000) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[tuple[Stamp | None, ...], T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, files: tuple[Path, ...], read: Callable[[], T]) -> T:
        """The value of before if none of the files has changed since, else what ``read`` returns now.

        What ``read`` raises is raised, and not kept.
        """
        before = tuple(map(_stamp, files))
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] == before:
                self._kept.move_to_end(key)
                return kept[1]
        value = read()
        if _settled(before) and tuple(map(_stamp, files)) == before:
            with self._lock:
                self._kept[key] = (before, value)
                self._kept.move_to_end(key)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return value


def _stamp(file: Path) -> Stamp | None:
    """What changes with a file; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _settled(stamps: tuple[Stamp | None, ...]) -> bool:
    newest = max((stamp[3] for stamp in stamps if stamp is not None), default=0)
    return time.time_ns() - newest > _SETTLED_NS

"""Locks that the operating system holds for a process and takes back when it ends, however it ends.

A process number in a file says little: after a crash another program may have it. A lock on an open file dies with
its process, is one for all processes of the machine, and is told apart for every holder inside one process, too.
"""

import errno
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# A look at a lock takes hold of it for an instant; who wants to have it waits that out.
_PATIENCE_S = 0.3
_LOOK_AGAIN_S = 0.01
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)

# Those of this process, so that its own holders are told apart even where the file system has no locks.
_held: set[Path] = set()
# Reentrant: a collection of garbage inside may let go of another lock.
_guard = threading.RLock()


class FileLock:
    """An exclusive lock on a file of its own, which is made for it and removed with it; a holder is one object.

    Attributes:
        path: the file; its folder is there.
        certain: whether the file system has locks. Where it has none, only the holders inside this process are told
            apart.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.certain = True
        self._file: int | None = None
        self._key: Path | None = None

    def __del__(self) -> None:
        self.release()

    @property
    def held(self) -> bool:
        """Whether this object holds it."""
        return self._file is not None

    def acquire(self) -> bool:
        """Take the lock; False if somebody else has it.

        Raises:
            OSError: if the file cannot be made.
        """
        if self.held:
            return True
        key = self.path.resolve()
        with _guard:
            if key in _held:
                return False
            _held.add(key)
        self._key = key
        try:
            self._file = self._locked_file()
        finally:
            if self._file is None:
                self._drop_key()
        return self.held

    def release(self) -> None:
        """Give it back, if this object holds it, and remove the file."""
        file, self._file = self._file, None
        if file is None:
            return
        with suppress(OSError):
            # While it is still held: whoever waits for this file sees afterwards that it has gone, and makes a new one.
            # Windows removes no open file.
            if sys.platform != "win32" and _is_still(file, self.path):
                self.path.unlink()
        with suppress(OSError):
            os.close(file)
        if sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink()
        self._drop_key()

    def _drop_key(self) -> None:
        key, self._key = self._key, None
        with _guard:
            if key is not None:
                _held.discard(key)

    def _locked_file(self) -> int | None:
        """The file, open and locked, or None if somebody else has the lock."""
        patience = time.monotonic() + _PATIENCE_S
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                locked = try_lock(file)
                self.certain = locked is not None
                if locked is not False and _is_still(file, self.path):
                    result, file = file, -1
                    return result
            finally:
                if file >= 0:
                    os.close(file)
            if locked is False:
                if time.monotonic() > patience:
                    return None
                time.sleep(_LOOK_AGAIN_S)


def is_held(path: Path) -> bool | None:
    """Whether somebody holds the lock of this file, be it this process; None where that cannot be told."""
    try:
        key = path.resolve()
        with _guard:
            if key in _held:
                return True
        # For reading only, because the folder may be one that can only be read.
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except (OSError, RuntimeError):  # no permission; a link to itself
        return None
    try:
        locked = try_lock(file, shared=True)
        return None if locked is None else not locked
    except OSError:
        return None
    finally:
        os.close(file)


def try_lock(file: int, *, shared: bool = False) -> bool | None:
    """Lock an open file without waiting, until it is closed; None where the file system has no locks.

    Raises:
        OSError: if the system refuses for another reason than that somebody has it.
    """
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK):
            return False
        if error.errno in _NO_LOCKS:
            return None
        raise
    return True


def _is_still(file: int, path: Path) -> bool:
    """Whether the open file still has this name."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False

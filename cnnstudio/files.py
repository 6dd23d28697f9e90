"""Files written whole or not at all, and the sentences for what the system refuses.

A file is written under a temporary name in its own folder and renamed at the end: readers see the old one or the new
one, and whatever fails or is killed half-way leaves the old one as it was. What a killed writer left under the
temporary name is cleared by ``clear_leftovers``.
"""

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, cast

from cnnstudio import paths
from cnnstudio.errors import StorageError
from cnnstudio.locks import try_lock
from cnnstudio.messages import Message

_REASONS = {
    errno.ENOSPC: Message("the disk is full"),
    errno.EDQUOT: Message("the disk is full"),
    errno.EACCES: Message("the system does not permit it"),
    errno.EPERM: Message("the system does not permit it"),
    errno.EROFS: Message("the place can only be read"),
    errno.EISDIR: Message("it is a folder"),
    errno.ENOTDIR: Message("a file stands where a folder should be"),
    errno.EEXIST: Message("a file stands where a folder should be"),
    errno.ENAMETOOLONG: Message("the name is too long"),
}
# What systems say themselves, for other languages.
_SYSTEMS = {
    str(words): words
    for words in (
        Message("No such file or directory"),
        Message("Input/output error"),
        Message("Invalid argument"),
        Message("Too many open files"),
        Message("Too many levels of symbolic links"),
        Message("Device or resource busy"),
        Message("File too large"),
        Message("Directory not empty"),
        Message("Cannot allocate memory"),
        Message("Stale file handle"),
        Message("Connection refused"),
        Message("Connection reset by peer"),
        Message("Connection timed out"),
        Message("Operation timed out"),
        Message("Network is unreachable"),
        Message("No route to host"),
        Message("Name or service not known"),
        Message("No address associated with hostname"),
        Message("Temporary failure in name resolution"),
    )
}
# What to do about a file that could not be written, where another folder is not the answer.
_REMEDIES = {
    errno.ENOSPC: Message("Free some space and try again."),
    errno.EDQUOT: Message("Free some space and try again."),
    errno.EISDIR: Message("Choose another name."),
    errno.ENAMETOOLONG: Message("Choose a shorter one."),
}
# A pipe or a terminal is not to be waited for; Windows has neither flag, and opens texts unless told otherwise.
_READ_ONLY = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _READ_ONLY |= getattr(os, _flag, 0)
# What systems say that make no second name for a file (FAT, some network disks, Android).
_NO_HARD_LINKS = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


# A part file this young may be between being made and being locked; where the disk has no locks, only age tells.
_YOUNG_S = 60.0
_YOUNG_WITHOUT_LOCKS_S = 86_400.0


@contextmanager
def whole_file(path: Path, *, sync: bool = True) -> Iterator[IO[bytes]]:
    """A file to write that takes the name ``path`` when the block ends, and vanishes if the block fails.

    As with an ordinary ``open``, a new file has the permissions that the umask leaves, an old one keeps its own, a
    link goes on pointing where it did, and a file that is write-protected is refused.

    Args:
        path: the file; its folder is there.
        sync: wait until it is on the disk, so that it outlives a power cut; needless for what can be made again.

    Raises:
        StorageError: if it cannot be written; an older file stays.
    """
    with writing(path):
        old = _permissions(path)
        target = path.resolve()
        # Not derived from the file's name, which may already be as long as a name can be.
        temporary = target.with_name(f".cnnstudio-{os.urandom(8).hex()}.part")
        # At no moment more open than the file it replaces.
        mode = 0o666 if old is None else old
        guard = -1
        try:
            with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
                guard = _guarded(file.fileno())
                yield file
                if sync:
                    file.flush()
                    os.fsync(file.fileno())
            if old is not None:
                with suppress(OSError):  # some file systems have no permissions to give
                    temporary.chmod(old)
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        finally:
            if guard >= 0:
                os.close(guard)


def clear_leftovers(folder: Path, *, mine: bool = False) -> None:
    """Remove the part files that killed writers left in a folder of the program's own; never one being written.

    Safe beside other windows and programs: who writes holds a lock on its part file until it has its name.

    Args:
        folder: it need not be there; folders below it are not looked into.
        mine: nobody else can begin to write there now, so that files need not be a minute old.
    """
    with suppress(OSError):
        for part in list(folder.glob(".*.part")):
            with suppress(OSError):
                _clear_leftover(part, mine)


def clear_own_leftovers() -> None:
    """Remove what killed writers left in all folders that are the program's own; for its start.

    Links are not followed. What else lies there is not touched.
    """
    for root in (paths.data_dir(), paths.runs_dir(), paths.config_dir(), paths.cache_dir()):
        for folder, _, names in os.walk(root):
            if any(name.endswith(".part") for name in names):
                clear_leftovers(Path(folder))


def _clear_leftover(part: Path, mine: bool) -> None:
    about = part.lstat()
    if not stat.S_ISREG(about.st_mode):
        return
    age = time.time() - about.st_mtime
    if age < _YOUNG_S and not mine:
        return
    if os.name != "posix":
        part.unlink()  # Windows removes no file that is open
        return
    file = os.open(part, os.O_RDWR)
    try:
        free = try_lock(file)
        if free or (free is None and age >= _YOUNG_WITHOUT_LOCKS_S):
            part.unlink()
    finally:
        os.close(file)


def _guarded(file: int) -> int:
    """A second handle to a part file, locked over its closing and renaming; -1 where that is not needed."""
    if os.name != "posix":
        return -1  # Windows removes no file that is open, and renames none
    guard = os.dup(file)
    with suppress(OSError):
        try_lock(guard)
    return guard


def write_whole(path: Path, content: bytes | bytearray, *, sync: bool = True) -> None:
    """Write ``content`` in one go, as ``whole_file`` does.

    Raises:
        StorageError: if it cannot be written; an older file stays.
    """
    with whole_file(path, sync=sync) as file:
        file.write(content)


def write_new(path: Path, content: bytes | bytearray, *, sync: bool = True) -> bool:
    """Write a file that is not there yet, whole, and never over another one; False where the name is taken.

    Raises:
        StorageError: if it cannot be written.
    """
    temporary = path.with_name(f".cnnstudio-{os.urandom(8).hex()}.part")
    try:
        write_whole(temporary, content, sync=sync)
        with writing(path):
            return move_new(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def move_new(old: Path, new: Path) -> bool:
    """Rename a file, never over another one; False where the new name is taken. Both names stand on one disk.

    Raises:
        OSError: if it cannot be renamed.
    """
    try:
        if os.name == "nt":
            old.rename(new)  # which replaces nothing there
            return True
        if _renamed_at_once(old, new):
            return True
        # Who is killed between the two leaves both names.
        os.link(old, new, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        # The name is taken by an empty file of ours, which then is replaced.
        try:
            os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        except FileExistsError:
            return False
        old.replace(new)
        return True
    old.unlink()
    return True


def _renamed_at_once(old: Path, new: Path) -> bool:
    """Rename by the system's own call that replaces nothing; False where it has none, or its file system has not.

    Raises:
        OSError: if the new name is taken (``FileExistsError``), or it cannot be renamed.
    """
    rename = _rename_that_replaces_nothing()
    if rename is None:
        return False
    number = rename(os.fsencode(old), os.fsencode(new))
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP):
        return False
    if number:
        raise OSError(number, os.strerror(number), str(old), None, str(new))
    return True


@cache
def _rename_that_replaces_nothing() -> Callable[[bytes, bytes], int] | None:
    """Takes the old and the new name and returns 0 or the number of an error; None where the system has none."""
    import ctypes

    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            plain = library.renamex_np
            return lambda old, new: ctypes.get_errno() if plain(old, new, 4) else 0  # RENAME_EXCL, <sys/stdio.h>
        at = library.renameat2
    except (OSError, AttributeError, TypeError):
        return None
    here = -100  # AT_FDCWD; the 1 below is RENAME_NOREPLACE, <linux/fs.h>
    return lambda old, new: ctypes.get_errno() if at(here, old, here, new, 1) else 0


def move_numbered(old: Path, wanted: Path) -> Path:
    """Rename a file to ``wanted``, or to the next free number at the end of that name (``-2``, ``-3``, ...).

    Raises:
        StorageError: if it cannot be renamed.
    """
    stem, number = wanted.stem, 1
    match = re.fullmatch(r"(.*)-([0-9]{1,9})", stem, re.DOTALL)
    if match:
        stem, number = match[1], int(match[2])
    new = wanted
    with writing(wanted):
        while not move_new(old, new):
            number += 1
            new = wanted.with_name(f"{stem}-{number}{wanted.suffix}")
    return new


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are not there yet.

    Raises:
        StorageError: if it cannot be made.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system refuses while ``path`` is written, renamed or removed into a sentence.

    Raises:
        StorageError: for any OSError inside.
    """
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, Message("Choose another folder."))
        raise StorageError(
            "{path} could not be written: {reason}. {remedy}", path=path, reason=reason(error), remedy=remedy
        ) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the system refuses while ``path`` is read into a sentence.

    Raises:
        StorageError: for any OSError inside.
    """
    try:
        yield
    except OSError as error:
        raise StorageError(
            "{path} could not be read: {reason}. Check it, or choose another one.", path=path, reason=reason(error)
        ) from error


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """An ordinary file, open to be read.

    A folder, a pipe or a device is refused at once: reading from one may never end, and opening a pipe may already
    wait for ever.

    Raises:
        StorageError: if it cannot be opened, or for any OSError inside.
    """
    with reading(path), open_ordinary(path) as file:
        yield file


def read_bounded(path: Path, most: int) -> bytes:
    """All of an ordinary file of at most ``most`` bytes; memory grows only with what arrives.

    Raises:
        StorageError: if it cannot be read, or is larger.
    """
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        content = file.read(size) if size <= most else b""
        # A file may have grown since, and the system's own (/proc) are larger than they say.
        while size <= most and (more := file.read(1 << 20)):
            content += more
            size = len(content)
    if size > most:
        raise StorageError(
            "{path} is larger than the {most:,.0f} MB that such a file can have. Choose another one.",
            path=path,
            most=most / 2**20,
        )
    return content


def open_ordinary(path: Path) -> IO[bytes]:
    """As ``opened``, for who has sentences of its own.

    Raises:
        OSError: if it cannot be opened, or is no ordinary file.
    """
    try:
        descriptor = os.open(path, _READ_ONLY)
    except ValueError as error:
        raise OSError(errno.EINVAL, "no file can have this name") from error
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        return cast("IO[bytes]", os.fdopen(descriptor, "rb"))
    except BaseException:
        os.close(descriptor)
        raise


def reason(error: OSError) -> str:
    """Why the system refused, in plain words where the program has some; fits after a colon."""
    return _REASONS.get(error.errno or 0) or systems(error)


def systems(error: OSError) -> str:
    """What the system itself says, a message where the program knows the words."""
    said = error.strerror or str(error)
    return _SYSTEMS.get(said, said)


def _permissions(path: Path) -> int | None:
    """Those of the file that is there, or None where there is none.

    Raises:
        OSError: if what is there may not be replaced.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no ordinary file")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return mode & 0o777

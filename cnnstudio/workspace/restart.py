"""The workspace over a restart: a file in the user's folder for each window that is open at once. No Qt, no torch.

The first window keeps ``workspace.json``, one that is opened beside it ``workspace-2.json``, and so on: so no window
writes over another one's sheet, edits and waiting runs. A window holds a lock on its file, which dies with its process.
One that starts takes up the newest file that no open window holds; where there is none it begins with the network that
the other one is about.
"""

import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cnnstudio import json_text, paths
from cnnstudio.errors import ConfigError, StorageError, StudioError
from cnnstudio.files import make_folder, move_numbered, read_bounded, reading, write_whole
from cnnstudio.locks import FileLock, is_held
from cnnstudio.workspace.current import LaterWorkspaceError, Workspace

MAX_BYTES = 64 * 1024 * 1024

_NAME = re.compile(r"workspace(-[1-9][0-9]{0,2})?\.json")
_MOST_WINDOWS = 1_000

Stamp = tuple[int, int, int]


@dataclass(slots=True)
class _Place:
    """The file of this process's window.

    Attributes:
        folder: the user's, of which it is one file.
        lock: None where there can be none; windows then share one file.
        written: tells the file as this process read or wrote it last from any that came meanwhile.
        anew: it was set aside, so that the window begins with nothing.
    """

    folder: Path
    file: Path
    lock: FileLock | None = None
    written: Stamp | None = None
    anew: bool = False


_place: _Place | None = None
# Saved is on a worker, the rest on the window's thread.
_guard = threading.RLock()


def file() -> Path:
    """Where this process keeps its workspace, as long as its window is open: no other process has this file."""
    return _taken().file


def load() -> Workspace | None:
    """The workspace of the last time; None where there was none.

    Raises:
        StorageError: if the file cannot be read.
        ConfigError: if it is damaged, or of a later version of the program.
    """
    place = _taken()
    if not place.file.exists():
        return None if place.anew else _of_another_window(place)
    place.written = _stamp(place.file)
    return _read(place.file)


def save(workspace: Workspace) -> None:
    """Keep the workspace, whole or not at all.

    A file that came meanwhile and is damaged is set aside.

    Raises:
        StorageError: if it cannot be written; the older one stays.
        ConfigError: if what is there now is of a later version of the program; it stays, too.
    """
    with _guard:
        place = _taken()
        make_folder(place.folder)
        _make_way(place)
        content = json.dumps(workspace.to_json(), allow_nan=False).encode() + b"\n"
        write_whole(place.file, content, sync=False)
        place.written = _stamp(place.file)


def set_aside() -> Path | None:
    """Give a file that cannot be read another name, so that it is not overwritten; the name, None without a file.

    Raises:
        StorageError: if that is not possible.
    """
    place = _taken()
    place.anew = True
    return move_numbered(place.file, place.folder / "workspace-unread.json") if place.file.exists() else None


def bring_back(kept: Path) -> None:
    """Give a file that was set aside its name again; the one that has come meanwhile is set aside in its place.

    Raises:
        StorageError: if that is not possible.
    """
    set_aside()
    move_numbered(kept, file())


def release() -> None:
    """This process's window has ended: the next one may take up its file."""
    with _guard:
        if _place is not None and _place.lock is not None:
            _place.lock.release()


def kept_files(folder: Path) -> list[Path]:
    """The files that windows keep their workspaces in, the one that was written last first."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            if _NAME.fullmatch(path.name):
                with suppress(OSError):
                    found.append((path.stat().st_mtime_ns, path.name, path))
    return [path for *_, path in sorted(found, reverse=True)]


def _taken() -> _Place:
    """The place of this process, taken where it has none yet in the user's folder of now."""
    global _place
    with _guard:
        folder = paths.data_dir()
        if _place is not None and _place.folder == folder:
            if _place.lock is None or _place.lock.held or _taken_again(_place.lock):
                return _place
        elif _place is not None and _place.lock is not None:
            _place.lock.release()
        _place = _free_place(folder)
        return _place


def _taken_again(lock: FileLock) -> bool:
    try:
        return not is_held(lock.path) and lock.acquire()
    except OSError:
        return True  # as good as without locks


def _free_place(folder: Path) -> _Place:
    for path in _candidates(folder):
        lock = FileLock(path.with_suffix(".lock"))
        try:
            make_folder(folder)
            if not is_held(lock.path) and lock.acquire():
                return _Place(folder, path, lock)
        except (OSError, StorageError):
            break
    return _Place(folder, folder / "workspace.json")


def _candidates(folder: Path) -> Iterator[Path]:
    yield from kept_files(folder)
    for number in range(1, _MOST_WINDOWS):
        path = folder / ("workspace.json" if number == 1 else f"workspace-{number}.json")
        if not os.path.lexists(path):
            yield path


def _of_another_window(place: _Place) -> Workspace | None:
    """What a window begins with that is opened beside others: their network, and its rooms as new ones."""
    for other in kept_files(place.folder):
        if is_held(other.with_suffix(".lock")):
            with suppress(StudioError):
                return replace(_read(other), states={})
    return None


def _make_way(place: _Place) -> None:
    """See that nothing is written over but a workspace that this program reads."""
    stamp = _stamp(place.file)
    if stamp is None or stamp == place.written:
        return
    try:
        _read(place.file)
    except LaterWorkspaceError as error:
        raise ConfigError(
            "{place} is of a later version of CNN Studio and stays as it is. Update the program; until then what "
            "this window shows is not kept over a restart.",
            place=place.file,
        ) from error
    except ConfigError:
        set_aside()


def _read(path: Path) -> Workspace:
    try:
        return Workspace.from_json(json_text.parse(read_bounded(path, MAX_BYTES)))
    except json_text.JsonTextError as error:
        raise ConfigError("{path} is damaged: {error}. Move it away to start anew.", path=path, error=error) from error


def _stamp(path: Path) -> Stamp | None:
    """None where there is no such file.

    Raises:
        StorageError: if it cannot be looked at.
    """
    with reading(path):
        try:
            about = path.stat()
        except FileNotFoundError:
            return None
        return about.st_ino, about.st_size, about.st_mtime_ns

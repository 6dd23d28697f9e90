"""The workspace over a restart: one file in the user's folder. No Qt, no torch."""

import json
from pathlib import Path

from cnnstudio import json_text, paths
from cnnstudio.errors import ConfigError
from cnnstudio.files import make_folder, move_numbered, read_bounded, write_whole
from cnnstudio.workspace.current import Workspace

MAX_BYTES = 64 * 1024 * 1024


def file() -> Path:
    """Where the workspace is kept."""
    return paths.data_dir() / "workspace.json"


def load() -> Workspace | None:
    """The workspace of the last time; None where there was none.

    Raises:
        StorageError: if the file cannot be read.
        ConfigError: if it is damaged, or of a later version of the program.
    """
    place = file()
    if not place.exists():
        return None
    try:
        return Workspace.from_json(json_text.parse(read_bounded(place, MAX_BYTES)))
    except json_text.JsonTextError as error:
        raise ConfigError(f"{place} is damaged: {error}. Move it away to start anew.") from error


def save(workspace: Workspace) -> None:
    """Keep the workspace, whole or not at all.

    Raises:
        StorageError: if it cannot be written; the older one stays.
    """
    make_folder(file().parent)
    write_whole(file(), json.dumps(workspace.to_json(), indent=1, allow_nan=False).encode() + b"\n", sync=False)


def set_aside() -> Path | None:
    """Give a file that cannot be read another name, so that it is not overwritten; the name, None without a file.

    Raises:
        StorageError: if that is not possible.
    """
    place = file()
    return move_numbered(place, place.with_name("workspace-unread.json")) if place.exists() else None


def bring_back(kept: Path) -> None:
    """Give a file that was set aside its name again; the one that has come meanwhile is set aside in its place.

    Raises:
        StorageError: if that is not possible.
    """
    set_aside()
    move_numbered(kept, file())

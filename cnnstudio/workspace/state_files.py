"""States as files: ``.cnnstudio`` holds whole what a link may be too short for. No Qt, no torch at import."""

import json
from pathlib import Path
from typing import Any

from cnnstudio import json_text
from cnnstudio.errors import ConfigError, quoted
from cnnstudio.files import read_bounded, write_whole
from cnnstudio.workspace.links import Address

SUFFIX = ".cnnstudio"
KIND = "cnnstudio-state"
MAX_BYTES = 128 * 1024 * 1024
SCHEMA = 1
_MOST_VALUES = 200_000
_OLD_PLAYGROUND = "cnnstudio-playground"


def save(address: Address, file: Path) -> None:
    """Write where to go; an older file stays whole until the new one is.

    Raises:
        StorageError: if the place cannot be written.
    """
    data = {
        "kind": KIND,
        "schema": SCHEMA,
        "room": address.room,
        "state": address.state,
        "current": address.current,
    }
    write_whole(file, json.dumps(data, allow_nan=False).encode() + b"\n")


def load(file: Path) -> Address:
    """Read a file back; those that the Playground of earlier versions saved are understood, too.

    Raises:
        StorageError: if it cannot be read.
        ConfigError: if it is none, damaged, or of a later version of the program.
    """
    try:
        data = json_text.parse(read_bounded(file, MAX_BYTES), most_values=_MOST_VALUES)
    except json_text.JsonTextError as error:
        raise ConfigError(
            "{file} is damaged: {error}. Open another file, or save the state again.", file=file.name, error=error
        ) from error
    return read(data, file.name)


def read(data: Any, name: str) -> Address:
    """The same from the file's JSON.

    Args:
        name: what the file is called in a sentence.

    Raises:
        ConfigError: as ``load``.
    """
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind == _OLD_PLAYGROUND:
        return Address(room="playground", state=data, current={})
    if kind != KIND:
        raise ConfigError("{name} is no file of CNN Studio. Open one that the program has saved.", name=name)
    schema = data.get("schema")
    if type(schema) is not int or schema < 1:
        raise ConfigError("{name} is damaged: it does not say of which version it is. Open another file.", name=name)
    if schema > SCHEMA:
        raise ConfigError(
            "{name} was saved by a later version of CNN Studio. Update the program to open it.", name=name
        )
    unknown = sorted(map(str, data.keys() - {"kind", "schema", "room", "state", "current"}))
    if unknown:
        raise ConfigError(
            "{name} says something that this version does not know: {unknown}.", name=name, unknown=quoted(unknown[0])
        )
    room, state, current = data.get("room"), data.get("state", {}), data.get("current", {})
    if not isinstance(room, str) or not isinstance(state, dict) or not isinstance(current, dict):
        raise ConfigError("{name} is damaged: room, state or current is of another kind. Open another file.", name=name)
    return Address(room=room, state=state, current=current)

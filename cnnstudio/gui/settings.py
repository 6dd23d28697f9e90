"""What the window remembers: typed options with defaults over one ini file in the user's configuration folder.

A damaged file or a value of the wrong kind never harms: the default is taken instead, and a file that cannot be
read at all is set aside as ``*.damaged``.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSettings

from cnnstudio import paths
from cnnstudio.gui import theme

T = TypeVar("T")

_FILE_NAME = "cnnstudio.ini"


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One remembered value.

    Attributes:
        key: ``"group/name"`` in the file.
        default: taken when nothing usable is stored.
        valid: says whether a stored value of the right type may be used.
    """

    key: str
    default: T
    valid: Callable[[T], bool] = lambda _value: True


THEME: Option[theme.Mode] = Option("window/theme", "system", lambda value: value in ("system", "light", "dark"))
ROOM = Option("window/room", "models")
GEOMETRY = Option("window/geometry", b"")
NETWORK = Option("studio/network", "convnet")


def get(option: Option[T]) -> T:
    """The stored value, or the option's default where there is none that fits."""
    raw = _store().value(option.key)
    if not isinstance(raw, str):
        return option.default
    try:
        value = _decode(raw, option.default)
    except (ValueError, TypeError):
        return option.default
    return value if option.valid(value) else option.default


def put(option: Option[T], value: T) -> None:
    """Remember a value. Written to the file in the background of the event loop, and at the latest by ``save()``."""
    _store().setValue(option.key, _encode(value))


def save() -> None:
    """Write everything to the file now (it is written by rename, so it is never half a file)."""
    _store().sync()


_open: dict[Path, QSettings] = {}


def _store() -> QSettings:
    file = paths.config_dir() / _FILE_NAME
    if file not in _open:
        settings = QSettings(str(file), QSettings.Format.IniFormat)
        if settings.status() == QSettings.Status.FormatError:
            with suppress(OSError):
                file.replace(file.with_suffix(".damaged"))
            settings = QSettings(str(file), QSettings.Format.IniFormat)
        _open.clear()
        _open[file] = settings
    return _open[file]


def _encode(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes) else json.dumps(value)


def _decode(raw: str, default: T) -> T:
    if isinstance(default, bytes):
        return bytes.fromhex(raw)  # type: ignore[return-value]
    value = json.loads(raw)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not type(default):
        raise TypeError(f"{value!r} is not a {type(default).__name__}")
    return value

"""What the window remembers: typed options with defaults over one ini file in the user's configuration folder.

All windows of a user share the file. What one of them remembers is merged into it, key by key (``QSettings`` reads the
file again under a lock before it writes), so that windows lose nothing of one another; of one key the last value stays.

A damaged file or a value of the wrong kind never harms: the default is taken instead, and a file that cannot be read at
all is set aside under a name of its own. A file of a later version is left as it is; then, and where there can be no
file, nothing is remembered beyond this process. ``problem()`` says so in a sentence.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QLockFile, QSettings

from cnnstudio import paths
from cnnstudio.errors import StorageError
from cnnstudio.files import move_numbered, read_bounded
from cnnstudio.gui import errors, theme

T = TypeVar("T")

SCHEMA = 1
"""Version of the file; one that names none is of version 1."""

_FILE_NAME = "cnnstudio.ini"
_ASIDE_NAME = "cnnstudio-before-safe-start.ini"
_SCHEMA_KEY = "file/schema"
# Qt writes the file whole under such a name first; who is killed meanwhile leaves it.
_QTS_PART = re.compile(re.escape(_FILE_NAME) + r"\.[A-Za-z]{6}")
# Some hundred options are remembered, the longest of them in a few hundred letters.
_MOST_BYTES = 1_000_000
# Qt's form for values that are no texts. The program writes none, and reading one builds objects of any kind.
_OBJECTS = (b"@Variant", b"@DateTime", b"@ByteArray", b"@Rect", b"@Size", b"@Point")


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


def _is_pair_of_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value)


THEME: Option[theme.Mode] = Option("window/theme", "system", lambda value: value in ("system", "light", "dark"))
LANGUAGE = Option("window/language", "")  # the system's
ROOM = Option("window/room", "models")
GEOMETRY = Option("window/geometry", b"")
WELCOMED = Option("window/welcomed", False)  # whether the four ways to begin have been shown
NETWORK = Option("studio/network", "convnet")
LESSONS: Option[list[list[str]]] = Option(
    "learn/opened",
    [],
    lambda value: all(
        isinstance(one, list) and len(one) == 2 and all(isinstance(x, str) for x in one) for one in value
    ),
)
"""Lessons of the user's own, the one opened last in front: where each lies, and its title."""
LEARNER = Option("learn/name", "")  # as results were saved under last


def get(option: Option[T]) -> T:
    """The stored value, or the option's default where there is none that fits."""
    raw = _store().value(option.key)
    if not isinstance(raw, str):
        return option.default
    try:
        value = _decode(raw, option.default)
        return value if option.valid(value) else option.default
    except (ValueError, TypeError, RecursionError):
        return option.default


def put(option: Option[T], value: T) -> None:
    """Remember a value. Written to the file in the background of the event loop, and at the latest by ``save()``."""
    store = _store()
    if store.value(_SCHEMA_KEY) is None:
        store.setValue(_SCHEMA_KEY, _encode(SCHEMA))
    store.setValue(option.key, _encode(value))


def save() -> None:
    """Write everything to the file now (it is written by rename, so it is never half a file)."""
    _store().sync()


def problem() -> str:
    """Why settings were not taken or are not remembered, and where they are; "" where all is well."""
    store = _store()
    return _notice or (store.reason if isinstance(store, _Memory) else "")


def set_aside() -> Path | None:
    """Begin anew with the defaults; returns the file that the former settings are kept in, or None if there are none.

    Raises:
        StorageError: if the file cannot be renamed; then everything stays as it is.
    """
    save()
    file = paths.config_dir() / _FILE_NAME
    _open.clear()
    return move_numbered(file, file.with_name(_ASIDE_NAME)) if file.exists() else None


def bring_back(kept: Path) -> None:
    """Take over what ``set_aside`` put away; rooms and windows that are open already keep what they have."""
    former, store = QSettings(str(kept), QSettings.Format.IniFormat), _store()
    for key in former.allKeys():
        store.setValue(key, former.value(key))
    save()


class _Memory:
    """Settings without a file."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self._values: dict[str, object] = {}

    def value(self, key: str) -> object:
        return self._values.get(key)

    def setValue(self, key: str, value: object) -> None:
        self._values[key] = value

    def sync(self) -> None:
        """Nothing: there is no file."""


_open: dict[Path, QSettings | _Memory] = {}
_notice = ""


def _store() -> QSettings | _Memory:
    file = paths.config_dir() / _FILE_NAME
    store = _open.get(file)
    if store is None:
        store = _opened(file)
        _open.clear()
        _open[file] = store
    # Of a later version from the start, or because one was opened meanwhile.
    if isinstance(store, QSettings) and _is_later(store):
        store = _open[file] = _Memory(
            QCoreApplication.translate(
                "settings",
                "The settings in {file} are of a later version of CNN Studio. Update the program; until then the "
                "defaults hold, nothing is remembered, and the file stays as it is.",
            ).format(file=file)
        )
    return store


def _opened(file: Path) -> QSettings | _Memory:
    global _notice
    _notice = ""
    _clear_parts(file)
    try:
        content = read_bounded(file, _MOST_BYTES) if file.exists() or file.is_symlink() else b""
        damaged = any(word in content for word in _OBJECTS) or not _is_text(content)
    except StorageError as error:
        if not file.is_file() or isinstance(error.__cause__, OSError):
            return _Memory(errors.sentence(error))
        damaged = True  # far too large
    settings = None if damaged else QSettings(str(file), QSettings.Format.IniFormat)
    if settings is not None:
        settings.allKeys()  # Qt parses the file's groups when one asks for them, and only then knows
        if settings.status() != QSettings.Status.FormatError:
            return settings
    del settings
    try:
        kept = move_numbered(file, file.with_suffix(".damaged"))
    except StorageError as error:
        return _Memory(errors.sentence(error))
    _notice = QCoreApplication.translate(
        "settings", "The settings were damaged and are kept as {file}; the defaults hold."
    ).format(file=kept)
    return QSettings(str(file), QSettings.Format.IniFormat)


def _clear_parts(file: Path) -> None:
    """Remove what killed windows left of writing the file, while no other window writes it."""
    try:
        parts = [part for part in file.parent.iterdir() if _QTS_PART.fullmatch(part.name)]
    except OSError:
        return  # no folder yet, or none that can be read
    lock = QLockFile(f"{file}.lock")  # the one that QSettings holds while it writes
    if not parts or not lock.tryLock(50):
        return
    for part in parts:
        with suppress(OSError):
            part.unlink()
    lock.unlock()


def _is_text(content: bytes) -> bool:
    """Whether it may be an ini file at all; of others Qt would take a few lines and throw the rest away."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return not any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text)


def _is_later(store: QSettings) -> bool:
    try:
        schema = json.loads(str(store.value(_SCHEMA_KEY, "")))
    except (ValueError, RecursionError):
        return False
    return isinstance(schema, int) and schema > SCHEMA


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

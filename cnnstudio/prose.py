"""The texts that the program tells about things of its own: networks' cards, figures, recipes; a file a language.

``resources/translations/CODE/NAME.toml`` holds a table a thing, whose values are texts and lists of texts. What a
language lacks is said in English. Knows no Qt.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cnnstudio import resources, translations
from cnnstudio.errors import StorageError
from cnnstudio.files import read_bounded
from cnnstudio.translations import ENGLISH

Entry = Mapping[str, str | tuple[str, ...]]
"""The texts of one thing, by what they are for."""

_MOST_BYTES = 1_000_000


def entry(name: str, key: str, code: str = ENGLISH) -> Entry:
    """The texts of one thing in a language; those that it lacks in English.

    Args:
        name: the file's, such as ``cards``.
        key: the thing's, its table in the file.
        code: the language, as ``translations.codes`` writes it.

    Raises:
        StorageError: if the English file cannot be read.
        KeyError: if it has no such table.
    """
    english = _read(_file(name, ENGLISH))[key]
    try:
        theirs = _read(_file(name, code)).get(key, {})
    except StorageError:  # missing or damaged: nobody is kept from his work by that
        return english
    return {what: theirs[what] if _alike(theirs.get(what), text) else text for what, text in english.items()}


def _file(name: str, code: str) -> Path:
    folder = resources.root() / "translations" if code == ENGLISH else translations.folder()
    return folder / code / f"{name}.toml"


def _alike(theirs: str | tuple[str, ...] | None, english: str | tuple[str, ...]) -> bool:
    """Whether a text stands where a text does, and a list of as many where a list does."""
    if isinstance(theirs, tuple) and isinstance(english, tuple):
        return len(theirs) == len(english)
    return isinstance(theirs, str) and isinstance(english, str)


@cache
def _read(file: Path) -> Mapping[str, Entry]:
    """All of a file.

    Raises:
        StorageError: if it is not there, too large, or no such file.
    """
    try:
        data = tomllib.loads(read_bounded(file, _MOST_BYTES).decode())
        return {key: {what: _text(value) for what, value in table.items()} for key, table in data.items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise StorageError(
            "The language file {file} is damaged. Install the program again, or choose another language.", file=file
        ) from error


def _text(value: object) -> str | tuple[str, ...]:
    if isinstance(value, list) and value:
        return tuple(_plain(text) for text in value)
    return _plain(value)


def _plain(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("neither a text nor a list of texts")
    return value

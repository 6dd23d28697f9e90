"""The languages that the program speaks besides English, and the ground floor's messages in them. Knows no Qt.

A language is a file ``resources/translations/CODE.ts``; compiled, ``CODE.qm`` holds the window's words and
``CODE.json`` the messages, so that the command line can speak, too.
"""

import ctypes
import locale
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cnnstudio import json_text, resources
from cnnstudio.errors import StorageError
from cnnstudio.files import read_bounded
from cnnstudio.messages import spoken

ENGLISH = "en"
"""The language that the sources are written in."""

_MOST_BYTES = 20_000_000
# Chinese is written in two scripts; where a locale names none, the territory tells it.
_TRADITIONAL = frozenset(["TW", "HK", "MO"])


@dataclass(frozen=True, slots=True)
class Language:
    """One language's messages.

    Attributes:
        code: as Qt writes it, ``zh_CN``.
        messages: what each template is in it: one text, or as many forms as the language has for a count.
        forms: which of the forms belongs to a count, for 0, 1, 2 ... 199; after that by the last two digits.
    """

    code: str = ENGLISH
    messages: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    forms: tuple[int, ...] = ()

    def look_up(self, template: str, count: int | None) -> str:
        """The template in this language; "" where it has none."""
        found = self.messages.get(template, "")
        if isinstance(found, str):
            return found
        return found[self._form(count or 0)] if found else ""

    def _form(self, count: int) -> int:
        number = abs(count)
        place = number if number < 200 else 100 + number % 100
        return self.forms[place] if place < len(self.forms) else 0

    def say(self, text: str) -> str:
        """A message in this language; any other text as it is."""
        return spoken(text, self.look_up)


def folder() -> Path:
    """Where the languages are."""
    return resources.root() / "translations"


def codes() -> tuple[str, ...]:
    """The languages there are, English first."""
    found = sorted(file.stem for file in folder().glob("*.json")) if folder().is_dir() else []
    return ENGLISH, *found


def load(code: str) -> Language:
    """A language's messages.

    Raises:
        StorageError: if its file cannot be read.
    """
    if code == ENGLISH:
        return Language()
    file = folder() / f"{code}.json"
    try:
        data = json_text.parse(read_bounded(file, _MOST_BYTES).decode())
        return _read(code, data)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise StorageError(
            "The language file {file} is damaged. Install the program again, or choose another language.", file=file
        ) from error


def _read(code: str, data: Any) -> Language:
    forms = tuple(int(form) for form in data["forms"])
    messages: dict[str, str | tuple[str, ...]] = {}
    for template, said in data["messages"].items():
        messages[template] = said if isinstance(said, str) else tuple(map(str, said))
        if not isinstance(said, str) and len(said) <= max(forms, default=0):
            raise ValueError(template)
    return Language(code, messages, forms)


def best(wanted: Iterable[str], there: Iterable[str]) -> str:
    """The first language wanted that is there, English where none is.

    Args:
        wanted: locales as systems write them: ``zh_CN.UTF-8``, ``zh-Hans-CN``, ``de``; best first.
        there: codes.
    """
    known = [(code, *_parts(code)) for code in there]
    for name in wanted:
        language, script, territory = _parts(name)
        same = [
            (code, its)
            for code, its_language, its_script, its in known
            if (its_language, its_script) == (language, script)
        ]
        near = sorted(same, key=lambda found: found[1] != territory)
        if near:
            return near[0][0]
    return ENGLISH


def _parts(name: str) -> tuple[str, str, str]:
    """Language, script and territory of a locale; "" for what it does not name."""
    language, *rest = name.partition(".")[0].partition("@")[0].replace("-", "_").split("_")
    script = next((part.title() for part in rest if len(part) == 4), "")
    territory = next((part.upper() for part in rest if len(part) in (2, 3)), "")
    if language.lower() == "zh" and not script:
        script = "Hant" if territory in _TRADITIONAL else "Hans"
    return language.lower(), script, territory


def users() -> Language:
    """The language of the user's environment; English where its file is damaged, for nobody asked for it."""
    try:
        return load(best(of_user(), codes()))
    except StorageError:
        return Language()


def of_user() -> list[str]:
    """The locales that the user's environment names, best first."""
    # What gettext looks at: one name for what language is spoken at all, and a list of what is liked better.
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    if not named and sys.platform == "win32":
        named = _of_windows()
    elif not named and sys.platform == "darwin":
        named = locale.getlocale()[0] or ""
    if named.partition(".")[0] in ("", "C", "POSIX"):
        return []
    return [*(part for part in os.environ.get("LANGUAGE", "").split(":") if part), named]


def _of_windows() -> str:
    """The language of Windows' own windows, ``zh_CN``; "" where Python has no name for it.

    ``locale.getlocale`` tells it in words, ``Chinese (Simplified)_China``.
    """
    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - elsewhere there is none
    return locale.windows_locale.get(kernel.GetUserDefaultUILanguage(), "")

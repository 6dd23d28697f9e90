"""A lesson out of its folder or zip: ``lesson.toml``, a text a language, and what is wrong with them."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cnnstudio.errors import ConfigError, StudioError, quoted
from cnnstudio.lessons import markup, questions, spans
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.folder import MAX_TEXT_BYTES, Files, files_of
from cnnstudio.lessons.pieces import Exercise, Lesson, Origin, Text
from cnnstudio.messages import Message

FRONT = "lesson.toml"
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_TEXT = re.compile(r"text\.([A-Za-z_]+)\.md")
_KEYS = frozenset({"order", "minutes", "title", "sources", "exercises"})
_MOST_MINUTES = 600
MOST_EXERCISES = 100


def load(path: Path) -> Lesson:
    """The lesson in a folder or a zip of one, if nothing is wrong with it.

    Raises:
        LessonError: the first thing that is wrong.
    """
    lesson, faults = read(files_of(path))
    if faults or lesson is None:
        raise faults[0]
    return lesson


def read(files: Files) -> tuple[Lesson | None, list[LessonError]]:
    """What can be read of a lesson, and all that is wrong with it; None where there is nothing to show.

    Raises:
        LessonError: if there are too many files.
    """
    faults: list[LessonError] = []
    texts: dict[str, Text] = {}
    version = hashlib.sha256()
    names = files.names()
    for name in sorted(names):
        found = _TEXT.fullmatch(name)
        if found is None:
            continue
        if not _LANGUAGE.fullmatch(found[1]):
            faults.append(
                LessonError("{found} is no language. Name it en, zh_CN and so on.", found=quoted(found[1])).at(name)
            )
            continue
        content = _content(files, name, faults)
        if content is not None:
            version.update(content.encode())
            texts[found[1]], wrong = markup.parse(content, name, found[1])
            faults += wrong
    if not texts:
        faults.append(LessonError("There is no text. Write one into text.en.md."))
    front = _front(files, names, faults)
    if not texts or front is None:
        return None, faults
    version.update(front.content.encode())
    return replace(front.lesson(files.name, texts), version=version.hexdigest()[:12]), faults


def _content(files: Files, name: str, faults: list[LessonError]) -> str | None:
    try:
        return files.read(name, MAX_TEXT_BYTES).decode()
    except LessonError as error:
        faults.append(error)
    except UnicodeDecodeError as error:
        line = 1 + error.object[: error.start].count(b"\n")
        faults.append(LessonError("It is not text in UTF-8. Save it so.").at(name, line))
    return None


def _front(files: Files, names: frozenset[str], faults: list[LessonError]) -> "_Front | None":
    if FRONT not in names:
        faults.append(LessonError("There is no {front}. Write one with order, minutes and title.", front=FRONT))
        return None
    content = _content(files, FRONT, faults)
    if content is None:
        return None
    try:
        data = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        # The library tells the place in its text alone: "... (at line 3, column 5)".
        what, _, place = f"{error}".partition(" (at ")
        found = re.match(r"line (\d+)", place)
        line = int(found[1]) if found else max(1, len(content.splitlines()))
        faults.append(LessonError("It cannot be read: {what}. Mend it there.", what=what).at(FRONT, line))
        return None
    except (RecursionError, ValueError) as error:  # brackets, or digits, without end
        what = (
            Message("it is nested too deeply")
            if isinstance(error, RecursionError)
            else Message("a number is too large")
        )
        faults.append(LessonError("It cannot be read: {what}. Mend it there.", what=what).at(FRONT, 1))
        return None
    return _Front(content, data, faults)


class _Front:
    """Reads ``lesson.toml`` and remembers what is wrong with it."""

    def __init__(self, content: str, data: Mapping[str, Any], faults: list[LessonError]) -> None:
        self.content = content
        self._lines = content.splitlines()
        self._data = data
        self._faults = faults
        for key in sorted(data.keys() - _KEYS):
            self._fault(
                Message("{key} is not known. There are {known}.", key=quoted(key), known=", ".join(sorted(_KEYS))),
                self._line(key),
            )

    def lesson(self, name: str, texts: Mapping[str, Text]) -> Lesson:
        """The lesson with these texts."""
        languages = frozenset(texts)
        return Lesson(
            name=name,
            order=self._whole("order", 0, 10_000),
            minutes=self._whole("minutes", 1, _MOST_MINUTES),
            titles=self._words(self._data.get("title"), Message("title"), languages, self._line("title"))
            or {"en": name},
            texts=texts,
            origins=tuple(self._origins(languages)),
            exercises=tuple(self._exercises(languages)),
        )

    def _fault(self, reason: str, line: int) -> None:
        self._faults.append(LessonError(reason).at(FRONT, line))

    def _line(self, key: str, number: int = 1) -> int:
        """Where a key or a table stands for the so-manieth time."""
        begins = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
        for line, text in enumerate(self._lines, start=1):
            if begins.match(text):
                number -= 1
                if not number:
                    return line
        return 1

    def _whole(self, key: str, least: int, most: int) -> int:
        value = self._data.get(key)
        if type(value) is int and least <= value <= most:
            return value
        self._fault(
            Message(
                "{key} is {value}; it must be a whole number, {least} to {most:,}.",
                key=key,
                value=quoted(value),
                least=least,
                most=most,
            ),
            self._line(key),
        )
        return least

    def _words(self, data: Any, what: str, languages: frozenset[str], line: int) -> dict[str, str]:
        """A text for each language."""
        if not isinstance(data, dict):
            self._fault(Message('The {what} is not given by language. Write en = "..." below it.', what=what), line)
            return {}
        found: dict[str, str] = {}
        for language, text in data.items():
            if language not in languages:
                self._fault(
                    Message(
                        "The {what} is given for {language}, and there is no such text.",
                        what=what,
                        language=quoted(language),
                    ),
                    line,
                )
            elif not isinstance(text, str) or not text.strip():
                self._fault(
                    Message("The {what} for {language} is no text. Write one in quotes.", what=what, language=language),
                    line,
                )
            else:
                try:
                    spans.parse(text)
                except StudioError as error:
                    self._fault(error.message, line)
                found[language] = text.strip()
        for language in sorted(languages - data.keys()):
            self._fault(
                Message('The {what} is missing for {language}. Add {language} = "...".', what=what, language=language),
                line,
            )
        return found

    def _tables(self, key: str) -> list[tuple[int, Mapping[str, Any]]]:
        data = self._data.get(key, [])
        if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
            self._fault(Message("{key} is no list of tables. Begin each with [[{key}]].", key=key), self._line(key))
            return []
        return [(self._line(key, number), one) for number, one in enumerate(data, start=1)]

    def _check_keys(self, data: Mapping[str, Any], allowed: frozenset[str], line: int) -> None:
        for key in sorted(data.keys() - allowed):
            self._fault(
                Message(
                    "{key} is not known here. There are {known}.", key=quoted(key), known=", ".join(sorted(allowed))
                ),
                line,
            )

    def _origins(self, languages: frozenset[str]) -> list[Origin]:
        found = []
        for line, data in self._tables("sources"):
            self._check_keys(data, frozenset({"work", "place"}), line)
            work, place = data.get("work"), data.get("place", "")
            if not isinstance(work, str) or not work.strip():
                self._fault(Message('A source has no work. Write work = "author: title, year".'), line)
                continue
            if isinstance(place, str):
                places = {"": place} if place else {}
            else:
                places = self._words(place, Message("place of a source"), languages, line)
            found.append(Origin(line, work.strip(), places))
        return found

    def _exercises(self, languages: frozenset[str]) -> list[Exercise]:
        found = []
        tables = self._tables("exercises")
        if len(tables) > MOST_EXERCISES:
            self._fault(
                Message("Exercises behind number {most:,} are not read. Split the lesson.", most=MOST_EXERCISES),
                tables[0][0],
            )
        for line, data in tables[:MOST_EXERCISES]:
            self._check_keys(data, frozenset({"question", "slips"}) | languages, line)
            names = data.get("slips", [])
            words = {key: value for key, value in data.items() if key in languages}
            texts = self._words(words, Message("exercise"), languages, line)
            try:
                if not isinstance(data.get("question"), str):
                    raise ConfigError('An exercise has no question. Write question = "output_size(28, 5)".')
                if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                    raise ConfigError('slips is no list of names. Write slips = ["one_side"].')
                question = questions.parse(data["question"])
                markup.check_slips(question, tuple(names))
            except StudioError as error:
                self._fault(error.message, line)
                continue
            found.append(Exercise(line, question, texts, tuple(names)))
        return found

"""What a learner has done: ticks, replies and misses, in one file that a person can read. On this machine only.

The file is read, changed and written anew for every change, so that windows that are open at once do not undo each
other's; what cannot be read is set aside under another name and never overwritten.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from cnnstudio import json_text, paths, records
from cnnstudio.errors import BusyError, ConfigError
from cnnstudio.files import make_folder, move_numbered, read_bounded, write_whole
from cnnstudio.locks import FileLock
from cnnstudio.messages import Message

SCHEMA = 1
MAX_BYTES = 16 * 1024 * 1024
MOST_REPLIES = 2_000
"""Replies that are kept of a lesson; older ones are counted among the misses all the same."""
_PATIENCE_S = 5.0
_here = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was typed to a question.

    Attributes:
        question: as it stands in the lesson.
        typed: the text.
        right: whether it was right.
        slip: the name of the slip that gives it; empty where none is known.
    """

    question: str
    typed: str
    right: bool
    slip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProgress:
    """What was done in one lesson.

    Attributes:
        ticks: steps that were done, as ``pieces.step_keys`` calls them.
        replies: in their order.
        place: the step or heading that was seen last.
    """

    ticks: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()
    place: str = ""

    def ticked(self, key: str) -> "LessonProgress":
        """With one step done."""
        return self if key in self.ticks else replace(self, ticks=(*self.ticks, key))

    def replied(self, reply: Reply) -> "LessonProgress":
        """With one reply more."""
        return replace(self, replies=(*self.replies, reply)[-MOST_REPLIES:])

    def at(self, place: str) -> "LessonProgress":
        """Seen as far as this."""
        return replace(self, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """How often a kind of question was asked outside lessons, and replied to rightly."""

    asked: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Everything that is remembered.

    Attributes:
        lessons: by the lesson's name.
        practice: by the kind of question.
        misses: how often each slip was made, by its name.
        streak: right replies one after another in practice, up to now.
        longest: the longest there was.
    """

    KIND: ClassVar[str] = "cnnstudio-progress"

    lessons: Mapping[str, LessonProgress] = field(default_factory=dict)
    practice: Mapping[str, Practice] = field(default_factory=dict)
    misses: Mapping[str, int] = field(default_factory=dict)
    streak: int = 0
    longest: int = 0

    def of(self, lesson: str) -> LessonProgress:
        """What was done in a lesson; nothing in one that was never opened."""
        return self.lessons.get(lesson, LessonProgress())

    def with_lesson(self, lesson: str, change: Callable[[LessonProgress], LessonProgress]) -> "Progress":
        """With something done in a lesson."""
        return replace(self, lessons={**self.lessons, lesson: change(self.of(lesson))})

    def replied(self, lesson: str, kind: str, reply: Reply) -> "Progress":
        """With one reply more; a slip counts among the misses.

        Args:
            lesson: its name; empty in practice.
            kind: of the question.
            reply: what was typed.
        """
        changed = self
        if lesson:
            changed = changed.with_lesson(lesson, lambda before: before.replied(reply))
        else:
            before = self.practice.get(kind, Practice())
            after = Practice(asked=before.asked + 1, right=before.right + reply.right)
            streak = self.streak + 1 if reply.right else 0
            changed = replace(
                changed,
                practice={**self.practice, kind: after},
                streak=streak,
                longest=max(self.longest, streak),
            )
        if reply.slip:
            changed = replace(changed, misses={**self.misses, reply.slip: self.misses.get(reply.slip, 0) + 1})
        return changed

    def by_kind(self) -> dict[str, Practice]:
        """How often each kind of question was asked and replied to rightly, in practice and in lessons."""
        found = dict(self.practice)
        for lesson in self.lessons.values():
            for reply in lesson.replies:
                kind = reply.question.partition("(")[0]
                before = found.get(kind, Practice())
                found[kind] = Practice(asked=before.asked + 1, right=before.right + reply.right)
        return found

    def to_practise(self) -> tuple[str, ...]:
        """The slips that were made, the most frequent first."""
        return tuple(sorted(self.misses, key=lambda name: (-self.misses[name], name)))

    def to_json(self) -> dict[str, Any]:
        """A JSON object with a kind and a schema number."""
        return {"kind": self.KIND, "schema": SCHEMA} | {
            name: value for name, value in records.fields_to_json(self).items() if name != "kind"
        }

    @classmethod
    def from_json(cls, data: Any) -> "Progress":
        """Read ``to_json`` back.

        Raises:
            ConfigError: if it is none, damaged, or of a later version of the program.
        """
        if not isinstance(data, dict) or data.get("kind") != cls.KIND:
            raise ConfigError("This is no progress of CNN Studio. Open another file.")
        schema = data.get("schema")
        if type(schema) is not int or schema < 1:
            raise ConfigError("The progress is damaged: it does not say of which version it is. Open another file.")
        if schema > SCHEMA:
            raise ConfigError("The progress is of a later version of CNN Studio. Update the program to open it.")
        rest = {name: value for name, value in data.items() if name != "schema"}
        found = records.fields_from_json(cls, rest, where=Message("The progress"))
        if any(count < 0 for count in (*found.misses.values(), found.streak, found.longest)):
            raise ConfigError("The progress is damaged: something was done less than never. Open another file.")
        return found


def file() -> Path:
    """Where the progress is kept."""
    return paths.data_dir() / "lessons.json"


def load(path: Path | None = None) -> Progress:
    """What was done so far; nothing where there is no file.

    Raises:
        StorageError: if the file cannot be read.
        ConfigError: if it is damaged, or of a later version of the program.
    """
    path = path or file()
    if not path.exists():
        return Progress()
    try:
        return Progress.from_json(json_text.parse(read_bounded(path, MAX_BYTES)))
    except json_text.JsonTextError as error:
        raise ConfigError("{path} is damaged: {error}. Move it away to start anew.", path=path, error=error) from error


def save(progress: Progress, path: Path) -> None:
    """Write the progress whole, as a file that a teacher can collect.

    Raises:
        StorageError: if it cannot be written; an older file stays.
    """
    write_whole(path, (json.dumps(progress.to_json(), indent=1, ensure_ascii=False) + "\n").encode())


def record(change: Callable[[Progress], Progress]) -> tuple[Progress, Path | None]:
    """Keep something that was done: the progress afterwards, and where a file went that could not be read.

    Raises:
        StorageError: if the file cannot be read, set aside or written.
        BusyError: if another window does not let go of it.
    """
    with _here:
        make_folder(paths.data_dir())
        lock = FileLock(file().with_suffix(".lock"))
        patience = time.monotonic() + _PATIENCE_S
        while not lock.acquire():
            if time.monotonic() > patience:
                raise BusyError("Another window is writing your progress. Try again in a moment.")
        try:
            aside = None
            try:
                before = load()
            except ConfigError:
                before = Progress()
                aside = move_numbered(file(), file().with_name("lessons-unread.json"))
            after = change(before)
            if after != before or aside is not None:
                save(after, file())
            return after, aside
        finally:
            lock.release()

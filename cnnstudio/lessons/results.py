"""A learner's results as one file: above for people, below the same for programs. Written when asked, sent nowhere.

A teacher collects such files; ``cnnstudio lessons --results FILES`` prints a table of them.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from cnnstudio import __version__, json_text, records
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.files import read_bounded, write_whole
from cnnstudio.lessons import opened, progress, shelf
from cnnstudio.lessons.loading import load as load_lesson
from cnnstudio.lessons.pieces import Lesson, to_do
from cnnstudio.lessons.progress import LessonProgress, Progress, Reply
from cnnstudio.messages import Message, listed
from cnnstudio.networks import reference
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.run_state import RunSummary

SCHEMA = 1
SUFFIX = ".txt"
MAX_BYTES = 16 * 1024 * 1024
MOST_RUNS = 200
LONGEST_NAME = 100
_ABOUT_PLACES = frozenset({"network", "dataset", "device"})

Say = Callable[[str], str]
"""Puts a message into the language that is spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What was typed to a question, whether it was right, and the slip that gives it, where one is known."""

    typed: str
    right: bool
    slip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that was typed to one question, in its order."""

    question: str
    attempts: tuple[Attempt, ...]

    @property
    def right(self) -> bool:
        """Whether one of them was right."""
        return any(attempt.right for attempt in self.attempts)

    @property
    def right_at_once(self) -> bool:
        """Whether the first one was."""
        return bool(self.attempts) and self.attempts[0].right


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonResult:
    """What was done in one lesson.

    Attributes:
        lesson: its folder's name.
        title: as it was shown.
        version: of its files, see ``Lesson.version``; "" where the lesson itself was not there any more.
        ticks: steps that were done, as ``pieces.step_keys`` calls them.
        steps: how many can be done; 0 where that is not known.
        questions: by question.
    """

    lesson: str
    title: str = ""
    version: str = ""
    ticks: tuple[str, ...] = ()
    steps: int = 0
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """A training that was measured.

    Attributes:
        started: ISO 8601, UTC.
        network, dataset: what was trained, and on what; of files and folders of somebody's own, the name alone.
        state: ``finished``, ``stopped`` and so on.
        epochs_done: complete epochs.
        test_accuracy: share 0..1 of the test set; None where it was not measured.
        settings: the run's configuration.
    """

    started: str
    network: str
    dataset: str
    state: str
    epochs_done: int = 0
    test_accuracy: float | None = None
    settings: Mapping[str, bool | int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeResult:
    """How often a kind of question was asked in practice, and replied to rightly."""

    kind: str
    asked: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that one learner has done.

    Attributes:
        name: of the learner; "" where none was given.
        saved: when, ISO 8601 with the difference to UTC.
        program: the version of CNN Studio.
        lessons: those that were begun.
        runs: the newest first.
        practice: outside lessons.
    """

    KIND: ClassVar[str] = "cnnstudio-results"

    name: str = ""
    saved: str = ""
    program: str = ""
    lessons: tuple[LessonResult, ...] = ()
    runs: tuple[RunResult, ...] = ()
    practice: tuple[PracticeResult, ...] = ()

    @property
    def questions(self) -> tuple[Asked, ...]:
        """Of all lessons."""
        return tuple(asked for lesson in self.lessons for asked in lesson.questions)

    @property
    def best_run(self) -> RunResult | None:
        """The one of the highest test accuracy; of equal ones the newest."""
        measured = [run for run in self.runs if run.test_accuracy is not None]
        return max(measured, key=lambda run: run.test_accuracy or 0.0, default=None)


def gather(name: str, language: str) -> Results:
    """The results as they stand on the disk: progress, runs, and all lessons that can be read.

    Args:
        name: of the learner, or "".
        language: of the titles.

    Raises:
        StudioError: if the progress cannot be read, or a lesson of the course is damaged.
    """
    from cnnstudio.training import runs

    done = progress.load()
    lessons = shelf.lessons()
    for key in filter(opened.is_opened, done.lessons):
        with suppress(StudioError):  # it is elsewhere by now, or being changed
            lessons.append(replace(load_lesson(Path(key)), name=key))
    measured: list[tuple[RunSummary, TrainConfig | None]] = []
    for summary in runs.list_runs()[:MOST_RUNS]:
        try:
            measured.append((summary, runs.RunFolder(summary.path).config()))
        except StudioError:
            measured.append((summary, None))
    return collect(name, done, lessons, measured, language)


def collect(
    name: str,
    done: Progress,
    lessons: Iterable[Lesson],
    runs: Sequence[tuple[RunSummary, TrainConfig | None]],
    language: str,
) -> Results:
    """The results as they are now.

    Args:
        name: of the learner, or "".
        done: what was remembered of it.
        lessons: all that can be read now, of the course and opened; of others the progress alone is told.
        runs: the newest first, with their settings where those can be read; of what is damaged nothing is told.
        language: of the titles.
    """
    known = {lesson.name: lesson for lesson in lessons}
    begun = [key for key, one in done.lessons.items() if one.ticks or one.replies]
    return Results(
        name=" ".join(name.split())[:LONGEST_NAME],
        saved=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        program=__version__,
        lessons=tuple(_of_lesson(key, known.get(key), done.of(key), language) for key in sorted(begun)),
        runs=tuple(_of_run(summary, config) for summary, config in runs[:MOST_RUNS] if summary.network),
        practice=tuple(
            PracticeResult(kind=kind, asked=one.asked, right=one.right) for kind, one in done.practice.items()
        ),
    )


def _of_lesson(key: str, lesson: Lesson | None, done: LessonProgress, language: str) -> LessonResult:
    # A path of this machine tells a teacher nothing, and is nobody else's.
    found = LessonResult(
        lesson=opened.title(key) if opened.is_opened(key) else key,
        ticks=done.ticks,
        questions=tuple(_questions(done.replies)),
    )
    if lesson is None:
        return found
    steps = to_do(lesson)
    return replace(
        found,
        title=lesson.title(language),
        version=lesson.version,
        ticks=tuple(step for step in done.ticks if step in steps),
        steps=len(steps),
    )


def _questions(replies: Iterable[Reply]) -> Iterator[Asked]:
    attempts: dict[str, list[Attempt]] = {}
    for reply in replies:
        one = Attempt(typed=reply.typed, right=reply.right, slip=reply.slip)
        attempts.setdefault(reply.question, []).append(one)
    for question, typed in attempts.items():
        yield Asked(question=question, attempts=tuple(typed))


def _of_run(summary: RunSummary, config: TrainConfig | None) -> RunResult:
    network, dataset = summary.network, summary.dataset
    settings: dict[str, bool | int | float | str] = {}
    if config is not None:
        of = config.network
        network = of.class_name if isinstance(of, PythonNetwork) else reference.typed(of)
        dataset = config.dataset
        values = records.to_json(config)
        settings = {
            key: value
            for key, value in values.items()
            if key not in _ABOUT_PLACES and isinstance(value, bool | int | float | str)
        }
    return RunResult(
        started=summary.started,
        network=_without_folder(network),
        dataset=_without_folder(dataset),
        state=summary.state,
        epochs_done=summary.epochs_done,
        test_accuracy=summary.test_accuracy,
        settings=settings,
    )


def _without_folder(text: str) -> str:
    return re.split(r"[/\\]", text.rstrip("/\\"))[-1]


# --- the file


def save(results: Results, path: Path, say: Say) -> None:
    """Write the file whole; an older one stays until the new one is there.

    Args:
        results: to be written.
        path: of the file.
        say: the language of the readable part.

    Raises:
        StorageError: if it cannot be written.
    """
    data = {"kind": Results.KIND, "schema": SCHEMA} | {
        key: value for key, value in records.fields_to_json(results).items() if key != "kind"
    }
    text = "\n".join(readable(results, say))
    write_whole(path, f"{text}\n\n{json.dumps(data, indent=1, ensure_ascii=False)}\n".encode())


def readable(results: Results, say: Say) -> Iterator[str]:
    """The lines that people read; none of them begins with a brace."""
    yield say(Message("Results in CNN Studio"))
    if results.name:
        yield say(Message("Name: {name}", name=results.name))
    yield say(Message("Saved: {saved}, version {version}", saved=results.saved, version=results.program))
    for lesson in results.lessons:
        yield ""
        title, done = lesson.title or lesson.lesson, len(lesson.ticks)
        if lesson.steps:
            told = Message(
                "Lesson “{title}”, steps done: {done} of {steps}", title=title, done=done, steps=lesson.steps
            )
        else:
            told = Message("Lesson “{title}”, steps done: {done}", title=title, done=done)
        yield say(told)
        for asked in lesson.questions:
            yield f"    {say(_sentence_of_question(asked))}"
    yield ""
    yield say(Message("Training runs: {count}", count=len(results.runs)))
    for run in results.runs:
        yield f"    {say(_sentence_of_run(run))}"
    for practice in results.practice:
        yield say(
            Message(
                "Practice {kind}: {right} of {asked} right",
                kind=practice.kind,
                right=practice.right,
                asked=practice.asked,
            )
        )
    yield ""
    yield say(Message("What follows is the same for programs."))


def _sentence_of_question(asked: Asked) -> Message:
    typed = listed(attempt.typed for attempt in asked.attempts)
    if asked.right:
        return Message("{question}: right ({typed})", question=asked.question, typed=typed)
    return Message("{question}: not yet right ({typed})", question=asked.question, typed=typed)


def _sentence_of_run(run: RunResult) -> Message:
    what = listed(filter(None, (run.network, run.dataset, str(run.settings.get("recipe", "")))))
    started = run.started[:16].replace("T", " ")
    if run.test_accuracy is None:
        return Message("{started}: {what}; epochs: {epochs}", started=started, what=what, epochs=run.epochs_done)
    return Message(
        "{started}: {what}; epochs: {epochs}; test accuracy: {accuracy:.2f} %",
        started=started,
        what=what,
        epochs=run.epochs_done,
        accuracy=100 * run.test_accuracy,
    )


def load(path: Path) -> Results:
    """Read a file back; what people read in it is passed over.

    Raises:
        StorageError: if it cannot be read.
        ConfigError: if it is none, damaged, or of a later version of the program.
    """
    try:
        text = read_bounded(path, MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("{path} holds no results of CNN Studio. Choose another file.", path=path.name) from error
    begins = re.search(r"^\{", text, re.MULTILINE)
    if begins is None:
        raise ConfigError("{path} holds no results of CNN Studio. Choose another file.", path=path.name)
    try:
        return _from_json(json_text.parse(text[begins.start() :]), path.name)
    except json_text.JsonTextError as error:
        raise ConfigError("{path} is damaged: {error}. Ask for it again.", path=path.name, error=error) from error


def _from_json(data: Any, name: str) -> Results:
    if not isinstance(data, dict) or data.get("kind") != Results.KIND:
        raise ConfigError("{path} holds no results of CNN Studio. Choose another file.", path=name)
    schema = data.get("schema")
    if type(schema) is not int or schema < 1:
        raise ConfigError("{path} is damaged: it does not say of which version it is. Ask for it again.", path=name)
    if schema > SCHEMA:
        raise ConfigError("{path} is of a later version of CNN Studio. Update the program to read it.", path=name)
    rest = {key: value for key, value in data.items() if key != "schema"}
    try:
        return records.fields_from_json(Results, rest, where=Message("The file"))
    except StudioError as error:
        raise ConfigError("{path} is damaged: {error}", path=name, error=error) from error

"""Many learners' results as one table: a row a file, a column a lesson."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cnnstudio import terminal
from cnnstudio.errors import printable
from cnnstudio.lessons.results import LessonResult, Results, Say
from cnnstudio.messages import Message

_LONGEST_CELL = 28
# A spreadsheet would take what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Collected:
    """One file's results, and what the file is called."""

    file: str
    results: Results


def as_text(found: Sequence[Collected], say: Say) -> str:
    """Aligned columns for people; a star marks a lesson in another version than most of the files have."""
    lessons = _lessons(found)
    usual = {lesson: _usual_version(lesson, found) for lesson in lessons}
    head = [
        say(Message("Name")),
        say(Message("Saved")),
        *(_short(lesson) for lesson in lessons),
        say(Message("Right")),
        say(Message("At once")),
        say(Message("Attempts")),
        say(Message("Runs")),
        say(Message("Best run")),
        say(Message("File")),
    ]
    rows, starred = [head], False
    for one in found:
        results = one.results
        cells = []
        for lesson in lessons:
            done = _of(results, lesson)
            other = done is not None and done.version != usual[lesson]
            starred = starred or other
            cells.append(f"{_done(done)}{'*' if other else ''}")
        best = results.best_run
        questions = results.questions
        rows.append(
            [
                results.name,
                results.saved[:16].replace("T", " "),
                *cells,
                f"{sum(asked.right for asked in questions)}/{len(questions)}",
                str(sum(asked.right_at_once for asked in questions)),
                str(sum(len(asked.attempts) for asked in questions)),
                str(len(results.runs)),
                "" if best is None else f"{100 * (best.test_accuracy or 0):.2f} % {best.network} {best.dataset}",
                one.file,
            ]
        )
    lines = _aligned([[printable(cell, _LONGEST_CELL) for cell in row] for row in rows])
    if starred:
        lines += ["", say(Message("* Another version of the lesson than most of these files have."))]
    return "\n".join(lines)


def as_csv(found: Sequence[Collected]) -> str:
    """The same for spreadsheets, with plain numbers and English headings that stay."""
    lessons = _lessons(found)
    head = ["name", "saved"]
    for lesson in lessons:
        head += [f"{lesson} done", f"{lesson} steps", f"{lesson} version"]
    head += ["questions", "right", "right at once", "attempts", "runs"]
    head += ["best accuracy", "network", "dataset", "epochs", "settings", "file"]
    rows: list[list[object]] = [list(head)]
    for one in found:
        results = one.results
        row: list[object] = [results.name, results.saved]
        for lesson in lessons:
            done = _of(results, lesson)
            row += ["", "", ""] if done is None else [len(done.ticks), done.steps, done.version]
        questions, best = results.questions, results.best_run
        row += [
            len(questions),
            sum(asked.right for asked in questions),
            sum(asked.right_at_once for asked in questions),
            sum(len(asked.attempts) for asked in questions),
            len(results.runs),
        ]
        if best is None:
            row += [""] * 5
        else:
            settings = " ".join(f"{name}={value}" for name, value in best.settings.items())
            row += [best.test_accuracy, best.network, best.dataset, best.epochs_done, settings]
        rows.append([*row, one.file])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[_plain(cell) for cell in row] for row in rows])
    return text.getvalue()


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _lessons(found: Sequence[Collected]) -> list[str]:
    """All that anybody began, in the course's order; those of others last."""
    names = {lesson.lesson for one in found for lesson in one.results.lessons}
    return sorted(names, key=lambda name: (not name[:2].isdigit(), name))


def _of(results: Results, lesson: str) -> LessonResult | None:
    return next((one for one in results.lessons if one.lesson == lesson), None)


def _usual_version(lesson: str, found: Sequence[Collected]) -> str:
    versions = Counter(done.version for one in found if (done := _of(one.results, lesson)) is not None)
    return versions.most_common(1)[0][0]


def _short(lesson: str) -> str:
    number, _, rest = lesson.partition("-")
    return number if rest and number.isdigit() else lesson


def _done(lesson: LessonResult | None) -> str:
    if lesson is None:
        return "-"
    return f"{len(lesson.ticks)}/{lesson.steps}" if lesson.steps else str(len(lesson.ticks))


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(terminal.width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(terminal.padded, row, widths)).rstrip() for row in rows]

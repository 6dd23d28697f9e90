"""All that can be told to be wrong with a lesson before anybody opens it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cnnstudio.errors import StudioError
from cnnstudio.lessons import addresses, conditions, expressions, facts, formulas, pictures, slips
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.folder import MAX_TEXT_BYTES, Files, files_of
from cnnstudio.lessons.loading import FRONT, read
from cnnstudio.lessons.pieces import (
    Ask,
    Computed,
    Figure,
    Formula,
    Lesson,
    Open,
    Paragraph,
    Span,
    Target,
    Text,
    Wait,
    step_words,
)
from cnnstudio.lessons.questions import Question
from cnnstudio.messages import Message
from cnnstudio.workspace import states
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.goals import Goal


def check(path: Path) -> tuple[Lesson | None, list[LessonError]]:
    """The lesson in a folder or a zip, and everything that is wrong with it, by file and line."""
    try:
        files = files_of(path)
        lesson, faults = read(files)
    except LessonError as error:
        return None, [error]
    if lesson is not None:
        for text in lesson.texts.values():
            faults += _of_text(text, files)
        faults += _of_exercises(lesson)
        faults += _of_languages(lesson)
    order = {name: place for place, name in enumerate(("", FRONT))}
    return lesson, sorted(faults, key=lambda fault: (order.get(fault.file, 2), fault.file, fault.line))


def _of_text(text: Text, files: Files) -> Iterator[LessonError]:
    opened: Goal | None = None
    for block in text.blocks():
        try:
            match block:
                case Open(target=target):
                    opened = addresses.goal(target, files)
                case Wait(condition=condition):
                    _check_condition(condition, opened)
                case Ask(question=question, slips=names):
                    _check_question(question, names)
                case Figure(target=target, caption=caption):
                    _check_picture(target, files)
                    _check_numbers(caption)
        except LessonError as error:
            yield LessonError(_with_file(error)).at(text.file, block.line)
        except StudioError as error:
            yield LessonError(error.message).at(text.file, block.line)
        if isinstance(block, Paragraph):
            yield from _of_numbers(block, text, files)


def _of_numbers(block: Paragraph, text: Text, files: Files) -> Iterator[LessonError]:
    """What cannot be computed in a paragraph, each with the line that it stands in."""
    for span in block.spans:
        try:
            _check_numbers((span,))
        except StudioError as error:
            written = f"{{{span.expression.text}}}" if isinstance(span, Computed) else ""
            lines = files.read(text.file, MAX_TEXT_BYTES).decode().splitlines()
            places = (line for line in range(block.line, len(lines) + 1) if written in lines[line - 1])
            yield LessonError(error.message).at(text.file, next(places, block.line))


def _with_file(error: LessonError) -> Message:
    return Message("{file}: {reason}", file=error.file, reason=error.reason) if error.file else error.reason


def _check_condition(condition: conditions.Condition, opened: Goal | None) -> None:
    for name in conditions.names(condition):
        facts.check_name(name)
    known: dict[str, Any] = dict(facts.EXAMPLES)
    for room in addresses.ROOMS:
        known |= facts.of_workspace(room, {room: states.class_of(room)()}, Current())
    for one in conditions.comparisons(condition):
        if one.comparison == "has":
            if not isinstance(known.get(one.name), list):
                raise LessonError("{name} is no list, so that it has nothing. Write == instead.", name=one.name)
        elif one.comparison != "holds":
            facts.check_value(one.name, one.value, known.get(one.name))
    if opened is None:
        return
    for one in conditions.comparisons(condition):
        if one.name in ("selected", "map", "layer") and one.comparison == "==" and one.value:
            addresses.check_layer(opened.current.network, one.value, opens=one.name == "layer")
    now = facts.of_workspace(opened.room, {opened.room: addresses.state_of(opened)}, opened.current)
    if conditions.holds(condition, now):
        raise LessonError(
            "The condition is met before anything was done. Open another state, or wait for something else."
        )


def _check_question(question: Question, names: tuple[str, ...]) -> None:
    question.state()
    for name in names:
        others = slips.confused_with(question, name)
        if others is not None:
            if not others:
                raise LessonError(
                    "The slip {name} gives the right result here. Take other numbers, or leave it out.", name=name
                )
            raise LessonError(
                "The slip {name} gives what {other} gives here. Take other numbers, or leave it out.",
                name=name,
                other=others[0],
            )


def _check_picture(target: Target, files: Files) -> None:
    if target.kind == "picture":
        pictures.read(files, target.text)
    else:
        addresses.goal(target, files)


def _check_numbers(spans: tuple[Span, ...]) -> None:
    for span in spans:
        if isinstance(span, Computed):
            expressions.shown(expressions.evaluate(span.expression))


def _of_exercises(lesson: Lesson) -> Iterator[LessonError]:
    for exercise in lesson.exercises:
        try:
            _check_question(exercise.question, exercise.slips)
        except LessonError as error:
            yield LessonError(error.reason).at(FRONT, exercise.line)
        except StudioError as error:
            yield LessonError(error.message).at(FRONT, exercise.line)


def _of_languages(lesson: Lesson) -> Iterator[LessonError]:
    """What one language has and another one has not."""
    texts = [lesson.texts[language] for language in sorted(lesson.texts)]
    for other in texts[1:]:
        yield from _beside(texts[0], other)


def _beside(one: Text, other: Text) -> Iterator[LessonError]:
    if len(one.sections) != len(other.sections):
        yield LessonError(
            "It has {sections} sections, and {file} has {wanted}. Give both the same.",
            sections=len(other.sections),
            file=one.file,
            wanted=len(one.sections),
        ).at(other.file)
        return
    for first, second in zip(one.sections, other.sections, strict=True):
        if bool(first.title) != bool(second.title):
            yield LessonError(
                "A section begins here without a heading, or with one that line {line} of {file} does not have. Give "
                "both the same.",
                line=first.line,
                file=one.file,
            ).at(other.file, second.line)
        yield from _rows_beside(one, other, _row(first.blocks), _row(second.blocks), second.line)
        numbers = [{words for _, _, words in _numbers(section.blocks)} for section in (first, second)]
        for line, expression, words in _numbers(second.blocks):
            if words not in numbers[0]:
                yield LessonError(
                    "{{{expression}}} does not stand in this section of {file}. Give both the same numbers.",
                    expression=expression,
                    file=one.file,
                ).at(other.file, line)
        for line, expression, words in _numbers(first.blocks):
            if words not in numbers[1]:
                yield LessonError(
                    "{{{expression}}} of line {line} of {file} is missing in this section. Give both the same numbers.",
                    expression=expression,
                    line=line,
                    file=one.file,
                ).at(other.file, second.line)


_Row = list[tuple[int, str]]


def _row(blocks: tuple[object, ...]) -> _Row:
    """Steps and formulas of a section, each with its line, and equal in all languages."""
    found: _Row = []
    for block in blocks:
        match block:
            case Formula(line=line, latex=latex):
                found.append((line, f"formula {formulas.without_words(latex)}"))
            case Ask(line=line, slips=names):
                found.append((line, f"{step_words(block)} {json.dumps(sorted(names))}"))
            case Open(line=line) | Wait(line=line) | Figure(line=line):
                found.append((line, step_words(block)))
    return found


def _rows_beside(one: Text, other: Text, first: _Row, second: _Row, begun: int) -> Iterator[LessonError]:
    """The first place where two sections go apart."""
    for (line, words), (at, instead) in zip(first, second, strict=False):
        if words != instead:
            yield LessonError(
                "Here stands {instead}, and in line {line} of {file} {words}. Give both the same.",
                instead=instead[:80],
                line=line,
                file=one.file,
                words=words[:80],
            ).at(other.file, at)
            return
    if len(first) > len(second):
        line, words = first[len(second)]
        yield LessonError(
            "{words} of line {line} of {file} is missing in this section. Add it.",
            words=words[:80],
            line=line,
            file=one.file,
        ).at(other.file, begun)
    elif len(second) > len(first):
        at, instead = second[len(first)]
        yield LessonError(
            "{instead} does not stand in this section of {file}. Add it there.", instead=instead[:80], file=one.file
        ).at(other.file, at)


def _numbers(blocks: tuple[object, ...]) -> Iterator[tuple[int, str, str]]:
    """Line, expression as it stands, and its normal form, of every computed number."""
    for block in blocks:
        match block:
            case Paragraph(line=line, spans=spans) | Figure(line=line, caption=spans):
                for span in spans:
                    if isinstance(span, Computed):
                        yield line, span.expression.text, expressions.normal_form(span.expression)

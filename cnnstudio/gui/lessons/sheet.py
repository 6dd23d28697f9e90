"""A lesson as it is about to be shown: its numbers worked out, its formulas set. Made on a worker."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cnnstudio.errors import StudioError
from cnnstudio.gui.widgets.typesetting import SetFormula, set_formula
from cnnstudio.lessons import expressions
from cnnstudio.lessons.pieces import (
    Ask,
    Computed,
    Figure,
    Formula,
    InlineFormula,
    Lesson,
    Paragraph,
    Span,
    Text,
    exercise_key,
    step_keys,
)
from cnnstudio.lessons.questions import Question


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page shows of a lesson in one language.

    Attributes:
        lesson: whole.
        text: in the language.
        keys: of its steps, in their order, as progress knows them.
        questions: of the steps that ask and of the exercises at its end, by their keys.
        numbers: what stands for each computed number, by its expression; a question mark where it cannot be computed.
        formulas: by their LaTeX; one that cannot be set is missing, and its LaTeX is shown.
    """

    lesson: Lesson
    text: Text
    keys: tuple[str, ...]
    questions: Mapping[str, Question]
    numbers: Mapping[str, str]
    formulas: Mapping[str, SetFormula]


def build(request: tuple[Lesson, str]) -> Sheet:
    """The sheet of a lesson in a language; imports torch where a network's numbers are named."""
    lesson, language = request
    text = lesson.text(language)
    numbers: dict[str, str] = {}
    formulas: dict[str, SetFormula] = {}
    for latex in _formulas(text):
        try:
            formulas[latex] = set_formula(latex)
        except ValueError:
            continue
    for span in _spans(text):
        if isinstance(span, Computed):
            numbers[span.expression.text] = _number(span)
    steps = step_keys(text)
    questions = {key: step.question for key, step in steps if isinstance(step, Ask)}
    questions |= {exercise_key(at): exercise.question for at, exercise in enumerate(lesson.exercises)}
    return Sheet(lesson, text, tuple(key for key, _ in steps), questions, numbers, formulas)


def _number(span: Computed) -> str:
    try:
        return expressions.shown(expressions.evaluate(span.expression))
    except StudioError:
        return "?"


def _spans(text: Text) -> Iterator[Span]:
    for block in text.blocks():
        if isinstance(block, Paragraph):
            yield from block.spans
        elif isinstance(block, Figure):
            yield from block.caption


def _formulas(text: Text) -> Iterator[str]:
    for block in text.blocks():
        if isinstance(block, Formula):
            yield block.latex
    for span in _spans(text):
        if isinstance(span, InlineFormula):
            yield span.latex

"""What ``resources/lessons/README.md`` says of the format is what the program reads: every sample in it is parsed."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from cnnstudio import resources
from cnnstudio.lessons import (
    checks,
    conditions,
    expressions,
    facts,
    folder,
    formulas,
    markup,
    opened,
    questions,
    spans,
)
from cnnstudio.lessons.pieces import (
    Ask,
    Bold,
    Code,
    Computed,
    Figure,
    Formula,
    InlineFormula,
    Open,
    Paragraph,
    Plain,
    Text,
    Wait,
)
from cnnstudio.workspace import state_files

README = resources.path("lessons", "README.md").read_text("utf-8")
PAGE = 62 * 90  # lines of a printed page, characters of a line
_CODE = re.compile(r"`` (.+?) ``|`([^`]+)`")


def section(title: str) -> str:
    """From a heading, or a bold word at a line's beginning, to the next one."""
    found = re.search(rf"(?ms)^(?:## |\*\*){re.escape(title)}\b.*?(?=^## |^\*\*|\Z)", README)
    assert found, title
    return found[0]


def block(text: str) -> list[str]:
    """The lines that are set in four spaces."""
    return [line[4:] for line in text.splitlines() if line.startswith("    ")]


def codes(text: str) -> list[str]:
    return [
        one or two for one, two in _CODE.findall("\n".join(x for x in text.splitlines() if not x.startswith("    ")))
    ]


def signatures(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each name in front of a bracket, and what stands between the brackets."""
    for line in lines:
        yield from re.findall(r"(\w+)\(((?:[^()]|\([^()]*\))*)\)", line)


def parameters(function: object) -> list[str]:
    return list(inspect.signature(function).parameters)  # type: ignore[arg-type]


def test_it_has_two_pages_at_most() -> None:
    assert len(README) <= 2 * PAGE
    assert len(README.splitlines()) <= 2 * 62


def test_the_files_it_names_are_those_that_are_read() -> None:
    listed = "\n".join(block(README.partition("## ")[0] or README))
    for suffix in folder.PICTURE_SUFFIXES:
        assert f"*{suffix}" in listed or suffix == ".jpeg"
    assert f"*{state_files.SUFFIX}" in listed
    assert "lesson.toml" in listed
    assert "text.en.md" in listed


def test_its_front_matter_is_a_lesson(tmp_path: Path) -> None:
    (tmp_path / "lesson.toml").write_text("\n".join(block(section("lesson.toml"))), "utf-8")
    for language in ("en", "zh_CN"):
        (tmp_path / f"text.{language}.md").write_text("Words.", "utf-8")
    lesson, faults = checks.check(tmp_path)
    assert [str(fault) for fault in faults] == []
    assert lesson is not None
    assert lesson.exercises[0].slips
    assert lesson.origins[0].place("en")


def test_its_computed_numbers_are_all_there_are() -> None:
    lines = block(section("The text"))
    named = dict(signatures(lines))
    for line in lines:  # "params_of("vgg16", path) ...; also macs_of, shape_of, field_of,"
        named |= dict.fromkeys(re.findall(r"\b(macs_of|shape_of|field_of|min|max|abs)\b", line), "")
    assert named.keys() == set(expressions.FUNCTIONS)
    tried = 0
    for name, inner in named.items():
        if re.fullmatch(r"[a-z]+(, [a-z]+)*", inner):
            assert inner.split(", ") == parameters(expressions.FUNCTIONS[name]), name
        elif inner and "path" not in inner:
            expressions.shown(expressions.evaluate(expressions.parse(f"{name}({inner})")))
            tried += 1
    assert tried >= 3
    for operator in ("+", "-", "*", "/", "//", "%", "**"):
        assert operator in section("The text")
        expressions.evaluate(expressions.parse(f"8 {operator} 2"))


def test_its_formulas_are_read_and_its_bound_is_the_programs() -> None:
    assert f"at most {markup.MOST_CHARACTERS:,} characters" in section("The text")
    for latex in (
        r"\frac{a}{b}",
        r"\left\lfloor x \right\rfloor",
        r"\sqrt{x}",
        r"\sum_{i=0}^{n} x_i",
        r"\alpha",
        r"\text{words}",
        r"\begin{cases} a & b \\ c & d \end{cases}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    ):
        formulas.check(latex)
    for one in codes(section("The text")):
        if one.startswith(("**", "`", "$inline", "{computed")):
            assert spans.parse(one.replace("computed number", "1 + 1").replace("inline formula", "k"))


def test_its_steps_are_those_that_are_read() -> None:
    lines = [line for line in block(section("Steps")) if line.startswith(":::")]
    assert [line.split()[1] for line in lines] == list(markup.STEPS)


def test_its_conditions_are_read_and_its_facts_are_all_there_are() -> None:
    text = section("Conditions")
    tried = 0
    for one in codes(text):
        if one in ("and", "or", "not", "open", "wait"):
            continue
        condition = conditions.parse(one)
        for name in conditions.names(condition):
            facts.check_name(name)
        tried += 1
    assert tried >= 7
    words = set()
    for line in block(text):
        words |= {word for word in re.split(r"\s+", re.split(r"  {3,}", line)[0]) if word}
    assert words == set(facts.NAMES)


def test_its_questions_are_all_there_are() -> None:
    text = section("Questions")
    named = dict(signatures(block(text)))
    assert named.keys() == set(questions.KINDS)
    for kind, inner in named.items():
        if re.fullmatch(r"\w+(, \w+)*", inner):
            assert inner.split(", ") == [one.name for one in fields(questions.KINDS[kind])], kind
        else:
            questions.parse(f"{kind}({inner})").state()
    for layer in re.findall(r'"(\w+)"', "\n".join(block(text)).partition("layer:")[2]):
        each = "k=2, s=2" if "pool" in layer else "o=4, k=3" if layer == "conv" else ""
        questions.parse(f"shape_after('{layer}', 3, 8, 8{', ' if each else ''}{each})").state()


def pieces(text: Text) -> set[str]:
    """The kinds of all that stands in it."""
    found = set()
    for one in text.blocks():
        found.add(type(one).__name__)
        match one:
            case Paragraph(spans=inner, item=item):
                found |= {type(span).__name__ for span in inner} | ({"item"} if item else set())
            case Figure(target=target) | Open(target=target):
                found.add(f"{type(one).__name__} {target.kind}")
            case Ask(slips=names):
                found |= {"slips"} if names else set()
            case Wait(condition=condition):
                found |= set(re.findall(r"\b(and|or|not|has)\b|==|>", conditions.written(condition)))
    return found


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_example_uses_everything(language: str) -> None:
    lesson = opened.read(str(resources.path("lessons", "example"))).lesson
    assert lesson is not None
    names = {kind.__name__ for kind in (Paragraph, Formula, Open, Wait, Ask, Figure)}
    names |= {kind.__name__ for kind in (Plain, Bold, Code, InlineFormula, Computed)}
    names |= {"item", "slips", "Open link", "Open state", "Figure picture", "Figure link", "and", "or", "not", "has"}
    assert names - pieces(lesson.texts[language]) == set()
    assert any(section.title for section in lesson.texts[language].sections)
    assert not lesson.texts[language].sections[0].title
    assert {bool(exercise.slips) for exercise in lesson.exercises} == {True, False}
    assert {"" in origin.places for origin in lesson.origins} == {True, False}

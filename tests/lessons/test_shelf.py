"""The program's own lessons: whole in both languages, of the agreed length, and every link lands."""

import re
from functools import cache
from pathlib import Path

import pytest

from cnnstudio.analysis.network import analyse
from cnnstudio.convolution.opened_layer import OPENABLE
from cnnstudio.lessons import checks, facts, shelf
from cnnstudio.lessons.addresses import goal
from cnnstudio.lessons.conditions import Compared, Condition, Every, Some, names
from cnnstudio.lessons.folder import files_of
from cnnstudio.lessons.loading import load
from cnnstudio.lessons.pieces import Ask, Figure, Lesson, Open, Paragraph, Text, Wait
from cnnstudio.lessons.spans import plain_text
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import recipes
from tests import languages

FOLDERS = shelf.folders()
ROOM_OF_FACTS = {"digit": "draw", "ink": "draw", "map": "draw", "training": "train", "selected": "models"}


@cache
def lesson_of(folder: Path) -> Lesson:
    return load(folder)


def sentences(text: Text) -> list[str]:
    """The sentences of a text, without spaces."""
    words = [plain_text(block.spans) for block in text.blocks() if isinstance(block, Paragraph)]
    return [
        re.sub(r"\s+", "", sentence)
        for block in words
        for sentence in re.split(r"(?<=[.?!])\s+|(?<=[。？！])\s*", block)
        if sentence
    ]


def length(text: Text) -> int:
    """Words of an English text, signs of a Chinese one."""
    words = " ".join(plain_text(block.spans) for block in text.blocks() if isinstance(block, Paragraph))
    if text.language == "zh_CN":
        return len(re.findall(r"[\u4e00-\u9fff]", words))
    return len(re.findall(r"[A-Za-z][A-Za-z'’-]*", words))


def rooms(text: Text, folder: Path) -> set[str]:
    found = {goal(step.target, files_of(folder)).room for step in text.steps() if isinstance(step, Open)}
    for step in text.steps():
        if isinstance(step, Wait):
            found |= {ROOM_OF_FACTS[name] for name in names(step.condition) if name in ROOM_OF_FACTS}
    return found


def test_the_course_has_lessons_in_one_order() -> None:
    lessons = shelf.lessons()
    assert [lesson.order for lesson in lessons] == sorted({lesson.order for lesson in lessons})
    assert [lesson.name[:2] for lesson in lessons] == [f"{lesson.order:02}" for lesson in lessons]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_is_wrong_with_a_lesson(folder: Path) -> None:
    assert [str(fault) for fault in checks.check(folder)[1]] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_lesson_is_whole(folder: Path) -> None:
    lesson = lesson_of(folder)
    assert lesson.texts.keys() == {"en", "zh_CN"}
    assert 600 <= length(lesson.texts["en"]) <= 1200, length(lesson.texts["en"])
    assert 900 <= length(lesson.texts["zh_CN"]) <= 2000, length(lesson.texts["zh_CN"])
    steps = list(lesson.texts["en"].steps())
    assert sum(isinstance(step, Open | Wait | Ask) for step in steps) >= 5
    assert sum(isinstance(step, Ask) for step in steps) >= 2
    assert sum(isinstance(step, Figure) for step in steps) >= 3
    assert len(rooms(lesson.texts["en"], folder)) >= 2
    assert len(lesson.exercises) == 3
    assert lesson.origins
    assert all(origin.place("en") for origin in lesson.origins)


def test_no_sentence_stands_in_two_lessons() -> None:
    for language in ("en", "zh_CN"):
        seen: dict[str, str] = {}
        for folder in FOLDERS:
            for sentence in set(sentences(lesson_of(folder).texts[language])):
                assert sentence not in seen, (sentence, seen[sentence], folder.name)
                seen[sentence] = folder.name


@cache
def catalogue_of(language: str) -> list[tuple[str, str]]:
    """What the window says in English and in a language, without the keys of menus."""
    entries = languages.read(languages.FOLDER / f"{language}.ts").entries
    return [
        (entry.text.source.replace("&", ""), re.sub(r"\(&.\)", "", form)) for entry in entries for form in entry.forms
    ] + [(recipes.title(name), recipes.title(name, language)) for name in recipes.RECIPES]


def said_as(label: str, language: str) -> set[str]:
    """What the window may show in a language where it shows a label in English."""
    texts = catalogue_of(language)
    found = {form for source, form in texts if source == label}
    # The beginning of a longer one, such as "guessing: 1 in 10 = 10 %".
    found |= {form.partition("：")[0] for source, form in texts if source.startswith(f"{label}:")}
    for source, form in texts:  # a label with another one put into it, such as "x: Epoch"
        if re.fullmatch(r"[^{}]+\{\w+\}[^{}]*", source):
            before, after = re.split(r"\{\w+\}", source)
            if label.startswith(before) and label.endswith(after):
                inner = label.removeprefix(before).removesuffix(after)
                found |= {re.sub(r"\{\w+\}", word, form) for english, word in texts if english == inner}
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_labels_that_a_chinese_lesson_names_are_those_of_the_window(folder: Path) -> None:
    text = (folder / "text.zh_CN.md").read_text(encoding="utf-8")
    for chinese, english in re.findall(r"“([^”]*)”（([^（）]*)）", text):
        assert chinese in said_as(english, "zh_CN"), (chinese, english)


def test_every_fact_that_a_lesson_waits_for_is_known() -> None:
    waited = {
        name
        for folder in FOLDERS
        for step in lesson_of(folder).texts["en"].steps()
        if isinstance(step, Wait)
        for name in names(step.condition)
    }
    assert waited
    for name in waited:
        facts.check_name(name)


def comparisons(condition: Condition) -> list[Compared]:
    """What has to be so; not what must not."""
    match condition:
        case Compared():
            return [condition]
        case Every(parts=parts) | Some(parts=parts):
            return [one for part in parts for one in comparisons(part)]
    return []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_layers_and_networks_that_a_lesson_waits_for_are_there(folder: Path) -> None:
    network = ""
    for step in lesson_of(folder).texts["en"].steps():
        if isinstance(step, Open):
            chosen = goal(step.target, files_of(folder)).current.network
            assert isinstance(chosen, CatalogueNetwork)
            network = chosen.name
        for one in comparisons(step.condition) if isinstance(step, Wait) else ():
            if one.comparison != "==":
                continue
            match one.name:
                case "selected" | "map":
                    assert one.value in analyse(network).layers, one
                case "layer":
                    assert analyse(network).layers[one.value].type in OPENABLE, one
                case "models.compare_with":
                    assert catalogue.get(one.value).name != network, one
                case "train.config.network":
                    assert catalogue.get(one.value).trainable_on_digits, one

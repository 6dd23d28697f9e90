"""The prose of every language is whole: the same things told as in English, with the same numbers and links."""

import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cnnstudio import prose, translations
from cnnstudio.errors import StorageError
from cnnstudio.networks import cards
from cnnstudio.training.recipes import RECIPES
from tests import languages

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LINK = re.compile(r"(?:https?://|arXiv:|doi\.org/)[\w./:-]*\w")
_OTHERS = [code for code in translations.codes() if code != translations.ENGLISH]


def faults(theirs: Path, english: Path) -> Iterator[str]:
    """What a language's folder lacks, has beyond English, or says with other numbers or links."""
    for file in sorted({one.name for folder in (theirs, english) for one in folder.glob("*.toml")}):
        wanted, found = _read(english / file), _read(theirs / file)
        for place in sorted(wanted.keys() | found.keys()):
            if place not in found:
                yield f"{file}: {'.'.join(place)} is missing"
            elif place not in wanted:
                yield f"{file}: {'.'.join(place)} is not there in English"
            elif _numbers(found[place]) != _numbers(wanted[place]):
                yield f"{file}: {'.'.join(place)} has other numbers"
            elif _LINK.findall(found[place]) != _LINK.findall(wanted[place]):
                yield f"{file}: {'.'.join(place)} has other links"


def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(text))


def _read(file: Path) -> dict[tuple[str, ...], str]:
    """Every text of a file by its place: table, what it is for, and its number in a list."""
    if not file.is_file():
        return {}
    found: dict[tuple[str, ...], str] = {}
    data: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    for key, table in data.items():
        for what, value in table.items():
            if isinstance(value, list):
                found |= {(key, what, str(number)): text for number, text in enumerate(value)}
            else:
                found[key, what] = value
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the languages that may be damaged."""
    folder = tmp_path / "translations"
    shutil.copytree(languages.FOLDER, folder)
    monkeypatch.setattr(translations, "folder", lambda: folder)
    return folder


def _change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.parametrize("code", _OTHERS)
def test_every_language_tells_all_with_the_same_numbers_and_links(code: str) -> None:
    assert list(faults(languages.FOLDER / code, languages.FOLDER / "en")) == []


@pytest.mark.parametrize("code", [translations.ENGLISH, *_OTHERS])
def test_every_text_is_read_as_it_was_written(code: str) -> None:
    for file in sorted((languages.FOLDER / code).glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for key, table in data.items():
            said = prose.entry(file.stem, key, code)
            assert said == {what: tuple(text) if isinstance(text, list) else text for what, text in table.items()}


def test_every_recipe_and_every_card_has_its_texts_and_no_text_is_nobodys() -> None:
    def keys(name: str) -> set[str]:
        return set(tomllib.loads((languages.FOLDER / "en" / f"{name}.toml").read_text(encoding="utf-8")))

    assert keys("cards") == {facts.key for facts in cards.FACTS}
    assert keys("recipes") == set(RECIPES)


def test_chinese_has_chinese_punctuation() -> None:
    """Half-width marks stand between Latin letters and numbers alone: never after a Chinese character."""
    for file in sorted((languages.FOLDER / "zh_CN").glob("*.toml")):
        for place, text in _read(file).items():
            assert not re.search(r"[\u4e00-\u9fff][,.;:?!()]|[,;:?!()][\u4e00-\u9fff]", text), place
            assert not re.search(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", text), place


def test_a_missing_file_is_said_in_english_and_found(folder: Path) -> None:
    (folder / "zh_CN" / "cards.toml").unlink()
    assert prose.entry("cards", "alexnet", "zh_CN") == prose.entry("cards", "alexnet")
    assert "cards.toml: alexnet.changed is missing" in faults(folder / "zh_CN", languages.FOLDER / "en")


def test_a_missing_text_is_said_in_english_and_found(folder: Path) -> None:
    _change(folder / "zh_CN" / "figures.toml", 'title = "填充"\n', "")
    english, said = prose.entry("figures", "padding"), prose.entry("figures", "padding", "zh_CN")
    assert said["title"] == english["title"] == "Padding"
    assert said["sentence"] != english["sentence"]
    assert list(faults(folder / "zh_CN", languages.FOLDER / "en")) == ["figures.toml: padding.title is missing"]


def test_a_shorter_list_is_said_in_english_and_found(folder: Path) -> None:
    _change(folder / "zh_CN" / "cards.toml", '    "在两块 GPU 上训练了约六天。",\n', "")
    english, said = prose.entry("cards", "alexnet"), prose.entry("cards", "alexnet", "zh_CN")
    assert said["ideas"] == english["ideas"]
    assert said["changed"] != english["changed"]
    assert list(faults(folder / "zh_CN", languages.FOLDER / "en")) == ["cards.toml: alexnet.ideas.2 is missing"]


def test_another_number_and_another_link_are_found(folder: Path) -> None:
    _change(folder / "zh_CN" / "cards.toml", "61,100,840", "61,100,804")
    _change(folder / "zh_CN" / "figures.toml", "19 + 37 = 56", "19 + 37 = 57")
    found = list(faults(folder / "zh_CN", languages.FOLDER / "en"))
    assert found == [
        "cards.toml: alexnet.differs has other numbers",
        "figures.toml: channels.sentence has other numbers",
    ]
    _change(folder / "zh_CN" / "cards.toml", "61,100,804", "61,100,840")
    _change(folder / "zh_CN" / "cards.toml", "arXiv:1404.5997", "arxiv.org/1404.5997")
    assert "cards.toml: alexnet.differs has other links" in faults(folder / "zh_CN", languages.FOLDER / "en")


@pytest.mark.parametrize(
    "text",
    ["[alexnet", "alexnet = 3", "[alexnet]\nideas = []", "[alexnet]\nchanged = 3", '[alexnet]\nchanged = " "', "\xff"],
)
def test_a_damaged_file_is_said_in_english(folder: Path, text: str) -> None:
    (folder / "zh_CN" / "cards.toml").write_bytes(text.encode("latin-1"))
    assert prose.entry("cards", "alexnet", "zh_CN") == prose.entry("cards", "alexnet")


def test_a_file_beyond_all_measure_is_not_read(folder: Path) -> None:
    with (folder / "zh_CN" / "cards.toml").open("ab") as file:
        file.truncate(10**9)
    assert prose.entry("cards", "alexnet", "zh_CN") == prose.entry("cards", "alexnet")


def test_a_text_in_place_of_a_list_is_said_in_english(folder: Path) -> None:
    (folder / "zh_CN" / "cards.toml").write_text('[alexnet]\nideas = "一"\nchanged = "二"\nmore = "三"\n', "utf-8")
    said = prose.entry("cards", "alexnet", "zh_CN")
    assert said == {**prose.entry("cards", "alexnet"), "changed": "二"}


def test_without_english_the_program_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose.resources, "root", lambda: tmp_path)
    with pytest.raises(StorageError):
        prose.entry("cards", "alexnet", "zh_CN")

"""The languages there are and the ground floor's messages in them."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from cnnstudio import translations
from cnnstudio.errors import StorageError
from cnnstudio.messages import Message, amount

CZECH = {
    # One; two to four; more.
    "forms": [2, 0, 1, 1, 1, *([2] * 195)],
    "messages": {
        "{file} is damaged.": "{file} je poškozen.",
        "{n:,} digits": ["{n:,} číslice", "{n:,} číslice (málo)", "{n:,} číslic"],
    },
}

Keep = Callable[[str, object], Path]


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keep:
    """Puts a language's file into a folder of languages of its own."""
    monkeypatch.setattr(translations, "folder", lambda: tmp_path)

    def write(code: str, content: object) -> Path:
        file = tmp_path / f"{code}.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return file

    return write


def test_english_is_there_without_a_file(keep: Keep) -> None:
    assert translations.codes() == ("en",)
    message = amount(2, "{n} digit", "{n:,} digits")
    assert translations.load("en").say(message) == "2 digits"


def test_a_language_is_one_file(keep: Keep) -> None:
    keep("cs", CZECH)
    assert translations.codes() == ("en", "cs")
    assert translations.load("cs").say(Message("{file} is damaged.", file="a.gz")) == "a.gz je poškozen."


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 číslic"), (1, "1 číslice"), (3, "3 číslice (málo)"), (5, "5 číslic"), (1_203, "1,203 číslic")],
)
def test_a_count_has_as_many_forms_as_the_language_has(keep: Keep, count: int, text: str) -> None:
    keep("cs", CZECH)
    assert translations.load("cs").say(amount(count, "{n} digit", "{n:,} digits")) == text


@pytest.mark.parametrize("text", ["anything", Message("{n} unknown", n=1)])
def test_what_a_language_lacks_stays_english(keep: Keep, text: str) -> None:
    keep("cs", CZECH)
    assert translations.load("cs").say(text) == text


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        {"forms": [0], "messages": []},
        {"forms": ["many"], "messages": {}},
        {"forms": [0, 1], "messages": {"{n} digits": ["one alone"]}},
        {"forms": [0], "messages": {"a": 7}},
    ],
)
def test_a_damaged_language_is_told_of(keep: Keep, content: object) -> None:
    file = keep("cs", content)
    with pytest.raises(StorageError, match="is damaged") as caught:
        translations.load("cs")
    assert str(file) in str(caught.value)


def test_a_language_that_is_not_there_is_told_of(keep: Keep) -> None:
    with pytest.raises(StorageError, match="xx"):
        translations.load("xx")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["zh_CN.UTF-8"], "zh_CN"),
        (["zh-Hans-CN", "en-US"], "zh_CN"),
        (["zh"], "zh_CN"),
        (["zh_SG"], "zh_CN"),
        (["zh_TW"], "en"),
        (["zh-Hant"], "en"),
        (["de_AT@euro"], "de"),
        (["pt_PT"], "pt_PT"),
        (["pt_BR"], "pt_BR"),
        (["pt"], "pt_BR"),
        (["en_GB", "zh_CN"], "en"),
        (["xx", "de"], "de"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_language_nearest_to_what_is_wanted(wanted: list[str], found: str) -> None:
    assert translations.best(wanted, ("en", "de", "pt_BR", "pt_PT", "zh_CN")) == found


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"LANG": "zh_CN.UTF-8"}, ["zh_CN.UTF-8"]),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "de_DE.UTF-8"}, ["de_DE.UTF-8"]),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:de"}, ["zh_CN", "de", "en_US.UTF-8"]),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh_CN"}, []),
        ({}, []),
    ],
)
def test_the_users_environment(environment: dict[str, str], found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert translations.of_user() == found


@pytest.mark.parametrize(("number", "code"), [(0x0804, "zh_CN"), (0x0409, "en"), (0x0404, "en"), (0x0C00, "en")])
def test_the_language_of_windows(number: int, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(translations.ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert translations.best(translations.of_user(), ("en", "zh_CN")) == code
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert translations.best(translations.of_user(), ("en", "zh_CN")) == "zh_CN"

"""The command line in another language: the user's, or the one that is asked for."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnstudio import translations
from cnnstudio.cli import language, main

THERE_IS_NONE = "There is no network called {name}. {hint}"
GERMAN = {"forms": [1, 0, *([1] * 198)], "messages": {THERE_IS_NONE: "Ein Netz namens {name} gibt es nicht. {hint}"}}


@pytest.fixture(autouse=True)
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(translations, "folder", lambda: tmp_path)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")
    (tmp_path / "de.json").write_text(json.dumps(GERMAN), encoding="utf-8")
    yield
    language.choose("en")


def _told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    try:
        status = main(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, capsys.readouterr().err


def test_it_speaks_the_users_language(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_AT.UTF-8")
    status, told = _told(capsys, "summary", "nonsuch")
    assert status == 1
    assert told.startswith("cnnstudio: Ein Netz namens nonsuch gibt es nicht. ")


@pytest.mark.parametrize("environment", ["C", "en_GB.UTF-8", "fr_FR.UTF-8"])
def test_it_speaks_english_elsewhere(
    environment: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", environment)
    assert "There is no network called nonsuch." in _told(capsys, "summary", "nonsuch")[1]


def test_a_language_that_is_asked_for_goes_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Ein Netz namens" in _told(capsys, "--language", "de", "summary", "nonsuch")[1]


def test_an_unknown_language_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = _told(capsys, "--language", "tlh", "summary", "resnet18")
    assert status == 2
    assert told == "cnnstudio: There is no language 'tlh'. Choose en or de.\n"


def test_an_unknown_language_is_refused_in_the_users(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    german = {"There is no language {code}. Choose {codes}.": "Eine Sprache {code} gibt es nicht: {codes}."}
    (tmp_path / "de.json").write_text(json.dumps({"forms": [0], "messages": german}), encoding="utf-8")
    assert _told(capsys, "--language", "tlh", "networks") == (
        2,
        "cnnstudio: Eine Sprache 'tlh' gibt es nicht: en or de.\n",
    )


@pytest.mark.parametrize(("encoding", "chinese"), [("ascii", False), ("cp1252", False), ("utf-8", True), ("gbk", True)])
def test_a_terminal_without_the_characters_is_spoken_to_in_english(
    encoding: str, chinese: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = {"options": "选项", "List the networks, by family.": "按系列列出所有网络。"}
    (tmp_path / "zh_CN.json").write_text(json.dumps({"forms": [0], "messages": words}), encoding="utf-8")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", out)
    with pytest.raises(SystemExit):
        main(["networks", "--help"])
    out.flush()
    said = out.buffer.getvalue().decode(encoding)
    assert ("按系列列出所有网络" in said) is chinese
    assert ("List the networks" in said) is not chinese


def test_a_damaged_language_is_told_of_only_to_who_asked_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "de.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("LANG", "de")
    assert "There is no network called nonsuch." in _told(capsys, "summary", "nonsuch")[1]
    status, told = _told(capsys, "--language", "de", "summary", "nonsuch")
    assert status == 1
    assert "de.json is damaged" in told


def test_the_window_is_opened_in_the_language_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("cnnstudio.gui.app.main", lambda _attend, **how: asked.append(how["speaking"]) or 0)
    assert main(["--language", "de"]) == 0
    assert main([]) == 0
    assert asked == ["de", None]


def test_what_programs_read_stays_english(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--language", "de", "networks", "--json"])
    in_german = capsys.readouterr().out
    main(["--language", "en", "networks", "--json"])
    assert capsys.readouterr().out == in_german

import argparse
import shutil
from pathlib import Path

import pytest

from cnnstudio import resources
from cnnstudio.cli import language, lessons, main
from cnnstudio.lessons import progress, results, shelf
from cnnstudio.translations import Language


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(resources.path("lessons", "example"), tmp_path / "example")


def test_the_lessons_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(shelf.folders()) >= 1
    assert all("min" in line and "zh_CN" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_titles_are_in_the_language_that_is_spoken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("zh_CN", "en"):
        monkeypatch.setattr(language, "_spoken", Language(code))
        assert lessons.run(argparse.Namespace(check=None, results=None, csv=False)) == 0
        lines = capsys.readouterr().out.splitlines()
        assert all(line.endswith(one.title(code)) for line, one in zip(lines, shelf.lessons(), strict=True))


def test_a_good_lesson_is_told_so(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["lessons", "--check", str(folder)]) == 0
    assert "nothing is wrong" in capsys.readouterr().out


def test_what_is_wrong_is_named_by_file_and_line(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    text = folder / "text.en.md"
    text.write_text(text.read_text(encoding="utf-8").replace("stride == [3, 2]", "stripe == 1"), encoding="utf-8")
    assert main(["lessons", "--check", str(folder)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "text.en.md, line 10: There is no fact 'stripe'." in captured.err
    assert "Traceback" not in captured.err


def test_a_folder_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["lessons", "--check", str(tmp_path / "none")]) == 1
    assert "is not there" in capsys.readouterr().err


def test_no_folder_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "--check", ""]) == 2
    assert "Give a path" in capsys.readouterr().err


def test_results_of_many_are_one_table_and_what_is_none_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files = []
    for name in ("Ada", "Bob"):
        progress.record(lambda before: before.with_lesson("01-cross-correlation", lambda one: one.ticked("exercise 1")))
        files.append(tmp_path / f"{name}.txt")
        results.save(results.gather(name, "en"), files[-1], Language("en").say)
    assert main(["lessons", "--results", *map(str, files)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["Name", "Ada", "Bob"]
    assert main(["lessons", "--csv", "--results", *map(str, files)]) == 0
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == ["name", "Ada", "Bob"]
    files.insert(0, tmp_path / "none.txt")
    assert main(["lessons", "--results", *map(str, files)]) == 1
    captured = capsys.readouterr()
    assert "none.txt" in captured.err
    assert len(captured.out.splitlines()) == 3


def test_csv_is_of_results_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "--csv"]) in (1, 2)
    assert "--results" in capsys.readouterr().err

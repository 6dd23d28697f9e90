from pathlib import Path

import pytest

from cnnstudio import cli, error_log
from cnnstudio.gui import errors


def test_windows_and_commands_write_one_log(studio_home: Path) -> None:
    errors.log(ValueError("of a window"))
    cli._unexpected(ValueError("of a command \udcff"))
    assert error_log.file() == errors.log_file() == studio_home / "log" / "errors.log"
    text = error_log.file().read_text(encoding="utf-8")
    first, second = text.split("--- ")[1:]
    assert "ValueError: of a window" in first
    assert "(cnnstudio)" in second
    assert r"ValueError: of a command \udcff" in second


def test_it_starts_anew_when_it_has_grown(studio_home: Path) -> None:
    for number in range(3):
        error_log.append(f"{number} {'x' * (error_log.MOST_BYTES + 1)}")
    error_log.append("the last")
    before = error_log.file().with_name("errors-before.log")
    assert "the last" in error_log.file().read_text()
    assert error_log.file().stat().st_size < 100
    assert " 2 " not in before.read_text()[:30]
    assert before.read_text().splitlines()[1].startswith("2 xxx")
    assert len(list(error_log.file().parent.iterdir())) == 2


def test_where_it_cannot_be_written_the_sentence_is_told_alone(studio_home: Path) -> None:
    (studio_home / "log").write_text("in the way")
    with pytest.raises(FileExistsError):
        error_log.append("lost")
    told = cli._unexpected(ValueError("why"))
    assert told == "Something went wrong that the program did not expect: why."

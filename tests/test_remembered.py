import os
import time
from pathlib import Path

import pytest

from cnnstudio import remembered
from cnnstudio.remembered import Remembered


class Reader:
    def __init__(self, file: Path) -> None:
        self.file, self.read = file, 0

    def __call__(self) -> str:
        self.read += 1
        return self.file.read_text()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "note"
    file.write_text("one")
    return file


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everything had been written long ago."""
    monkeypatch.setattr(remembered, "_SETTLED_NS", -(10**18))


@pytest.mark.usefixtures("settled")
def test_a_file_is_read_once_until_it_changes(file: Path) -> None:
    kept, read = Remembered[str](), Reader(file)
    assert [kept.get("note", (file,), read) for _ in range(3)] == ["one"] * 3
    assert read.read == 1
    file.write_text("three")
    assert kept.get("note", (file,), read) == "three"
    replaced = file.with_name("new")
    replaced.write_text("seven")  # of the same length
    os.utime(replaced, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    replaced.replace(file)
    assert kept.get("note", (file,), read) == "seven"
    assert read.read == 3


@pytest.mark.usefixtures("settled")
def test_a_file_that_comes_or_goes_is_noticed(file: Path) -> None:
    kept, other, calls = Remembered[bool](), file.with_name("other"), []
    read = lambda: (calls.append(1), other.exists())[1]  # noqa: E731
    assert [kept.get("there", (file, other), read) for _ in range(2)] == [False, False]
    other.touch()
    assert kept.get("there", (file, other), read) is True
    other.unlink()
    assert kept.get("there", (file, other), read) is False
    assert len(calls) == 3


def test_what_has_only_now_changed_is_read_again(file: Path) -> None:
    kept, read = Remembered[str](), Reader(file)
    kept.get("note", (file,), read)
    content = "two"
    os.utime(file, ns=(time.time_ns(), time.time_ns()))
    file.write_text(content)
    assert kept.get("note", (file,), read) == content


@pytest.mark.usefixtures("settled")
def test_errors_are_not_kept_and_the_oldest_is_forgotten(file: Path) -> None:
    kept, read = Remembered[str](most=2), Reader(file)
    with pytest.raises(ValueError, match="no"):
        kept.get("a", (file,), lambda: (_ for _ in ()).throw(ValueError("no")))
    for key in ("a", "b", "a", "c", "a"):
        kept.get(key, (file,), read)
    assert read.read == 3
    kept.get("b", (file,), read)
    assert read.read == 4

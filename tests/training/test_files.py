import errno
from pathlib import Path

import pytest

from cnnstudio.errors import StorageError
from cnnstudio.training.files import storage_errors, write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    write_whole(file, b"old and long")
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("where", ["os.fsync", "os.replace"])
def test_the_old_file_stays_when_the_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    file = tmp_path / "state.json"
    write_whole(file, b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(where, full)
    with pytest.raises(StorageError, match="disk is full"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_has_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone.*could not be read or written"):
        write_whole(tmp_path / "gone" / "file", b"")


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "Free some space"), (errno.EDQUOT, "disk is full"), (errno.EACCES, "choose another folder")],
)
def test_the_systems_complaints_become_sentences(tmp_path: Path, number: int, says: str) -> None:
    with pytest.raises(StorageError, match=says), storage_errors(tmp_path):
        raise OSError(number, "as the system says it")

from pathlib import Path

import pytest
from PySide6.QtCore import QFile

from cnnstudio import paths
from cnnstudio.errors import StorageError
from cnnstudio.gui.training_panel.deleted_runs import DeletedRuns


def make_run(name: str, text: str = "{}") -> Path:
    run = paths.runs_dir() / name
    run.mkdir(parents=True)
    (run / "run.json").write_text(text, encoding="utf-8")
    return run


@pytest.fixture(autouse=True)
def home(studio_home: Path) -> Path:
    return studio_home


def test_undo_brings_back_what_was_deleted_last() -> None:
    first, second = make_run("first"), make_run("second")
    deleted = DeletedRuns()
    deleted.delete(first)
    deleted.delete(second)
    assert not first.exists()
    assert deleted.newest == second
    assert deleted.undo() == second
    assert deleted.undo() == first
    assert (first / "run.json").is_file()
    assert deleted.undo() is None
    assert deleted.newest is None


def test_two_of_one_name_are_both_kept() -> None:
    deleted = DeletedRuns()
    deleted.delete(make_run("run", "1"))
    deleted.delete(make_run("run", "2"))
    assert (deleted.undo() / "run.json").read_text(encoding="utf-8") == "2"
    with pytest.raises(StorageError, match="could not be brought back"):
        deleted.undo()
    waiting = paths.runs_dir() / ".deleted" / "run" / "run.json"
    assert waiting.read_text(encoding="utf-8") == "1", "it stays where it waits"


def test_what_cannot_be_moved_stays() -> None:
    deleted = DeletedRuns()
    with pytest.raises(StorageError, match="The run gone could not be deleted"):
        deleted.delete(paths.runs_dir() / "gone")
    assert deleted.newest is None


def test_what_is_left_goes_to_the_trash_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    trashed: list[str] = []

    def move(path: str) -> bool:
        trashed.append(Path(path).name)
        return True

    monkeypatch.setattr(QFile, "moveToTrash", staticmethod(move))
    deleted = DeletedRuns()
    deleted.delete(make_run("run"))
    DeletedRuns().sweep()
    assert trashed == ["run"], "what an earlier session deleted goes too"

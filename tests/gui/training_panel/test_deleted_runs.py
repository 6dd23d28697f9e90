import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QFile

from cnnstudio import paths
from cnnstudio.errors import BusyError, StorageError
from cnnstudio.gui.training_panel.deleted_runs import DeletedRuns
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.runs import RunFolder
from tests.training.test_runs import held_elsewhere


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
    (waiting,) = (paths.runs_dir() / ".deleted").glob("window-*/run/run.json")
    assert waiting.read_text(encoding="utf-8") == "1", "it stays where it waits"


def test_what_cannot_be_moved_stays() -> None:
    deleted = DeletedRuns()
    with pytest.raises(StorageError, match="The run gone could not be deleted"):
        deleted.delete(paths.runs_dir() / "gone")
    assert deleted.newest is None


def test_what_another_process_trains_is_not_deleted() -> None:
    run, deleted = paths.runs_dir() / "trained", DeletedRuns()
    with held_elsewhere(run):
        before = sorted(run.iterdir())
        with pytest.raises(BusyError, match=r"The run in .*trained is being trained by another window or program\."):
            deleted.delete(run)
        assert deleted.newest is None
        assert sorted(run.iterdir()) == before
        assert RunFolder(run).summary().state == "running"
    deleted.delete(run)
    assert not run.exists()
    assert deleted.undo() == run
    RunFolder(run).start(TrainConfig(), step=0, epoch=0)


def test_what_this_process_trains_is_not_deleted() -> None:
    run, deleted = RunFolder(paths.runs_dir() / "trained"), DeletedRuns()
    run.start(TrainConfig(), step=0, epoch=0)
    with pytest.raises(BusyError):
        deleted.delete(run.path)
    run.end("stopped")
    deleted.delete(run.path)
    assert deleted.newest == run.path


@pytest.fixture
def trashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the trash, which is none of the developer's."""
    names: list[str] = []

    def move(path: str) -> bool:
        shutil.rmtree(path)
        names.append(Path(path).name)
        return True

    monkeypatch.setattr(QFile, "moveToTrash", staticmethod(move))
    return names


def test_what_is_left_goes_to_the_trash_at_the_end(trashed: list[str]) -> None:
    deleted = DeletedRuns()
    deleted.delete(make_run("run"))
    deleted.sweep()
    assert trashed == ["run"]
    assert deleted.undo() is None
    assert not (paths.runs_dir() / ".deleted").exists()


def test_another_window_does_not_throw_away_what_can_be_brought_back(trashed: list[str]) -> None:
    here, there = DeletedRuns(), DeletedRuns()
    mine, yours = make_run("mine"), make_run("yours")
    here.delete(mine)
    there.delete(yours)
    there.sweep()
    DeletedRuns().sweep()
    assert trashed == ["yours"]
    assert here.undo() == mine
    here.delete(mine)
    here.sweep()
    assert trashed == ["yours", "mine"]


def test_what_windows_left_that_have_gone_goes_too(trashed: list[str]) -> None:
    make_run(".deleted/of the first version")
    run = make_run("of a window that was killed")
    code = "import os, sys; from pathlib import Path; from cnnstudio.gui.training_panel.deleted_runs import DeletedRuns"
    code += "; deleted = DeletedRuns(); deleted.delete(Path(sys.argv[1])); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code, str(run)], check=False).returncode == 9
    assert not run.exists()
    DeletedRuns().sweep()
    assert sorted(trashed) == ["of a window that was killed", "of the first version"]
    assert not (paths.runs_dir() / ".deleted").exists()


def test_what_was_set_aside_while_it_is_trained_is_not_thrown_away(trashed: list[str]) -> None:
    run, deleted = make_run("run"), DeletedRuns()
    deleted.delete(run)
    (waiting,) = (paths.runs_dir() / ".deleted").glob("window-*/run")
    with held_elsewhere(waiting):
        deleted.sweep()
        assert (trashed, waiting.is_dir()) == ([], True)
    DeletedRuns().sweep()
    assert trashed == ["run"]


def test_a_run_deleted_after_a_sweep_waits_again(trashed: list[str]) -> None:
    deleted = DeletedRuns()
    deleted.delete(make_run("first"))
    deleted.sweep()
    second = make_run("second")
    deleted.delete(second)
    assert deleted.undo() == second
    deleted.delete(second)
    deleted.sweep()
    assert trashed == ["first", "second"]


def test_without_a_trash_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFile, "moveToTrash", staticmethod(lambda _path: False))
    deleted = DeletedRuns()
    deleted.delete(make_run("run", "kept"))
    deleted.sweep()
    (left,) = (paths.runs_dir() / ".deleted").glob("window-*/run/run.json")
    assert left.read_text(encoding="utf-8") == "kept"

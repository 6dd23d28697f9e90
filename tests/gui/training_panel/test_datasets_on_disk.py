"""What is found of a data set, and when it is told."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.datasets import DatasetInfo
from cnnstudio.gui.training_panel.datasets_on_disk import NOTHING_KNOWN, DatasetsOnDisk, look


@pytest.mark.parametrize("name", ["auto", "builtin"])
def test_what_needs_no_file_is_ready(name: str) -> None:
    assert look(name) == NOTHING_KNOWN


def test_a_named_set_is_ready_when_its_files_are_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatasetInfo, "find", lambda _: None)
    assert not look("kmnist").ready
    monkeypatch.setattr(DatasetInfo, "find", lambda _: "files")
    assert look("kmnist").ready


@pytest.mark.parametrize(
    ("folder", "reason"),
    [("", "neither one of"), ("nowhere", "neither one of"), (".", "holds no MNIST files"), ("\0", "neither one of")],
)
def test_a_folder_that_cannot_be_used_is_refused_by_its_setting(tmp_path: Path, folder: str, reason: str) -> None:
    problem = look(str(tmp_path / folder) if folder else "").problem
    assert problem is not None
    assert problem.setting == "dataset"
    assert reason in str(problem)


def test_only_what_is_new_is_told(qtbot: QtBot, small_mnist: Path, tmp_path: Path) -> None:
    disk = DatasetsOnDisk()
    told: list[str] = []
    disk.changed.connect(lambda: told.append(str(disk.found.problem)))
    for folder, expected in ((tmp_path, 1), (tmp_path, 1), (small_mnist, 1), (tmp_path, 2)):
        disk.look_at(str(folder))
        qtbot.waitUntil(lambda: not disk.busy)
        assert len(told) == expected
    assert disk.look_at(str(small_mnist)) == NOTHING_KNOWN
    disk.shut_down()

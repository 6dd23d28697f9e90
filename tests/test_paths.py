from pathlib import Path

import pytest

from cnnstudio import datasets, paths
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.training.config import TrainConfig

FOLDERS = {"data": paths.data_dir, "runs": paths.runs_dir, "config": paths.config_dir, "cache": paths.cache_dir}


def test_one_setting_moves_all_four(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path))
    assert {kind: folder() for kind, folder in FOLDERS.items()} == {kind: tmp_path / kind for kind in FOLDERS}
    assert not list(tmp_path.iterdir()), "asking where creates nothing"


def test_a_home_may_be_given_with_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("CNNSTUDIO_HOME", "~/studio")
    assert paths.runs_dir() == tmp_path / "studio" / "runs"


@pytest.mark.parametrize("home", [None, ""])
def test_without_it_the_platform_decides(monkeypatch: pytest.MonkeyPatch, home: str | None) -> None:
    if home is None:
        monkeypatch.delenv("CNNSTUDIO_HOME", raising=False)
    else:
        monkeypatch.setenv("CNNSTUDIO_HOME", home)
    folders = [folder() for folder in FOLDERS.values()]
    assert len(set(folders)) == 4
    assert all(folder.is_absolute() and "cnnstudio" in folder.parts for folder in folders)


NO_PATHS = ("a\0b", "~nobody-has-this-name/x", "~nobody\0/x")


@pytest.mark.parametrize("text", NO_PATHS)
def test_what_can_be_no_path_is_said(text: str) -> None:
    for read in (paths.expanded, paths.absolute):
        with pytest.raises(ConfigError, match=r"can be no path.*\."):
            read(text)


@pytest.mark.parametrize("text", NO_PATHS)
def test_every_way_to_name_a_file_or_folder_says_so(text: str) -> None:
    with pytest.raises(ConfigError):
        TrainConfig(dataset=text).with_absolute_dataset()
    with pytest.raises(StudioError):
        TrainConfig(dataset=text).check()
    with pytest.raises(StudioError):
        datasets.load(text if "/" in text else f"./{text}")
    with pytest.raises(StudioError):
        PythonNetwork.of(Path(text), "Net")


def test_a_ring_of_links_can_be_no_path(tmp_path: Path) -> None:
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    with pytest.raises(ConfigError, match=r"can be no path"):
        paths.absolute(tmp_path / "ring" / "x")

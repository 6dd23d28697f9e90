from pathlib import Path

import pytest

from cnnstudio import paths

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

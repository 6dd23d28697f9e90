import json
from pathlib import Path
from typing import Any

import pytest

from cnnstudio.convolution import files
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.workspace import state_files
from cnnstudio.workspace.links import Address

HERE = Address(room="draw", state={"tab": "why", "pen.width": 3}, current={"network": "lenet5"})


def test_what_was_saved_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "mine.cnnstudio"
    state_files.save(HERE, file)
    assert state_files.load(file) == HERE


def test_playground_files_of_earlier_versions_are_understood(tmp_path: Path) -> None:
    files.save(PlaygroundState(seed=7), tmp_path / "old.json")
    address = state_files.load(tmp_path / "old.json")
    assert address.room == "playground"
    assert files.from_json(address.state).seed == 7


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "cookbook"},
        {"schema": 2},
        {"schema": True},
        {"schema": None},
        {"room": 3},
        {"state": []},
        {"current": "convnet"},
        {"colour": "blue"},
    ],
)
def test_anything_else_is_refused_in_words(tmp_path: Path, change: dict[str, Any]) -> None:
    file = tmp_path / "mine.cnnstudio"
    state_files.save(HERE, file)
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    with pytest.raises(ConfigError, match=r"mine\.cnnstudio .*"):
        state_files.load(file)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"3", b"{" * 5000, b'{"kind": "cnnstudio-state"'])
def test_damaged_files_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.cnnstudio").write_bytes(content)
    with pytest.raises(StudioError):
        state_files.load(tmp_path / "mine.cnnstudio")

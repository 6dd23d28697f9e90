import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace import restart
from cnnstudio.workspace.current import Current, Workspace

LATER = '{"kind": "cnnstudio-workspace", "schema": 2, "new": true}'

# A window that saves what it reads in a line, and says what it had found.
_WINDOW = """
import json, sys
from cnnstudio.workspace import restart
from cnnstudio.workspace.current import Workspace

found = restart.load()
print(json.dumps(None if found is None else found.to_json()), flush=True)
for line in sys.stdin:
    restart.save(Workspace.from_json(json.loads(line)))
    print(json.dumps(restart.file().name), flush=True)
"""


class OtherWindow:
    """Another process with a window of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.found = self._answer()

    def save(self, workspace: Workspace) -> str:
        """Save there; the file's name."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(workspace.to_json()) + "\n")
        self._process.stdin.flush()
        return str(self._answer())

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def other_window() -> Iterator[OtherWindow]:
    """It is killed at the end."""
    command = [sys.executable, "-c", _WINDOW]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield OtherWindow(process)
        finally:
            process.kill()


def about(network: str, **states: object) -> Workspace:
    return Workspace(room="draw", states=states).changed_to(Current(network=CatalogueNetwork(network)))


def test_without_a_file_there_is_nothing_to_bring_back() -> None:
    assert restart.load() is None
    assert restart.set_aside() is None


def test_a_workspace_comes_back() -> None:
    current = Current(network=CatalogueNetwork("lenet5"), weights=Initial(7), edits=EMPTY.prune(0.25))
    workspace = Workspace(room="draw", states={"draw": {"pen": 22}}).changed_to(current)
    restart.save(workspace)
    assert restart.load() == workspace
    restart.save(Workspace())
    assert restart.load() == Workspace()
    assert sorted(each.name for each in restart.file().parent.iterdir()) == ["workspace.json", "workspace.lock"]
    restart.release()
    assert [each.name for each in restart.file().parent.iterdir() if each.suffix == ".json"] == ["workspace.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "null",
        '{"kind": "cnnstudio-workspace"}',
        '{"kind": "cnnstudio-workspace", "schema": 2}',
        "\xff",
    ],
)
def test_what_cannot_be_read_is_said_and_kept(text: str) -> None:
    restart.save(Workspace())
    restart.file().write_text(text, encoding="latin-1")
    with pytest.raises(ConfigError) as raised:
        restart.load()
    assert str(raised.value).endswith(".")
    aside = restart.set_aside()
    assert aside is not None
    assert aside.read_text(encoding="latin-1") == text
    assert restart.load() is None


def test_files_set_aside_do_not_replace_each_other() -> None:
    kept = []
    for number in range(3):
        restart.save(Workspace(room=str(number)))
        kept.append(restart.set_aside())
    assert len(set(kept)) == 3
    assert all(place is not None and f'"{number}"' in place.read_text() for number, place in enumerate(kept))


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    restart.file().mkdir(parents=True)
    with pytest.raises(StudioError):
        restart.load()
    with pytest.raises(StudioError):
        restart.save(Workspace())


def test_two_windows_write_over_nothing_of_one_another() -> None:
    mine, yours = about("lenet5", draw={"pen": 22}), about("mlp", train={"log": True}, draw={"pen": 3})
    restart.save(mine)
    with other_window() as other:
        # It begins with the same network, but not with this one's sheet and waiting runs.
        assert other.found == about("lenet5").to_json()
        assert other.save(yours) == "workspace-2.json"
        restart.save(mine)
        other.save(yours)
        assert restart.load() == mine
    # The other one was killed; this one goes, too. Who comes then has what was saved last, the next one the other.
    restart.release()
    with other_window() as first, other_window() as second:
        assert first.found == yours.to_json()
        assert second.found == mine.to_json()
    assert sorted(path.name for path in restart.kept_files(restart.file().parent)) == [
        "workspace-2.json",
        "workspace.json",
    ]


def test_who_comes_back_takes_up_its_own_file() -> None:
    restart.save(about("lenet5"))
    with other_window() as other:
        other.save(about("mlp"))
        assert restart.load() == about("lenet5")
        restart.release()
        assert restart.load() == about("lenet5")
    restart.release()
    restart.save(about("convnet"))
    assert restart.file().name == "workspace.json"


def test_a_start_with_nothing_takes_up_no_other_file() -> None:
    with other_window() as other:
        other.save(about("mlp"))
        assert restart.set_aside() is None
        assert restart.load() is None
    restart.save(about("lenet5"))
    kept = restart.set_aside()
    assert kept is not None
    assert restart.load() is None
    restart.bring_back(kept)
    assert restart.load() == about("lenet5")


@pytest.mark.parametrize("read_before", [True, False])
def test_a_file_of_a_later_version_that_came_meanwhile_stays(read_before: bool) -> None:
    if read_before:
        restart.save(Workspace())
    else:
        restart.file()
    restart.file().write_text(LATER)
    for _ in range(2):
        with pytest.raises(ConfigError, match=r"is of a later version of CNN Studio and stays as it is\. Update"):
            restart.save(about("mlp"))
        assert restart.file().read_text() == LATER
    restart.file().unlink()
    restart.save(about("mlp"))
    assert restart.load() == about("mlp")


@pytest.mark.parametrize("text", ["", "{", '{"kind": "cnnstudio-workspace"}', '{"kind": "another"}'])
def test_a_damaged_file_that_came_meanwhile_is_set_aside(text: str) -> None:
    restart.save(Workspace())
    restart.file().write_text(text)
    restart.save(about("mlp"))
    assert restart.load() == about("mlp")
    assert restart.file().with_name("workspace-unread.json").read_text() == text


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder that cannot be written")
def test_a_folder_that_can_only_be_read_is_read() -> None:
    restart.save(about("mlp"))
    restart.release()
    folder = restart.file().parent
    folder.chmod(0o500)
    try:
        assert restart.load() == about("mlp")
        with pytest.raises(StudioError):
            restart.save(about("lenet5"))
    finally:
        folder.chmod(0o700)

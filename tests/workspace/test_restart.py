from pathlib import Path

import pytest

from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace import restart
from cnnstudio.workspace.current import Current, Workspace


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
    assert [each.name for each in restart.file().parent.iterdir()] == ["workspace.json"]


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

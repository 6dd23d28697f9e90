from pathlib import Path

import pytest

from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.errors import StudioError
from cnnstudio.lessons import addresses
from cnnstudio.lessons.folder import files_of
from cnnstudio.lessons.pieces import Target
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.workspace import state_files
from cnnstudio.workspace.links import Address


def link(text: str) -> Target:
    return Target("link", text)


def test_a_link_opens_the_state_that_it_names(lesson: Path) -> None:
    goal = addresses.goal(link("cnnstudio:playground?free.geometry.padding=[1,1,1,1]&pinned=[0,2,2]"), files_of(lesson))
    assert goal.room == "playground"
    assert goal.state.free.geometry.output_size == (4, 4)
    assert goal.state.pinned == (0, 2, 2)


def test_a_link_that_says_nothing_of_a_state_opens_a_new_rooms(lesson: Path) -> None:
    goal = addresses.goal(link("cnnstudio:playground"), files_of(lesson))
    assert goal.state is None
    assert addresses.state_of(goal).free == PlaygroundState()


def test_a_state_file_opens_what_was_saved(lesson: Path) -> None:
    address = Address(room="models", state={"tab": "layers"}, current={"network": "lenet5"})
    state_files.save(address, lesson / "a.cnnstudio")
    goal = addresses.goal(Target("state", "a.cnnstudio"), files_of(lesson))
    assert (goal.room, goal.state.tab) == ("models", "layers")
    assert goal.current.network == CatalogueNetwork("lenet5")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("cnnstudio:cellar", "cellar"),
        ("cnnstudio:playground?free.geometry.stripe=1", r"stripe.* then says None"),
        ("cnnstudio:playground?free.geometry.kernel_size=[9,9]", r"\."),
        ("cnnstudio:models?tab=cellar", "tab"),
        ("cnnstudio:models?current.network=nonet", "nonet"),
        ("cnnstudio:models?current.network=lenet5&path=features.99", r"features\.99"),
        ('cnnstudio:playground?current.network=lenet5&opened={"kind":"opened-layer","path":"features.1"}', "opened"),
        ("cnnstudio:train?run=/tmp/run", "folders"),
        ("cnnstudio:train?pinned=[\"/tmp/run\"]", "folders"),
        ("cnnstudio:train?folder=/tmp", "folders"),
        ('cnnstudio:draw?current.weights={"kind":"file","path":"/tmp/x.safetensors"}', r"\."),
        (
            'cnnstudio:models?current.network={"kind":"python","path":"/bin/sh","class_name":"X","sha256":"'
            + "0" * 64
            + '"}',
            "catalogue",
        ),
    ],
)  # fmt: skip
def test_a_link_to_nowhere_or_to_somebodys_own_is_refused(lesson: Path, text: str, what: str) -> None:
    with pytest.raises(StudioError, match=what):
        addresses.goal(link(text), files_of(lesson))


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"kind": "other"}', '{"kind": "cnnstudio-state", "schema": 99}'])
def test_a_damaged_state_file_is_refused(lesson: Path, content: str) -> None:
    (lesson / "a.cnnstudio").write_text(content, encoding="utf-8")
    with pytest.raises(StudioError, match=r"a\.cnnstudio"):
        addresses.goal(Target("state", "a.cnnstudio"), files_of(lesson))

from pathlib import Path

import numpy as np
import pytest

from cnnstudio.errors import StudioError
from cnnstudio.networks.reference import CatalogueNetwork, ExportedNetwork, PythonNetwork
from cnnstudio.weights.edits import EMPTY, Edits
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile
from cnnstudio.workspace import goals, links
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.links import Address
from cnnstudio.workspace.picture import Drawn, Picture
from tests.workspace.attic import AtticState

pytestmark = pytest.mark.usefixtures("attic")

ROOMS = frozenset({"attic", "models", "playground"})


def somewhere() -> Current:
    picture = Picture.of(np.linspace(0, 1, 9, dtype=np.float32).reshape(3, 3), Drawn())
    edits = Edits().set("conv1.weight", 3, 0.5, original=0.25)
    return Current(network=CatalogueNetwork("lenet5"), weights=Initial(seed=4), picture=picture, edits=edits)


@pytest.mark.parametrize("state", [AtticState(), AtticState(size=9, text="a b&c=d"), None])
def test_a_link_leads_back_to_where_it_was_made(state: AtticState | None) -> None:
    room = "models" if state is None else "attic"
    text = links.link(goals.address(room, state, somewhere()))
    goal = goals.find(links.parse(text), ROOMS, Current())
    # A state that a new room has anyway need not be named.
    assert goal.state in ((state,) if state else (None,)) or state == AtticState()
    kept = somewhere() if room == "attic" else somewhere().showing(None)
    assert (goal.room, goal.current) == (room, kept)


def test_what_is_not_named_stays() -> None:
    goal = goals.find(links.parse("cnnstudio:attic?size=4"), ROOMS, somewhere())
    assert goal.current == somewhere()
    assert goal.state == AtticState(size=4)


def test_another_network_has_weights_and_edits_of_its_own() -> None:
    goal = goals.find(links.parse("cnnstudio:models?current.network=convnet"), ROOMS, somewhere())
    assert goal.current == Current(network=CatalogueNetwork("convnet"), weights=Initial(), picture=somewhere().picture)
    assert goal.current.edits == EMPTY


def test_a_network_without_weights_has_those_it_is_best_known_by() -> None:
    goal = goals.find(links.parse("cnnstudio:models?current.network=digitnet"), ROOMS, somewhere())
    assert goal.current.weights == Shipped("digitnet")


def missing() -> list[Address]:
    gone = Path("/nowhere/at/all")
    about = [
        Current(network=CatalogueNetwork("convnett")),
        Current(network=PythonNetwork(gone / "net.py", "Net", "0" * 64)),
        Current(network=ExportedNetwork(gone / "net.pt2", "0" * 64)),
        Current(weights=RunWeights(gone, "final")),
        Current(weights=WeightsFile(gone / "mine.safetensors")),
    ]
    return [goals.address("models", None, current) for current in about]


@pytest.mark.parametrize("there", missing(), ids=["network", "python", "exported", "run", "file"])
def test_what_is_not_there_is_said(there: Address) -> None:
    with pytest.raises(StudioError, match=r".+\."):
        goals.find(there, ROOMS, Current())


@pytest.mark.parametrize(
    "text",
    [
        "cnnstudio:cellar",
        "cnnstudio:models?size=3",
        "cnnstudio:attic?size=big",
        "cnnstudio:attic?height=3",
        "cnnstudio:attic?current.colour=blue",
        "cnnstudio:attic?current.network=3",
        'cnnstudio:attic?current.picture={"origin":{"kind":"pad"},"shape":[1,2,2],"values":"AAAA"}',
        'cnnstudio:attic?current.weights={"kind":"initial","seed":"x"}',
    ],
)
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(StudioError, match=r".+\."):
        goals.find(links.parse(text), ROOMS, Current())

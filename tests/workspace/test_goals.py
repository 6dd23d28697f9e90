from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnstudio import records
from cnnstudio.errors import StudioError
from cnnstudio.networks.reference import CatalogueNetwork, ExportedNetwork, PythonNetwork
from cnnstudio.weights.edits import EMPTY, Edits
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile
from cnnstudio.workspace import goals, links, states
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.links import Address
from cnnstudio.workspace.picture import Drawn, Picture

ROOMS = frozenset({"attic", "models", "playground"})


@dataclass(frozen=True)
class State:
    size: int = 3
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        return records.fields_to_json(self)

    @classmethod
    def from_json(cls, data: Any) -> "State":
        return records.fields_from_json(cls, data)


@pytest.fixture(autouse=True)
def _one_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(states.CLASSES, "attic", f"{__name__}:State")


def somewhere() -> Current:
    picture = Picture.of(np.linspace(0, 1, 9, dtype=np.float32).reshape(3, 3), Drawn())
    edits = Edits().set("conv1.weight", 3, 0.5, original=0.25)
    return Current(network=CatalogueNetwork("lenet5"), weights=Initial(seed=4), picture=picture, edits=edits)


@pytest.mark.parametrize("state", [State(), State(size=9, text="a b&c=d"), None])
def test_a_link_leads_back_to_where_it_was_made(state: State | None) -> None:
    room = "models" if state is None else "attic"
    text = links.link(goals.address(room, state, somewhere()))
    goal = goals.find(links.parse(text), ROOMS, Current())
    # A state that a new room has anyway need not be named.
    assert goal.state in ((state,) if state else (None,)) or state == State()
    kept = somewhere() if room == "attic" else somewhere().showing(None)
    assert (goal.room, goal.current) == (room, kept)


def test_what_is_not_named_stays() -> None:
    goal = goals.find(links.parse("cnnstudio:attic?size=4"), ROOMS, somewhere())
    assert goal.current == somewhere()
    assert goal.state == State(size=4)


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

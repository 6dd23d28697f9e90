import json
from dataclasses import replace

import pytest

from cnnstudio.analysis.room_state import ModelsState
from cnnstudio.convolution.figures import figures
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.room_state import PlaygroundRoomState
from cnnstudio.errors import ConfigError
from cnnstudio.lessons import conditions, facts
from cnnstudio.lessons.conditions import Compared
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.room_state import DrawState, OpenedMap
from cnnstudio.training.room_state import TrainState
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace import links
from cnnstudio.workspace.current import Current


def test_the_playgrounds_facts_are_what_it_shows() -> None:
    state = PlaygroundRoomState(free=figures()[2].state, pinned=(0, 1, 1))
    found = facts.of_workspace("playground", {"playground": state}, Current())
    assert (found["padding"], found["stride"], found["kernel"], found["output"]) == (1, [3, 2], 2, 2)
    assert found["output_cells"] == [[[0.0, 8.0], [6.0, 8.0]]]
    assert found["pinned"] == [0, 1, 1]
    assert found["layer"] == ""
    assert list(found["playground.free.geometry.padding"]) == [1, 1, 1, 1]


def test_an_opened_layer_and_an_opened_map_are_facts() -> None:
    playground = PlaygroundRoomState(opened=OpenedLayer(path="features.3"))
    draw = DrawState(map=OpenedMap("features.0"))
    found = facts.of_workspace("draw", {"playground": playground, "draw": draw}, Current())
    assert (found["room"], found["layer"], found["map"], found["ink"]) == ("draw", "features.3", "features.0", False)


def test_the_studio_is_a_fact() -> None:
    current = Current(network=CatalogueNetwork("lenet5"), weights=Initial(7))
    found = facts.of_workspace("models", {"models": ModelsState(path="features.0")}, current)
    assert (found["network"], found["weights"], found["edits"]) == ("lenet5", "initial", False)
    assert (found["selected"], found["models.tab"]) == ("features.0", "diagram")


def test_every_derived_fact_has_a_name_that_conditions_may_use() -> None:
    rooms = {
        "models": ModelsState(),
        "playground": PlaygroundRoomState(),
        "train": TrainState(),
        "draw": DrawState(),
    }
    found = facts.of_workspace("train", rooms, Current())
    for name in found:
        facts.check_name(name)
    assert found.keys() >= facts.NAMES - facts.OF_THE_WINDOW
    assert facts.OF_THE_WINDOW - found.keys() == facts.OF_THE_WINDOW - {"ink"}


def test_a_large_input_is_not_written_out() -> None:
    state = PlaygroundRoomState()
    large = replace(state, free=state.free.with_parameters(input_height=80, input_width=80))
    found = facts.of_workspace("playground", {"playground": large}, Current())
    assert found.keys().isdisjoint({"input_cells", "output_cells", "playground.free.input"})
    assert found["input"] == 80


def test_what_a_state_says_is_named_as_its_links_name_it() -> None:
    state = PlaygroundRoomState(free=figures()[5].state, opened=OpenedLayer(path="features.3"), pinned=(0, 1, 0))
    found = facts.of_workspace("playground", {"playground": state}, Current())
    told = {
        f"playground.{name}": value
        for name, value in links.differences(state.to_json(), PlaygroundRoomState().to_json()).items()
    }
    assert told.keys() >= {"playground.free.geometry.operation", "playground.opened", "playground.pinned"}
    for name in told.keys() - {"playground.opened"}:
        facts.check_name(name)
        assert conditions.holds(Compared(name, "==", json.loads(json.dumps(told[name]))), found), name
    assert found["playground.opened.path"] == "features.3"


@pytest.mark.parametrize(
    "name", ["colour", "playground.free.geometry.stripe", "playground", "cellar.tab", "models.tab.x", "hovered.x"]
)
def test_a_fact_that_there_is_not_is_named(name: str) -> None:
    with pytest.raises(ConfigError, match=name.rpartition(".")[2]):
        facts.check_name(name)

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.analysis.room_state import LARGEST, LONGEST_SEARCH, Limits, ModelsState
from cnnstudio.errors import ConfigError
from cnnstudio.workspace import links, states

SIZES = st.integers(1, LARGEST)
TEXTS = st.text(max_size=LONGEST_SEARCH)
STATES = st.builds(
    ModelsState,
    tab=st.sampled_from(["diagram", "layers", "compare", "choose"]),
    pane=st.sampled_from(["layer", "card", "ideas", "picture"]),
    path=TEXTS,
    node=st.none() | st.integers(0, 10**6),
    opened=st.none() | st.lists(TEXTS, max_size=5).map(tuple),
    input_shape=st.none() | st.tuples(SIZES, SIZES, SIZES),
    classes=st.none() | SIZES,
    batch=st.none() | SIZES,
    search=TEXTS,
    listing=st.sampled_from(["tree", "table", "printed"]),
    layer_search=TEXTS,
    compare_with=TEXTS,
    same_input=st.booleans(),
    only_differences=st.booleans(),
    limits=st.builds(Limits, gmacs=st.floats(0, 2000), parameters=st.floats(0, 2000), accuracy=st.floats(0, 100)),
)


@given(STATES)
def test_every_state_comes_back_from_json_and_from_a_links_differences(state: ModelsState) -> None:
    written = json.loads(json.dumps(state.to_json()))
    assert ModelsState.from_json(written) == state
    usual = ModelsState().to_json()
    assert ModelsState.from_json(links.merged(links.differences(written, usual), usual)) == state


def test_the_room_is_known_by_its_state() -> None:
    assert states.class_of("models") is ModelsState
    assert states.read("models", {"tab": "compare"}) == ModelsState(tab="compare")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"tabs": "diagram"}, "tabs"),
        ({"tab": "kitchen"}, "kitchen"),
        ({"batch": 0}, "between 1 and 65,536"),
        ({"input_shape": [3, 224]}, "a list of 3 values"),
        ({"input_shape": [3, 224, 70_000]}, "between 1 and 65,536"),
        ({"classes": True}, "a whole number"),
        ({"node": -1}, "counted from 0"),
        ({"search": "x" * 201}, "200 characters"),
        ({"opened": ["x"] * 3 + [7]}, "a text"),
        ({"opened": [str(number) for number in range(10_001)]}, "open blocks"),
        ({"limits": {"accuracy": 101}}, "between 0 and 100"),
        ({"limits": {"gmacs": float("nan")}}, "finite"),
        ([], "named values"),
    ],
)
def test_what_is_no_state_is_one_sentence(data: Any, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        ModelsState.from_json(data)


def test_equal_states_are_equal_values() -> None:
    assert ModelsState(opened=("b", "a", "b")) == ModelsState(opened=("a", "b"))
    assert Limits(gmacs=1.256) == Limits(gmacs=1.26), "as exact as it can be typed"


def test_importing_it_costs_no_torch() -> None:
    code = "import sys; import cnnstudio.analysis.room_state; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)

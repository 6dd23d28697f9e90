import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.convolution import files
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.room_state import PlaygroundRoomState
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.errors import ConfigError
from cnnstudio.workspace import links, states
from tests.convolution.strategies import states as free_states


@st.composite
def room_states(draw: st.DrawFn) -> PlaygroundRoomState:
    free = draw(free_states())
    size = (free.geometry.channels_out, *free.geometry.output_size)
    channels = st.lists(st.integers(0, 511), max_size=6, unique=True).map(tuple)
    opened = st.builds(
        OpenedLayer,
        path=st.sampled_from(["features.0", "layer1.0.conv2", "classifier"]),
        call=st.integers(1, 4),
        outputs=channels,
        inputs=channels,
        row=st.integers(0, 200),
        col=st.integers(0, 200),
        front=st.none() | st.integers(0, 511),
    )
    return PlaygroundRoomState(
        free=free,
        opened=draw(st.none() | opened),
        pinned=tuple(draw(st.integers(0, side - 1)) for side in size),
        spread=draw(st.sampled_from([None, True, False])),
    )


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(state=room_states())
def test_a_state_comes_back_equal_by_file_and_by_link(state: PlaygroundRoomState) -> None:
    data = json.loads(json.dumps(state.to_json()))
    assert PlaygroundRoomState.from_json(data) == state
    usual = PlaygroundRoomState().to_json()
    told = json.loads(json.dumps(links.differences(data, usual)))
    assert states.read("playground", links.merged(told, usual)) == state


def test_a_new_room_needs_no_word_in_a_link() -> None:
    assert links.differences(PlaygroundRoomState().to_json(), PlaygroundRoomState().to_json()) == {}
    assert PlaygroundRoomState.from_json({}) == PlaygroundRoomState()


def test_an_old_playground_file_is_a_state() -> None:
    free = PlaygroundState().with_parameters(input_height=6, input_width=6, stride_height=2)
    assert states.read("playground", files.to_json(free)) == PlaygroundRoomState(free=free)


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"fre": None},
        {"free": {"kind": "other"}},
        {"free": {**files.to_json(PlaygroundState()), "schema": 99}},
        {"pinned": [0, 0]},
        {"pinned": [0, 9, 0]},
        {"pinned": [-1, 0, 0]},
        {"spread": "yes"},
        {"opened": {"kind": "opened-layer"}},
        {"opened": {"kind": "opened-layer", "path": ""}},
        {"opened": {"kind": "opened-layer", "path": "a", "call": 0}},
        {"opened": {"kind": "opened-layer", "path": "a", "outputs": [-1]}},
        {"opened": {"kind": "opened-layer", "path": "a", "inputs": list(range(99))}},
        {"opened": {"kind": "opened-layer", "path": "a", "colour": 1}},
        {"opened": {"kind": "another", "path": "a"}},
    ],
)
def test_what_it_does_not_know_is_refused(data: Any) -> None:
    with pytest.raises(ConfigError):
        PlaygroundRoomState.from_json(data)

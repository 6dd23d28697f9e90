"""The Draw room's state as JSON: everything comes back to the bit, and what is none is refused in words."""

import json
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio import records
from cnnstudio.errors import ConfigError
from cnnstudio.prediction.drawing import Picture, Stroke
from cnnstudio.prediction.room_state import DrawState
from cnnstudio.workspace import states
from tests.prediction.draw_states import draw_states


@settings(max_examples=60)
@given(draw_states())
def test_a_state_comes_back_from_json(state: DrawState) -> None:
    text = json.dumps(state.to_json())
    back = states.read("draw", json.loads(text))
    assert back == state
    for mark, former in zip(back.marks, state.marks, strict=True):
        if isinstance(mark, Picture):
            assert mark.ink.dtype == np.float32
            np.testing.assert_array_equal(mark.ink, former.ink)
        else:
            assert mark.points == former.points


def test_a_new_room_has_the_usual_state() -> None:
    assert DrawState.from_json({}) == DrawState()


def test_a_photograph_takes_a_few_hundred_kilobytes_at_most() -> None:
    noise = np.random.default_rng(1).random((3000, 2000), np.float32)
    state = DrawState(marks=(Picture.of(noise),))
    assert len(json.dumps(state.to_json())) < 400_000


STROKE = Stroke(((1.0, 2.0, 0.5),), 22.0).to_json()
PICTURE = Picture.of(np.ones((28, 28), np.float32), prepared=True).to_json()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"colour": "red"}, "colour"),
        ({"pen": 1000}, "from 4 to 64"),
        ({"pen": 3.5}, "whole number"),
        ({"tab": "outside"}, "one of"),
        ({"question": {"target": -1}}, "counted from 0"),
        ({"map": {"layer": "a", "row": -4}}, "counted from 0"),
        ({"stages": {"crop": True, "polish": True}}, "polish"),
        ({"marks": [{"kind": "circle"}]}, "circle"),
        ({"marks": [{**STROKE, "points": "!!!"}]}, "damaged"),
        ({"marks": [{**STROKE, "points": STROKE["points"][:-8]}]}, "damaged"),
        ({"marks": [{**STROKE, "points": records.packed(b"1234"), "gridded": True}]}, "damaged"),
        ({"marks": [{**STROKE, "width": 1e200}]}, "no pen"),
        ({"marks": [{**STROKE, "width": 0}]}, "no pen"),
        ({"marks": [Stroke(((np.inf, 2.0, 0.5),), 22.0).to_json()]}, "no pen"),
        ({"marks": [Stroke((), 22.0).to_json()]}, "no pen"),
        ({"marks": [{**PICTURE, "shape": [28, 27]}]}, "damaged"),
        ({"marks": [{**PICTURE, "shape": [4000, 4000]}]}, "damaged"),
        ({"marks": [{**PICTURE, "shape": [0, 28]}]}, "damaged"),
        ({"marks": [{**PICTURE, "numbers": "AAAA"}]}, "damaged"),
        ({"marks": [Picture(np.full((28, 28), 7, np.float32)).to_json()]}, "damaged"),
        ({"marks": [{**PICTURE, "origin": {"kind": "moon"}}]}, "moon"),
        ({"marks": [STROKE, PICTURE]}, "new sheet"),
    ],
)
def test_what_is_none_is_refused_in_a_sentence(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        DrawState.from_json(values)


def test_every_field_is_in_the_json() -> None:
    assert set(DrawState().to_json()) == {field.name for field in fields(DrawState)}


@settings(max_examples=60)
@given(draw_states(), st.data())
def test_a_damaged_state_is_refused_in_a_sentence_or_is_one(state: DrawState, data: st.DataObject) -> None:
    """A character or a value of the JSON is another: nothing but a ConfigError comes of it, or a state that is one."""
    text = json.dumps(state.to_json())
    place = data.draw(st.integers(0, len(text) - 1))
    other = text[:place] + data.draw(st.sampled_from('0917eE.-"[]{},:naA+/=')) + text[place + 1 :]
    try:
        found = DrawState.from_json(json.loads(other))
    except (json.JSONDecodeError, ConfigError):
        return
    assert DrawState.from_json(json.loads(json.dumps(found.to_json()))) == found

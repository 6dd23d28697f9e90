import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import ConfigError
from cnnstudio.workspace.links import LONGEST, Address, differences, link, merged, parse

keys = st.text("abcxyz_", min_size=1, max_size=5)
leaves = st.none() | st.booleans() | st.integers() | st.floats(-1e6, 1e6) | st.text(max_size=8)
objects = st.recursive(
    st.dictionaries(keys, leaves | st.lists(leaves, max_size=3), max_size=4),
    lambda inner: st.dictionaries(keys, inner | leaves, max_size=4),
    max_leaves=8,
)


@given(objects, objects)
def test_the_differences_put_into_the_usual_values_give_the_values(values: dict, usual: dict) -> None:
    # States of one class have the same fields.
    usual = {name: usual.get(name, 0) for name in values}
    changes = differences(values, usual)
    assert json.dumps(merged(changes, usual), sort_keys=True) == json.dumps(values, sort_keys=True)


@given(
    st.dictionaries(keys, leaves | st.lists(leaves, max_size=3), max_size=4), st.dictionaries(keys, leaves, max_size=2)
)
def test_a_link_is_read_back(state: dict[str, Any], current: dict[str, Any]) -> None:
    address = Address(room="playground", state=state, current=current)
    text = link(address)
    assert parse(text) == address
    assert text.isascii()
    assert " " not in text


def test_a_link_can_be_read_by_a_person() -> None:
    usual = {"geometry": {"stride": [1, 1], "padding": [0, 0, 0, 0]}, "mode": "operation"}
    now = {"geometry": {"stride": [2, 2], "padding": [0, 0, 0, 0]}, "mode": "operation"}
    address = Address(room="playground", state=differences(now, usual), current={"network": "convnet"})
    assert link(address) == "cnnstudio:playground?geometry.stride=[2,2]&current.network=convnet"


def test_texts_that_look_like_numbers_stay_texts() -> None:
    address = Address(room="models", state={"path": "0", "search": "true", "name": '"'}, current={})
    assert parse(link(address)).state == {"path": "0", "search": "true", "name": '"'}


def test_what_is_usual_makes_no_link_longer() -> None:
    assert link(Address(room="draw", state=differences({"pen": 3}, {"pen": 3}), current={})) == "cnnstudio:draw"


def test_too_much_for_a_link_is_said() -> None:
    with pytest.raises(ConfigError, match="as a file"):
        link(Address(room="draw", state={"name": "x" * LONGEST}, current={}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org",
        "cnnstudio",
        "cnnstudio:draw?pen",
        "cnnstudio:draw?pen=1&pen=2",
        "cnnstudio:draw?%ff=1",
        "cnnstudio:draw?current.network=a&current.network=b",
        f"cnnstudio:draw?a={'x' * LONGEST}",
    ],
)
def test_what_is_no_link_is_refused_in_words(text: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse(text)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize("name", ["stride.rows", "nothing.inside", "a.b.c"])
def test_a_name_that_leads_nowhere_is_refused(name: str) -> None:
    with pytest.raises(ConfigError):
        merged({name: 1}, {"stride": [1, 1], "a": {"b": 2}})


def test_deep_values_stay_texts_and_do_no_harm() -> None:
    assert parse("cnnstudio:draw?a=" + "[" * 1900).state == {"a": "[" * 1900}


@pytest.mark.parametrize("text", ["1e999", '"\\ud800"', '["\\udfff"]', "NaN", '{"a": -1e400}'])
def test_values_that_could_not_be_written_again_stay_texts(text: str) -> None:
    address = parse(f"cnnstudio:draw?a={quote(text)}")
    assert address.state == {"a": text}
    assert parse(link(address)) == address


@pytest.mark.parametrize("room", ["..", "%2e%2e", "a b", "draw#why", "draw;a=1", "a/b", "\u00e9"])
def test_a_room_that_cannot_be_is_refused(room: str) -> None:
    with pytest.raises(ConfigError, match="names a room"):
        parse(f"cnnstudio:{room}?a=1")

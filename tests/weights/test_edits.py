import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import ConfigError
from cnnstudio.weights.edits import EMPTY, NETWORK, Edits, Kernel, Places

values = st.floats(width=32, allow_nan=False, allow_infinity=False)
tensors = st.sampled_from(["a.weight", "a.bias", "b.weight"])
layers = st.sampled_from(["a", "b", "c.d"])
steps = st.one_of(
    st.tuples(st.just("set"), tensors, st.integers(0, 30), values),
    st.tuples(st.just("back"), tensors, st.integers(0, 30), st.none()),
    st.tuples(st.just("on"), layers, st.integers(0, 5), st.booleans()),
    st.tuples(st.just("prune"), layers | st.just(NETWORK), st.floats(0, 1), st.none()),
)


def after(edits: Edits, step: tuple[Any, ...]) -> Edits:
    match step:
        case ("set", tensor, index, value):
            return edits.set(tensor, index, value)
        case ("back", tensor, index, _):
            return edits.put_back(tensor, index)
        case ("on", layer, number, on):
            return edits.switch(layer, number, on=on)
        case ("prune", scope, share, _):
            return edits.prune(share, scope)
    raise AssertionError(step)


@given(st.lists(steps, max_size=25))
def test_edits_are_what_was_said_last_of_each_thing(log: list[tuple[Any, ...]]) -> None:
    edits = EMPTY
    said: dict[Any, Any] = {}
    for step in log:
        edits = after(edits, step)
        kind, name, number, value = step
        if kind in ("set", "back"):
            said["value", name, number] = value
        elif kind == "on":
            said["off", name, number] = not value
        else:
            said["share", name] = number
    for key, value in said.items():
        match key:
            case ("value", tensor, index):
                found = edits.value(tensor, index)
                assert (found is None) is (value is None)
                assert value is None or np.float32(found).tobytes() == np.float32(value).tobytes()
            case ("off", layer, number):
                assert (number in edits.maps_off(layer)) is value
            case ("share", scope):
                assert edits.share(scope) == value
    assert edits.count == sum(value is not None for key, value in said.items() if key[0] == "value")
    # The same, said in another order and without what was taken back, is an equal value.
    other = EMPTY
    for key, value in reversed(said.items()):
        if key[0] == "value" and value is not None:
            other = other.set(key[1], key[2], value)
        elif key[0] == "off":
            other = other.switch(key[1], key[2], on=not value)
        elif key[0] == "share":
            other = other.prune(value, key[1])
    assert other == edits
    assert hash(other) == hash(edits)
    assert Edits.from_json(json.loads(json.dumps(edits.to_json()))) == edits
    assert bool(edits) is (edits != EMPTY)


def test_empty() -> None:
    assert EMPTY.to_json() == {}
    assert Edits.from_json({}) == EMPTY
    assert not EMPTY
    assert EMPTY.layers == ()
    assert EMPTY.set("a.weight", [], []) == EMPTY
    assert EMPTY.set("a.weight", 3, 1.0).put_back("a.weight", 3) == EMPTY
    assert EMPTY.prune(0.0) == EMPTY
    assert EMPTY.switch("a", 2, on=True) == EMPTY


def test_json_is_short_and_to_the_bit() -> None:
    edits = EMPTY.set("f.weight", [7, 2], [0.1, -0.0]).switch("f", 3, on=False).prune(0.25)
    assert json.dumps(edits.to_json()) == (
        '{"values": {"f.weight": [[2, -0.0], [7, 0.1]]}, "off": {"f": [3]}, "pruned": {"": 0.25}}'
    )
    again = Edits.from_json(edits.to_json())
    assert again == edits
    assert again.value("f.weight", 7) == float(np.float32(0.1))
    assert EMPTY.set("f.weight", 2, 0.0) != EMPTY.set("f.weight", 2, -0.0), "they are other numbers"


@given(st.lists(values, min_size=1, max_size=8))
def test_every_float32_comes_back(numbers: list[float]) -> None:
    places = Places.of(range(len(numbers)), numbers)
    again = Edits.from_json(json.loads(json.dumps(Edits((("t", places),)).to_json())))
    assert again.places("t").packed_values == np.asarray(numbers, dtype="<f4").tobytes()


@pytest.mark.parametrize(
    "data",
    [
        {"weights": {}},
        {"values": []},
        {"values": {"a": [[1]]}},
        {"values": {"a": [[1.5, 2.0]]}},
        {"values": {"a": [[-1, 2.0]]}},
        {"values": {"a": [[2**70, 2.0]]}},
        {"values": {"a": [[1, True]]}},
        {"values": {"a": [[1, 1e39]]}},
        {"values": {"a": [[1, float("nan")]]}},
        {"values": {"a": [[1, 2.0], [1, 3.0]]}},
        {"off": {"a": [-1]}},
        {"off": {"a": ["first"]}},
        {"pruned": {"": 1.5}},
        {"pruned": {"": -0.5}},
        {"pruned": 0.5},
        [],
        None,
    ],
)
def test_what_is_not_known_is_refused(data: object) -> None:
    with pytest.raises(ConfigError) as caught:
        Edits.from_json(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e39])
def test_a_weight_stays_a_finite_number(value: float) -> None:
    with pytest.raises(ConfigError, match="finite"):
        EMPTY.set("a.weight", 0, value)
    with pytest.raises(ConfigError, match="finite"):
        EMPTY.scale(Kernel("a.weight", (2, 3)), np.ones((2, 3)), value)


def test_refusals() -> None:
    for share in (-0.1, 1.1, float("nan")):
        with pytest.raises(ConfigError):
            EMPTY.prune(share)
    with pytest.raises(ConfigError, match="counted from 0"):
        EMPTY.set("a.weight", -1, 0.0)
    with pytest.raises(ConfigError, match="3 places"):
        EMPTY.set("a.weight", [1, 2, 3], [0.0])
    with pytest.raises(ConfigError, match="has no block"):
        Kernel("a.weight", (4, 3, 2, 2), (4,))
    with pytest.raises(ConfigError, match="2 × 2 numbers"):
        EMPTY.replace(Kernel("a.weight", (4, 3, 2, 2), (0, 0)), [1.0, 2.0, 3.0])


@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=4).flatmap(
        lambda shape: st.tuples(
            st.just(tuple(shape)),
            st.integers(0, len(shape)).flatmap(
                lambda depth: st.tuples(*(st.integers(0, size - 1) for size in shape[:depth]))
            ),
        )
    ),
    st.sampled_from(["replace", "zero", "scale", "horizontal", "vertical", "both"]),
)
def test_a_block_is_changed_as_numpy_changes_it(place: tuple[tuple[int, ...], tuple[int, ...]], what: str) -> None:
    shape, at = place
    before = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    kernel = Kernel("t", shape, at)
    now = before[at]
    wanted = before.copy()
    if what == "replace":
        wanted[at] = np.arange(now.size).reshape(now.shape)
        edits = EMPTY.replace(kernel, np.arange(now.size).reshape(now.shape))
    elif what == "zero":
        wanted[at] = 0
        edits = EMPTY.zero(kernel)
    elif what == "scale":
        wanted[at] = now * np.float32(-1.7)
        edits = EMPTY.scale(kernel, now, -1.7)
    else:
        axes = {"horizontal": (-1,), "vertical": (-2,), "both": (-2, -1)}[what]
        axes = tuple(axis for axis in axes if -axis <= np.ndim(now))
        wanted[at] = np.flip(now, axes) if axes else now
        edits = EMPTY.flip(kernel, now, what)  # type: ignore[arg-type]
    got = before.flatten()
    places = edits.places("t")
    got[places.indices] = places.values
    assert got.tobytes() == wanted.tobytes()
    assert set(places.indices) == set(kernel.indices.tolist())
    # Given back what stood there, nothing is edited any more.
    assert edits.replace(kernel, now, original=now) == EMPTY
    assert edits.put_back("t", kernel.indices) == EMPTY


def test_a_layer_is_put_back_alone() -> None:
    mine = EMPTY.set("a.weight", 1, 2.0).set("a.bias", 0, 1.0).switch("a", 1, on=False).prune(0.5, "a")
    others = EMPTY.set("a.b.weight", 1, 2.0).set("ab.weight", 1, 2.0).switch("b", 0, on=False).prune(0.25)
    both = Edits(mine.values + others.values, mine.off + others.off, mine.pruned + others.pruned)
    assert both.put_back_layer("a") == others
    assert mine.put_back_layer("a") == EMPTY
    assert both.layers == ("a", "a.b", "ab", "b")
    assert mine.put_back("a.weight").count == 1


def test_what_is_typed_twice_counts_once_and_the_last() -> None:
    assert Places.of([3, 1, 3], [1.0, 2.0, 5.0]) == Places.of([1, 3], [2.0, 5.0])
    assert dict(Places.of([3, 1, 3], [1.0, 2.0, 5.0])) == {1: 2.0, 3: 5.0}
    assert repr(Places.of(0, 1.5)) == "Places({0: 1.5})"

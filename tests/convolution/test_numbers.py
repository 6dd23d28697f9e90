import json

import pytest
import torch

from cnnstudio.convolution.numbers import Numbers
from cnnstudio.errors import ConfigError


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 2e6, -2e6])
def test_what_cannot_be_computed_with_is_refused(value: float) -> None:
    with pytest.raises(ConfigError, match="number"):
        Numbers([1.0, value])


def test_a_changed_copy_leaves_the_original() -> None:
    numbers = Numbers(torch.zeros(2, 2))
    assert numbers.with_value((0, 1), 5).at(0, 1) == 5
    assert numbers.at(0, 1) == 0
    with pytest.raises(ValueError, match="read-only"):
        numbers.array[0, 0] = 1


def test_equality_is_by_value() -> None:
    assert Numbers([1.0, 2.0]) == Numbers([1.0, 2.0])
    assert hash(Numbers([1.0, 2.0])) == hash(Numbers([1.0, 2.0]))
    assert Numbers([1.0, 2.0]) != Numbers([1.0, 3.0])


def test_json_keeps_short_spellings_and_every_bit() -> None:
    numbers = Numbers(torch.tensor([[0.1, -3.0], [1 / 3, 1e-7]]))
    data = json.loads(json.dumps(numbers.to_json()))
    assert data[0] == [0.1, -3]
    assert Numbers.from_json(data) == numbers


@pytest.mark.parametrize("bytes_only", [True, False])
def test_pictures_are_packed(bytes_only: bool) -> None:
    values = torch.randint(0, 256, (1, 100, 100)).float() / 255
    numbers = Numbers(values if bytes_only else values + 0.1234)
    data = numbers.to_json()
    assert data["kind"] == ("uint8" if bytes_only else "float32")
    assert Numbers.from_json(data) == numbers


@pytest.mark.parametrize(
    "data",
    [
        "text",
        [[1, 2], [3]],
        [["a"]],
        {"shape": [2], "kind": "uint8", "zlib": "!!"},
        {"shape": [10**9, 10**9], "kind": "uint8", "zlib": ""},
        {"shape": [-1], "kind": "uint8", "zlib": ""},
        {"shape": [4], "kind": "pickle", "zlib": "eJwDAAAAAAE="},
        {"shape": [4], "kind": "uint8", "zlib": "eJwDAAAAAAE="},
    ],
)
def test_damaged_json_is_refused(data: object) -> None:
    with pytest.raises(ConfigError, match="damaged"):
        Numbers.from_json(data)

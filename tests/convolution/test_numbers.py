import json

import pytest
import torch

from cnnstudio.convolution.numbers import DRAWN_SIDE, Numbers, averaged
from cnnstudio.convolution.state import Part, PlaygroundState
from cnnstudio.errors import ConfigError


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_what_cannot_be_computed_with_is_refused(value: float) -> None:
    with pytest.raises(ConfigError, match="number"):
        Numbers([1.0, value])
    with pytest.raises(ConfigError, match="number"):
        PlaygroundState().with_cells(Part.KERNEL, {(0, 0, 0, 0): value})


@pytest.mark.parametrize("value", [2e6, -2e6])
def test_what_is_typed_or_comes_from_a_file_stays_far_below_an_overflow(value: float) -> None:
    """A real layer's numbers are what they are."""
    assert Numbers([1.0, value]).peak == 2e6
    for part, place in ((Part.INPUT, (0, 1, 1)), (Part.KERNEL, (0, 0, 1, 0)), (Part.BIAS, (0,))):
        with pytest.raises(ConfigError, match="smaller number"):
            PlaygroundState().with_cells(part, {place: value})
    with pytest.raises(ConfigError, match="number"):
        Numbers.from_json([1.0, value])


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


@pytest.mark.parametrize(
    "size",
    [
        (1, 5000),
        (5000, 1),
        (1, 1),
        (2, 1),
        (1, 721),
        (721, 1),
        (720, 720),
        (721, 720),
        (3, 1441),
        (2160, 7),
        (1, 2_000_000),
    ],
)
def test_any_size_is_averaged_down_to_what_the_screen_needs(size: tuple[int, int]) -> None:
    values = torch.arange(2 * size[0] * size[1], dtype=torch.float32).reshape(2, *size)
    small = averaged(values)
    assert small.shape[0] == 2
    assert all(1 <= side <= DRAWN_SIDE for side in small.shape[1:])
    assert all(side == whole for side, whole in zip(small.shape[1:], size, strict=True) if whole <= DRAWN_SIDE)
    rows, cols = (-(-side // DRAWN_SIDE) for side in size)
    assert small[1, 0, 0] == pytest.approx(float(values[1, :rows, :cols].mean()), rel=1e-4)
    first_row, first_col = (rows * (small.shape[1] - 1), cols * (small.shape[2] - 1))
    assert small[1, -1, -1] == pytest.approx(float(values[1, first_row:, first_col:].mean())), "no edge is left out"


def test_blocks_at_the_far_edge_are_averages_of_what_there_is() -> None:
    values = torch.ones(1, 5, DRAWN_SIDE + 1)
    assert torch.equal(averaged(values), torch.ones(1, 5, (DRAWN_SIDE + 2) // 2))


@pytest.mark.parametrize("shape", [(1, 0, 5), (1, 5, 0), (0, 5, 5), (1, 0, 5000)])
def test_nothing_stays_nothing(shape: tuple[int, int, int]) -> None:
    assert averaged(torch.zeros(shape)).numel() == 0

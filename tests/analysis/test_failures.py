import pytest
import torch
from torch import nn

from cnnstudio.analysis import failures
from cnnstudio.analysis.network import analyse, analyse_module
from cnnstudio.errors import NetworkInputError


def refused(module: nn.Module, shape: tuple[int, int, int]) -> str:
    with pytest.raises(NetworkInputError) as raised:
        analyse_module(module, shape, name="mine", title="Mine")
    return str(raised.value)


def test_a_picture_smaller_than_a_window() -> None:
    said = refused(nn.Sequential(nn.Conv2d(1, 2, 3), nn.Conv2d(2, 2, 7)), (1, 8, 8))
    assert said.startswith("Mine cannot take a ")
    assert "layer 1 (Conv2d) gets 2 × 6 × 6, which is smaller than its window. Choose a larger input." in said


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([nn.Conv2d(3, 2, 3)], "layer 0 (Conv2d) was made for 3 channels and gets 1."),
        ([nn.Conv2d(3, 3, 3, groups=3)], "layer 0 (Conv2d) was made for 3 channels and gets 1."),
        ([nn.Conv2d(1, 5, 3), nn.Conv2d(3, 2, 3)], "layer 1 (Conv2d) was made for 3 channels and gets 5."),
    ],
    ids=["plain", "grouped", "after another"],
)
def test_a_picture_with_other_channels(layers: list[nn.Module], said: str) -> None:
    assert refused(nn.Sequential(*layers), (1, 8, 8)).endswith(f"{said} Choose an input with 3.")


def test_the_network_itself_is_a_layer() -> None:
    assert "the network itself was made for 3 channels and gets 1." in refused(nn.Conv2d(3, 2, 3), (1, 8, 8))


def test_a_linear_layer_made_for_another_size() -> None:
    said = refused(nn.Sequential(nn.Flatten(), nn.Linear(1_000, 2)), (1, 8, 8))
    assert "layer 1 (Linear) was made for 1,000 numbers and gets" in said
    assert said.endswith("Choose the input size the network was made for.")


def test_a_network_of_the_catalogue() -> None:
    with pytest.raises(NetworkInputError, match=r"^AlexNet cannot take a .*smaller than its window"):
        analyse("alexnet", input_shape=(3, 20, 20))


def test_what_a_layer_of_ones_own_raises_is_kept() -> None:
    class Picky(nn.Module):
        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            raise ValueError(f"I take no {pictures.shape[-1]} columns on a Monday\nand more")

    said = refused(nn.Sequential(Picky()), (1, 8, 8))
    assert said.endswith("layer 0 (Picky) fails: I take no 8 columns on a Monday.")


def test_without_a_layer_the_first_line_of_the_reason_stands() -> None:
    error = failures.sentence("Mine", (1, 8, 8), None, RuntimeError("it broke\nat great length"))
    assert str(error).startswith("Mine cannot take a ")
    assert str(error).endswith("input: it broke.")


def test_an_error_without_words() -> None:
    assert str(failures.sentence("Mine", (1, 8, 8), None, RuntimeError())).endswith("no reason given.")

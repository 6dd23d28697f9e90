import re
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.analysis import text
from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.results import Analysis

Analysed = Callable[..., Analysis]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (999, "999"), (1000, "1 K"), (15_470_264_320, "15.5 G"), (999_600, "1 M"), (10**19, "10 E")],
)
def test_short_numbers_have_three_digits(number: int, words: str) -> None:
    assert text.short(number) == words


def test_shapes_leave_the_batch_out() -> None:
    assert text.shape((8, 64, 7, 7)) == "64x7x7"
    assert text.shape(None) == "-"
    assert text.shape((8,)) == "scalar"


@pytest.mark.parametrize("name", ["convnet", "resnet152", "googlenet-aux", "swin_v2_t", "efficientnet_v2_l"])
@pytest.mark.parametrize("render", [text.tree, text.table])
def test_lines_fit_a_terminal(analysed: Analysed, name: str, render: Callable[[Analysis], str]) -> None:
    assert max(map(len, render(analysed(name)).splitlines())) <= 80


def test_tree_folds_equal_blocks_and_marks_what_is_for_training(analysed: Analysed) -> None:
    assert "1 Bottleneck x 35" in text.tree(analysed("resnet152"))
    assert "aux1 InceptionAux (training only)" in text.tree(analysed("googlenet-aux"))
    assert text.tree(analysed("resnet18"), plain=True).isascii()


def test_the_table_adds_up(analysed: Analysed) -> None:
    lines = text.table(analysed("resnet18"), 200).split("\n\n")[0].splitlines()[1:]
    parameters = [int(re.split(r"\s{2,}", line)[4].replace(",", "")) for line in lines]
    assert sum(parameters) == 11_689_512


def test_totals_say_what_they_leave_out_and_several_outputs_are_listed() -> None:
    class Heads(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 1)

        def forward(self, x: Tensor) -> dict[str, Tensor]:
            x = self.conv(x)
            return {"map": x, "spectrum": torch.fft.fft2(x).abs()}

    analysis = analyse_module(Heads(), (3, 8, 8))
    for form in (text.tree, text.table):
        lines = form(analysis).splitlines()
        assert "Outputs      map 4x8x8; spectrum 4x8x8" in lines
        assert lines[-1] == "MACs not counted: _fft_c2c in the network itself."
    values = text.as_json(analysis)
    assert values["remarks"] == ["MACs not counted: _fft_c2c in the network itself."]
    assert values["outputs"] == [{"name": "map", "shape": [1, 4, 8, 8]}, {"name": "spectrum", "shape": [1, 4, 8, 8]}]

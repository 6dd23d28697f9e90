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


def _tree_sum(lines: list[str]) -> tuple[int, int]:
    """(parameters of the network, sum over its direct parts, each as often as its line says)."""
    whole, parts = 0, 0
    for line in lines:
        params = int(re.split(r"\s{2,}", line.rstrip())[-2].replace(",", ""))
        if re.match(r"[|`]- ", line):
            times = re.search(r" x (\d+), each", line)
            parts += params * (int(times[1]) if times else 1)
        elif not line.startswith((" ", "|")):
            whole = params
    return whole, parts


def test_a_line_for_several_layers_holds_the_figures_of_each() -> None:
    def block() -> nn.Module:
        return nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.MaxPool2d(2))

    same = nn.Sequential(*(nn.Conv2d(4, 4, 1) for _ in range(3)), nn.ReLU())
    halving = nn.Sequential(block(), block(), block())
    one = nn.Linear(6, 6)
    tied = nn.Sequential(nn.Flatten(), nn.Linear(4 * 64, 6), nn.Linear(6, 6), nn.Linear(6, 6))
    tied[2].weight = tied[3].weight = one.weight
    for module in (same, halving, tied):
        lines = text.tree(analyse_module(module, (4, 8, 8)), plain=True).split("\n\n")[0].splitlines()[1:]
        whole, parts = _tree_sum(lines)
        assert whole == parts == sum(parameter.numel() for _, parameter in module.named_parameters())
    assert "x 3, each" in text.tree(analyse_module(same, (4, 8, 8)))
    # Each costs a quarter of the one before: no line can stand for all three.
    assert ", each" not in text.tree(analyse_module(halving, (4, 8, 8)))


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


def test_a_row_without_parameters_of_its_own_says_where_they_count() -> None:
    model = nn.Sequential(nn.Conv2d(3, 3, 1), nn.ReLU(), nn.Conv2d(3, 3, 1))
    model[2].weight = model[0].weight
    analysis = analyse_module(model, (3, 8, 8))
    assert "2 Conv2d (shared with 0)" in text.tree(analysis)
    lines = text.table(analysis).splitlines()
    assert [line.split()[4] for line in lines[1:4]] == ["12", "0", "3*"]
    assert lines[4] == "* Shared, and counted there: 2 with 0."
    shared = [layer.get("shared_with") for layer in text.as_json(analysis)["layers"]]
    assert shared == [None, None, None, ["0"]]


def test_an_output_that_is_no_prediction_says_what_it_is() -> None:
    class Both(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 1)

        def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
            return self.conv.weight, self.conv(x)

    analysis = analyse_module(Both(), (3, 8, 8))
    lines = text.tree(analysis).splitlines()
    assert "Outputs      0 (parameter conv.weight) 4x3x1x1; 1 4x8x8" in lines
    assert text.as_json(analysis)["outputs"][0] == {
        "name": "0",
        "shape": [4, 3, 1, 1],
        "fixed": "parameter conv.weight",
    }

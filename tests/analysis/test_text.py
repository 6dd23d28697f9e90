import re
from collections.abc import Callable

import pytest

from cnnstudio.analysis import text
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

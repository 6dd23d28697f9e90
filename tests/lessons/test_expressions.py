from decimal import Decimal
from fractions import Fraction

import pytest
import torch
from torch import nn

from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.lessons import expressions
from cnnstudio.networks import catalogue


def shown(text: str) -> str:
    return expressions.shown(expressions.evaluate(expressions.parse(text)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("out(28, 5)", "24"),
        ("out(3, 2, p=2)", "4"),
        ("out(8, 3, 2, 3)", "3"),
        ("out(7, 3, d=2)", "3"),
        ("pad(28, 28, 3)", "1"),
        ("pad(28, 14, 2, 2)", "0"),
        ("params(1, 6, 5) + params(6, 16, 5) + linear(400, 120) + linear(120, 84) + linear(84, 10)", "61,706"),
        ("params(8, 8, 3, bias=0, groups=8)", "72"),
        ("macs(1, 8, 3, 28, p=2)", "56,448"),
        ("field(3, 3)", "5"),
        ("field(5, [2, 2], 5, [2, 2])", "16"),
        ("field([3, 1, 2])", "5"),
        ("7 / 2", "3.5"),
        ("7 // 2", "3"),
        ("2 ** 10 - 1", "1,023"),
        ("-(3 - 5)", "2"),
        ("3 - 5", "−2"),
        ("round(2 / 3, 2)", "0.67"),
        ("round(1 / 2 * 4, 2)", "2.00"),
        ("percent(1, 8, 1)", "12.5"),
        ("max(1, 5) - min(2, 3) + abs(-4)", "7"),
        ("top1_of('alexnet')", "56.522"),
    ],
)
def test_numbers_are_worked_out(text: str, words: str) -> None:
    assert shown(text) == words


def test_the_courses_own_figures_come_out() -> None:
    cells = [[shown(f"cell({figure}, {row}, {col})") for row in (0, 1) for col in (0, 1)] for figure in (1, 4, 6)]
    assert cells == [["19", "25", "37", "43"], ["56", "72", "104", "120"], ["4", "5", "7", "8"]]
    assert shown("params_of('lenet5')") == "61,706"
    assert shown("params_of('lenet5-1998')") == "60,000"
    assert shown("params_of('alexnet')") == "61,100,840"


def test_a_network_is_asked_for_its_layers() -> None:
    assert shown("params_of('convnet', 'features.3')") == "1,168"
    assert shown("shape_of('convnet', 'features.3')") == "16 × 14 × 14"
    assert shown("shape_of('convnet')") == "10"
    assert shown("field_of('convnet', 'features.5')") == "10"
    assert shown("layers_of('lenet5', 'Linear')") == "3"
    assert shown("macs_of('convnet', 'classifier')") == "7,840"


@pytest.mark.parametrize(("i", "o", "k", "bias", "groups"), [(3, 6, 5, 1, 1), (4, 8, 3, 0, 2), (1, 1, 1, 1, 1)])
def test_parameters_are_pytorchs(i: int, o: int, k: int, bias: int, groups: int) -> None:
    layer = nn.Conv2d(i, o, k, bias=bool(bias), groups=groups, device="meta")
    found = expressions.evaluate(expressions.parse(f"params({i}, {o}, {k}, {bias}, {groups})"))
    assert found == sum(one.numel() for one in layer.parameters())


@pytest.mark.parametrize(("n", "k", "p", "s", "d"), [(28, 5, 0, 1, 1), (9, 3, 2, 2, 1), (17, 3, 4, 3, 2)])
def test_sizes_are_pytorchs(n: int, k: int, p: int, s: int, d: int) -> None:
    layer = nn.Conv1d(1, 1, k, s, p // 2, d, device="meta")
    found = expressions.evaluate(expressions.parse(f"out({n}, {k}, {p}, {s}, {d})"))
    assert found == layer(torch.empty(1, 1, n, device="meta")).shape[-1]


def test_what_the_catalogue_writes_down_is_what_a_text_says() -> None:
    for name in ("convnet", "lenet5", "digitnet"):
        assert shown(f"params_of('{name}')") == f"{catalogue.get(name).parameters:,}"


@pytest.mark.parametrize(
    "text",
    [
        "k * k",
        "open('x')",
        "__import__('os')",
        "out.__class__",
        "out(28, 5",
        "[x for x in 'a']",
        "out(*[1, 2])",
        "1 if 1 else 2",
        "1 < 2",
        "'a' % 3 or 2",
        "lambda: 1",
        "0.5",
        "f'{1}'",
    ],
)
def test_what_is_no_expression_is_refused_before_it_is_worked_out(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        expressions.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "5 % 0",
        "9 ** 99",
        "10 ** 12 * 10 ** 12",
        "2 ** (1 / 2)",
        "2 ** -1",
        "1 / 3",
        "'vgg16'",
        "'a' + 1",
        "[1, 2] * 3",
        "out(3, 5)",
        "out(3)",
        "out(3, 2, z=1)",
        "out('3', 2)",
        "out(3, 2, p=-1)",
        "out(3, 2, s=0)",
        "params(3, 4, 3, groups=2)",
        "field([3, 1, 1, 1])",
        "field(" + "[64, 64], " * 8 + "64)",
        "cell(7, 0, 0)",
        "cell(1, 2, 0)",
        "params_of('nonet')",
        "params_of('convnet', 'features.99')",
        "params_of(3)",
        "layers_of('convnet', 'Conv3d')",
        "top1_of('convnet')",
        "round(1, 9)",
        "percent(1, 0)",
    ],
)
def test_what_cannot_be_worked_out_says_so(text: str) -> None:
    with pytest.raises(StudioError, match=r"[.?]$"):
        shown(text)


def test_fractions_stay_exact_until_they_are_rounded() -> None:
    assert expressions.evaluate(expressions.parse("1 / 3")) == Fraction(1, 3)
    assert expressions.evaluate(expressions.parse("round(1 / 3 * 3, 1)")) == Decimal("1.0")
    assert expressions.evaluate(expressions.parse("1 / 3 * 3")) == 1


def test_spaces_and_brackets_make_no_other_expression() -> None:
    one, other = (expressions.parse(text) for text in ("out( 28,5 )", "(out(28, 5))"))
    assert expressions.normal_form(one) == expressions.normal_form(other)
    assert expressions.normal_form(one) != expressions.normal_form(expressions.parse("out(28, 6)"))

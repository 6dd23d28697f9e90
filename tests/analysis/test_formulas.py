import math
import re
from collections.abc import Callable

import pytest
import torch
from torch import nn

from cnnstudio.analysis.formulas import Quantity, formulas, fully_connected
from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.results import Analysis

Analysed = Callable[..., Analysis]


def _worked_out(numbers: str) -> int:
    """Do the sum as it stands on the screen."""
    text = (
        re.sub(r"(?<=\d),(?=\d{3})", "", numbers)
        .replace("×", "*")
        .replace("⌊", "math.floor(")
        .replace("⌈", "math.ceil(")
    )
    text = re.sub("[⌋⌉]", ")", text)
    value = eval(text, {"math": math})  # our own text
    assert value == int(value)
    return int(value)


@pytest.mark.parametrize(
    "name", ["convnet", "alexnet", "vgg16_bn", "googlenet-aux", "resnet50", "mobilenet_v2", "vit_b_16", "convnext_tiny"]
)
def test_the_sums_on_the_screen_come_out(analysed: Analysed, name: str) -> None:
    seen = set()
    for layer in analysed(name).root.walk():
        for formula in formulas(layer):
            seen.add(formula.quantity)
            assert _worked_out(formula.numbers) == formula.value, (layer.path, formula)
    assert seen == set(Quantity)


def test_transposed_dilated_and_batched_sums_come_out() -> None:
    model = nn.Sequential(
        nn.Conv2d(4, 8, (3, 5), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2),
        nn.ConvTranspose2d(8, 6, 4, stride=2, padding=1, output_padding=1, groups=2),
    )
    analysis = analyse_module(model, (4, 20, 24), batch=3)
    for path in ("0", "1"):
        found = formulas(analysis.layers[path])
        assert [f.quantity for f in found] == list(Quantity)
        assert all(_worked_out(f.numbers) == f.value for f in found)


def _layers() -> dict[str, tuple[nn.Module, tuple[int, int, int]]]:
    sizes = [7, 8, 12, 1_027]
    pools = [
        nn.MaxPool2d(2, 2, 1, ceil_mode=True),
        nn.MaxPool2d(3, 3, 1, ceil_mode=True),
        nn.AvgPool2d((3, 2), (2, 3), (1, 0), ceil_mode=True),
        nn.MaxPool2d(3, 2, 1, dilation=2, ceil_mode=True),
        nn.LPPool2d(2, 3, 2, ceil_mode=True),
        nn.Unfold(3, padding=1, stride=2),
        nn.Unfold((2, 3), dilation=(2, 1), padding=(0, 1)),
        nn.Conv2d(2, 4, 3, dilation=2, groups=2),
        nn.Conv2d(2, 4, 3, padding="same", dilation=2),
        nn.ConvTranspose2d(2, 4, 3, 2, 1, output_padding=1, groups=2),
        nn.ConvTranspose2d(2, 4, 2, 1, 0, output_padding=1, dilation=2),
    ]
    return {f"{layer}, {size}": (layer, (2, size, size + 1)) for layer in pools for size in sizes}


@pytest.mark.parametrize("name", _layers())
def test_every_equation_comes_out_as_the_layer_does(name: str) -> None:
    layer, shape = _layers()[name]
    output = layer(torch.zeros(1, *shape))
    found = formulas(analyse_module(nn.Sequential(layer), shape).layers["0"])
    sizes = [formula for formula in found if formula.quantity in (Quantity.ROWS, Quantity.COLUMNS)]
    assert [_worked_out(formula.numbers) for formula in sizes] == list(output.shape[-2:])
    for formula in found:
        assert _worked_out(formula.numbers) == formula.value
        in_symbols = formula.symbols
        for term, number in sorted(formula.terms, key=lambda pair: -len(pair[0])):
            in_symbols = re.sub(rf"\b{term}\b", str(number), in_symbols)
        assert _worked_out(in_symbols) == formula.value


@pytest.mark.parametrize(
    "layer", [nn.FractionalMaxPool2d(3, output_size=5), nn.Fold((4, 4), 2, stride=2), nn.MaxUnpool2d(2)], ids=str
)
def test_a_layer_with_an_arithmetic_of_its_own_is_given_no_others(layer: nn.Module) -> None:
    class Around(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = layer

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            if isinstance(layer, nn.Fold):
                return self.layer(x.flatten(2)[..., :4].repeat(1, 4, 1))
            if isinstance(layer, nn.MaxUnpool2d):
                return self.layer(*nn.functional.max_pool2d(x, 2, return_indices=True), output_size=(8, 9))
            return self.layer(x)

    found = formulas(analyse_module(Around(), (1, 8, 9)).layers["layer"])
    assert all(_worked_out(formula.numbers) == formula.value for formula in found)
    assert not any(formula.quantity is Quantity.COLUMNS for formula in found)


def test_a_convolution_in_symbols(analysed: Analysed) -> None:
    rows, _columns, parameters, macs = formulas(analysed("alexnet").layers["features.0"])
    assert (rows.symbols, rows.numbers) == (
        "⌊(n + 2 × p - d × (k - 1) - 1) / s⌋ + 1",
        "⌊(224 + 2 × 2 - 1 × (11 - 1) - 1) / 4⌋ + 1",
    )
    assert (parameters.symbols, parameters.numbers, parameters.value) == (
        "c_out × c_in × k_h × k_w + c_out",
        "64 × 3 × 11 × 11 + 64",
        23_296,
    )
    assert macs.symbols == "h × w × c_out × c_in × k_h × k_w"
    assert dict(macs.terms)["h"] == 55


def test_fully_connected_equivalent(analysed: Analysed) -> None:
    first = fully_connected(analysed("convnet").layers["features.0"])
    assert first is not None
    assert (first.inputs, first.outputs) == (784, 6_272)
    assert first.params == 784 * 6_272 + 6_272
    assert fully_connected(analysed("googlenet").root) is not None


def test_containers_and_activations_have_none(analysed: Analysed) -> None:
    layers = analysed("vgg16").layers
    assert formulas(layers["features"]) == ()
    assert formulas(layers["features.1"]) == ()

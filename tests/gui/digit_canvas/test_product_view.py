import numpy as np
import pytest
import torch
from pytestqt.qtbot import QtBot
from torch import nn

from cnnstudio.gui.digit_canvas.product_view import ProductView, number
from cnnstudio.networks import catalogue
from cnnstudio.prediction.activations import LayerAnswer, Unit, explain, record


@pytest.fixture
def view(qtbot: QtBot) -> ProductView:
    view = ProductView()
    qtbot.addWidget(view)
    return view


def answers(model: nn.Module) -> dict[str, LayerAnswer]:
    torch.manual_seed(2)
    field = np.random.default_rng(1).random((28, 28), np.float32)
    return {answer.path: answer for answer in record(model, field)}


def shown(view: ProductView, layer: LayerAnswer, unit: Unit) -> str:
    view.show_unit(layer, "below", unit, explain(layer, unit), None, grid=True)
    view.grab()
    return view.text


def test_numbers_have_four_figures_and_a_true_minus():
    assert number(-0.123456) == "−0.1235"
    assert number(float("-inf")) == "−∞"
    assert number(0) == number(-0.0) == "0"


def test_every_rule_says_its_formula_with_the_layers_own_number(view: ProductView):
    torch.manual_seed(1)
    net = answers(catalogue.build("digitnet"))
    conv = shown(view, net["features.4"], Unit(3, 5, 6))
    assert "Conv2d over below: maps 0…15, rows 4…6, columns 5…7" in conv
    assert conv.splitlines()[-1] == f"= {number(float(net['features.4'].output[3, 5, 6]))}"
    assert "Σ 15 other maps" in conv
    norm = shown(view, net["features.1"], Unit(0, 3, 3))
    assert "/ √(" in norm
    assert norm.endswith(f"= {number(float(net['features.1'].output[0, 3, 3]))}")
    relu = shown(view, net["features.2"], Unit(0, 3, 3))
    assert relu.splitlines()[-1].startswith("max(0, ")
    pool = shown(view, net["features.3"], Unit(1, 2, 3))
    values = net["features.2"].output[1, 4:6, 6:8].ravel()
    assert f"max({', '.join(number(float(value)) for value in values)}) = " in pool
    linear = shown(view, net["classifier"], Unit(7))
    assert linear.startswith("classifier · unit 7 = ")
    assert "Linear over 576 values of below" in linear
    assert "… 568 more = " in linear
    assert "+ bias " in linear


def test_other_layers(view: ProductView):
    net = answers(nn.Sequential(nn.Conv2d(1, 2, 5, padding=2), nn.AvgPool2d(2), nn.Sigmoid()))
    assert " / 4 = " in shown(view, net["1"], Unit(0, 1, 1))
    assert shown(view, net["2"], Unit(0, 1, 1)).splitlines()[-1].startswith("f(")
    assert "rows −2…2" in shown(view, net["0"], Unit(0, 0, 0))

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from torch import nn

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.inside_view import InsideView
from cnnstudio.gui.digit_canvas.layer_maps import LayerMaps, Place
from cnnstudio.gui.digit_canvas.predicting import activation_levels
from cnnstudio.gui.digit_canvas.unit_view import UnitView
from cnnstudio.gui.labels import number
from cnnstudio.networks import catalogue
from cnnstudio.prediction.activations import LayerActivation, Unit, record
from cnnstudio.prediction.arithmetic import explain
from cnnstudio.weights import Edits, shell
from tests.gui.printed import assert_equal_where_it_says_so, reckon_sum


@pytest.fixture
def view(qtbot: QtBot) -> UnitView:
    view = UnitView()
    qtbot.addWidget(view)
    return view


def activations(model: nn.Module) -> dict[str, LayerActivation]:
    torch.manual_seed(2)
    inked = np.random.default_rng(1).random((28, 28), np.float32)
    return {activation.path: activation for activation in record(model, inked)}


def shown(view: UnitView, layer: LayerActivation, unit: Unit) -> str:
    view.show_unit(layer, "below", unit, explain(layer, unit), None, grid=True)
    view.grab()
    return view.text


def test_numbers_have_four_figures_and_a_true_minus():
    assert number(-0.123456) == "−0.1235"
    assert number(float("-inf")) == "−∞"
    assert number(0) == number(-0.0) == "0"


def test_every_rule_says_its_formula_with_the_layers_own_number(view: UnitView):
    torch.manual_seed(1)
    net = activations(catalogue.build("digitnet"))
    conv = shown(view, net["features.4"], Unit(3, 5, 6))
    assert "Conv2d over below: maps 1…16, rows 5…7, columns 6…8" in conv
    assert conv.splitlines()[-1] == f"≈ {number(float(net['features.4'].output[3, 5, 6]))}"
    assert "\n15 other channels: " in conv
    norm = shown(view, net["features.1"], Unit(0, 3, 3))
    assert "/ √(" in norm
    assert norm.endswith(f"≈ {number(float(net['features.1'].output[0, 3, 3]))}")
    relu = shown(view, net["features.2"], Unit(0, 3, 3))
    assert relu.splitlines()[-1].startswith("max(0, ")
    pool = shown(view, net["features.3"], Unit(1, 2, 3))
    values = net["features.2"].output[1, 4:6, 6:8].ravel()
    assert f"max({', '.join(number(float(value)) for value in values)}) = " in pool
    linear = shown(view, net["classifier"], Unit(7))
    assert linear.startswith("classifier · unit 8 = ")
    assert "Linear over 576 values of below" in linear
    assert "… 568 more = " in linear
    assert "+ bias " in linear


def test_other_layers(view: UnitView):
    net = activations(nn.Sequential(nn.Conv2d(1, 2, 5, padding=2), nn.AvgPool2d(2), nn.Sigmoid()))
    assert " / 4 ≈ " in shown(view, net["1"], Unit(0, 1, 1))
    sigmoid = shown(view, net["2"], Unit(0, 1, 1)).splitlines()[-1]
    assert sigmoid.startswith("1 / (1 + e^(−(")
    assert float(net["2"].output[0, 1, 1]) in reckon_sum(sigmoid)
    assert "rows −1…3" in shown(view, net["0"], Unit(0, 0, 0))


def test_a_layer_that_is_not_known_is_said_to_be_unknown(view: UnitView):
    class Sorting(nn.Module):
        def forward(self, maps: torch.Tensor) -> torch.Tensor:
            return maps.sort(dim=1).values

    net = activations(nn.Sequential(nn.Conv2d(1, 2, 5), Sorting()))
    text = shown(view, net["1"], Unit(1, 2, 3))
    assert text.splitlines() == [
        f"1 · map 2 · row 3, column 4 = {number(float(net['1'].output[1, 2, 3]))}",
        "Sorting over below",
        "How this layer comes to its numbers is not known here.",
    ]
    assert not view.grids


@pytest.mark.parametrize(
    ("path", "unit", "what"), [("features.0", Unit(0, 4, 4), "This map"), ("classifier", Unit(0), "This unit")]
)
def test_what_is_switched_off_is_said_to_be_zero_by_the_edit(view: UnitView, path: str, unit: Unit, what: str):
    network = shell.edited(catalogue.build("digitnet"), Edits().switch(path, 0, on=False))
    said = shown(view, activations(network)[path], unit)
    assert f"{what} is switched off by hand: it gives 0, whatever comes in." in said
    assert said.endswith("= 0")
    assert "not known" not in said


def test_padding_is_told_from_what_is_repeated(view: UnitView):
    net = activations(nn.Sequential(nn.ZeroPad2d((1, 0, 0, 0)), nn.ConstantPad2d(1, 0.5), nn.ReflectionPad2d(2)))
    assert shown(view, net["0"], Unit(0, 3, 0)).endswith("padding: 0")
    assert shown(view, net["1"], Unit(0, 0, 3)).endswith("padding: 0.5")
    inside = shown(view, net["1"], Unit(0, 4, 3))
    assert inside.endswith(f"the same number: {number(float(net['1'].output[0, 4, 3]))}")
    assert "row 4, column 3" in inside
    mirrored = shown(view, net["2"], Unit(0, 0, 1))
    assert "row 3, column 2" in mirrored
    assert mirrored.endswith(f"the same number: {number(float(net['1'].output[0, 2, 1]))}")


FUNCTIONS = [
    nn.Tanh(), nn.SiLU(), nn.GELU(), nn.ELU(0.7), nn.ReLU6(), nn.Hardtanh(-0.2, 0.1), nn.LeakyReLU(0.3),
    nn.PReLU(init=0.2), nn.Hardswish(), nn.Hardsigmoid(),
]  # fmt: skip


@pytest.mark.parametrize("layer", FUNCTIONS, ids=lambda layer: type(layer).__name__)
def test_functions_are_printed_so_that_they_can_be_reckoned(view: UnitView, layer: nn.Module):
    net = activations(nn.Sequential(nn.Conv2d(1, 2, 5), layer))
    for row in range(0, 24, 3):
        formula = shown(view, net["1"], Unit(1, row, row)).splitlines()[-1]
        assert float(net["1"].output[1, row, row]) in reckon_sum(formula), formula
        assert_equal_where_it_says_so(formula)


@pytest.mark.parametrize(
    "layer",
    [
        nn.AvgPool2d((2, 4), stride=3, padding=1, ceil_mode=True),
        nn.AvgPool2d(3, stride=2, padding=1, divisor_override=4),
        nn.AvgPool2d(7, stride=5, ceil_mode=True),
        nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True),
        nn.AdaptiveAvgPool2d((9, 4)),
    ],
    ids=str,
)
def test_poolings_are_printed_with_what_they_divide_by(view: UnitView, layer: nn.Module):
    net = activations(nn.Sequential(nn.Conv2d(1, 2, 5), layer))
    _, height, width = net["1"].output.shape
    for row, column in ((0, 0), (height // 2, 0), (height - 1, width - 1), (1, width - 1)):
        formula = shown(view, net["1"], Unit(1, row, column)).splitlines()[-1]
        assert float(net["1"].output[1, row, column]) in reckon_sum(formula), formula


@pytest.mark.parametrize("layer", [nn.BatchNorm2d(2), nn.BatchNorm2d(2, affine=False)], ids=["affine", "plain"])
def test_norms_are_printed_so_that_they_can_be_reckoned(view: UnitView, layer: nn.BatchNorm2d):
    """A rounded result is never said to be equal."""
    layer.running_mean.copy_(torch.tensor([0.123456, -0.2]))
    layer.running_var.copy_(torch.tensor([0.7654321, 2.0]))
    net = activations(nn.Sequential(nn.Conv2d(1, 2, 5), layer))
    for unit in (Unit(0, 3, 4), Unit(1, 12, 12)):
        formula = shown(view, net["1"], unit).splitlines()[-1]
        assert " ≈ " in formula
        assert float(net["1"].output[unit.channel, unit.row, unit.column]) in reckon_sum(formula), formula
        assert_equal_where_it_says_so(formula)


def test_where_nothing_is_rounded_it_says_equal(view: UnitView):
    class Half(nn.Module):
        def forward(self, picture: torch.Tensor) -> torch.Tensor:
            return torch.full((len(picture), 1, 2, 2), -0.5)

    net = activations(nn.Sequential(Half(), nn.LeakyReLU(0.25), nn.Flatten(), nn.Softmax(1)))
    assert shown(view, net["1"], Unit(0)).endswith("max(0, −0.5) + 0.25 × min(0, −0.5) = −0.125")
    assert shown(view, net["3"], Unit(0)).endswith("e^(−0.125 + 0.125) / (e^(−0.125 + 0.125) + 3) = 0.25")


def test_softmax_is_printed_so_that_it_can_be_reckoned(view: UnitView):
    net = activations(nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Softmax(dim=1)))
    for unit in range(10):
        formula = shown(view, net["2"], Unit(unit)).splitlines()[-1]
        assert float(net["2"].output[unit]) in reckon_sum(formula), formula
        assert_equal_where_it_says_so(formula)


@pytest.mark.parametrize("name", ["digitnet", "lenet5-1998", "mlp"])
def test_where_a_few_lines_have_to_do_the_sum_is_whole(qtbot: QtBot, name: str):
    inside = InsideView()
    qtbot.addWidget(inside)
    inside.resize(320, 700)
    torch.manual_seed(2)
    found = record(catalogue.build(name), np.random.default_rng(1).random((28, 28), np.float32))
    inside.show_activations(found, activation_levels(found))
    inside.show()
    last = found[-1]
    inside.maps.setFocus()
    for _ in found:
        qtbot.keyClick(inside.maps, Qt.Key.Key_Down)
    text = inside.arithmetic.text
    assert float(last.output[0]) in reckon_sum(text.split("\n", 2)[2])
    assert inside.arithmetic.sizeHint().height() <= inside.arithmetic.height()


def test_a_unit_on_which_nothing_lands_is_its_bias(view: UnitView):
    net = activations(nn.Sequential(nn.Conv2d(1, 2, 5), nn.ConvTranspose2d(2, 2, 2, stride=4)))
    text = shown(view, net["1"], Unit(1, 3, 3))
    assert "no number lands here" in text
    assert float(net["1"].output[1, 3, 3]) in reckon_sum(text.split("\n", 2)[2])
    full = shown(view, net["1"], Unit(1, 4, 5))
    assert "row 2, column 2" in full
    assert float(net["1"].output[1, 4, 5]) in reckon_sum(full.split("\n", 2)[2])


def test_a_unit_of_the_last_layer_is_called_by_its_class_too(qtbot: QtBot):
    """People count units from 1, and the first digit is 0."""
    inside = InsideView()
    qtbot.addWidget(inside)
    found = tuple(activations(catalogue.build("convnet")).values())
    inside.show_activations(found, activation_levels(found), tuple("0123456789"))
    inside.open(Place(len(found) - 1, Unit(7)))
    assert inside.map_page.formula.text.startswith("classifier · unit 8, for 7 = ")
    inside.maps._hover(Place(len(found) - 1, Unit(0)))
    assert inside.arithmetic.text.startswith("classifier · unit 1, for 0 = ")
    inside.open(Place(0, Unit(7, 1, 2)))
    assert inside.map_page.formula.text.startswith("features.0 · map 8 · row 2, column 3 = ")
    # Another number of classes than units: nobody knows which stands for what.
    inside.show_activations(found, activation_levels(found), ("cat", "dog"))
    inside.open(Place(len(found) - 1, Unit(7)))
    assert inside.map_page.formula.text.startswith("classifier · unit 8 = ")


def test_the_arithmetic_can_be_copied_and_every_cell_read(view: UnitView, qtbot: QtBot):
    net = activations(nn.Sequential(nn.Conv2d(1, 2, 7)))
    text = shown(view, net["0"], Unit(1, 3, 4))
    view.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == text
    view.resize(300, 400)
    view.grab()
    (grid,) = view.grids
    # In a cell of 40 pixels stands the product alone; the tip has all three numbers.
    assert "×" not in view.cells(grid)[2][3]
    top = view._grid_tops[0]
    middle = grid.layout(300).rect(2, 3).translated(0, top).center()
    value, weight = net["0"].input[0, 5, 7], float(net["0"].module.weight.detach()[1, 0, 2, 3])
    assert view._cell_at(middle) == f"{number(float(value))} × {number(weight)} ≈ {number(float(value) * weight)}"
    assert view._cell_at(QPointF(5, 2)) == ""


def test_a_map_that_is_switched_off_is_struck_out_among_the_others(qtbot: QtBot):
    """A map of computed zeros looks alike: what an edit did is to be seen."""
    maps = LayerMaps()
    qtbot.addWidget(maps)
    maps.resize(330, 700)
    maps.show()
    network = shell.edited(catalogue.build("digitnet"), Edits().switch("features.0", 2, on=False))
    found = tuple(activations(network).values())
    maps.show_activations(found, activation_levels(found))
    image = maps.grab().toImage()
    place = [activation.path for activation in found].index("features.0")
    for channel in range(3):
        cell = maps.cell_rect(place, channel)
        # Across the diagonal of a map of zeros there is a line.
        colors = {image.pixelColor(round(cell.x() + at), round(cell.bottom() - at)).name() for at in range(2, 20)}
        assert (theme.tokens().warning.name() in colors) == (channel == 2)

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.geometry import Operation
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.costs_line import CostsLine
from cnnstudio.gui.playground.formula_line import FormulaLine
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Initial
from tests.gui.playground.opened import open_layer
from tests.gui.printed import assert_equations


def test_weights_against_a_fully_connected_layer(qapp) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    model.change("", lambda state: state.with_parameters(in_channels=2, out_channels=3).with_bias(True))
    # Lines break between the numbers, not within a number's words.
    said = line.costs.text().replace("\u00a0", " ").replace("\u2011", "-")
    assert "= 3·2·2·2 = 24 weights + 3 biases, 96 multiply-adds" in said
    assert "= 2·3·3·3·2·2 = 216" in said


def test_special_cases_and_cells_left_out_are_named(qapp) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    assert line.notes.isHidden()
    model.change("", lambda _state: model.figures[2].state)
    assert "1 row the steps jump over" in line.notes.text()
    assert "the last column, cut by the floor" in line.notes.text()
    model.change(
        "", lambda state: state.with_parameters(stride_height=1, stride_width=1, kernel_height=3, kernel_width=3)
    )
    assert "“Same” padding" in line.notes.text()


def test_rows_that_a_dilated_kernel_leaves_out_are_not_blamed_on_the_step(qapp) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    wide = {"input_height": 6, "input_width": 6, "kernel_height": 2, "kernel_width": 2}
    model.change("", lambda state: state.with_parameters(**wide, dilation_height=4))
    assert "2 rows between the taps of the dilated kernel" in line.notes.text()
    assert "step" not in line.notes.text()
    model.change("", lambda state: state.with_parameters(dilation_height=3, stride_height=2, input_height=8))
    assert "that steps and dilation jump over" in line.notes.text()
    model.change("", lambda state: state.with_parameters(dilation_height=1, stride_height=3))
    assert "the steps jump over" in line.notes.text()


def test_pooling_has_no_weights(qapp) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    model.change("", lambda state: state.with_operation(Operation.AVERAGE_POOL))
    assert "No weights" in line.costs.text()


def test_cropping_is_named(qapp) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    model.change("", lambda state: state.with_operation(Operation.TRANSPOSED).with_parameters(padding_top=1))
    assert "crops" in line.notes.text()


def test_the_span_of_a_dilated_kernel_is_explained(qapp) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    model.change(
        "", lambda state: state.with_parameters(input_height=8, input_width=9, dilation_height=3, dilation_width=3)
    )
    assert line.notes.text().startswith("Dilation spreads the kernel: k = 3·(2 − 1) + 1 = 4.")
    model.change("", lambda state: state.with_parameters(dilation_width=2))
    assert "k = 3·(2 − 1) + 1 = 4, k = 2·(2 − 1) + 1 = 3." in line.notes.text()


@pytest.mark.parametrize(
    ("network", "path"), [("lenet5-1998", "c3"), ("lenet5-1998", "s2"), ("lenet5-1998", "s4"), ("lenet5", "features.3")]
)
def test_an_opened_layer_has_the_weights_that_its_module_has(
    main_window: MainWindow, qtbot: QtBot, network: str, path: str
) -> None:
    page = open_layer(main_window, qtbot, CatalogueNetwork(network), Initial(1), path)
    layer = catalogue.build(network).get_submodule(path)
    learnt = sum(values.numel() for values in layer.parameters()) - page.model.geometry.channels_out
    line = CostsLine(page.model)
    said = f"{line.costs.text()} {line.notes.text()}".replace("\u00a0", " ")
    assert f"{learnt:,} weights" in said
    assert ("Not all maps are connected" in said) is (path == "c3")
    assert ("one number, its coefficient" in said) is (path in ("s2", "s4"))


@pytest.mark.parametrize("operation", Operation)
def test_every_equation_below_the_picture_is_true_as_it_is_written(qapp, operation: Operation) -> None:
    model = PlaygroundModel()
    costs, sizes = CostsLine(model), FormulaLine(model)
    model.change("", lambda state: state.with_operation(operation).with_bias(True))
    found = 0
    for change in (
        {"input_height": 28, "input_width": 27, "in_channels": 4, "out_channels": 6},
        {"kernel_height": 5, "kernel_width": 3, "padding_top": 2, "padding_left": 1},
        {"stride_height": 3, "stride_width": 2},
        {"dilation_height": 2, "dilation_width": 3},
        {"out_channels": 8, "in_channels": 8},
    ):
        model.change("", lambda state, change=change: state.with_parameters(**change))
        found += sum(map(assert_equations, (costs.costs.text(), costs.notes.text(), sizes.text)))
        rows, columns = model.geometry.output_size
        assert sizes.text.endswith(f"= {rows} × {columns}")
    assert found >= (17 if operation.weighs else 5)


def test_a_count_that_is_rounded_is_not_called_equal(qapp) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    model.change(
        "", lambda state: state.with_parameters(input_height=60, input_width=60, in_channels=3, out_channels=3)
    )
    assert "≈" in line.costs.text().partition("fully connected")[2]
    assert "≈" not in line.costs.text().partition("fully connected")[0]


@pytest.mark.parametrize(("kernel", "size"), [((2, 2), 7), ((2, 1), 7), ((3, 3), 9)])
def test_of_a_window_that_would_start_in_the_padding_the_floor_is_not_blamed(
    qapp, kernel: tuple[int, int], size: int
) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    geometry = replace(
        model.state.with_operation(Operation.MAX_POOL).geometry,
        input_size=(size, size),
        kernel_size=kernel,
        stride=(4, 4),
        padding=(1, 1, 0, 0),
        ceil=True,
    )
    unread = geometry.rows.remainder
    model.change("", lambda state: state.with_geometry(geometry))
    assert model.geometry == geometry
    said = line.notes.text()
    assert "floor" not in said
    assert ("(the next window would start in the padding)" in said) is (unread > 0)

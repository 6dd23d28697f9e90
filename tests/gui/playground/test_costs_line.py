from cnnstudio.convolution.geometry import Operation
from cnnstudio.gui.playground.costs_line import CostsLine
from cnnstudio.gui.playground.model import PlaygroundModel


def test_weights_against_a_fully_connected_layer(qapp) -> None:
    model = PlaygroundModel()
    line = CostsLine(model)
    model.change("", lambda state: state.with_parameters(in_channels=2, out_channels=3).with_bias(True))
    assert "= 3·2·2·2 = 24 weights + 3 biases, 96 multiply-adds" in line.costs.text()
    assert "= 2·3·3·3·2·2 = 216" in line.costs.text()


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

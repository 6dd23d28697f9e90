from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PySide6.QtGui import QImage, QUndoStack

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.opened import look
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.gui.playground.cell_view import CellView
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.weights.loading import load_alone
from cnnstudio.weights.shell import shell
from cnnstudio.weights.shipped import digits
from tests.gui.printed import reckon_sum


@pytest.fixture
def model(qapp) -> PlaygroundModel:
    return PlaygroundModel()


def paint(view: CellView) -> QImage:
    # A hidden widget learns its size when it is painted.
    view.resize(300, 10)
    view.grab()
    view.resize(300, view.sizeHint().height())
    return view.grab().toImage()


@pytest.mark.parametrize(
    ("operation", "equation"),
    [
        (Operation.CROSS_CORRELATION, "0·0 + 1·1 + 3·2 + 4·3 = 19; = 19"),
        (Operation.CONVOLUTION, "0·3 + 1·2 + 3·1 + 4·0 = 5; = 5"),
        (Operation.MAX_POOL, "max(0, 1, 3, 4) = 4; = 4"),
        (Operation.AVERAGE_POOL, "(0 + 1 + 3 + 4) / 4 = 2; = 2"),
        (Operation.TRANSPOSED, "0·0 = 0; = 0"),
    ],
)
def test_every_operation_is_spelled_out(model: PlaygroundModel, operation: Operation, equation: str) -> None:
    view = CellView(model)
    model.change("", lambda state: state.with_operation(operation))
    assert view.equation == equation
    assert view.accessibleDescription() == view.text
    assert "\n".join(equation.split("; ")) in view.text
    paint(view)


def test_every_place_is_counted_from_one(model: PlaygroundModel) -> None:
    view = CellView(model)
    model.change("", lambda _state: model.figures[1].state)  # padded by one cell
    assert view.text.startswith("Output at row 1, column 1\n")
    for cell, said in (
        (Cell(Block.INPUT, 0, 1, 1), "Input cell (1, 1) reaches 4 output cells."),
        (Cell(Block.INPUT, 0, 0, 0), "Padding cell (0, 0) reaches 1 output cell."),
        (Cell(Block.KERNEL, 0, 0, 1), "Weight (1, 2) touches"),
    ):
        model.point(cell)
        assert said in view.text


def test_channels_bias_and_result(model: PlaygroundModel) -> None:
    view = CellView(model)
    model.change("", lambda _state: model.figures[3].state)
    height = view.sizeHint().height()
    assert view.equation == "0·0 + 1·1 + 3·2 + 4·3 = 19; 1·1 + 2·2 + 4·3 + 5·4 = 37; = 56"
    model.change("", lambda state: state.with_bias(True))
    assert view.equation.endswith("+ bias 0; = 56")
    assert view.sizeHint().height() > height


def test_it_follows_the_pointer_and_goes_back(model: PlaygroundModel) -> None:
    view = CellView(model)
    model.point(Cell(Block.OUTPUT, 0, 1, 1))
    assert view.steps.result == 43
    model.point(Cell(Block.KERNEL, 0, 0, 0))
    assert view.steps.result == 19, "a weight is pointed at: the pinned cell stays taken apart"
    model.point(None)
    assert view.steps.result == 19


def test_large_kernels_are_summed_up(model: PlaygroundModel) -> None:
    view = CellView(model)
    model.change("", lambda state: state.with_parameters(input_height=12, input_width=12))
    model.change("", lambda state: state.with_parameters(kernel_height=11, kernel_width=11))
    model.change("", lambda state: state.with_kernel_preset(KernelPreset.GAUSSIAN))
    assert "Σ 121 products = " in view.equation
    image = paint(view)
    assert image.height() < 500


def test_an_output_no_input_lands_on(model: PlaygroundModel) -> None:
    view = CellView(model)
    model.change(
        "", lambda state: state.with_operation(Operation.TRANSPOSED).with_parameters(stride_height=4, stride_width=4)
    )
    model.pin(3, 3)
    assert view.steps.result == 0
    assert not view.steps.channels[0].terms
    paint(view)


def test_a_1x1_kernel_is_the_same_linear_map_at_every_pixel(model: PlaygroundModel) -> None:
    view = CellView(model)
    assert view.linear_map == []
    model.change("", lambda _state: model.figures[4].state)
    assert view.linear_map == ["y₁ = 1·x₁ + 1·x₂ + 1·x₃", "y₂ = −1·x₁ + 0·x₂ + 2·x₃"]
    model.change("", lambda state: state.with_bias(True))
    assert view.linear_map[0].endswith("+ 0")
    paint(view)


@pytest.mark.parametrize("path", ["features.0", "features.4", "features.3", "classifier"])
def test_an_opened_layer_is_printed_so_that_it_can_be_reckoned(model: PlaygroundModel, path: str) -> None:
    """The window's own text, for units of a trained network, with its channels by their numbers in the layer."""
    network = load_alone(digits()[0]).module
    picture = torch.from_numpy(np.random.default_rng(1).random((1, 28, 28), np.float32))
    found: list[torch.Tensor] = []
    hook = network.get_submodule(path).register_forward_hook(lambda _m, _i, output: found.append(output[0].clone()))
    with torch.inference_mode():
        network(picture[None])
    hook.remove()
    opened = look(shell(network), OpenedLayer(path=path), picture)
    model.show_look(SimpleNamespace(stack=QUndoStack(), look=opened), opened)
    view = CellView(model)
    result = opened.result
    real = found[0].reshape(opened.view.output.shape)
    height, width = result.state.geometry.output_size
    chance = np.random.default_rng(2)
    for _ in range(40):
        out, row, col = (int(chance.integers(end)) for end in (len(result.outputs), height, width))
        model.pin(row, col, out)
        want = float(real[result.outputs[out], row, col])
        assert want in reckon_sum(view.equation.replace("; ", "\n")), view.text
        assert f"Channel {result.outputs[out] + 1} of {len(real)}" in view.text
        if len(result.inputs) > 1 and view.steps.weights is not None:
            for shown in result.inputs:
                assert f"Channel {shown + 1}\n" in view.text

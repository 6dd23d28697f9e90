import torch
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.state import Part
from cnnstudio.errors import ConfigError
from cnnstudio.gui.playground.model import PlaygroundModel


def test_a_refused_change_says_why_and_changes_nothing(qtbot: QtBot) -> None:
    model = PlaygroundModel()
    before = model.state
    with qtbot.waitSignal(model.refused) as refused:
        assert not model.change("", lambda state: state.with_parameters(kernel_height=4))
    assert "would span 4 cells" in refused.args[0]
    assert model.state is before
    assert not model.undo.canUndo()


def test_changes_of_one_gesture_are_one_step(qtbot: QtBot) -> None:
    model = PlaygroundModel()
    start = model.state
    key = model.new_gesture()
    for value in (1.0, 2.0, 3.0):
        model.change("drag", lambda state, v=value: state.with_cells(Part.INPUT, {(0, 0, 0): v}), gesture=key)
    model.change("other", lambda state: state.with_bias(True), gesture=model.new_gesture())
    assert model.undo.count() == 2
    model.undo.undo()
    assert model.state.input.at(0, 0, 0) == 3
    model.undo.undo()
    assert model.state == start


def test_a_gesture_that_comes_back_leaves_no_step() -> None:
    model = PlaygroundModel()
    key = model.new_gesture()
    for padding in (1, 0):
        model.change("spin", lambda state, p=padding: state.with_parameters(padding_top=p), gesture=key)
    assert not model.undo.canUndo()


def test_the_position_stays_within_the_output() -> None:
    model = PlaygroundModel()
    model.change("", lambda state: state.with_parameters(input_height=9, input_width=9))
    model.pin(7, 7)
    model.change("", lambda state: state.with_parameters(input_height=3, input_width=3))
    assert (model.position.row, model.position.col) == (1, 1)
    model.pin_index(99)
    assert model.index == model.count - 1


def test_a_held_cell_that_vanishes_is_let_go() -> None:
    model = PlaygroundModel()
    model.hold(Cell(Block.KERNEL, 0, 1, 1))
    model.change("", lambda state: state.with_parameters(kernel_height=1))
    assert model.held is None


def test_large_states_are_computed_elsewhere(qtbot: QtBot) -> None:
    model = PlaygroundModel()
    picture = Numbers(torch.rand(1, 400, 400))
    with qtbot.waitSignal(model.resultChanged):
        model.change("", lambda state: state.with_input(picture))
        assert model.busy
        assert model.result.state.geometry.input_size == (3, 3), "drawn is what has been computed"
    assert model.result.output.shape == (1, 399, 399)
    model.undo.undo()
    assert model.result.output.tolist() == [[[19, 25], [37, 43]]]
    model.shut_down()


def test_channels_come_to_the_front_together_with_who_reads_them() -> None:
    model = PlaygroundModel()
    model.change("", lambda s: s.with_parameters(in_channels=4, out_channels=2).with_parameters(groups=2))
    assert model.in_channel == 0
    model.bring_to_front(in_channel=3)
    assert (model.in_channel, model.out_channel) == (3, 1)
    model.bring_to_front(out_channel=0)
    assert model.in_channel == 0


def test_undo_does_not_hoard_large_pictures(monkeypatch) -> None:
    monkeypatch.setattr("cnnstudio.gui.playground.model._UNDO_BYTES", 5 * 40 * 40 * 4)
    model = PlaygroundModel()
    for seed in range(9):
        torch.manual_seed(seed)
        picture = Numbers(torch.rand(1, 40, 40))
        model.change("", lambda state, p=picture: state.with_input(p))
    assert model.undo.count() <= 5


def test_an_error_in_the_worker_is_a_sentence(qtbot: QtBot) -> None:
    model = PlaygroundModel()
    with qtbot.waitSignal(model.refused) as refused:
        model._on_failed(ConfigError("No."))
    assert refused.args[0] == "No."

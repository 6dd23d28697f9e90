import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.gui.playground.page import PlaygroundPage

LEFT = Qt.MouseButton.LeftButton


def wheel(view, delta: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_brackets_and_the_wheel_bring_channels_to_the_front(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.open_state(5)
    page.model.set_spread(False)
    view = page.canvas.views[Block.INPUT]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_BracketRight)
    assert page.model.in_channel == 1
    wheel(view, -120)
    assert page.model.in_channel == 2
    output = page.canvas.views[Block.OUTPUT]
    qtbot.keyClick(output, Qt.Key.Key_BracketLeft)
    assert page.model.out_channel == 1
    kernel = page.canvas.views[Block.KERNEL]
    qtbot.keyClick(kernel, Qt.Key.Key_BracketRight)
    assert page.model.in_channel == 0


def test_a_click_on_a_sheet_behind_brings_it_to_the_front(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.open_state(5)
    view = page.canvas.views[Block.OUTPUT]
    behind = next(sheet for sheet in view.column.sheets if not sheet.front)
    at = behind.rect.topRight() + QPointF(-3, 3)
    qtbot.mouseClick(view, LEFT, pos=view._local(at).toPoint())
    assert page.model.out_channel == behind.channel


def test_control_and_wheel_zoom(page: PlaygroundPage) -> None:
    before = page.canvas.views[Block.INPUT].column.sheets[0].cell
    wheel(page.canvas.views[Block.INPUT], 240, Qt.KeyboardModifier.ControlModifier)
    assert page.canvas.zoom > 1.4
    assert page.canvas.views[Block.INPUT].column.sheets[0].cell > before
    wheel(page.canvas.views[Block.INPUT], -1200, Qt.KeyboardModifier.ControlModifier)
    assert page.canvas.zoom == 1


def test_cropped_cells_answer_nothing(page: PlaygroundPage) -> None:
    page.model.change(
        "", lambda state: state.with_operation(Operation.TRANSPOSED).with_parameters(padding_top=1, padding_left=1)
    )
    view = page.canvas.views[Block.OUTPUT]
    sheet = view.column.sheets[0]
    assert view.cell_at(view._local(sheet.cell_rect(0, 0).center())) is None
    first = view.cell_at(view._local(sheet.cell_rect(1, 1).center()))
    assert first is not None
    assert (first.row, first.col) == (0, 0)


def test_dragging_over_the_output_moves_the_position(page: PlaygroundPage, qtbot: QtBot) -> None:
    from tests.gui.playground.test_page import drag

    view = page.canvas.views[Block.OUTPUT]
    qtbot.mousePress(view, LEFT, pos=view.cell_center(0, 0))
    drag(view, view.cell_center(1, 1))
    qtbot.mouseRelease(view, LEFT, pos=view.cell_center(1, 1))
    assert page.model.index == 3


def test_the_right_button_erases_while_painting(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.canvas.painting = True
    view = page.canvas.views[Block.KERNEL]
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=view.cell_center(1, 1))
    assert page.model.state.kernel.at(0, 0, 1, 1) == 0


def test_the_cursor_is_told_to_assistive_tools(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = page.canvas.views[Block.INPUT]
    assert view.accessibleName().startswith("Input, 3 × 3")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription() == "row 2, column 1: 3"


def test_delete_makes_a_zero_and_a_typed_comma_is_a_point(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = page.canvas.views[Block.KERNEL]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert page.model.state.kernel.at(0, 0, 0, 1) == 0
    qtbot.keyClick(view, Qt.Key.Key_F2)
    view.editor.setText("0,5")
    qtbot.keyClick(view.editor, Qt.Key.Key_Enter)
    assert page.model.state.kernel.at(0, 0, 0, 1) == 0.5
    qtbot.keyClick(view, Qt.Key.Key_F2)
    view.editor.setText("7")
    qtbot.keyClick(view.editor, Qt.Key.Key_Escape)
    assert not view.editor.isVisible()
    assert page.model.state.kernel.at(0, 0, 1, 1) == 3


def test_a_cell_that_is_drawn_but_gone_from_the_state_is_left_alone(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.model.change("", lambda state: state.with_parameters(in_channels=2, kernel_height=3))
    kernel, inside = page.canvas.views[Block.KERNEL], page.canvas.views[Block.INPUT]
    with qtbot.waitSignal(page.model.resultChanged):
        page.model.change(
            "", lambda state: state.with_input(Numbers(torch.rand(1, 500, 500))).with_parameters(kernel_height=1)
        )
        assert not kernel.set_value(Cell(Block.KERNEL, 1, 2, 0), 5.0, 1)
        assert not inside.set_value(Cell(Block.INPUT, 1, 2, 0), 5.0, 1)
        assert not inside.set_value(Cell(Block.INPUT, 0, 600, 0), 5.0, 1)
    assert page.model.result.state is page.model.state

"""The room as a person uses it: pointer, keys, drops, files."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution import files
from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.receptive_field import StackPreset, preset
from cnnstudio.convolution.state import Mode
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Initial
from tests.gui.playground import opened
from tests.gui.playground.room import FIGURES, LEFT, choose, click, error_text, output

# --- the figures


@pytest.mark.parametrize("number", range(1, 7))
def test_one_click_sets_a_figure_up(page: PlaygroundPage, qtbot: QtBot, number: int) -> None:
    click(page, qtbot, f"play-figure-{number}")
    assert output(page) == FIGURES[number]
    assert page.findChild(QToolButton, f"play-figure-{number}").isChecked()
    assert page.model.figures[number - 1].sentence() in page.findChild(QLabel, "play-figure-text").text()


def test_the_room_opens_in_the_window_with_the_first_figure(main_window: MainWindow) -> None:
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    assert output(page) == FIGURES[1]
    assert [action.objectName() for action in page.room_actions()][:2] == ["action-play-undo", "action-play-redo"]


# --- the pointer


def test_hovering_an_output_lights_its_window_and_takes_it_apart(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = page.canvas.views[Block.OUTPUT]
    qtbot.mouseMove(view, view.cell_center(1, 0))
    assert page.model.focus == Cell(Block.OUTPUT, 0, 1, 0)
    assert page.products.equation == "3·0 + 4·1 + 6·2 + 7·3 = 37; = 37"
    qtbot.mouseMove(view, QPoint(0, 0))
    assert page.model.focus == page.model.position


def test_hovering_a_weight_and_an_input(page: PlaygroundPage, qtbot: QtBot) -> None:
    kernel = page.canvas.views[Block.KERNEL]
    qtbot.mouseMove(kernel, kernel.cell_center(0, 1))
    assert page.model.focus == Cell(Block.KERNEL, 0, 0, 1)
    inside = page.canvas.views[Block.INPUT]
    qtbot.mouseMove(inside, inside.cell_center(1, 1))
    assert page.model.focus == Cell(Block.INPUT, 0, 1, 1)
    page.model.point(None)
    assert page.model.focus == page.model.position


def test_a_click_pins_an_output_and_holds_a_weight(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = page.canvas.views[Block.OUTPUT]
    qtbot.mouseClick(view, LEFT, pos=view.cell_center(1, 1))
    page.model.point(None)
    assert (page.model.position.row, page.model.position.col) == (1, 1)
    kernel = page.canvas.views[Block.KERNEL]
    qtbot.mouseClick(kernel, LEFT, pos=kernel.cell_center(1, 0))
    page.model.point(None)
    assert page.model.focus == Cell(Block.KERNEL, 0, 1, 0)
    qtbot.mouseClick(kernel, LEFT, pos=kernel.cell_center(1, 0))
    page.model.point(None)
    assert page.model.focus == page.model.position


def test_dragging_a_cell_up_raises_its_number_and_is_undone_at_once(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = page.canvas.views[Block.INPUT]
    at = view.cell_center(0, 0)
    qtbot.mousePress(view, LEFT, pos=at)
    for up in (10, 20, 30):
        drag(view, at - QPoint(0, up))
    qtbot.mouseRelease(view, LEFT, pos=at - QPoint(0, 30))
    assert page.model.state.input.at(0, 0, 0) == 5
    page.model.undo.undo()
    assert page.model.state.input.at(0, 0, 0) == 0
    assert not page.model.undo.canUndo()


def drag(view, to: QPoint, buttons: Qt.MouseButton = LEFT) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(view.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def test_painting_draws_a_stroke_that_is_undone_at_once(page: PlaygroundPage, qtbot: QtBot) -> None:
    click(page, qtbot, "play-paint")
    page.canvas.brush = 9.0
    view = page.canvas.views[Block.INPUT]
    qtbot.mousePress(view, LEFT, pos=view.cell_center(0, 0))
    for col in (1, 2):
        drag(view, view.cell_center(0, col))
    qtbot.mouseRelease(view, LEFT, pos=view.cell_center(0, 2))
    assert page.model.state.input.tensor[0, 0].tolist() == [9, 9, 9]
    assert page.model.state.input_preset is InputPreset.CUSTOM
    page.model.undo.undo()
    assert page.model.state.input.tensor[0, 0].tolist() == [0, 1, 2]


# --- typing


def test_typing_into_a_cell(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = page.canvas.views[Block.KERNEL]
    qtbot.mouseClick(view, LEFT, pos=view.cell_center(0, 0))
    view.setFocus()
    qtbot.keyClicks(view, "-")
    qtbot.keyClicks(view.editor, "1.5")
    qtbot.keyClick(view.editor, Qt.Key.Key_Return)
    assert page.model.state.kernel.at(0, 0, 0, 0) == -1.5
    assert page.model.state.kernel_presets == (KernelPreset.CUSTOM,)
    assert view.cursor_cell == Cell(Block.KERNEL, 0, 1, 0), "Enter goes down"
    page.model.undo.undo()
    assert output(page) == FIGURES[1]


@pytest.mark.parametrize("text", ["abc", "1e999", "inf", "nan", "--1", "5000000"])
def test_what_is_no_finite_number_is_refused_and_the_state_kept(page: PlaygroundPage, qtbot: QtBot, text: str) -> None:
    view = page.canvas.views[Block.INPUT]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view.editor.setText(text)
    with qtbot.waitSignal(page.model.refused) as refused:
        qtbot.keyClick(view.editor, Qt.Key.Key_Return)
    assert "number" in refused.args[0]
    hint = page.findChild(QLabel, "play-hint")
    assert hint.isVisible()
    assert hint.text() == refused.args[0]
    said: list[str] = []
    page._studio.statusMessage.connect(said.append)
    page.model.change("", lambda state: state.with_bias(not state.use_bias))
    assert not hint.isVisible()
    assert said == [""], "the status line does not keep what was refused before"
    assert output(page) == FIGURES[1]


def test_padding_cells_are_not_typed_into(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.open_state(2)
    view = page.canvas.views[Block.INPUT]
    qtbot.mouseClick(view, LEFT, pos=view.cell_center(0, 0))
    with qtbot.waitSignal(page.model.refused) as refused:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
        view._commit(4.0, 0, 0)
    assert "padding mode" in refused.args[0]


# --- presets, undo


def test_presets_and_undo_for_everything(page: PlaygroundPage, qtbot: QtBot) -> None:
    start = page.model.state
    choose(page, "play-input-preset", InputPreset.DIGIT)
    assert page.model.state.geometry.input_size == (16, 16)
    choose(page, "play-kernel-preset", KernelPreset.SOBEL_X)
    assert page.model.state.geometry.kernel_size == (3, 3)
    choose(page, "play-operation", Operation.CONVOLUTION)
    click(page, qtbot, "play-padding-same")
    assert page.model.state.geometry.output_size == (16, 16)
    click(page, qtbot, "play-mode-field")
    click(page, qtbot, "play-add-pool")
    while page.model.undo.canUndo():
        page.model.undo.undo()
    assert page.model.state == start
    while page.model.undo.canRedo():
        page.model.undo.redo()
    assert page.model.state.mode is Mode.RECEPTIVE_FIELD
    assert len(page.model.state.stack.layers) == 3


# --- the scrubber and playing


def test_the_scrubber_goes_over_all_positions(page: PlaygroundPage) -> None:
    page.open_state(2)
    scrubber = page.findChild(QSlider, "play-scrubber")
    assert scrubber.maximum() == 15
    seen = set()
    for index in range(16):
        scrubber.setValue(index)
        seen.add((page.model.position.row, page.model.position.col))
    assert len(seen) == 16


# --- the keyboard alone


def test_the_keyboard_alone(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Period)
    assert page.model.index == 1
    qtbot.keyClick(page, Qt.Key.Key_Comma)
    assert page.model.index == 0
    qtbot.keyClick(page, Qt.Key.Key_End)
    assert page.model.index == 3
    qtbot.keyClick(page, Qt.Key.Key_Home)
    qtbot.keyClick(page, Qt.Key.Key_O)
    view = page.canvas.views[Block.OUTPUT]
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert page.model.index == 3
    qtbot.keyClick(view, Qt.Key.Key_K)
    kernel = page.canvas.views[Block.KERNEL]
    qtbot.keyClick(kernel, Qt.Key.Key_Right)
    assert page.model.focus == Cell(Block.KERNEL, 0, 0, 1)
    qtbot.keyClick(kernel, Qt.Key.Key_5)
    qtbot.keyClick(kernel.editor, Qt.Key.Key_Tab)
    assert page.model.state.kernel.at(0, 0, 0, 1) == 5
    qtbot.keyClick(kernel, Qt.Key.Key_Space)
    assert page.timeline.playing
    qtbot.keyClick(kernel, Qt.Key.Key_Space)
    assert not page.timeline.playing
    qtbot.keyClick(kernel, Qt.Key.Key_Escape)
    assert page.model.focus == page.model.position


def test_every_control_is_reached_by_tab_and_has_a_name(page: PlaygroundPage) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QWidget

    for widget in page.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QComboBox | QAbstractSpinBox | QSlider) and widget.isVisible():
            assert widget.objectName().startswith("play-"), widget
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or text, widget.objectName()
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.objectName()


# --- other rooms


def test_another_room_opens_a_state(page: PlaygroundPage) -> None:
    page.open_state(files.to_json(page.model.figures[2].state))
    assert output(page) == FIGURES[3]
    page.open_state({"kind": "something"})
    assert "not a playground file" in error_text(page)
    page.open_state("nonsense")
    assert output(page) == FIGURES[3]


# --- the receptive field


def test_the_receptive_field_half(page: PlaygroundPage, qtbot: QtBot) -> None:
    click(page, qtbot, "play-mode-field")
    choose(page, "play-stack-preset", StackPreset.CONVNET)
    assert page.model.state.stack == preset(StackPreset.CONVNET)
    assert not page.timeline.isVisible()
    click(page, qtbot, "play-mode-operation")
    assert page.timeline.isVisible()


# --- the room in small windows


def test_nothing_of_the_picture_is_cut_off_in_a_small_window(
    main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the width for both sides the sums fold; the blocks stay whole, the input large enough to be pointed at."""

    def side(of: Block) -> float:
        column = page.canvas.scene.column(of)
        assert column is not None
        return min(column.sheets[-1].rect.width(), column.sheets[-1].rect.height())

    opened.draw_few_digits(monkeypatch)
    page = opened.open_layer(main_window, qtbot, CatalogueNetwork("convnet"), Initial(1), "features.3")

    def fits() -> bool:
        canvas, timeline = page.canvas, page.timeline
        beside = page.products.width() if page.frame.inspector_shown else 0
        ends = (part.mapTo(main_window, QPoint(part.width(), 0)).x() for part in (canvas, timeline))
        whole = all(QRectF(canvas.rect()).contains(column.rect) for column in canvas.scene.columns)
        return whole and max(ends) <= main_window.width() - beside

    for width, height, folded in ((1280, 800, False), (1024, 700, True), (900, 600, True), (1280, 800, False)):
        main_window.resize(width, height)
        qtbot.waitUntil(lambda folded=folded: page.frame.inspector_shown is not folded)
        qtbot.waitUntil(fits)
        qtbot.waitUntil(lambda: side(Block.INPUT) >= 80 and min(map(side, (Block.KERNEL, Block.OUTPUT))) >= 60)

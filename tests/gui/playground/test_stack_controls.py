import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.receptive_field import LayerKind, StackPreset, preset
from cnnstudio.convolution.state import Mode
from cnnstudio.gui.playground.page import PlaygroundPage


def click(page: PlaygroundPage, qtbot: QtBot, kind: type, name: str) -> None:
    qtbot.mouseClick(page.findChild(kind, name), Qt.MouseButton.LeftButton)


def test_layers_are_added_changed_moved_and_removed(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.set_mode(Mode.RECEPTIVE_FIELD)
    click(page, qtbot, QPushButton, "play-add-pool")
    stack = page.model.state.stack
    assert [layer.kind for layer in stack.layers] == [LayerKind.CONVOLUTION] * 2 + [LayerKind.POOLING]
    click(page, qtbot, QToolButton, "play-layer-3-down")
    assert page.model.state.stack.layers[1].kind is LayerKind.POOLING
    margins = {box.lineEdit().textMargins().left() for box in page.stack_controls.findChildren(QSpinBox)}
    assert len(margins) == 1, "new rows are lined up with the other fields"
    page.findChild(QSpinBox, "play-layer-1-kernel").setValue(2)
    assert page.model.state.stack.layers[0].kernel == 2
    click(page, qtbot, QToolButton, "play-layer-2-remove")
    assert len(page.model.state.stack.layers) == 2
    for _ in range(4):
        page.model.undo.undo()
    assert len(page.model.state.stack.layers) == 2
    assert page.model.state.stack.layers[0].kernel == 3


def test_what_does_not_fit_jumps_back_and_says_why(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.set_mode(Mode.RECEPTIVE_FIELD)
    box = page.findChild(QSpinBox, "play-layer-2-kernel")
    with qtbot.waitSignal(page.model.refused) as refused:
        box.setValue(9)
    assert "Layer 2" in refused.args[0]
    assert box.value() == 3
    assert page.hint.isVisible()


def test_the_kind_of_a_layer(page: PlaygroundPage) -> None:
    page.set_mode(Mode.RECEPTIVE_FIELD)
    kind = page.findChild(QComboBox, "play-layer-1-kind")
    kind.setCurrentIndex(1)
    kind.activated.emit(1)
    assert page.model.state.stack.layers[0].kind is LayerKind.POOLING
    assert page.model.state.stack.channels == (8, 8, 8)


def test_the_inputs_size(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.set_mode(Mode.RECEPTIVE_FIELD)
    side = page.findChild(QSpinBox, "play-stack-input")
    side.setValue(20)
    assert page.model.state.stack.sizes == (20, 18, 16)
    with qtbot.waitSignal(page.model.refused):
        side.setValue(3)
    assert side.value() == 20


@pytest.mark.parametrize("of", ["kernel", "channels"])
@pytest.mark.parametrize("fewer", ["remove", "undo", "preset"])
def test_a_number_half_typed_goes_with_its_layer(page: PlaygroundPage, qtbot: QtBot, of: str, fewer: str) -> None:
    page.set_mode(Mode.RECEPTIVE_FIELD)
    click(page, qtbot, QPushButton, "play-add-conv")
    stack = page.model.state.stack
    assert len(stack.layers) == 3
    page.window().activateWindow()
    last = page.findChild(QSpinBox, f"play-layer-3-{of}")
    last.setFocus()
    qtbot.waitUntil(last.hasFocus)
    last.selectAll()
    qtbot.keyClicks(last, "1")
    if fewer == "remove":
        click(page, qtbot, QToolButton, "play-layer-1-remove")
        assert page.model.state.stack == stack.removed(0)
    elif fewer == "undo":
        page.model.undo.undo()
        assert page.model.state.stack == stack.removed(2)
    else:
        page.model.change("Fewer", lambda state: state.with_stack(preset(StackPreset.TWO_3X3)))
        assert page.model.state.stack == preset(StackPreset.TWO_3X3)

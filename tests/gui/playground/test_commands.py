"""What the Room menu offers: undo names the step it takes back, in one form."""

import re

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.geometry import Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.receptive_field import StackPreset
from cnnstudio.convolution.room_state import PlaygroundRoomState
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Initial
from tests.gui.playground import opened
from tests.gui.playground.room import choose, click

FORM = re.compile(r"[a-z]+ing( .*[^.])?")


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    opened.draw_few_digits(monkeypatch)


def in_menu(page: PlaygroundPage) -> str:
    return page.commands.actions[0].text()


def test_every_step_of_the_free_state_is_named_alike(page: PlaygroundPage, qtbot: QtBot) -> None:
    assert in_menu(page) == "&Undo"
    for name in ("play-figure-2", "play-shuffle", "play-padding-none", "play-padding-same", "play-use-bias"):
        widget = page.findChild(object, name)
        widget.click()
    choose(page, "play-input-preset", InputPreset.DIGIT)
    choose(page, "play-kernel-preset", KernelPreset.SOBEL_X)
    choose(page, "play-operation", Operation.CONVOLUTION)
    choose(page, "play-padding-mode", PaddingMode.REPLICATE)
    page.findChild(object, "play-bias").setValue(2.0)
    page.findChild(object, "play-stride-height").setValue(2)
    view = page.canvas.views[next(iter(page.canvas.views))]
    view.setFocus()
    page.switch_mode()
    click(page, qtbot, "play-add-pool")
    choose(page, "play-stack-preset", StackPreset.CONVNET)
    page.stack_controls._set_size(30)
    page.stack_controls._set_channels(3)
    page.stack_controls._move(0, 1)
    page.stack_controls._remove(0)
    page.stack_controls._change(0, "kernel", 5)
    page.document.open_state(PlaygroundRoomState())
    page.open_state(5)
    stack = page.model.undo
    texts = [stack.text(index) for index in range(stack.count())]
    assert len(set(texts)) > 15
    assert [text for text in texts if not FORM.fullmatch(text)] == []
    assert in_menu(page) == f"&Undo {texts[-1]}"
    button = page.findChild(QToolButton, "play-undo-button")
    assert button is not None
    assert button.toolTip() == f"Undo {texts[-1]} (Ctrl+Z)"
    page.model.undo_step()
    assert page.commands.actions[1].text() == f"&Redo {texts[-1]}"
    assert in_menu(page) == f"&Undo {texts[-2]}"


def test_every_edit_of_an_opened_layer_is_named_alike(main_window: MainWindow, qtbot: QtBot) -> None:
    page = opened.open_layer(main_window, qtbot, CatalogueNetwork("lenet5"), Initial(3), "features.3")
    assert in_menu(page) == "&Undo"
    for name in ("scale", "flip-across", "flip-down", "zero", "on"):
        opened.click(qtbot, page, f"play-opened-{name}")
        opened.seen(qtbot, page)
    page.opened_panel.kernel.presets.activated.emit(3)
    opened.seen(qtbot, page)
    page.opened_panel.pruning.layer.setValue(30)
    opened.seen(qtbot, page)
    page.opening.put_back()
    page.opened_panel.pruning.network.setValue(20)
    opened.seen(qtbot, page)
    page.opening.put_back_all()
    stack = main_window.studio.edit_stack
    texts = [stack.text(index) for index in range(stack.count())]
    assert len(set(texts)) >= 8
    assert [text for text in texts if not FORM.fullmatch(text)] == []
    assert in_menu(page) == f"&Undo {texts[-1]}"

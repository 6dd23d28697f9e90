from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.state import Mode
from cnnstudio.gui.playground.mode_switch import ModeSwitch
from cnnstudio.gui.playground.page import PlaygroundPage
from tests.gui.playground.room import LEFT, click


def test_a_click_chooses_a_half(qtbot: QtBot) -> None:
    switch = ModeSwitch()
    qtbot.addWidget(switch)
    for mode, name in ((Mode.RECEPTIVE_FIELD, "play-mode-field"), (Mode.OPERATION, "play-mode-operation")):
        button = switch.findChild(QPushButton, name)
        with qtbot.waitSignal(switch.chosen) as chosen:
            qtbot.mouseClick(button, LEFT)
        assert chosen.args == [mode]
        assert button.isChecked()


def test_shows_one_half_at_a_time(qtbot: QtBot) -> None:
    switch = ModeSwitch()
    qtbot.addWidget(switch)
    with qtbot.assertNotEmitted(switch.chosen):
        switch.show_mode(Mode.RECEPTIVE_FIELD)
        switch.show_mode(Mode.OPERATION)
    pressed = [button.objectName() for button in switch.findChildren(QPushButton) if button.isChecked()]
    assert pressed == ["play-mode-operation"]


def test_follows_undo(page: PlaygroundPage, qtbot: QtBot) -> None:
    click(page, qtbot, "play-mode-field")
    assert page.model.state.mode is Mode.RECEPTIVE_FIELD
    page.model.undo.undo()
    assert page.findChild(QPushButton, "play-mode-operation").isChecked()
    assert not page.findChild(QPushButton, "play-mode-field").isChecked()

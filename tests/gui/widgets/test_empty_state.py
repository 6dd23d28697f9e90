from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.empty_state import EmptyState

LONG = "Choose data, a network and a recipe at the left, or start as it is: the tutorial's way of doing it. " * 2


def test_the_button_does_it(qtbot: QtBot) -> None:
    state = EmptyState("search", "Nothing selected", "Click a layer.", "Choose one", name="models-empty")
    qtbot.addWidget(state)
    state.show()
    assert state.button is not None
    assert state.button.objectName() == "models-empty-button"
    with qtbot.waitSignal(state.activated):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)


def test_without_a_button_there_is_none(qtbot: QtBot) -> None:
    state = EmptyState("search", "Nothing selected")
    qtbot.addWidget(state)
    assert state.button is None


def test_long_words_wrap_inside_a_narrow_inspector(qtbot: QtBot) -> None:
    state = EmptyState("search", "Nothing selected", LONG, "Choose one")
    qtbot.addWidget(state)
    state.resize(280, 500)
    state.show()
    qtbot.waitExposed(state)
    words = next(label for label in state.findChildren(QLabel) if label.text() == LONG)
    assert words.width() <= 280
    assert words.height() >= words.heightForWidth(words.width())


def test_the_icon_follows_the_theme(qtbot: QtBot) -> None:
    state = EmptyState("search", "Nothing selected")
    qtbot.addWidget(state)
    icon = state.findChildren(QLabel)[0]
    light = icon.pixmap().toImage()
    theme.manager().set_mode("dark")
    qtbot.waitUntil(lambda: icon.pixmap().toImage() != light)

import sys
import types
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.rooms import ROOMS, Room
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame


class FramedPage(Page):
    def __init__(self) -> None:
        super().__init__()
        self.question = ""
        self.shut = 0
        self.state: object = None
        self.frame = RoomFrame("fake", picture=QLabel("picture"), controls=QLabel("controls"), inspector=QLabel("i"))
        QVBoxLayout(self).addWidget(self.frame)

    def closing_question(self) -> str:
        return self.question

    def shut_down(self) -> None:
        self.shut += 1

    def open_state(self, state: object) -> None:
        self.state = state


@pytest.fixture
def fake_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    """Every room is this module; ``create_page`` may be replaced by the test."""
    module = types.ModuleType("cnnstudio_fake_room")
    module.__spec__ = types.SimpleNamespace(name=module.__name__)
    module.create_page = lambda _studio: FramedPage()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    fake = tuple(Room(room.name, module.__name__, room.icon, room.title, room.promise) for room in ROOMS)
    monkeypatch.setattr("cnnstudio.gui.main_window.ROOMS", fake)
    return module


def button(window: QWidget, name: str) -> QToolButton:
    found = window.findChild(QToolButton, name)
    assert found is not None, name
    return found


def test_rooms_open_by_the_rail_and_by_keys(fake_room: types.ModuleType, main_window: MainWindow, qtbot: QtBot) -> None:
    assert main_window.room == "models"
    qtbot.mouseClick(button(main_window, "nav-train"), Qt.MouseButton.LeftButton)
    assert main_window.room == "train"
    qtbot.keyClick(main_window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert main_window.room == "draw"
    assert button(main_window, "nav-draw").isChecked()
    assert not button(main_window, "nav-train").isChecked()
    assert main_window.page("learn") is None, "a page is built when its room is first shown"
    first = main_window.page("train")
    main_window.open_room("train")
    assert main_window.page("train") is first

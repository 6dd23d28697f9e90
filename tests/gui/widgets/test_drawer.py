from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.widgets.drawer import Drawer


def opened(qtbot: QtBot, width: int) -> tuple[QWidget, Drawer]:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(600, 400)
    drawer = Drawer(QLabel("inspector"), width, room)
    room.show()
    qtbot.waitExposed(room)
    return room, drawer


def test_it_lies_at_the_right_edge_and_follows_its_room(qtbot: QtBot) -> None:
    room, drawer = opened(qtbot, 320)
    assert drawer.geometry().getRect() == (280, 0, 320, 400)
    room.resize(700, 500)
    assert drawer.geometry().getRect() == (380, 0, 320, 500)


def test_something_of_the_room_stays_to_be_seen(qtbot: QtBot) -> None:
    room, drawer = opened(qtbot, 560)
    assert drawer.x() > 0
    room.resize(300, 300)
    assert 0 < drawer.x() < 300


def test_escape_asks_for_its_end_and_other_keys_do_not(qtbot: QtBot) -> None:
    _, drawer = opened(qtbot, 320)
    with qtbot.assertNotEmitted(drawer.closed):
        qtbot.keyClick(drawer, Qt.Key.Key_A)
    with qtbot.waitSignal(drawer.closed):
        qtbot.keyClick(drawer, Qt.Key.Key_Escape)

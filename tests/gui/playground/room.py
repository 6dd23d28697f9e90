"""What tests of the room share: the tutorial's figures, and hands and eyes for its widgets."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui.playground.page import PlaygroundPage

LEFT = Qt.MouseButton.LeftButton
FIGURES = {
    1: [[[19, 25], [37, 43]]],
    2: [[[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]],
    3: [[[0, 8], [6, 8]]],
    4: [[[56, 72], [104, 120]]],
    5: [[[3, 6, 9], [12, 15, 18], [21, 24, 27]], [[4, 5, 6], [7, 8, 9], [10, 11, 12]]],
    6: [[[4, 5], [7, 8]]],
}


def output(page: PlaygroundPage) -> list:
    return page.model.result.output.tolist()


def click(page: PlaygroundPage, qtbot: QtBot, name: str) -> None:
    button = page.findChild(QToolButton, name) or page.findChild(QPushButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, LEFT)


def choose(page: PlaygroundPage, name: str, data: object) -> None:
    combo = page.findChild(QComboBox, name)
    assert combo is not None, name
    index = next(index for index in range(combo.count()) if combo.itemData(index) == data)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def error_text(page: PlaygroundPage) -> str:
    strip = page.window().error_strip
    return strip.text if not strip.isHidden() else ""

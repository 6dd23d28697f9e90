from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.playground.halves import Halves


class Sheet(QWidget):
    """A widget of a size of its own."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._size

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._size


def test_is_as_large_as_the_half_that_is_shown(qtbot: QtBot) -> None:
    operation, field = Sheet(300, 200), Sheet(900, 700)
    halves = Halves(operation, field)
    qtbot.addWidget(halves)
    assert halves.sizeHint() == QSize(300, 200)
    halves.show_field(True)
    assert halves.currentWidget() is field
    assert halves.sizeHint() == QSize(900, 700)
    assert halves.minimumSizeHint() == QSize(0, 700), "its width is the room's to give"
    halves.show_field(False)
    assert halves.currentWidget() is operation
    assert halves.minimumSizeHint() == QSize(0, 200)

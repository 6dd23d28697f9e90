"""A page of its own, without the window around it."""

from collections.abc import Iterator

import pytest
import torch
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.error_strip import ErrorStrip


class Window(QMainWindow):
    """Just enough of the main window: a place for errors."""

    def __init__(self, page: PlaygroundPage) -> None:
        super().__init__()
        self.error_strip = ErrorStrip(self)
        self.error_strip.resize(900, 90)
        self.setCentralWidget(page)
        self.setMinimumSize(900, 600)


@pytest.fixture(autouse=True, scope="package")
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def page(qtbot: QtBot, studio: Studio) -> Iterator[PlaygroundPage]:
    page = PlaygroundPage(studio)
    window = Window(page)
    qtbot.addWidget(window)
    window.resize(1200, 720)
    window.show()
    qtbot.waitExposed(window)
    yield page
    page.shut_down()

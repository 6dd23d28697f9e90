"""What the Draw room's tests share: its page, and how to wait for its predictions."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from tests.gui.digit_canvas.pen_strokes import Line, draw_on


@pytest.fixture
def first_room() -> str:
    """No other room is built before it."""
    return "draw"


@pytest.fixture
def page(main_window: MainWindow) -> DrawPage:
    """The room in its window."""
    main_window.open_room("draw")
    page = main_window.page("draw")
    assert isinstance(page, DrawPage)
    return page


@pytest.fixture
def draw(qtbot: QtBot, page: DrawPage) -> Callable[[Sequence[Line]], None]:
    """Draw on the page's pad and wait for the prediction after the last point."""

    def drawing(lines: Sequence[Line]) -> None:
        draw_on(page.pad, lines)
        settle(qtbot, page)

    return drawing


def settle(qtbot: QtBot, page: DrawPage) -> None:
    """Wait until every prediction that was asked for is shown."""
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    QApplication.processEvents()  # the layout follows what is shown

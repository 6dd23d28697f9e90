"""What the Draw room's tests share: its page, and a hand that draws with pointer events."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.gui.digit_canvas.pad import Pad
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow

Line = Sequence[tuple[float, float]]

# In shares of the sheet.
ONE: tuple[Line, ...] = ([(0.5, 0.2), (0.5, 0.35), (0.49, 0.5), (0.49, 0.65), (0.48, 0.8)],)
SEVEN: tuple[Line, ...] = (
    [(0.3, 0.25), (0.45, 0.24), (0.6, 0.24), (0.68, 0.25), (0.6, 0.42), (0.52, 0.6), (0.46, 0.8)],
    [(0.4, 0.52), (0.55, 0.5), (0.68, 0.49)],
)
FOUR: tuple[Line, ...] = (
    [(0.4, 0.2), (0.35, 0.36), (0.31, 0.53), (0.45, 0.54), (0.58, 0.53), (0.68, 0.52)],
    [(0.6, 0.25), (0.58, 0.45), (0.56, 0.65), (0.54, 0.82)],
)
SCRIBBLE: tuple[Line, ...] = (
    [(0.2 + 0.07 * (i % 9), 0.25 + 0.5 * (i % 2) + 0.004 * i) for i in range(40)],
    [(0.2 + 0.6 * (i % 2), 0.2 + 0.03 * i) for i in range(20)],
)


def draw_on(pad: Pad, lines: Sequence[Line]) -> None:
    """Press, move, release, as a person would."""
    sheet = pad.sheet()
    for line in lines:
        at = [QPoint(sheet.x() + round(x * sheet.width()), sheet.y() + round(y * sheet.height())) for x, y in line]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[0])
        for place in at[1:]:
            QTest.mouseMove(pad, place)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[-1])


@pytest.fixture
def page(main_window: MainWindow) -> DrawPage:
    """The room in its window."""
    main_window.open_room("draw")
    page = main_window.page("draw")
    assert isinstance(page, DrawPage)
    return page


@pytest.fixture
def draw(qtbot: QtBot, page: DrawPage) -> Callable[[Sequence[Line]], None]:
    """Draw on the page's pad and wait for the answer to the last point."""

    def drawing(lines: Sequence[Line]) -> None:
        draw_on(page.pad, lines)
        settle(qtbot, page)

    return drawing


def settle(qtbot: QtBot, page: DrawPage) -> None:
    """Wait until every answer that was asked for is shown."""
    qtbot.waitUntil(
        lambda: not any(worker.busy for worker in (page._answers, page._why_asks, page._tests)), timeout=20_000
    )

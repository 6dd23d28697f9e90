from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.status_line import StatusLine


@pytest.mark.usefixtures("no_rooms")
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("stop", [None, lambda: None], ids=["plain", "can-stop"])
def test_the_line_is_as_high_whatever_goes_on(
    main_window: MainWindow, qtbot: QtBot, mode: theme.Mode, stop: Callable[[], None] | None
) -> None:
    """What is above it does not jump when a progress, a button or a message comes and goes."""
    theme.manager().set_mode(mode)
    line, jobs = main_window.status_line, main_window.studio.jobs
    qtbot.wait(1)
    before = line.height()
    activity = jobs.activity(main_window, stop=stop)
    activity.tell("Measuring", 0.5)
    main_window.studio.statusMessage.emit("Saved.")
    qtbot.wait(1)
    assert line.progress_text.startswith("Measuring")
    assert line.height() == before
    activity.end()
    main_window.studio.statusMessage.emit("")
    qtbot.wait(1)
    assert line.height() == before


def test_a_message_that_comes_when_it_is_gone_reaches_nobody(studio: Studio, qtbot: QtBot) -> None:
    line = StatusLine(studio)
    kept = line.findChild(QLabel, "window-message")
    line.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as caught:
        studio.statusMessage.emit("late")
    assert caught == []
    assert kept is not None
    assert not shiboken6.isValid(kept)

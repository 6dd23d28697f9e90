"""What the window's tests share: a fresh studio and window, and a guard against what a test leaves behind."""

import gc
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QLocale, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio import translations
from cnnstudio.gui import language, theme
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.rooms import ROOMS
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers import threads
from cnnstudio.networks import consent
from tests.gui import patience, unsaid

patience.be_patient()

_THREAD_S = 20.0
_FULL_EVERY = 40
_tests = 0


@pytest.fixture
def studio(qapp: QApplication) -> Iterator[Studio]:
    """A fresh shared state."""
    studio = Studio()
    yield studio
    studio.shut_down()
    studio.deleteLater()
    consent.forget()  # else classes of this test are offered in the next


@pytest.fixture
def no_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window's rooms are all still to come: for tests of the shell alone. Name it before ``main_window``."""
    rooms = tuple(replace(room, module="cnnstudio.gui.widgets.no_such_room") for room in ROOMS)
    monkeypatch.setattr("cnnstudio.gui.main_window.ROOMS", rooms)


@pytest.fixture
def english_again() -> Iterator[None]:
    """After a test in other languages the window's is again what it was, and Qt's way to write numbers."""
    former = QLocale()
    yield
    language.manager().choose(translations.ENGLISH)
    language.manager().choose(language.SYSTEM)
    QLocale.setDefault(former)


@pytest.fixture
def first_room() -> str:
    """The room that the window opens with where a test asks for a ``page``; "" = the program's own first one."""
    return ""


@pytest.fixture
def main_window(qtbot: QtBot, studio: Studio, first_room: str, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    """The shown window, without anything loading in the background."""
    if first_room and "page" in request.fixturenames:
        studio.note_room(first_room)
    window = MainWindow(studio)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close_without_asking()
    window.deleteLater()


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """As in the program (``gui/garbage.py``): another thread's collection would destroy Qt's objects there."""
    gc.disable()
    yield
    global _tests
    _tests += 1
    gc.collect(2 if _tests % _FULL_EVERY == 0 else 1)
    gc.enable()


@pytest.fixture(autouse=True)
def everything_is_said() -> Iterator[None]:
    """Fail a test in which a widget shows a message of the ground floor without ``language.say``."""
    with unsaid.watched() as found:
        yield
    assert found == []


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> Iterator[None]:
    """Every test starts with the light theme on."""
    theme.manager().set_mode("light")
    yield
    theme.manager().set_mode("light")


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, an active timer, a running animation or a top-level widget."""
    before = {id(thing) for thing in _left_behind()}
    yield
    # pytest-qt closes the widgets it was given in a hook after the fixtures; here they are closed first.
    for reference, _ in getattr(request.node, "qt_widgets", []):
        widget = reference()
        if widget is not None and shiboken6.isValid(widget):
            widget.close()
            widget.deleteLater()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    while theme.manager().pending:  # a part that lives on is still to be styled
        QCoreApplication.processEvents()
    # One that was told to end does so when its turn on a core comes.
    end = time.monotonic() + _THREAD_S
    while threads.stragglers() and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.002)
    left = [f"the thread {name}" for name in threads.stragglers()]
    left += [thing.objectName() or repr(thing) for thing in _left_behind() if id(thing) not in before]
    if left:
        pytest.fail("left behind: " + ", ".join(sorted(set(left))))


def _left_behind() -> list[QObject]:
    return [
        thing
        for thing in shiboken6.getAllValidWrappers()
        if (isinstance(thing, QThread) and thing.isRunning() and thing is not QThread.currentThread())
        or (isinstance(thing, QTimer) and thing.isActive())
        or (isinstance(thing, QAbstractAnimation) and thing.state() == QAbstractAnimation.State.Running)
        or (isinstance(thing, QWidget) and thing.isWindow())
    ]

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.widgets.error_strip import ErrorStrip

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def strip(qtbot: QtBot) -> Iterator[ErrorStrip]:
    window = QWidget()
    layout = QVBoxLayout(window)
    strip = ErrorStrip()
    field = QLineEdit()
    layout.addWidget(strip)
    layout.addWidget(field)
    qtbot.addWidget(window)
    window.show()
    field.setFocus()
    yield strip
    window.close()


def button(strip: ErrorStrip, name: str) -> QPushButton:
    found = strip.findChild(QPushButton, name)
    assert found is not None, name
    return found


def test_is_there_only_after_an_error_and_leaves_the_focus(strip: ErrorStrip) -> None:
    assert not strip.isVisible()
    before = strip.window().focusWidget()
    strip.show_text("The disk is full. Free some space.")
    assert strip.isVisible()
    assert strip.text == strip.accessibleName() == "The disk is full. Free some space."
    assert strip.window().focusWidget() is before


def test_details_are_offered_where_there_are_some(strip: ErrorStrip, qtbot: QtBot) -> None:
    strip.show_text("It broke.")
    assert not button(strip, "window-error-details").isVisible()
    strip.show_text("It broke.", "Traceback: line 1")
    log = strip.findChild(QPlainTextEdit, "window-error-log")
    assert not log.isVisible()
    qtbot.mouseClick(button(strip, "window-error-details"), LEFT)
    assert log.isVisible()
    assert strip.details == log.toPlainText() == "Traceback: line 1"
    strip.show_text("Something else broke.", "Traceback: line 2")
    assert not log.isVisible(), "a new error begins folded"


def test_both_are_copied(strip: ErrorStrip, qtbot: QtBot) -> None:
    strip.show_text("It broke.", "Traceback: line 1")
    qtbot.mouseClick(button(strip, "window-error-copy"), LEFT)
    assert QGuiApplication.clipboard().text() == "It broke.\n\nTraceback: line 1"


def test_is_closed_by_its_button(strip: ErrorStrip, qtbot: QtBot) -> None:
    strip.show_text("It broke.")
    qtbot.mouseClick(strip.findChild(QToolButton, "window-error-close"), LEFT)
    assert not strip.isVisible()


def test_no_long_name_widens_the_window(strip: ErrorStrip) -> None:
    before = strip.minimumSizeHint().width()
    strip.show_text(f"The file {'x' * 500} could not be read.")
    assert strip.minimumSizeHint().width() <= before + 1


def test_what_can_be_done_about_it_is_a_button(strip: ErrorStrip) -> None:
    offer = strip.findChild(QToolButton, "window-error-offer")
    assert offer is not None
    done: list[str] = []
    first, second = QAction("&Mend it", strip), QAction("Mend the other", strip)
    first.triggered.connect(lambda: done.append("first"))
    second.triggered.connect(lambda: done.append("second"))
    strip.show_text("It broke.", offer=first)
    assert offer.isVisible()
    QTest.mouseClick(offer, LEFT)
    first.setEnabled(False)
    assert not offer.isEnabled()
    strip.show_text("Something else broke.", offer=second)
    assert offer.text() == "Mend the other"
    QTest.mouseClick(offer, LEFT)
    assert done == ["first", "second"]
    strip.show_text("Nothing can be done.")
    assert not offer.isVisible()

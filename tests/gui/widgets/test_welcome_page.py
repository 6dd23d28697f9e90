"""The welcome in the real window, and when the program shows it by itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui import settings
from cnnstudio.gui.main_window import WELCOME, MainWindow
from cnnstudio.gui.widgets.welcome_page import Card, WelcomePage


@pytest.fixture
def welcome(main_window: MainWindow, qtbot: QtBot) -> WelcomePage:
    """The page, by the Help menu."""
    action = main_window.findChild(QAction, "action-window-welcome")
    assert isinstance(action, QAction)
    action.trigger()
    page = main_window.page(WELCOME)
    assert isinstance(page, WelcomePage)
    main_window.activateWindow()
    qtbot.waitUntil(lambda: page.cards[0].hasFocus(), timeout=20_000)
    return page


def test_it_is_found_in_the_help_menu_and_is_no_room(welcome: WelcomePage, main_window: MainWindow) -> None:
    assert main_window.room == WELCOME
    assert welcome.isVisible()
    assert main_window.studio.workspace.room != WELCOME, "a restart brings a room"
    assert not any(action.isChecked() for action in main_window._room_actions.values())
    assert settings.get(settings.WELCOMED)


@pytest.mark.parametrize("room", ["draw", "learn", "models", "train"])
def test_each_card_opens_its_room(
    welcome: WelcomePage, main_window: MainWindow, no_rooms: None, qtbot: QtBot, room: str
) -> None:
    card = welcome.findChild(Card, f"welcome-{room}")
    assert isinstance(card, Card)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert main_window.room == room


def test_the_keyboard_leads_through_it(welcome: WelcomePage, main_window: MainWindow, qtbot: QtBot) -> None:
    def focused() -> str:
        card = QApplication.focusWidget()
        assert isinstance(card, Card)
        return card.room

    for key, room in (
        (Qt.Key.Key_Right, "learn"),
        (Qt.Key.Key_Right, "models"),
        (Qt.Key.Key_Up, "draw"),
        (Qt.Key.Key_Up, "draw"),
        (Qt.Key.Key_Down, "models"),
        (Qt.Key.Key_Down, "models"),
        (Qt.Key.Key_Left, "learn"),
    ):
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert focused() == room
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert main_window.room == "learn"


def test_escape_and_the_last_button_lead_to_the_room_of_before(
    welcome: WelcomePage, main_window: MainWindow, qtbot: QtBot
) -> None:
    before = main_window.studio.workspace.room
    qtbot.keyClick(welcome.cards[0], Qt.Key.Key_Escape)
    assert main_window.room == before
    main_window.open_welcome()
    skip = welcome.findChild(QPushButton, "welcome-skip")
    qtbot.mouseClick(skip, Qt.MouseButton.LeftButton)
    assert main_window.room == before


def test_the_course_begins_with_its_first_lesson_and_goes_on_where_it_was(
    welcome: WelcomePage, main_window: MainWindow, qtbot: QtBot
) -> None:
    welcome.chosen.emit("learn")
    document = main_window.studio.documents.get("learn")
    qtbot.waitUntil(lambda: not document.busy, timeout=60_000)
    assert document.state().lesson == "01-cross-correlation"
    document.open_lesson("05-pooling")
    main_window.open_welcome()
    welcome.chosen.emit("learn")
    qtbot.waitUntil(lambda: not document.busy, timeout=60_000)
    assert document.state().lesson == "05-pooling"


def test_it_stays_when_another_language_is_chosen(welcome: WelcomePage, main_window: MainWindow) -> None:
    main_window._build_anew()
    QApplication.processEvents()
    assert main_window.room == WELCOME
    page = main_window.page(WELCOME)
    assert isinstance(page, WelcomePage)
    assert page.isVisible()
    assert page is not welcome


def test_every_card_says_what_it_does(welcome: WelcomePage) -> None:
    for card in welcome.cards:
        words = [label.text() for label in card.findChildren(QLabel)]
        assert card.accessibleName() in words
        assert card.accessibleDescription() in words

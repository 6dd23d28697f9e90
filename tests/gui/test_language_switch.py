"""Another language at once: the window is built anew over the same studio and documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cnnstudio import translations
from cnnstudio.gui import language, settings
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.networks.reference import CatalogueNetwork
from tests import languages

CODE = "eo"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    languages.make_pseudo(CODE, folder)
    return folder


@pytest.fixture(autouse=True)
def with_a_second_language(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Name no fixture before this one: the window is made with the languages that there are."""
    monkeypatch.setattr(translations, "folder", lambda: folder)
    former = QLocale()
    yield
    language.manager().choose(translations.ENGLISH)
    language.manager().choose(language.SYSTEM)
    QLocale.setDefault(former)


def _choose(window: MainWindow, code: str, qtbot: QtBot) -> None:
    action = window.findChild(QAction, f"action-window-language-{code}")
    assert action is not None
    before = window.centralWidget()
    action.trigger()
    qtbot.waitUntil(lambda: window.centralWidget() is not before)


def _titles(window: MainWindow) -> list[str]:
    return [menu.title() for menu in window.menuBar().findChildren(QMenu) if menu.parent() is window.menuBar()]


def test_the_window_speaks_it_at_once_and_english_again(main_window: MainWindow, qtbot: QtBot) -> None:
    assert "&File" in _titles(main_window)
    _choose(main_window, CODE, qtbot)
    assert "&Fîlé~~~" in _titles(main_window)
    assert settings.get(settings.LANGUAGE) == CODE
    _choose(main_window, "en", qtbot)
    assert "&File" in _titles(main_window)


@pytest.mark.parametrize("room", ["models", "playground", "train", "draw"])
def test_the_room_and_what_was_done_in_it_stay(room: str, main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_room(room)
    main_window.studio.choose(CatalogueNetwork("lenet5"))
    before = main_window.studio.workspace
    document, page = main_window.studio.documents.there(room), main_window.page(room)
    assert document is not None
    _choose(main_window, CODE, qtbot)
    assert main_window.room == room
    assert main_window.studio.documents.there(room) is document
    assert main_window.page(room) is not page
    assert main_window.studio.workspace == before


def test_the_help_page_comes_back_too(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_help()
    _choose(main_window, CODE, qtbot)
    assert main_window.room == "help"


def test_one_of_each_action_is_left(main_window: MainWindow, qtbot: QtBot) -> None:
    names = sorted(action.objectName() for action in main_window.findChildren(QAction) if action.objectName())
    _choose(main_window, CODE, qtbot)
    qtbot.wait(10)  # what was discarded goes
    again = sorted(action.objectName() for action in main_window.findChildren(QAction) if action.objectName())
    assert again == names


def test_a_damaged_language_is_told_of_and_english_stays(
    main_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{CODE}.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(translations, "folder", lambda: tmp_path)
    action = main_window.findChild(QAction, f"action-window-language-{CODE}")
    assert action is not None
    action.trigger()
    assert "is damaged" in main_window.error_strip.text
    assert language.manager().code == "en"

"""A learner's results, saved from the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from cnnstudio.gui import settings
from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.gui.lessons.steps import AskBox
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.lessons import results
from tests.gui.lessons.test_page import FIRST, boxes, settled


@pytest.fixture
def first_room() -> str:
    return "learn"


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> Iterator[LessonsPage]:
    page = main_window.page("learn")
    assert isinstance(page, LessonsPage)
    qtbot.waitUntil(lambda: bool(page.document.lessons), timeout=20_000)
    page.document.open_lesson(FIRST)
    settled(page.document, qtbot)
    yield page
    settled(page.document, qtbot)


def asked(main_window: MainWindow, name: str | None) -> None:
    """Choose the menu's entry, and fill in the dialog that comes; None = leave it."""

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QInputDialog):
            QTimer.singleShot(20, fill)
            return
        if name is None:
            dialog.reject()
            return
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText(name)
        dialog.accept()

    QTimer.singleShot(20, fill)
    action = main_window.findChild(QAction, "action-learn-save-results")
    assert isinstance(action, QAction)
    action.trigger()


def test_what_was_done_a_moment_ago_is_saved_under_a_name_that_is_remembered(
    page: LessonsPage, main_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        suggested.append(name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    box = boxes(page.text, AskBox)[0]
    qtbot.keyClicks(box.field, "11")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    settled(page.document, qtbot)
    told: list[str] = []
    main_window.studio.statusMessage.connect(told.append)
    main_window.open_room("draw")
    asked(main_window, " Ada/Lovelace ")
    qtbot.waitUntil(lambda: (tmp_path / "mine.txt").exists(), timeout=20_000)
    settled(page.document, qtbot)
    found = results.load(tmp_path / "mine.txt")
    assert found.name == settings.get(settings.LEARNER) == "Ada/Lovelace"
    assert suggested == ["Results Ada_Lovelace.txt"]
    (lesson,) = found.lessons
    assert lesson.lesson == FIRST
    assert [[attempt.typed for attempt in asked.attempts] for asked in lesson.questions] == [["11"]]
    assert any("mine.txt" in text for text in told)


def test_who_leaves_the_question_saves_nothing(
    page: LessonsPage, main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("asked for a file"))
    asked(main_window, None)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=20_000)
    qtbot.wait(50)


def test_a_place_where_nothing_can_be_written_is_sentence_of_question(
    page: LessonsPage, main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page.document.save_results("", tmp_path / "none" / "mine.txt")
    settled(page.document, qtbot)
    assert main_window.error_strip.isVisible()
    assert "could not be written" in main_window.error_strip.text
    page.document.save_results("", tmp_path / "mine.txt")
    settled(page.document, qtbot)
    assert not main_window.error_strip.isVisible()

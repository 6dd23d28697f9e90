import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui import settings
from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.gui.lessons.practice_desk import CHOSEN
from cnnstudio.gui.lessons.practice_view import PracticeView
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.widgets.question_box import written
from cnnstudio.lessons import progress, slips
from cnnstudio.lessons.progress import LessonProgress, Progress, Reply
from cnnstudio.lessons.questions import KINDS


@pytest.fixture
def first_room() -> str:
    return "learn"


@pytest.fixture
def view(page: LessonsPage, qtbot: QtBot) -> PracticeView:
    """Practice, opened by its button; its first question is there."""
    qtbot.mouseClick(page.practise, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page.practice.isVisible()
    return page.practice


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> LessonsPage:
    page = main_window.page("learn")
    assert isinstance(page, LessonsPage)
    qtbot.waitUntil(lambda: bool(page.document.lessons), timeout=20_000)
    return page


def settled(page: LessonsPage, qtbot: QtBot) -> None:
    desk = page.document.practice
    qtbot.waitUntil(lambda: desk.question is not None and not page.document.busy, timeout=20_000)


def reply(page: LessonsPage, text: str, qtbot: QtBot) -> None:
    page.practice.box.field.setText(text)
    with qtbot.waitSignal(page.document.practice.judged, timeout=20_000):
        qtbot.keyClick(page.practice.box.field, Qt.Key.Key_Return)
    settled(page, qtbot)


def right(page: LessonsPage) -> str:
    question = page.document.practice.question
    assert question is not None
    return written(question.right()).replace(",", "")


def test_questions_come_without_end_and_right_ones_make_a_streak(
    view: PracticeView, page: LessonsPage, qtbot: QtBot
) -> None:
    for count in range(1, 4):
        reply(page, right(page), qtbot)
        assert "right." in view.box.verdict.text()
        assert f"{count} of {count} right, {count} in a row" in view.score.text()
        qtbot.mouseClick(view.next, Qt.MouseButton.LeftButton)
        settled(page, qtbot)
        assert view.box.field.text() == ""
    kept = progress.load()
    assert (kept.streak, kept.longest) == (3, 3)


def test_the_first_reply_counts_and_a_wrong_one_ends_the_streak(
    view: PracticeView, page: LessonsPage, qtbot: QtBot
) -> None:
    reply(page, right(page), qtbot)
    view.next.click()
    settled(page, qtbot)
    reply(page, "987654321", qtbot)
    reply(page, right(page), qtbot)
    kept = progress.load()
    assert (kept.streak, kept.longest) == (0, 1)
    assert sum(one.asked for one in kept.practice.values()) == 2


def test_kinds_are_chosen_and_remembered_and_one_is_the_least(
    view: PracticeView, page: LessonsPage, qtbot: QtBot
) -> None:
    for kind, box in view.kinds.items():
        if kind != "macs":
            box.click()
    settled(page, qtbot)
    assert settings.get(CHOSEN) == ["macs"]
    for _ in range(3):
        view.next.click()
        settled(page, qtbot)
        assert page.document.practice.question is not None
        assert page.document.practice.question.KIND == "macs"
    view.kinds["macs"].click()
    assert view.only.isVisible()
    assert view.only.text() == "Choose at least one kind."
    assert page.document.practice.kinds == ("macs",)


def test_what_was_missed_is_listed_and_practised_alone(view: PracticeView, page: LessonsPage, qtbot: QtBot) -> None:
    lesson = LessonProgress(replies=(Reply(question="macs(3, 6, 5, 28)", typed="450", right=False),))
    found = Progress(misses={"one_side": 3, "bias_forgotten": 1}, lessons={"02-padding-and-stride": lesson})
    progress.record(lambda _before: found)
    view.tabs.setCurrentIndex(1)
    settled(page, qtbot)
    names = [each.objectName() for each in view._missed.findChildren(QPushButton)]
    assert names == ["practice-kind-macs", "practice-slip-one_side", "practice-slip-bias_forgotten"]
    button = view.findChild(QPushButton, "practice-slip-one_side")
    assert button is not None
    assert "counted on one side only" in button.accessibleName()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert view.tabs.currentIndex() == 0
    assert "counted on one side only" in view.only.text()
    question = page.document.practice.question
    assert question is not None
    assert "one_side" in {slip.name for slip in slips.distinct(question)}
    qtbot.mouseClick(view.all, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert view.only.isHidden()
    assert page.document.practice.kinds == tuple(KINDS)


def test_where_nothing_was_missed_that_is_said(view: PracticeView, page: LessonsPage, qtbot: QtBot) -> None:
    view.tabs.setCurrentIndex(1)
    settled(page, qtbot)
    assert view._missed.isVisible()
    assert view._missed.findChildren(QPushButton) == []


def test_a_slip_is_played_and_a_lesson_takes_the_place_of_practice(
    view: PracticeView, page: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    desk = page.document.practice
    desk.practise_slip("no_plus_one")
    settled(page, qtbot)
    assert desk.question is not None
    slip = next(slip for slip in slips.distinct(desk.question) if slip.name == "no_plus_one")
    reply(page, " x ".join(map(str, slip.value)), qtbot)
    assert "first window was not counted" in view.box.verdict.text()
    qtbot.mouseClick(view.box.play, Qt.MouseButton.LeftButton)
    assert main_window.room == "playground"
    at = main_window.page("playground").model.position
    assert (at.row, at.col) == slip.place.cell[1:]
    main_window.open_room("learn")
    assert view.isVisible(), "practice is still there"
    page.document.open_lesson(page.document.lessons[0].name)
    qtbot.waitUntil(lambda: page.text.isVisible(), timeout=20_000)
    assert not page.practise.isChecked()

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio import paths
from cnnstudio.convolution.links import Block
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.lessons.lesson_view import LessonView
from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.gui.lessons.panel import LessonPanel
from cnnstudio.gui.lessons.prose import Prose
from cnnstudio.gui.lessons.steps import AskBox, OpenBox, StepBox, WaitBox
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.lessons import progress, shelf
from cnnstudio.lessons.room_state import LearnState

FIRST = "01-cross-correlation"


@pytest.fixture
def first_room() -> str:
    return "learn"


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> LessonsPage:
    page = main_window.page("learn")
    assert isinstance(page, LessonsPage)
    qtbot.waitUntil(lambda: bool(page.document.lessons))
    return page


@pytest.fixture
def lesson(page: LessonsPage, qtbot: QtBot) -> Iterator[LessonsPage]:
    """The first lesson, chosen by a click and shown."""
    item = page.contents.item(0)
    at = page.contents.visualItemRect(item).center()
    qtbot.mouseClick(page.contents.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settled(page.document, qtbot)
    assert page.document.sheet is not None
    yield page
    settled(page.document, qtbot)


def settled(document: LessonsDocument, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not document.busy, timeout=20_000)


def boxes(view: LessonView, kind: type) -> list[StepBox]:
    return [box for box in view.boxes if isinstance(box, kind)]


def panel(window: MainWindow) -> LessonPanel:
    found = window.findChild(LessonPanel)
    assert found is not None
    return found


def opened(window: MainWindow, page: LessonsPage, qtbot: QtBot, number: int = 0) -> None:
    """Press a lesson's button that opens a room; the room is shown."""
    button = boxes(page.text, OpenBox)[number].findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.room != "learn" and not window.addresses.addresses.busy, timeout=20_000)
    settled(page.document, qtbot)


def texts(view: LessonView) -> str:
    words = [label.text() for label in view.findChildren(QLabel)]
    return "\n".join([*words, *(prose.words() for prose in view.findChildren(Prose))])


def test_all_lessons_of_the_course_are_listed_in_its_order(page: LessonsPage) -> None:
    listed = [page.contents.item(row).text() for row in range(page.contents.count())]
    course = shelf.lessons()
    assert len(listed) == len(course) >= 14
    assert all(text.startswith(str(lesson.order)) for text, lesson in zip(listed, course, strict=True))
    assert all(lesson.title("en") in text for text, lesson in zip(listed, course, strict=True))


def test_a_lesson_shows_its_words_its_computed_numbers_and_its_sources(lesson: LessonsPage) -> None:
    shown = texts(lesson.text)
    assert "The sum is 19, and it is written into the cell you are pointing at." in shown
    assert "Dive into Deep Learning" in shown
    assert "One place of the window" in shown


def test_a_step_opens_its_room_with_the_text_beside_it_and_is_remembered(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    first = boxes(lesson.text, OpenBox)[0]
    assert not first.done
    opened(main_window, lesson, qtbot)
    assert main_window.room == "playground"
    beside = panel(main_window)
    assert beside.isVisible()
    assert "The sum is 19" in texts(beside.text)
    assert first.done
    kept = json.loads((paths.data_dir() / "lessons.json").read_text("utf-8"))
    assert kept["lessons"][FIRST]["ticks"] == [first.key]
    main_window.open_room("learn")
    assert not beside.isVisible(), "the lesson is not shown twice"


def test_what_is_waited_for_ticks_itself_once_it_is_done_and_not_before(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    waits = boxes(lesson.text, WaitBox)

    def point(row: int, col: int) -> None:
        view = main_window.page("playground").canvas.views[Block.OUTPUT]
        qtbot.mouseMove(view, view.cell_center(row, col))

    opened(main_window, lesson, qtbot)
    point(1, 1)
    settled(lesson.document, qtbot)
    assert not waits[0].done, "another cell was pointed at"
    point(0, 0)
    qtbot.waitUntil(lambda: waits[0].done)
    assert not any(box.done for box in waits[1:]), "what stands behind the next step that opens something"


@pytest.mark.parametrize(
    ("typed", "words", "right"),
    [
        ("25", "25: right.", True),
        ("20 + 5", "25: right.", True),
        ("11", "flipped", False),
        ("seven", "is no number", False),
    ],
)
def test_a_reply_is_judged_and_a_slip_named(
    lesson: LessonsPage, qtbot: QtBot, typed: str, words: str, right: bool
) -> None:
    box = boxes(lesson.text, AskBox)[0]
    qtbot.keyClicks(box.field, typed)
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.verdict.isVisibleTo(box), timeout=20_000)
    assert words in box.verdict.text()
    settled(lesson.document, qtbot)
    assert box.done == right


def test_a_wrong_reply_can_be_played_and_is_kept(lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot) -> None:
    box = boxes(lesson.text, AskBox)[0]
    assert not box.play.isVisibleTo(box)
    qtbot.keyClicks(box.field, "4")
    qtbot.mouseClick(box.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: box.play.isVisibleTo(box), timeout=20_000)
    settled(lesson.document, qtbot)
    qtbot.mouseClick(box.play, Qt.MouseButton.LeftButton)
    assert main_window.room == "playground"
    model = main_window.page("playground").model
    assert model.free == box._question.playground
    assert panel(main_window).isVisible()
    replies = progress.load().of(FIRST).replies
    assert [(reply.typed, reply.right) for reply in replies] == [("4", False)]


def test_every_lesson_ends_in_its_exercises_which_are_judged_and_remembered(lesson: LessonsPage, qtbot: QtBot) -> None:
    exercises = [box for box in boxes(lesson.text, AskBox) if box.key.startswith("exercise")]
    assert len(exercises) == len(lesson.document.lesson.exercises) == 3
    box = exercises[2]  # a 5 x 5 kernel for a grey picture, and a bias
    qtbot.keyClicks(box.field, "26")
    qtbot.mouseClick(box.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: box.done, timeout=20_000)
    settled(lesson.document, qtbot)
    kept = progress.load().of(FIRST)
    assert kept.ticks == ("exercise 3",)
    assert [(reply.question, reply.right) for reply in kept.replies] == [(box._question.written(), True)]


def test_the_text_beside_a_room_is_folded_away_and_leads_back(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    opened(main_window, lesson, qtbot)
    beside = panel(main_window)
    qtbot.mouseClick(beside.findChild(QToolButton, "learn-panel-whole"), Qt.MouseButton.LeftButton)
    assert main_window.room == "learn"
    main_window.open_room("models")
    assert beside.isVisible(), "it stands beside every room"
    qtbot.mouseClick(beside.findChild(QToolButton, "learn-panel-fold"), Qt.MouseButton.LeftButton)
    assert not beside.isVisible()
    main_window.open_room("playground")
    assert not beside.isVisible()


def test_another_language_is_the_same_lesson_with_its_ticks(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    opened(main_window, lesson, qtbot)
    main_window.open_room("learn")
    done = [box.done for box in lesson.text.boxes]
    at = lesson.language.findData("zh_CN")
    lesson.language.setCurrentIndex(at)
    lesson.language.activated.emit(at)
    settled(lesson.document, qtbot)
    assert "互相关" in texts(lesson.text)
    assert [box.done for box in lesson.text.boxes] == done
    assert "互相关" in lesson.contents.item(0).text()


def test_progress_of_the_last_time_is_there_again(studio: Studio, qtbot: QtBot, main_window: MainWindow) -> None:
    key = "open cnnstudio:playground"
    progress.record(lambda before: before.with_lesson(FIRST, lambda one: one.ticked(key)))
    main_window.open_room("learn")
    page = main_window.page("learn")
    assert isinstance(page, LessonsPage)
    qtbot.waitUntil(lambda: bool(page.document.lessons))
    page.document.open_state(LearnState(lesson=FIRST))
    settled(page.document, qtbot)
    assert [box.key for box in page.text.boxes if box.done] == [key]
    assert "1/" in page.contents.item(0).text()


def test_progress_that_cannot_be_read_keeps_nobody_from_reading_and_is_not_lost(
    page: LessonsPage, qtbot: QtBot
) -> None:
    file = paths.data_dir() / "lessons.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("damaged", "utf-8")
    page.document.open_lesson(FIRST)
    settled(page.document, qtbot)
    page.document.tick(boxes(page.text, WaitBox)[0].key)
    settled(page.document, qtbot)
    assert len(progress.load().of(FIRST).ticks) == 1
    aside = [other for other in file.parent.iterdir() if other.name.startswith("lessons-unread")]
    assert [other.read_text("utf-8") for other in aside] == ["damaged"]


def test_a_lesson_that_is_gone_is_told_and_the_contents_shown(
    page: LessonsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("cnnstudio.gui.errors.show_error", lambda _, error, **__: told.append(str(error)))
    page.document.open_state(LearnState(lesson="99-nothing"))
    QApplication.processEvents()
    assert told == ["There is no lesson '99-nothing'. Choose another."]
    assert page.document.state() == LearnState()
    assert page.findChild(QLabel, "learn-title") is None


def test_the_text_stays_beside_the_room_when_the_window_is_built_anew(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    """As it is when another language is chosen."""
    document = lesson.document
    opened(main_window, lesson, qtbot)
    main_window._build_anew()
    QApplication.processEvents()
    (beside,) = [found for found in main_window.findChildren(LessonPanel) if found.isVisible()]
    assert main_window.room == "playground"
    assert boxes(beside.text, OpenBox)[0].done
    asked: list[object] = []
    document.openWanted.connect(asked.append)
    button = boxes(beside.text, OpenBox)[-1].findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not main_window.addresses.addresses.busy, timeout=20_000)
    assert len(asked) == 1
    assert main_window.page("playground").model.state.mode.value == "receptive-field", "the last step's state"


def test_a_lesson_follows_the_windows_language_until_another_is_chosen_for_it(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cnnstudio.gui import language

    document = lesson.document
    monkeypatch.setattr(type(language.manager()), "code", property(lambda _: "zh_CN"))

    def shown() -> str:
        language.manager().changed.emit()  # the window is built anew
        QApplication.processEvents()
        settled(document, qtbot)
        page = main_window.page("learn")
        assert isinstance(page, LessonsPage)
        qtbot.waitUntil(lambda: bool(texts(page.text)), timeout=20_000)
        return texts(page.text)

    assert "互相关" in shown()
    document.read_in("en")
    assert "The sum is 19" in shown()

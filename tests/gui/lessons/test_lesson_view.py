import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.gui import settings
from cnnstudio.gui.lessons.document import TEXT_SIZE, LessonsDocument
from cnnstudio.gui.lessons.lesson_view import LessonView
from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.lessons.room_state import LearnState
from tests.gui.lessons.test_page import FIRST, first_room, lesson, page, panel, settled

__all__ = ["first_room", "lesson", "page"]  # fixtures


def rested(view: LessonView, document: LessonsDocument, qtbot: QtBot) -> None:
    """Pictures are drawn, and what is read is back where it was."""
    settled(document, qtbot)
    qtbot.waitUntil(lambda: not document.figures.busy, timeout=60_000)
    qtbot.wait(50)
    qtbot.waitUntil(lambda: not view._settling.isActive() and not view._noted.isActive(), timeout=20_000)


def scrolled(view: LessonView, document: LessonsDocument, qtbot: QtBot, share: float) -> str:
    """Scroll as with the bar; what stands at the top then."""
    rested(view, document, qtbot)
    bar = view.verticalScrollBar()
    bar.setSliderPosition(round(share * bar.maximum()))
    rested(view, document, qtbot)
    assert document.state().at > 0
    return at_top(view)


def at_top(view: LessonView) -> str:
    """Number and words of the part at the top."""
    at = int(view._place_at(view.verticalScrollBar().value()))
    part = view._parts[at]
    words = part.words() if hasattr(part, "words") else " ".join(label.text() for label in part.findChildren(QLabel))
    return f"{at} {words[:60]}"


def test_the_place_is_there_again_after_another_lesson(lesson: LessonsPage, qtbot: QtBot) -> None:
    document, view = lesson.document, lesson.text
    wanted = scrolled(view, document, qtbot, 0.6)
    document.open_lesson("05-pooling")
    rested(view, document, qtbot)
    assert view.verticalScrollBar().value() == 0, "another lesson begins at its top"
    document.open_lesson(FIRST)
    rested(view, document, qtbot)
    assert at_top(view) == wanted


def test_the_place_is_there_again_after_a_restart(
    lesson: LessonsPage, studio: Studio, main_window: MainWindow, qtbot: QtBot
) -> None:
    wanted = scrolled(lesson.text, lesson.document, qtbot, 0.5)
    kept = LearnState.from_json(lesson.document.state().to_json())
    assert kept.at == lesson.document.state().at
    document = LessonsDocument(studio)
    document.open_state(kept)
    view = LessonView(document, "learn-again")
    qtbot.addWidget(view)
    view.resize(lesson.text.size())
    view.show()
    rested(view, document, qtbot)
    assert at_top(view) == wanted
    document.shut_down()


def test_the_text_beside_a_room_goes_on_where_the_page_was(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    wanted = scrolled(lesson.text, lesson.document, qtbot, 0.5)
    lesson.document.set_beside(True)
    main_window.open_room("playground")
    beside = panel(main_window).text
    rested(beside, lesson.document, qtbot)
    assert at_top(beside) == wanted


def test_what_is_read_stays_where_it_is_in_another_width(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    wanted = scrolled(lesson.text, lesson.document, qtbot, 0.7)
    for size in ((900, 600), (1280, 800)):
        main_window.resize(*size)
        rested(lesson.text, lesson.document, qtbot)
        assert at_top(lesson.text) == wanted


def test_larger_text_is_larger_remembered_and_at_the_same_place(lesson: LessonsPage, qtbot: QtBot) -> None:
    wanted = scrolled(lesson.text, lesson.document, qtbot, 0.6)

    def heights() -> tuple[int, ...]:
        view = lesson.text
        title = view.findChild(QLabel, "learn-title")
        prose = next(part for part in view._parts if part.objectName() == "learn-prose")
        label = view.boxes[1].findChildren(QLabel)[-1]
        return tuple(one.fontMetrics().height() for one in (title, prose, label))

    usual, width = heights(), lesson.text.widget().maximumWidth()
    actions = {action.objectName().removeprefix("action-"): action for action in lesson.room_actions()}
    assert QKeySequence("Ctrl++") in actions["learn-larger"].shortcuts()
    assert QKeySequence("Ctrl+-") in actions["learn-smaller"].shortcuts()
    actions["learn-larger"].trigger()
    actions["learn-larger"].trigger()
    rested(lesson.text, lesson.document, qtbot)
    assert all(now > before for now, before in zip(heights(), usual, strict=True))
    assert lesson.text.widget().maximumWidth() > width, "a line holds as many letters as before"
    assert settings.get(TEXT_SIZE) == 130
    assert at_top(lesson.text) == wanted
    lesson.smaller.click()
    assert settings.get(TEXT_SIZE) == 115
    actions["learn-usual"].trigger()
    rested(lesson.text, lesson.document, qtbot)
    assert heights() == usual


def test_the_size_of_the_text_has_ends(lesson: LessonsPage) -> None:
    for _ in range(20):
        lesson.larger.click()
    assert lesson.document.text_size == 200
    for _ in range(20):
        lesson.smaller.click()
    assert lesson.document.text_size == 80
    QApplication.processEvents()


@pytest.mark.parametrize("at", [-1.0, 1e9])
def test_a_place_outside_a_lesson_is_refused(at: float) -> None:
    from cnnstudio.errors import ConfigError

    with pytest.raises(ConfigError, match="beginning"):
        LearnState(at=at)

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.lessons.figure_view import FigureView
from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.gui.lessons.steps import FigureBox
from cnnstudio.gui.main_window import MainWindow
from tests.gui.lessons.test_page import boxes, first_room, lesson, page, settled

__all__ = ["first_room", "lesson", "page"]  # fixtures


def pictures(page: LessonsPage, qtbot: QtBot) -> list[FigureView]:
    found = [box.picture for box in boxes(page.text, FigureBox) if isinstance(box, FigureBox)]
    qtbot.waitUntil(lambda: all(picture.is_drawn for picture in found), timeout=60_000)
    return found


def test_a_lessons_figures_are_pictures_in_its_text(lesson: LessonsPage, qtbot: QtBot) -> None:
    found = pictures(lesson, qtbot)
    assert len(found) == 3
    for picture in found:
        assert picture.drawing is not None
        wanted = picture.drawing.size(picture.width())
        assert picture.height() == wanted.height()
        assert picture.image.deviceIndependentSize().toSize() == wanted
        assert picture.accessibleName()
    assert "Nine numbers" in found[0].accessibleName()


def test_a_click_opens_what_it_shows(lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot) -> None:
    picture = pictures(lesson, qtbot)[2]
    lesson.text.ensureWidgetVisible(picture)
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: main_window.room == "playground", timeout=20_000)
    settled(lesson.document, qtbot)
    assert main_window.page("playground").model.state.mode.value == "receptive-field"


def test_enter_does_the_same(lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot) -> None:
    picture = pictures(lesson, qtbot)[0]
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: main_window.room == "playground", timeout=20_000)


def test_another_theme_is_another_picture(lesson: LessonsPage, qtbot: QtBot) -> None:
    picture = pictures(lesson, qtbot)[0]
    light = picture.image.copy()
    theme.manager().set_mode("dark")
    qtbot.waitUntil(lambda: picture.is_drawn and picture.image != light, timeout=20_000)
    corner = picture.image.pixelColor(3, 3)
    assert corner.lightness() == theme.tokens().window.lightness()


def test_it_is_drawn_anew_where_the_text_is_narrower(
    lesson: LessonsPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    picture = pictures(lesson, qtbot)[0]
    wide = picture.width()
    main_window.resize(900, 600)
    qtbot.waitUntil(
        lambda: (
            picture.width() < wide
            and picture.is_drawn
            and picture.image.deviceIndependentSize().toSize().width() == picture.width()
        ),
        timeout=20_000,
    )

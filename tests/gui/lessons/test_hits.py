from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.gui.lessons.prose import Prose
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.lessons import shelf
from cnnstudio.lessons.searching import search
from tests.gui.lessons.test_page import first_room, page, settled

__all__ = ["first_room", "page"]  # fixtures


def searched(page: LessonsPage, qtbot: QtBot, words: str) -> list[str]:
    page.search.clear()
    qtbot.keyClicks(page.search, words)
    qtbot.waitUntil(lambda: page.hits.isVisible() and not page._soon.isActive(), timeout=20_000)
    return [page.hits.list.item(row).text() for row in range(page.hits.list.count())]


def marked(page: LessonsPage, qtbot: QtBot) -> tuple[Prose, str]:
    """The paragraphs in which words are marked, and the first of these words."""

    def found() -> list[Prose]:
        return [prose for prose in page.text.findChildren(Prose) if prose.extraSelections()]

    qtbot.waitUntil(lambda: len(found()) == 1 and not page.text._settling.isActive(), timeout=20_000)
    (prose,) = found()
    first, *_ = selections = prose.extraSelections()
    assert selections
    return prose, first.cursor.selectedText()


def test_all_lessons_are_searched_and_a_click_leads_to_the_place(page: LessonsPage, qtbot: QtBot) -> None:
    texts = searched(page, qtbot, "bottleneck")
    wanted = list(search(shelf.lessons(), page.search.text(), "en"))
    assert len(texts) == len(wanted) > 0
    for hit, text in zip(wanted, texts, strict=True):
        assert (hit.section.title if hit.line == hit.section.line else hit.excerpt) in text
    assert str(len(wanted)) in page.hits.count.text()
    row = next(row for row, hit in enumerate(wanted) if "bottleneck" in hit.excerpt.lower() and hit.line > 12)
    item = page.hits.list.item(row)
    page.hits.list.scrollToItem(item)
    at = page.hits.list.visualItemRect(item).center()
    qtbot.mouseClick(page.hits.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settled(page.document, qtbot)
    assert page.document.lesson is not None
    assert page.document.lesson.name == wanted[row].lesson.name
    prose, word = marked(page, qtbot)
    assert word.lower() == "bottleneck"
    y = prose.mapTo(page.text.viewport(), QPoint(0, round(prose.top_of(wanted[row].line)))).y()
    assert 0 <= y < page.text.viewport().height()


def test_a_search_in_chinese_finds_chinese(page: LessonsPage, qtbot: QtBot) -> None:
    page.document.read_in("zh_CN")
    page.search.setText("互相关")
    qtbot.waitUntil(lambda: page.hits.isVisible(), timeout=20_000)
    assert page.hits.list.count() == min(len(list(search(shelf.lessons(), "互相关", "zh_CN"))), 200) > 0
    page.hits.list.setCurrentRow(0)
    qtbot.keyClick(page.hits.list, Qt.Key.Key_Return)
    settled(page.document, qtbot)
    assert page.document.lesson is not None


def test_the_contents_come_back_with_an_empty_field(page: LessonsPage, qtbot: QtBot) -> None:
    assert searched(page, qtbot, "qqqq") == []
    assert "0" in page.hits.count.text()
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.contents.isVisible(), timeout=20_000)
    assert page.search.text() == ""


def test_the_shortcut_leads_into_the_field(page: LessonsPage, main_window: MainWindow, qtbot: QtBot) -> None:
    find = next(action for action in page.room_actions() if action.objectName() == "action-learn-find")
    find.trigger()
    qtbot.waitUntil(lambda: page.search.hasFocus() or not main_window.isActiveWindow(), timeout=20_000)
    qtbot.keyClicks(page.search, "pooling")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settled(page.document, qtbot)
    assert page.document.lesson is not None, "Enter leads to the first place"

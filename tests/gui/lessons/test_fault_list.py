"""Lessons of the user's own in the real window: opened, read again, and what is wrong with them."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio import resources
from cnnstudio.errors import StudioError
from cnnstudio.gui import opening, settings
from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.gui.lessons.steps import OpenBox
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.lessons import checks, progress
from cnnstudio.lessons.room_state import LearnState
from tests.gui.lessons.test_page import FIRST, boxes, panel, settled, texts


@pytest.fixture
def first_room() -> str:
    return "learn"


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> Iterator[LessonsPage]:
    page = main_window.page("learn")
    assert isinstance(page, LessonsPage)
    qtbot.waitUntil(lambda: bool(page.document.lessons), timeout=20_000)
    yield page
    settled(page.document, qtbot)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example, long enough to be scrolled."""
    folder = Path(shutil.copytree(resources.path("lessons", "example"), tmp_path / "mine"))
    for text in folder.glob("text.*.md"):
        more = "\n\n".join(f"Paragraph {number}." for number in range(60))
        text.write_text(f"{text.read_text('utf-8')}\n\n{more}\n", "utf-8")
    return folder


def zip_of(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder.parent, folder.name))


def drop(window: MainWindow, path: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPointF(20, 20).toPoint(), *args)
    enter.setAccepted(False)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(20, 20), *args))
    return enter.isAccepted()


def write(folder: Path, old: str, new: str) -> None:
    for text in folder.glob("text.*.md"):
        content = text.read_text("utf-8")
        assert old in content
        text.write_text(content.replace(old, new), "utf-8")


def read_again(window: MainWindow, page: LessonsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F5)
    settled(page.document, qtbot)
    QApplication.processEvents()


def listed(page: LessonsPage) -> list[str]:
    return [page.contents.item(row).text() for row in range(page.contents.count())]


def shown_faults(page: LessonsPage) -> list[str]:
    return page.faults.list.toPlainText().splitlines()


@pytest.mark.parametrize("zipped", [False, True])
def test_what_is_dropped_opens_and_is_listed_and_comes_back(
    page: LessonsPage, main_window: MainWindow, folder: Path, qtbot: QtBot, zipped: bool
) -> None:
    path = zip_of(folder) if zipped else folder
    main_window.open_room("models")
    assert drop(main_window, path)
    settled(page.document, qtbot)
    assert main_window.room == "learn"
    assert "An example that uses everything" in texts(page.text)
    assert "24" in texts(page.text), "a number is computed"
    assert not page.faults.isVisible()
    assert listed(page)[-2:] == ["Opened", "An example that uses everything"]
    assert page.contents.currentRow() == page.contents.count() - 1
    assert settings.get(settings.LESSONS) == [[str(path), "An example that uses everything"]]

    page.document.open_lesson(FIRST)
    settled(page.document, qtbot)
    item = page.contents.item(page.contents.count() - 1)
    page.contents.scrollToItem(item)
    at = page.contents.visualItemRect(item).center()
    qtbot.mouseClick(page.contents.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settled(page.document, qtbot)
    assert "An example that uses everything" in texts(page.text)


def test_its_states_open_out_of_a_zip_and_what_was_done_is_remembered(
    page: LessonsPage, main_window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    path = zip_of(folder)
    page.document.open_path(path)
    settled(page.document, qtbot)
    last = boxes(page.text, OpenBox)[-1]
    qtbot.mouseClick(last.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: main_window.room == "draw", timeout=20_000)
    settled(page.document, qtbot)
    assert main_window.studio.current.network.name == "digitnet"
    assert panel(main_window).isVisible()
    assert progress.load().of(str(path)).ticks == (last.key,)


@pytest.mark.parametrize("kind", ["folder", "front", "zip"])
def test_the_menu_asks_for_a_folder_or_a_zip_where_the_last_one_was(
    page: LessonsPage, main_window: MainWindow, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    asked: list[str] = []
    answer = {"folder": folder, "front": folder / "lesson.toml", "zip": zip_of(folder)}[kind]

    def choose(_parent: object, _title: str, where: str, *_kinds: str) -> object:
        asked.append(where)
        return str(answer) if kind == "folder" else (str(answer), "")

    monkeypatch.setattr(QFileDialog, "getExistingDirectory" if kind == "folder" else "getOpenFileName", choose)
    action = main_window.findChild(QAction, f"action-learn-open-{'folder' if kind == 'folder' else 'zip'}")
    main_window.open_room("models")
    for _ in range(2):
        before = len(asked)
        action.trigger()
        qtbot.waitUntil(lambda before=before: len(asked) > before, timeout=20_000)
        settled(page.document, qtbot)
    assert "An example that uses everything" in texts(page.text)
    assert asked == ["", str(folder.parent)]


def test_f5_reads_the_text_again_and_keeps_the_place(
    page: LessonsPage, main_window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    page.document.open_path(folder)
    settled(page.document, qtbot)
    bar = page.text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 600, timeout=20_000)
    bar.setValue(500)
    write(folder, "Paragraph 0.", "Another paragraph.")
    read_again(main_window, page, qtbot)
    assert "Another paragraph." in texts(page.text)
    qtbot.waitUntil(lambda: bar.value() == 500, timeout=20_000)
    # As well where the text stands beside another room.
    main_window.open_room("playground")
    page.document.set_beside(True)
    write(folder, "Another paragraph.", "A third paragraph.")
    read_again(main_window, page, qtbot)
    assert "A third paragraph." in texts(panel(main_window).text)


def test_faults_keep_the_text_of_before_and_are_those_of_the_command(
    page: LessonsPage, main_window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    page.document.open_path(folder)
    settled(page.document, qtbot)
    write(folder, "stride == [3, 2]", "stripe == 2")
    write(folder, "{out(28, 5)}", "{out(28, 5}")
    read_again(main_window, page, qtbot)
    assert page.faults.isVisible()
    assert shown_faults(page) == [str(fault) for fault in checks.check(folder)[1]]
    assert any(fault.startswith("text.en.md, line 10: ") for fault in shown_faults(page))
    assert "An example that uses everything" in texts(page.text), "the old text stays"
    assert "text as it was" in page.faults._hint.text()
    qtbot.mouseClick(page.faults.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines() == shown_faults(page)
    write(folder, "stripe == 2", "stride == [3, 2]")
    write(folder, "{out(28, 5}", "{out(28, 5)}")
    qtbot.mouseClick(page.faults.again, Qt.MouseButton.LeftButton)
    settled(page.document, qtbot)
    assert not page.faults.isVisible()


def test_a_lesson_that_is_wrong_from_the_start_is_listed_alone_until_it_is_mended(
    page: LessonsPage, main_window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    write(folder, "::: ask", "::: demand")
    assert drop(main_window, folder)
    settled(page.document, qtbot)
    assert page.faults.isVisible()
    assert not page._stack.isVisible()
    assert len(shown_faults(page)) == 4
    assert "4 faults in mine" in page.faults._title.text()
    write(folder, "::: demand", "::: ask")
    read_again(main_window, page, qtbot)
    assert not page.faults.isVisible()
    assert "An example that uses everything" in texts(page.text)


def test_what_has_gone_leaves_the_contents_and_is_told(page: LessonsPage, folder: Path, qtbot: QtBot) -> None:
    page.document.open_path(folder)
    settled(page.document, qtbot)
    page.document.open_lesson(FIRST)
    shutil.rmtree(folder)
    page.document.open_path(folder)
    settled(page.document, qtbot)
    assert ["is not there" in fault for fault in shown_faults(page)] == [True]
    assert "Opened" not in listed(page)
    qtbot.mouseClick(page.faults.close_button, Qt.MouseButton.LeftButton)
    assert not page.faults.isVisible()


def test_a_link_opens_no_folder_that_was_not_opened_here(page: LessonsPage, folder: Path, qtbot: QtBot) -> None:
    with pytest.raises(StudioError, match="no lesson 'mine'"):
        page.document.open_state(LearnState(lesson=str(folder)))
    page.document.open_path(folder)
    settled(page.document, qtbot)
    assert page.document.state().lesson == str(folder)
    assert page.document.shared_state().lesson == "", "a path of this machine is nobody else's"
    page.document.open_lesson("")
    page.document.open_state(LearnState(lesson=str(folder)))
    settled(page.document, qtbot)
    assert "An example that uses everything" in texts(page.text)


def test_it_opens_from_the_command_line(page: LessonsPage, main_window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    opening.open_in(main_window, zip_of(folder))
    settled(page.document, qtbot)
    assert "An example that uses everything" in texts(page.text)


@pytest.mark.parametrize("kind", ["bomb", "damaged", "upwards", "huge", "none"])
def test_a_hostile_one_is_one_list_and_the_window_goes_on(
    page: LessonsPage, main_window: MainWindow, folder: Path, qtbot: QtBot, kind: str
) -> None:
    path = folder.with_suffix(".zip")
    if kind == "huge":
        path = folder
        with (folder / "text.en.md").open("wb") as file:
            file.truncate(100 * 2**20)
    elif kind == "none":
        path = folder.parent / "pictures"
        path.mkdir()
    elif kind == "damaged":
        path.write_bytes(zip_of(folder).read_bytes()[:300])
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            if kind == "upwards":
                archive.writestr("../text.en.md", "words")
            for number in range(9 if kind == "bomb" else 0):
                archive.writestr(f"{number}.png", bytes(16 * 2**20))
    page.document.open_lesson(FIRST)
    assert drop(main_window, path)
    settled(page.document, qtbot)
    assert page.faults.isVisible()
    assert shown_faults(page) == [str(fault) for fault in checks.check(path)[1]] != []
    assert page.document.lesson is not None
    assert page.document.lesson.name == FIRST, "what was read stays"
    qtbot.mouseClick(page.faults.close_button, Qt.MouseButton.LeftButton)
    assert not page.faults.isVisible()

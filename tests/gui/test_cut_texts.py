"""What does not fit is not cut in silence: it ends in an ellipsis, and its tip is whole."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QLabel, QScrollArea, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio import translations
from cnnstudio.gui import language
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.widgets.elided import Elided, ElidedButton
from tests import languages
from tests.screenshots import settle


def cut(root: QWidget) -> list[str]:
    """The visible lines and buttons whose text needs more room than there is, and that do not say so."""
    found = []
    for label in root.findChildren(QLabel):
        if not label.isVisible() or label.wordWrap() or isinstance(label, Elided) or not label.text():
            continue
        if label.textFormat() == Qt.TextFormat.RichText or "</" in label.text():
            document = QTextDocument()
            document.setDefaultFont(label.font())
            document.setHtml(label.text())
            needed = document.idealWidth()
        else:
            needed = max(label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n"))
        if needed > label.contentsRect().width() + 1:
            found.append(f"{label.objectName()}: {label.text()!r} has {label.contentsRect().width()}, needs {needed}")
    for button in root.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and not isinstance(button, ElidedButton):
            needed = button.sizeHint().width()
            if button.width() < needed - 1 and "…" not in button.text():
                found.append(f"{button.objectName()}: {button.text()!r} has {button.width()}, needs {needed}")
    return found


_ACCENTS = dict.fromkeys([*languages._ACCENTS.values(), ord("…")], "a")


def without_room(root: QWidget) -> list[str]:
    """The visible columns that what stands in them sticks out of, lines that are too low, and tabs that are cut."""
    found = []
    for area in root.findChildren(QScrollArea):
        content, hidden = area.widget(), Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if content is not None and area.isVisible() and area.horizontalScrollBarPolicy() == hidden:
            needed, room = content.minimumSizeHint().width(), area.viewport().width()
            if needed > max(room, area.maximumWidth() - area.verticalScrollBar().sizeHint().width()):
                found.append(f"{area.objectName()}: {room} of {needed}")
            elif needed > room:
                found.append(f"{area.objectName()} is {area.width()} and may be {area.maximumWidth()}")
    wrapped = [label for label in root.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    found += [
        f"{label.objectName()}: {label.text()!r} is {label.height()} high"
        for label in wrapped
        if label.heightForWidth(label.width()) > label.height() + 2
    ]
    found += [
        f"{label.objectName()}: {word!r} is wider than {label.width()}"
        for label in wrapped
        if not isinstance(label, Elided) and "</" not in label.text()
        for word in label.text().replace("/", " ").split()
        # Between Chinese characters a line may end anywhere.
        if word.translate(_ACCENTS).isascii() and label.fontMetrics().horizontalAdvance(word) > label.width() + 1
    ]
    found += [
        f"{bar.objectName()}: {bar.width()}"
        for bar in root.findChildren(QTabBar)
        if bar.isVisible() and sum(bar.tabRect(index).width() for index in range(bar.count())) > bar.width() + 1
    ]
    for view in root.findChildren(QHeaderView):
        if view.isVisible() and view.orientation() == Qt.Orientation.Horizontal and view.model() is not None:
            for section in range(view.count()):
                text = view.model().headerData(section, view.orientation())
                tip = view.model().headerData(section, view.orientation(), Qt.ItemDataRole.ToolTipRole)
                fits = view.fontMetrics().horizontalAdvance(text or "") <= view.sectionSize(section)
                if not (view.isSectionHidden(section) or fits or tip):
                    found.append(f"{view.parent().objectName()}: {text!r} is cut and has no tip")
    return found


@pytest.fixture(params=["longer by two fifths", "zh_CN"])
def other_language(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Name it before ``main_window``."""
    code = request.param
    if code not in translations.codes():
        code, folder = "eo", tmp_path_factory.getbasetemp() / "longer"
        if not folder.exists():
            folder.mkdir()
            languages.make_pseudo(code, folder)
        monkeypatch.setattr(translations, "folder", lambda: folder)
    former = QLocale()
    language.manager().choose(code)
    yield
    language.manager().choose(translations.ENGLISH)
    language.manager().choose(language.SYSTEM)
    QLocale.setDefault(former)


def gives_way(root: QWidget, text: str) -> bool:
    """Whether a button that is too narrow shows an ellipsis, as Qt does below icons, and is whole in its tip."""
    name = text.partition(":")[0]
    button = root.findChild(QToolButton, name)
    return button is not None and button.text() in button.toolTip()


@pytest.mark.parametrize("room", ["models", "playground", "train", "draw", "learn", "help"])
def test_no_text_is_cut_in_another_language(
    other_language: None, main_window: MainWindow, qtbot: QtBot, room: str
) -> None:
    main_window.resize(1280, 800)
    if room == "help":
        main_window.open_help()
    else:
        main_window.open_room(room)
    qtbot.waitUntil(lambda: not main_window.studio.progress.text, timeout=30_000)
    settle(0.5)
    assert [text for text in cut(main_window) if not gives_way(main_window, text)] == []
    assert without_room(main_window) == []


@pytest.mark.parametrize("size", [(900, 500), (1024, 700), (1280, 800)], ids=str)
@pytest.mark.parametrize("room", ["models", "playground", "train", "draw"])
def test_no_text_of_a_room_is_cut(main_window: MainWindow, qtbot: QtBot, room: str, size: tuple[int, int]) -> None:
    main_window.resize(*size)
    main_window.open_room(room)
    qtbot.waitUntil(lambda: not main_window.studio.progress.text, timeout=30_000)
    settle(0.3)
    assert cut(main_window) == []

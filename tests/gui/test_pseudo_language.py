"""A language that nobody speaks, added as one file: every text marked for translation is found when it is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHeaderView, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio import translations
from cnnstudio.gui import language
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.networks import catalogue
from tests import languages, sentences

CODE = "eo"
_PROPERTIES = ("text", "title", "placeholderText", "toolTip", "statusTip", "accessibleName", "windowTitle")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    languages.make_pseudo(CODE, folder)
    return folder


@pytest.fixture
def window(
    folder: Path, room: str, qtbot: QtBot, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(translations, "folder", lambda: folder)
    former = QLocale()
    language.manager().choose(CODE)
    studio.note_room(room)
    window = MainWindow(studio)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close_without_asking()
    window.deleteLater()
    language.manager().choose(translations.ENGLISH)
    language.manager().choose(language.SYSTEM)
    QLocale.setDefault(former)


def shown(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of a window's widgets and actions, and whose it is."""
    for part in (window, *window.findChildren(QWidget), *window.findChildren(QAction)):
        name = part.objectName() or type(part).__name__
        texts = [part.property(key) for key in _PROPERTIES]
        if isinstance(part, QComboBox):
            texts += [part.itemText(index) for index in range(part.count())]
        if isinstance(part, QTabBar):
            texts += [part.tabText(index) for index in range(part.count())]
        if isinstance(part, QHeaderView):
            texts += [part.model().headerData(section, part.orientation()) for section in range(part.count())]
        for text in texts:
            if isinstance(text, str) and text:
                yield name, text


@pytest.mark.parametrize("room", ["models", "playground", "train", "draw"])
def test_no_marked_text_is_shown_in_english(room: str, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.wait(50)
    # A network's name is the same in every language.
    marked = {text.source for text in sentences.texts()} - {spec.title for spec in catalogue.specs()}
    english = {f"{name}: {text}" for name, text in shown(window) if text in marked}
    assert english == set()
    said = [text for _, text in shown(window) if text.endswith("~")]
    assert len(said) > 50, "the room was shown in the language at all"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Open", "Öpéñ~~"),
        ("&Save {file}…", "&Šåvé {file}…~~~~~~"),
        ("<b>{n:,}</b> layers", "<b>{n:,}</b> låýérš~~~~~~~~"),
    ],
)
def test_its_texts_are_longer_and_keep_what_stands_in_them(text: str, said: str) -> None:
    assert languages.pseudo(text) == said

"""A language that nobody speaks, added as one file: every text marked for translation is found when it is shown."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyqtgraph
import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot
from torch import nn

from cnnstudio import datasets, translations
from cnnstudio.analysis.results import NodeKind
from cnnstudio.gui import language
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.messages import Message
from cnnstudio.networks import cards, catalogue
from tests import languages, sentences
from tests.gui import shown
from tests.gui.model_browser.scenes import CLASSICS
from tests.screenshots import Scene, scenes, settle

CODE = "eo"


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


@pytest.mark.parametrize("room", ["models", "playground", "train", "draw"])
def test_no_marked_text_is_shown_in_english(room: str, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.wait(50)
    # A network's name is the same in every language.
    marked = {text.source for text in sentences.texts()} - {spec.title for spec in catalogue.specs()}
    english = {f"{name}: {text}" for name, text in shown.texts(window) if text in marked}
    assert english == set()
    said = [text for _, text in shown.texts(window) if text.endswith("~")]
    assert len(said) > 50, "the room was shown in the language at all"


_ENGLISH_ALWAYS = (
    *("help-versions", "learn-", "models-layers-printed", "models-printed", "train-log-", "window-error-log"),
    *("ScrollLeftButton", "ScrollRightButton"),
)
"""Who shows what PyTorch and Python print, the tutorial's own log, a lesson (it has its own languages), or is Qt's."""

_PHRASES = sorted(
    {
        *(name for spec in catalogue.specs() for name in (spec.title, spec.family) if not isinstance(name, Message)),
        *(text for facts in cards.FACTS for text in (facts.authors, facts.paper, facts.venue) if text),
        *(dataset.title for dataset in datasets.available() if not isinstance(dataset.title, Message)),
        *("CNN Studio", "print(model)"),
    },
    key=len,
    reverse=True,
)
"""What is the same in every language, as a whole: networks, data sets, authors, papers."""

_NAMES = frozenset[str]().union(
    *(shown.words(name) for name in dir(nn) if name[:1].isupper()),
    shown.words("Adam Ctrl Alt Shift Left Right Return Backspace Del Esperanto English MNIST PyTorch"),
    shown.words("Mine max features classifier flatten layers relu"),  # of the networks in the pictures; functions
)
"""The same, words by themselves; see ``_own_names``, too."""

_SUBSCRIPTS = frozenset(["in", "out", "pad"])
"""Of formulas: what comes in, what goes out."""

_SPOKEN = "models-formula-"
"""Formulas in words, for those who listen: "c sub out"."""


def _own_names(window: MainWindow) -> set[str]:
    """What the layers of the network that is taken apart are called, their classes, and the functions between them."""
    page = window.page("models")
    analysis = getattr(page, "analysis", None)
    if analysis is None:
        return set()
    layers = (f"{path} {layer.type}" for path, layer in analysis.layers.items())
    functions = (node.label for node in analysis.graph.nodes if node.kind is NodeKind.FUNCTION)
    return shown.words(" ".join([*layers, *functions]))


def _without_phrases(text: str) -> str:
    """A text without the names that are the same in every language."""
    for phrase in _PHRASES:
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text)
    return text


def _scenes() -> list[Scene]:
    """Every state of a page that there is a picture of, but for what differs by its network or lesson alone."""
    slow = ("learn-", "train-running", "train-finished", "train-mistakes", "train-failed", "train-overlay")
    alike = [f"models-diagram-{name}" for name in CLASSICS if name not in ("convnet", "googlenet")]
    return [scene for scene in scenes() if not scene[0].startswith(slow) and scene[0] not in alike]


@pytest.fixture(scope="module")
def foreign() -> set[str]:
    """The texts of pyqtgraph's own menu, which the program shows nowhere."""
    plot = pyqtgraph.PlotWidget()
    menu = plot.getPlotItem().ctrlMenu
    titles = {action.text() for action in (menu.menuAction(), *menu.findChildren(QAction))}
    return {*(text for _, text in shown.texts(plot)), *titles, *(text for _, text in shown.texts(menu))}


@pytest.mark.parametrize("room", [""])
@pytest.mark.parametrize("scene", _scenes(), ids=lambda scene: scene[0])
def test_no_page_shows_an_english_word(scene: Scene, window: MainWindow, foreign: set[str]) -> None:
    """What is painted, too, and what only tips, accessible names and models' cells say."""
    with shown.painted() as drawn:
        window.resize(1280, 800)
        scene[1](window)
        settle()
        window.grab()
        everything = [*shown.texts(window), *(("painted", text) for text in drawn)]
    names = _NAMES | _own_names(window)
    english = {
        f"{name}: {text}: {', '.join(left)}"
        for name, text in everything
        if not name.startswith(_ENGLISH_ALWAYS)
        and text not in foreign | _SUBSCRIPTS
        and (left := shown.english(_without_phrases(text), names | _SUBSCRIPTS if name.startswith(_SPOKEN) else names))
    }
    assert english == set()


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

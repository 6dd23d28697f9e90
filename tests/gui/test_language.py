"""The language of the window: chosen, spoken, and English again."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from cnnstudio import translations
from cnnstudio.errors import StorageError, StudioError
from cnnstudio.gui import errors, language
from cnnstudio.messages import Message, amount
from tests import languages
from tests.sentences import Text

SAID = [
    Text("core", "{file} has {count:,} rows."),
    Text("core", "{n:,} digits", counted=True),
    Text("test_language", "Colours"),
    Text("Greeting", "Good morning"),
]
GERMAN = {
    "{file} has {count:,} rows.": ["{count:,} Zeilen hat {file}."],
    "{n:,} digits": ["{n} Ziffer", "{n:,} Ziffern"],
    "Colours": ["Farben"],
    "Good morning": ["Guten Morgen"],
}


pytestmark = pytest.mark.usefixtures("english_again")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one language, made by the commands."""
    folder = tmp_path_factory.mktemp("translations")
    (file,) = languages.extract(["de"], folder, SAID)
    catalogue = languages.read(file)
    for entry in catalogue.entries:
        entry.forms, entry.state = GERMAN[entry.text.source], ""
    languages.write(catalogue, file)
    languages.compile_all(folder)
    return folder


@pytest.fixture
def german(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translations, "folder", lambda: compiled)
    return compiled


class Greeting(QLabel):
    def greet(self) -> None:
        self.setText(self.tr("Good morning"))


def test_every_kind_of_text_is_said_in_the_language_that_is_chosen(qtbot: QtBot, german: Path) -> None:
    label = Greeting()
    qtbot.addWidget(label)
    language.manager().choose("de")
    label.greet()
    assert label.text() == "Guten Morgen"
    assert language.translate("test_language", "Colours") == "Farben"
    assert language.say(amount(1, "{n} digit", "{n:,} digits")) == "1 Ziffer"
    assert language.say("of no message") == "of no message"
    error = StudioError("{file} has {count:,} rows.", file="a.gz", count=60_000)
    assert errors.sentence(error) == "60.000 Zeilen hat a.gz."
    assert str(error) == "a.gz has 60,000 rows."


def test_qts_own_words_follow(german: Path, qapp: QCoreApplication) -> None:
    language.manager().choose("de")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().language() == QLocale.Language.German


@pytest.fixture
def chinese() -> None:
    """The language itself, as it is shipped."""
    language.manager().choose("zh_CN")


def test_what_qt_says_in_its_dialogs_and_menus_is_chinese(qtbot: QtBot, chinese: None) -> None:
    files = QFileDialog(None, "", "", "PNG (*.png)")
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    message = QMessageBox()
    message.setStandardButtons(QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel)
    asked = QInputDialog()
    line = QLineEdit("text")
    for widget in (files, message, asked, line):
        qtbot.addWidget(widget)
    menu = line.createStandardContextMenu()
    said = [
        *(files.labelText(label) for label in QFileDialog.DialogLabel),
        *(button.text() for button in message.buttons()),
        *(asked.okButtonText(), asked.cancelButtonText()),
        *(action.text().partition("\t")[0] for action in menu.actions() if action.text()),
    ]
    menu.deleteLater()
    assert len(said) >= 5 + 2 + 2 + 7
    # A letter by itself is the key of the keyboard.
    assert [text for text in said if re.search("[A-Za-z]{2,}", text)] == []


def test_it_is_told_once_and_english_comes_back(qtbot: QtBot, german: Path) -> None:
    manager = language.manager()
    with qtbot.waitSignal(manager.changed):
        manager.choose("de")
    with qtbot.assertNotEmitted(manager.changed):
        manager.choose("de")
    manager.choose(translations.ENGLISH)
    assert manager.code == "en"
    assert QCoreApplication.translate("test_language", "Colours") == "Colours"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert language.say(Message("{file} has {count:,} rows.", file="a", count=1_000)) == "a has 1,000 rows."


def test_at_first_it_is_the_systems(german: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class System:
        def uiLanguages(self) -> list[str]:  # noqa: N802
            return ["de-AT", "en-US"]

    monkeypatch.setattr(QLocale, "system", staticmethod(System))
    language.manager().choose(language.SYSTEM)
    assert (language.manager().chosen, language.manager().code) == ("", "de")


def test_a_language_that_went_away_is_english(german: Path) -> None:
    language.manager().choose("fr")
    assert (language.manager().chosen, language.manager().code) == ("fr", "en")


@pytest.mark.parametrize("name", ["de.qm", "de.json"])
def test_a_damaged_file_changes_nothing(
    name: str, compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in compiled.iterdir():
        (tmp_path / file.name).write_bytes(b"damaged" if file.name == name else file.read_bytes())
    monkeypatch.setattr(translations, "folder", lambda: tmp_path)
    with pytest.raises(StorageError, match="is damaged"):
        language.manager().choose("de")
    assert language.manager().code == "en"
    assert language.translate("test_language", "Colours") == "Colours"


@pytest.mark.parametrize(("code", "name"), [("en", "English"), ("zh_CN", "简体中文"), ("de", "Deutsch")])
def test_a_language_is_called_as_it_calls_itself(code: str, name: str) -> None:
    assert language.title(code) == name


def test_the_command_line_speaks_from_the_same_files(german: Path) -> None:
    data = json.loads((german / "de.json").read_text(encoding="utf-8"))
    assert set(data["messages"]) == {"{file} has {count:,} rows.", "{n:,} digits"}
    assert translations.load("de").say(amount(2_000, "{n} digit", "{n:,} digits")) == "2,000 Ziffern"

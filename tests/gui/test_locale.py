"""Numbers, dates and durations as the window's language writes them: in German, with a comma for the point."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio import translations
from cnnstudio.gui import labels, language
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.number_field import NumberField, WholeNumberBox, refusal
from cnnstudio.networks import catalogue
from tests import languages, sentences
from tests.gui import shown
from tests.languages import Catalogue, Entry
from tests.sentences import Text

PATTERNS = {
    "{number} %": "{number}%",
    "{seconds} s": "{seconds} Sek.",
    "{minutes}:{seconds} min": "{minutes} Min. {seconds} Sek.",
    "{hours}:{minutes}:{seconds} h": "{hours} Std. {minutes} Min. {seconds} Sek.",
    "d MMM HH:mm": "d. MMMM HH:mm",
    "d MMM yyyy HH:mm": "d. MMMM yyyy HH:mm",
}
CORE = {"{n:,} layers": ["{n} Schicht", "{n:,} Schichten"], "{before} and {last}": ["{before} und {last}"]}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    entries = [Entry(Text("labels", source), [said]) for source, said in PATTERNS.items()]
    entries += [Entry(Text("core", source, counted=len(said) > 1), said) for source, said in CORE.items()]
    languages.write(Catalogue("de", entries), folder / "de.ts")
    languages.compile_all(folder)
    return folder


@pytest.fixture
def german(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(translations, "folder", lambda: compiled)
    former = QLocale()
    language.manager().choose("de")
    yield
    language.manager().choose(translations.ENGLISH)
    language.manager().choose(language.SYSTEM)
    QLocale.setDefault(former)


def test_every_kind_of_number_has_the_languages_separators(german: None) -> None:
    assert labels.integer(138_357_544) == "138.357.544"
    assert labels.short(15.47e9, "MAC") == "15,5 GMAC"
    assert labels.number(0.12345) == "0,1235"
    assert labels.number(-1.25e-7) == "−1,25e−7"
    assert labels.cell_number(-0.75) == "−,75"
    assert labels.fixed(11_234.5, 2) == "11.234,50"
    assert labels.signed(0.31) == "+0,31"
    assert labels.times(1.78) == "1,78"
    assert labels.counted(1_999) == "2.000"
    assert labels.data_size(64_000_000) == "61,0 MiB"
    assert labels.percent(0.974) == "97,4%"
    assert labels.share(0.0001) == "< 0,1%"
    assert labels.exact(0.1) == "0,1"
    assert labels.amount(1, "{n} layer", "{n:,} layers") == "1 Schicht"
    assert labels.amount(2_000, "{n} layer", "{n:,} layers") == "2.000 Schichten"
    assert labels.all_of(["a", "b", "c"]) == "a, b und c"
    assert labels.arguments([labels.number(1.5), labels.number(2.5)]) == "1,5; 2,5"


def test_what_a_script_reads_stays_as_it_is(german: None) -> None:
    assert labels.for_machines(0.000731) == "0.000731"
    assert labels.for_machines(19_200_000) == "19200000"


def test_written_numbers_are_compared_by_what_they_say(german: None) -> None:
    assert labels.equals((0.5, labels.number(0.5)), (1_234.0, labels.integer(1_234))) == "="
    assert labels.equals((1 / 3, labels.number(1 / 3))) == "≈"
    assert labels.sum_equals([0.5, 0.25], 0.75) == "="


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.84, "0,8 Sek."), (42, "42 Sek."), (185, "3 Min. 05 Sek."), (3_729, "1 Std. 02 Min. 09 Sek.")],
)
def test_durations_are_said_in_the_languages_words(german: None, seconds: float, text: str) -> None:
    assert labels.duration(seconds) == text


def test_moments_are_dated_in_the_languages_way(german: None) -> None:
    now = datetime.now()
    assert labels.moment(now) == f"{now:%H:%M}"
    assert labels.moment(datetime(2019, 3, 7, 9, 5)) == "7. März 2019 09:05"
    other = datetime(now.year, 3, 7, 9, 5)
    if other.date() == now.date():
        other += timedelta(days=1)
    assert labels.moment(other) == f"{other.day}. März 09:05"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("0,05", 0.05), ("0.05", 0.05), ("1e-3", 0.001), ("1,5e-3", 0.0015), ("−2,5", -2.5)),
        *(("1.234,5", 1234.5), ("1.234.567", 1_234_567.0), ("1.234", 1.234), ("1,234", 1.234), ("1 234,5", 1234.5)),
        *(("", None), ("zwei", None), ("1.23,4", None), ("nan", None), ("1,2,3", None)),
    ],
)
def test_a_typed_number_is_read_as_the_language_or_c_writes_it(german: None, text: str, value: float | None) -> None:
    assert labels.read_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("60.000", 60_000), ("60,000", 60_000), ("60000", 60_000), ("−3", -3), ("1 000 000", 1_000_000)),
        *(("", None), ("1,5", None), ("1.5", None), ("1.234,000", None), ("0.001", None), ("1e3", None)),
    ],
)
def test_a_typed_whole_number_may_have_its_thousands_apart(german: None, text: str, value: int | None) -> None:
    assert labels.read_whole(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("0,5", 0.5), ("0.5", 0.5), ("60,000", 60_000.0), ("1,234.5", 1234.5), ("0,001", 0.001)]
)
def test_in_english_a_comma_is_a_point_where_it_sets_no_thousands_apart(text: str, value: float) -> None:
    assert labels.read_number(text) == value


def typed(field: NumberField | WholeNumberBox, text: str, qtbot: QtBot) -> float:
    field.lineEdit().selectAll()
    qtbot.keyClicks(field.lineEdit(), text)
    qtbot.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    return field.value()


def test_a_field_shows_and_takes_the_languages_numbers(german: None, qtbot: QtBot) -> None:
    field = NumberField(minimum=0.0, maximum=10.0)
    qtbot.addWidget(field)
    field.setValue(0.25)
    assert field.text() == "0,25"
    assert typed(field, "0,5", qtbot) == 0.5
    assert typed(field, "0.75", qtbot) == 0.75
    assert field.text() == "0,75"
    refused: list[str] = []
    field.refused.connect(refused.append)
    assert typed(field, "zwei", qtbot) == 0.75
    assert set(refused) == {"zwei"}
    assert refusal(field, "zwei").endswith("0,75.")


def test_a_box_takes_thousands_in_the_languages_way_and_in_cs(german: None, qtbot: QtBot) -> None:
    box = WholeNumberBox(minimum=1, maximum=100_000)
    qtbot.addWidget(box)
    assert typed(box, "60.000", qtbot) == 60_000
    assert typed(box, "1,000", qtbot) == 1_000
    refused: list[str] = []
    box.refused.connect(refused.append)
    assert typed(box, "1,5", qtbot) == 1_000
    assert typed(box, "600.000", qtbot) == 1_000
    assert set(refused) == {"1,5", "600.000"}


def test_the_axes_of_plots_are_numbered_in_the_language(german: None, qtbot: QtBot) -> None:
    from cnnstudio.gui.widgets.number_axis import NumberAxis

    axis = NumberAxis("left")
    assert axis.tickStrings([0.5, 1.0], 1.0, 0.5) == ["0,5", "1,0"]
    axis.setLogMode(True)
    assert all("." not in text for text in axis.tickStrings([-1.0, 0.0], 1.0, 1.0))


def test_numbers_are_english_before_any_language_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system in German does not make the fields of an English window German."""
    former = QLocale()
    try:
        QLocale.setDefault(QLocale("de"))
        language.LanguageManager().choose(translations.ENGLISH)
        assert QLocale().decimalPoint() == "."
    finally:
        QLocale.setDefault(former)


@pytest.mark.parametrize("room", ["models", "playground", "train", "draw"])
def test_no_room_shows_a_number_as_c_writes_it(
    room: str, qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In German a point sets thousands apart and nothing else."""
    languages.make_pseudo("de", tmp_path)
    monkeypatch.setattr(translations, "folder", lambda: tmp_path)
    former = QLocale()
    language.manager().choose("de")
    studio.note_room(room)
    window = MainWindow(studio)
    try:
        window.show()
        qtbot.waitExposed(window)
        page = window.findChild(QWidget, f"{room}-page") or window
        qtbot.waitUntil(lambda: any(re.search(r"\d,\d", text) for _, text in shown.texts(page)), timeout=60_000)
        written = {number for name, text in shown.texts(window) for number in re.findall(r"\d+\.\d[\d.]*", text)}
    finally:
        window.close_without_asking()
        window.deleteLater()
        language.manager().choose(translations.ENGLISH)
        language.manager().choose(language.SYSTEM)
        QLocale.setDefault(former)
    # What stands in the texts and cards themselves is the translators', and names are names.
    cards = (languages.FOLDER / "en" / "cards.toml").read_text(encoding="utf-8")
    fixed = " ".join([cards, *(text.source for text in sentences.texts()), *(spec.title for spec in catalogue.specs())])
    assert {one for one in written if not re.fullmatch(r"\d{1,3}(\.\d{3})+\.?", one) and one not in fixed} == set()

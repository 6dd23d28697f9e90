import errno
import os
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio import datasets
from cnnstudio.datasets.builtin import STYLES
from cnnstudio.errors import PictureError, StudioError, WeightsError
from cnnstudio.gui import errors
from cnnstudio.gui.digit_canvas.layer_maps import Place
from cnnstudio.gui.digit_canvas.page import DrawPage, create_page
from cnnstudio.gui.digit_canvas.why_view import StrokeArguments
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import LiveWeights, Studio
from cnnstudio.gui.widgets.open_weights import OpenWeights
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction import fine_tuning
from cnnstudio.prediction.activations import Unit
from cnnstudio.prediction.handwriting import Handwriting
from cnnstudio.prediction.reader import Verdict
from cnnstudio.prediction.training_sets import drawn
from cnnstudio.prediction.training_sets.drawn import written
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import FOUR, ONE, SCRIBBLE, SEVEN, ZERO_SLASHED, draw_on
from tests.weights.files import save_weights

DIGITNET = CatalogueNetwork("digitnet")


@pytest.fixture
def shown_errors(monkeypatch) -> list[BaseException]:
    shown: list[BaseException] = []
    monkeypatch.setattr(errors, "show_error", lambda _widget, error, **_: shown.append(error))
    return shown


def label(page: DrawPage, name: str) -> str:
    return page.findChild(QLabel, name).text()


def digit_file(folder: Path, name: str = "three.png", style: str = "three-round", dark_paper: bool = False) -> Path:
    ink = written(next(s for s in STYLES if s.name == style), 1, 5)[0]
    paper = np.zeros((300, 300), np.float32)
    paper[60 : 60 + ink.shape[0], 80 : 80 + ink.shape[1]] = ink
    tone = 0.1 + 0.8 * paper if dark_paper else 0.95 - 0.85 * paper
    file = folder / name
    Image.fromarray((tone * 255).astype(np.uint8)).save(file)
    return file


# --- reading


def test_an_empty_sheet_predicts_nothing(page: DrawPage, qtbot: QtBot):
    settle(qtbot, page)
    assert page.prediction.verdict is Verdict.EMPTY
    assert not page.bars.shares.any()
    assert label(page, "draw-guess-first") == "Nothing to read yet"


@pytest.mark.parametrize(
    ("lines", "digit"), [(ONE, 1), (SEVEN, 7), (FOUR, 4), (ZERO_SLASHED, 0)], ids=["1", "7", "4", "0"]
)
def test_reads_what_is_drawn(page: DrawPage, draw, lines, digit):
    draw(lines)
    assert page.prediction.ranking[0] == digit
    assert page.bars.shares.argmax() == digit
    assert label(page, "draw-guess-digit") == str(digit)
    assert label(page, "draw-guess-second").startswith("Second guess: ")
    assert str(digit) in page.pad.accessibleDescription()
    assert f"{digit}: " in page.bars.accessibleDescription()


def test_predictions_come_while_the_pen_is_down(page: DrawPage, qtbot: QtBot):
    settle(qtbot, page)
    sheet = page.pad.sheet()
    QTest.mousePress(page.pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, sheet.center())
    for step in range(10):
        QTest.mouseMove(page.pad, sheet.center() + QPoint(0, 8 * step))
    with qtbot.waitSignal(page.predicted, timeout=10_000):
        pass
    settle(qtbot, page)
    assert page.prediction.verdict is not Verdict.EMPTY
    assert not page.pad.drawing.strokes, "the stroke is not finished yet"
    QTest.mouseRelease(page.pad, Qt.MouseButton.LeftButton)


def test_scribble_is_called_no_digit(page: DrawPage, draw):
    draw(SCRIBBLE)
    assert page.prediction.verdict is Verdict.NOT_A_DIGIT
    assert label(page, "draw-guess-digit") == "?"
    assert label(page, "draw-guess-first") == "Not a digit, it seems"
    assert label(page, "draw-guess-second").startswith("Closest: ")


def test_undo_redo_and_clear_change_the_prediction(page: DrawPage, draw, qtbot: QtBot):
    draw(ONE)
    draw(([(0.3, 0.2), (0.4, 0.2), (0.52, 0.2)],))
    page.sheet["draw-undo"].trigger()
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 1
    page.sheet["draw-clear"].trigger()
    settle(qtbot, page)
    assert page.prediction.verdict is Verdict.EMPTY
    assert not page.sheet["draw-clear"].isEnabled()
    page.sheet["draw-undo"].trigger()
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 1
    page.sheet["draw-redo"].trigger()
    settle(qtbot, page)
    assert page.prediction.verdict is Verdict.EMPTY


def test_stages_can_be_switched_off_and_the_prediction_breaks(page: DrawPage, draw, qtbot: QtBot):
    small = tuple([(0.05 + 0.2 * x, 0.7 + 0.2 * y) for x, y in line] for line in FOUR)
    draw(small)
    before = page.prediction.probabilities[4]
    assert before > 0.5
    for stage in ("crop", "pen", "scale", "centre"):
        page.findChild(QCheckBox, f"draw-stage-{stage}").click()
    settle(qtbot, page)
    assert page.prediction.probabilities[4] < before / 2
    assert page.prediction.preprocessed.placed == (0, 0, 28, 28)
    assert label(page, "draw-guess-beside").startswith("All stages on: 4, ")
    page.findChild(QPushButton, "draw-stages-reset").click()
    settle(qtbot, page)
    assert page.prediction.probabilities[4] == pytest.approx(before, abs=1e-4)
    assert not label(page, "draw-guess-beside")


# --- inside


def test_all_maps_are_shown_live(page: DrawPage, draw, qtbot: QtBot):
    draw(ONE)
    maps = page.inside.maps
    first = maps.activations
    assert first[0].output.shape == (16, 28, 28)
    assert np.allclose(first[-1].output, page.prediction.logits, atol=1e-4)
    draw(FOUR)
    assert maps.activations is not first
    assert not np.array_equal(maps.activations[0].output, first[0].output)


def test_what_comes_to_a_drawing_asks_for_no_digit(page: DrawPage, draw, qtbot: QtBot):
    """Neither the maps nor the argument, from the first ink until they are there."""

    def said() -> list[str]:
        return [
            label.text()
            for name in ("draw-inside-empty", "draw-why-empty")
            for label in page.findChild(QWidget, name).findChildren(QLabel)
            if label.text()
        ]

    assert sum("Draw a digit" in text for text in said()) == 2
    draw(SEVEN)
    assert not any("Draw a digit" in text for text in said())
    assert any("on their way" in text for text in said())
    page.sheet["draw-clear"].trigger()
    settle(qtbot, page)
    assert sum("Draw a digit" in text for text in said()) == 2


def test_pointing_tells_the_arithmetic_and_a_click_leads_to_the_formula(page: DrawPage, draw, qtbot: QtBot):
    draw(FOUR)
    maps = page.inside.maps
    cell = maps._blocks[0].cell_rect(3)
    place = maps.place_at(cell.center())
    assert (place.layer, place.unit.channel, place.unit.row, place.unit.column) == (0, 3, 14, 14)
    QTest.mouseMove(maps, cell.center().toPoint())
    text = page.inside.arithmetic.text
    assert text.startswith("features.0 · map 4 · row 15, column 15")
    assert "Conv2d over the picture: map 1, rows 14…16, columns 14…16" in text
    QTest.mouseClick(maps, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())
    assert page.inside.map_shown
    assert page.inside.map_page.parts.rows == 1
    large = page.inside.map_page.map
    QTest.mouseClick(large, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert "row 1, column 1" in page.inside.map_page.formula.text
    QTest.keyClick(large, Qt.Key.Key_Down)
    assert "row 2, column 1" in page.inside.map_page.formula.text
    QTest.mouseMove(large, QPoint(100, 100))
    assert "row 15, column 15" in page.inside.map_page.formula.text
    QTest.mouseMove(large, QPoint(large.width() - 2, 100))
    assert "row 2, column 1" in page.inside.map_page.formula.text, "looked at in passing; the click stays"
    page.findChild(QPushButton, "draw-map-back").click()
    assert not page.inside.map_shown


def test_every_unit_of_a_deep_layer_has_its_channels(page: DrawPage, draw, qtbot: QtBot):
    draw(FOUR)
    maps = page.inside.maps
    layer = next(i for i, activation in enumerate(maps.activations) if activation.path == "features.7")
    place = maps.place_at(maps._blocks[layer].cell_rect(5).center())
    page.inside.open(place)
    parts = page.inside.map_page.parts
    assert parts.rows == 32
    QTest.mouseClick(parts, Qt.MouseButton.LeftButton, pos=QPoint(50, 44 * 2 + 10))
    assert "Σ channel 3 = " in page.inside.map_page.formula.text
    page.grab()


def test_the_maps_by_keyboard(page: DrawPage, draw):
    draw(FOUR)
    maps = page.inside.maps
    maps.setFocus()
    QTest.keyClick(maps, Qt.Key.Key_Down)
    QTest.keyClick(maps, Qt.Key.Key_Right)
    assert (maps.place.layer, maps.place.unit.channel) == (1, 1)
    for _ in range(4):
        QTest.keyClick(maps, Qt.Key.Key_Down)
    assert (maps.place.layer, maps.place.unit.channel) == (5, 0)
    assert "features.5 · map 1" in maps.accessibleDescription()
    assert maps.visibleRegion().contains(maps.unit_rect(maps.place).center().toPoint()), "scrolled along"
    QTest.keyClick(maps, Qt.Key.Key_Up)
    QTest.keyClick(maps, Qt.Key.Key_Return)
    assert page.inside.map_shown
    map_page = page.inside.map_page
    assert page.window().focusWidget() is map_page.map
    assert map_page.parts.rows == 16
    before = map_page.parts.accessibleDescription()
    QTest.keyClick(map_page.parts, Qt.Key.Key_Down)
    assert map_page.parts.accessibleDescription() != before
    assert map_page.parts.accessibleDescription().split(":")[0] in map_page.formula.text
    QTest.keyClick(map_page.map, Qt.Key.Key_Escape)
    assert not page.inside.map_shown


def test_a_map_that_is_open_stays_for_the_next_digit(page: DrawPage, draw, qtbot: QtBot, tmp_path: Path):
    draw(FOUR)
    page.inside.open(Place(4, Unit(5, 7, 6)))
    page.pad.clear()
    settle(qtbot, page)
    assert not page.inside.map_shown
    draw(SEVEN)
    assert page.inside.map_shown
    assert "features.4 · map 6" in page.inside.map_page.formula.text
    file = tmp_path / "mine.safetensors"
    save_weights(file, catalogue.build("lenet5"), network="lenet5")
    page.open_weights(file)
    settle(qtbot, page)
    assert not page.inside.map_shown, "another network has no such map"


def test_the_inside_is_there_when_it_is_unfolded(page: DrawPage, draw, qtbot: QtBot):
    page.frame.show_inspector(False)
    draw(FOUR)
    assert not page.inside.maps.activations
    page.frame.show_inspector(True)
    settle(qtbot, page)
    assert page.inside.maps.activations


# --- waiting


def test_a_drawing_is_never_called_an_empty_sheet(page: DrawPage, draw, qtbot: QtBot):
    told: list[str] = []
    page.pad.inkChanged.connect(lambda: told.append(page.guess.text))
    draw_on(page.pad, FOUR)
    settle(qtbot, page)
    assert page.guess.text.startswith("4")
    assert [text for text in told[1:] if "Nothing to read" in text] == []


def test_where_nobody_reads_the_built_in_network_is_offered(
    page: DrawPage, studio: Studio, qtbot: QtBot, draw, tmp_path: Path
):
    studio.choose(CatalogueNetwork("convnet"), RunWeights(tmp_path / "gone", "latest"))
    draw(FOUR)
    assert page.prediction is None
    button = page.findChild(QPushButton, "draw-reader-built-in")
    assert button.isVisibleTo(page)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.prediction is not None)
    assert page.prediction.ranking[0] == 4


def test_pictures_of_a_former_sheet_go_with_who_read_it(page: DrawPage, draw, qtbot: QtBot):
    draw(SEVEN)
    frames = page.strip._frames.values()
    assert all(frame._picture is not None for frame in frames)
    page.document.predictions.silenced.emit()
    assert all(frame._picture is None for frame in frames)
    page._read_sheet()
    settle(qtbot, page)
    assert all(frame._picture is not None for frame in frames)


# --- why


def test_why_four_and_not_nine(page: DrawPage, draw, qtbot: QtBot):
    draw(FOUR)
    page.bars.setFocus()  # the ring of who has the keyboard is no part of the comparison
    plain = page.pad.grab().toImage()
    QTest.mouseClick(page.bars, Qt.MouseButton.LeftButton, pos=page.bars._row(9).center().toPoint())
    settle(qtbot, page)
    assert page.tabs.currentIndex() == 1
    assert page.why.question.against == 9
    names, values = zip(*page.why.rows, strict=True)
    assert names == ("Stroke 1", "Stroke 2", "Blank paper", "Rest", "Together")
    assert sum(values[:-1]) == pytest.approx(values[-1], rel=1e-5)
    assert values[-1] == pytest.approx(float(page.prediction.logits[4] - page.prediction.logits[9]), rel=1e-4)
    assert abs(values[3]) < 1
    assert label(page, "draw-why-margin").startswith("The score (logit) of 4 is ")
    assert page.pad.grab().toImage() != plain
    page.findChild(QComboBox, "draw-why-method").setCurrentIndex(1)
    settle(qtbot, page)
    assert [name for name, _ in page.why.rows] == ["Stroke 1", "Stroke 2"], "by occlusion they do not add up"
    assert page.why.rows[0][1] != values[0]
    page.tabs.setCurrentIndex(0)
    settle(qtbot, page)
    assert page.pad.grab().toImage() == plain


@pytest.mark.parametrize("method", [0, 1], ids=["gradients", "occlusion"])
def test_who_is_behind_is_said_to_be_below(page: DrawPage, draw, qtbot: QtBot, method: int) -> None:
    """Asked the other way about, the sentence names the size of the margin and who leads, and no minus "above"."""
    draw(FOUR)
    page.tabs.setCurrentIndex(1)
    target, against, how = (page.findChild(QComboBox, f"draw-why-{name}") for name in ("target", "against", "method"))
    how.setCurrentIndex(method)
    logits = page.prediction.logits
    for first, second in ((4, 9), (9, 4), (7, 4)):
        target.setCurrentIndex(target.findData(first))
        against.setCurrentIndex(against.findData(second))
        settle(qtbot, page)
        margin = float(logits[first] - logits[second])
        said = label(page, "draw-why-margin")
        side, leads = ("above", first) if margin > 0 else ("below", second)
        number = re.fullmatch(
            rf"The score \(logit\) of {first} is (\S+) {side} that of {second}: {leads} leads\.", said
        )
        assert number, said
        assert float(number[1]) == pytest.approx(abs(margin), rel=6e-3)


def test_what_strokes_add_can_be_added_up_as_it_is_written(page: DrawPage, draw, qtbot: QtBot) -> None:
    draw(FOUR)
    page.tabs.setCurrentIndex(1)
    settle(qtbot, page)
    strokes = page.findChild(StrokeArguments)
    written = [text.replace("−", "-") for text in strokes.figures]
    *parts, together = map(float, written)
    assert len({len(text.partition(".")[2]) for text in written}) == 1, written
    last = 10.0 ** -len(written[0].partition(".")[2])
    assert sum(parts) == pytest.approx(together, abs=0.51 * last * len(written))
    for (_, value), text in zip(strokes.rows, written, strict=True):
        assert float(text) == pytest.approx(value, abs=0.501 * last)


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ((1234.5, -0.4), ["+1,234", "0"]),
        ((12.34, -0.001, 5.0), ["+12.3", "0.0", "+5.0"]),
        ((0.0123, -0.00456), ["+0.0123", "−0.0046"]),
        ((0.0, 0.0), ["0.00", "0.00"]),
    ],
)
def test_contributions_stand_below_each_other_at_the_point(
    qtbot: QtBot, values: tuple[float, ...], written: list[str]
) -> None:
    strokes = StrokeArguments()
    qtbot.addWidget(strokes)
    strokes.set_rows(tuple((f"Stroke {number}", value) for number, value in enumerate(values, 1)))
    strokes.resize(300, 100)
    strokes.grab()
    assert strokes.figures == written


@pytest.mark.parametrize("folded", [False, True])
def test_reasons_are_worked_out_where_they_are_seen(page: DrawPage, draw, qtbot: QtBot, folded: bool):
    draw(FOUR)
    page.tabs.setCurrentIndex(1)
    page.frame.show_inspector(not folded)
    settle(qtbot, page)
    before = page.why.rows
    page.hide()
    told: list[object] = []
    page.document.predictions.argued.connect(told.append)
    draw(SEVEN)
    assert page.prediction.ranking[0] == 7
    assert told == []
    assert page.why.rows == before
    page.show()
    settle(qtbot, page)
    assert told
    assert page.why.rows != before


def test_ink_is_coloured_by_its_own_reasons_while_the_panel_is_folded(page: DrawPage, draw, qtbot: QtBot):
    page.tabs.setCurrentIndex(1)
    page.frame.show_inspector(False)
    tints: list[np.ndarray] = []
    page.document.predictions.argued.connect(lambda found: tints.append(None if found is None else found[1].tint))
    for digit in (FOUR, SEVEN):
        page.pad.clear()
        draw(digit)
        settle(qtbot, page)
        shown = page.pad.grab().toImage()
        assert tints[-1] is not None
        page.pad.set_tint(tints[-1])
        assert page.pad.grab().toImage() == shown, "coloured by the reasons of this drawing, no former one's"
        page.pad.set_tint(None)
        assert page.pad.grab().toImage() != shown


def test_why_by_keyboard_and_why_not_the_first_guess(page: DrawPage, draw, qtbot: QtBot):
    draw(FOUR)
    page.frame.show_inspector(False)
    for _ in range(9):
        QTest.keyClick(page.bars, Qt.Key.Key_Down)
    QTest.keyClick(page.bars, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.frame.inspector_shown
    assert page.why.question.against == 9
    QTest.mouseClick(page.bars, Qt.MouseButton.LeftButton, pos=page.bars._row(4).center().toPoint())
    settle(qtbot, page)
    assert page.why.question.against is None, "the second guess"


# --- pictures


@pytest.mark.parametrize("dark_paper", [False, True])
def test_opens_a_picture(page: DrawPage, qtbot: QtBot, tmp_path: Path, dark_paper):
    page.open_picture(digit_file(tmp_path, dark_paper=dark_paper))
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 3


def test_drops_a_picture(page: DrawPage, qtbot: QtBot, tmp_path: Path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(digit_file(tmp_path)))])
    place = (page.pad.sheet().center(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    entering = QDragEnterEvent(*place, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.pad, entering)
    assert entering.isAccepted()
    dropping = QDropEvent(place[0].toPointF(), *place[1:], Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.pad, dropping)
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 3


def test_the_window_goes_on_while_a_large_picture_is_read(page: DrawPage, qtbot: QtBot, tmp_path: Path):
    large = tmp_path / "large.png"
    Image.open(digit_file(tmp_path)).resize((3000, 3000)).save(large)
    page.open_picture(large)
    assert page.pad.is_empty
    assert page.busy
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 3


def test_words_cannot_be_dropped(page: DrawPage):
    data = QMimeData()
    data.setText("seven")
    entering = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    entering.ignore()
    QApplication.sendEvent(page.pad, entering)
    assert not entering.isAccepted()


def test_copy_and_paste(page: DrawPage, draw, qtbot: QtBot):
    draw(SEVEN)
    page.sheet["draw-copy"].trigger()
    assert QGuiApplication.clipboard().image().width() == 512
    page.pad.clear()
    page.sheet["draw-paste"].trigger()
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 7


def test_pasting_nothing_is_a_sentence(page: DrawPage, draw, qtbot: QtBot, shown_errors):
    draw(SEVEN)
    QGuiApplication.clipboard().setText("seven")
    before = page.pad.ink()
    page.sheet.paste()
    settle(qtbot, page)
    assert isinstance(shown_errors[0], PictureError)
    assert np.array_equal(page.pad.ink(), before)


def test_what_is_said_of_a_picture_goes_when_another_is_opened(
    page: DrawPage, main_window: MainWindow, qtbot: QtBot, tmp_path: Path
):
    strip = main_window.error_strip
    (tmp_path / "broken.png").write_bytes(b"nothing")
    page.open_picture(tmp_path / "broken.png")
    qtbot.waitUntil(lambda: strip.isVisible() and "broken.png" in strip.text)
    page.open_picture(digit_file(tmp_path))
    assert not strip.isVisible()
    settle(qtbot, page)
    assert not strip.isVisible()
    QGuiApplication.clipboard().setText("seven")
    page.sheet.paste()
    assert strip.isVisible()
    assert page.sheet.save(tmp_path / "mine.png")
    assert strip.isVisible(), "saving says nothing of what was pasted"
    page.open_picture(digit_file(tmp_path))
    assert not strip.isVisible()
    settle(qtbot, page)


def test_saves_and_opens_again(page: DrawPage, draw, qtbot: QtBot, tmp_path: Path, shown_errors):
    draw(FOUR)
    assert page.sheet.save(tmp_path / "four.png")
    assert QImage(str(tmp_path / "four.png")).width() == 512
    page.pad.clear()
    page.open_picture(tmp_path / "four.png")
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 4
    assert not page.sheet.save(tmp_path / "missing" / "four.png")
    assert "could not be written" in str(shown_errors[0])


def test_bad_pictures_are_a_sentence_and_nothing_is_lost(
    page: DrawPage, draw, qtbot: QtBot, tmp_path: Path, shown_errors
):
    draw(FOUR)
    before = page.pad.ink()
    text = tmp_path / "words.png"
    text.write_text("no picture")
    tiny = tmp_path / "tiny.png"
    Image.new("L", (1, 1)).save(tiny)
    blank = tmp_path / "blank.png"
    Image.new("L", (50, 50), 255).save(blank)
    for file in (text, tiny, blank, tmp_path / "none.png"):
        page.open_picture(file)
        settle(qtbot, page)
    assert len(shown_errors) == 4
    assert all(isinstance(error, StudioError) for error in shown_errors)
    assert np.array_equal(page.pad.ink(), before)


# --- weights


def test_starts_with_the_shipped_default(page: DrawPage, studio: Studio, qtbot: QtBot):
    settle(qtbot, page)
    assert page.controls.weights.choice.network == DIGITNET
    about = label(page, "draw-weights-about")
    assert "of the MNIST test set" in about
    assert about.endswith("ConvNet has to be trained before it can read.")
    assert studio.current.network == CatalogueNetwork("convnet"), "looking changes nothing"
    page.controls.weights.activated.emit(0)
    settle(qtbot, page)
    assert studio.current.network == DIGITNET
    assert studio.current.weights == Shipped("digitnet")
    assert label(page, "draw-weights-about").endswith("test set.")


def test_follows_the_studios_weights(page: DrawPage, studio: Studio, qtbot: QtBot, tmp_path: Path, draw):
    file = tmp_path / "run 5.safetensors"
    save_weights(file, catalogue.build("convnet"), network="convnet", dataset="mnist", test_accuracy=0.5)
    studio.choose(CatalogueNetwork("convnet"), WeightsFile(file))
    draw(ONE)
    assert page.controls.weights.currentText() == "ConvNet, run 5"
    assert label(page, "draw-weights-about") == "Reads 50.00 % of the MNIST test set."
    assert len(page.inside.maps.activations) == 7
    studio.choose(CatalogueNetwork("convnet"), Initial())
    settle(qtbot, page)
    assert page.controls.weights.choice.network == DIGITNET


def test_a_network_that_reads_no_digits_leaves_the_default(page: DrawPage, studio: Studio, qtbot: QtBot):
    studio.choose(CatalogueNetwork("alexnet"))
    settle(qtbot, page)
    assert page.controls.weights.choice.network == DIGITNET


def test_choosing_weights_tells_the_studio(page: DrawPage, studio: Studio, qtbot: QtBot, tmp_path: Path):
    file = tmp_path / "mine.safetensors"
    save_weights(file, catalogue.build("lenet5"), network="lenet5", test_accuracy=0.25)
    page.open_weights(file)
    settle(qtbot, page)
    assert studio.current.network == CatalogueNetwork("lenet5")
    assert studio.current.weights == WeightsFile(file)
    assert label(page, "draw-weights-about") == "Reads 25.00 % of its test set."
    box = page.controls.weights
    assert box.currentText() == "LeNet-5 (PyTorch), mine"
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert studio.current.network == DIGITNET


def test_bad_weights_are_a_sentence_and_the_former_stay(
    page: DrawPage, studio: Studio, draw, qtbot: QtBot, tmp_path: Path, shown_errors
):
    damaged = tmp_path / "damaged.safetensors"
    save_weights(damaged, catalogue.build("lenet5"), network="lenet5")
    damaged.write_bytes(damaged.read_bytes()[:-9])
    pickle = tmp_path / "weights.pt"
    pickle.write_bytes(b"\x80\x04whatever")
    before = studio.current
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(damaged))])
    page.pad.dropped.emit(dropped)
    settle(qtbot, page)
    dialog = page.findChild(OpenWeights)
    assert "damaged.safetensors" in dialog.told
    dialog.reject()
    qtbot.waitUntil(lambda: page.findChild(OpenWeights) is None)
    page.open_weights(pickle)
    settle(qtbot, page)
    dialog = page.findChild(OpenWeights)
    assert dialog.agree.isVisible(), "a pickle is asked about"
    dialog.reject()
    settle(qtbot, page)
    assert not shown_errors
    assert page.controls.weights.choice.network == DIGITNET
    assert studio.current == before
    draw(SEVEN)
    assert page.prediction.ranking[0] == 7


def test_a_run_in_progress_is_followed(page: DrawPage, studio: Studio, qtbot: QtBot, draw, mnist_dir: Path):
    from cnnstudio.training.config import TrainConfig
    from cnnstudio.training.engine import Engine
    from cnnstudio.training.events import CheckpointSaved

    data = datasets.load(mnist_dir)
    from dataclasses import replace

    small = replace(
        data,
        train_images=data.train_images[:2000], train_labels=data.train_labels[:2000],
        test_images=data.test_images[:200], test_labels=data.test_labels[:200],
    )  # fmt: skip
    config = TrainConfig(network="convnet", dataset="mnist", epochs=3, device="cpu", evaluate_train=False)
    run = Engine(config, data=small).run()
    next(run)
    studio.runsChanged.emit()
    settle(qtbot, page)
    box = page.controls.weights
    row = next(i for i in range(box.count()) if box.itemData(i).learning)
    assert box.itemText(row).startswith("In progress: ")
    draw(SEVEN)
    box.setCurrentIndex(row)
    box.activated.emit(row)
    shares = []
    for event in run:
        if isinstance(event, CheckpointSaved):
            page.document.reads.look_again()
            settle(qtbot, page)
            shares.append(page.prediction.probabilities.copy())
    assert len(shares) == 3
    assert not np.allclose(shares[0], shares[2], atol=1e-3), "the bars change as it learns"
    studio.runsChanged.emit()
    settle(qtbot, page)
    assert page.controls.weights.choice.file.name == "weights-final.safetensors"
    assert "In progress" not in page.controls.weights.currentText()


# --- my handwriting


def test_keeps_labels_exports(page: DrawPage, draw, qtbot: QtBot, tmp_path: Path):
    page.tabs.setCurrentIndex(2)
    for digit, lines in ((4, FOUR), (1, ONE), (1, SEVEN)):
        draw(lines)
        page.findChild(QPushButton, f"draw-keep-{digit}").click()
        assert page.pad.is_empty
    settle(qtbot, page)
    assert [sample.label for sample in Handwriting().samples] == [4, 1, 1]
    assert page.handwriting_view.gallery.count() == 3
    assert label(page, "draw-handwriting-accuracy") == "DigitNet reads 2 of 3 (66.7 %)."
    assert page.handwriting_view.gallery.item(0).text() == "1 ✗"
    page.handwriting_view.gallery.item(0).setSelected(True)
    page.findChild(QPushButton, "draw-keep-7").click()
    settle(qtbot, page)
    assert label(page, "draw-handwriting-accuracy") == "DigitNet reads 3 of 3 (100.0 %)."
    assert page.handwriting_panel.export(tmp_path / "mine")
    assert datasets.load(tmp_path / "mine").test_labels.tolist() == [4, 1, 7]
    page.handwriting_view.gallery.item(2).setSelected(True)
    page.handwriting_view.gallery.item(0).setSelected(False)
    page.findChild(QPushButton, "draw-handwriting-remove").click()
    assert [sample.label for sample in Handwriting().samples] == [1, 7]
    put_back = page.findChild(QPushButton, "draw-handwriting-put-back")
    assert put_back.isVisible()
    put_back.click()
    assert [sample.label for sample in Handwriting().samples] == [1, 7, 4]
    assert not put_back.isVisible()


def _unreadable_folder(kind: str) -> Path:
    """A handwriting folder with a digit and an entry that can be none."""
    kept = Handwriting()
    paper = np.zeros((256, 256), np.uint8)
    paper[40:200, 100:120] = 255
    kept.add(paper, 1)
    bad = kept.folder / "0002-label7.png"
    match kind:
        case "folder":
            bad.mkdir()
        case "damaged":
            bad.write_bytes((kept.folder / "0001-label1.png").read_bytes()[:90])
        case "loop":
            bad.symlink_to(bad.name)
    return kept.folder


@pytest.mark.parametrize("kind", ["folder", "damaged", "loop"])
def test_a_bad_entry_is_named_and_digits_are_still_kept(
    studio_home: Path, main_window: MainWindow, qtbot: QtBot, kind: str
):
    folder = _unreadable_folder(kind)
    main_window.open_room("draw")
    page = main_window.page("draw")
    page.tabs.setCurrentIndex(2)
    aside = page.findChild(QLabel, "draw-handwriting-aside")
    assert aside.isVisible()
    assert "0002-label7.png" in aside.text()
    assert page.handwriting_view.gallery.count() == 1
    draw_on(page.pad, ONE)
    page.handwriting_panel.keep(4)
    settle(qtbot, page)
    assert (folder / "0003-label4.png").is_file()
    assert page.handwriting_view.gallery.count() == 2
    assert not list(studio_home.glob("cache/**/*.png"))
    assert not main_window.error_strip.isVisible()


def test_a_hand_that_cannot_be_opened_keeps_nothing_and_says_so(
    studio_home: Path, main_window: MainWindow, qtbot: QtBot
):
    (studio_home / "data").mkdir()
    (studio_home / "data" / "handwriting").write_text("in the way")
    main_window.open_room("draw")
    page = main_window.page("draw")
    page.tabs.setCurrentIndex(2)
    assert "a file stands where a folder should be" in page.findChild(QLabel, "draw-handwriting-aside").text()
    draw_on(page.pad, ONE)
    settle(qtbot, page)
    page.handwriting_panel.keep(4)
    assert "a file stands where a folder should be" in main_window.error_strip.text
    assert not page.pad.is_empty, "the drawing is not lost"
    assert not list(studio_home.glob("cache/**/*.png"))
    (studio_home / "data" / "handwriting").unlink()
    page.handwriting_panel.keep(4)
    assert [sample.label for sample in Handwriting().samples] == [4]
    assert not page.findChild(QLabel, "draw-handwriting-aside").isVisible()
    settle(qtbot, page)


def test_digits_of_another_window_are_shown_when_this_one_is_looked_at(page: DrawPage, draw, qtbot: QtBot):
    page.tabs.setCurrentIndex(2)
    draw(ONE)
    page.handwriting_panel.keep(1)
    other = Handwriting()
    paper = np.zeros((256, 256), np.uint8)
    paper[40:200, 100:120] = 255
    other.add(paper, 7)
    page.window().open_room("models")
    page.window().open_room("draw")
    assert page.handwriting_view.gallery.count() == 2
    other.add(paper, 3)
    draw(FOUR)
    page.handwriting_panel.keep(4)
    assert [sample.label for sample in page.handwriting.samples] == [1, 7, 3, 4]
    assert [sample.number for sample in Handwriting().samples] == [1, 2, 3, 4]
    settle(qtbot, page)


def test_what_could_not_be_removed_or_put_back_is_not_lost(
    page: DrawPage, draw, qtbot: QtBot, main_window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    page.tabs.setCurrentIndex(2)
    for digit, lines in ((4, FOUR), (1, ONE), (7, SEVEN)):
        draw(lines)
        page.handwriting_panel.keep(digit)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "0002-label1.png":
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    page.handwriting_view.gallery.selectAll()
    page.findChild(QPushButton, "draw-handwriting-remove").click()
    assert "can only be read" in main_window.error_strip.text
    left = [sample.label for sample in page.handwriting.samples]
    assert 1 in left
    page.findChild(QPushButton, "draw-handwriting-put-back").click()
    assert sorted(sample.label for sample in Handwriting().samples) == [1, 4, 7]
    settle(qtbot, page)


def test_the_gallery_by_keyboard(page: DrawPage, draw, qtbot: QtBot):
    page.tabs.setCurrentIndex(2)
    for digit, lines in ((4, FOUR), (1, ONE), (7, SEVEN)):
        draw(lines)
        page.handwriting_panel.keep(digit)
    draw(ZERO_SLASHED)
    gallery = page.handwriting_view.gallery
    gallery.setFocus()
    gallery.setCurrentRow(1)
    assert label(page, "draw-handwriting-title") == "Label the chosen digits as"
    QTest.keyClick(gallery, Qt.Key.Key_8)
    assert [sample.label for sample in page.handwriting.samples] == [4, 8, 7]
    QTest.keyClick(gallery, Qt.Key.Key_1)
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    QTest.keyClick(gallery, Qt.Key.Key_Delete)
    assert [sample.label for sample in page.handwriting.samples] == [1, 7]
    assert not page.pad.is_empty, "Delete in the gallery means the gallery"
    settle(qtbot, page)


def test_who_draws_means_the_drawing_and_not_what_is_chosen(page: DrawPage, draw, qtbot: QtBot):
    page.tabs.setCurrentIndex(2)
    draw(FOUR)
    page.handwriting_panel.keep(4)
    page.handwriting_view.gallery.item(0).setSelected(True)
    draw(ZERO_SLASHED)
    page.pad.setFocus()
    QTest.keyClick(page.pad, Qt.Key.Key_0)
    assert [sample.label for sample in page.handwriting.samples] == [4, 0]
    settle(qtbot, page)


def test_a_key_keeps_the_drawing(page: DrawPage, draw, qtbot: QtBot):
    draw(ONE)
    page.pad.setFocus()
    QTest.keyClick(page.pad, Qt.Key.Key_1)
    assert [sample.label for sample in page.handwriting.samples] == [1]
    page.pad.undo()
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 1, "the drawing comes back"


@pytest.fixture
def small_base(monkeypatch) -> None:
    """A base data set that is made at once."""
    pictures, labels = drawn.digits(60, 1)
    tensors = torch.from_numpy(pictures), torch.from_numpy(labels).long()
    data = datasets.DigitData(
        name="small",
        reason="",
        class_names=tuple("0123456789"),
        train_images=tensors[0],
        train_labels=tensors[1],
        test_images=tensors[0],
        test_labels=tensors[1],
    )
    monkeypatch.setattr(datasets, "load", lambda _name: data)


@pytest.mark.usefixtures("small_base")
def test_fine_tuning_ends_with_weights_that_are_used(page: DrawPage, studio: Studio, qtbot: QtBot, monkeypatch):
    pictures = [written(style, 1, seed)[0] for style in STYLES[:3] for seed in (1, 2)]
    for ink in pictures:
        page.handwriting.add(ink, 8)
    page.document.own_digits.note_change()
    page.tabs.setCurrentIndex(2)
    quick = fine_tuning.fine_tune
    monkeypatch.setattr(fine_tuning, "fine_tune", lambda *args, **options: quick(*args, **options, rounds=2))
    qtbot.waitUntil(lambda: page.reader is not None and not page.busy)
    with qtbot.waitSignal(page.document.tuning.ended, timeout=60_000):
        page.findChild(QPushButton, "draw-handwriting-tune").click()
        assert page.closing_question()
    settle(qtbot, page)
    assert page.controls.weights.currentText() == "DigitNet, my handwriting 1"
    assert studio.current.network == DIGITNET
    assert isinstance(studio.current.weights, WeightsFile)
    assert studio.current.weights.path.is_file()
    outcome = label(page, "draw-handwriting-outcome")
    assert outcome.startswith("Your handwriting: 0.0 % → ")
    assert "on 1 digit it was not taught" in outcome
    assert "Built-in digits: " in outcome, "MNIST is not here: what was forgotten is measured on what is"
    assert not page.closing_question()


@pytest.mark.usefixtures("small_base")
def test_stopping_fine_tuning_changes_nothing(page: DrawPage, studio: Studio, qtbot: QtBot):
    for _ in range(4):
        page.handwriting.add(written(STYLES[0], 1, 1)[0], 0)
    page.document.own_digits.note_change()
    page.tabs.setCurrentIndex(2)
    button = page.findChild(QPushButton, "draw-handwriting-tune")
    qtbot.waitUntil(lambda: page.reader is not None and not page.busy)
    with qtbot.waitSignal(page.document.tuning.ended, timeout=60_000):
        button.click()
        button.click()
    assert studio.current.weights == Initial()
    assert button.text() == "Fine-tune for my handwriting"


# --- the room


def test_every_canvas_and_field_has_a_name(page: DrawPage, draw, qtbot: QtBot):
    draw(FOUR)
    page.inside.open(Place(4, Unit(5, 7, 6)))
    for widget in page.findChildren(QWidget):
        paints = "paintEvent" in vars(type(widget)) and type(widget).__module__.startswith("cnnstudio.gui.digit_canvas")
        takes_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.objectName().startswith("draw-")
        if paints or takes_keys:
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name, (type(widget).__name__, widget.objectName())


def test_the_room_opens_in_the_window(main_window: MainWindow, qtbot: QtBot):
    main_window.open_room("draw")
    page = main_window.page("draw")
    assert isinstance(page, DrawPage)
    draw_on(page.pad, FOUR)
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 4
    names = {action.objectName() for action in page.room_actions()}
    assert {"action-draw-undo", "action-draw-save"} <= names


def test_a_picture_from_another_room(page: DrawPage, qtbot: QtBot, tmp_path: Path):
    page.open_state(digit_file(tmp_path))
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 3
    page.open_state(written(STYLES[0], 1, 1)[0])
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 0


def test_two_pages_do_not_disturb_each_other(studio: Studio, qtbot: QtBot):
    pages = [create_page(studio) for _ in range(2)]
    for page in pages:
        qtbot.addWidget(page)
        page.shut_down()


def test_a_run_of_this_window_is_followed_every_second(page: DrawPage, studio: Studio, qtbot: QtBot, draw, tmp_path):
    draw(SEVEN)
    convnet = CatalogueNetwork("convnet")
    studio.choose(convnet, RunWeights(tmp_path / "run", "latest"))
    settle(qtbot, page)
    assert not page.bars.shares.any(), "nobody reads before the run has weights"
    assert label(page, "draw-guess-first") == "No trained weights yet"
    assert label(page, "draw-guess-second") == "The run run has no weights yet. Choose other weights."
    shares = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        tensors = catalogue.build("convnet").state_dict()
        names = tuple("0123456789")
        for run in ("another run", "run"):
            live = LiveWeights(run_dir=tmp_path / run, network=convnet, class_names=names, tensors=tensors)
            studio.store.follow(live)
            settle(qtbot, page)
            shares.append(page.bars.shares.copy())
    assert not shares[0].any()
    assert np.array_equal(shares[1], shares[2]), "another run changes nothing"
    assert not np.allclose(shares[1], shares[3])


def test_weights_that_are_gone_leave_the_default(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, shown_errors, tmp_path: Path
):
    studio.choose(CatalogueNetwork("convnet"), WeightsFile(tmp_path / "gone.safetensors"))
    main_window.open_room("draw")
    page = main_window.page("draw")
    settle(qtbot, page)
    assert page.document.reads.standing.reads.network == DIGITNET
    assert len(shown_errors) == 1
    assert "gone.safetensors could not be read" in str(shown_errors[0])
    assert label(page, "draw-weights-about").startswith("Read by DigitNet: ")
    draw_on(page.pad, SEVEN)
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 7


def test_the_room_opens_where_not_even_the_shipped_weights_can_be_read(
    monkeypatch: pytest.MonkeyPatch, main_window: MainWindow, qtbot: QtBot, shown_errors: list[BaseException]
) -> None:
    def broken(*_names: object) -> None:
        raise WeightsError("The weights are damaged. Install the program again.")

    monkeypatch.setattr("cnnstudio.weights.loading.load", broken)
    main_window.open_room("draw")
    page = main_window.page("draw")
    assert isinstance(page, DrawPage), "the room stands, without a reader"
    settle(qtbot, page)
    assert page.reader is None
    assert [str(error) for error in shown_errors] == ["The weights are damaged. Install the program again."]
    assert page.controls.note.about.text() == ""
    draw_on(page.pad, ONE)
    settle(qtbot, page)
    main_window.studio.runsChanged.emit()
    main_window.studio.choose(CatalogueNetwork("lenet5"))
    settle(qtbot, page)
    assert page.prediction is None
    assert page.pad.drawing.visible, "the ink stays"

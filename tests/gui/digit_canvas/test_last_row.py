"""The last row: every percentage can be reckoned again from the printed logits, with calibration and without."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.gui.digit_canvas.last_row import LastRow
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.playground.prediction_bars import PredictionBars
from cnnstudio.gui.studio import Studio
from cnnstudio.networks import catalogue
from cnnstudio.prediction.calibration import Softmax
from cnnstudio.prediction.edited_prediction import EditedPrediction, Prediction
from cnnstudio.prediction.room_state import DrawState
from cnnstudio.workspace.current import Workspace
from tests.gui.copied import copied
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import FOUR, SEVEN
from tests.gui.digit_canvas.test_arithmetic_shown import point_at
from tests.gui.printed import assert_equal_where_it_says_so, reckon
from tests.weights.files import save_weights

NAMES = tuple("0123456789")


def percentages(row: LastRow) -> list[str]:
    return [line[-1] for line in row.table.lines[1:-1]]


def assert_can_be_reckoned(row: LastRow, probabilities: np.ndarray) -> None:
    """From the printed logits and the printed temperature alone, each percentage is what the bars have."""
    heads, *lines, last = row.table.lines
    divided = heads[2].startswith("/ ")
    temperature = float(heads[2].removeprefix("/ ")) if divided else 1.0
    logits = np.array([float(line[1].replace("−", "-")) for line in lines])
    shares = torch.softmax(torch.from_numpy(logits / temperature), 0).numpy()
    for line, share, probability in zip(lines, shares, probabilities, strict=True):
        assert line[-1] == f"{100 * float(probability):.2f} %"
        # A logit is printed with four figures.
        assert abs(float(line[-1].removesuffix(" %")) / 100 - share) < 3e-4
    power = reckon(heads[-2].replace("x", lines[int(np.argmax(logits))][-3]))
    assert 1.0 in power
    assert float(last[-2]) == pytest.approx(sum(reckon(line[-2]).high for line in lines), rel=1e-3)


def test_the_percentages_of_the_bars_can_be_reckoned_from_the_last_row(page: DrawPage, draw: Callable) -> None:
    draw(FOUR)
    row = page.inside.last_row
    assert row.isVisibleTo(page)
    assert page.prediction is not None
    assert page.prediction.temperature == page.reader.temperature != 1
    assert_can_be_reckoned(row, page.bars.shares)


def test_calibration_can_be_switched_off_and_everything_follows(
    page: DrawPage, draw: Callable, qtbot: QtBot, studio: Studio
) -> None:
    draw(SEVEN)
    before = page.bars.shares.copy()
    verdict, guess = page.prediction.verdict, page.guess.text
    page.findChild(QCheckBox, "draw-calibrated").click()
    settle(qtbot, page)
    assert not studio.calibrated
    logits = torch.from_numpy(page.prediction.logits)
    np.testing.assert_allclose(page.bars.shares, torch.softmax(logits, 0).numpy(), rtol=1e-4)
    assert page.bars.shares.max() < before.max()
    assert page.guess.text != guess
    assert f"{100 * page.bars.shares.max():.1f} %" in page.findChild(QLabel, "draw-guess-first").text()
    assert page.prediction.verdict is verdict
    assert_can_be_reckoned(page.inside.last_row, page.bars.shares)
    assert "/ 0." not in page.bars.accessibleDescription()
    page.findChild(QCheckBox, "draw-calibrated").click()
    settle(qtbot, page)
    np.testing.assert_array_equal(page.bars.shares, before)


def test_the_comparison_with_all_stages_follows_too(page: DrawPage, draw: Callable, qtbot: QtBot) -> None:
    draw(FOUR)
    page.findChild(QCheckBox, "draw-stage-pen").click()
    settle(qtbot, page)
    calibrated = page.findChild(QLabel, "draw-guess-beside").text()
    page.findChild(QCheckBox, "draw-calibrated").click()
    settle(qtbot, page)
    assert page.findChild(QLabel, "draw-guess-beside").text() != calibrated


def test_the_switch_is_part_of_the_rooms_state(page: DrawPage, draw: Callable, qtbot: QtBot, studio: Studio) -> None:
    draw(FOUR)
    page.findChild(QCheckBox, "draw-calibrated").click()
    settle(qtbot, page)
    kept = page.document.state()
    assert not kept.calibrated
    page.document.open_state(DrawState())
    settle(qtbot, page)
    assert studio.calibrated
    page.document.open_state(DrawState.from_json(kept.to_json()))
    settle(qtbot, page)
    assert not studio.calibrated
    assert not page.findChild(QCheckBox, "draw-calibrated").isChecked()
    assert page.prediction.temperature == 1


@pytest.fixture
def restarted(qapp: object) -> Iterator[Studio]:
    """A studio that the last time left uncalibrated; its Draw room is not opened yet."""
    studio = Studio(workspace=Workspace(states={"draw": DrawState(calibrated=False).to_json()}))
    yield studio
    studio.shut_down()
    studio.deleteLater()


def test_after_a_restart_other_rooms_follow_before_draw_is_opened(restarted: Studio) -> None:
    assert not restarted.calibrated
    assert restarted.documents.there("draw") is None
    assert not restarted.documents.get("draw").state().calibrated


def test_a_state_of_a_version_without_the_switch_opens_as_it_was(page: DrawPage) -> None:
    old = DrawState().to_json()
    del old["calibrated"]
    assert DrawState.from_json(old).calibrated


def test_weights_that_were_never_calibrated_say_so(
    page: DrawPage, draw: Callable, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "mine.safetensors"
    save_weights(file, catalogue.build("lenet5"), network="lenet5")
    page.open_weights(file)
    settle(qtbot, page)
    draw(FOUR)
    row = page.inside.last_row
    assert row.isVisibleTo(page)
    assert not row.calibrated.isVisibleTo(page)
    assert "never calibrated" in row.note.text()
    assert_can_be_reckoned(row, page.bars.shares)


def test_pointing_at_a_class_tells_its_arithmetic(page: DrawPage, draw: Callable, qtbot: QtBot) -> None:
    draw(FOUR)
    table = page.inside.last_row.table
    for digit in range(10):
        point_at(table, table.row_rect(digit).center().toPoint())
        title, _how, *equations = page.inside.arithmetic.text.splitlines()
        assert title == f"{digit} · {percentages(page.inside.last_row)[digit]}"
        assert len(equations) == 3
        for equation in equations:
            assert_true_of_itself(equation)
        assert float(page.bars.shares[digit]) in reckon(equations[-1].rpartition(" ")[2])


def test_the_table_can_be_walked_by_keyboard(page: DrawPage, draw: Callable, qtbot: QtBot) -> None:
    draw(FOUR)
    table = page.inside.last_row.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert table.pointed_class == 4
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.pointed_class == 5
    assert page.inside.arithmetic.text.startswith("5 · ")
    assert "logit" in table.accessibleDescription()
    assert table.accessibleName()


def assert_true_of_itself(equation: str) -> None:
    """Both sides agree as far as rounding goes, and "=" stands only where they are the same number."""
    left, sign, right = re.fullmatch(r"(.*) ([=≈]) (\S+)", equation).groups()
    value, shown = reckon(left), reckon(right)
    assert value.low <= shown.high, equation
    assert shown.low <= value.high, equation
    if sign == "=":
        assert_equal_where_it_says_so(equation)


@pytest.mark.parametrize(
    ("logits", "temperature"),
    [([2.0, 2.0], 0.5), ([1.5, 1.5, 1.5, 1.5], 1.0), ([-3.25, -4.125], 0.617), ([12345.678, 12340.0], 2.0)],
)
def test_a_rounded_step_is_marked_as_one(qtbot: QtBot, logits: list[float], temperature: float) -> None:
    row = LastRow()
    qtbot.addWidget(row)
    names = NAMES[: len(logits)]
    row.table.show_softmax(Softmax(np.array(logits, np.float32), temperature), names)
    for place in range(len(logits)):
        for piece in row.table.pieces(place)[2:]:
            assert_true_of_itself(piece.text)
    if logits == [2.0, 2.0]:
        assert [piece.text for piece in row.table.pieces(0)[2:]] == ["2 / 0.5 = 4", "e^(4 − 4) = 1", "1 / 2 = 0.5"]


def test_edited_predictions_without_calibration_are_softmax_of_the_same_logits(qtbot: QtBot) -> None:
    logits = np.array([1.0, 4.0, -2.0], np.float32)
    edited = EditedPrediction(Prediction(logits, 0.617), Prediction(logits, 0.617), ("0", "1", "2"))
    plain = edited.uncalibrated()
    np.testing.assert_allclose(plain.after.probabilities, torch.softmax(torch.from_numpy(logits), 0).numpy(), rtol=1e-6)
    assert plain.after.ranking == edited.after.ranking
    assert edited.after.probabilities.max() > plain.after.probabilities.max()
    bars = PredictionBars()
    qtbot.addWidget(bars)
    bars.show_prediction(edited)
    assert "softmax of the logits / 0.617" in bars.toolTip()
    bars.show_prediction(plain)
    assert bars.toolTip().endswith("softmax of the logits")


@pytest.mark.parametrize("temperature", [1.0, 0.617])
def test_the_steps_are_copied_in_full(qtbot: QtBot, temperature: float) -> None:
    row = LastRow()
    qtbot.addWidget(row)
    softmax = Softmax(np.linspace(-9, 30, 10, dtype=np.float32), temperature)
    row.table.show_softmax(softmax, NAMES)
    lines = copied(row, "draw-last-row")
    assert [line["Class"] for line in lines] == list(NAMES)
    logits = torch.tensor([float(line["Logit"]) for line in lines], dtype=torch.float64)
    shares = torch.softmax(logits / temperature, 0)
    assert [float(line["Probability (0 to 1)"]) for line in lines] == pytest.approx(shares.tolist(), rel=1e-5)
    assert (len(lines[0]) == 5) == (temperature != 1.0)

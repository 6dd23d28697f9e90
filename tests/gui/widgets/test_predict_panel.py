from collections.abc import Callable
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.gui.predict_first import Asked
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.predict_panel import PredictPanel
from cnnstudio.lessons.questions import OutputSize, ParameterCount, Question, Shown
from cnnstudio.messages import Message


def shown(question: Question) -> Callable[[], Shown]:
    return lambda: Shown(question.KIND, question.right(), question.sentence(), (question,))


SIZE = Asked("size", "Size", shown(OutputSize(28, 5)))
COUNT = Asked("count", "Parameters", shown(ParameterCount(3, 6, 5)))


@pytest.fixture
def panel(studio: Studio, qtbot: QtBot) -> PredictPanel:
    panel = PredictPanel(studio.predict, "panel")
    qtbot.addWidget(panel)
    panel.show_asked([SIZE, COUNT])
    assert panel.isHidden(), "nothing is hidden yet"
    studio.predict.set_on(True)
    asked(panel, qtbot)
    return panel


def asked(panel: PredictPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.question is not None, timeout=20_000)


def reply(panel: PredictPanel, text: str, qtbot: QtBot) -> None:
    panel.box.field.setText(text)
    qtbot.keyClick(panel.box.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.box.verdict.isHidden(), timeout=20_000)


def test_the_first_hidden_thing_is_asked(panel: PredictPanel) -> None:
    assert not panel.isHidden()
    assert [button.text() for button in panel.buttons()] == ["Size ?", "Parameters ?"]
    assert panel.buttons()[0].isChecked()
    assert panel.box.words.text().startswith("A row of 28 numbers")
    assert panel.buttons()[1].accessibleName() == "Parameters, to be predicted"


def test_a_right_prediction_ticks_its_button_and_the_next_gets_the_focus(
    panel: PredictPanel, studio: Studio, qtbot: QtBot
) -> None:
    panel.show()
    panel.activateWindow()
    panel.start()
    reply(panel, "24", qtbot)
    assert panel.box.verdict.text() == "24: right."
    assert not studio.predict.hides("size")
    assert panel.buttons()[0].text() == "Size ✓"
    assert panel.box.field.isHidden()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel.buttons()[1], timeout=20_000)
    qtbot.keyClick(panel.buttons()[1], Qt.Key.Key_Space)
    asked(panel, qtbot)
    assert panel.question is not None
    assert panel.question.kind == "parameter_count"
    assert not panel.box.field.isHidden()


def test_a_wrong_one_names_its_slip_and_can_be_played(panel: PredictPanel, studio: Studio, qtbot: QtBot) -> None:
    reply(panel, "23", qtbot)
    assert "first window was not counted" in panel.box.verdict.text()
    assert studio.predict.hides("size")
    with qtbot.waitSignal(panel.playWanted) as wanted:
        panel.box.play.click()
    question, place = wanted.args
    assert question.value == (Fraction(24),)
    assert place.cell == (0, 0, 23)


def test_a_result_can_be_shown_without_a_prediction(panel: PredictPanel, studio: Studio) -> None:
    panel.box.reveal.click()
    assert not studio.predict.hides("size")
    assert not panel.done.isHidden()


def test_the_same_is_asked_of_the_next_thing_that_is_looked_at(panel: PredictPanel, qtbot: QtBot) -> None:
    panel.buttons()[1].click()
    other = Asked("other count", "Parameters", shown(ParameterCount(4, 4, 3)))
    panel.show_asked([Asked("other size", "Size", SIZE.make), other])
    asked(panel, qtbot)
    assert panel.chosen == other


def test_nothing_is_asked_of_what_has_nothing(panel: PredictPanel) -> None:
    panel.show_asked([])
    assert panel.isHidden()


def test_questions_of_before_are_not_asked_any_more(panel: PredictPanel, studio: Studio, qtbot: QtBot) -> None:
    slow = Message("late")
    panel.show_asked([COUNT])
    studio.predict.made.emit(SIZE, Shown("output_size", (Fraction(1),), slow))
    asked(panel, qtbot)
    assert "late" not in panel.box.words.text()

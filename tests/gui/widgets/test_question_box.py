import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.errors import ConfigError
from cnnstudio.gui.widgets.question_box import QuestionBox, written
from cnnstudio.lessons import slips
from cnnstudio.lessons.questions import OutputCell, OutputSize, ShapeAfter
from cnnstudio.lessons.slips import Place


@pytest.fixture
def box(qtbot: QtBot) -> QuestionBox:
    box = QuestionBox("ask", reveals=True)
    qtbot.addWidget(box)
    box.show()
    box.show_question("How many?")
    return box


def test_return_replies_with_what_was_typed_and_nothing_with_nothing(box: QuestionBox, qtbot: QtBot) -> None:
    typed: list[str] = []
    box.replied.connect(typed.append)
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    qtbot.keyClicks(box.field, "3*3*64")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert typed == ["3*3*64"]


def test_a_slip_is_named_and_played_from_its_place(box: QuestionBox, qtbot: QtBot) -> None:
    verdict = slips.judge(OutputCell(1, 1, 0), str(slips.distinct(OutputCell(1, 1, 0))[0].value[0]))
    assert verdict.slip is not None
    box.show_verdict(verdict)
    assert box.verdict.text() == str(verdict.slip.sentence)
    with qtbot.waitSignal(box.playWanted) as wanted:
        qtbot.mouseClick(box.play, Qt.MouseButton.LeftButton)
    assert wanted.args == [verdict.slip.place]


def test_a_right_result_offers_nothing_to_play(box: QuestionBox) -> None:
    box.show_verdict(slips.judge(OutputSize(28, 5), "24"))
    assert box.verdict.text() == "24: right."
    assert box.play.isHidden()


def test_what_no_slip_gives_is_played_from_the_beginning(box: QuestionBox, qtbot: QtBot) -> None:
    box.show_verdict(slips.judge(OutputSize(28, 5), "1000"))
    assert "play it" in box.verdict.text()
    with qtbot.waitSignal(box.playWanted) as wanted:
        box.play.click()
    assert wanted.args == [Place()]


def test_what_cannot_be_played_is_not_offered(box: QuestionBox) -> None:
    box.show_question("How many?", can_play=False)
    box.show_verdict(slips.judge(OutputSize(28, 5), "1000"))
    assert box.play.isHidden()
    assert "play" not in box.verdict.text()


def test_what_is_no_number_is_said(box: QuestionBox) -> None:
    box.show_verdict(ConfigError("That is no number."))
    assert box.verdict.text() == "That is no number."


def test_another_question_begins_with_an_empty_field(box: QuestionBox) -> None:
    box.field.setText("3")
    box.show_verdict(slips.judge(OutputSize(28, 5), "3"))
    box.show_question("And now?")
    assert box.field.text() == ""
    assert box.verdict.isHidden()
    assert box.field.accessibleDescription() == "And now?"


def test_long_words_are_never_cut(box: QuestionBox, qtbot: QtBot) -> None:
    box.resize(240, 60)
    box.show_question("How many numbers come out? " * 12)
    qtbot.waitUntil(lambda: box.words.height() >= box.words.heightForWidth(box.words.width()))


def test_results_are_written_as_in_the_window() -> None:
    assert written(ShapeAfter("max_pool", 8, 28, 28, k=2, s=2).right()) == "8 × 14 × 14"

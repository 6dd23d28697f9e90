from fractions import Fraction

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.gui import settings
from cnnstudio.gui.predict_first import ON, Asked, PredictFirst
from cnnstudio.gui.studio import Studio
from cnnstudio.lessons import progress
from cnnstudio.lessons.questions import OutputSize, Shown
from cnnstudio.messages import Message


def question() -> Shown:
    return Shown("output_size", (Fraction(24),), Message("How many?"), (OutputSize(28, 5),))


@pytest.fixture
def predict(studio: Studio) -> PredictFirst:
    return studio.predict


def replied(predict: PredictFirst, text: str, qtbot: QtBot) -> object:
    with qtbot.waitSignal(predict.judged, timeout=20_000) as found:
        predict.reply("key", question(), text)
    qtbot.waitUntil(lambda: not predict.busy, timeout=20_000)
    return found.args[2]


def test_nothing_is_hidden_until_it_is_switched_on_and_that_is_remembered(predict: PredictFirst) -> None:
    assert not predict.on
    assert not predict.hides("key")
    predict.set_on(True)
    assert predict.hides("key")
    assert settings.get(ON)
    assert PredictFirst(predict).on


def test_what_is_shown_once_stays_shown_until_it_is_switched_on_anew(predict: PredictFirst, qtbot: QtBot) -> None:
    predict.set_on(True)
    with qtbot.waitSignal(predict.changed):
        predict.show("key")
    assert not predict.hides("key")
    assert predict.hides("another")
    predict.set_on(False)
    predict.set_on(True)
    assert predict.hides("key")


def test_a_wrong_prediction_stays_hidden_with_its_slip_and_a_right_one_is_shown(
    predict: PredictFirst, qtbot: QtBot
) -> None:
    predict.set_on(True)
    replied(predict, "23", qtbot)
    wrong = predict.wrong("key")
    assert wrong is not None
    assert wrong.slip is not None
    assert wrong.slip.name == "no_plus_one"
    assert predict.hides("key")
    replied(predict, "48/2", qtbot)
    assert not predict.hides("key")
    assert predict.wrong("key") is None


def test_replies_count_as_practice_of_their_kind(predict: PredictFirst, qtbot: QtBot) -> None:
    predict.set_on(True)
    for text in ("23", "24", "many"):
        replied(predict, text, qtbot)
    kept = progress.load()
    assert (kept.practice["output_size"].asked, kept.practice["output_size"].right) == (2, 1)
    assert kept.misses == {"no_plus_one": 1}


def test_a_question_is_made_away_from_the_window(predict: PredictFirst, qtbot: QtBot) -> None:
    asked = Asked("key", "Size", question)
    with qtbot.waitSignal(predict.made, timeout=20_000) as found:
        predict.ask(asked)
    assert found.args == [asked, question()]

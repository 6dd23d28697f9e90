import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cnnstudio.gui.workers import threads
from cnnstudio.gui.workers.latest_wins import LatestWins


class Slow:
    """A function whose calls are held until they are released."""

    def __init__(self) -> None:
        self.seen: list[object] = []
        self.gate = threading.Event()
        self.thread: int | None = None

    def __call__(self, payload: object) -> object:
        self.thread = threading.get_ident()
        self.seen.append(payload)
        self.gate.wait(600)
        if isinstance(payload, BaseException):
            raise payload
        return f"answer to {payload}"


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def requests(qapp: QObject, slow: Slow) -> Iterator[LatestWins]:
    requests = LatestWins(slow, name="test request")
    yield requests
    slow.gate.set()
    assert requests.shut_down()
    requests.deleteLater()


@pytest.fixture
def answers(requests: LatestWins) -> list[object]:
    answers: list[object] = []
    requests.result.connect(lambda value, tag: answers.append((value, tag)))
    requests.failed.connect(lambda error, tag: answers.append((error, tag)))
    return answers


def test_answers_from_another_thread(qtbot: QtBot, requests: LatestWins, slow: Slow, answers: list[object]) -> None:
    slow.gate.set()
    tag = requests.request("a")
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [("answer to a", tag)]
    assert slow.thread != threading.get_ident()
    assert not requests.busy


def test_a_slot_may_take_the_value_alone(qtbot: QtBot, requests: LatestWins, slow: Slow) -> None:
    values: list[object] = []
    requests.result.connect(lambda value: values.append(value))
    slow.gate.set()
    requests.request("a")
    qtbot.waitUntil(lambda: values == ["answer to a"])


def test_only_the_newest_of_those_that_wait_is_done(
    qtbot: QtBot, requests: LatestWins, slow: Slow, answers: list[object]
) -> None:
    tags = [requests.request(number) for number in range(100)]
    qtbot.waitUntil(lambda: slow.seen == [0])
    slow.gate.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert slow.seen == [0, 99]
    assert answers == [("answer to 0", tags[0]), ("answer to 99", tags[99])]


def test_errors_travel_and_the_next_request_is_served(
    qtbot: QtBot, requests: LatestWins, slow: Slow, answers: list[object]
) -> None:
    slow.gate.set()
    error = RuntimeError("shape")
    bad = requests.request(error)
    qtbot.waitUntil(lambda: len(answers) == 1)
    good = requests.request("b")
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == [(error, bad), ("answer to b", good)]


def test_what_was_cancelled_is_not_answered(
    qtbot: QtBot, requests: LatestWins, slow: Slow, answers: list[object]
) -> None:
    requests.request("a")
    requests.request("b")
    requests.cancel()
    tag = requests.request("c")
    slow.gate.set()
    qtbot.waitUntil(lambda: not requests.busy)
    assert answers == [("answer to c", tag)]
    assert "b" not in slow.seen


def test_shut_down_while_working(qtbot: QtBot, requests: LatestWins, slow: Slow, answers: list[object]) -> None:
    requests.request("a")
    requests.request("b")
    qtbot.waitUntil(lambda: slow.seen == ["a"])
    threading.Timer(0.05, slow.gate.set).start()
    assert requests.shut_down()
    assert not requests.busy
    qtbot.wait(20)
    assert slow.seen == ["a"]
    assert answers == []


@pytest.mark.parametrize("used", [True, False], ids=["used", "never used"])
def test_what_is_asked_after_the_end_starts_no_thread(
    qtbot: QtBot, requests: LatestWins, slow: Slow, answers: list[object], used: bool
) -> None:
    slow.gate.set()
    if used:
        requests.request("a")
        qtbot.waitUntil(lambda: len(answers) == 1)
    assert requests.shut_down()
    requests.request("late")
    assert not requests.busy
    qtbot.waitUntil(lambda: threads.stragglers() == [])
    assert "late" not in slow.seen


def test_one_that_hangs_is_given_up(qtbot: QtBot, requests: LatestWins, slow: Slow) -> None:
    requests.request("a")
    qtbot.waitUntil(lambda: bool(slow.seen))
    assert not requests.shut_down(100)
    assert threads.stragglers(), "it was not waited for"
    slow.gate.set()
    qtbot.waitUntil(lambda: threads.stragglers() == [])


def test_its_owner_may_be_destroyed(qtbot: QtBot, qapp: QObject, slow: Slow) -> None:
    owner = QObject()
    requests = LatestWins(slow, owner, name="orphan")
    requests.request("a")
    requests.request("b")
    qtbot.waitUntil(lambda: bool(slow.seen))
    owner.deleteLater()
    qtbot.wait(20)
    slow.gate.set()
    qtbot.waitUntil(lambda: threads.stragglers() == [])
    assert slow.seen == ["a"]

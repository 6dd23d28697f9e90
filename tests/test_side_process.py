"""Calls in a process beside this one: what comes back, and what becomes of those that do not come to an end."""

import os
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from cnnstudio import side_process
from cnnstudio.errors import ConfigError, NetworkInputError, StudioError
from cnnstudio.side_process import StoppedError, SupersededError
from tests.patience import wait_for


def place() -> int:
    return os.getpid()


def refuse() -> None:
    raise ConfigError("Choose another.", setting="network")


def break_down() -> None:
    raise ZeroDivisionError("nobody expected it")


def call(function: Callable[..., Any], *arguments: Any, key: object = "net", **options: Any) -> Any:
    return side_process.call(function, *arguments, key=key, title="Net in mine.py", **options)


class Asked:
    """A call on a thread of its own, and what came of it."""

    def __init__(self, function: Callable[..., Any], *arguments: Any, key: str = "net") -> None:
        self.error: StudioError | None = None
        self.value: Any = None
        self._key = key
        self._thread = threading.Thread(target=self._run, args=(function, arguments))
        self._thread.start()

    def _run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        try:
            self.value = call(function, *arguments, key=self._key)
        except StudioError as error:
            self.error = error

    def end(self) -> "Asked":
        self._thread.join(60)
        assert not self._thread.is_alive()
        return self


def is_running(key: str) -> bool:
    return any(asked.key == key and asked.process is not None for asked in side_process._calls)


def test_one_process_answers_all_calls_and_some_have_their_own() -> None:
    first = call(place)
    assert first != os.getpid()
    assert call(place, key="other") == first
    assert call(place, alone=True) not in (first, os.getpid())
    assert call(divmod, 17, 5) == (3, 2)


def test_what_it_raises_comes_here() -> None:
    with pytest.raises(ConfigError, match=r"Choose another\.") as caught:
        call(refuse)
    assert caught.value.setting == "network"
    with pytest.raises(RuntimeError, match="ZeroDivisionError: nobody expected it"):
        call(break_down)


@pytest.mark.parametrize("alone", [False, True])
def test_what_takes_too_long_or_ends_its_process_is_a_sentence(alone: bool) -> None:
    with pytest.raises(NetworkInputError, match=r"Net in mine\.py did not finish within 0\.2 seconds"):
        call(time.sleep, 600, seconds=0.2, alone=alone)
    with pytest.raises(NetworkInputError, match=r"Net in mine\.py ended its own process"):
        call(os._exit, 3, alone=alone)
    assert call(abs, -1) == 1


def test_a_process_that_has_gone_meanwhile_is_started_anew() -> None:
    before = call(place)
    assert side_process._kept is not None
    side_process._kept.kill()
    assert call(place) != before


def test_what_is_stopped_and_who_waits_for_the_same_end_and_others_have_their_turn() -> None:
    endless = Asked(time.sleep, 600, key="slow")
    wait_for(lambda: is_running("slow"))
    waiting = Asked(place, key="slow")
    other = Asked(place, key="quick")
    wait_for(lambda: len(side_process._calls) == 3)
    side_process.stop("slow")
    assert isinstance(endless.end().error, StoppedError)
    assert isinstance(waiting.end().error, StoppedError)
    assert other.end().value is not None
    assert call(abs, -2, key="slow") == 2, "it may be tried again"


def test_the_next_choice_ends_all_others_and_not_its_own() -> None:
    endless = Asked(time.sleep, 600, key="slow")
    wait_for(lambda: is_running("slow"))
    wanted = Asked(place, key="wanted")
    wait_for(lambda: len(side_process._calls) == 2)
    side_process.stop_others("wanted")
    assert isinstance(endless.end().error, SupersededError)
    assert wanted.end().value is not None


def test_at_the_end_nothing_is_waited_for() -> None:
    asked = [Asked(time.sleep, 600, key=str(number)) for number in range(3)]
    wait_for(lambda: len(side_process._calls) == 3)
    side_process.stop_all()
    assert all(isinstance(one.end().error, SupersededError) for one in asked)
    assert side_process._calls == []

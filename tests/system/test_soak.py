"""One round of the soak in a real window, and when it says that it has shown nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.errands import Errand
from tests.system import soak
from tests.system.monkey.watch import Sample

ROUND = Errand("-m", "tests.system", "soak", "--rounds", "1")


@pytest.mark.errand(ROUND)
def test_a_round_trains_keeps_a_digit_and_plays() -> None:
    done = ROUND.done()
    assert done.status == 0, done.output + done.errors
    told = json.loads(done.output.splitlines()[-1])
    assert told["steps_trained"] > 0
    assert told["digits_kept"] == 1
    assert told["times_played"] == 1
    assert told["events"] > 10


def _samples(*memory_mb: float) -> list[Sample]:
    """One a minute."""
    return [Sample(60 * (number + 1), mb, 100, 100, 100) for number, mb in enumerate(memory_mb)]


def test_growth_is_told_without_the_time_in_which_caches_fill() -> None:
    samples = _samples(100, 400, *(500 + 2 * number for number in range(8)))
    assert soak.mb_an_hour(samples, 600) == pytest.approx(120)
    assert soak.grown_too_much(samples, 600) == ""
    assert "memory_mb +600 an hour" in soak.grown_too_much(_samples(*(10.0 * number for number in range(10))), 600)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_samples_are_no_proof(count: int) -> None:
    samples = _samples(*[500.0] * count)
    assert soak.mb_an_hour(samples, 600) is None
    assert soak.grown_too_much(samples, 600).startswith("samples ")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> soak._Soak:
    """A soak of a minute, without its window."""
    monkeypatch.setattr(soak.child.Run, "__init__", lambda self, plan: setattr(self, "plan", plan))
    monkeypatch.setattr(soak._Soak, "_write_script", lambda *_: iter([{"do": "wait", "ms": 1}] * 3))
    plan: Any = type("Plan", (), {"seed": "1"})()
    return soak._Soak(plan, 60.0, rounds=1)


def _clock(monkeypatch: pytest.MonkeyPatch, *moments: float) -> None:
    told: Iterator[float] = iter(moments)
    monkeypatch.setattr(soak.time, "monotonic", lambda: next(told))


def test_the_time_begins_with_the_first_event(run: soak._Soak, monkeypatch: pytest.MonkeyPatch) -> None:
    _clock(monkeypatch, 10_000.0, 10_005.0, 10_061.0)
    assert run.event(0) == {"n": 0, "do": "wait", "ms": 1}
    assert run.event(1) == {"n": 1, "do": "wait", "ms": 1}
    assert run.event(2) is None


def test_a_script_that_has_come_to_its_end_ends_it(run: soak._Soak, monkeypatch: pytest.MonkeyPatch) -> None:
    _clock(monkeypatch, *[1.0] * 4)
    assert [run.event(number) is None for number in range(4)] == [False, False, False, True]


def test_a_soak_in_which_nothing_was_done_fails(run: soak._Soak) -> None:
    run.number = 0
    run.growth = soak.Growth()
    assert run.problem() == "events 0, steps_trained 0, digits_kept 0, times_played 0"

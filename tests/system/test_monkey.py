"""The monkey in its short form, and the parts of it that must not be wrong."""

import json
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.errands import Errand
from tests.system.monkey import command, watch
from tests.system.monkey.watch import HANG_S, Clock, Growth, Moment, Sample

Json = dict[str, Any]


SHORT = Errand("-m", "tests.system", "monkey", "--short")


@pytest.fixture(scope="module")
def short() -> Json:
    """What came of the short runs, in processes of their own."""
    done = SHORT.done()
    assert done.status == 0, done.output[-3000:] + done.errors[-3000:]
    told: Json = json.loads(done.output.splitlines()[-1])
    return told


@pytest.mark.errand(SHORT)
@pytest.mark.parametrize("name", ["first", "second"])
def test_the_window_survives_a_seed(short: Json, name: str) -> None:
    run = short[name]
    assert run["failures"] == []
    assert len(run["record"]) == run["events"] == command.SHORT
    hits = run["hits"]
    assert sum(count > 0 for count in hits["room"].values()) >= 4
    assert sum(hits["splitter"].values()) > 0
    assert len([kind for kind, count in hits["event"].items() if count]) >= 15


@pytest.mark.errand(SHORT)
def test_a_seed_chooses_the_same_events_again(short: Json) -> None:
    record = short["first"]["record"][: command.SHORT_AGAIN]
    again = short["again"]["record"]
    assert len(again) == command.SHORT_AGAIN
    # What a worker has done by then may differ, on a busy machine above all; one event that differs changes no other.
    assert sum(one == other for one, other in zip(record, again, strict=True)) >= 0.9 * len(again)


@pytest.mark.errand(SHORT)
def test_a_record_is_performed_again(short: Json) -> None:
    replayed = short["replayed"]
    assert replayed["record"] == short["first"]["record"][: command.SHORT_AGAIN]
    assert replayed["skipped"] <= 0.2 * command.SHORT_AGAIN
    assert replayed["failures"] == []


@pytest.mark.errand(SHORT)
def test_a_hidden_fault_is_found_and_all_that_is_found_was_hidden(short: Json) -> None:
    raised = [place for place, was in short["planted"]["planted"].items() if was]
    texts = [failure["text"] for failure in short["planted"]["failures"]]
    assert raised
    for place in raised:
        assert any(f"planted: {place}." in text for text in texts)
    assert [text for text in texts if "planted: " not in text] == []


class _Runner:
    """Fails when the events ``needed`` are there in their order."""

    def __init__(self, folder: Path, needed: Sequence[int]) -> None:
        self.folder, self.needed, self.runs = folder, list(needed), 0

    def run(self, _seed: str, events: int, *, replay: Sequence[Json]) -> tuple[command.Outcome, Path]:
        self.runs += 1
        numbers: Iterator[int] = iter([event["n"] for event in replay])
        fails = all(number in numbers for number in self.needed)
        failures = [{"where": "exception here", "kind": "exception", "event": 0, "text": ""}] if fails else []
        return command.Outcome(failures, events), self.folder / "nothing"


@pytest.mark.parametrize("needed", [[499], [7, 499], [3, 250, 251, 499]])
def test_shrinking_leaves_what_is_needed_alone(tmp_path: Path, needed: list[int]) -> None:
    runner = _Runner(tmp_path, needed)
    events = [{"n": number} for number in range(500)]
    rest = command.shrink(runner, "1", events, "exception here", patience_s=60)
    assert [event["n"] for event in rest] == needed
    assert runner.runs < 250


def test_shrinking_ends_in_time_with_what_fails(tmp_path: Path) -> None:
    events = [{"n": number} for number in range(50)]
    assert command.shrink(_Runner(tmp_path, [1]), "1", events, "exception here", patience_s=0) == events


def _grown(memory_mb: Sequence[float], widgets: Sequence[int]) -> Growth:
    pairs = enumerate(zip(memory_mb, widgets, strict=True))
    return Growth([Sample(100 * step, mb, count, 1000, 400_000) for step, (mb, count) in pairs])


def test_growth_over_the_last_half_is_told_and_a_plateau_is_not() -> None:
    steady = [700.0 + 3 * (step % 3) for step in range(20)]
    assert _grown([500 + 20 * step for step in range(10)] + steady[:10], [800] * 20).problem() == ""
    assert "memory_mb +" in _grown([500 + 30 * step for step in range(20)], [800] * 20).problem()
    leaking = _grown(steady, [800 + 40 * step for step in range(20)])
    assert "widgets +" in leaking.problem()
    assert leaking.last_half()["widgets"] == pytest.approx(40 * 9)


def test_one_large_sample_is_no_growth() -> None:
    steady = [700.0] * 20
    steady[15] = 2000.0
    assert _grown(steady, [800] * 20).problem() == ""


@pytest.mark.parametrize(
    ("computed_s", "waited_s", "ticks", "late_s"),
    [
        (0.1, 0.0, 100, 5.0),
        (0.1, 4.5, 100, 0.5),
        (2.0, 4.5, 100, 2.0),
        (0.0, 9.0, 100, 0.0),
        (0.0, 0.0, 1, 0.0),
        (4.0, 0.0, 1, 5.0),
    ],
    ids=["blocked", "others ran", "computing", "others had all", "all stood still", "computing, the watchdog kept out"],
)
def test_what_others_took_of_the_machine_is_no_hang(
    monkeypatch: pytest.MonkeyPatch, computed_s: float, waited_s: float, ticks: int, late_s: float
) -> None:
    """Five seconds on the wall: the GUI thread computed, threads waited for a processor, and the watchdog looked."""
    clock = Clock(threading.get_ident())
    if not clock.tells:
        pytest.skip("this kernel does not tell how long a thread waited")
    share = 0.0
    monkeypatch.setattr(watch, "_waited_s", lambda: 100.0 + share * waited_s)
    monkeypatch.setattr(watch.time, "monotonic", lambda: 1000.0 + share * 5.0)
    monkeypatch.setattr(watch.time, "process_time", lambda: 30.0 + share * computed_s)
    for tick in range(ticks):
        share = tick / ticks
        clock.tick()
    share = 1.0
    assert clock.between(Moment(1000.0, 7.0), Moment(1005.0, 7.0 + computed_s)) == pytest.approx(late_s, abs=1e-6)


def test_what_a_thread_had_waited_stays_counted_when_it_ends(tmp_path: Path) -> None:
    """Else its end would look like seconds in which the GUI thread did nothing: the end of every training."""

    def stand(**threads: float) -> float:
        shutil.rmtree(tmp_path / "task", ignore_errors=True)
        for name, waited_s in threads.items():
            (tmp_path / "task" / name).mkdir(parents=True)
            (tmp_path / "task" / name / "schedstat").write_text(f"9999 {round(waited_s * 1e9)} 7\n")
        return waits.seconds()

    waits = watch.Waits(tmp_path / "task")
    assert stand(gui=1.0, trains=0.5) == pytest.approx(1.5)
    assert stand(gui=1.1, trains=6.5) == pytest.approx(7.6)
    assert stand(gui=1.2) == pytest.approx(7.7)
    assert stand(gui=1.2, trains=0.2) == pytest.approx(7.9), "another thread with the old one's number"
    assert stand(gui=1.2, trains=0.3, other=2.0) == pytest.approx(10.0)


def test_the_end_of_a_thread_takes_nothing_away() -> None:
    if not Clock(threading.get_ident()).tells:
        pytest.skip("this kernel does not tell how long a thread waited")
    before = watch._waited_s()
    ended = threading.Thread(target=lambda: None)
    ended.start()
    ended.join()
    assert watch._waited_s() >= before


def test_without_the_kernel_computing_alone_is_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(threading.get_ident())
    monkeypatch.setattr(clock, "tells", False)
    assert clock.between(Moment(0.0, 0.0), Moment(60.0, 0.2)) == pytest.approx(0.2)
    assert clock.between(Moment(0.0, 0.0), Moment(60.0, 3.0)) > HANG_S


def test_what_was_hit_too_rarely_is_named() -> None:
    hits = {
        "room": {"draw": 30, "train": 3},
        "drop": {"text": 0},
        "action": {"action-window-quit": 1},
        "event": {"x": 1},
    }
    assert command.rare(hits) == ["room train (3)", "drop text (0)"]

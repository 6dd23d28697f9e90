import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cnnstudio.errors import StudioError
from tests.benchmarks import readings, session
from tests.benchmarks.load import Load, OtherLoadError, Watch
from tests.benchmarks.made_up import FIGURE, RATIO
from tests.benchmarks.readings import Figure
from tests.benchmarks.session import TRIES, Rule, Session

EXACT = Figure(what="accuracy", unit="%", timed=False)


class MadeUpWatch(Watch):
    """Says what it is told to say, stretch by stretch; then that nothing else ran."""

    def __init__(self, *cores: float, allows: bool = False) -> None:
        super().__init__(allows=allows)
        self.cores = list(cores)
        self.began = 0

    def begin(self) -> None:
        self.began += 1

    def end(self) -> Load:
        return Load(self.cores.pop(0) if self.cores else 0.0, 2.0, ("firefox",))


def one_a_stretch() -> Callable[[], float]:
    """A clock by which each round takes more than a stretch."""
    ticks = iter(range(10**6))
    return lambda: 2.0 * next(ticks)


def measured(watch: Watch, values: list[float], rule: Rule, warm_up: int = 0) -> tuple[Session, list[float]]:
    """A session that read these values, and those that are left."""
    taken = Session(watch, one_a_stretch())
    taken.measure({"paint": FIGURE}, lambda: {"paint": values.pop(0)}, rule=rule, warm_up=warm_up)
    return taken, values


def test_what_agrees_is_read_as_often_as_it_must() -> None:
    taken, left = measured(MadeUpWatch(), [1.0] * 20, Rule(5, 15, 0.03))
    assert taken.readings[0].singles == ((1.0,),) * 5
    assert len(left) == 15


def test_what_scatters_is_read_until_its_median_is_known_well_enough() -> None:
    taken, _ = measured(MadeUpWatch(), [1.0, 1.1] * 50, Rule(5, 100, 0.03))
    found = taken.readings[0].spread
    assert 5 < found.count < 100
    assert found.uncertainty <= 0.03
    # One round fewer was not enough.
    assert readings.spread_of(taken.readings[0].values[:-1]).uncertainty > 0.03


def test_what_scatters_for_ever_is_read_as_often_as_it_may_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    taken, _ = measured(MadeUpWatch(), [1.0, 9.0] * 10, Rule(5, 10, 0.03))
    assert taken.readings[0].spread.count == 10
    assert "of 10" in capsys.readouterr().out


def test_the_figure_that_scatters_most_decides_for_its_round() -> None:
    taken = Session(MadeUpWatch(), one_a_stretch())
    pairs = iter([(1.0, 2.0), (2.0, 2.0)] * 10)
    take = lambda: {"paint": 1.0, "epoch": next(pairs)}  # noqa: E731
    taken.measure({"paint": FIGURE, "epoch": RATIO}, take, rule=Rule(5, 12, 0.03))
    assert [reading.spread.count for reading in taken.readings] == [12, 12]


def test_what_warms_up_does_not_count() -> None:
    taken, _ = measured(MadeUpWatch(), [99.0, 98.0, *[1.0] * 5], Rule(5, 5), warm_up=2)
    assert taken.readings[0].values == (1.0,) * 5


def test_to_be_tried_out_everything_is_read_once() -> None:
    values = [1.0, 9.0]
    taken = Session(MadeUpWatch(), one_a_stretch(), once=True)
    taken.measure({"paint": FIGURE}, lambda: {"paint": values.pop(0)}, rule=Rule(5, 10), warm_up=3)
    assert taken.readings[0].values == (1.0,)


def test_quick_rounds_share_a_stretch() -> None:
    watch = MadeUpWatch()
    clock = iter(0.3 * tick for tick in range(1000))
    taken = Session(watch, lambda: next(clock))
    taken.measure({"paint": FIGURE}, lambda: {"paint": 1.0}, rule=Rule(8, 8))
    assert taken.readings[0].spread.count == 8
    assert watch.began == 2


def test_a_stretch_beside_load_is_thrown_away_and_taken_again() -> None:
    # The second and the third stretch are beside a browser.
    taken, _ = measured(MadeUpWatch(0, 0.7, 0.3), [1.0, 77.0, 88.0, 2.0, 3.0], Rule(3, 3))
    assert taken.readings[0].values == (1.0, 2.0, 3.0)
    assert taken.readings[0].beside_load == ""


def test_after_so_many_it_is_refused_with_a_sentence_that_names_the_load() -> None:
    values = [1.0] * 10
    taken = Session(MadeUpWatch(*[0.7] * 10), one_a_stretch())
    figures = {"paint": replace(FIGURE, of="X server"), "room": replace(FIGURE, what="first room")}
    taken.measure(figures, lambda: {"paint": values.pop(0), "room": 2.0}, rule=Rule(3, 3), warm_up=0)
    assert taken.readings == []
    assert len(values) == 10 - TRIES
    assert taken.refused[0].what == ("first paint: X server", "first room")
    assert "0.70 of a core (firefox)" in taken.refused[0].why


def test_a_machine_that_is_not_quiet_before_is_refused_too() -> None:
    class Never(MadeUpWatch):
        def begin(self) -> None:
            raise OtherLoadError("Not read: firefox.")

    taken, left = measured(Never(), [1.0], Rule(3, 3))
    assert (taken.readings, left) == ([], [1.0])
    assert taken.refused[0].why == "Not read: firefox."


def test_the_next_figures_are_read_though_one_was_refused() -> None:
    taken, _ = measured(MadeUpWatch(*[0.7] * TRIES), [1.0] * 10, Rule(3, 3))
    taken.measure({"epoch": RATIO}, lambda: {"epoch": (4.0, 1.0)}, rule=Rule(3, 3))
    assert [reading.figure for reading in taken.readings] == [RATIO]


def test_where_load_is_allowed_the_reading_says_so() -> None:
    taken, _ = measured(MadeUpWatch(0, 0.7, 0, allows=True), [1.0, 2.0, 3.0], Rule(3, 3))
    assert taken.readings[0].values == (1.0, 2.0, 3.0)
    assert taken.readings[0].beside_load == "beside 0.70 of a core (firefox)"


def test_readings_are_kept_in_six_digits() -> None:
    taken, _ = measured(MadeUpWatch(), [1.23456789, 1234567.8], Rule(2, 2))
    assert taken.readings[0].singles == ((1.23457,), (1234570.0,))


def test_a_round_must_read_what_was_promised() -> None:
    taken = Session(MadeUpWatch(), one_a_stretch())
    with pytest.raises(ValueError, match=r"\['pain'\], not \['paint'\]"):
        taken.measure({"paint": FIGURE}, lambda: {"pain": 1.0})


def test_what_does_not_depend_on_time_is_noted_whatever_runs_beside_it() -> None:
    taken = Session(MadeUpWatch(*[1.0] * 9))
    taken.note(EXACT, 99.1, 99.2)
    assert taken.readings[0].singles == ((99.1,), (99.2,))
    with pytest.raises(ValueError, match="measured in rounds"):
        taken.note(FIGURE, 1.0)
    with pytest.raises(ValueError, match="note it"):
        taken.measure({"a": EXACT}, lambda: {"a": 1.0})


def noting(figure: Figure, value: float) -> session.Measure:
    """A benchmark that notes this."""

    def measure(taken: Session, chosen: argparse.Namespace) -> None:
        taken.note(figure, value)

    return measure


def run(tmp_path: Path, measure: session.Measure, *arguments: str) -> tuple[int, readings.Report]:
    file = tmp_path / "readings.json"
    status = session.run("made_up", "Nothing at all.", measure, ["--json", str(file), *arguments])
    return status, readings.load(file)[-1]


@pytest.mark.parametrize(("accuracy", "status"), [(99.1, 0), (98.9, 1)])
def test_the_status_says_whether_a_goal_is_missed(tmp_path: Path, accuracy: float, status: int) -> None:
    figure = Figure(what="accuracy", unit="%", goal=readings.at_least(99), timed=False)
    got, report = run(tmp_path, noting(figure, accuracy))
    assert got == status
    assert report.readings[0].values == (accuracy,)
    assert report.machine.cores >= 1
    assert report.machine.cpu


@pytest.mark.parametrize("error", [StudioError("MNIST is not there."), TimeoutError("waited in vain")])
def test_what_was_read_before_it_broke_off_is_kept(
    tmp_path: Path, error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(taken: Session, chosen: argparse.Namespace) -> None:
        taken.note(EXACT, 99.0)
        raise error

    status, report = run(tmp_path, measure)
    assert status == 1
    assert report.readings[0].values == (99.0,)
    assert str(error) in report.failed
    assert ("Traceback" in capsys.readouterr().err) is not isinstance(error, StudioError)


def test_readings_of_other_benchmarks_stay_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "readings.json"
    session.run("one", "One.", noting(EXACT, 1.0), ["--json", str(file)])
    session.run("two", "Two.", noting(EXACT, 2.0), ["--json", str(file)])
    session.run("one", "One.", noting(EXACT, 3.0), ["--json", str(file)])
    found = {report.benchmark: report.readings[0].values for report in readings.load(file)}
    assert found == {"one": (3.0,), "two": (2.0,)}

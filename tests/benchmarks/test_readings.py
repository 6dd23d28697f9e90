import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from cnnstudio.errors import ConfigError, StorageError
from tests.benchmarks import readings
from tests.benchmarks.made_up import FIGURE, RATIO, plain, ratio, report
from tests.benchmarks.readings import Figure, Reading, Refused, at_least, at_most, spread_of


def test_a_ratio_is_that_of_each_round_not_of_the_medians() -> None:
    found = ratio((8, 1), (10, 5), (12, 4))
    assert found.values == (8, 2, 3)
    assert found.spread.median == 3
    assert found.side(0).median == 10
    assert found.side(1).median == 4
    assert found.missed


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        *((at_least(4), 4.0, True), (at_least(4), 3.99, False)),
        *((at_most(16), 16.0, True), (at_most(16), 16.1, False), (at_most(16), 3.0, True)),
    ],
)
def test_the_bound_itself_is_good_enough(goal: readings.Goal, value: float, met: bool) -> None:
    assert goal.is_met(value) is met
    assert plain(value, figure=replace(FIGURE, goal=goal)).missed is not met


def test_without_a_goal_nothing_is_missed() -> None:
    assert not plain(1e9, figure=replace(FIGURE, goal=None)).missed


def test_the_spread_is_the_quartiles_and_the_notch_of_the_median() -> None:
    spread = spread_of([1.0, 2.0, 3.0, 4.0, 5.0])
    assert (spread.count, spread.median, spread.lower, spread.upper) == (5, 3, 2, 4)
    assert spread.uncertainty == pytest.approx(1.57 * 2 / math.sqrt(5) / 3)
    assert spread_of([7.0]).uncertainty == math.inf
    assert spread_of([7.0, 7.0]).uncertainty == 0


@pytest.mark.parametrize(
    ("figure", "singles"),
    [(RATIO, ((1.0,),)), (FIGURE, ((1.0, 2.0),)), (FIGURE, ()), (RATIO, ((1.0, 0.0),)), (RATIO, ((1.0, 2.0), (1.0,)))],
)
def test_rounds_that_cannot_be_are_refused(figure: Figure, singles: tuple[tuple[float, ...], ...]) -> None:
    with pytest.raises(ValueError, match=figure.what):
        Reading(figure, singles)


def test_all_single_readings_come_back_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "readings.json"
    beside = replace(plain(0.1), beside_load="beside 1.0 cores (firefox)")
    reports = (
        report("first_paint", beside, refused=(Refused(("a", "b"), "Others ran."),)),
        report("training", ratio((20.1, 5.3), (20.4, 5.0)), failed="It broke off."),
    )
    readings.write(file, reports)
    assert readings.load(file) == reports
    stored = json.loads(file.read_text())["reports"][1]
    assert stored["readings"][0]["singles"] == [[20.1, 5.3], [20.4, 5.0]]
    assert stored["readings"][0]["found"]["sides"] == {"tutorial's way": 20.25, "engine": 5.15}
    assert stored["readings"][0]["found"]["missed"] is True
    assert stored["machine"]["cores"] == 2
    assert stored["date"].startswith("2026-11-29")


def test_single_readings_stand_on_one_line_and_texts_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "readings.json"
    figure = replace(RATIO, what="a list [1,  2]\nof lines")
    readings.write(file, [report("training", ratio((20.1, 5.3), (20.4, 5.0), figure=figure))])
    assert '"singles": [[20.1, 5.3], [20.4, 5.0]]' in file.read_text()
    assert readings.load(file)[0].readings[0].figure == figure


@pytest.mark.parametrize("key", ["median", "missed", "uncertainty"])
def test_a_figure_made_up_in_the_file_is_refused(tmp_path: Path, key: str) -> None:
    file = tmp_path / "readings.json"
    readings.write(file, [report("training", ratio((20.1, 5.3), (20.4, 5.0)))])
    data = json.loads(file.read_text())
    data["reports"][0]["readings"][0]["found"][key] = 5
    file.write_text(json.dumps(data))
    with pytest.raises(ConfigError, match="do not follow from its single readings"):
        readings.load(file)


@pytest.mark.parametrize("text", ["", "[]", '{"schema": 2, "reports": []}', '{"schema": 1, "reports": [], "x": 1}'])
def test_a_file_of_another_kind_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "readings.json"
    file.write_text(text)
    with pytest.raises(ConfigError, match=r"readings\.json"):
        readings.load(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be read"):
        readings.load(tmp_path / "none.json")


def test_a_report_is_good_when_all_was_read_and_met() -> None:
    assert report("a", plain(0.4)).is_good
    assert not report("a").is_good
    assert not report("a", plain(0.6)).is_good
    assert not report("a", plain(0.4), failed="It broke off.").is_good
    assert not report("a", plain(0.4), refused=(Refused(("b",), "Others ran."),)).is_good


def test_a_figure_read_twice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        report("a", plain(0.4), plain(0.5))


def test_new_reports_take_the_place_of_those_of_the_same_benchmark_alone() -> None:
    old = [report("a", plain(1)), report("c", plain(2))]
    new = [report("c", plain(3)), report("b", plain(4))]
    assert [(each.benchmark, each.readings[0].values[0]) for each in readings.renewed(old, new)] == [
        *(("a", 1), ("b", 4), ("c", 3))
    ]

from itertools import groupby, pairwise

import numpy as np
import pytest

from cnnstudio.datasets.builtin import STYLES, Style
from cnnstudio.prediction.training_sets.glyphs import HABITS, NO_DIGITS
from cnnstudio.prediction.training_sets.lookalikes import KEPT_BACK, LOOKALIKES

ALL = (*LOOKALIKES, *KEPT_BACK)


def habit(name: str) -> list[Style]:
    """Its styles, from the beginning to the utmost."""
    found = sorted((style for style in ALL if style.name.rpartition("-")[0] == name), key=lambda style: style.name)
    assert len(found) == 4, name
    return found


def points(style: Style, stroke: int = 0) -> np.ndarray:
    """The control points (P, 2) of a stroke."""
    return np.array([point[:2] for point in style.strokes[stroke]])


def of_digit(digit: int, *parts: str) -> list[str]:
    names = {style.name.rpartition("-")[0] for style in ALL if style.digit == digit}
    return sorted(name for name in names if any(part in name for part in parts))


@pytest.mark.parametrize("name", of_digit(1, "one-long-flag"))
def test_a_long_flag_rises_and_is_longer_at_the_utmost(name: str) -> None:
    reaches = []
    for style in habit(name):
        tip = points(style)[:, 1].argmin()
        start, top = points(style)[0], points(style)[tip]
        # A seven's top is level: rising by two thirds of its width at the least, this is none.
        assert start[1] - top[1] > 0.66 * (top[0] - start[0]), style.name
        reaches.append(float(np.linalg.norm(start - top)))
    assert reaches == sorted(reaches)
    assert reaches[-1] > 0.5, "half as long as the stem"
    assert ("foot" in name) == (len(habit(name)[0].strokes) == 2)


@pytest.mark.parametrize("name", of_digit(1, "turned-up"))
def test_a_one_turns_up_at_the_foot(name: str) -> None:
    rises = []
    for style in habit(name):
        path = points(style)
        lowest = path[:, 1].argmax()
        end = path[-1]
        assert end[0] > path[lowest, 0], "to the right"
        rises.append(path[lowest, 1] - end[1])
    assert rises == sorted(rises)
    assert 0 < rises[0] < 0.1
    assert rises[-1] > 0.18


@pytest.mark.parametrize("name", of_digit(9, "nine-tail"))
def test_a_nine_s_tail_comes_far_to_the_left(name: str) -> None:
    for style in habit(name):
        path = points(style)
        assert path[-1, 1] > 0.6, "below the head"
        assert path[-3:, 0].min() < path[:, 0].max() - 0.4
    assert points(habit(name)[-1])[-3:, 0].min() < points(habit(name)[0])[-3:, 0].min()


def test_a_curled_tail_turns_up_again() -> None:
    for name in ("nine-tail-curled", "nine-tail-curled-loose"):
        path = points(habit(name)[-1])
        assert path[-1, 1] < path[:, 1].max() - 0.15


@pytest.mark.parametrize("name", of_digit(4, "four-open"))
def test_an_open_four_does_not_close_at_the_top(name: str) -> None:
    for style in habit(name):
        if len(style.strokes) == 2:
            gap = points(style, 1)[0, 0] - points(style, 0)[0, 0]
        else:
            path = points(style)
            gap = path[path[:, 1].argsort()[:3], 0].max() - path[0, 0]
        assert gap > 0.3, style.name


@pytest.mark.parametrize("name", of_digit(6, "six-open"))
def test_an_open_six_s_loop_ends_before_its_back_and_climbs(name: str) -> None:
    tops = []
    for style in habit(name):
        path = points(style)
        back = np.interp(path[-1, 1], path[:3, 1], path[:3, 0])
        assert path[-1, 0] > back + 0.1, style.name
        tops.append(path[5:, 1].min())
    assert tops == sorted(tops, reverse=True)
    assert tops[-1] < 0.5, "above the middle"


@pytest.mark.parametrize("name", [name for name in of_digit(0, "zero-bar") if "one-stroke" not in name])
def test_a_zero_s_bar_is_level_and_grows_beyond_the_ring(name: str) -> None:
    for style in habit(name):
        bar = points(style, 1)
        assert np.ptp(bar[:, 1]) < 0.25 * np.ptp(bar[:, 0]), style.name
    ring, first, last = points(habit(name)[0]), points(habit(name)[0], 1), points(habit(name)[-1], 1)
    assert np.ptp(first[:, 0]) < np.ptp(ring[:, 0])
    assert np.ptp(last[:, 0]) > 0.85 * np.ptp(ring[:, 0])


@pytest.mark.parametrize("name", of_digit(7, "foot"))
def test_a_seven_s_foot_lies_on_the_line_and_its_top_is_level(name: str) -> None:
    for style in habit(name):
        top = points(style)
        corner = top[:4, 0].argmax()
        assert np.ptp(top[1 : corner + 1, 1]) < 0.05, style.name
        foot = points(style, len(style.strokes) - 1)[-2:]
        assert foot[:, 1].min() > 0.85, style.name


@pytest.mark.parametrize("name", ["five-top-loose", "five-top-gap"])
def test_a_five_s_loose_top_leaves_its_neck(name: str) -> None:
    distances = []
    for style in habit(name):
        neck, bar = points(style, 0)[0], points(style, 1)
        along = np.linspace(0, 1, 50)[:, None]
        line = np.concatenate([a + (b - a) * along for a, b in pairwise(bar)])
        distances.append(float(np.linalg.norm(line - neck, axis=1).min()))
    assert distances == sorted(distances)
    assert distances[-1] > 0.13, "a gap that is wider than a pen"


# Not among the kinds of mistakes that were named, but of the same kind.


@pytest.mark.parametrize("name", of_digit(8, "eight-rings"))
def test_eights_of_two_rings_come_close_or_overlap(name: str) -> None:
    for style in habit(name):
        upper, lower = points(style, 0), points(style, 1)
        for ring in (upper, lower):
            assert np.array_equal(ring[0], ring[-1]), "closed"
        assert abs(lower[:, 1].min() - upper[:, 1].max()) < 0.2


def test_crossed_sevens_differ_in_where_and_how_far_they_are_crossed() -> None:
    bars = [points(style, 1) for style in (*habit("seven-bar-short"), *habit("seven-bar-high"))]
    assert all(0.25 < bar[:, 1].mean() < 0.6 for bar in bars)
    assert min(np.ptp(bar[:, 0]) for bar in bars) < 0.25 < 0.5 < max(np.ptp(bar[:, 0]) for bar in bars)


def test_nines_have_open_unmet_and_angular_heads_and_stems_of_every_lean() -> None:
    first, last = (points(style) for style in (habit("nine-head-open")[0], habit("nine-head-open")[-1]))
    assert np.linalg.norm(first[0] - first[5]) < np.linalg.norm(last[0] - last[5])
    for style in habit("nine-head-unmet"):
        assert points(style, 1)[:, 0].min() > points(style, 0)[-1, 0]
    assert points(habit("nine-stem-leaning")[-1])[-1, 0] < 0.1 < points(habit("nine-turned-right")[-1])[-1, 0]


# --- the whole table


def test_every_habit_goes_from_its_beginning_to_its_utmost_in_equal_steps() -> None:
    names = list(dict.fromkeys(style.name.rpartition("-")[0] for style in ALL))
    assert len(names) > 80
    for name in names:
        steps = habit(name)
        moved = [np.concatenate([points(style, stroke) for stroke in range(len(style.strokes))]) for style in steps]
        assert np.ptp(moved[0] - moved[-1]) > 0, name
        assert np.allclose(moved[1] - moved[0], moved[3] - moved[2], atol=1e-5), name
        assert len({style.digit for style in steps}) == 1


def test_kept_back_habits_are_of_every_digit_and_learnt_nowhere() -> None:
    assert {style.digit for style in KEPT_BACK} == set(range(10)) == {style.digit for style in LOOKALIKES}
    learnt = {style.strokes for style in (*STYLES, *HABITS, *LOOKALIKES, *NO_DIGITS)}
    assert not [style.name for style in KEPT_BACK if style.strokes in learnt]
    names = [style.name for style in (*STYLES, *HABITS, *ALL, *NO_DIGITS)]
    assert len(set(names)) == len(names)


def test_every_style_is_drawn_by_its_digit_s_weight() -> None:
    for _, styles in groupby(ALL, key=lambda style: style.name.rpartition("-")[0]):
        assert len({style.weight for style in styles}) == 1
    assert all(style.weight > 0 for style in ALL)

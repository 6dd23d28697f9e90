from dataclasses import fields, replace

import numpy as np
import pytest

from cnnstudio.datasets.builtin import STYLES, Variation, paths_of
from cnnstudio.datasets.builtin.variation import POINTS

STILL = Variation(**{field.name: 0.0 for field in fields(Variation) if field.name != "width_mean"})


def style(name: str):
    return next(style for style in STYLES if style.name == name)


def test_without_variation_the_pen_passes_the_control_points() -> None:
    seven = style("seven-bar")
    paths = paths_of(seven, 3, 1, STILL)
    np.testing.assert_allclose(paths.points[0], paths.points[2], atol=1e-6)
    for stroke in seven.strokes:
        for x, y, _ in stroke:
            nearest = np.linalg.norm(paths.points[0] - [x - 0.33, y - 0.5], axis=1).min()
            assert nearest < 0.03
    np.testing.assert_allclose(paths.widths, STILL.width_mean, rtol=1e-5)


def test_pen_is_lifted_once_between_two_strokes() -> None:
    assert (~paths_of(style("seven-bar"), 4, 1).pen_down).sum(axis=1).tolist() == [1] * 4
    assert paths_of(style("seven-plain"), 4, 1).pen_down.all()


def test_steps_are_even() -> None:
    for each in STYLES:
        paths = paths_of(each, 1, 1, STILL)
        steps = np.linalg.norm(np.diff(paths.points[0], axis=0), axis=1)[paths.pen_down[0]]
        assert len(paths.points[0]) == POINTS
        assert steps.max() < 0.12, each.name


@pytest.mark.parametrize(
    "name",
    [
        "jitter",
        "sway",
        "ending",
        "stroke_shift",
        "stroke_scale",
        "curvature",
        "slant",
        "aspect",
        "rotation",
        "perspective",
        "balance",
        "wave",
    ],
)
def test_each_kind_of_variation_moves_the_pen(name: str) -> None:
    moved = paths_of(style("five-two-strokes"), 5, 1, replace(STILL, **{name: 0.2}))
    assert np.ptp(moved.points, axis=0).max() > 1e-3


def test_neat_hands_stray_less() -> None:
    wild = replace(STILL, sway=0.1)
    five = style("five-two-strokes")
    spread = [np.std(paths_of(five, 200, 1, replace(wild, neatness=n)).points, axis=0).mean() for n in (0, 0.5, 1)]
    assert spread[0] > 1.1 * spread[1] > 1.1 * 1.1 * spread[2]


@pytest.mark.parametrize("name", ["pressure", "width"])
def test_pen_widths_vary(name: str) -> None:
    drawn = paths_of(style("one-plain"), 3, 1, Variation(**{name: 0.3}))
    assert np.abs(drawn.widths[0] - drawn.widths[1]).max() > 1e-3

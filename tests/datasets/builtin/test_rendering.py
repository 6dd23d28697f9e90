from pathlib import Path

import numpy as np
import pytest

from cnnstudio.datasets import idx
from cnnstudio.datasets.builtin import STYLES, Style, draw, paths_of
from cnnstudio.datasets.builtin.rendering import render
from cnnstudio.datasets.builtin.variation import Paths


def straight(x0: float, y0: float, x1: float, y1: float, width: float) -> Paths:
    points = np.linspace([x0, y0], [x1, y1], 40, dtype=np.float32)[None]
    return Paths(points, np.ones((1, 39), bool), np.full((1, 40), width, np.float32))


def test_a_plain_bar_has_exact_ink() -> None:
    """A bar 20 pixels high and 2 wide, round ends: its area, up to the antialiasing of the ends."""
    picture = render(straight(0, 0, 0, 0.9, 0.1))[0] / 255
    assert picture.sum() == pytest.approx(18 * 2 + np.pi, rel=0.02)
    assert np.flatnonzero(picture.any(axis=1)).tolist() == list(range(4, 24))
    assert np.flatnonzero(picture.any(axis=0)).tolist() == [13, 14]


def test_lifted_pen_draws_nothing() -> None:
    paths = straight(0, 0, 0, 1, 0.1)
    pen_down = paths.pen_down.copy()
    pen_down[:, 15:25] = False
    picture = render(Paths(paths.points, pen_down, paths.widths))[0]
    assert picture[:11].any()
    assert picture[17:].any()
    assert not picture[13:15].any()


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_style_is_normalised_like_mnist(style: Style) -> None:
    pictures = render(paths_of(style, 50, 3)).astype(float)
    inked = pictures > 0
    rows, columns = inked.any(axis=2), inked.any(axis=1)
    height = 28 - rows.argmax(axis=1) - rows[:, ::-1].argmax(axis=1)
    width = 28 - columns.argmax(axis=1) - columns[:, ::-1].argmax(axis=1)
    longest = np.maximum(height, width)
    assert (longest <= 20).all()
    assert (longest >= 19).all()  # a light end of a stroke may leave its last pixel white
    grid = np.arange(28) + 0.5
    mass = pictures.sum(axis=(1, 2))
    assert np.abs(pictures.sum(axis=1) @ grid / mass - 14).max() <= 0.51
    assert np.abs(pictures.sum(axis=2) @ grid / mass - 14).max() <= 0.51


def test_grey_levels_are_like_mnists(mnist_dir: Path) -> None:
    """Mean ink, its spread between pictures, and the share of soft edges."""
    real = idx.read_images(mnist_dir / "t10k-images-idx3-ubyte.gz") / 255
    drawn = draw(2000, 5)[0] / 255
    assert drawn.mean() == pytest.approx(real.mean(), rel=0.1)
    assert drawn.mean(axis=(1, 2)).std() == pytest.approx(real.mean(axis=(1, 2)).std(), rel=0.25)

    def soft(pictures: np.ndarray) -> float:
        return float(((pictures > 0.1) & (pictures < 0.9)).sum() / (pictures > 0.1).sum())

    assert soft(drawn) == pytest.approx(soft(real), rel=0.15)

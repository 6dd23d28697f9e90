import numpy as np
import pytest

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.map_images import image_of, levels_of


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_signed_numbers_are_symmetric_about_zero(mode, qapp):
    theme.manager().set_mode(mode)
    numbers = np.array([[[-2, -1, 0, 1]]], np.float32)
    levels = levels_of(numbers)
    assert levels.signed
    image = image_of(levels)
    tokens = theme.tokens()
    colors = [image.pixelColor(x, 0) for x in range(4)]
    for color, wanted in zip(colors, (-1, -0.5, 0, 0.5), strict=True):
        expected = tokens.signed_color(wanted)
        assert abs(color.red() - expected.red()) <= 3
        assert abs(color.blue() - expected.blue()) <= 3


def test_positive_numbers_are_grey(qapp):
    image = image_of(levels_of(np.array([[[0, 1, 2, 4, 4]]], np.float32)))
    assert [image.pixelColor(x, 0).red() for x in range(5)] == [0, 63, 127, 255, 255]


def test_vectors_and_nothing(qapp):
    levels = levels_of(np.zeros(7, np.float32))
    assert levels.levels.shape == (7, 1, 1)
    assert not image_of(levels).isNull()


@pytest.mark.parametrize("signed", [None, True, False])
def test_what_is_not_finite_is_as_zero(qapp, signed: bool | None) -> None:
    """The maps of a network that went astray."""
    numbers = np.array([[[np.nan, -np.inf, 0.0, 2.0]], [[np.inf, -1.0, 1.0, 0.5]]], np.float32)
    levels = levels_of(numbers, signed=signed)
    assert (levels.low, levels.high) == (-1.0, 2.0)
    zero = levels.levels[0, 0, 2]
    assert levels.levels[0, 0, 0] == zero
    assert levels.levels[0, 0, 1] == zero
    assert not image_of(levels).isNull()
    assert levels_of(np.full((2, 3), np.nan, np.float32)).levels.shape == (6, 1, 1)


def test_one_scale_for_all_maps_or_one_of_another_peak(qapp) -> None:
    numbers = np.array([[[0.0, 1.0]], [[0.0, 4.0]]], np.float32)
    both = levels_of(numbers)
    assert both.levels.ravel().tolist() == [0, 63, 0, 255]
    assert both.only(1).levels.ravel().tolist() == [0, 255]
    assert levels_of(numbers, 2.0).levels.ravel().tolist() == [0, 127, 0, 255]
    assert levels_of(numbers, 4.0, signed=True, strength=0.5).levels.ravel().tolist() == [128, 143, 128, 191]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scale", [1e-45, 1e-40, 1e-38, 1e-20, 1.0, 1e20, 3e38])
@pytest.mark.parametrize("signed", [True, False])
def test_a_picture_does_not_depend_on_how_large_its_numbers_are(qapp, scale: float, signed: bool) -> None:
    """A network that starves gives numbers below the least normal one."""
    numbers = np.array([[[1, 0, -1 if signed else 1]]], np.float32) * np.float32(scale)
    assert levels_of(numbers).levels.tolist() == ([[[255, 128, 0]]] if signed else [[[255, 0, 255]]])
    assert levels_of(numbers).signed is signed


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("peak", [1e-45, 1e-300, 1e-3])
def test_what_is_far_beyond_the_peak_has_the_strongest_colour(qapp, peak: float) -> None:
    levels = levels_of(np.array([[[3e38, 0, -3e38]]], np.float32), peak)
    # A peak that no number can be told from zero by shows nothing.
    assert levels.levels.tolist() == ([[[255, 128, 0]]] if peak > 1e-46 else [[[128, 128, 128]]])

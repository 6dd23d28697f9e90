import numpy as np
import pytest

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.map_images import image_of, levels_of


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

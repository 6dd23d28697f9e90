"""The built-in digits: a data set the program draws itself, without any download."""

from cnnstudio.datasets.builtin.cache import TEST_SIZE, TRAIN_SIZE, arrays, test_arrays
from cnnstudio.datasets.builtin.drawing import draw, paths_of
from cnnstudio.datasets.builtin.glyphs import STYLES, Style
from cnnstudio.datasets.builtin.variation import Variation

__all__ = [
    "STYLES",
    "TEST_SIZE",
    "TRAIN_SIZE",
    "Style",
    "Variation",
    "arrays",
    "draw",
    "paths_of",
    "test_arrays",
]

from pathlib import Path

import numpy as np
import pytest

from cnnstudio import datasets
from cnnstudio.prediction.training_sets.distorted import distorted


@pytest.fixture(scope="module")
def digits(mnist_dir: Path) -> np.ndarray:
    return datasets.load(mnist_dir).train_images[:60].numpy()


def test_the_same_seed_bends_alike(digits: np.ndarray) -> None:
    made = distorted(digits, 3)
    assert made.shape == digits.shape
    assert made.dtype == np.uint8
    assert np.array_equal(made, distorted(digits, 3))
    assert not np.array_equal(made, distorted(digits, 4))


def test_every_digit_is_another_picture_normalised_as_mnist(digits: np.ndarray) -> None:
    for before, after in zip(digits, distorted(digits, 3), strict=True):
        assert not np.array_equal(before, after)
        rows, columns = np.nonzero(after)
        assert 19 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 20
        assert after.max() == 255


def test_pens_become_thinner_and_thicker(digits: np.ndarray) -> None:
    ink = distorted(digits, 3).sum(axis=(1, 2)) / digits.sum(axis=(1, 2))
    assert ink.min() < 0.9
    assert ink.max() > 1.5


def test_a_hair_line_is_never_thinned_away() -> None:
    line = np.zeros((24, 28, 28), np.uint8)
    line[:, 5:23, 14] = 255
    assert distorted(line, 1).any(axis=(1, 2)).all()

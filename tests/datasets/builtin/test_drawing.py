from pathlib import Path

import numpy as np
import pytest

from cnnstudio.datasets import idx
from cnnstudio.datasets.builtin import STYLES, draw
from cnnstudio.datasets.builtin.drawing import drawing


def test_is_a_pure_function_of_seed() -> None:
    images, labels = draw(200, 7)
    again, labels_again = draw(200, 7)
    np.testing.assert_array_equal(images, again)
    np.testing.assert_array_equal(labels, labels_again)
    other, _ = draw(200, 8)
    assert (other != images).any(axis=(1, 2)).all()


def test_digits_are_balanced_and_mixed() -> None:
    images, labels = draw(500, 1)
    assert images.shape == (500, 28, 28)
    assert images.dtype == labels.dtype == np.uint8
    assert np.bincount(labels).tolist() == [50] * 10
    assert len(set(labels[:30].tolist())) > 5


def test_styles_can_be_chosen() -> None:
    chosen = [style for style in STYLES if style.name in ("zero-slashed", "seven-bar")]
    _, labels = draw(100, 1, chosen)
    assert np.bincount(labels, minlength=10).tolist() == [50, 0, 0, 0, 0, 0, 0, 50, 0, 0]


@pytest.mark.parametrize("count", [1, 7, 123])
def test_any_count(count: int) -> None:
    images, labels = draw(count, 1)
    assert len(images) == len(labels) == count
    assert (images.max(axis=(1, 2)) > 200).all()


def test_drawing_grows_and_ends_with_the_whole() -> None:
    parts = [len(images) for images, _ in drawing(300, 1)]
    assert parts == sorted(parts)
    assert parts[-1] == 300
    assert len(parts) == len(STYLES) + 1


def test_a_linear_reader_taught_by_it_reads_real_digits(mnist_dir: Path) -> None:
    """The set's purpose, at the smallest price: ridge regression on raw pixels, scored on real handwriting.

    It gets 75 %; as many pictures of MNIST itself teach it 84 %. Networks do far better with either.
    """
    images, labels = draw(4000, 1)
    real = idx.read_images(mnist_dir / "t10k-images-idx3-ubyte.gz")
    truth = idx.read_labels(mnist_dir / "t10k-labels-idx1-ubyte.gz")

    def pixels(pictures: np.ndarray) -> np.ndarray:
        return np.pad(pictures.reshape(len(pictures), -1) / 255, ((0, 0), (0, 1)), constant_values=1)

    known = pixels(images)
    weights = np.linalg.solve(known.T @ known + 100 * np.eye(785), known.T @ np.eye(10)[labels])
    assert ((pixels(real) @ weights).argmax(axis=1) == truth).mean() > 0.72

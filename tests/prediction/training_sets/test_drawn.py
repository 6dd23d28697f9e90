import numpy as np

from cnnstudio.datasets.builtin import STYLES
from cnnstudio.prediction.training_sets import drawn
from cnnstudio.prediction.training_sets.glyphs import HABITS, NO_DIGITS, UNSEEN


def test_digits_are_balanced_and_repeatable():
    pictures, labels = drawn.digits(203, 5)
    again, labels_again = drawn.digits(203, 5)
    assert np.array_equal(pictures, again)
    assert np.array_equal(labels, labels_again)
    assert pictures.shape == (203, 28, 28)
    counts = np.bincount(labels, minlength=10)
    assert counts.max() - counts.min() <= 1
    assert not np.array_equal(drawn.digits(203, 6)[0], pictures)


def test_digits_are_normalised_as_mnist():
    pictures, _ = drawn.digits(60, 1)
    for picture in pictures:
        rows, columns = np.nonzero(picture)
        assert 19 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 20
        assert picture.max() == 255


def test_no_digits_are_many_kinds():
    pictures = drawn.no_digits(120, 3)
    assert pictures.shape == (120, 28, 28)
    assert np.array_equal(pictures, drawn.no_digits(120, 3))
    assert pictures.any(axis=(1, 2)).all()


def test_signs_are_of_the_kinds_asked_for():
    pictures = drawn.signs(7, 3, UNSEEN[:2])
    assert pictures.shape == (7, 28, 28)
    assert np.array_equal(pictures, drawn.signs(7, 3, UNSEEN[:2]))
    assert not np.array_equal(pictures, drawn.signs(7, 3, UNSEEN[2:4]))


def test_unseen_signs_are_unseen_and_names_are_unique():
    names = [style.name for style in (*STYLES, *HABITS, *NO_DIGITS, *UNSEEN)]
    assert len(names) == len(set(names))
    assert all(style.digit in range(10) for style in HABITS)
    assert all(style.digit == -1 for style in (*NO_DIGITS, *UNSEEN))

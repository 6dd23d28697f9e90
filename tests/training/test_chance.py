import math

import numpy as np
import pytest

from cnnstudio.training import chance


def test_guessing_gives_the_logarithm_of_the_classes_and_one_of_them() -> None:
    assert chance.loss(10) == pytest.approx(2.302585)
    assert chance.accuracy(10) == 0.1
    even = np.full(62, 1 / 62)
    assert chance.loss(62) == pytest.approx(-math.log(even[7]))


@pytest.mark.parametrize(
    ("accuracy", "classes", "guessed"),
    [(0.0958, 10, True), (0.1135, 10, True), (0.2, 10, False), (0.5, 2, True), (0.9, 2, False), (1.0, 1, False)],
)
def test_an_accuracy_is_held_against_guessing(accuracy: float, classes: int, guessed: bool) -> None:
    assert chance.is_chance(accuracy, classes) is guessed


def curve(losses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(1.0, len(losses) + 1), losses


def test_a_loss_that_stays_near_chance_stands_still() -> None:
    flat = curve(np.full(400, 2.30))
    assert chance.has_stalled(*flat, 10)
    assert not chance.has_stalled(*flat, 200), "for 200 classes 2.3 is far better than guessing"
    assert not chance.has_stalled(*curve(np.full(150, 2.30)), 10), "too early to say"
    assert not chance.has_stalled(*curve(np.linspace(2.3, 1.8, 400)), 10)
    assert not chance.has_stalled(*curve(np.full(400, 0.1)), 10), "a run that has learnt and rests is not at chance"
    assert chance.has_stalled(*curve(np.full(400, 40.0)), 10), "worse than guessing, and not better"
    ends = np.concatenate([np.full(300, 2.30), np.linspace(2.3, 1.9, 100)])
    assert not chance.has_stalled(*curve(ends), 10)


def test_sparse_steps_and_odd_numbers_are_no_trouble() -> None:
    assert chance.has_stalled(np.array([1.0, 51, 101, 151, 201, 251]), np.full(6, 2.3), 10)
    assert not chance.has_stalled(np.array([]), np.array([]), 10)
    assert not chance.has_stalled(*curve(np.full(400, np.nan)), 10)
    assert not chance.has_stalled(*curve(np.full(400, 2.3)), 0)

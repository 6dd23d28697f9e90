import numpy as np

from cnnstudio.prediction.strokes import render


def test_draws_round_strokes_and_lifts_the_pen():
    points = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], np.float32)
    widths = np.full(4, 0.2, np.float32)
    ink = render(points, widths, np.array([True, False, True]), side=120)
    assert 118 <= max(ink.shape) <= 126
    assert set(np.unique(ink)) == {0, 1}
    middle = ink[ink.shape[0] // 2]
    assert not middle.any(), "no ink where the pen was lifted"
    top = ink[ink.shape[0] // 10]
    assert top[10:-10].all()

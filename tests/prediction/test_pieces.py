from collections import deque

import numpy as np
import pytest

from cnnstudio.prediction.pieces import number_pieces


def _flooded(marks: np.ndarray) -> np.ndarray:
    """The same by filling from one pixel after the other."""
    numbers = np.zeros(marks.shape, int)
    count = 0
    for start in zip(*np.nonzero(marks), strict=True):
        if numbers[start]:
            continue
        count += 1
        numbers[start], waiting = count, deque([start])
        while waiting:
            row, column = waiting.popleft()
            for y in range(max(row - 1, 0), min(row + 2, marks.shape[0])):
                for x in range(max(column - 1, 0), min(column + 2, marks.shape[1])):
                    if marks[y, x] and not numbers[y, x]:
                        numbers[y, x] = count
                        waiting.append((y, x))
    return numbers


@pytest.mark.parametrize("share", [0.0, 0.1, 0.35, 0.5, 0.7, 1.0])
@pytest.mark.parametrize("shape", [(17, 23), (1, 9), (9, 1)])
def test_pieces_are_those_of_flooding(share: float, shape: tuple[int, int]) -> None:
    marks = np.random.default_rng(int(share * 10)).random(shape) < share
    assert np.array_equal(number_pieces(marks), _flooded(marks))

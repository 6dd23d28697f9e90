"""The rectangle that is cut out of a picture stays inside it and large enough, whatever is done to it."""

import itertools
import random

import numpy as np
import pytest

from cnnstudio.prediction.cropping import HANDLES, WORKING_SIDE, Crop, Fit, size_of, working_copy
from cnnstudio.prediction.pictures import SMALLEST_SIDE

SIZE = (200, 100)
MIDDLE = Crop(50, 30, 110, 70)


def test_cuts_out_rows_and_columns() -> None:
    grey = np.arange(200 * 100, dtype=np.float32).reshape(100, 200)
    cut = MIDDLE.cut(grey)
    assert cut.shape == (40, 60)
    assert (cut[0, 0], cut[-1, -1]) == (30 * 200 + 50, 69 * 200 + 109)
    assert np.array_equal(Crop.whole(size_of(grey)).cut(grey), grey)


@pytest.mark.parametrize(
    ("by", "want"),
    [
        ((10, -5), Crop(60, 25, 120, 65)),
        ((-80, 0), Crop(0, 30, 60, 70)),
        ((500, 500), Crop(140, 60, 200, 100)),
        ((0.4, 0.6), Crop(50, 31, 110, 71)),
    ],
)
def test_moves_as_far_as_there_is_picture(by: tuple[float, float], want: Crop) -> None:
    assert MIDDLE.moved(*by, SIZE) == want


@pytest.mark.parametrize(
    ("edges", "by", "want"),
    [
        ((-1, -1), (5, 7), Crop(55, 37, 110, 70)),
        ((1, 1), (5, 7), Crop(50, 30, 115, 77)),
        ((1, -1), (5, 7), Crop(50, 37, 115, 70)),
        ((0, 1), (5, 7), Crop(50, 30, 110, 77)),
        ((-1, 0), (5, 7), Crop(55, 30, 110, 70)),
        ((-1, -1), (-500, -500), Crop(0, 0, 110, 70)),
        ((1, 1), (500, 500), Crop(50, 30, 200, 100)),
        ((-1, -1), (500, 500), Crop(102, 62, 110, 70)),
        ((1, 1), (-500, -500), Crop(50, 30, 58, 38)),
        ((0, 0), (5, 7), MIDDLE),
    ],
)
def test_edges_stop_at_the_picture_and_before_the_rectangle_is_too_small(edges, by, want) -> None:
    assert MIDDLE.resized(edges, *by, SIZE) == want


@pytest.mark.parametrize(
    ("first", "second", "want"),
    [
        ((10.4, 20.4), (50.6, 60.6), Crop(10, 20, 51, 61)),
        ((50.6, 60.6), (10.4, 20.4), Crop(10, 20, 51, 61)),
        ((-30, -30), (900, 900), Crop(0, 0, 200, 100)),
        ((40, 40), (41, 41), Crop(40, 40, 48, 48)),
        ((40, 40), (39, 39), Crop(32, 32, 40, 40)),
        ((199, 99), (200, 100), Crop(192, 92, 200, 100)),
        ((300, 300), (400, 400), Crop(192, 92, 200, 100)),
        ((2, 2), (1, 1), Crop(0, 0, 8, 8)),
        ((-20, -20), (-10, -10), Crop(0, 0, 8, 8)),
    ],
)
def test_between_two_points(first, second, want) -> None:
    assert Crop.between(first, second, SIZE) == want


@pytest.mark.parametrize("size", [SIZE, (8, 8), (5, 300), (1, 1), (1600, 7)])
def test_whatever_is_done_it_lies_in_the_picture_and_has_its_least_size(size: tuple[int, int]) -> None:
    draw = random.Random(7)
    crop = Crop.whole(size)
    least = [min(SMALLEST_SIDE, side) for side in size]
    seen = set()
    for _ in range(500):
        far = draw.choice((3, 40, 3000))
        a, b, c, d = (draw.uniform(-far, far) for _ in range(4))
        match draw.randrange(3):
            case 0:
                crop = crop.moved(a, b, size)
            case 1:
                crop = crop.resized(draw.choice(HANDLES), a, b, size)
            case _:
                crop = Crop.between((a + size[0] / 2, b + size[1] / 2), (c + size[0] / 2, d + size[1] / 2), size)
        seen.add(crop)
        assert 0 <= crop.left <= crop.left + least[0] <= crop.right <= size[0]
        assert 0 <= crop.top <= crop.top + least[1] <= crop.bottom <= size[1]
    assert len(seen) > (1 if size in ((1, 1), (8, 8)) else 50) - 1


def test_the_picture_stands_in_the_middle_of_its_room() -> None:
    wide = Fit.of((200, 100), (420, 420), margin=10)
    assert wide == Fit(2.0, 10.0, 110.0)
    tall = Fit.of((100, 400), (300, 200))
    assert tall == Fit(0.5, 125.0, 0.0)
    for x, y in itertools.product((0, 17, 200), (0, 50, 100)):
        assert wide.to_picture(*wide.to_widget(x, y)) == pytest.approx((x, y))
    assert wide.to_picture(10, 110) == (0, 0)
    assert Fit.of((200, 100), (0, 0), margin=5).scale > 0, "a widget may have no size at all"


def test_what_is_kept_is_of_bounded_size_and_of_its_own() -> None:
    grey = np.linspace(0, 1, 4000 * 1000, dtype=np.float32).reshape(1000, 4000)
    kept = working_copy(grey)
    assert size_of(kept) == (WORKING_SIDE, 400)
    assert not np.shares_memory(kept, grey)
    assert kept.mean() == pytest.approx(grey.mean(), abs=1e-3)
    assert size_of(working_copy(np.zeros((2, 9000), np.float32))) == (WORKING_SIDE, 1)
    small = grey[:100, :100]
    assert np.array_equal(working_copy(small), small)

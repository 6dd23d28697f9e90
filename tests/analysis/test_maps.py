import random

import numpy as np

from cnnstudio.analysis import maps
from cnnstudio.analysis.maps import Line, Maps, Run, Windows
from cnnstudio.convolution import reach
from cnnstudio.convolution.reach import EMPTY, Reach


def _windows(draw: random.Random, size: int) -> Windows | None:
    """Any windows over this many positions, as convolutions and pooling have them; None where they do not fit."""
    kernel, stride, dilation = draw.randint(1, 5), draw.randint(1, 3), draw.choice([1, 1, 1, 2, 3])
    before = draw.choice([0, 0, dilation * (kernel - 1) // 2, draw.randint(0, kernel + 1)])
    count = (size + 2 * before - dilation * (kernel - 1) - 1) // stride + 1
    return Windows(size, count, kernel, stride, before, dilation) if count > 0 else None


def _by_arrays(one: Reach, dim: int, windows: Windows, step: int) -> Reach:
    size, count, kernel, stride, before, dilation = windows
    return reach.slid(one, dim, size, count, kernel=kernel, stride=stride, before=before, dilation=dilation, step=step)


def _is_same(one: Maps, rows: Reach, columns: Reach) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.parts(), (rows, columns), strict=True))


def _stacked(draw: random.Random, told: Maps, shape: list[int], steps: list[int]) -> Maps:
    """Windows upon windows in both directions, where there is a closed form; keeps count of the map's sizes."""
    rows, columns = told.parts()
    for _ in range(draw.randint(1, 5)):
        dim = draw.choice([2, 3])
        windows = _windows(draw, shape[dim])
        if windows is None:
            continue
        found = maps.slid(told, dim, windows, steps[dim])
        after = [_by_arrays(one, dim, windows, steps[dim] * (axis == dim)) for axis, one in ((2, rows), (3, columns))]
        if found is None:
            continue
        rows, columns = after
        assert _is_same(found, rows, columns), (told, dim, windows)
        told, shape[dim], steps[dim] = found, windows.units, steps[dim] * windows.stride
    return told


def _picture(height: int, width: int) -> Maps:
    told = maps.of_input(height, width)
    assert _is_same(
        told, reach.of_line(height).reshape(4, 1, 1, height, 1), reach.of_line(width).reshape(4, 1, 1, 1, width)
    )
    return told


def test_windows_in_closed_form_read_what_arrays_say() -> None:
    draw = random.Random(1)
    for _ in range(300):
        shape = [1, 1, draw.randint(1, 20), draw.randint(1, 20)]
        told = _picture(*shape[2:])
        _stacked(draw, told, shape, [1, 1, 1, 1])


def test_ordinary_windows_have_a_closed_form() -> None:
    told: Maps | None = maps.of_input(224, 224)
    size = 224
    for kernel, stride, before, dilation in [(7, 2, 3, 1), (3, 2, 1, 1), (1, 2, 0, 1), (3, 1, 1, 1), (3, 1, 2, 2)]:
        count = (size + 2 * before - dilation * (kernel - 1) - 1) // stride + 1
        for dim in (2, 3):
            assert told is not None
            told = maps.slid(told, dim, Windows(size, count, kernel, stride, before, dilation), 0)
        size = count
    assert told is not None
    assert told.runs[0].rows == told.runs[0].columns


def test_what_arrays_alone_can_tell() -> None:
    picture = maps.of_input(6, 6)
    in_padding = Windows(6, 8, 1, 1, 1, 1)
    assert not in_padding.all_read
    assert maps.slid(picture, 2, in_padding, 1) is None
    far_apart = Windows(6, 10, 3, 1, 4, 2)
    assert far_apart.all_read
    assert maps.slid(picture, 3, far_apart, 1) is None, "the first windows reach the picture with another tap each"
    assert maps.slid(maps.of_input(1, 1), 2, Windows(1, 3, 3, 1, 2, 1), 1) is None


def test_what_two_maps_read_together() -> None:
    draw = random.Random(2)
    picture = _picture(12, 16)
    together = 0
    for _ in range(300):
        found: list[Maps] = []
        shapes = []
        for _ in range(2):
            shape = [1, 1, 12, 16]
            found.append(_stacked(draw, picture, shape, [1, 1, 1, 1]))
            shapes.append(shape)
        if shapes[0] != shapes[1]:
            hulled = maps.hulled(found[1], [2, 3])
            assert hulled is not None
            found[1] = hulled
        told = maps.merged(*found)
        if told is not None:
            together += 1
            rows, columns = (np.minimum(*pair) for pair in zip(*(one.parts() for one in found), strict=True))
            assert _is_same(told, rows, columns), found
        whole = maps.hulled(found[0], range(4))
        assert whole is not None
        assert whole.uniform
        assert _is_same(whole, *(reach.hull(one, range(4)) for one in found[0].parts()))
    assert together > 100


def test_neither_of_two_lines_may_be_ahead_in_the_middle_alone() -> None:
    one, other = Line(8, 1, -3, 0, 2, 7), Line(8, 1, -1, 1, 0, 8)
    pair = [Maps((Run(1, line, Line(1, 0, 0, 0, 0, 0)),), 4) for line in (one, other)]
    assert maps.merged(*pair) is None, "the first begins ahead without a border and behind at it"
    assert maps.merged(pair[0], pair[0]) == pair[0]


def test_channels_side_by_side() -> None:
    draw = random.Random(3)
    picture = _picture(9, 9)
    even = Windows(9, 9, 3, 1, 1, 1)
    for _ in range(100):
        pieces: list[tuple[Maps, int]] = []
        for _ in range(draw.randint(2, 4)):
            one: Maps | None = picture
            for _ in range(draw.randint(0, 2)):
                assert one is not None
                one = maps.slid(one, draw.choice([2, 3]), even, 1)
            if draw.random() < 0.3:
                assert one is not None
                one = maps.hulled(one, draw.choice([[2], [3], [2, 3]]))
            assert one is not None
            pieces.append((one, draw.randint(1, 3)))
        told = maps.joined(pieces)
        for axis in (0, 1):
            wide = [np.repeat(one.parts()[axis], count, axis=2) for one, count in pieces]
            size = np.broadcast_shapes(*((4, 1, 1, *one.shape[3:]) for one in wide))
            together = np.concatenate([np.broadcast_to(one, (*one.shape[:3], *size[3:])) for one in wide], axis=2)
            assert np.array_equal(np.broadcast_to(told.parts()[axis], together.shape), together)
            assert told.fits((1, sum(count for _, count in pieces), 9, 9))
        channels = maps.in_one(told)
        if channels is not None:
            assert _is_same(channels, *(reach.hull(one, [1]) for one in told.parts()))
        assert maps.mixed(told, 4, 4, 1) == channels
        after = maps.slid(told, 2, even, 1)
        assert after is not None
        assert _is_same(after, *(_by_arrays(one, 2, even, 1) for one in told.parts()))


def test_pieces_that_read_alike_are_told_once() -> None:
    picture = maps.of_input(5, 5)
    assert maps.joined([(picture, 3), (picture, 4)]) == picture
    assert picture.fits((2, 7, 5, 5))
    assert not picture.fits((2, 7, 5, 6))
    assert not picture.fits((7, 5, 5))


def test_tensors_whose_numbers_read_alike_have_any_dimensions() -> None:
    told = maps.of_one([2, -5, 0, -9], [0, -3, 0, -3], 2)
    assert told.uniform
    assert told.fits((1, 1000))
    assert told.dimensions == 2
    assert [one[:, 0, 0].tolist() for one in told.parts()] == [[2, -5, 0, -9], [0, -3, 0, -3]]
    assert EMPTY not in told.parts()[0]
    assert maps.hulled(told, [0]) == told
    assert maps.slid(told, 1, Windows(1000, 998, 3, 1, 0, 1), 0) is None

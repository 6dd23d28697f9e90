"""Reach: the stretch of an input's line of cells that each number of a tensor depends on. The one algebra of fields.

A reach is an array of whole numbers of shape ``(4, *sizes)``, one place for each number of a tensor; a dimension of
size 1 stands for all positions of that dimension. The four are, in input cells: the first cell read, minus the last
cell read; and the same two for the field as it is without a border, where padding counts as if the input went on
there (Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill, 2019). The first
two are what gradients find, the last two are the size that is published for a network. Whatever reads two numbers
reaches as far as both: by the minus signs that is the smaller of each of the four. What reads no cell is `EMPTY`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Reach = NDArray[np.int32]

EMPTY = 1 << 29
_MOST_PHASES = 64


def of_line(count: int) -> Reach:
    """The reach of the input itself, ``(4, count)``: every cell reads itself."""
    cells = np.arange(count, dtype=np.int32)
    return np.stack([cells, -cells, cells, -cells])


def hull(reach: Reach, dims: Sequence[int]) -> Reach:
    """What the numbers along these dimensions of the tensor read together; the dimensions stay, with size 1."""
    wide = tuple(dim + 1 for dim in dims if reach.shape[dim + 1] > 1)
    return reach.min(axis=wide, keepdims=True) if wide else reach


def spread_out(reach: Reach, dim: int, count: int) -> Reach:
    """With this dimension of the tensor written out, all ``count`` positions of it."""
    if reach.shape[dim + 1] == count:
        return reach
    return np.repeat(reach, count, axis=dim + 1)


def gathered(reach: Reach) -> Reach:
    """With every dimension along which nothing changes written as size 1."""
    for axis in range(1, reach.ndim):
        if reach.shape[axis] > 1:
            first = reach[(slice(None),) * axis + (slice(0, 1),)]
            if (reach == first).all():
                reach = first
    return reach


def progression(first: NDArray[np.int32]) -> tuple[int, NDArray[np.int32]] | None:
    """How places go on along the first axis: (p, distance) where every p-th is as far from the one before; or None."""
    count = len(first)
    start = first.reshape(count, -1)[: 3 * _MOST_PHASES, 0].tolist() if count > 2 * _MOST_PHASES else []
    for phases in range(1, min(count // 2 + count % 2, _MOST_PHASES) + 1):
        if phases >= count:
            break
        if start and phases > 1 and not _goes_on(start, phases):
            continue
        far = first[phases:] - first[:-phases]
        if (far == far[0]).all():
            return phases, far[0]
    return None


def _goes_on(numbers: list[int], phases: int) -> bool:
    """Whether every number is as far from the one this many places before: most that are not show it early."""
    far = numbers[phases] - numbers[0]
    return all(later - number == far for number, later in zip(numbers, numbers[phases:], strict=False))


def extended(reach: Reach, dim: int, before: int, after: int, step: int = 0) -> Reach:
    """With cells of padding at both ends of a written-out dimension; negative numbers cut cells off.

    Args:
        step: distance between the fields of neighbours, for a dimension of one position, where it cannot be seen.
    """
    axis = dim + 1
    count = reach.shape[axis]
    if before < 0 or after < 0:
        cut = slice(max(0, -before), count - max(0, -after))
        reach = reach[(slice(None),) * axis + (cut,)]
        before, after, count = max(0, before), max(0, after), reach.shape[axis]
    if not before and not after:
        return reach
    lines = np.moveaxis(reach, axis, 0)
    whole = np.full((before + count + after, *lines.shape[1:]), EMPTY, np.int32)
    whole[before : before + count] = lines
    nominal = lines[:, 2:]
    found = progression(nominal) if count > 1 else (1, _one_step(nominal[0], step))
    if found is not None:
        phases, far = found
        for places, sign in ((np.arange(-before, 0), -1), (np.arange(count, count + after), 1)):
            times = -(places // phases) if sign < 0 else (places - count) // phases + 1
            base = places - sign * times * phases
            times = times.reshape(-1, *[1] * far.ndim)
            whole[places + before, 2:] = nominal[base] + sign * times * far
    return np.moveaxis(whole, 0, axis)


def _one_step(nominal: NDArray[np.int32], step: int) -> NDArray[np.int32]:
    """How far the next field would lie, where there is none."""
    far = np.zeros_like(nominal)
    far[0], far[1] = step, -step
    far[nominal == EMPTY] = 0
    return far


def slid(
    reach: Reach,
    dim: int,
    size: int,
    count: int,
    *,
    kernel: int,
    stride: int,
    before: int,
    dilation: int,
    step: int = 0,
) -> Reach:
    """What ``count`` windows over a dimension of ``size`` positions read; a window's taps may lie in padding."""
    if size > 1 and reach.shape[dim + 1] == 1:
        starts = np.arange(count) * stride - before
        # The first tap that is not ahead of the input lies within it: then the window reads something.
        first = starts + dilation * np.maximum(0, -(starts // dilation))
        if ((first < size) & (first <= starts + dilation * (kernel - 1))).all():
            return reach
        reach = spread_out(reach, dim, size)
    end = (count - 1) * stride - before + dilation * (kernel - 1) + 1
    wide = extended(reach, dim, before, end - size, step)
    axis = dim + 1
    found = None
    for tap in range(kernel):
        start = tap * dilation
        part = wide[(slice(None),) * axis + (slice(start, start + (count - 1) * stride + 1, stride),)]
        found = part.copy() if found is None else np.minimum(found, part, out=found)
    assert found is not None
    return found


def spread(
    reach: Reach,
    dim: int,
    size: int,
    count: int,
    *,
    kernel: int,
    stride: int,
    before: int,
    dilation: int,
    step: int = 0,
) -> Reach:
    """What ``count`` outputs of a transposed window operation read: each input cell is spread over a window."""
    # Output o reads the inputs i with o = i stride - before + dilation tap.
    low = -((dilation * (kernel - 1) - before) // stride)
    high = (count - 1 + before) // stride
    if size > 1 and reach.shape[dim + 1] == 1:
        hit = np.zeros(count, bool)
        for tap in range(kernel):
            places = np.arange(size) * stride - before + dilation * tap
            hit[places[(places >= 0) & (places < count)]] = True
        if hit.all():
            return reach
        reach = spread_out(reach, dim, size)
    first, last = min(low, 0), max(high, size - 1)
    lines = np.moveaxis(extended(reach, dim, -first, last - size + 1, step), dim + 1, 0)
    found = np.full((count, *lines.shape[1:]), EMPTY, np.int32)
    inputs = np.arange(first, last + 1)
    for tap in range(kernel):
        places = inputs * stride - before + dilation * tap
        there = (places >= 0) & (places < count)
        found[places[there]] = np.minimum(found[places[there]], lines[there])
    return np.moveaxis(found, 0, dim + 1)


def windowed(reach: Reach, dim: int, starts: Sequence[int], ends: Sequence[int]) -> Reach:
    """What windows of any size read: positions ``starts[i] .. ends[i] - 1`` of a written-out dimension."""
    lines = np.moveaxis(reach, dim + 1, 0)
    found = [lines[start:end].min(axis=0) for start, end in zip(starts, ends, strict=True)]
    return np.stack(found, axis=dim + 1)

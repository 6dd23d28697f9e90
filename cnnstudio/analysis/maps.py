"""What the numbers of feature maps read, in closed form: a few whole numbers for a line of units of any length.

Windows that follow one another evenly over a picture, whatever they are stacked on, read fields that follow one another
evenly, cut off at two fixed pixels: at the picture's border, or before it where the last windows leave pixels out.
Such a line of units is a `Line`, and windows over it are a few additions; as an array of reaches (see
``convolution.reach``) they take a hundred times as long. What does not follow evenly, such as an enlarged map,
is not told here: every function returns None for it, and the arrays tell it.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from cnnstudio.convolution.reach import Reach

_ROWS, _COLUMNS = 2, 3
_MOST_BEFORE = 1 << 16  # windows that may begin ahead of a picture; each is looked at


class Line(NamedTuple):
    """What units along one direction read of the input along that direction.

    Unit i of ``units`` reads the cells ``max(floor, first + i step)`` up to and with ``min(cap, last + i step)``;
    without a border it would be those from ``first + i step`` to ``last + i step``.

    Attributes:
        units: how many; 1 stands for all, where all read the same.
        step: from one unit to the next, 0 or more; 0 for one unit.
        first, last: see above, of the first unit.
        floor, cap: the first cell that the first unit really reads, and the last one of the last unit.
    """

    units: int
    step: int
    first: int
    last: int
    floor: int
    cap: int

    def reach(self) -> Reach:
        """The same as an array, ``(4, units)``."""
        if self.units == 1:
            return np.array([[self.floor], [-self.cap], [self.first], [-self.last]], np.int32)
        far = np.arange(self.units, dtype=np.int32) * np.int32(self.step)
        first, last = far + np.int32(self.first), far + np.int32(self.last)
        return np.stack([np.maximum(first, self.floor), -np.minimum(last, self.cap), first, -last]).astype(np.int32)


def _line(units: int, step: int, first: int, last: int, floor: int, cap: int) -> Line:
    """A line whose floor and cap are cells that units really read."""
    if units == 1:
        step = 0
    return Line(units, step, first, last, max(floor, first), min(cap, last + step * (units - 1)))


class Windows(NamedTuple):
    """Windows over one dimension of a tensor.

    Attributes:
        size: positions of the dimension.
        units: how many windows there are.
        kernel, stride, before, dilation: as in PyTorch; ``before`` is the padding.
    """

    size: int
    units: int
    kernel: int
    stride: int
    before: int
    dilation: int

    @property
    def all_read(self) -> bool:
        """Whether none of them lies in padding alone."""
        if (self.units - 1) * self.stride - self.before >= self.size or self.before > _MOST_BEFORE * self.stride:
            return False
        if self.dilation == 1 or self.before <= 0:
            return self.before < self.kernel
        far = self.dilation * (self.kernel - 1)
        for start in range(-self.before, min(0, (self.units - 1) * self.stride - self.before + 1), self.stride):
            # The first tap that is not ahead of the input.
            if start + self.dilation * -(start // self.dilation) > min(self.size - 1, start + far):
                return False
        return True


def _hull(line: Line) -> Line:
    if line.units == 1:
        return line
    return Line(1, 0, line.first, line.last + line.step * (line.units - 1), line.floor, line.cap)


def _slid(line: Line, windows: Windows, step: int) -> Line | None:
    """Windows over the units of a line, none of which lies in padding alone."""
    size, count, kernel, stride, before, dilation = windows
    if line.units == 1 < size:
        return line
    if line.units > 1:
        step = line.step
    if dilation > 1 and step:
        # Where the taps' distance decides what is read at the border, units there have to read the same.
        if before > 0 and line.first + step * (dilation - 1) > line.floor:
            return None
        beyond = (count - 1) * stride - before + dilation * (kernel - 1) >= size
        if beyond and line.last + step * (size - dilation) < line.cap:
            return None
    first, last = line.first - step * before, line.last + step * (dilation * (kernel - 1) - before)
    return _line(count, step * stride, first, last, line.floor, line.cap)


def _union(one: Line, other: Line) -> Line | None:
    """What sums of the units of both read."""
    if one == other:
        return one
    count = max(one.units, other.units)
    if one.step == other.step:
        # Of two units the one that begins ahead has to be ahead at the border, too.
        if one.step and (
            (one.first - other.first) * (one.floor - other.floor) < 0
            or (one.last - other.last) * (one.cap - other.cap) < 0
        ):
            return None
        return _line(
            count,
            one.step,
            min(one.first, other.first),
            max(one.last, other.last),
            min(one.floor, other.floor),
            max(one.cap, other.cap),
        )
    for wide, narrow in ((one, other), (other, one)):
        if _contains(wide, narrow, count):
            return wide._replace(units=count)
    return None


def _contains(wide: Line, narrow: Line, count: int) -> bool:
    """Whether each unit of the one reads all that the same unit of the other reads, with a border and without."""
    ends = wide.step * (count - 1), narrow.step * (count - 1)
    return (
        wide.floor <= narrow.floor
        and wide.cap >= narrow.cap
        and wide.first <= narrow.first
        and wide.last >= narrow.last
        and wide.first + ends[0] <= narrow.first + ends[1]
        and wide.last + ends[0] >= narrow.last + ends[1]
    )


class Run(NamedTuple):
    """Channels in a row whose units read the same."""

    channels: int
    rows: Line
    columns: Line


class Maps(NamedTuple):
    """What the numbers of a tensor read.

    Attributes:
        runs: of feature maps (N, C, H, W), one after another along the channels; a single one stands for all channels,
            however many it says. Of any other tensor a single one, whose lines have one unit: all numbers read the
            same.
        dimensions: of the tensor.
    """

    runs: tuple[Run, ...]
    dimensions: int

    @property
    def uniform(self) -> bool:
        """Whether all numbers read the same."""
        return len(self.runs) == 1 and self.runs[0].rows.units == self.runs[0].columns.units == 1

    def parts(self) -> tuple[Reach, Reach]:
        """The same as arrays, over rows and over columns, ``(4, *sizes)``; sizes of 1 stand for all positions."""
        if self.dimensions != 4:
            _, rows, columns = self.runs[0]
            shape = (4, *[1] * self.dimensions)
            return rows.reach().reshape(shape), columns.reach().reshape(shape)
        return self._part(1, (1, -1, 1)), self._part(2, (1, 1, -1))

    def _part(self, axis: int, shape: tuple[int, int, int]) -> Reach:
        pieces = []
        lines: list[Line] = [run[axis] for run in self.runs]  # type: ignore[misc]
        if all(line == lines[0] for line in lines):
            return lines[0].reach().reshape(4, 1, *shape)
        for run, line in zip(self.runs, lines, strict=True):
            pieces.append(np.repeat(line.reach().reshape(4, 1, *shape), run.channels, axis=2))
        return np.concatenate(pieces, axis=2)

    def fits(self, shape: Sequence[int]) -> bool:
        """Whether a tensor of this shape can read so."""
        if len(shape) != self.dimensions:
            return False
        if self.dimensions != 4:
            return True
        if len(self.runs) > 1 and sum(run.channels for run in self.runs) != shape[1]:
            return False
        _, rows, columns = self.runs[0]
        return rows.units in {1, shape[_ROWS]} and columns.units in {1, shape[_COLUMNS]}


def of_input(height: int, width: int) -> Maps:
    """Of a picture (N, C, H, W): every pixel reads itself."""
    rows, columns = (Line(count, int(count > 1), 0, 0, 0, count - 1) for count in (height, width))
    return Maps((Run(1, rows, columns),), 4)


def of_one(rows: Sequence[int], columns: Sequence[int], dimensions: int) -> Maps:
    """Of numbers that all read the same: the four numbers of a reach each, none of them empty."""
    lines = (Line(1, 0, first, -last, floor, -cap) for floor, cap, first, last in (rows, columns))
    return Maps((Run(1, *lines),), dimensions)


def in_one(maps: Maps) -> Maps | None:
    """What all channels read together."""
    if len(maps.runs) == 1:
        return maps
    found = maps.runs[0]
    for run in maps.runs[1:]:
        rows, columns = _union(found.rows, run.rows), _union(found.columns, run.columns)
        if rows is None or columns is None:
            return None
        found = Run(1, rows, columns)
    return Maps((found,), maps.dimensions)


def hulled(maps: Maps, dims: Collection[int]) -> Maps | None:
    """What all along these dimensions read together."""
    if maps.dimensions != 4:
        return maps
    runs = maps.runs
    if _ROWS in dims:
        runs = tuple(Run(channels, _hull(rows), columns) for channels, rows, columns in runs)
    if _COLUMNS in dims:
        runs = tuple(Run(channels, rows, _hull(columns)) for channels, rows, columns in runs)
    found = maps if runs is maps.runs else Maps(runs, 4)
    return in_one(found) if 1 in dims else found


def slid(maps: Maps, dim: int, windows: Windows, step: int) -> Maps | None:
    """Windows along the rows (2) or the columns (3) of feature maps.

    Args:
        step: between the fields of neighbours, for a map of one unit in that direction.
    """
    # What reads nothing is told by arrays, and so are several units of which none can be told apart.
    if maps.dimensions != 4 or not windows.all_read or windows.size == 1 != windows.units:
        return None
    runs = []
    for channels, rows, columns in maps.runs:
        line = _slid(rows if dim == _ROWS else columns, windows, step)
        if line is None:
            return None
        runs.append(Run(channels, line, columns) if dim == _ROWS else Run(channels, rows, line))
    return Maps(tuple(runs), 4)


def merged(one: Maps, other: Maps) -> Maps | None:
    """What sums of the numbers of both read."""
    if one.dimensions != other.dimensions:
        return None
    first, second = one.runs, other.runs
    if len(first) == 1:
        first = tuple(first[0]._replace(channels=run.channels) for run in second)
    elif len(second) == 1:
        second = tuple(second[0]._replace(channels=run.channels) for run in first)
    if [run.channels for run in first] != [run.channels for run in second]:
        return None
    runs = []
    for a, b in zip(first, second, strict=True):
        rows, columns = _union(a.rows, b.rows), _union(a.columns, b.columns)
        if rows is None or columns is None:
            return None
        runs.append(Run(a.channels, rows, columns))
    return Maps(tuple(runs), one.dimensions)


def joined(pieces: Sequence[tuple[Maps, int]]) -> Maps:
    """Feature maps one after another along the channels, each with its number of channels."""
    runs: list[Run] = []
    for maps, count in pieces:
        runs += [Run(count, *maps.runs[0][1:])] if len(maps.runs) == 1 else maps.runs
    rows, columns = _alike([run.rows for run in runs]), _alike([run.columns for run in runs])
    if all(line == rows[0] for line in rows) and all(line == columns[0] for line in columns):
        return Maps((Run(1, rows[0], columns[0]),), 4)
    return Maps(tuple(Run(run.channels, *lines) for run, *lines in zip(runs, rows, columns, strict=True)), 4)


def _alike(lines: list[Line]) -> list[Line]:
    """With one number of units; one unit stands for all where that can be for all lines."""
    if all(line == lines[0] for line in lines):
        return lines
    count = max(line.units for line in lines) if any(line.step for line in lines) else 1
    return [line._replace(units=count) for line in lines]


def mixed(maps: Maps, inputs: int, outputs: int, groups: int) -> Maps | None:
    """Every channel of the result reads all channels of its group."""
    if groups == 1 or len(maps.runs) == 1:
        return in_one(maps)
    return maps if inputs == outputs == groups else None

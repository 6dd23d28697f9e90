"""What stands out from the paper and is no ink: ruled and squared lines, printed boxes, the table beyond the sheet.

Told by what they are, not by their tone: a line is long, thin and straight. It is none of the ink where it runs to the
picture's border, or frames ink together with others; a table reaches along the border.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnstudio.prediction.pieces import number_pieces
from cnnstudio.prediction.preprocessing import Ink

Marks = NDArray[np.bool_]

_LEAST_SIDE = 100  # smaller pictures show a digit and nothing around it
_STEEPEST, _STEP = 0.12, 0.01  # of lines that are meant to be level, in pixels down to one across
_GAP = 3  # so many pixels may be missing in a line, where noise or ink of another tone breaks it
_SHORTEST = 0.15  # of a line, as a share of the picture's longer side
_THICKEST = 0.03  # of a line, as a share of the picture's longer side
_ACROSS = 0.3  # so much of the picture's width a line that reaches the border runs along
_BORDER = 0.025  # what ends as near to it as that reaches the border
_TABLE = 0.4  # what lies along so much of one side of the picture is no digit's piece
_FRAME_PART, _HELD = 0.35, 0.3  # a frame is thin for its size, and what it holds is no dust
_MUCH_DARKER = 1.2
_TONE = 80  # percentile of what is on lines that is their tone
_INNER = 0.1  # height of what is a digit and not dust, as a share of the picture's


@dataclass(frozen=True, slots=True)
class _Line:
    """A level line in a picture, or an upright one in a transposed picture.

    Attributes:
        left, right: columns of its ends.
        middle: its row at column 0, which may be beyond the picture.
        slope: rows down to one column.
        thickness: rows.
    """

    left: int
    right: int
    middle: float
    slope: float
    thickness: int

    @property
    def length(self) -> int:
        return self.right - self.left + 1

    def row(self, column: float) -> float:
        return self.middle + self.slope * column


def not_ink(contrast: Ink, least: float) -> Marks:
    """What of a picture is no ink, (H, W).

    Args:
        contrast: (H, W), how far each place stands out from the paper, 0..1.
        least: what is less stands out from nothing.
    """
    nothing = np.zeros(contrast.shape, bool)
    if max(contrast.shape) < _LEAST_SIDE or min(contrast.shape) < 2 * _GAP:
        return nothing
    marks = contrast > least
    found = _ruled(contrast, marks)
    found |= _beyond(contrast, marks & ~found)
    found |= _around(marks & ~found)
    rest = marks & ~found
    return found if _height(rest) >= _INNER * contrast.shape[0] else nothing


# --- lines


def _ruled(contrast: Ink, marks: Marks) -> Marks:
    level, upright = _lines(marks), _lines(marks.T)
    framing = _frames(level, upright, marks)
    tones = np.zeros(marks.shape, np.float32)
    for lines, turned, these in ((level, False, framing[0]), (upright, True, framing[1])):
        width = marks.shape[0] if turned else marks.shape[1]
        for place, line in enumerate(lines):
            if place in these or _reaches_border(line, width):
                band = np.zeros(marks.shape, bool)
                _mark_band(band.T if turned else band, line)
                # Without the grey of its edges, and without the ink that crosses it.
                tone = np.percentile(contrast[band & marks], _TONE) if (band & marks).any() else 1.0
                tones[band] = np.maximum(tones[band], tone)
    bands = tones > 0
    return bands & ~_crossings(contrast, marks, tones) if bands.any() else bands


def _reaches_border(line: _Line, width: int) -> bool:
    near = _BORDER * width
    return line.length >= _ACROSS * width and (line.left <= near or line.right >= width - 1 - near)


def _lines(marks: Marks) -> list[_Line]:
    """The level lines, the longest first. Looked for in a picture of half the size, in which a pixel is four."""
    height, width = (side - side % 2 for side in marks.shape)
    small = marks[:height, :width].reshape(height // 2, 2, width // 2, 2).any(axis=(1, 3))
    longest = max(small.shape)
    shortest, thickest = int(_SHORTEST * longest), max(3, int(_THICKEST * longest))
    reach = int(_STEEPEST * small.shape[1] / 2) + thickest + 2
    padded = np.pad(small, ((reach, reach), (0, 0)))
    columns = np.arange(small.shape[1])
    runs: list[tuple[int, float, int, int, int]] = []
    for slope in np.arange(-_STEEPEST, _STEEPEST + _STEP / 2, _STEP):
        shift = np.rint(slope * (columns - small.shape[1] / 2)).astype(np.intp)
        straight = padded[np.arange(small.shape[0])[:, None] + reach + shift[None, :], columns[None, :]]
        for row, left, right in _runs(straight, shortest):
            on = straight[max(row - thickest - 1, 0) : row + thickest + 2, left : right + 1].mean(axis=1) > 0.5
            thickness = _width_around(on, row - max(row - thickest - 1, 0))
            if 0 < thickness <= thickest:
                runs.append((right - left + 1, float(slope), row, left, right))
    runs.sort(key=lambda run: -run[0])
    claimed = np.zeros(small.shape, bool)
    found = []
    for _, slope, row, left, right in runs:
        there = columns[left : right + 1]
        rows = np.rint(row + slope * (there - small.shape[1] / 2)).astype(np.intp)
        inside = (rows >= 0) & (rows < small.shape[0])
        if claimed[rows[inside], there[inside]].mean() > 0.4:
            continue
        taken, middle = _thickness_along(padded, rows + reach, there, thickest)
        for offset in range(-thickest, thickest + 1):
            beside = np.clip(rows + offset, 0, small.shape[0] - 1)
            claimed[beside, there] = True
        at_zero = row + middle - slope * small.shape[1] / 2
        found.append(_Line(2 * left, 2 * right + 1, 2 * at_zero + 0.5, slope, 2 * taken))
    return found


def _runs(straight: Marks, shortest: int) -> Iterable[tuple[int, int, int]]:
    """(row, first, last) of the runs in each row, small gaps closed."""
    height, width = straight.shape
    flat = np.zeros((height, width + _GAP + 2), np.int8)
    flat[:, 1 : width + 1] = straight
    changes = np.diff(flat.ravel())
    starts, ends = np.flatnonzero(changes == 1) + 1, np.flatnonzero(changes == -1)
    if not starts.size:
        return
    # Of two runs of one row that are close the gap is part of the line; rows are further apart than that.
    apart = np.flatnonzero(starts[1:] - ends[:-1] > _GAP)
    firsts = starts[np.concatenate(([0], apart + 1))]
    lasts = ends[np.concatenate((apart, [len(ends) - 1]))]
    stride = flat.shape[1]
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        if last - first + 1 >= shortest:
            yield first // stride, first % stride - 1, min(last % stride - 1, width - 1)


def _width_around(on: Marks, middle: int) -> int:
    """How many neighbouring rows are on, with the middle one."""
    if not on[middle]:
        return 0
    first = last = middle
    while first > 0 and on[first - 1]:
        first -= 1
    while last < len(on) - 1 and on[last + 1]:
        last += 1
    return last - first + 1


def _thickness_along(padded: Marks, rows: NDArray[np.intp], columns: NDArray[np.intp], most: int) -> tuple[int, float]:
    """The thickness of a line, and how far its middle is from these rows."""
    offsets = np.arange(-most, most + 1)
    on = np.array([padded[np.clip(rows + offset, 0, len(padded) - 1), columns].mean() for offset in offsets]) > 0.5
    if not on.any():
        return 1, 0.0
    there = offsets[on]
    return int(there[-1] - there[0] + 1), float(there[-1] + there[0]) / 2


def _mark_band(bands: Marks, line: _Line) -> None:
    """Mark a line's pixels and the grey of their edges; ``bands`` may be a transposed view."""
    half = line.thickness / 2 + 1.5
    for column in range(max(line.left - 2, 0), min(line.right + 3, bands.shape[1])):
        row = line.row(column)
        bands[max(round(row - half), 0) : max(round(row + half) + 1, 0), column] = True


def _crossings(contrast: Ink, marks: Marks, tones: Ink) -> Marks:
    """Where ink runs over a line: there is some on both sides of it, or it is much darker than the line itself.

    Args:
        contrast: of the picture.
        marks: what stands out in it.
        tones: contrast of the lines that are found, 0 where there is none.
    """
    bands = tones > 0
    rest = marks & ~bands
    over = bands & (contrast > np.minimum(_MUCH_DARKER * tones, 1) + 0.08)
    reach = max(3, round(_THICKEST * max(marks.shape)))
    above, below, before, after = (np.zeros_like(rest) for _ in range(4))
    for step in range(1, reach + 1):
        above[step:] |= rest[:-step]
        below[:-step] |= rest[step:]
        before[:, step:] |= rest[:, :-step]
        after[:, :-step] |= rest[:, step:]
    # A stroke that leans enters and leaves a line at other places.
    wide = [_widened(above, 1), _widened(below, 1), _widened(before.T, 1).T, _widened(after.T, 1).T]
    both = (wide[0] & wide[1]) | (wide[2] & wide[3])
    crossed: Marks = over | (bands & both & marks)
    return crossed


def _widened(marks: Marks, by: int) -> Marks:
    found = marks.copy()
    for step in range(1, by + 1):
        found[:, step:] |= marks[:, :-step]
        found[:, :-step] |= marks[:, step:]
    return found


def _frames(level: list[_Line], upright: list[_Line], marks: Marks) -> tuple[set[int], set[int]]:
    """The lines of boxes that hold ink: two level ones and upright ones that reach from one to the other."""
    chosen: tuple[set[int], set[int]] = (set(), set())
    for first, one in enumerate(level):
        for second in range(first + 1, len(level)):
            upper, lower = sorted((one, level[second]), key=lambda line: line.row(marks.shape[1] / 2))
            between = [place for place, post in enumerate(upright) if _joins(post, upper, lower)]
            if len(between) < 2:
                continue
            columns = sorted(upright[place].row((upper.row(0) + lower.row(0)) / 2) for place in between)
            inside = marks[
                max(int(upper.row(columns[0])) + upper.thickness + 3, 0) : max(
                    int(lower.row(columns[0])) - lower.thickness - 2, 0
                ),
                max(int(columns[0]) + 6, 0) : max(int(columns[-1]) - 5, 0),
            ]
            if _height(inside) < 0.25 * max(inside.shape[0], 1) or not inside.size:
                continue
            chosen[0].update((first, second))
            chosen[1].update(between)
    return chosen


def _joins(post: _Line, upper: _Line, lower: _Line) -> bool:
    """Whether an upright line, of which rows are columns, reaches from one level line to the other."""
    top, bottom = upper.row(post.row(post.left)), lower.row(post.row(post.right))
    slack = max(8.0, 0.12 * (bottom - top))
    column = post.row((post.left + post.right) / 2)
    along = all(line.left - slack <= column <= line.right + slack for line in (upper, lower))
    return along and bottom - top > 2 * slack and post.left <= top + slack and post.right >= bottom - slack


# --- beyond the paper


def _beyond(contrast: Ink, marks: Marks) -> Marks:
    """What lies along the picture's border, if something else is in the middle."""
    pieces = number_pieces(marks)
    sizes = np.bincount(pieces.ravel(), weights=contrast.ravel())
    borders = (pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1])
    touching = {int(label) for side in borders for label in np.unique(side) if label}
    outer = np.zeros(len(sizes), bool)
    outer[list(touching)] = True
    inner = ~outer[pieces] & marks
    if not touching or _height(inner) < _INNER * marks.shape[0]:
        return np.zeros(marks.shape, bool)
    largest = float(sizes[~outer][1:].max())
    along = {label for side in borders for label in touching if (side == label).mean() >= _TABLE}
    dropped = [label for label in touching if label in along or sizes[label] <= largest]
    found: Marks = np.isin(pieces, dropped)
    return found


def _around(marks: Marks) -> Marks:
    """Thin pieces with another inside them that is no dust: printed boxes and circles."""
    pieces = number_pieces(marks)
    tops, bottoms = _spans(pieces)
    lefts, rights = _spans(pieces.T)
    heights, widths = bottoms - tops + 1, rights - lefts + 1
    areas = np.bincount(pieces.ravel(), minlength=len(tops))
    frames = []
    for label in range(1, len(tops)):
        inside = (tops > tops[label]) & (bottoms < bottoms[label]) & (lefts > lefts[label]) & (rights < rights[label])
        thin = areas[label] < _FRAME_PART * heights[label] * widths[label]
        if thin and (heights[inside] >= _HELD * heights[label]).any():
            frames.append(label)
    found: Marks = np.isin(pieces, frames)
    return found


def _spans(pieces: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first and the last row of each piece, by its number; of number 0, which is no piece, nothing."""
    rows = np.broadcast_to(np.arange(pieces.shape[0])[:, None], pieces.shape)[pieces > 0]
    labels = pieces[pieces > 0]
    count = int(labels.max()) + 1 if labels.size else 1
    firsts, lasts = np.full(count, pieces.shape[0]), np.full(count, -1)
    np.minimum.at(firsts, labels, rows)
    np.maximum.at(lasts, labels, rows)
    return firsts, lasts


def _height(marks: Marks) -> int:
    """Rows from the first mark of the tallest piece to its last."""
    firsts, lasts = _spans(number_pieces(marks))
    return max(int((lasts - firsts).max()) + 1, 0)

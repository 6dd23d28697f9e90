"""What each number of a tensor reads of the input: a state, and how it moves when numbers are moved about.

A state is a union of parts; a part is a reach over rows and a reach over columns (see ``convolution.reach``), and a
number reads the rectangle of both. Whatever moves numbers, such as a reshape, moves their reaches alike, so that the
rules here ask neither for rows nor for columns.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from cnnstudio.analysis import maps
from cnnstudio.analysis.maps import Line, Maps, Run
from cnnstudio.analysis.results import Number, ReceptiveField, Spans
from cnnstudio.convolution import reach
from cnnstudio.convolution.reach import EMPTY, Reach

MOST = 1 << 20
"""Positions that a part may be written out for; beyond, every number is said to read what all read, at most."""

_FEW = 1 << 14
_MOST_WORK = 1 << 28
_MOST_UNITS = 1 << 26
_MOST_PARTS = 4
Part = tuple[Reach, Reach]


class TooManyError(Exception):
    """A state that would take too much memory."""


def check_size(count: int) -> None:
    """Refuse a reach of more positions than a computer should hold for a picture of what is read.

    Raises:
        TooManyError: if it has more.
    """
    if count > 8 * MOST:
        raise TooManyError


def check_work(count: int) -> None:
    """Refuse more steps over the positions of a reach than anyone waits for.

    Raises:
        TooManyError: if there are more.
    """
    if count > _MOST_WORK:
        raise TooManyError


FAINT, GONE = 1, 2
"""Levels of masking: of what is hidden so far that it hardly counts, and of what is not there any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Which numbers of a tensor are masked: the same whatever the input is.

    Attributes:
        levels: `GONE` for these, `FAINT` for such as nearly are, 0 for all others. Written as a reach is, the same four
            times, so that whatever moves reaches moves them.
        low: they are minus infinity, of which a softmax leaves nothing; else 0, which leaves nothing of what it is
            multiplied with.
    """

    levels: Reach
    low: bool


class State:
    """What the numbers of a tensor read. Never changes.

    Attributes:
        maps: the same in closed form, where there is one: with it most rules need no arrays; else None.
        size: rows and columns of the network's input.
        at_most: whether a number may read less than is said here.
        steps: between neighbouring rows and columns of a feature map, for maps of one row or column.
        marks: which of the numbers are masked; None where none is known to be. With marks there is no closed form.
    """

    __slots__ = ("_parts", "at_most", "maps", "marks", "size", "steps")

    def __init__(
        self,
        parts: tuple[Part, ...] | Maps,
        size: tuple[int, int],
        at_most: bool = False,
        steps: tuple[int, int] = (0, 0),
        marks: Marks | None = None,
    ) -> None:
        """Take reaches over rows and over columns, or both in closed form."""
        if marks is not None and isinstance(parts, Maps):
            parts = (parts.parts(),)
        self.marks = marks
        self.maps: Maps | None = parts if isinstance(parts, Maps) else None
        self._parts: tuple[Part, ...] | None = None if isinstance(parts, Maps) else parts
        self.size, self.at_most, self.steps = size, at_most, steps

    @property
    def parts(self) -> tuple[Part, ...]:
        """Reach over rows and over columns; dimensions of size 1 stand for all positions of the tensor's."""
        if self._parts is None:
            assert self.maps is not None
            runs = self.maps.runs
            channels = sum(run.channels for run in runs) if len(runs) > 1 else 1
            check_size(channels * max(max(run.rows.units, run.columns.units) for run in runs))
            self._parts = (self.maps.parts(),)
        return self._parts

    def each(self, change: Callable[[Reach], Reach], *, at_most: bool = False) -> "State":
        """Every reach changed alike, and the marks; the steps are forgotten."""
        parts = tuple((change(rows), change(columns)) for rows, columns in self.parts)
        marks = self.marks and Marks(change(self.marks.levels), self.marks.low)
        return State(parts, self.size, self.at_most or at_most, marks=marks)

    def with_maps(self, maps: Maps | None, steps: tuple[int, int] = (0, 0)) -> "State | None":
        """Other maps of the same input; None where there is no closed form."""
        return None if maps is None else State(maps, self.size, self.at_most, steps)

    def bounded(self) -> "State":
        """The same, said to be a bound."""
        return self if self.at_most else State(self.maps or self.parts, self.size, True, self.steps, self.marks)

    def bare(self) -> "State":
        """The same without its marks."""
        return self if self.marks is None else State(self.parts, self.size, self.at_most, self.steps)

    def marked(self, levels: NDArray[np.int32] | None, *, low: bool) -> "State":
        """The same with these marks, ``(*sizes)`` and broadcast; without any where nothing is masked.

        What is `GONE` reads nothing any more.

        Raises:
            TooManyError: if that would take too much memory.
        """
        if levels is None or not levels.any():
            return self.bare()
        gone = levels >= GONE
        parts = self.parts
        if gone.any():
            if any(_broadcast_count(one.shape[1:], gone.shape) > MOST for part in parts for one in part):
                raise TooManyError
            empty = np.int32(EMPTY)
            parts = tuple((np.where(gone, empty, rows), np.where(gone, empty, columns)) for rows, columns in parts)
        wide = levels.reshape(*[1] * (self.dimensions - levels.ndim), *levels.shape)
        marks = Marks(np.broadcast_to(wide, (4, *wide.shape)), low)
        return State(parts, self.size, self.at_most, self.steps, marks)

    def fits(self, shape: Sequence[int]) -> bool:
        """Whether a tensor of this shape can read so."""
        if self.maps is not None:
            return self.maps.fits(shape)
        return all(
            one.ndim == len(shape) + 1 and all(n in {1, m} for n, m in zip(one.shape[1:], shape, strict=True))
            for part in self.parts
            for one in part
        )

    @property
    def bytes(self) -> int:
        """Memory of the reaches."""
        return 0 if self._parts is None else sum(one.nbytes for part in self._parts for one in part)

    @property
    def dimensions(self) -> int:
        """How many dimensions the tensor has."""
        return self.maps.dimensions if self.maps is not None else self.parts[0][0].ndim - 1


def _broadcast_count(*shapes: Sequence[int]) -> int:
    return math.prod(np.broadcast_shapes(*map(tuple, shapes)))


def of_input(shape: Sequence[int]) -> State:
    """The state of an input (N, C, H, W): every pixel reads itself."""
    size = shape[-2], shape[-1]
    if len(shape) == 4 and 0 not in size:
        return State(maps.of_input(*size), size, steps=(1, 1))
    rows = reach.of_line(shape[-2]).reshape(4, *[1] * (len(shape) - 2), shape[-2], 1)
    columns = reach.of_line(shape[-1]).reshape(4, *[1] * (len(shape) - 1), shape[-1])
    return State(((rows, columns),), size, steps=(1, 1))


def whole_input(dimensions: int, size: tuple[int, int]) -> State:
    """The state of a tensor of which every number may read all of the input."""
    rows, columns = (np.array([0, 1 - count, 0, 1 - count], np.int32).reshape(4, *[1] * dimensions) for count in size)
    return State(((rows, columns),), size).bounded()


def nothing(dimensions: int, size: tuple[int, int]) -> State:
    """The state of a tensor that does not depend on the input."""
    empty = np.full((4, *[1] * dimensions), EMPTY, np.int32)
    return State(((empty, empty),), size)


def aligned(state: State, dimensions: int) -> State:
    """With further dimensions in front, as broadcasting has it."""
    more = dimensions - state.dimensions
    if not more:
        return state
    if state.maps is not None and state.maps.uniform and more > 0:
        return State(state.maps._replace(dimensions=dimensions), state.size, state.at_most)
    return state.each(lambda one: one.reshape(4, *[1] * more, *one.shape[1:]))


def merged(states: Sequence[State]) -> State:
    """What sums of the numbers of these tensors read; they have as many dimensions, and are broadcast."""
    first = states[0]
    if all(state is first for state in states[1:]):
        return first
    steps = max(state.steps[0] for state in states), max(state.steps[1] for state in states)
    at_most = any(state.at_most for state in states)
    if (told := _merged_maps(states)) is not None:
        return State(told, first.size, at_most, steps)
    parts: list[Part] = []
    for part in dict.fromkeys(id(part) for state in states for part in state.parts):
        new = next(one for state in states for one in state.parts if id(one) == part)
        for number, old in enumerate(parts):
            if (joined := _joined(old, new, _FEW)) is not None:
                parts[number] = joined
                break
        else:
            parts.append(new)
    if len(parts) > _MOST_PARTS:
        parts = [_single(parts)]
    return State(tuple(parts), first.size, at_most, steps)


def _merged_maps(states: Sequence[State]) -> Maps | None:
    found = states[0].maps
    for state in states[1:]:
        found = maps.merged(found, state.maps) if found is not None and state.maps is not None else None
    return found


def _joined(one: Part, other: Part, most: int) -> Part | None:
    """Two parts as one, where that takes no more memory than they do; None otherwise."""
    pairs = list(zip(one, other, strict=True))
    if all(np.array_equal(a, b) for a, b in pairs):
        return one
    sizes = [np.broadcast_shapes(a.shape, b.shape) for a, b in pairs]
    if any(np.prod(size) > max(4 * most, a.size, b.size) for size, (a, b) in zip(sizes, pairs, strict=True)):
        return None
    if any((a[0] == EMPTY).any() for a in (*one, *other)):
        masked = _masked(one, most), _masked(other, most)
        if masked[0] is None or masked[1] is None:
            return None
        pairs = list(zip(masked[0], masked[1], strict=True))
    return np.minimum(*pairs[0]), np.minimum(*pairs[1])


def _masked(part: Part, most: int) -> Part | None:
    """With no rows where there are no columns, and the other way round."""
    rows, columns = part
    gone = (rows[0] == EMPTY) | (columns[0] == EMPTY)
    if not gone.any():
        return part
    if gone.size > most:
        return None
    empty = np.int32(EMPTY)
    if gone.all():
        nothing_read = np.full((4, *[1] * gone.ndim), EMPTY, np.int32)
        return nothing_read, nothing_read
    return np.where(gone, empty, rows), np.where(gone, empty, columns)


def _single(parts: Sequence[Part]) -> Part:
    found = parts[0]
    for part in parts[1:]:
        joined = _joined(found, part, MOST)
        if joined is None:
            raise TooManyError
        found = joined
    return found


def single(state: State) -> State:
    """The state as one part.

    Raises:
        TooManyError: if that would take too much memory.
    """
    if state.maps is not None or len(state.parts) == 1:
        return state
    return State((_single(state.parts),), state.size, state.at_most, state.steps, state.marks)


def hulled(state: State, dims: Sequence[int]) -> State:
    """Every number reads what all along these dimensions read."""
    if state.maps is not None and (told := state.with_maps(maps.hulled(state.maps, dims))) is not None:
        return told
    return _simplified(state.each(lambda one: reach.hull(one, dims)))


def _simplified(state: State) -> State:
    """In closed form, where all numbers read the same."""
    if state.marks is not None or len(state.parts) > 1 or any(one.size > 4 for one in state.parts[0]):
        return state
    rows, columns = (one.ravel().tolist() for one in state.parts[0])
    # What is read without a border includes what is read within it.
    if any(four[0] == EMPTY or four[2] > four[0] or four[3] > four[1] for four in (rows, columns)):
        return state
    return State(maps.of_one(rows, columns, state.dimensions), state.size, state.at_most, state.steps)


def unmarked(state: State) -> State:
    """The state without its marks: where they hide something, what is computed of it may read less than is said."""
    if state.marks is None:
        return state
    bare = state.bare()
    return bare.bounded() if (state.marks.levels >= GONE).any() else bare


def behind(state: State, dim: int, hidden: NDArray[np.bool_]) -> State:
    """What each query reads of the positions along ``dim``, the last dimension but one; the queries take its place.

    Args:
        hidden: ``(..., queries, positions)``, whether a position is hidden from a query.

    Raises:
        TooManyError: if that would take too much memory.
    """
    dim %= state.dimensions

    def change(one: Reach) -> Reach:
        wide = np.expand_dims(one, dim + 1)  # (4, ..., 1, positions, features)
        over = hidden.reshape(*[1] * (state.dimensions - hidden.ndim), *hidden.shape, 1)
        if _broadcast_count(wide.shape[1:], over.shape) > MOST:
            raise TooManyError
        seen: Reach = np.where(over, np.int32(EMPTY), wide).min(axis=dim + 2)
        return seen

    return state.each(change)


def everything(state: State, dimensions: int | None = None) -> State:
    """Every number reads what the whole tensor reads; ``dimensions``: of a tensor with others than before."""
    whole = hulled(state, range(state.dimensions))
    if dimensions is None or dimensions == state.dimensions:
        return whole
    if whole.maps is not None:
        return State(whole.maps._replace(dimensions=dimensions), state.size, state.at_most)
    return whole.each(lambda one: one.reshape(4, *[1] * dimensions))


def written_out(one: Reach, dims: Sequence[int], shape: Sequence[int]) -> Reach:
    """A reach with these dimensions of a tensor of this shape written out.

    Raises:
        TooManyError: if that would take too much memory.
    """
    sizes = [shape[dim] if dim in dims else one.shape[dim + 1] for dim in range(len(shape))]
    if int(np.prod(sizes)) > MOST:
        raise TooManyError
    return np.ascontiguousarray(np.broadcast_to(one, (4, *sizes)))


def regrouped(old: Sequence[int], new: Sequence[int]) -> list[tuple[range, range]] | None:
    """Old and new dimensions in groups of equal product: (N, C, H, W) -> (N, C H W) is N | C, H, W; None if none."""
    groups = []
    i = j = 0
    while i < len(old) or j < len(new):
        start_i, start_j = i, j
        left, right = (old[i] if i < len(old) else 1), (new[j] if j < len(new) else 1)
        i, j = min(i + 1, len(old)), min(j + 1, len(new))
        while left != right:
            if left < right and i < len(old):
                left, i = left * old[i], i + 1
            elif left > right and j < len(new):
                right, j = right * new[j], j + 1
            else:
                return None
        groups.append((range(start_i, i), range(start_j, j)))
    return groups


def reshaped(state: State, old: Sequence[int], new: Sequence[int]) -> State | None:
    """The state of the same numbers in another shape; None where the shapes do not fit together.

    Raises:
        TooManyError: if that would take too much memory.
    """
    groups = regrouped(old, new)
    if groups is None:
        return None
    if state.maps is not None and state.maps.uniform:
        return State(state.maps._replace(dimensions=len(new)), state.size, state.at_most)

    def change(one: Reach) -> Reach:
        wide: list[int] = []
        sizes: list[int] = []
        mixed = False
        for olds, news in groups:
            if all(one.shape[dim + 1] == 1 for dim in olds):
                sizes += [1] * len(news)
            else:
                wide += olds
                sizes += [new[dim] for dim in news]
                mixed = mixed or len(olds) > 1 or len(news) > 1
        moved = written_out(one, wide, old).reshape(4, *sizes)
        return reach.gathered(moved) if mixed else moved

    return state.each(change)


def permuted(state: State, order: Sequence[int]) -> State:
    """The state with its dimensions in another order."""
    if state.maps is not None and state.maps.uniform:
        return State(state.maps, state.size, state.at_most)
    return state.each(lambda one: one.transpose(0, *(dim + 1 for dim in order)))


def joined(states: Sequence[tuple[State | None, int]], dim: int, size: tuple[int, int]) -> State:
    """The state of tensors side by side along a dimension; each with its positions there, None for constants.

    Raises:
        TooManyError: if that would take too much memory.
    """
    known = [single(state) for state, _ in states if state is not None]
    steps = max(state.steps[0] for state in known), max(state.steps[1] for state in known)
    at_most = any(state.at_most for state in known)
    if len(known) == len(states) and dim == 1 and (told := _joined_maps(known, states)) is not None:
        return State(told, size, at_most, steps)
    first = known[0].parts[0]
    alike = len(known) == len(states) and all(state.parts[0] is first for state in known)
    if alike and all(one.shape[dim + 1] == 1 for one in first):
        return known[0]
    dimensions = known[0].dimensions
    changed = []
    for axis in (0, 1):
        pieces = [
            (single(state) if state is not None else nothing(dimensions, size)).parts[0][axis] for state, _ in states
        ]
        same = all(piece.shape[dim + 1] == 1 and np.array_equal(piece, pieces[0]) for piece in pieces)
        if same:
            changed.append(pieces[0])
            continue
        sizes = list(np.broadcast_shapes(*((*piece.shape[: dim + 1], 1, *piece.shape[dim + 2 :]) for piece in pieces)))
        counts = [count for _, count in states]
        if int(np.prod(sizes[1:])) * sum(counts) > MOST:
            raise TooManyError
        wide = []
        for piece, count in zip(pieces, counts, strict=True):
            sizes[dim + 1] = count
            wide.append(np.broadcast_to(piece, sizes))
        changed.append(reach.gathered(np.concatenate(wide, axis=dim + 1)))
    return State(((changed[0], changed[1]),), size, at_most, steps)


def _joined_maps(known: Sequence[State], states: Sequence[tuple[State | None, int]]) -> Maps | None:
    """Feature maps beside one another in closed form.

    Raises:
        TooManyError: if that would take too much memory once it is written out.
    """
    pieces = [(state.maps, count) for state, (_, count) in zip(known, states, strict=True) if state.maps is not None]
    if len(pieces) < len(states) or any(piece.dimensions != 4 for piece, _ in pieces):
        return None
    told = maps.joined(pieces)
    for lines in ([run.rows for run in told.runs], [run.columns for run in told.runs]):
        written = max(line.units for line in lines) * sum(count for _, count in pieces)
        if written > MOST and any(line != lines[0] for line in lines):
            raise TooManyError
    return told


def picked(state: State, keys: Sequence[object]) -> State:
    """What stays after indexing with a slice, a number or an array for each dimension, beside None for new ones."""

    def change(one: Reach) -> Reach:
        own = list(keys)
        # Numbers first: numpy takes them for arrays, and puts what arrays pick in front, PyTorch does not.
        numbers: list[object] = []
        dim = 0
        for number, key in enumerate(keys):
            if key is None:
                continue
            dim += 1
            if one.shape[dim] == 1:  # the same everywhere
                own[number] = (
                    slice(None) if isinstance(key, slice) else np.zeros_like(key) if isinstance(key, np.ndarray) else 0
                )
            numbers.append(own[number] if isinstance(own[number], int) else slice(None))
        rest = tuple(key for key in own if not isinstance(key, int))
        made = [key.size for key in rest if isinstance(key, np.ndarray)]
        check_size(one.size // 4 * max(made, default=1))
        return np.stack([plane[tuple(numbers)][rest] for plane in one])

    return state.each(change)


class _Storage:
    """The memory of a tensor, with a reach in place of each number."""

    def __init__(self, like: Tensor, one: Reach, others: Sequence[Tensor] = ()) -> None:
        tensors = (like, *others)
        length = 1 + max(
            tensor.storage_offset() + sum((n - 1) * s for n, s in zip(tensor.shape, tensor.stride(), strict=True))
            for tensor in tensors
        )
        if length > MOST or any(tensor.numel() > MOST or not tensor.numel() for tensor in tensors):
            raise TooManyError
        self._planes = np.full((4, length), EMPTY, np.int32)
        self.put(like, one)

    def _view(self, like: Tensor) -> Reach:
        """The numbers that a tensor looks at."""
        size = self._planes.itemsize
        strides = self._planes.strides[0], *(size * stride for stride in like.stride())
        return np.lib.stride_tricks.as_strided(self._planes[:, like.storage_offset() :], (4, *like.shape), strides)

    def put(self, like: Tensor, one: Reach) -> None:
        """Write what a tensor's numbers read."""
        self._view(like)[...] = one

    def get(self, like: Tensor) -> Reach:
        """What a tensor's numbers read."""
        return reach.gathered(self._view(like).copy())


def seen_through(state: State, tensor: Tensor, other: Tensor) -> State:
    """The state of another tensor that looks at the memory of this one.

    Raises:
        TooManyError: if that would take too much memory.
    """
    seen = unmarked(state)
    return seen.each(lambda one: _Storage(tensor, one, (other,)).get(other))


def overwritten(before: State, tensor: Tensor, state: State, written: Tensor) -> State:
    """The state of a tensor after something was written into its memory through another.

    Raises:
        TooManyError: if that would take too much memory.
    """
    before, state = unmarked(before), unmarked(state)
    parts = []
    for old, new in zip(single(before).parts[0], single(state).parts[0], strict=True):
        storage = _Storage(tensor, old, (written,))
        storage.put(written, new)
        parts.append(storage.get(tensor))
    return State(((parts[0], parts[1]),), before.size, before.at_most or state.at_most)


def published(state: State, shape: Sequence[int]) -> ReceptiveField:
    """The state as a value to show: what the units of a tensor of this shape read.

    Units are told apart by the two dimensions in which they read different places: rows and columns of a feature map
    (its channels together), or tokens; in further ones the unit in the middle is taken.
    """
    try:
        return _published(state, shape)
    except (ArithmeticError, TooManyError):  # more than whole numbers of 32 bits, or a computer's memory, hold
        units = (shape[2], shape[3]) if len(shape) == 4 else (1, 1)
        return ReceptiveField(state.size, (0, 0), (0, 0), at_most=True, units=units)


def _published(state: State, shape: Sequence[int]) -> ReceptiveField:
    if state.maps is not None and (told := _published_maps(state, state.maps, shape)) is not None:
        return told
    first, second = _grid(state, shape)
    units = tuple(shape[dim] if dim is not None else 1 for dim in (first, second))
    if 0 in shape:  # a slice of nothing: there is no unit that could read
        return ReceptiveField((0, 0), (0, 0), (0, 0), units=(units[0], units[1]))
    parts = [tuple(_on_grid(one, shape, first, second) for one in part) for part in state.parts]
    if any(math.prod(np.broadcast_shapes(*(one.shape[1:] for one in part))) > _MOST_UNITS for part in parts):
        raise TooManyError
    rows, columns = (np.full((4, 1, 1), EMPTY, np.int32) for _ in range(2))
    for part in parts:
        gone = (part[0][0] == EMPTY) | (part[1][0] == EMPTY)
        masked = [np.where(gone, np.int32(EMPTY), one) for one in part] if gone.any() else part
        rows, columns = np.minimum(rows, masked[0]), np.minimum(columns, masked[1])
    middle = units[0] // 2, units[1] // 2
    lines = _line(rows, 1, middle), _line(columns, 2, middle)
    size = _size(lines[0], middle[0]), _size(lines[1], middle[1])
    offset = _start(lines[0]), _start(lines[1])
    stepped = [_stepped(line) for line in lines]
    for axis, one in enumerate((rows, columns)):
        if stepped[axis][0] == 0 and one.shape[2 - axis] > 1:  # a picture on its side: the other way round
            stepped[axis] = _stepped(_line(one, 2 - axis, middle))
    stride, every = zip(*stepped, strict=True)
    plain = ReceptiveField(size, stride, offset, every=every, at_most=state.at_most, units=(units[0], units[1]))
    reads = _spans(rows), _spans(columns)
    return plain if _says(plain, reads, state.size) else replace(plain, reads=reads)


def _published_maps(state: State, given: Maps, shape: Sequence[int]) -> ReceptiveField | None:
    """The same from the closed form; None where that does not tell all."""
    together = maps.in_one(given)
    if together is None or _differ_in_columns_alone(given.runs):
        return None
    _, rows, columns = together.runs[0]
    units = (shape[2], shape[3]) if len(shape) == 4 else (1, 1)
    if 0 in shape:
        return ReceptiveField((0, 0), (0, 0), (0, 0), units=units)
    reads = None
    if not (_is_cut_at_the_border(rows, state.size[0]) and _is_cut_at_the_border(columns, state.size[1])):
        reads = _spans(rows.reach()[:, :, None]), _spans(columns.reach()[:, None])
    return ReceptiveField(
        (rows.last - rows.first + 1, columns.last - columns.first + 1),
        (rows.step, columns.step),
        (rows.first, columns.first),
        at_most=state.at_most,
        units=units,
        reads=reads,
    )


def _differ_in_columns_alone(runs: Sequence[Run]) -> bool:
    """Whether channels read the same rows and different columns: then channels may stand for rows of units."""
    return any(run.columns != runs[0].columns for run in runs) and all(run.rows == runs[0].rows for run in runs)


def _is_cut_at_the_border(line: Line, size: int) -> bool:
    """Whether units read what lies within the picture of the fields that they have without a border."""
    return line.floor == max(0, line.first) and line.cap == min(size - 1, line.last + line.step * (line.units - 1))


def _grid(state: State, shape: Sequence[int]) -> tuple[int | None, int | None]:
    """The dimensions that stand for rows and for columns of units."""
    by_rows, by_columns = (
        {dim for part in state.parts for dim in range(len(shape)) if part[axis].shape[dim + 1] > 1} for axis in (0, 1)
    )
    varying, by_one = by_rows | by_columns, (by_rows - by_columns, by_columns - by_rows)
    if len(shape) == 4:
        # Channels last, also with the picture on its side. Where the channels of a map differ and its units read whole
        # rows, as after a recurrent layer, dimensions 1 and 2 vary, too, but not each with one of the two.
        # On its side with channels that differ looks like upright with channels that differ, which is far commoner.
        turned = 1 in by_one[1] and 2 in by_one[0] and 3 not in varying
        if (1 in by_one[0] and 2 in by_one[1]) or turned:
            return 1, 2
        if varying <= {1} or varying & {2, 3}:
            return 2, 3
    if len(shape) == 3 and by_one == ({0}, {1, 2}):  # rows of tokens whose features read different ones
        return 0, 1
    ordered = sorted(varying)
    if not ordered:
        return None, None
    return (ordered[0], None) if len(ordered) == 1 else (ordered[-2], ordered[-1])


def _on_grid(one: Reach, shape: Sequence[int], first: int | None, second: int | None) -> Reach:
    """Over the units alone, ``(4, rows, columns)``, where 1 stands for all."""
    if (len(shape), first, second) == (4, 2, 3):
        one = reach.hull(one, (1,))
    if (len(shape), first, second) == (3, 0, 1):
        one = reach.hull(one, (2,))
    keys = [slice(None) if dim in (first, second) else one.shape[dim + 1] // 2 for dim in range(len(shape))]
    found = one[(slice(None), *keys)]
    for place, own in ((1, first), (2, second)):
        if own is None:
            found = np.expand_dims(found, place)
    return found


def _line(one: Reach, axis: int, middle: tuple[int, int]) -> Reach:
    """Along one direction through the unit in the middle, ``(4, count)``."""
    place = middle[2 - axis]
    return one[:, :, min(place, one.shape[2] - 1)] if axis == 1 else one[:, min(place, one.shape[1] - 1)]


def _size(line: Reach, middle: int) -> int:
    four = line[:, min(middle, line.shape[1] - 1)]
    if four[2] == EMPTY:
        return 0 if four[0] == EMPTY else int(1 - four[1] - four[0])
    return int(1 - four[3] - four[2])


def _start(line: Reach) -> int:
    there = line[2][line[2] != EMPTY]
    return int(there[0]) if there.size else 0


def _stepped(line: Reach) -> tuple[Number, int]:
    """The distance from one field to the next, and how many units on the next is; every 0: uneven, an average."""
    count = line.shape[1]
    if count == 1:
        return 0, 1
    found = reach.progression(line[2:].T)
    if found is not None and found[1][0] == -found[1][1]:
        return int(found[1][0]), found[0]
    there = np.flatnonzero(line[2] != EMPTY)
    if there.size < 2:
        return 0, 1
    centres = (line[2, there].astype(float) - line[3, there]) / 2
    far = np.diff(centres) / np.diff(there)
    usual, times = np.unique(far, return_counts=True)
    step = float(usual[times.argmax()] if 4 * times.max() >= 3 * far.size else far.mean())
    return (int(step) if step.is_integer() else round(step, 6)), 0


def _spans(one: Reach) -> Spans:
    """(first, end) of what is really read, by unit."""
    first, end = one[0], 1 - one[1]
    gone = first == EMPTY
    both = np.stack([np.where(gone, 0, first), np.where(gone, 0, end)], axis=-1).astype(np.int32)
    return Spans((both.shape[0], both.shape[1]), both.tobytes())


def _says(plain: ReceptiveField, reads: tuple[Spans, Spans], size: tuple[int, int]) -> bool:
    """Whether size, step and offset say the same of every unit, cut off at the border."""
    assert plain.units is not None
    for axis, spans in enumerate(reads):
        if spans.shape[1 - axis] != 1 or plain.every[axis] != 1:
            return False
        first = np.asarray(plain.offset[axis] + np.arange(spans.shape[axis]) * plain.stride[axis])
        wanted = np.stack([np.clip(first, 0, size[axis]), np.clip(first + plain.size[axis], 0, size[axis])], axis=-1)
        if not np.array_equal(wanted, np.frombuffer(spans.data, np.int32).reshape(-1, 2)):
            return False
    return True

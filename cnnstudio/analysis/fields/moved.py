"""Receptive fields of functions that leave numbers where they are or move them: each comes from one place."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from cnnstudio.analysis import reads
from cnnstudio.analysis.fields.call import Call, UnknownError, many, steps_along
from cnnstudio.analysis.origins import memory_of
from cnnstudio.analysis.reads import State
from cnnstudio.convolution import reach
from cnnstudio.convolution.reach import EMPTY, Reach


def same(call: Call) -> State:
    """Element by element, with broadcasting: dimensions are counted from the right."""
    return reads.merged([reads.aligned(state, call.output.dim()) for state, _ in call.states])


def reshaped(call: Call) -> State | None:
    """The same numbers in the same order in another shape; None where it is not known where they go."""
    return reads.reshaped(call.first, call.tensor.shape, call.output.shape)


def permuted(call: Call) -> State:
    """Dimensions in another order."""
    order = call.argument(1, "dims")
    if isinstance(order, int):
        order = call.arguments[1:]
    return reads.permuted(call.first, [dim % call.tensor.dim() for dim in order])


def swapped(call: Call) -> State:
    """Two dimensions change places."""
    first = call.argument(1, "dim0", call.options.get("axis0", -1)) % call.tensor.dim()
    second = call.argument(2, "dim1", call.options.get("axis1", -2)) % call.tensor.dim()
    order = list(range(call.tensor.dim()))
    order[first], order[second] = second, first
    return reads.permuted(call.first, order)


def matrix_turned(call: Call) -> State:
    """The last two dimensions swapped, or all of them by ``.T``."""
    order = list(range(call.tensor.dim()))
    if call.name in {"T", "numpy_T"}:
        order.reverse()
    elif len(order) > 1:
        order[-1], order[-2] = order[-2], order[-1]
    return reads.permuted(call.first, order)


def moved_dims(call: Call) -> State:
    """Some dimensions elsewhere among the others."""
    count = call.tensor.dim()
    pairs = zip(many(call.argument(1, "source")), many(call.argument(2, "destination")), strict=True)
    places = {there % count: here % count for here, there in pairs}
    rest = iter(dim for dim in range(count) if dim not in places.values())
    return reads.permuted(call.first, [places[dim] if dim in places else next(rest) for dim in range(count)])


def joined(call: Call) -> State:
    """cat: tensors one after another along a dimension."""
    tensors = call.argument(0, "tensors")
    dim = call.argument(1, "dim", call.options.get("axis", 0)) % call.output.dim()
    return _side_by_side(call, tensors, dim)


def _side_by_side(call: Call, tensors: Sequence[Tensor], dim: int) -> State:
    real = [tensor for tensor in tensors if tensor.dim() == call.output.dim()]
    return reads.joined([(call.state(tensor), tensor.shape[dim]) for tensor in real], dim, call.first.size)


def stacked(call: Call) -> State:
    """stack: tensors side by side along a new dimension."""
    tensors = call.argument(0, "tensors")
    dim = call.argument(1, "dim", 0) % call.output.dim()

    def wider(state: State | None) -> State | None:
        return None if state is None else state.each(lambda one: np.expand_dims(one, dim + 1))

    return reads.joined([(wider(call.state(tensor)), 1) for tensor in tensors], dim, call.first.size)


def sections(call: Call) -> State | None:
    """One of the pieces that chunk, split and their like give."""
    dim = {"hsplit": 1, "vsplit": 0}.get(call.name, call.argument(2, "dim", 0)) % call.tensor.dim()
    length = call.output.shape[dim]
    given = call.argument(1, "split_size_or_sections", call.options.get("split_size", call.options.get("chunks")))
    given = call.options.get("indices_or_sections", given)
    total = call.tensor.shape[dim]
    if call.name == "tensor_split" or call.name in {"hsplit", "vsplit"}:
        if isinstance(given, int):
            start = call.number * (total // given) + min(call.number, total % given)
        else:
            start = [0, *given][call.number]
    elif isinstance(given, int):
        size = -(-total // given) if call.name == "chunk" else given
        start = call.number * size
    else:
        start = sum(given[: call.number])
    return _cut(call, {dim: slice(start, start + length)})


def unbound(call: Call) -> State:
    """unbind: one of the slices along a dimension."""
    return _cut(call, {call.argument(1, "dim", 0) % call.tensor.dim(): call.number})


def _cut(call: Call, keys: dict[int, Any]) -> State:
    full: list[Any] = [keys.get(dim, slice(None)) for dim in range(call.tensor.dim())]
    return _taken(call.first, call.tensor, full)


def sliced(call: Call) -> State:
    """ATen's slice(tensor, dim, start, end, step)."""
    a = call.arguments
    return _cut(call, {(a[1] if len(a) > 1 else 0) % call.tensor.dim(): slice(*(a[2:5] if len(a) > 2 else (None,)))})


def selected(call: Call) -> State:
    """select: one place of a dimension, which goes."""
    return _cut(call, {call.argument(1, "dim") % call.tensor.dim(): call.argument(2, "index")})


def narrowed(call: Call) -> State:
    """narrow: some places of a dimension."""
    start = call.argument(2, "start")
    if isinstance(start, Tensor):
        raise UnknownError
    dim = call.argument(1, "dim") % call.tensor.dim()
    start %= call.tensor.shape[dim]
    return _cut(call, {dim: slice(start, start + call.output.shape[dim])})


def indexed(call: Call) -> State:
    """Indexing by brackets."""
    keys = call.arguments[1]
    if call.name == "index":  # ATen: a tensor or None for each dimension
        return _taken(call.first, call.tensor, [slice(None) if key is None else key for key in keys])
    return _taken(call.first, call.tensor, list(keys) if isinstance(keys, tuple) else [keys])


def _filled(keys: Sequence[Any], dimensions: int) -> list[Any]:
    """Keys with the ellipsis written out, one for each dimension, beside None for new ones."""
    found = list(keys)
    used = sum(1 for key in found if key is not None and key is not Ellipsis)
    if any(key is Ellipsis for key in found):
        place = next(number for number, key in enumerate(found) if key is Ellipsis)
        found[place : place + 1] = [slice(None)] * (dimensions - used)
    else:
        found += [slice(None)] * (dimensions - used)
    return found


def _taken(state: State, tensor: Tensor, keys: Sequence[Any]) -> State:
    """``tensor[keys]``: as numpy does it with the reaches; where indices are not known, all are read."""
    full = _filled(keys, tensor.dim())
    guessed: list[int] = []
    dim = 0
    for number, key in enumerate(full):
        if key is None:
            continue
        if isinstance(key, bool):
            raise UnknownError
        if isinstance(key, list):
            full[number] = np.asarray(key, dtype=np.int64)
        if isinstance(key, Tensor):
            if key.dtype in {torch.bool, torch.uint8}:
                raise UnknownError
            if key.is_meta:
                guessed.append(dim)
            full[number] = np.zeros(tuple(key.shape), np.int64) if key.is_meta else key.numpy()
        dim += 1
    if guessed:
        state = reads.hulled(state, guessed).bounded()
    return reads.picked(state, full)


def by_index(call: Call) -> State:
    """index_select, gather, take_along_dim: all along a dimension, unless the indices are known."""
    dim = call.argument(1, "dim")
    index = call.argument(2, "index")
    if isinstance(dim, Tensor):
        dim, index = index, dim
    dim %= call.tensor.dim()
    if call.name == "index_select":
        keys: list[Any] = [slice(None)] * call.tensor.dim()
        keys[dim] = index
        return _taken(call.first, call.tensor, keys)
    known = reads.hulled(call.first, [dim]).bounded()
    rest = [d for d in range(call.tensor.dim()) if call.output.shape[d] != call.tensor.shape[d] and d != dim]
    state = reads.hulled(known, rest)
    extra = call.aligned(index)
    return reads.merged([state, *extra]) if extra else state


def flipped(call: Call) -> State:
    """flip: dimensions in the opposite order."""
    count = call.tensor.dim()
    dims = call.argument(1, "dims")
    dims = call.arguments[1:] if isinstance(dims, int) else dims
    dims = {"fliplr": [1], "flipud": [0]}.get(call.name, dims)
    axes = tuple(dim % count + 1 for dim in dims)
    return call.first.each(lambda one: np.flip(one, axes))


def differences(call: Call) -> State | None:
    """diff: of neighbours along a dimension, as often as it is done."""
    if call.argument(3, "prepend") is not None or call.argument(4, "append") is not None:
        return None
    state, axis = call.first, call.argument(2, "dim", -1) % call.tensor.dim() + 1
    times = min(call.argument(1, "n", 1), call.tensor.shape[axis - 1])
    reads.check_work(times * max(one.size for part in state.parts for one in part))
    for _ in range(times):
        if all(one.shape[axis] == 1 for part in state.parts for one in part):
            return state  # all of them read the same
        state = reads.merged(
            [state.each(lambda one: _without(one, axis, 0)), state.each(lambda one: _without(one, axis, -1))]
        )
    return state


def _without(one: Reach, axis: int, end: int) -> Reach:
    """Without the first or the last along a dimension; where all read the same, as it is."""
    if one.shape[axis] == 1:
        return one
    return np.take(one, range(1, one.shape[axis]) if end == 0 else range(one.shape[axis] - 1), axis)


def rolled(call: Call) -> State | None:
    """roll: what leaves at one end comes in at the other."""
    shifts, dims = many(call.argument(1, "shifts")), call.argument(2, "dims", ())
    dims = many(dims)
    if not dims:
        line = reads.reshaped(call.first, call.tensor.shape, (call.tensor.numel(),))
        moved = None if line is None else line.each(lambda one: np.roll(one, shifts[0], 1))
        return None if moved is None else reads.reshaped(moved, (call.tensor.numel(),), call.tensor.shape)
    axes = [dim % call.tensor.dim() + 1 for dim in dims]
    return call.first.each(
        lambda one: np.roll(
            one,
            [shift for shift, axis in zip(shifts, axes, strict=True) if one.shape[axis] > 1],
            [axis for axis in axes if one.shape[axis] > 1],
        )
    )


def repeated(call: Call) -> State:
    """repeat and tile: the whole again and again."""
    state = reads.aligned(call.first, call.output.dim())
    before = (1,) * (call.output.dim() - call.tensor.dim()) + tuple(call.tensor.shape)
    times = [new // old if old else 1 for old, new in zip(before, call.output.shape, strict=True)]
    _check_times(state, times)
    return state.each(
        lambda one: np.tile(one, (1, *(n if one.shape[dim + 1] > 1 else 1 for dim, n in enumerate(times))))
    )


def _check_times(state: State, times: Sequence[int]) -> None:
    """Refuse what repeats written-out dimensions so often that nothing could hold it."""
    for one in itertools.chain(*state.parts):
        reads.check_size(one.size // 4 * math.prod(n for dim, n in enumerate(times) if one.shape[dim + 1] > 1))


def repeated_in_place(call: Call) -> State | None:
    """repeat_interleave: each number again and again."""
    dim = call.argument(2, "dim")
    if isinstance(call.argument(1, "repeats"), Tensor):
        return None
    state: State | None = call.first
    shape: Sequence[int] = call.tensor.shape
    if dim is None:
        state = reads.reshaped(call.first, shape, (call.tensor.numel(),))
        shape, dim = (call.tensor.numel(),), 0
    dim %= len(shape)
    times = call.output.shape[dim] // shape[dim]
    if state is not None:
        _check_times(state, [times if place == dim else 1 for place in range(state.dimensions)])
    return state and state.each(lambda one: np.repeat(one, times, dim + 1) if one.shape[dim + 1] > 1 else one)


def padded(call: Call) -> State:
    """pad: what is set around the numbers reads nothing, or what it repeats."""
    widths = call.argument(1, "pad", call.options.get("padding"))
    mode = call.argument(2, "mode", "constant")
    if call.name != "pad":
        kinds = {"reflection_pad": "reflect", "replication_pad": "replicate", "pad_circular": "circular"}
        mode = next((kind for start, kind in kinds.items() if call.name.startswith(start)), "constant")
    elif isinstance(mode, int):  # ATen's _pad_enum
        mode = ("constant", "reflect", "replicate", "circular")[mode]
    if not isinstance(mode, str):
        mode = "constant"
    state, last = call.first, call.tensor.dim() - 1
    for place in range(len(widths) // 2):
        dim, before, after = last - place, widths[2 * place], widths[2 * place + 1]
        if before or after:
            state = _padded_along(state, dim, call.tensor.shape[dim], before, after, mode)
    return State(state.parts, state.size, state.at_most, call.first.steps)


def _padded_along(state: State, dim: int, count: int, before: int, after: int, mode: str) -> State:
    for one in itertools.chain(*state.parts):
        reads.check_size(one.size // 4 // one.shape[dim + 1] * (count + max(before, 0) + max(after, 0)))
    if mode == "constant":
        steps = steps_along(state, dim)

        def change(one: Reach, step: int) -> Reach:
            wide = one if one.shape[dim + 1] == count else reads.written_out(one, [dim], _sizes(one, dim, count))
            return reach.extended(wide, dim, before, after, step)

        parts = tuple((change(rows, steps[0]), change(columns, steps[1])) for rows, columns in state.parts)
        return State(parts, state.size, state.at_most, state.steps)
    places = np.pad(
        np.arange(count), (before, after), {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}[mode]
    )  # type: ignore[call-overload]
    return state.each(lambda one: one.take(places, axis=dim + 1) if one.shape[dim + 1] > 1 else one)


def _sizes(one: Reach, dim: int, count: int) -> list[int]:
    return [count if place == dim else size for place, size in enumerate(one.shape[1:])]


def shuffled(call: Call) -> State | None:
    """Pixel shuffle and unshuffle, and that of channels, by the reshapes they stand for."""
    shape = tuple(call.tensor.shape)
    if call.name == "channel_shuffle":
        groups = call.argument(1, "groups")
        steps = [(shape[0], groups, shape[1] // groups, *shape[2:])]
        order = [0, 2, 1, *range(3, len(shape) + 1)]
    else:
        *front, c, h, w = shape
        n = len(front)
        r = call.argument(1, "upscale_factor", call.options.get("downscale_factor"))
        if call.name == "pixel_shuffle":
            steps = [(*front, c // (r * r), r, r, h, w)]
            order = [*range(n + 1), n + 3, n + 1, n + 4, n + 2]
        else:
            steps = [(*front, c, h // r, r, w // r, r)]
            order = [*range(n + 1), n + 2, n + 4, n + 1, n + 3]
    wide = reads.reshaped(call.first, shape, steps[0])
    if wide is None:
        return None
    turned = reads.permuted(wide, order)
    return reads.reshaped(turned, [steps[0][dim] for dim in order], call.output.shape)


def by_moving(call: Call) -> State:
    """Functions that only move numbers or put zeros in their place: PyTorch moves the reaches themselves."""
    function = getattr(torch, call.name)

    def change(one: Reach) -> Reach:
        wide = reads.written_out(one, range(call.tensor.dim()), call.tensor.shape)
        # No reach is as far as this, and what is not 0 afterwards has been moved.
        lifted = torch.from_numpy(np.where(wide == EMPTY, 0, wide - EMPTY))
        moved = torch.stack([function(plane, *call.arguments[1:], **call.options) for plane in lifted]).numpy()
        return reach.gathered(np.where(moved == 0, EMPTY, moved + EMPTY).astype(np.int32))

    return call.first.each(change)


def as_view(call: Call) -> State | None:
    """Whatever only looks at its argument's memory: PyTorch itself says where each number lies."""
    place = memory_of(call.output)
    if len(call.states) != 1 or place is None or place != memory_of(call.tensor):
        return None
    if call.tensor.dtype != call.output.dtype or call.output is call.tensor:
        return None
    return reads.seen_through(call.first, call.tensor, call.output)


def gated(call: Call) -> State:
    """glu: one half of a dimension times the other."""
    dim = call.argument(1, "dim", -1) % call.tensor.dim()
    half = call.tensor.shape[dim] // 2
    halves = [_cut(call, {dim: slice(start, start + half)}) for start in (0, half)]
    return reads.merged(halves)


def assigned(base: State | None, target: Tensor, key: Any, value: Any, state: State | None) -> State:
    """``target[key] = value``."""
    known = state or base
    assert known is not None
    keys = _filled(list(key) if isinstance(key, tuple) else [key], target.dim())
    if any(isinstance(one, (Tensor, list, bool)) or one is None for one in keys):
        whole = [reads.everything(state, target.dim())] if state is not None else []
        return reads.merged([*([base] if base is not None else []), *whole]).bounded()
    under = reads.single(base if base is not None else reads.nothing(target.dim(), known.size))
    over = reads.single(state if state is not None else reads.nothing(0, known.size))
    # The dimensions of the part that is written to, and where the value's lie among them.
    seen = [dim for dim, one in enumerate(keys) if isinstance(one, slice)]
    spare = len(seen) - (value.dim() if isinstance(value, Tensor) else 0)
    arrays = []
    for old, new in zip(under.parts[0], over.parts[0], strict=True):
        new = new.reshape(4, *new.shape[1 + max(0, -spare) :]) if spare < 0 else new
        new = new.reshape(4, *[1] * (len(seen) - (new.ndim - 1)), *new.shape[1:])
        whole_dims = [
            dim
            for place, dim in enumerate(seen)
            if keys[dim].indices(target.shape[dim]) == (0, target.shape[dim], 1) and new.shape[place + 1] == 1
        ]
        wide = [dim for dim in range(target.dim()) if dim not in whole_dims or old.shape[dim + 1] > 1]
        found = reads.written_out(old, wide, target.shape).copy()
        for plane in range(4):
            found[plane][tuple(keys)] = new[plane]
        arrays.append(reach.gathered(found))
    return State(((arrays[0], arrays[1]),), known.size, under.at_most or over.at_most)


def put_part(call: Call) -> State | None:
    """slice_scatter and select_scatter: a copy with a part written anew."""
    target, value, dim = call.arguments[0], call.arguments[1], call.argument(2, "dim", 0)
    keys: list[Any] = [slice(None)] * target.dim()
    if call.name == "select_scatter":
        keys[dim] = call.argument(3, "index")
    else:
        keys[dim] = slice(call.argument(3, "start"), call.argument(4, "end"), call.argument(5, "step"))
    return assigned(call.state(target), target, tuple(keys), value, call.state(value))

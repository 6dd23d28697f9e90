"""Receptive fields: what each number that a network computes reads of its input, function by function.

There is a rule for every function that networks are made of: which numbers of its arguments one number of its result
depends on. By it the reaches of the arguments become those of the result (see ``reads``), so that whatever follows is
exact, border and all, whether numbers are mixed or only moved. Two things are asked of PyTorch itself, by trying: which
pixels a resized picture is made of, and where a view finds its numbers in memory. A function without a rule may depend
on all that its arguments depend on; that is said to be a bound.

Batch norm and dropout are taken as they work in prediction: one pixel at a time.
"""

import functools
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.analysis.origins import memory_of
from cnnstudio.analysis.reads import (
    State,
    TooManyError,
    aligned,
    everything,
    hulled,
    joined,
    merged,
    nothing,
    of_input,
    permuted,
    picked,
    published,
    reshaped,
    seen_through,
    single,
    written_out,
)
from cnnstudio.convolution import reach
from cnnstudio.convolution.reach import EMPTY, Reach
from cnnstudio.networks import operators

__all__ = ["State", "everything", "follow", "merged", "of_input", "published", "written"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function.

    Attributes:
        name: the function's.
        states: the tensors among the arguments that depend on the input, with their states.
        output: the result, or one of several.
        number: its place among them.
        arguments, options: as the network gave them.
    """

    name: str
    states: Sequence[tuple[State, Tensor]]
    output: Tensor
    number: int
    arguments: tuple[Any, ...]
    options: dict[str, Any]

    def argument(self, place: int, name: str, default: Any = None) -> Any:
        """An argument, by place or name."""
        if len(self.arguments) > place:
            return self.arguments[place]
        return self.options.get(name, default)

    def state(self, value: Any) -> State | None:
        """The state of an argument; None where it is no tensor or does not depend on the input."""
        return next((state for state, tensor in self.states if tensor is value), None)

    @property
    def tensor(self) -> Tensor:
        """The first tensor that depends on the input."""
        return self.states[0][1]

    @property
    def first(self) -> State:
        """Its state."""
        return self.states[0][0]

    def aligned(self, value: Any) -> list[State]:
        """The state of an argument, if it has one, with the result's number of dimensions."""
        state = self.state(value)
        return [] if state is None else [aligned(state, self.output.dim())]


Rule = Callable[[Call], State | None]


class _UnknownError(Exception):
    """What is asked for depends on numbers that are not known."""


def follow(
    name: str,
    states: list[tuple[State, Tensor]],
    output: Tensor,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
    number: int = 0,
) -> State:
    """The state of the result of ``name(*arguments, **options)``, a bound where the function is not known.

    Args:
        states: the followed tensors among the arguments, with their states.
        number: which of several results.
    """
    call = Call(name, states, output, number, arguments, options)
    rule = _same if _is_one_by_one(name) else _RULES.get(name)
    try:
        found = rule(call) if rule is not None else None
        if found is None:
            found = _as_view(call)
    except (TooManyError, _UnknownError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # Arguments of kinds that a rule does not know.
        found = None
    if found is not None and _fits(found, output):
        return found
    return _bound(call)


def _bound(call: Call) -> State:
    return merged([everything(state, call.output.dim()) for state, _ in call.states]).bounded()


def _fits(state: State, output: Tensor) -> bool:
    return all(
        one.ndim == output.dim() + 1 and all(n in {1, m} for n, m in zip(one.shape[1:], output.shape, strict=True))
        for part in state.parts
        for one in part
    )


def written(
    name: str,
    states: list[tuple[State, Tensor]],
    target: Tensor,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
) -> State:
    """The state of a tensor after ``name(*arguments, **options)`` wrote into it.

    Args:
        states: the followed tensors among the arguments, with their states; the target, too, if it had one.
    """
    others = [(state, tensor) for state, tensor in states if tensor is not target]
    call = Call(name, states, target, 0, arguments, options)
    if name == "__setitem__":
        try:
            return _assigned(call.state(target), target, arguments[1], arguments[2], call.state(arguments[2]))
        except (TooManyError, _UnknownError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return _bound(call)
    if name in {"copy", "copy_"} and others:
        return merged([aligned(state, target.dim()) for state, _ in others])
    if name in {"fill_", "zero_", "fill", "zero"} and not others:
        return nothing(target.dim(), states[0][0].size)
    own = [*others, *(pair for pair in states if pair[1] is target and pair[1] is arguments[0])]
    return follow(name.removesuffix("_") if name not in _RULES else name, own or states, target, arguments, options)


# --- numbers that stay where they are, or are moved


def _same(call: Call) -> State:
    """Element by element, with broadcasting: dimensions are counted from the right."""
    return merged([aligned(state, call.output.dim()) for state, _ in call.states])


def _reshaped(call: Call) -> State | None:
    return reshaped(call.first, call.tensor.shape, call.output.shape)


def _permuted(call: Call) -> State:
    order = call.argument(1, "dims")
    if isinstance(order, int):
        order = call.arguments[1:]
    return permuted(call.first, [dim % call.tensor.dim() for dim in order])


def _swapped(call: Call) -> State:
    first = call.argument(1, "dim0", call.options.get("axis0", -1)) % call.tensor.dim()
    second = call.argument(2, "dim1", call.options.get("axis1", -2)) % call.tensor.dim()
    order = list(range(call.tensor.dim()))
    order[first], order[second] = second, first
    return permuted(call.first, order)


def _matrix_turned(call: Call) -> State:
    """The last two dimensions swapped, or all of them by ``.T``."""
    order = list(range(call.tensor.dim()))
    if call.name in {"T", "numpy_T"}:
        order.reverse()
    elif len(order) > 1:
        order[-1], order[-2] = order[-2], order[-1]
    return permuted(call.first, order)


def _moved_dims(call: Call) -> State:
    count = call.tensor.dim()
    pairs = zip(_many(call.argument(1, "source")), _many(call.argument(2, "destination")), strict=True)
    places = {there % count: here % count for here, there in pairs}
    rest = iter(dim for dim in range(count) if dim not in places.values())
    return permuted(call.first, [places[dim] if dim in places else next(rest) for dim in range(count)])


def _many(value: Any) -> list[int]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _joined(call: Call) -> State:
    tensors = call.argument(0, "tensors")
    dim = call.argument(1, "dim", call.options.get("axis", 0)) % call.output.dim()
    return _side_by_side(call, tensors, dim)


def _side_by_side(call: Call, tensors: Sequence[Tensor], dim: int) -> State:
    real = [tensor for tensor in tensors if tensor.dim() == call.output.dim()]
    return joined([(call.state(tensor), tensor.shape[dim]) for tensor in real], dim, call.first.size)


def _stacked(call: Call) -> State:
    tensors = call.argument(0, "tensors")
    dim = call.argument(1, "dim", 0) % call.output.dim()

    def wider(state: State | None) -> State | None:
        return None if state is None else state.each(lambda one: np.expand_dims(one, dim + 1))

    return joined([(wider(call.state(tensor)), 1) for tensor in tensors], dim, call.first.size)


def _sections(call: Call) -> State | None:
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


def _unbound(call: Call) -> State:
    return _cut(call, {call.argument(1, "dim", 0) % call.tensor.dim(): call.number})


def _cut(call: Call, keys: dict[int, Any]) -> State:
    full: list[Any] = [keys.get(dim, slice(None)) for dim in range(call.tensor.dim())]
    return _taken(call.first, call.tensor, full)


def _sliced(call: Call) -> State:
    """ATen's slice(tensor, dim, start, end, step)."""
    a = call.arguments
    return _cut(call, {(a[1] if len(a) > 1 else 0) % call.tensor.dim(): slice(*(a[2:5] if len(a) > 2 else (None,)))})


def _selected(call: Call) -> State:
    return _cut(call, {call.argument(1, "dim") % call.tensor.dim(): call.argument(2, "index")})


def _narrowed(call: Call) -> State:
    start = call.argument(2, "start")
    if isinstance(start, Tensor):
        raise _UnknownError
    dim = call.argument(1, "dim") % call.tensor.dim()
    start %= call.tensor.shape[dim]
    return _cut(call, {dim: slice(start, start + call.output.shape[dim])})


def _indexed(call: Call) -> State:
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
            raise _UnknownError
        if isinstance(key, list):
            full[number] = np.asarray(key, dtype=np.int64)
        if isinstance(key, Tensor):
            if key.dtype in {torch.bool, torch.uint8}:
                raise _UnknownError
            if key.is_meta:
                guessed.append(dim)
            full[number] = np.zeros(tuple(key.shape), np.int64) if key.is_meta else key.numpy()
        dim += 1
    if guessed:
        state = hulled(state, guessed).bounded()
    return picked(state, full)


def _by_index(call: Call) -> State:
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
    known = hulled(call.first, [dim]).bounded()
    rest = [d for d in range(call.tensor.dim()) if call.output.shape[d] != call.tensor.shape[d] and d != dim]
    state = hulled(known, rest)
    extra = call.aligned(index)
    return merged([state, *extra]) if extra else state


def _flipped(call: Call) -> State:
    count = call.tensor.dim()
    dims = call.argument(1, "dims")
    dims = call.arguments[1:] if isinstance(dims, int) else dims
    dims = {"fliplr": [1], "flipud": [0]}.get(call.name, dims)
    axes = tuple(dim % count + 1 for dim in dims)
    return call.first.each(lambda one: np.flip(one, axes))


def _rolled(call: Call) -> State | None:
    shifts, dims = _many(call.argument(1, "shifts")), call.argument(2, "dims", ())
    dims = _many(dims)
    if not dims:
        line = reshaped(call.first, call.tensor.shape, (call.tensor.numel(),))
        moved = None if line is None else line.each(lambda one: np.roll(one, shifts[0], 1))
        return None if moved is None else reshaped(moved, (call.tensor.numel(),), call.tensor.shape)
    axes = [dim % call.tensor.dim() + 1 for dim in dims]
    return call.first.each(
        lambda one: np.roll(
            one,
            [shift for shift, axis in zip(shifts, axes, strict=True) if one.shape[axis] > 1],
            [axis for axis in axes if one.shape[axis] > 1],
        )
    )


def _repeated(call: Call) -> State:
    """repeat and tile: the whole again and again."""
    state = aligned(call.first, call.output.dim())
    before = (1,) * (call.output.dim() - call.tensor.dim()) + tuple(call.tensor.shape)
    times = [new // old if old else 1 for old, new in zip(before, call.output.shape, strict=True)]
    return state.each(
        lambda one: np.tile(one, (1, *(n if one.shape[dim + 1] > 1 else 1 for dim, n in enumerate(times))))
    )


def _repeated_in_place(call: Call) -> State | None:
    """repeat_interleave: each number again and again."""
    dim = call.argument(2, "dim")
    if isinstance(call.argument(1, "repeats"), Tensor):
        return None
    state: State | None = call.first
    shape: Sequence[int] = call.tensor.shape
    if dim is None:
        state = reshaped(call.first, shape, (call.tensor.numel(),))
        shape, dim = (call.tensor.numel(),), 0
    dim %= len(shape)
    times = call.output.shape[dim] // shape[dim]
    return state and state.each(lambda one: np.repeat(one, times, dim + 1) if one.shape[dim + 1] > 1 else one)


def _padded(call: Call) -> State:
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
    if mode == "constant":
        steps = _steps(state, dim)

        def change(one: Reach, step: int) -> Reach:
            wide = one if one.shape[dim + 1] == count else written_out(one, [dim], _sizes(one, dim, count))
            return reach.extended(wide, dim, before, after, step)

        parts = tuple((change(rows, steps[0]), change(columns, steps[1])) for rows, columns in state.parts)
        return State(parts, state.size, state.at_most, state.steps)
    places = np.pad(
        np.arange(count), (before, after), {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}[mode]
    )  # type: ignore[call-overload]
    return state.each(lambda one: one.take(places, axis=dim + 1) if one.shape[dim + 1] > 1 else one)


def _sizes(one: Reach, dim: int, count: int) -> list[int]:
    return [count if place == dim else size for place, size in enumerate(one.shape[1:])]


def _shuffled(call: Call) -> State | None:
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
    wide = reshaped(call.first, shape, steps[0])
    if wide is None:
        return None
    turned = permuted(wide, order)
    return reshaped(turned, [steps[0][dim] for dim in order], call.output.shape)


def _by_moving(call: Call) -> State:
    """Functions that only move numbers or put zeros in their place: PyTorch moves the reaches themselves."""
    function = getattr(torch, call.name)

    def change(one: Reach) -> Reach:
        wide = written_out(one, range(call.tensor.dim()), call.tensor.shape)
        # No reach is as far as this, and what is not 0 afterwards has been moved.
        lifted = torch.from_numpy(np.where(wide == EMPTY, 0, wide - EMPTY))
        moved = torch.stack([function(plane, *call.arguments[1:], **call.options) for plane in lifted]).numpy()
        return reach.gathered(np.where(moved == 0, EMPTY, moved + EMPTY).astype(np.int32))

    return call.first.each(change)


def _as_view(call: Call) -> State | None:
    """Whatever only looks at its argument's memory: PyTorch itself says where each number lies."""
    place = memory_of(call.output)
    if len(call.states) != 1 or place is None or place != memory_of(call.tensor):
        return None
    if call.tensor.dtype != call.output.dtype or call.output is call.tensor:
        return None
    return seen_through(call.first, call.tensor, call.output)


# --- windows


def _pair(value: Any, length: int = 2) -> tuple[Any, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(value) if len(value) == length else tuple(value) * length
    return (value,) * length


def _steps(state: State, dim: int) -> tuple[int, int]:
    """How far the fields of neighbours along this dimension lie apart, in rows and in columns."""
    return (
        state.steps[0] if dim == state.dimensions - 2 else 0,
        state.steps[1] if dim == state.dimensions - 1 else 0,
    )


def _along(state: State, dim: int, change: Callable[..., Reach], stride: int, **how: int) -> State:
    """Slide or spread windows along one dimension."""
    steps = _steps(state, dim)
    parts = tuple(
        (
            change(rows, dim, step=steps[0], stride=stride, **how),
            change(columns, dim, step=steps[1], stride=stride, **how),
        )
        for rows, columns in state.parts
    )
    rows, columns = state.steps
    wider = change is reach.slid
    if dim == state.dimensions - 2:
        rows = rows * stride if wider else rows // stride
    elif dim == state.dimensions - 1:
        columns = columns * stride if wider else columns // stride
    return State(parts, state.size, state.at_most, (rows, columns))


def _windows(call: Call, state: State, kernel: Sequence[int], stride: Any, padding: Any, dilation: Any) -> State:
    size = len(kernel)
    first = call.tensor.dim() - size
    strides, dilations = _pair(stride, size), _pair(dilation, size)
    for place, k in enumerate(kernel):
        dim, d = first + place, dilations[place]
        if isinstance(padding, str):
            before = d * (k - 1) // 2 if padding == "same" else 0
        else:
            before = _pair(padding, size)[place]
        count, n = call.output.shape[dim], call.tensor.shape[dim]
        if k == 1 and strides[place] == 1 and not before:
            continue
        state = _along(state, dim, reach.slid, strides[place], size=n, count=count, kernel=k, before=before, dilation=d)
    return state


def _mixed_channels(state: State, dim: int, inputs: int, outputs: int, groups: int) -> State:
    """Every output channel reads all input channels of its group."""

    def change(one: Reach) -> Reach:
        if one.shape[dim + 1] == 1:
            return one
        if groups == 1:
            return reach.hull(one, [dim])
        front, back = one.shape[: dim + 1], one.shape[dim + 2 :]
        grouped = one.reshape(*front, groups, inputs // groups, *back).min(axis=dim + 2)
        return reach.gathered(np.repeat(grouped, outputs // groups, axis=dim + 1))

    parts = tuple((change(rows), change(columns)) for rows, columns in state.parts)
    return State(parts, state.size, state.at_most, state.steps)


def _input(call: Call) -> State | None:
    """The state of the first argument; what else depends on the input is added by `_with_rest`."""
    return call.state(call.argument(0, "input"))


def _with_rest(call: Call, state: State | None, used: Sequence[Any]) -> State:
    """With what weights that depend on the input read, such as those of a dynamic convolution."""
    rest = [
        everything(other, call.output.dim()) for other, tensor in call.states if not any(tensor is one for one in used)
    ]
    found = rest if state is None else [state, *rest]
    return merged(found)


def _convolution(call: Call) -> State:
    weight = call.argument(1, "weight")
    given = call.argument(0, "input")
    state = call.state(given)
    if state is not None:
        size = weight.dim() - 2
        groups = call.argument(6, "groups", 1)
        state = _mixed_channels(state, given.dim() - size - 1, weight.shape[1] * groups, weight.shape[0], groups)
        state = _windows(
            _on(call, given),
            state,
            tuple(weight.shape[2:]),
            call.argument(3, "stride", 1),
            call.argument(4, "padding", 0),
            call.argument(5, "dilation", 1),
        )
    return _with_rest(call, state, [given])


def _on(call: Call, tensor: Tensor) -> Call:
    """The call with this tensor as its first."""
    state = call.state(tensor)
    assert state is not None
    return Call(call.name, [(state, tensor)], call.output, call.number, call.arguments, call.options)


def _spread_windows(call: Call) -> State:
    weight, given = call.argument(1, "weight"), call.argument(0, "input")
    state = call.state(given)
    if state is not None:
        kernel = tuple(weight.shape[2:])
        size = len(kernel)
        groups = call.argument(6, "groups", 1)
        strides, paddings, dilations = (
            _pair(value, size)
            for value in (
                call.argument(3, "stride", 1),
                call.argument(4, "padding", 0),
                call.argument(7, "dilation", 1),
            )
        )
        first = given.dim() - size
        state = _mixed_channels(state, first - 1, weight.shape[0], weight.shape[1] * groups, groups)
        for place in range(size):
            dim = first + place
            state = _along(
                state,
                dim,
                reach.spread,
                strides[place],
                size=given.shape[dim],
                count=call.output.shape[dim],
                kernel=kernel[place],
                before=paddings[place],
                dilation=dilations[place],
            )
    return _with_rest(call, state, [given])


def _either_convolution(call: Call) -> State:
    """ATen's one function for both directions; its arguments stand in the order of the ordinary one."""
    a = call.arguments
    # convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups)
    if a[6]:
        order = (*a[:3], a[3], a[4], a[7], a[8], a[5])
        return _spread_windows(Call(call.name, call.states, call.output, call.number, order, {}))
    return _convolution(Call(call.name, call.states, call.output, call.number, (*a[:6], a[8]), {}))


def _pooling(dimensions: int, *, dilated: bool, place: int = 1, padded: bool = True) -> Rule:
    """``place``: of the kernel's size among the arguments."""

    def rule(call: Call) -> State:
        kernel = _pair(call.argument(place, "kernel_size"), dimensions)
        stride = call.argument(place + 1, "stride")
        return _windows(
            call,
            call.first,
            kernel,
            kernel if stride is None or stride == [] else stride,
            call.argument(place + 2, "padding", 0) if padded else 0,
            call.argument(place + 3, "dilation", 1) if dilated else 1,
        )

    return rule


def _adaptive(dimensions: int) -> Rule:
    """PyTorch: output i pools floor(i n / m) .. ceil((i + 1) n / m) - 1."""

    def rule(call: Call) -> State:
        state = call.first
        for dim in range(call.tensor.dim() - dimensions, call.tensor.dim()):
            n, m = call.tensor.shape[dim], call.output.shape[dim]
            starts = [i * n // m for i in range(m)]
            ends = [-(-(i + 1) * n // m) for i in range(m)]
            state = _by_windows(state, dim, starts, ends)
        return state

    return rule


def _by_windows(state: State, dim: int, starts: Sequence[int], ends: Sequence[int]) -> State:
    return state.each(lambda one: one if one.shape[dim + 1] == 1 else reach.windowed(one, dim, starts, ends))


def _resized(call: Call) -> State | None:
    """Interpolation of any kind: which pixels it takes is found by trying."""
    if call.tensor.dim() < 3 or call.name.startswith(("grid", "affine")):
        return None
    state = call.first
    for dim in range(2, call.tensor.dim()):
        m = call.output.shape[dim]
        if m != call.tensor.shape[dim] or call.argument(3, "mode") not in {"nearest", "area"}:
            state = _by_windows(state, dim, *_taps(call, dim, m))
    return state


def _taps(call: Call, dim: int, m: int) -> tuple[Sequence[int], Sequence[int]]:
    options = sorted(call.options.items())
    plain = tuple((key, _plain(value)) for key, value in options if key != "input")
    return _tried(call.name, tuple(map(_plain, call.arguments[1:])), plain, tuple(call.tensor.shape[2:]), dim, m)


def _plain(value: Any) -> Any:
    if isinstance(value, Tensor):
        raise _UnknownError
    return tuple(_plain(one) for one in value) if isinstance(value, (list, tuple)) else value


@functools.lru_cache(maxsize=256)
def _tried(
    name: str,
    arguments: tuple[Any, ...],
    options: tuple[tuple[str, Any], ...],
    sizes: tuple[int, ...],
    dim: int,
    m: int,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and end of the pixels that each output is made of, from a picture for each pixel where it alone is 1."""
    function = getattr(functional, name, None) or _ATEN[name]
    n = sizes[dim - 2]
    given = [list(value) if isinstance(value, tuple) else value for value in arguments]
    named = {key: list(value) if isinstance(value, tuple) else value for key, value in options}
    starts, ends = np.full(m, n), np.zeros(m, int)
    # One pixel in the other directions is enough, unless it is scaled to none.
    for others in (tuple(1 for _ in sizes), sizes):
        shape = [n if place == dim - 2 else size for place, size in enumerate(others)]
        step = max(1, (1 << 23) // (math.prod(shape) + m * math.prod(shape) // n))
        try:
            for first in range(0, n, step):
                lit = torch.eye(n)[first : first + step]
                pixels = lit.reshape(
                    [1, len(lit), *(size if place == dim - 2 else 1 for place, size in enumerate(shape))]
                )
                result = function(pixels.expand(1, len(lit), *shape).contiguous(), *given, **named)
                touched = (result.movedim(dim, 2).reshape(len(lit), m, -1) != 0).any(-1).numpy()
                for number, line in enumerate(touched, first):
                    starts[line] = np.minimum(starts[line], number)
                    ends[line] = np.maximum(ends[line], number + 1)
            break
        except RuntimeError:
            if others == sizes:
                raise _UnknownError from None
    if (starts >= ends).any():
        raise _UnknownError
    return tuple(starts.tolist()), tuple(ends.tolist())


def _block_windows(call: Call, first: int, sizes: Sequence[int]) -> tuple[Sequence[int], ...]:
    """Kernel, dilation, padding and stride of windows over ``sizes``, and how many there are, each by dimension.

    Args:
        first: place of the kernel's size among the arguments; the others follow it.
    """
    kernel = _pair(call.argument(first, "kernel_size"))
    dilation = _pair(call.argument(first + 1, "dilation", 1))
    padding = _pair(call.argument(first + 2, "padding", 0))
    stride = _pair(call.argument(first + 3, "stride", 1))
    counts = [(sizes[i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) // stride[i] + 1 for i in (0, 1)]
    return kernel, dilation, padding, stride, counts


def _unfolded(call: Call) -> State | None:
    """nn.Unfold: the windows' contents as channels, the windows as positions. Or Tensor.unfold, which is a view."""
    if memory_of(call.output) == memory_of(call.tensor):
        return None
    if call.tensor.dim() != 4:
        return None
    n, c, *sizes = call.tensor.shape
    kernel, dilation, padding, stride, counts = _block_windows(call, 1, sizes)

    def change(one: Reach) -> Reach:
        lines = []
        for taps in itertools.product(range(kernel[0]), range(kernel[1])):
            found = one
            for i in (0, 1):
                found = reach.slid(
                    found,
                    2 + i,
                    sizes[i],
                    counts[i],
                    kernel=1,
                    stride=stride[i],
                    before=padding[i] - dilation[i] * taps[i],
                    dilation=1,
                )
            lines.append(found)
        shape = np.broadcast_shapes(*(line.shape for line in lines))
        together = np.stack([np.broadcast_to(line, shape) for line in lines], axis=3)
        wide = written_out(
            together, [1, 2, 3, 4], (1 if together.shape[1] == 1 else n, c, len(lines), counts[0], counts[1])
        )
        return reach.gathered(wide.reshape(4, wide.shape[1], c * len(lines), counts[0] * counts[1]))

    return call.first.each(change)


def _folded(call: Call) -> State | None:
    """nn.Fold: each pixel reads the windows that it lies in."""
    if call.tensor.dim() != 3:
        return None
    n, _, positions = call.tensor.shape
    c = call.output.shape[1]
    sizes = _pair(call.argument(1, "output_size"))
    kernel, dilation, padding, stride, counts = _block_windows(call, 2, sizes)
    area = kernel[0] * kernel[1]

    def change(one: Reach) -> Reach:
        wide = written_out(one, [1, 2], (1 if one.shape[1] == 1 else n, c * area, positions))
        lines = reach.gathered(wide.reshape(4, wide.shape[1], c, area, *counts))
        found = None
        for number, taps in enumerate(itertools.product(range(kernel[0]), range(kernel[1]))):
            line = lines[:, :, :, number if lines.shape[3] > 1 else 0]
            for i in (0, 1):
                line = reach.spread(
                    line,
                    2 + i,
                    counts[i],
                    sizes[i],
                    kernel=1,
                    stride=stride[i],
                    before=padding[i] - dilation[i] * taps[i],
                    dilation=1,
                )
            found = line if found is None else np.minimum(found, line)
        assert found is not None
        return found

    return call.first.each(change)


# --- numbers that are mixed


def _linear(call: Call) -> State:
    given = call.argument(0, "input")
    state = call.state(given)
    return _with_rest(call, None if state is None else hulled(state, [given.dim() - 1]), [given])


def _product(call: Call, one: Tensor, other: Tensor) -> list[State]:
    """What a matrix product reads: the rows of the one, the columns of the other."""
    found = []
    first, second = call.state(one), call.state(other)
    dimensions = max(one.dim(), other.dim())
    if first is not None:
        mixed = hulled(first, [one.dim() - 1])
        if one.dim() == 1:
            mixed = everything(mixed, dimensions)
        elif other.dim() == 1:
            mixed = mixed.each(lambda reaches: reaches[..., 0])
        found.append(mixed)
    if second is not None:
        mixed = hulled(second, [max(0, other.dim() - 2)])
        if other.dim() == 1:
            mixed = everything(mixed, dimensions)
        elif one.dim() == 1:
            mixed = mixed.each(lambda reaches: reaches[..., 0, :])
        found.append(mixed)
    wanted = call.output.dim()
    return [
        aligned(state, wanted)
        if state.dimensions <= wanted
        else state.each(lambda reaches: reaches.reshape(4, *reaches.shape[1 + reaches.ndim - 1 - wanted :]))
        for state in found
    ]


def _matmul(call: Call) -> State:
    one, other = call.argument(0, "input"), call.argument(1, "mat2", call.options.get("other"))
    if call.name == "__rmatmul__":
        one, other = other, one
    return merged(_product(call, one, other))


def _added_product(call: Call) -> State:
    """addmm and its like: one tensor and the product of two others."""
    added = call.aligned(call.argument(0, "input"))
    states = _product(call, call.argument(1, "mat1", call.options.get("batch1")), call.argument(2, "mat2"))
    if call.name == "addbmm":
        states = [everything(state) for state in states]
    return merged([*added, *states])


def _inner(call: Call) -> State:
    """The last dimensions of both are summed over."""
    one, other = call.arguments[:2]
    found = []
    if (state := call.state(one)) is not None:
        mixed = hulled(state, [one.dim() - 1])
        found.append(mixed.each(lambda r: r.reshape(*r.shape[:-1], *[1] * (other.dim() - 1))))
    if (state := call.state(other)) is not None:
        mixed = hulled(state, [other.dim() - 1])
        found.append(mixed.each(lambda r: r.reshape(4, *[1] * (one.dim() - 1), *r.shape[1:-1])))
    return merged(found)


def _outer(call: Call) -> State:
    one, other = call.arguments[:2]
    found = []
    if (state := call.state(one)) is not None:
        found.append(state.each(lambda r: r[:, :, None]))
    if (state := call.state(other)) is not None:
        found.append(state.each(lambda r: r[:, None, :]))
    return merged(found)


def _tensordot(call: Call) -> State:
    one, other = call.arguments[:2]
    dims = call.argument(2, "dims", 2)
    if isinstance(dims, int):
        dims = list(range(one.dim() - dims, one.dim())), list(range(dims))
    summed = [{dim % tensor.dim() for dim in _many(given)} for tensor, given in zip((one, other), dims, strict=True)]
    rest = [
        [dim for dim in range(tensor.dim()) if dim not in over]
        for tensor, over in zip((one, other), summed, strict=True)
    ]
    found = []
    for number, tensor in enumerate((one, other)):
        state = call.state(tensor)
        if state is None:
            continue
        mixed = hulled(state, list(summed[number]))
        front, back = (0, len(rest[1])) if number == 0 else (len(rest[0]), 0)
        kept = [dim + 1 for dim in rest[number]]
        found.append(
            mixed.each(
                lambda r, kept=kept, front=front, back=back: r.reshape(  # type: ignore[misc]
                    4, *[1] * front, *(r.shape[axis] for axis in kept), *[1] * back
                )
            )
        )
    return merged(found)


def _einsum(call: Call) -> State | None:
    equation, *tensors = call.arguments
    if not isinstance(equation, str):
        return None
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = list(tensors[0])
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = [list(_labels(term, tensor.dim())) for term, tensor in zip(left.split(","), tensors, strict=True)]
    if arrow:
        most = max((sum(label.startswith(".") for label in term) for term in terms), default=0)
        result = list(_labels(right, len(right.replace("...", "")) + most))
    else:
        flat = [label for term in terms for label in term]
        dots = sorted({label for label in flat if label.startswith(".")}, reverse=True)
        result = dots + sorted({label for label in flat if flat.count(label) == 1 and not label.startswith(".")})
    found = []
    for term, tensor in zip(terms, tensors, strict=True):
        state = call.state(tensor)
        if state is None:
            continue
        if len(set(term)) < len(term):
            return None
        state = hulled(state, [dim for dim, label in enumerate(term) if label not in result])
        order = [term.index(label) for label in result if label in term]

        def change(one: Reach, term: list[str] = term, order: list[int] = order) -> Reach:
            gone = tuple(dim + 1 for dim, label in enumerate(term) if label not in result)
            sorted_dims = sorted(order)
            kept = one.squeeze(gone) if gone else one
            turned = kept.transpose(0, *(sorted_dims.index(dim) + 1 for dim in order))
            sizes = iter(turned.shape[1:])
            return turned.reshape(4, *(next(sizes) if label in term else 1 for label in result))

        found.append(state.each(change))
    return merged(found)


def _labels(term: str, dimensions: int) -> list[str]:
    """One label for each dimension; those of an ellipsis are counted from its right."""
    if "..." not in term:
        return list(term)
    front, back = term.split("...")
    more = dimensions - len(front) - len(back)
    return [*front, *(f".{number}" for number in reversed(range(more))), *back]


def _bilinear(call: Call) -> State:
    return merged([hulled(state, [tensor.dim() - 1]) for state, tensor in call.states])


def _distances(call: Call) -> State:
    """cdist: each row of the one beside each row of the other."""
    one, other = call.arguments[:2]
    found = []
    if (state := call.state(one)) is not None:
        found.append(hulled(state, [one.dim() - 1]))
    if (state := call.state(other)) is not None:
        found.append(hulled(state, [other.dim() - 1]).each(lambda r: np.swapaxes(r, -1, -2)))
    return merged([aligned(state, call.output.dim()) for state in found])


def _attention(call: Call) -> State | None:
    query, key, value = (call.argument(place, name) for place, name in enumerate(("query", "key", "value")))
    if call.number:
        return None
    causal = bool(call.argument(5, "is_causal", False)) and query.shape[-2] == key.shape[-2]
    found = []
    if (state := call.state(query)) is not None:
        found.append(hulled(state, [query.dim() - 1]))
    for tensor in (key, value):
        state = call.state(tensor)
        if state is None:
            continue
        if tensor is key:
            state = hulled(state, [tensor.dim() - 1])
        dim = tensor.dim() - 2
        state = state.each(lambda r, dim=dim: np.minimum.accumulate(r, dim + 1)) if causal else hulled(state, [dim])  # type: ignore[misc]
        if tensor.dim() > 2 and tensor.shape[-3] != query.shape[-3]:
            state = hulled(state, [tensor.dim() - 3])
        found.append(state)
    mask = call.argument(3, "attn_mask")
    if isinstance(mask, Tensor) and (state := call.state(mask)) is not None:
        found.append(hulled(state, [mask.dim() - 1]))
    merged_state = merged([aligned(state, call.output.dim()) for state in found])
    if isinstance(mask, Tensor) and mask.dtype == torch.bool:
        return merged_state.bounded()
    return merged_state


def _many_headed(call: Call) -> State | None:
    """multi_head_attention_forward of (positions, N, E)."""
    query, key, value = (call.argument(place, name) for place, name in enumerate(("query", "key", "value")))
    if call.number or query.dim() != 3:
        return None
    positions = 1 if call.name == "native_multi_head_attention" else 0
    found = []
    if (state := call.state(query)) is not None:
        found.append(hulled(state, [2]))
    found += [hulled(state, [positions, 2]) for tensor in (key, value) if (state := call.state(tensor)) is not None]
    return merged(found)


def _recurrent(call: Call) -> State | None:
    """lstm, gru and rnn: each step reads those before it, and those after it where it goes both ways."""
    a = call.arguments
    given = a[0]
    state = call.state(given)
    if isinstance(a[1], Tensor) and len(a) > 2 and not isinstance(a[2], (list, tuple)):
        return None
    if state is None or given.dim() != 3:
        return None
    both_ways, batch_first = bool(a[7]), bool(a[8])
    time = 1 if batch_first else 0
    state = hulled(state, [2])
    if call.number == 0:
        state = hulled(state, [time]) if both_ways else state.each(lambda r: np.minimum.accumulate(r, time + 1))
    else:
        state = hulled(state, [time])
        if batch_first:
            state = permuted(state, [1, 0, 2])
    return _with_rest(call, state, [given])


def _cell(call: Call) -> State:
    return merged([hulled(state, [tensor.dim() - 1]) for state, tensor in call.states])


def _over(*, keep: bool, default: Any = None, place: int = 1) -> Callable[[Call], State]:
    """All numbers along dimensions are read; ``keep``: by each of them."""

    def rule(call: Call) -> State:
        dim = call.argument(place, "dim", call.options.get("axis", default))
        count = call.tensor.dim()
        if isinstance(dim, (bool, torch.dtype)) or dim is None or dim == []:
            dims = set(range(count))
        else:
            dims = {d % count for d in _many(dim)} if count else set()
        state = merged([hulled(aligned(state, count), list(dims)) for state, _ in call.states])
        if keep or call.output.dim() == count:
            return state
        gone = tuple(d + 1 for d in dims)
        return state.each(lambda one: one.squeeze(gone))

    return rule


def _extreme(call: Call) -> State:
    """max and min: of one tensor all its numbers or those along a dimension, of two the larger of each pair."""
    second = call.argument(1, "other")
    if isinstance(second, Tensor):
        return _same(call)
    return _over(keep=False)(call)


def _order_statistic(call: Call) -> State:
    return _over(keep=False, default=-1, place=2 if call.name == "kthvalue" else 1)(call)


def _normed(call: Call) -> State:
    return _over(keep=False, place=2)(call)


def _running(call: Call) -> State:
    """Running sums: what stands before along a dimension."""
    axis = call.argument(1, "dim", call.options.get("axis")) % call.tensor.dim() + 1
    return call.first.each(lambda one: np.minimum.accumulate(one, axis))


def _layer_norm(call: Call) -> State:
    size = len(_many(call.argument(1, "normalized_shape")))
    count = call.tensor.dim()
    return _with_rest(call, hulled(call.first, range(count - size, count)), [call.tensor])


def _group_norm(call: Call) -> State:
    groups = call.argument(1, "num_groups")
    if not isinstance(groups, int):  # native_group_norm(input, weight, bias, N, C, HxW, group, eps)
        groups = call.arguments[6]
    channels = call.tensor.shape[1]
    state = hulled(call.first, range(2, call.tensor.dim()))
    return _mixed_channels(state, 1, channels, channels, groups)


def _instance_norm(call: Call) -> State:
    measures = call.argument(5, "use_input_stats", True)
    return hulled(call.first, range(2, call.tensor.dim())) if measures else call.first


def _batch_norm(call: Call) -> State:
    """In prediction pixel by pixel; without running statistics each channel reads the whole minibatch."""
    flags = [value for value in (*call.arguments, *call.options.values()) if isinstance(value, bool)]
    if not flags or not flags[0]:
        return call.first
    return hulled(call.first, [dim for dim in range(call.tensor.dim()) if dim != 1])


def _response_norm(call: Call) -> State:
    size = call.argument(1, "size")
    count = call.tensor.shape[1]

    def change(one: Reach) -> Reach:
        if one.shape[2] == 1:
            return one
        return reach.slid(one, 1, count, count, kernel=size, stride=1, before=size // 2, dilation=1)

    parts = tuple((change(rows), change(columns)) for rows, columns in call.first.parts)
    return State(parts, call.first.size, call.first.at_most, call.first.steps)


def _gated(call: Call) -> State:
    """glu: one half of a dimension times the other."""
    dim = call.argument(1, "dim", -1) % call.tensor.dim()
    half = call.tensor.shape[dim] // 2
    halves = [_cut(call, {dim: slice(start, start + half)}) for start in (0, half)]
    return merged(halves)


def _assigned(base: State | None, target: Tensor, key: Any, value: Any, state: State | None) -> State:
    """``target[key] = value``."""
    known = state or base
    assert known is not None
    keys = _filled(list(key) if isinstance(key, tuple) else [key], target.dim())
    if any(isinstance(one, (Tensor, list, bool)) or one is None for one in keys):
        whole = [everything(state, target.dim())] if state is not None else []
        return merged([*([base] if base is not None else []), *whole]).bounded()
    under = single(base if base is not None else nothing(target.dim(), known.size))
    over = single(state if state is not None else nothing(0, known.size))
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
        found = written_out(old, wide, target.shape).copy()
        for plane in range(4):
            found[plane][tuple(keys)] = new[plane]
        arrays.append(reach.gathered(found))
    return State(((arrays[0], arrays[1]),), known.size, under.at_most or over.at_most)


def _put_part(call: Call) -> State | None:
    """slice_scatter and select_scatter: a copy with a part written anew."""
    target, value, dim = call.arguments[0], call.arguments[1], call.argument(2, "dim", 0)
    keys: list[Any] = [slice(None)] * target.dim()
    if call.name == "select_scatter":
        keys[dim] = call.argument(3, "index")
    else:
        keys[dim] = slice(call.argument(3, "start"), call.argument(4, "end"), call.argument(5, "step"))
    return _assigned(call.state(target), target, tuple(keys), value, call.state(value))


# Functions that change the places of numbers, though each comes from one place.
_RESHAPING = frozenset({"view_as_real", "view_as_complex", "glu"})
# Of one tensor they are the largest number in it, of two the larger of each pair.
_OF_ONE_OR_TWO = frozenset({"max", "min"})
_OPERATORS_OF_PYTHON = "add radd iadd sub rsub isub mul rmul imul truediv rtruediv itruediv neg pow rpow"
_ONE_BY_ONE = (
    (
        frozenset(row.function for row in operators.OPERATORS.values() if row.reads is operators.Reads.SAME)
        | frozenset(
            [
                "rrelu",
                "tanhshrink",
                "softsign",
                "dropout1d",
                "dropout2d",
                "dropout3d",
            ]
        )
        | frozenset(["float", "half", "double", "bfloat16", "type", "requires_grad_", "data", "cpu", "cuda"])
        | frozenset(f"__{name}__" for name in _OPERATORS_OF_PYTHON.split())
    )
    - _RESHAPING
    - _OF_ONE_OR_TWO
    - {"batch_norm"}
)


def _is_one_by_one(name: str) -> bool:
    """Whether a function, or the one that it does in place, reads the same position of its inputs."""
    return name in _ONE_BY_ONE or (name.endswith("_") and name[:-1] in _ONE_BY_ONE)


_ATEN: dict[str, Callable[..., Tensor]] = {
    f"upsample_{mode}{n}d": getattr(torch.ops.aten, f"{'_' * aa}upsample_{mode}{n}d")
    for mode, dimensions, aa in (
        ("nearest", (1, 2, 3), 0),
        ("nearest_exact", (1, 2, 3), 1),
        ("linear", (1,), 0),
        ("bilinear", (2,), 0),
        ("trilinear", (3,), 0),
        ("bicubic", (2,), 0),
    )
    for n in dimensions
} | {f"upsample_{mode}2d_aa": getattr(torch.ops.aten, f"_upsample_{mode}2d_aa") for mode in ("bilinear", "bicubic")}
_RULES: dict[str, Rule] = {
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), _convolution),
    **dict.fromkeys(("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"), _spread_windows),
    "convolution": _either_convolution,
    **{
        f"{kind}_pool{n}d{tail}": _pooling(n, dilated=kind == "max")
        for kind in ("max", "avg")
        for n in (1, 2, 3)
        for tail in ("", "_with_indices")
    },
    **{f"lp_pool{n}d": _pooling(n, dilated=False, place=2, padded=False) for n in (1, 2, 3)},
    **{
        f"adaptive_{kind}_pool{n}d{tail}": _adaptive(n)
        for kind in ("avg", "max")
        for n in (1, 2, 3)
        for tail in ("", "_with_indices")
    },
    **dict.fromkeys(("interpolate", "upsample", *_ATEN), _resized),
    **dict.fromkeys(("unfold", "unfold_windows"), _unfolded),
    "fold": _folded,
    "linear": _linear,
    **dict.fromkeys(("matmul", "__matmul__", "__rmatmul__", "mm", "bmm", "mv", "dot", "vdot"), _matmul),
    **dict.fromkeys(("addmm", "addmv", "baddbmm", "addbmm"), _added_product),
    "inner": _inner,
    **dict.fromkeys(("outer", "ger"), _outer),
    "tensordot": _tensordot,
    "einsum": _einsum,
    "bilinear": _bilinear,
    "cdist": _distances,
    "scaled_dot_product_attention": _attention,
    **dict.fromkeys(
        ("multi_head_attention_forward", "_native_multi_head_attention", "native_multi_head_attention"), _many_headed
    ),
    **dict.fromkeys(("lstm", "gru", "rnn_tanh", "rnn_relu"), _recurrent),
    **dict.fromkeys(("lstm_cell", "gru_cell", "rnn_tanh_cell", "rnn_relu_cell"), _cell),
    **dict.fromkeys(("layer_norm", "rms_norm"), _layer_norm),
    "group_norm": _group_norm,
    "instance_norm": _instance_norm,
    "batch_norm": _batch_norm,
    "local_response_norm": _response_norm,
    **dict.fromkeys(("softmax", "log_softmax", "softmin"), _over(keep=True, default=-1)),
    "normalize": _over(keep=True, default=1, place=2),
    "cosine_similarity": _over(keep=False, default=1, place=2),
    "gumbel_softmax": _over(keep=True, default=-1, place=3),
    **dict.fromkeys(("sort", "argsort", "msort"), _over(keep=True, default=-1)),
    "topk": _over(keep=True, default=-1, place=2),
    **dict.fromkeys(
        (
            *("mean", "sum", "nanmean", "nansum", "prod", "amax", "amin", "aminmax", "argmax", "argmin", "logsumexp"),
            *("any", "all", "var", "std", "var_mean", "std_mean", "count_nonzero"),
        ),
        _over(keep=False),
    ),
    **dict.fromkeys(("norm", "linalg_vector_norm", "linalg_norm", "vector_norm"), _normed),
    **dict.fromkeys(_OF_ONE_OR_TWO, _extreme),
    **dict.fromkeys(("kthvalue", "mode"), _order_statistic),
    **dict.fromkeys(("median", "nanmedian"), _over(keep=False)),
    **dict.fromkeys(("cumsum", "cumprod", "cummax", "cummin", "logcumsumexp"), _running),
    **dict.fromkeys(
        (
            *("view", "reshape", "flatten", "unflatten", "squeeze", "view_as", "reshape_as", "ravel", "unsqueeze"),
            *("atleast_1d", "atleast_2d", "atleast_3d"),
        ),
        _reshaped,
    ),
    "permute": _permuted,
    **dict.fromkeys(("transpose", "swapaxes", "swapdims"), _swapped),
    **dict.fromkeys(("t", "mT", "mH", "T", "H", "numpy_T", "adjoint"), _matrix_turned),
    **dict.fromkeys(("movedim", "moveaxis"), _moved_dims),
    **dict.fromkeys(("cat", "concat", "concatenate"), _joined),
    "stack": _stacked,
    **dict.fromkeys(("chunk", "split", "split_with_sizes", "tensor_split", "hsplit", "vsplit"), _sections),
    "unbind": _unbound,
    **dict.fromkeys(("__getitem__", "index"), _indexed),
    "slice": _sliced,
    "select": _selected,
    "narrow": _narrowed,
    **dict.fromkeys(("index_select", "gather", "take_along_dim"), _by_index),
    **dict.fromkeys(("expand", "expand_as", "broadcast_to"), _same),
    **dict.fromkeys(("repeat", "tile"), _repeated),
    "repeat_interleave": _repeated_in_place,
    **dict.fromkeys(("flip", "fliplr", "flipud"), _flipped),
    "roll": _rolled,
    **dict.fromkeys(
        (
            *("pad", "constant_pad_nd", "pad_circular"),
            *(f"{kind}_pad{n}d" for kind in ("reflection", "replication") for n in (1, 2, 3)),
        ),
        _padded,
    ),
    **dict.fromkeys(("pixel_shuffle", "pixel_unshuffle", "channel_shuffle"), _shuffled),
    "glu": _gated,
    **dict.fromkeys(("tril", "triu", "rot90", "diag", "diag_embed"), _by_moving),
    **dict.fromkeys(("slice_scatter", "select_scatter"), _put_part),
}

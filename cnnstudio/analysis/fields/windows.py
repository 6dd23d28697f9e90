"""Receptive fields of functions that read windows: convolutions, pooling, resizing, folding."""

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.analysis import maps, reads
from cnnstudio.analysis.fields.call import Call, Rule, UnknownError, steps_along
from cnnstudio.analysis.origins import memory_of
from cnnstudio.analysis.reads import State
from cnnstudio.convolution import reach
from cnnstudio.convolution.reach import Reach


def _pair(value: Any, length: int = 2) -> tuple[Any, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(value) if len(value) == length else tuple(value) * length
    return (value,) * length


def _along(state: State, dim: int, change: Callable[..., Reach], stride: int, **how: int) -> State:
    """Slide or spread windows along one dimension."""
    steps = steps_along(state, dim)
    far_rows, far_columns = state.steps
    wider = change is reach.slid
    if dim == state.dimensions - 2:
        far_rows = far_rows * stride if wider else far_rows // stride
    elif dim == state.dimensions - 1:
        far_columns = far_columns * stride if wider else far_columns // stride
    if wider and state.maps is not None:
        windows = maps.Windows(
            how["size"], how["count"], how["kernel"], stride, how["before"], dilation=how["dilation"]
        )
        told = maps.slid(state.maps, dim, windows, max(steps))
        if told is not None:
            return State(told, state.size, state.at_most, (far_rows, far_columns))
    size, count, kernel, dilation = (how[name] for name in ("size", "count", "kernel", "dilation"))
    far = (stride * count if change is reach.slid else count // stride + size) + dilation * kernel + abs(how["before"])
    for one in itertools.chain(*state.parts):
        beside = one.size // 4 // one.shape[dim + 1]
        reads.check_size(beside * max(far, count))
        reads.check_work(beside * max(count, size) * kernel)
    parts = tuple(
        (
            change(rows, dim, step=steps[0], stride=stride, **how),
            change(columns, dim, step=steps[1], stride=stride, **how),
        )
        for rows, columns in state.parts
    )
    return State(parts, state.size, state.at_most, (far_rows, far_columns))


def _windows(call: Call, state: State, kernel: Sequence[int], stride: Any, padding: Any, dilation: Any) -> State:
    size = len(kernel)
    first = call.tensor.dim() - size
    strides, dilations = _pair(stride, size), _pair(dilation, size)
    if state.maps is not None and size == 2 and not isinstance(padding, str):
        told = _windows_over_maps(call, state, state.maps, kernel, strides, _pair(padding), dilations)
        if told is not None:
            return told
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


def _windows_over_maps(
    call: Call,
    state: State,
    told: maps.Maps,
    kernel: Sequence[int],
    strides: Sequence[int],
    paddings: Sequence[int],
    dilations: Sequence[int],
) -> State | None:
    """Windows over rows and columns in closed form; None where there is none."""
    far = list(state.steps)
    if call.tensor.dim() != 4:
        return None
    sizes, counts = call.tensor.shape[2:], call.output.shape[2:]
    for axis in (0, 1):
        k, stride, before = kernel[axis], strides[axis], paddings[axis]
        if k == 1 == stride and not before:
            continue
        windows = maps.Windows(sizes[axis], counts[axis], k, stride, before, dilations[axis])
        found = maps.slid(told, 2 + axis, windows, far[axis])
        if found is None:
            return None
        told = found
        far[axis] *= stride
    return state if told is state.maps else State(told, state.size, state.at_most, (far[0], far[1]))


def mixed_channels(state: State, dim: int, inputs: int, outputs: int, groups: int) -> State:
    """Every output channel reads all input channels of its group."""
    if state.maps is not None and dim == 1:
        told = maps.mixed(state.maps, inputs, outputs, groups)
        if told is not None:
            return state if told is state.maps else State(told, state.size, state.at_most, state.steps)

    def change(one: Reach) -> Reach:
        if one.shape[dim + 1] == 1:
            return one
        if groups == 1:
            return reach.hull(one, [dim])
        front, back = one.shape[: dim + 1], one.shape[dim + 2 :]
        grouped = one.reshape(*front, groups, inputs // groups, *back).min(axis=dim + 2)
        return reach.gathered(np.repeat(grouped, outputs // groups, axis=dim + 1))

    parts = tuple((change(rows), change(columns)) for rows, columns in state.parts)
    marks = state.marks and reads.Marks(change(state.marks.levels), state.marks.low)
    return State(parts, state.size, state.at_most, state.steps, marks)


def _input(call: Call) -> State | None:
    """The state of the first argument; what else depends on the input is added by `with_rest`."""
    return call.state(call.argument(0, "input"))


def with_rest(call: Call, state: State | None, used: Sequence[Any]) -> State:
    """With what weights that depend on the input read, such as those of a dynamic convolution."""
    if state is not None and len(call.states) == len(used) == 1:
        return state
    others = [state for state, tensor in call.states if not any(tensor is one for one in used)]
    rest = [reads.everything(other, call.output.dim()) for other in others]
    found = rest if state is None else [state, *rest]
    return reads.merged(found)


def convolution(call: Call) -> State:
    """Convolutions: windows, and channels that are mixed within their group."""
    weight = call.argument(1, "weight")
    given = call.argument(0, "input")
    state = call.state(given)
    if state is not None:
        size = weight.dim() - 2
        groups = call.argument(6, "groups", 1)
        state = mixed_channels(state, given.dim() - size - 1, weight.shape[1] * groups, weight.shape[0], groups)
        how = call.argument(3, "stride", 1), call.argument(4, "padding", 0), call.argument(5, "dilation", 1)
        if (taps := _taps_left(call, weight)) is not None:
            state = _taps_alone(on(call, given), state, taps, *how)
        else:
            state = _windows(on(call, given), state, tuple(weight.shape[2:]), *how)
    return with_rest(call, state, [given])


def _taps_left(call: Call, weight: Tensor) -> list[tuple[int, ...]] | None:
    """The places of a kernel that are not masked away, where a mask is known to be among its weights; None: all."""
    if isinstance(weight, torch.nn.Parameter) or call.state(weight) is not None:
        return None
    numbers = call.numbers(weight)
    if numbers is None or numbers.values is None or numbers.values.shape != weight.shape:
        return None
    left = (numbers.values != 0).any(axis=(0, 1))
    return None if left.all() or not left.any() else [tuple(tap) for tap in np.argwhere(left).tolist()]


def _taps_alone(
    call: Call, state: State, taps: Sequence[tuple[int, ...]], stride: Any, padding: Any, dilation: Any
) -> State:
    """What windows read of which these places alone are left: each is a window of one cell."""
    size = len(taps[0])
    first = call.tensor.dim() - size
    kernel = call.arguments[1].shape[2:] if len(call.arguments) > 1 else call.options["weight"].shape[2:]
    strides, dilations = _pair(stride, size), _pair(dilation, size)
    if isinstance(padding, str):
        before = [d * (k - 1) // 2 if padding == "same" else 0 for d, k in zip(dilations, kernel, strict=True)]
    else:
        before = list(_pair(padding, size))
    found = []
    for tap in taps:
        one = state
        for place in range(size):
            dim = first + place
            cells = {"size": call.tensor.shape[dim], "count": call.output.shape[dim], "kernel": 1, "dilation": 1}
            start = before[place] - dilations[place] * tap[place]
            one = _along(one, dim, reach.slid, strides[place], before=start, **cells)
        found.append(one)
    return reads.merged(found)


def on(call: Call, tensor: Tensor) -> Call:
    """The call with this tensor as its only one that depends on the input."""
    if len(call.states) == 1 and call.tensor is tensor:
        return call
    state = call.state(tensor)
    assert state is not None
    return Call(call.name, [(state, tensor)], call.output, call.number, call.arguments, call.options, call.numbers)


def spread_windows(call: Call) -> State:
    """Transposed convolutions: each number is spread over a window of the result."""
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
        state = mixed_channels(state, first - 1, weight.shape[0], weight.shape[1] * groups, groups)
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
    return with_rest(call, state, [given])


def either_convolution(call: Call) -> State:
    """ATen's one function for both directions; its arguments stand in the order of the ordinary one."""
    a = call.arguments
    # convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups)
    if a[6]:
        order = (*a[:3], a[3], a[4], a[7], a[8], a[5])
        return spread_windows(Call(call.name, call.states, call.output, call.number, order, {}))
    return convolution(Call(call.name, call.states, call.output, call.number, (*a[:6], a[8]), {}))


def pooling(dimensions: int, *, dilated: bool, place: int = 1, padded: bool = True) -> Rule:
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


def adaptive(dimensions: int) -> Rule:
    """PyTorch: output i pools floor(i n / m) .. ceil((i + 1) n / m) - 1."""

    def rule(call: Call) -> State:
        state = call.first
        for dim in range(call.tensor.dim() - dimensions, call.tensor.dim()):
            n, m = call.tensor.shape[dim], call.output.shape[dim]
            if m == 1:
                state = reads.hulled(state, [dim])
                continue
            if state.maps is not None and n % m == 0:
                even = maps.Windows(size=n, units=m, kernel=n // m, stride=n // m, before=0, dilation=1)
                if (told := state.with_maps(maps.slid(state.maps, dim, even, 0))) is not None:
                    state = told
                    continue
            reads.check_work(m << 12)
            starts = [i * n // m for i in range(m)]
            ends = [-(-(i + 1) * n // m) for i in range(m)]
            state = _by_windows(state, dim, starts, ends)
        return state

    return rule


def _by_windows(state: State, dim: int, starts: Sequence[int], ends: Sequence[int]) -> State:
    for one in itertools.chain(*state.parts):
        reads.check_size(one.size // 4 // one.shape[dim + 1] * len(starts))
    reads.check_work(len(starts) << 12)  # each is some calls
    return state.each(lambda one: one if one.shape[dim + 1] == 1 else reach.windowed(one, dim, starts, ends))


def by_windows(call: Call) -> State:
    """What is made of windows along some dimensions, each told as (dimension, starts, ends)."""
    state = call.first
    for dim, starts, ends in call.argument(1, "windows"):
        state = _by_windows(state, dim, starts, ends)
    return state


def resized(call: Call) -> State | None:
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
        raise UnknownError
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
    function = getattr(functional, name, None) or ATEN[name]
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
                raise UnknownError from None
    if (starts >= ends).any():
        raise UnknownError
    return tuple(starts.tolist()), tuple(ends.tolist())


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Windows of ``unfold`` and ``fold``; each field by dimension.

    Attributes:
        kernel, dilation, padding, stride: of the windows.
        counts: how many there are.
    """

    kernel: Sequence[int]
    dilation: Sequence[int]
    padding: Sequence[int]
    stride: Sequence[int]
    counts: Sequence[int]

    def taps(self) -> Iterator[tuple[int, int]]:
        """The places in a window, row after row."""
        return itertools.product(range(self.kernel[0]), range(self.kernel[1]))

    def of_one(self, dim: int, tap: int) -> dict[str, int]:
        """The windows of one cell each that lie where this place of all windows lies: arguments of ``reach.slid``."""
        before = self.padding[dim] - self.dilation[dim] * tap
        return {"kernel": 1, "stride": self.stride[dim], "before": before, "dilation": 1}


def _blocks(call: Call, first: int, sizes: Sequence[int]) -> _Blocks:
    """The windows over ``sizes``.

    Args:
        first: place of the kernel's size among the arguments; the others follow it.
    """
    kernel = _pair(call.argument(first, "kernel_size"))
    dilation = _pair(call.argument(first + 1, "dilation", 1))
    padding = _pair(call.argument(first + 2, "padding", 0))
    stride = _pair(call.argument(first + 3, "stride", 1))
    counts = [(sizes[i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) // stride[i] + 1 for i in (0, 1)]
    return _Blocks(kernel, dilation, padding, stride, counts)


def unfolded(call: Call) -> State | None:
    """nn.Unfold: the windows' contents as channels, the windows as positions. Or Tensor.unfold, which is a view."""
    if memory_of(call.output) == memory_of(call.tensor):
        return None
    if call.tensor.dim() != 4:
        return None
    n, c, *sizes = call.tensor.shape
    windows = _blocks(call, 1, sizes)
    reads.check_work(math.prod(windows.kernel) * math.prod(windows.counts))

    def change(one: Reach) -> Reach:
        lines = []
        for taps in windows.taps():
            found = one
            for i, tap in enumerate(taps):
                found = reach.slid(found, 2 + i, sizes[i], windows.counts[i], **windows.of_one(i, tap))
            lines.append(found)
        shape = np.broadcast_shapes(*(line.shape for line in lines))
        together = np.stack([np.broadcast_to(line, shape) for line in lines], axis=3)
        wide = reads.written_out(
            together, [1, 2, 3, 4], (1 if together.shape[1] == 1 else n, c, len(lines), *windows.counts)
        )
        return reach.gathered(wide.reshape(4, wide.shape[1], c * len(lines), math.prod(windows.counts)))

    return call.first.each(change)


def folded(call: Call) -> State | None:
    """nn.Fold: each pixel reads the windows that it lies in."""
    if call.tensor.dim() != 3:
        return None
    n, _, positions = call.tensor.shape
    c = call.output.shape[1]
    sizes = _pair(call.argument(1, "output_size"))
    windows = _blocks(call, 2, sizes)
    area = windows.kernel[0] * windows.kernel[1]
    reads.check_work(area * math.prod(sizes))

    def change(one: Reach) -> Reach:
        wide = reads.written_out(one, [1, 2], (1 if one.shape[1] == 1 else n, c * area, positions))
        lines = reach.gathered(wide.reshape(4, wide.shape[1], c, area, *windows.counts))
        found = None
        for number, taps in enumerate(windows.taps()):
            line = lines[:, :, :, number if lines.shape[3] > 1 else 0]
            for i, tap in enumerate(taps):
                line = reach.spread(line, 2 + i, windows.counts[i], sizes[i], **windows.of_one(i, tap))
            found = line if found is None else np.minimum(found, line)
        assert found is not None
        return found

    return call.first.each(change)


ATEN: dict[str, Callable[..., Tensor]] = {
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

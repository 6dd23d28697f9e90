"""Receptive fields: which rectangle of the input one output can depend on, for any graph of layers.

On one axis, output ``i`` of a feature map reads the input pixels ``i * step + low .. i * step + high``. Convolution
and pooling change (low, high, step) as in Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural
Networks" (Distill, 2019); where paths join, the rectangles are united. A step of 0 means that every output reads the
same rectangle: so it is after global pooling, a fully connected layer or attention.

Which dimension of a tensor is rows and which is columns is followed through permutations, reshapes and flattening,
so that a linear layer on channels-last data leaves the field alone and one on flattened data widens it to everything.
Batch norm and dropout are taken as they work in prediction: one pixel at a time.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor

from cnnstudio.analysis.results import Number, ReceptiveField
from cnnstudio.networks import operators


@dataclass(frozen=True, slots=True)
class Axis:
    """One input axis as a tensor sees it.

    Attributes:
        low, high, step: position ``i`` reads input pixels ``i * step + low .. i * step + high``.
        count: number of positions.
        dims: the tensor's dimensions that hold the positions; several after a split into windows.
    """

    low: Number
    high: Number
    step: Number
    count: int
    dims: tuple[int, ...]

    def everything(self, dims: tuple[int, ...] | None = None) -> "Axis":
        """Every position reads what all of them together read."""
        return Axis(
            self.low, self.high + (self.count - 1) * self.step, 0, self.count, self.dims if dims is None else dims
        )


State = tuple[Axis, Axis]
Rule = Callable[[State, Tensor, Tensor, tuple[Any, ...], dict[str, Any]], State | None]


def of_input(shape: Sequence[int]) -> State:
    """The state of an input (N, C, H, W): every pixel reads itself."""
    rows, columns = len(shape) - 2, len(shape) - 1
    return Axis(0, 0, 1, shape[-2], (rows,)), Axis(0, 0, 1, shape[-1], (columns,))


def published(state: State | None) -> ReceptiveField | None:
    """The state as a value to show; None where it could not be followed."""
    if state is None:
        return None
    rows, columns = state
    return ReceptiveField(
        size=(_tidy(rows.high - rows.low + 1), _tidy(columns.high - columns.low + 1)),
        # With one position there is nothing to step to.
        stride=(
            0 if rows.count == 1 else _tidy(rows.step),
            0 if columns.count == 1 else _tidy(columns.step),
        ),
        offset=(_tidy(rows.low), _tidy(columns.low)),
    )


def _tidy(number: Number) -> Number:
    if isinstance(number, int):
        return number
    return int(number) if number.is_integer() else round(number, 6)


def merge(states: Sequence[State]) -> State:
    """What a sum or concatenation of tensors of these states reads: the union of their rectangles."""
    first = states[0]
    if all(state is first or state == first for state in states[1:]):
        return first
    rows, columns = zip(*states, strict=True)
    return _merge_axis(rows), _merge_axis(columns)


def _merge_axis(axes: Sequence[Axis]) -> Axis:
    widest = max(axes, key=lambda axis: axis.count)
    steps = {axis.step for axis in axes if axis.count > 1}
    constant = [axis for axis in axes if axis.count == 1 and widest.count > 1]
    if len(steps) <= 1 and not constant and 0 not in steps:
        return replace(widest, low=min(a.low for a in axes), high=max(a.high for a in axes))
    spread = [axis.everything() for axis in axes]
    return Axis(min(a.low for a in spread), max(a.high for a in spread), 0, widest.count, widest.dims)


def everything(state: State) -> State:
    """Every output reads what the whole tensor read."""
    return state[0].everything(), state[1].everything()


def widened(state: State, positions: int) -> State:
    """Every output reads ``positions`` neighbours more on each side."""
    rows, columns = (
        replace(axis, low=axis.low - positions * axis.step, high=axis.high + positions * axis.step) for axis in state
    )
    return rows, columns


def follow(
    name: str,
    states: list[tuple[State, Tensor]],
    output: Tensor,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
) -> State | None:
    """The state of ``output = name(*arguments, **options)``; None where the function is not known.

    Args:
        states: the followed tensors among the arguments, with their states.
    """
    state, tensor = states[0]
    if _is_one_by_one(name):
        return _aligned(states, output)
    rule = _RULES.get(name)
    if rule is None:
        return None
    if len(states) > 1 and name not in _JOINING:
        return everything(merge([s for s, _ in states]))
    if name in _JOINING:
        state = merge([s for s, _ in states])
    return rule(state, tensor, output, arguments, options)


def written(
    name: str,
    states: list[tuple[State, Tensor]],
    target: Tensor,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
) -> State | None:
    """The state of a tensor after ``name(*arguments, **options)`` wrote into it; None where it cannot be followed.

    Args:
        states: the followed tensors among the arguments, with their states; the target, too, if it had one.
    """
    others = [(state, tensor) for state, tensor in states if tensor is not target]
    if not others:
        return (
            states[0][0]
            if name in {"__setitem__", "fill_", "zero_"}
            else follow(name, states, target, arguments, options)
        )
    if name == "__setitem__":
        base = next((state for state, tensor in states if tensor is target), None)
        return _assigned(*others[0], base, target, arguments[1]) if len(others) == 1 else None
    if name in {"copy", "copy_"}:
        return _aligned(others, target)
    return _aligned(states, target) if _is_one_by_one(name) else None


def _assigned(state: State, value: Tensor, base: State | None, target: Tensor, key: Any) -> State | None:
    """``target[key] = value``, where the key picks along dimensions in which the value has no positions."""
    keys = list(key) if isinstance(key, tuple) else [key]
    if not all(part is Ellipsis or isinstance(part, slice) or type(part) is int for part in keys):
        return None
    if Ellipsis in keys:
        place = keys.index(Ellipsis)
        keys[place : place + 1] = [slice(None)] * (target.dim() - len(keys) + 1)
    keys += [slice(None)] * (target.dim() - len(keys))
    seen = [dim for dim, part in enumerate(keys) if isinstance(part, slice)]
    whole = {
        dim
        for dim in seen
        if keys[dim].indices(target.shape[dim]) == (0, target.shape[dim], 1)
        and seen.index(dim) >= len(seen) - value.dim()
    }
    axes = []
    for number, axis in enumerate(state):
        dims = tuple(seen[dim + len(seen) - value.dim()] for dim in axis.dims)
        there = replace(axis, dims=dims)
        fits = whole.issuperset(dims) and all(
            value.shape[old] == target.shape[new] for old, new in zip(axis.dims, dims, strict=True)
        )
        before = base[number] if base else there
        if not fits or before.dims != dims or not (dims or there == before):
            return None
        axes.append(_merge_axis([before, there]))
    return axes[0], axes[1]


def _aligned(states: list[tuple[State, Tensor]], output: Tensor) -> State:
    """Element by element, with broadcasting: dimensions are counted from the right."""
    moved = []
    for state, tensor in states:
        shift = output.dim() - tensor.dim()
        moved.append(_renumber(state, lambda dim, shift=shift: dim + shift) if shift else state)  # type: ignore[misc]
    return merge(moved)


def _renumber(state: State, mapping: Callable[[int], int]) -> State:
    rows, columns = (replace(axis, dims=tuple(mapping(dim) for dim in axis.dims)) for axis in state)
    return rows, columns


def _argument(arguments: tuple[Any, ...], options: dict[str, Any], place: int, name: str, default: Any = None) -> Any:
    if len(arguments) > place:
        return arguments[place]
    return options.get(name, default)


def _pair(value: Any, length: int = 2) -> tuple[Any, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(value) if len(value) == length else tuple(value) * length
    return (value,) * length


def _slide(axis: Axis, kernel: int, stride: int, before: int, dilation: int, count: int) -> Axis:
    return Axis(
        axis.low - before * axis.step,
        axis.high + (dilation * (kernel - 1) - before) * axis.step,
        axis.step * stride,
        count,
        axis.dims,
    )


def _spatial(state: State, tensor: Tensor, size: int) -> list[int | None]:
    """For rows and columns: which of the window's ``size`` trailing dimensions it is, or None."""
    first = tensor.dim() - size
    return [axis.dims[0] - first if len(axis.dims) == 1 and axis.dims[0] >= first else None for axis in state]


def _windowed(
    state: State, tensor: Tensor, output: Tensor, kernel: Any, stride: Any, padding: Any, dilation: Any
) -> State:
    size = len(kernel)
    strides, dilations = _pair(stride, size), _pair(dilation, size)
    moved = []
    for axis, place in zip(state, _spatial(state, tensor, size), strict=True):
        if place is None:
            # The window mixes along dimensions that are not a picture's rows or columns as such.
            moved.append(axis.everything() if axis.count > 1 and axis.dims else axis)
            continue
        k, s, d = kernel[place], strides[place], dilations[place]
        if isinstance(padding, str):
            before = d * (k - 1) // 2 if padding == "same" else 0
        else:
            before = _pair(padding, size)[place]
        moved.append(_slide(axis, k, s, before, d, output.shape[tensor.dim() - size + place]))
    return moved[0], moved[1]


def _convolution(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    weight = _argument(a, o, 1, "weight")
    return _windowed(
        state,
        tensor,
        output,
        tuple(weight.shape[2:]),
        _argument(a, o, 3, "stride", 1),
        _argument(a, o, 4, "padding", 0),
        _argument(a, o, 5, "dilation", 1),
    )


def _transposed(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    """Output ``o`` reads inputs ``(o + padding - dilation * t) / stride`` for every tap t where that is whole."""
    kernel = tuple(_argument(a, o, 1, "weight").shape[2:])
    size = len(kernel)
    strides, paddings, dilations = (
        _pair(value, size)
        for value in (
            _argument(a, o, 3, "stride", 1),
            _argument(a, o, 4, "padding", 0),
            _argument(a, o, 7, "dilation", 1),
        )
    )
    moved = []
    for axis, place in zip(state, _spatial(state, tensor, size), strict=True):
        if place is None:
            moved.append(axis.everything())
            continue
        s, p = strides[place], paddings[place]
        reach = dilations[place] * (kernel[place] - 1)
        moved.append(
            Axis(
                axis.low + (p - reach) / s * axis.step,
                axis.high + p / s * axis.step,
                axis.step / s,
                output.shape[tensor.dim() - size + place],
                axis.dims,
            )
        )
    return moved[0], moved[1]


def _either_convolution(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    """ATen's one function for both directions; its arguments stand in the order of the ordinary one."""
    if not _argument(a, o, 6, "transposed"):
        return _convolution(state, tensor, output, a, o)
    stride, padding, dilation, _, added, groups = (a[place] for place in range(3, 9))
    return _transposed(state, tensor, output, (*a[:3], stride, padding, added, groups, dilation), o)


def _pooling(dimensions: int, *, dilated: bool) -> Rule:
    def rule(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
        kernel = _pair(_argument(a, o, 1, "kernel_size"), dimensions)
        stride = _argument(a, o, 2, "stride")
        return _windowed(
            state,
            tensor,
            output,
            kernel,
            kernel if stride is None or stride == [] else stride,
            _argument(a, o, 3, "padding", 0),
            _argument(a, o, 4, "dilation", 1) if dilated else 1,
        )

    return rule


def _norm_pooling(dimensions: int) -> Rule:
    """lp_pool(input, norm, kernel_size, stride): the norm stands before the window, and there is no padding."""

    def rule(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
        kernel = _pair(_argument(a, o, 2, "kernel_size"), dimensions)
        stride = _argument(a, o, 3, "stride")
        return _windowed(state, tensor, output, kernel, kernel if stride is None else stride, 0, 1)

    return rule


def _adaptive(dimensions: int) -> Rule:
    def rule(state: State, tensor: Tensor, output: Tensor, _a: tuple[Any, ...], _o: dict[str, Any]) -> State:
        moved = []
        for axis, place in zip(state, _spatial(state, tensor, dimensions), strict=True):
            if place is None:
                moved.append(axis.everything())
                continue
            dim = tensor.dim() - dimensions + place
            n, m = tensor.shape[dim], output.shape[dim]
            if m == 1:
                moved.append(replace(axis.everything(), count=1))
                continue
            # PyTorch: output i averages floor(i n / m) .. ceil((i + 1) n / m) - 1; whole windows where m divides n.
            low = min(i * n // m - i * n / m for i in range(m))
            high = max(-(-(i + 1) * n // m) - 1 - i * n / m for i in range(m))
            step = axis.step
            moved.append(Axis(axis.low + low * step, axis.high + high * step, step * n / m, m, axis.dims))
        return moved[0], moved[1]

    return rule


_REACH = {"nearest": 0.5, "nearest-exact": 0.5, "bicubic": 2.0}


def _interpolated(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    return _resized(state, tensor, output, _REACH.get(_argument(a, o, 3, "mode", "nearest"), 1.0))


def _upsampled(mode: str) -> Rule:
    """ATen has a function for each mode."""

    def rule(state: State, tensor: Tensor, output: Tensor, _a: tuple[Any, ...], _o: dict[str, Any]) -> State:
        return _resized(state, tensor, output, _REACH.get(mode, 1.0))

    return rule


def _resized(state: State, tensor: Tensor, output: Tensor, reach: float) -> State:
    moved = []
    for axis in state:
        if len(axis.dims) != 1:
            moved.append(axis.everything())
            continue
        n, m = tensor.shape[axis.dims[0]], output.shape[axis.dims[0]]
        scale = n / m
        # The centre of output i lies at (i + 0.5) n / m - 0.5; it reads `reach` pixels to both sides of it.
        centre = scale / 2 - 0.5
        moved.append(
            Axis(
                axis.low + (centre - reach) * axis.step,
                axis.high + (centre + reach) * axis.step,
                axis.step * scale,
                m,
                axis.dims,
            )
        )
    return moved[0], moved[1]


def _linear(state: State, tensor: Tensor, _output: Tensor, _a: tuple[Any, ...], _o: dict[str, Any]) -> State:
    return _mixed(state, {tensor.dim() - 1}, keep=False)


def _mixed(state: State, dims: set[int], *, keep: bool) -> State:
    """The positions in these dimensions are mixed; ``keep``: the dimensions still stand for positions."""
    rows, columns = (
        axis.everything(axis.dims if keep else tuple(d for d in axis.dims if d not in dims))
        if dims.intersection(axis.dims)
        else axis
        for axis in state
    )
    return rows, columns


def _matmul(state: State, tensor: Tensor, _output: Tensor, a: tuple[Any, ...], _o: dict[str, Any]) -> State:
    """A product with a matrix of weights mixes the last dimension; two activations are attention (see follow)."""
    if len(a) > 1 and a[0] is tensor:
        return _mixed(state, {tensor.dim() - 1}, keep=False)
    return everything(state)


def _everything(state: State, _t: Tensor, _u: Tensor, _a: tuple[Any, ...], _o: dict[str, Any]) -> State:
    return everything(state)


def _layer_norm(state: State, tensor: Tensor, _u: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    size = len(_argument(a, o, 1, "normalized_shape"))
    return _mixed(state, set(range(tensor.dim() - size, tensor.dim())), keep=True)


def _softmax(state: State, tensor: Tensor, _u: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    dim = _argument(a, o, 1, "dim", -1)
    return _mixed(state, {(-1 if dim is None else dim) % tensor.dim()}, keep=True)


def _reduced(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    dim = _argument(a, o, 1, "dim")
    if dim is None:
        dims = set(range(tensor.dim()))
    else:
        dims = {d % tensor.dim() for d in (dim if isinstance(dim, (list, tuple)) else [dim])}
    mixed = _mixed(state, dims, keep=False)
    if output.dim() == tensor.dim():
        return mixed
    left = [d for d in range(tensor.dim()) if d not in dims]
    return _renumber(mixed, left.index)


def _permuted(state: State, tensor: Tensor, _u: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    order = _argument(a, o, 1, "dims")
    if isinstance(order, int):
        order = a[1:]
    places = [d % tensor.dim() for d in order]
    return _renumber(state, places.index)


def _transposed_dims(state: State, tensor: Tensor, _u: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    first = _argument(a, o, 1, "dim0", o.get("axis0", -1)) % tensor.dim()
    second = _argument(a, o, 2, "dim1", o.get("axis1", -2)) % tensor.dim()
    return _renumber(state, lambda dim: second if dim == first else first if dim == second else dim)


def _matrix_transposed(state: State, tensor: Tensor, _u: Tensor, _a: tuple[Any, ...], _o: dict[str, Any]) -> State:
    last = tensor.dim() - 1
    return _renumber(state, lambda dim: last - dim if dim >= last - 1 else dim)


def _reshaped(state: State, tensor: Tensor, output: Tensor, _a: tuple[Any, ...], _o: dict[str, Any]) -> State:
    """Old and new dimensions are matched in groups of equal product: (N, C, H, W) -> (N, C H W) is N | C, H, W."""
    targets: dict[int, tuple[int, ...]] = {}
    old, new = tuple(tensor.shape), tuple(output.shape)
    i = j = 0
    while i < len(old) or j < len(new):
        start_i, start_j = i, j
        left, right = (old[i] if i < len(old) else 1), (new[j] if j < len(new) else 1)
        i, j = i + 1, j + 1
        while left != right:
            if left < right and i < len(old):
                left, i = left * old[i], i + 1
            elif j < len(new):
                right, j = right * new[j], j + 1
            else:
                return everything(state)
        group = tuple(range(start_j, min(j, len(new))))
        # A dimension of one position is no place to keep a picture's rows in.
        group = tuple(d for d in group if new[d] > 1) or group
        for dim in range(start_i, min(i, len(old))):
            targets[dim] = group
    rows, columns = (
        replace(axis, dims=tuple(dict.fromkeys(d for dim in axis.dims for d in targets.get(dim, ())))) for axis in state
    )
    return rows, columns


def _unsqueezed(state: State, _t: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    place = _argument(a, o, 1, "dim") % output.dim()
    return _renumber(state, lambda dim: dim + 1 if dim >= place else dim)


def _stacked(state: State, _t: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    place = _argument(a, o, 1, "dim", 0) % output.dim()
    return _renumber(state, lambda dim: dim + 1 if dim >= place else dim)


def _concatenated(state: State, _t: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    return _counted(_mixed(state, {_argument(a, o, 1, "dim", o.get("axis", 0)) % output.dim()}, keep=True), output)


def _counted(state: State, output: Tensor) -> State:
    rows, columns = (
        replace(axis, count=math.prod(output.shape[d] for d in axis.dims)) if axis.dims and axis.step == 0 else axis
        for axis in state
    )
    return rows, columns


def _divided(state: State, tensor: Tensor, _u: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    """chunk and split: along channels nothing changes; along rows the parts lie at different places."""
    return _mixed(state, {_argument(a, o, 2, "dim", 0) % tensor.dim()}, keep=True)


def _indexed(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], _o: dict[str, Any]) -> State | None:
    keys = list(a[1]) if isinstance(a[1], tuple) else [a[1]]
    if any(isinstance(key, (Tensor, list)) for key in keys):
        return None
    if Ellipsis in keys:
        place = keys.index(Ellipsis)
        real = sum(key is not None for key in keys) - 1
        keys[place : place + 1] = [slice(None)] * (tensor.dim() - real)
    axes = list(state)
    old, new = 0, 0
    targets: dict[int, int] = {}
    for key in keys:
        if key is None:
            new += 1
            continue
        for number, axis in enumerate(axes):
            if old not in axis.dims or key == slice(None):
                continue
            if len(axis.dims) > 1:
                axes[number] = axis.everything()
            elif isinstance(key, slice):
                start, _, step = key.indices(tensor.shape[old])
                moved = start * axis.step
                axes[number] = Axis(axis.low + moved, axis.high + moved, axis.step * step, output.shape[new], axis.dims)
            else:
                moved = (key % tensor.shape[old]) * axis.step
                axes[number] = Axis(axis.low + moved, axis.high + moved, 0, 1, axis.dims)
        if isinstance(key, slice):
            targets[old] = new
            new += 1
        old += 1
    for rest in range(old, tensor.dim()):
        targets[rest] = new + rest - old
    rows, columns = (replace(axis, dims=tuple(targets[d] for d in axis.dims if d in targets)) for axis in axes)
    return rows, columns


def _sliced(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State | None:
    """ATen's slice(tensor, dim, start, end, step) is indexing with one slice."""
    dim = (a[1] if len(a) > 1 else 0) % tensor.dim()
    keys = [slice(None)] * tensor.dim()
    keys[dim] = slice(*(a[2:5] if len(a) > 2 else (None,)))
    return _indexed(state, tensor, output, (tensor, tuple(keys)), o)


def _selected(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State | None:
    """ATen's select(tensor, dim, index) is indexing with one number."""
    keys: list[Any] = [slice(None)] * tensor.dim()
    keys[a[1] % tensor.dim()] = a[2]
    return _indexed(state, tensor, output, (tensor, tuple(keys)), o)


def _padded(state: State, tensor: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    widths = _argument(a, o, 1, "pad")
    axes = []
    for axis in state:
        if len(axis.dims) == 1 and 2 * (tensor.dim() - 1 - axis.dims[0]) < len(widths):
            before = widths[2 * (tensor.dim() - 1 - axis.dims[0])] * axis.step
            axes.append(Axis(axis.low - before, axis.high - before, axis.step, output.shape[axis.dims[0]], axis.dims))
        else:
            axes.append(axis)
    return axes[0], axes[1]


def _rolled(state: State, tensor: Tensor, _u: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    dims = _argument(a, o, 2, "dims", tuple(range(tensor.dim())))
    return _mixed(state, {d % tensor.dim() for d in (dims if isinstance(dims, (list, tuple)) else [dims])}, keep=True)


def _shuffled(state: State, _t: Tensor, output: Tensor, a: tuple[Any, ...], o: dict[str, Any]) -> State:
    factor = _argument(a, o, 1, "upscale_factor")
    rows, columns = (
        Axis(
            axis.low - (factor - 1) / factor * axis.step,
            axis.high,
            axis.step / factor,
            output.shape[axis.dims[0]],
            axis.dims,
        )
        for axis in state
    )
    return rows, columns


def _same(state: State, _t: Tensor, _u: Tensor, _a: tuple[Any, ...], _o: dict[str, Any]) -> State:
    return state


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
                "local_response_norm",
                "channel_shuffle",
            ]
        )
        | frozenset(["float", "half", "double", "bfloat16", "type", "requires_grad_"])
        | frozenset(f"__{name}__" for name in _OPERATORS_OF_PYTHON.split())
    )
    - _RESHAPING
    - _OF_ONE_OR_TWO
)


def _is_one_by_one(name: str) -> bool:
    """Whether a function, or the one that it does in place, reads the same position of its inputs."""
    return name in _ONE_BY_ONE or (name.endswith("_") and name[:-1] in _ONE_BY_ONE)


_JOINING = frozenset({"cat", "concat", "concatenate", "stack"})
_RULES: dict[str, Rule] = {
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), _convolution),
    **dict.fromkeys(("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"), _transposed),
    **{
        f"{kind}_pool{n}d{tail}": _pooling(n, dilated=kind == "max")
        for kind in ("max", "avg")
        for n in (1, 2, 3)
        for tail in ("", "_with_indices")
    },
    **{f"lp_pool{n}d": _norm_pooling(n) for n in (1, 2, 3)},
    **{f"adaptive_{kind}_pool{n}d": _adaptive(n) for kind in ("avg", "max") for n in (1, 2, 3)},
    **dict.fromkeys(("interpolate", "upsample"), _interpolated),
    **{f"upsample_{mode}2d": _upsampled(mode) for mode in ("nearest", "bilinear", "bicubic")},
    **dict.fromkeys(("layer_norm", "rms_norm"), _layer_norm),
    **dict.fromkeys(("group_norm", "instance_norm", "einsum", "bmm", "baddbmm", "addmm", "mm"), _everything),
    **dict.fromkeys(("scaled_dot_product_attention", "multi_head_attention_forward", "flip"), _everything),
    **dict.fromkeys(("softmax", "log_softmax", "normalize", "cumsum"), _softmax),
    **dict.fromkeys(("mean", "sum", "amax", "amin", "logsumexp", "var", "std", "norm"), _reduced),
    **dict.fromkeys(
        ("view", "reshape", "flatten", "unflatten", "squeeze", "view_as", "reshape_as", "ravel"), _reshaped
    ),
    **dict.fromkeys(("transpose", "swapaxes", "swapdims"), _transposed_dims),
    **dict.fromkeys(("chunk", "split", "tensor_split"), _divided),
    **dict.fromkeys(_JOINING - {"stack"}, _concatenated),
    **dict.fromkeys(("expand", "expand_as", "broadcast_to"), _same),
    "linear": _linear,
    "convolution": _either_convolution,
    "split_with_sizes": _divided,
    **dict.fromkeys(("mT", "mH", "T", "H"), _matrix_transposed),
    "matmul": _matmul,
    "__matmul__": _matmul,
    "permute": _permuted,
    "t": _matrix_transposed,
    "stack": _stacked,
    "unsqueeze": _unsqueezed,
    "__getitem__": _indexed,
    "slice": _sliced,
    "select": _selected,
    "pad": _padded,
    "constant_pad_nd": _padded,
    "roll": _rolled,
    "pixel_shuffle": _shuffled,
}

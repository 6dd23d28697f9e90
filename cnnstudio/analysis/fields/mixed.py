"""Receptive fields of functions that mix numbers: products, attention, norms, sums over dimensions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnstudio.analysis import reads
from cnnstudio.analysis.fields import levels, moved, windows
from cnnstudio.analysis.fields.call import Call, many
from cnnstudio.analysis.reads import State
from cnnstudio.convolution import reach
from cnnstudio.convolution.reach import Reach
from cnnstudio.networks import operators


def linear(call: Call) -> State:
    """linear: the last dimension is mixed."""
    given = call.argument(0, "input")
    state = call.state(given)
    return windows.with_rest(call, None if state is None else reads.hulled(state, [given.dim() - 1]), [given])


def _product(call: Call, one: Tensor, other: Tensor) -> list[State]:
    """What a matrix product reads: the rows of the one, the columns of the other."""
    found = []
    first, second = call.state(one), call.state(other)
    dimensions = max(one.dim(), other.dim())
    if first is not None:
        mixed = reads.hulled(first, [one.dim() - 1])
        if one.dim() == 1:
            mixed = reads.everything(mixed, dimensions)
        elif other.dim() == 1:
            mixed = mixed.each(lambda reaches: reaches[..., 0])
        found.append(mixed)
    if second is not None:
        mixed = reads.hulled(second, [max(0, other.dim() - 2)])
        if other.dim() == 1:
            mixed = reads.everything(mixed, dimensions)
        elif one.dim() == 1:
            mixed = mixed.each(lambda reaches: reaches[..., 0, :])
        found.append(mixed)
    wanted = call.output.dim()
    return [
        reads.aligned(state, wanted)
        if state.dimensions <= wanted
        else state.each(lambda reaches: reaches.reshape(4, *reaches.shape[1 + reaches.ndim - 1 - wanted :]))
        for state in found
    ]


def matmul(call: Call) -> State:
    """Products of matrices, with batches."""
    one, other = call.argument(0, "input"), call.argument(1, "mat2", call.options.get("other"))
    if call.name == "__rmatmul__":
        one, other = other, one
    return reads.merged(_product(call, one, other))


def added_product(call: Call) -> State:
    """addmm and its like: one tensor and the product of two others."""
    added = call.aligned(call.argument(0, "input"))
    states = _product(call, call.argument(1, "mat1", call.options.get("batch1")), call.argument(2, "mat2"))
    if call.name == "addbmm":
        states = [reads.everything(state) for state in states]
    return reads.merged([*added, *states])


def inner(call: Call) -> State:
    """The last dimensions of both are summed over."""
    one, other = call.arguments[:2]
    found = []
    if (state := call.state(one)) is not None:
        mixed = reads.hulled(state, [one.dim() - 1])
        found.append(mixed.each(lambda r: r.reshape(*r.shape[:-1], *[1] * (other.dim() - 1))))
    if (state := call.state(other)) is not None:
        mixed = reads.hulled(state, [other.dim() - 1])
        found.append(mixed.each(lambda r: r.reshape(4, *[1] * (one.dim() - 1), *r.shape[1:-1])))
    return reads.merged(found)


def outer(call: Call) -> State:
    """outer: each number of one times each of the other."""
    one, other = call.arguments[:2]
    found = []
    if (state := call.state(one)) is not None:
        found.append(state.each(lambda r: r[:, :, None]))
    if (state := call.state(other)) is not None:
        found.append(state.each(lambda r: r[:, None, :]))
    return reads.merged(found)


def tensordot(call: Call) -> State:
    """tensordot: sums over the dimensions that are named."""
    one, other = call.arguments[:2]
    dims = call.argument(2, "dims", 2)
    if isinstance(dims, int):
        dims = list(range(one.dim() - dims, one.dim())), list(range(dims))
    summed = [{dim % tensor.dim() for dim in many(given)} for tensor, given in zip((one, other), dims, strict=True)]
    rest = [
        [dim for dim in range(tensor.dim()) if dim not in over]
        for tensor, over in zip((one, other), summed, strict=True)
    ]
    found = []
    for number, tensor in enumerate((one, other)):
        state = call.state(tensor)
        if state is None:
            continue
        mixed = reads.hulled(state, list(summed[number]))
        front, back = (0, len(rest[1])) if number == 0 else (len(rest[0]), 0)
        kept = [dim + 1 for dim in rest[number]]
        found.append(
            mixed.each(
                lambda r, kept=kept, front=front, back=back: r.reshape(  # type: ignore[misc]
                    4, *[1] * front, *(r.shape[axis] for axis in kept), *[1] * back
                )
            )
        )
    return reads.merged(found)


def einsum(call: Call) -> State | None:
    """einsum: sums over the letters that the result lacks; None where its equation is not understood."""
    equation, *tensors = call.arguments
    if not isinstance(equation, str):
        return None
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = list(tensors[0])
    terms, result = labels_of(equation, [tensor.dim() for tensor in tensors])
    found = []
    for term, tensor in zip(terms, tensors, strict=True):
        state = call.state(tensor)
        if state is None:
            continue
        if len(set(term)) < len(term):
            return None
        state = reads.hulled(state, [dim for dim, label in enumerate(term) if label not in result])
        order = [term.index(label) for label in result if label in term]

        def change(one: Reach, term: list[str] = term, order: list[int] = order) -> Reach:
            gone = tuple(dim + 1 for dim, label in enumerate(term) if label not in result)
            sorted_dims = sorted(order)
            kept = one.squeeze(gone) if gone else one
            turned = kept.transpose(0, *(sorted_dims.index(dim) + 1 for dim in order))
            sizes = iter(turned.shape[1:])
            return turned.reshape(4, *(next(sizes) if label in term else 1 for label in result))

        found.append(state.each(change))
    return reads.merged(found)


def labels_of(equation: str, dimensions: Sequence[int]) -> tuple[list[list[str]], list[str]]:
    """One label for each dimension of each tensor in an equation of einsum, and of its result."""
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = [_labels(term, count) for term, count in zip(left.split(","), dimensions, strict=True)]
    if arrow:
        most = max((sum(label.startswith(".") for label in term) for term in terms), default=0)
        return terms, _labels(right, len(right.replace("...", "")) + most)
    flat = [label for term in terms for label in term]
    dots = sorted({label for label in flat if label.startswith(".")}, reverse=True)
    return terms, dots + sorted({label for label in flat if flat.count(label) == 1 and not label.startswith(".")})


def _labels(term: str, dimensions: int) -> list[str]:
    """One label for each dimension; those of an ellipsis are counted from its right."""
    if "..." not in term:
        return list(term)
    front, back = term.split("...")
    more = dimensions - len(front) - len(back)
    return [*front, *(f".{number}" for number in reversed(range(more))), *back]


def bilinear(call: Call) -> State:
    """bilinear: the last dimensions of both inputs are mixed."""
    return reads.merged([reads.hulled(state, [tensor.dim() - 1]) for state, tensor in call.states])


def kron(call: Call) -> State:
    """kron: every number of one times the whole of the other, side by side."""
    one, other = call.arguments[:2]
    count = call.output.dim()
    shapes = [(1,) * (count - tensor.dim()) + tuple(tensor.shape) for tensor in (one, other)]
    reads.check_size(call.output.numel())
    found = []
    for state in call.aligned(one):
        for dim, times in enumerate(shapes[1]):
            state = state.each(lambda r, d=dim + 1, n=times: np.repeat(r, n, d) if r.shape[d] > 1 else r)  # type: ignore[misc]
        found.append(state)
    found += [
        state.each(lambda r: np.tile(r, (1, *(n if r.shape[d + 1] > 1 else 1 for d, n in enumerate(shapes[0])))))
        for state in call.aligned(other)
    ]
    return reads.merged(found)


def added_outer(call: Call) -> State:
    """addr: a matrix and the outer product of two vectors."""
    product = outer(Call(call.name, call.states, call.output, 0, call.arguments[1:3], {})) if _of(call, 1, 2) else None
    return reads.merged([*call.aligned(call.arguments[0]), *([product] if product is not None else [])])


def _of(call: Call, *places: int) -> bool:
    """Whether one of these arguments depends on the input."""
    return any(call.state(call.arguments[place]) is not None for place in places)


def distances(call: Call) -> State:
    """cdist: each row of the one beside each row of the other."""
    one, other = call.arguments[:2]
    found = []
    if (state := call.state(one)) is not None:
        found.append(reads.hulled(state, [one.dim() - 1]))
    if (state := call.state(other)) is not None:
        found.append(reads.hulled(state, [other.dim() - 1]).each(lambda r: np.swapaxes(r, -1, -2)))
    return reads.merged([reads.aligned(state, call.output.dim()) for state in found])


# Of which every number reads the whole matrix; of others, such as triangles, some read less.
_OF_WHOLE_MATRICES = frozenset(
    {
        "inverse",
        "inv",
        "inv_ex",
        "pinv",
        "det",
        "slogdet",
        "logdet",
        "svdvals",
        "eigvalsh",
        "matrix_exp",
        "matrix_power",
    }
)


def of_matrices(call: Call) -> State | None:
    """Decompositions: whatever is made of a matrix reads all of it; None where others than matrices are given."""
    found = []
    for state, tensor in call.states:
        front = tensor.dim() - 2
        behind = call.output.dim() - front
        if front < 0 or behind < 0:
            return None
        whole = reads.hulled(state, [front, front + 1])
        found.append(whole.each(lambda r, n=front, more=behind: r.reshape(*r.shape[: n + 1], *[1] * more)))  # type: ignore[misc]
    together = reads.merged(found)
    return together if call.name.removeprefix("linalg_") in _OF_WHOLE_MATRICES else together.bounded()


def crossed(call: Call) -> State | None:
    """cross: along a dimension of three, each number reads the two others of both."""
    dim = call.argument(2, "dim", None if call.name == "cross" and len(call.arguments) < 3 else -1)
    if dim is None:
        dim = next(place for place, size in enumerate(call.output.shape) if size == 3)
    axis = dim % call.output.dim() + 1

    def others(one: Reach) -> Reach:
        return one if one.shape[axis] == 1 else np.minimum(np.roll(one, 1, axis), np.roll(one, 2, axis))

    return reads.merged([state.each(others) for tensor in call.arguments[:2] for state in call.aligned(tensor)])


def quantile(call: Call) -> State:
    """quantile: over a dimension or all; of several quantiles one beside the other, in front."""
    wanted = call.argument(1, "q")
    several = isinstance(wanted, Tensor) and wanted.dim() == 1
    one = call.output[0] if several else call.output
    state = over(keep=False, place=2)(replace(call, output=one))
    return state.each(lambda r: r[:, None]) if several else state


def scaled_down(call: Call) -> State:
    """renorm: each part along a dimension by its own length."""
    kept = call.argument(2, "dim") % call.tensor.dim()
    return reads.hulled(call.first, [dim for dim in range(call.tensor.dim()) if dim != kept])


def everything_of_all(call: Call) -> State:
    """dist: one number of all there are."""
    return reads.merged([reads.everything(state, call.output.dim()) for state, _ in call.states])


def looked_up(place: int) -> Callable[[Call], State]:
    """bucketize and its like: where each number of one argument stands among those of another."""

    def rule(call: Call) -> State:
        given = call.arguments[place]
        return windows.with_rest(call, call.state(given), [given])

    return rule


def encoder_layer(call: Call) -> State | None:
    """A layer of a transformer's encoder over (N, positions, E): every token reads all of them."""
    given = call.argument(0, "src")
    state = call.state(given)
    if call.number or given.dim() != 3:
        return None
    return windows.with_rest(call, None if state is None else reads.hulled(state, [1, 2]), [given])


def attention(call: Call) -> State | None:
    """Attention: every query reads all keys and values; None where the shapes are unusual."""
    query, key, value = (call.argument(place, name) for place, name in enumerate(("query", "key", "value")))
    if call.number:
        return None
    causal = bool(call.argument(5, "is_causal", False)) and query.shape[-2] == key.shape[-2]
    mask = call.argument(3, "attn_mask")
    hidden, sure = _hidden(call, mask)
    found = []
    if (state := call.state(query)) is not None:
        found.append(reads.hulled(state, [query.dim() - 1]))
    for tensor in (key, value):
        state = call.state(tensor)
        if state is None:
            continue
        if tensor is key:
            state = reads.hulled(state, [tensor.dim() - 1])
        dim = tensor.dim() - 2
        grouped = tensor.dim() > 2 and tensor.shape[-3] != query.shape[-3]
        if grouped:
            state = reads.hulled(state, [tensor.dim() - 3])
        if causal:
            state = state.each(lambda r, dim=dim: np.minimum.accumulate(r, dim + 1))  # type: ignore[misc]
        elif hidden is not None:
            more = max(hidden.ndim - tensor.dim(), 0)
            state = reads.behind(reads.aligned(state, tensor.dim() + more), dim + more, hidden)
        else:
            state = reads.hulled(state, [dim])
        found.append(state)
    if isinstance(mask, Tensor) and (state := call.state(mask)) is not None:
        found.append(reads.hulled(state, [mask.dim() - 1]))
    merged_state = reads.merged([reads.aligned(state, call.output.dim()) for state in found])
    return merged_state if sure else merged_state.bounded()


def _hidden(call: Call, mask: Any) -> tuple[NDArray[np.bool_] | None, bool]:
    """Which positions a mask hides from which queries, ``(..., queries, positions)``, and whether that is all it hides.

    A mask says by truths what is to be seen, or by numbers what is added to the scores.
    """
    if not isinstance(mask, Tensor):
        return None, True
    if call.state(mask) is not None:
        return None, mask.dtype != torch.bool
    numbers = call.numbers(mask)
    if numbers is None or (mask.dtype == torch.bool and not numbers.certain):
        return None, False
    if numbers.values is None:
        return None, True
    if mask.dtype == torch.bool:
        hidden = numbers.values == 0
        return (hidden if hidden.any() else None), True
    low = levels.of_low(numbers.values)
    return (None, True) if low is None else (low >= reads.GONE, not (low == reads.FAINT).any())


def many_headed(call: Call) -> State | None:
    """multi_head_attention_forward of (positions, N, E)."""
    query, key, value = (call.argument(place, name) for place, name in enumerate(("query", "key", "value")))
    if call.number or query.dim() != 3:
        return None
    fused = call.name.endswith("native_multi_head_attention")
    positions = 1 if fused else 0
    found = []
    if (state := call.state(query)) is not None:
        found.append(reads.hulled(state, [2]))
    hidden, sure = (None, call.argument(9, "mask") is None) if fused else _hidden_from_heads(call)
    for tensor in (key, value):
        if (state := call.state(tensor)) is None:
            continue
        state = reads.hulled(state, [2])
        if hidden is None:
            state = reads.hulled(state, [positions])
        else:  # (positions, N, E), of which positions have to stand before the features
            state = reads.permuted(reads.behind(reads.permuted(state, [1, 0, 2]), 1, hidden), [1, 0, 2])
        found.append(state)
    merged = reads.merged(found)
    return merged if sure else merged.bounded()


def _hidden_from_heads(call: Call) -> tuple[NDArray[np.bool_] | None, bool]:
    """As `_hidden`, for all heads and pictures together, of what multi_head_attention_forward is given.

    Its masks say by truths what is not to be seen.
    """
    mask, padding = call.argument(16, "attn_mask"), call.argument(14, "key_padding_mask")
    bias = call.argument(7, "bias_k") is not None or bool(call.argument(9, "add_zero_attn", False))
    found, sure = [], True
    for given in (mask, padding):
        if given is None:
            continue
        hidden, told = _hidden(call, given)
        if given.dtype == torch.bool and call.state(given) is None:
            numbers = call.numbers(given)
            if numbers is not None and numbers.values is not None and numbers.certain:
                hidden, told = numbers.values != 0, True
        sure = sure and told and (given is mask or call.state(given) is None)
        if hidden is not None:
            hidden = hidden[:, None, :] if given is padding and hidden.ndim == 2 else hidden
            while hidden.ndim > 2:  # of several heads or pictures: hidden from all of them
                sure = sure and bool((hidden == hidden[:1]).all())
                hidden = np.asarray(hidden.all(axis=0))
            found.append(np.atleast_2d(hidden))
    if not found:
        return None, sure
    if bias:  # further positions, which the masks do not speak of
        return None, False
    both = found[0] if len(found) == 1 else found[0] | found[1]
    return (both if both.any() else None), sure


def recurrent(call: Call) -> State | None:
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
    state = reads.hulled(state, [2])
    if call.number == 0:
        state = reads.hulled(state, [time]) if both_ways else state.each(lambda r: np.minimum.accumulate(r, time + 1))
    else:
        state = reads.hulled(state, [time])
        if batch_first:
            state = reads.permuted(state, [1, 0, 2])
    return windows.with_rest(call, state, [given])


def cell(call: Call) -> State:
    """One step of a recurrent layer."""
    return reads.merged([reads.hulled(state, [tensor.dim() - 1]) for state, tensor in call.states])


def over(*, keep: bool, default: Any = None, place: int = 1) -> Callable[[Call], State]:
    """All numbers along dimensions are read; ``keep``: by each of them."""

    def rule(call: Call) -> State:
        dim = call.argument(place, "dim", call.options.get("axis", default))
        count = call.tensor.dim()
        if isinstance(dim, (bool, torch.dtype)) or dim is None or dim == []:
            dims = set(range(count))
        else:
            dims = {d % count for d in many(dim)} if count else set()
        state = reads.merged([reads.hulled(reads.aligned(state, count), list(dims)) for state, _ in call.states])
        if keep or call.output.dim() == count:
            return state
        gone = tuple(d + 1 for d in dims)
        return state.each(lambda one: one.squeeze(gone))

    return rule


def extreme(call: Call) -> State:
    """max and min: of one tensor all its numbers or those along a dimension, of two the larger of each pair."""
    second = call.argument(1, "other")
    if isinstance(second, Tensor):
        return moved.same(call)
    return over(keep=False)(call)


def order_statistic(call: Call) -> State:
    """kthvalue, mode: one number out of a dimension."""
    return over(keep=False, default=-1, place=2 if call.name == "kthvalue" else 1)(call)


def normed(call: Call) -> State:
    """norm: over the dimensions that are named, or all."""
    return over(keep=False, place=2)(call)


def running(call: Call) -> State:
    """Running sums: what stands before along a dimension."""
    axis = call.argument(1, "dim", call.options.get("axis")) % call.tensor.dim() + 1
    return call.first.each(lambda one: np.minimum.accumulate(one, axis))


MATRICES = frozenset(row.function for row in operators.OPERATORS.values() if row.kind is operators.Kind.DECOMPOSITION)
"""Functions that decompose matrices, or solve by them."""


def _norm(rule: Callable[[Call], State]) -> Callable[[Call], State]:
    """A norm's rule for what it normalises; weights and statistics that depend on the input are read beside that."""

    def with_weights(call: Call) -> State:
        given = call.argument(0, "input")
        state = call.state(given)
        own = None if state is None else rule(windows.on(call, given))
        return windows.with_rest(call, own, [given])

    return with_weights


@_norm
def layer_norm(call: Call) -> State:
    """layer_norm: over the last dimensions."""
    size = len(many(call.argument(1, "normalized_shape")))
    count = call.tensor.dim()
    return reads.hulled(call.first, range(count - size, count))


@_norm
def group_norm(call: Call) -> State:
    """group_norm: over the channels of a group and all positions."""
    groups = call.argument(1, "num_groups")
    if not isinstance(groups, int):  # native_group_norm(input, weight, bias, N, C, HxW, group, eps)
        groups = call.arguments[6]
    channels = call.tensor.shape[1]
    state = reads.hulled(call.first, range(2, call.tensor.dim()))
    return windows.mixed_channels(state, 1, channels, channels, groups)


@_norm
def instance_norm(call: Call) -> State:
    """instance_norm: over all positions of one channel."""
    measures = call.argument(5, "use_input_stats", True)
    return reads.hulled(call.first, range(2, call.tensor.dim())) if measures else call.first


@_norm
def batch_norm(call: Call) -> State:
    """In prediction pixel by pixel; without running statistics each channel reads the whole minibatch."""
    flags = [value for value in (*call.arguments, *call.options.values()) if isinstance(value, bool)]
    if not flags or not flags[0]:
        return call.first
    return reads.hulled(call.first, [dim for dim in range(call.tensor.dim()) if dim != 1])


def response_norm(call: Call) -> State:
    """local_response_norm: over neighbouring channels."""
    size = call.argument(1, "size")
    count = call.tensor.shape[1]

    def change(one: Reach) -> Reach:
        if one.shape[2] == 1:
            return one
        return reach.slid(one, 1, count, count, kernel=size, stride=1, before=size // 2, dilation=1)

    parts = tuple((change(rows), change(columns)) for rows, columns in call.first.parts)
    return State(parts, call.first.size, call.first.at_most, call.first.steps)

"""Receptive fields where numbers are masked: what is hidden from a softmax, or multiplied with 0, is not read.

Attention that is written out hides tokens from one another by numbers: minus infinity is added to their scores, or put
in their place, and the softmax makes 0 of it. These rules follow such places from where they are made (a sum, a
product, ``masked_fill``, ``where``, a triangle) to where they count (the softmax, and the product with the values).
Where the numbers of a mask are not known, or hide only nearly all, what is read is a bound.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnstudio.analysis import reads
from cnnstudio.analysis.fields import levels, mixed, moved
from cnnstudio.analysis.fields.call import Call, Rule, UnknownError
from cnnstudio.analysis.fields.levels import Levels
from cnnstudio.analysis.reads import FAINT, GONE, State, TooManyError
from cnnstudio.convolution import reach
from cnnstudio.convolution.reach import EMPTY, Reach
from cnnstudio.networks import operators
from cnnstudio.networks.operators import Kind

_SUBTRACTING = frozenset({"sub", "subtract", "__sub__", "__isub__"})
_REVERSED = frozenset({"rsub", "__rsub__"})
_MULTIPLYING = frozenset({"mul", "multiply", "__mul__", "__rmul__", "__imul__"})


def _operands(call: Call) -> tuple[Any, Any]:
    return call.argument(0, "input"), call.argument(1, "other")


def _has_masks(call: Call, values: Sequence[Any]) -> bool:
    """Whether a mask may be among the operands; most sums and products have none, and are done with at once."""
    return any(state.marks is not None for state, _ in call.states) or any(
        isinstance(value, Tensor) and call.state(value) is None for value in values
    )


def summed(call: Call) -> State:
    """Sums and differences: minus infinity stays what it is, whatever is added."""
    base = moved.same(call)
    one, other = _operands(call)
    if not _has_masks(call, (one, other)):
        return base
    alpha = float(call.options.get("alpha", 1))
    signs = (1.0, -alpha if call.name in _SUBTRACTING else alpha)
    if call.name in _REVERSED:
        signs = (-alpha, 1.0)
    seen = [levels.of(call, value, sign) for value, sign in zip((one, other), signs, strict=True)]
    base = base.bare()
    low = _most([operand.low for operand in seen])
    for value, operand in zip((one, other), seen, strict=True):
        if operand.unknown and call.state(value) is not None:
            base = base.bounded()
        elif operand.unknown:  # Minus infinity may be among it, which would count before a softmax.
            low = _most([low, np.full(tuple(value.shape) if value.numel() <= reads.MOST else (), FAINT, np.int32)])
    if low is not None and low.any():
        return base.marked(low, low=True)
    zeros = [operand.zero for operand in seen]
    return base.marked(np.minimum(zeros[0], zeros[1]), low=False) if zeros[0] is not None is not zeros[1] else base


def multiplied(call: Call) -> State:
    """Products and quotients: 0 stays 0, whatever it is multiplied with or divided by."""
    base = moved.same(call)
    one, other = _operands(call)
    if not _has_masks(call, (one, other)):
        return base
    seen = [levels.of(call, value) for value in (one, other)]
    base = base.bare()
    zero = _most([operand.zero for operand in (seen if call.name in _MULTIPLYING else seen[:1])])
    if call.name in _MULTIPLYING and any(
        operand.unknown and call.state(value) is None and _may_hide(base, value)
        for value, operand in zip((one, other), seen, strict=True)
    ):
        base = base.bounded()
    low = [
        number for number, operand in enumerate(seen) if operand.low is not None and call.state((one, other)[number])
    ]
    if low:
        scale = seen[1 - low[0]]
        return base.marked(seen[low[0]].low, low=True) if scale.positive and low == [0] else base.bounded()
    if zero is None or not (zero >= GONE).any():
        return base.marked(zero, low=False)
    # Nothing but zeros is no mask: a table that will be filled later, say.
    return base.bounded() if (zero >= GONE).all() else base.marked(zero, low=False)


def _may_hide(state: State, mask: Tensor) -> bool:
    """Whether a tensor differs along a dimension along which numbers read different places."""
    more = state.dimensions - mask.dim()
    return any(
        mask.shape[dim] > 1 and one.shape[dim + more + 1] > 1
        for part in state.parts
        for one in part
        for dim in range(mask.dim())
    )


def filled(call: Call) -> State:
    """masked_fill: where a mask is true the numbers are another."""
    given, mask, value = call.argument(0, "input"), call.argument(1, "mask"), call.argument(2, "value")
    base = moved.same(call)
    known = call.numbers(mask) if isinstance(mask, Tensor) and call.state(mask) is None else None
    if known is None or known.values is None or not known.certain or call.state(given) is None:
        return _unsure(call, base, value)
    return _overwritten(call, reads.aligned(call.first, call.output.dim()), known.values != 0, value)


def _unsure(call: Call, base: State, value: Any) -> State:
    """Filled where it is not known: it may be everywhere, and minus infinity may be among it."""
    base = base.bare().bounded()
    return base if call.state(value) is None else reads.merged([base, *call.aligned(value)]).bounded()


def _overwritten(call: Call, state: State, places: NDArray[np.bool_], value: Any) -> State:
    """A state once a number that does not depend on the input stands at these places."""
    if call.state(value) is not None:
        raise UnknownError
    marks, state = state.marks, state.bare()
    places = levels.aligned(places, state.dimensions)
    hidden = state.marked(np.where(places, GONE, 0).astype(np.int32), low=False)
    state = hidden.bare()
    level = levels.of(call, value)
    old = None if marks is None else marks.levels[0]
    low = old if marks is not None and marks.low else None
    zero = old if marks is not None and not marks.low else None
    if level.low is not None and level.low.any():
        return state.marked(_chosen(places, level.low, low), low=True)
    if low is not None:
        state = state.bounded() if level.zero is not None else state
        return state.marked(_chosen(places, None, low), low=True)
    return state.marked(_chosen(places, level.zero, zero), low=False)


def _chosen(places: NDArray[np.bool_], one: Levels | None, other: Levels | None) -> Levels:
    return np.where(places, 0 if one is None else one, 0 if other is None else other).astype(np.int32)


def chosen(call: Call) -> State:
    """where: of one tensor where a condition is true, of another elsewhere."""
    condition, one, other = call.argument(0, "condition"), call.argument(1, "input"), call.argument(2, "other")
    one, other = call.options.get("self", one), other
    if not isinstance(condition, Tensor):
        raise UnknownError
    known = call.numbers(condition) if call.state(condition) is None else None
    if known is None or known.values is None or not known.certain:
        return moved.same(call).bare().bounded()
    taken = levels.aligned(known.values != 0, call.output.dim())
    states = [
        state.bare().marked(np.where(keep, 0, GONE).astype(np.int32), low=False).bare()
        for value, keep in ((one, taken), (other, ~taken))
        for state in call.aligned(value)
    ]
    state = reads.merged(states)
    seen = levels.of(call, one), levels.of(call, other)
    low, zero = (
        _chosen(taken, *(None if level is None else levels.aligned(level, state.dimensions) for level in pair))
        for pair in ((seen[0].low, seen[1].low), (seen[0].zero, seen[1].zero))
    )
    if low.any():
        return (state.bounded() if zero.any() else state).marked(low, low=True)
    return state.marked(zero, low=False)


def softmaxed(call: Call) -> State:
    """softmax: of minus infinity nothing is left; what is far below the others hardly counts."""
    base = mixed.over(keep=True, default=-1)(call).bare()
    marks = call.first.marks
    if marks is None or not marks.low:
        return base
    if call.name == "softmin":
        return base.bounded()
    found = base.marked(marks.levels[0], low=call.name.endswith("log_softmax"))
    dim = call.argument(1, "dim", -1)
    if not isinstance(dim, int):
        return found.bounded()
    axis = dim % call.tensor.dim() + 1
    # What is the same for all that are compared makes no difference.
    return found.bounded() if marks.levels.shape[axis] > 1 and (marks.levels == FAINT).any() else found


def raised(call: Call) -> State:
    """exp: 0 of minus infinity."""
    base = moved.same(call)
    marks = base.marks
    if marks is None or not marks.low:
        return base.bare()
    found = base.bare().marked(marks.levels[0], low=False)
    return found.bounded() if (marks.levels == FAINT).any() else found


def triangle(call: Call) -> State:
    """tril and triu: 0 outside the triangle."""
    marks, base = call.first.marks, call.first.bare()
    found = moved.by_moving(replace(call, states=[(base, call.tensor)]))
    function = getattr(torch, call.name)
    kept = function(torch.ones(tuple(call.tensor.shape[-2:])), *call.arguments[1:], **call.options).numpy() != 0
    zero = np.where(kept, 0, GONE).astype(np.int32)
    if marks is None:
        return found.marked(zero, low=False)
    return found.bounded() if marks.low else found.marked(np.maximum(zero, marks.levels[0]), low=False)


def put(call: Call, keys: Sequence[Any], value: Any) -> State | None:
    """``target[keys] = value`` with a number that hides; None where it is none or the places are not known."""
    target = call.arguments[0]
    base = call.state(target)
    if base is None or call.state(value) is not None or target.numel() > reads.MOST:
        return None
    if isinstance(value, Tensor) and value.dim():
        return None
    level = levels.of(call, value)
    if level.low is None and level.zero is None:
        return None
    known: list[Any] = []
    for key in keys:
        if isinstance(key, Tensor):
            numbers = None if call.state(key) is not None else call.numbers(key)
            if numbers is None or numbers.values is None or not numbers.certain or numbers.values.shape != key.shape:
                return None
            known.append(numbers.values.astype(bool if key.dtype in {torch.bool, torch.uint8} else np.int64))
        elif isinstance(key, (int, slice)) or key is None or key is Ellipsis:
            known.append(key)
        else:
            return None
    places = np.zeros(tuple(target.shape), bool)
    places[tuple(known)] = True
    for axis in range(places.ndim):
        if places.shape[axis] > 1 and (places == places.take([0], axis)).all():
            places = places.take([0], axis)
    return _overwritten(call, base, places, value)


def product(call: Call) -> State:
    """Products of matrices: what is multiplied with 0 is not read."""
    if not _hides(call):
        return mixed.matmul(call)
    one, other = call.argument(0, "input"), call.argument(1, "mat2", call.options.get("other"))
    if call.name == "__rmatmul__":
        one, other = other, one
    if min(one.dim(), other.dim()) < 2:
        return mixed.matmul(_without_marks(call)).bounded()
    batch = [f".{number}" for number in reversed(range(max(one.dim(), other.dim()) - 2))]
    terms = [[*batch[len(batch) - tensor.dim() + 2 :], *ends] for tensor, ends in ((one, "ik"), (other, "kj"))]
    return _contracted(call, list(zip((one, other), terms, strict=True)), [*batch, "i", "j"])


def einsum(call: Call) -> State | None:
    """einsum, as products."""
    if not _hides(call):
        return mixed.einsum(call)
    equation, *tensors = call.arguments
    if not isinstance(equation, str):
        return None
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = list(tensors[0])
    terms, result = mixed.labels_of(equation, [tensor.dim() for tensor in tensors])
    if any(len(set(term)) < len(term) for term in terms):
        return None
    return _contracted(call, list(zip(tensors, terms, strict=True)), result)


def _hides(call: Call) -> bool:
    return any(state.marks is not None for state, _ in call.states)


def _without_marks(call: Call) -> Call:
    return replace(call, states=[(state.bare(), tensor) for state, tensor in call.states])


def _contracted(call: Call, terms: Sequence[tuple[Tensor, list[str]]], result: list[str]) -> State:
    """Sums of products over the labels that the result lacks."""
    order = [*result, *dict.fromkeys(label for _, term in terms for label in term if label not in result)]
    over = tuple(range(len(result) + 1, len(order) + 1))

    def placed(one: Reach, term: list[str]) -> Reach:
        """With a dimension for every label."""
        turned = one.transpose(0, *(term.index(label) + 1 for label in order if label in term))
        sizes = iter(turned.shape[1:])
        return turned.reshape(4, *(next(sizes) if label in term else 1 for label in order))

    hidden: dict[int, NDArray[np.bool_]] = {}
    low = False
    for number, (tensor, term) in enumerate(terms):
        state = call.state(tensor)
        if state is not None and state.marks is not None:
            low = low or state.marks.low
            hidden[number] = placed(state.marks.levels, term)[0] >= GONE
    found = []
    for number, (tensor, term) in enumerate(terms):
        state = call.state(tensor)
        if state is None:
            continue
        masks = [mask for other, mask in hidden.items() if other != number]
        parts = []
        for part in state.parts:
            seen = []
            for one in part:
                wide = placed(one, term)
                for mask in masks:
                    if np.prod(np.broadcast_shapes(wide.shape[1:], mask.shape)) > reads.MOST:
                        raise TooManyError
                    wide = np.where(mask, np.int32(EMPTY), wide)
                seen.append(reach.gathered(wide.min(axis=over)) if over else wide)
            parts.append((seen[0], seen[1]))
        found.append(State(tuple(parts), state.size, state.at_most))
    merged = reads.merged(found)
    return merged.bounded() if low else merged


def _most(found: Sequence[Levels | None]) -> Levels | None:
    """Masked by one of them is masked."""
    there = [one for one in found if one is not None]
    most = there[0] if there else None
    for one in there[1:]:
        assert most is not None
        most = np.maximum(most, one)
    return most


RULES: dict[str, Rule] = {
    **dict.fromkeys(("add", "__add__", "__radd__", "__iadd__", *_SUBTRACTING, *_REVERSED), summed),
    **dict.fromkeys((*_MULTIPLYING, "div", "divide", "true_divide", "__truediv__", "__itruediv__"), multiplied),
    "masked_fill": filled,
    "where": chosen,
    **dict.fromkeys(
        ("softmax", "log_softmax", "softmin", "special_softmax", "special_log_softmax"),
        softmaxed,
    ),
    "exp": raised,
    **dict.fromkeys(("tril", "triu"), triangle),
    **dict.fromkeys(("matmul", "__matmul__", "__rmatmul__", "mm", "bmm", "mv"), product),
    "einsum": einsum,
}
"""Rules that know of masks."""

_COPIES = frozenset(row.function for row in operators.OPERATORS.values() if row.kind is Kind.COPY) | frozenset(
    {"float", "half", "double", "bfloat16", "type", "data", "cpu", "cuda", "dropout1d", "dropout2d", "dropout3d"}
)
_MOVES = frozenset(
    {
        *("view", "reshape", "flatten", "unflatten", "squeeze", "view_as", "reshape_as", "ravel", "unsqueeze"),
        *("atleast_1d", "atleast_2d", "atleast_3d", "permute", "transpose", "swapaxes", "swapdims", "movedim"),
        *("t", "mT", "mH", "T", "H", "numpy_T", "adjoint", "moveaxis", "chunk", "split", "split_with_sizes"),
        *("tensor_split", "hsplit", "vsplit", "unbind", "__getitem__", "index", "slice", "select", "narrow"),
        *("index_select", "expand", "expand_as", "broadcast_to", "repeat", "tile", "repeat_interleave"),
        *("flip", "fliplr", "flipud"),
    }
)
# Of 0 they make 0.
_ODD = frozenset(
    {
        *("relu", "relu6", "leaky_relu", "prelu", "elu", "selu", "celu", "gelu", "silu", "mish", "hardswish", "tanh"),
        *("neg", "__neg__", "abs", "square", "sqrt", "sign", "sin", "sinh", "asinh", "atan", "erf", "expm1", "log1p"),
    }
)
_MIXING = frozenset({"linear", "conv1d", "conv2d", "conv3d"})
_PUTTING = frozenset({"cat", "concat", "concatenate", "stack", "pad", "constant_pad_nd", "roll", "gather", "unfold"})
# Minus infinity is the last that they take.
_LARGEST = frozenset({"max", "amax", "logsumexp"})


def settled(call: Call, found: State) -> State:
    """The state of a result, with those marks alone that hold for it.

    Args:
        call: one that takes something masked.
        found: the state by a rule that may know nothing of masks; `State.each` has moved the marks all the same.
    """
    name = call.name
    if found.marks is not None and not found.marks.levels.any():
        found = found.bare()
    if name in RULES or name in _COPIES or name in _MOVES:
        return found
    gone = [state.marks for state, _ in call.states if state.marks is not None and (state.marks.levels >= GONE).any()]
    if not gone:
        return found.bare()
    if any(marks.low for marks in gone):
        return found.bare() if name in _LARGEST else found.bare().bounded()
    if name in _ODD:
        return found
    if name in _MIXING and call.argument(2, "bias") is None:
        return found if found.marks is not None else found.bounded()
    # Zeros that are put elsewhere stay zeros; of what else is made of them nothing is known to be 0.
    return found.bare().bounded() if name in _PUTTING else found.bare()

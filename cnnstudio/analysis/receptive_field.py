"""Receptive fields: what each number that a network computes reads of its input, function by function.

There is a rule for every function that networks are made of: which numbers of its arguments one number of its result
depends on. By it the reaches of the arguments become those of the result (see ``reads``), so that whatever follows is
exact, border and all, whether numbers are mixed or only moved. Two things are asked of PyTorch itself, by trying: which
pixels a resized picture is made of, and where a view finds its numbers in memory. A function without a rule may depend
on all that its arguments depend on; that is said to be a bound.

Batch norm and dropout are taken as they work in prediction: one pixel at a time.
"""

from typing import Any

from torch import Tensor

from cnnstudio.analysis.fields import masked, mixed, moved, windows
from cnnstudio.analysis.fields.call import Call, Known, Rule, UnknownError, nothing_known
from cnnstudio.analysis.reads import (
    State,
    TooManyError,
    aligned,
    everything,
    merged,
    nothing,
    of_input,
    published,
    unmarked,
    whole_input,
)
from cnnstudio.networks import operators

__all__ = ["State", "everything", "follow", "merged", "of_input", "published", "written"]


def follow(
    name: str,
    states: list[tuple[State, Tensor]],
    output: Tensor,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
    number: int = 0,
    known: Known = nothing_known,
) -> State:
    """The state of the result of ``name(*arguments, **options)``, a bound where the function is not known.

    Args:
        states: the followed tensors among the arguments, with their states.
        number: which of several results.
        known: tells the numbers of tensors that do not depend on the input.
    """
    plain = name if name.startswith("__") else name.rstrip("_")
    call = Call(plain, states, output, number, arguments, options, known)
    rule = masked.RULES.get(plain) or (moved.same if _is_one_by_one(name) else _RULES.get(plain))
    try:
        found = rule(call) if rule is not None else None
        if found is None:
            found = moved.as_view(call)
    except (TooManyError, UnknownError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # Arguments of kinds that a rule does not know.
        found = None
    if found is None or not found.fits(output.shape):
        return _bound(call)
    found = found.bounded() if plain in _CHOOSING else found
    return masked.settled(call, found) if found.marks is not None or any(s.marks for s, _ in states) else found


def _bound(call: Call) -> State:
    try:
        return merged([unmarked(everything(state, call.output.dim())) for state, _ in call.states]).bounded()
    except (ArithmeticError, TooManyError):
        return whole_input(call.output.dim(), call.first.size)


def written(
    name: str,
    states: list[tuple[State, Tensor]],
    target: Tensor,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
    known: Known = nothing_known,
) -> State:
    """The state of a tensor after ``name(*arguments, **options)`` wrote into it.

    Args:
        states: the followed tensors among the arguments, with their states; the target, too, if it had one.
        known: as for `follow`.
    """
    others = [(state, tensor) for state, tensor in states if tensor is not target]
    call = Call(name, states, target, 0, arguments, options, known)
    if name == "__setitem__":
        try:
            keys = list(arguments[1]) if isinstance(arguments[1], tuple) else [arguments[1]]
            hidden = masked.put(call, keys, arguments[2])
            if hidden is not None:
                return hidden
            base, value = (state and unmarked(state) for state in (call.state(target), call.state(arguments[2])))
            return moved.assigned(base, target, arguments[1], arguments[2], value)
        except (TooManyError, UnknownError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return _bound(call)
    if name in {"copy", "copy_"} and others:
        return merged([aligned(state, target.dim()) for state, _ in others])
    if name in {"fill_", "zero_", "fill", "zero"} and not others:
        return nothing(target.dim(), states[0][0].size)
    own = [*others, *(pair for pair in states if pair[1] is target and pair[1] is arguments[0])]
    if name not in _RULES and not name.startswith("__"):
        name = name.removesuffix("_")
    return follow(name, own or states, target, arguments, options, known=known)


# Functions that change the places of numbers, though each comes from one place.
_RESHAPING = frozenset({"view_as_real", "view_as_complex", "glu"})


# Of one tensor they are the largest number in it, of two the larger of each pair.
_OF_ONE_OR_TWO = frozenset({"max", "min"})


_OPERATORS_OF_PYTHON = (
    "add radd iadd sub rsub isub mul rmul imul truediv rtruediv itruediv div rdiv idiv floordiv rfloordiv ifloordiv "
    "mod rmod imod neg pow rpow ipow eq and rand iand or ror ior xor rxor ixor invert lshift rlshift ilshift rshift "
    "rrshift irshift"
)


_TYPES_AND_PLACES = (
    *("float", "half", "double", "bfloat16", "int", "long", "short", "byte", "char", "bool", "type"),
    *("requires_grad_", "data", "cpu", "cuda"),
)


_ONE_BY_ONE = (
    (
        frozenset(row.function for row in operators.OPERATORS.values() if row.reads is operators.Reads.SAME)
        | frozenset(
            [
                "rrelu",
                "tanhshrink",
                "softsign",
                "_threshold",
                "dropout1d",
                "dropout2d",
                "dropout3d",
            ]
        )
        | frozenset(_TYPES_AND_PLACES)
        | frozenset(f"__{name}__" for name in _OPERATORS_OF_PYTHON.split())
    )
    - _RESHAPING
    - _OF_ONE_OR_TWO
    - {"batch_norm"}
)


def _is_one_by_one(name: str) -> bool:
    """Whether a function, or the one that it does in place, reads the same position of its inputs."""
    return name in _ONE_BY_ONE or (name.endswith("_") and name[:-1] in _ONE_BY_ONE)


# Of which argument a number is taken depends on a mask's numbers, which are not known.
_CHOOSING = frozenset({"masked_scatter"})

_RULES: dict[str, Rule] = {
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), windows.convolution),
    **dict.fromkeys(("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"), windows.spread_windows),
    "convolution": windows.either_convolution,
    **{
        f"{kind}_pool{n}d{tail}": windows.pooling(n, dilated=kind == "max")
        for kind in ("max", "avg")
        for n in (1, 2, 3)
        for tail in ("", "_with_indices")
    },
    **{f"lp_pool{n}d": windows.pooling(n, dilated=False, place=2, padded=False) for n in (1, 2, 3)},
    **{
        f"adaptive_{kind}_pool{n}d{tail}": windows.adaptive(n)
        for kind in ("avg", "max")
        for n in (1, 2, 3)
        for tail in ("", "_with_indices")
    },
    "resize_windows": windows.by_windows,
    **dict.fromkeys(("interpolate", "upsample", *windows.ATEN), windows.resized),
    **dict.fromkeys(("unfold", "unfold_windows"), windows.unfolded),
    "fold": windows.folded,
    "linear": mixed.linear,
    **dict.fromkeys(("dot", "vdot"), mixed.matmul),
    **dict.fromkeys(("addmm", "addmv", "baddbmm", "addbmm"), mixed.added_product),
    "inner": mixed.inner,
    **dict.fromkeys(("outer", "ger"), mixed.outer),
    "tensordot": mixed.tensordot,
    "bilinear": mixed.bilinear,
    "kron": mixed.kron,
    "addr": mixed.added_outer,
    "cdist": mixed.distances,
    **dict.fromkeys((*mixed.MATRICES, "matrix_power", "linalg_matrix_power"), mixed.of_matrices),
    **dict.fromkeys(("cross", "linalg_cross"), mixed.crossed),
    **dict.fromkeys(("quantile", "nanquantile"), mixed.quantile),
    "renorm": mixed.scaled_down,
    "dist": mixed.everything_of_all,
    **dict.fromkeys(("bucketize", "isin"), mixed.looked_up(0)),
    "searchsorted": mixed.looked_up(1),
    "transformer_encoder_layer_fwd": mixed.encoder_layer,
    "linalg_vecdot": mixed.over(keep=False, default=-1, place=2),
    "vecdot": mixed.over(keep=False, default=-1, place=2),
    "pairwise_distance": mixed.over(keep=False, default=-1, place=9),
    "linalg_matrix_norm": mixed.over(keep=False, default=(-2, -1), place=2),
    "scaled_dot_product_attention": mixed.attention,
    **dict.fromkeys(
        ("multi_head_attention_forward", "_native_multi_head_attention", "native_multi_head_attention"),
        mixed.many_headed,
    ),
    **dict.fromkeys(("lstm", "gru", "rnn_tanh", "rnn_relu"), mixed.recurrent),
    **dict.fromkeys(("lstm_cell", "gru_cell", "rnn_tanh_cell", "rnn_relu_cell"), mixed.cell),
    **dict.fromkeys(("layer_norm", "rms_norm"), mixed.layer_norm),
    "group_norm": mixed.group_norm,
    "instance_norm": mixed.instance_norm,
    "batch_norm": mixed.batch_norm,
    "local_response_norm": mixed.response_norm,
    "normalize": mixed.over(keep=True, default=1, place=2),
    "cosine_similarity": mixed.over(keep=False, default=1, place=2),
    "gumbel_softmax": mixed.over(keep=True, default=-1, place=3),
    **dict.fromkeys(("sort", "argsort", "msort"), mixed.over(keep=True, default=-1)),
    "topk": mixed.over(keep=True, default=-1, place=2),
    **dict.fromkeys(
        (
            *("mean", "sum", "nanmean", "nansum", "prod", "amax", "amin", "aminmax", "argmax", "argmin", "logsumexp"),
            "special_logsumexp",
            *("any", "all", "var", "std", "var_mean", "std_mean", "count_nonzero"),
        ),
        mixed.over(keep=False),
    ),
    **dict.fromkeys(("norm", "linalg_vector_norm", "linalg_norm", "vector_norm"), mixed.normed),
    **dict.fromkeys(_OF_ONE_OR_TWO, mixed.extreme),
    **dict.fromkeys(("kthvalue", "mode"), mixed.order_statistic),
    **dict.fromkeys(("median", "nanmedian"), mixed.over(keep=False)),
    **dict.fromkeys(("cumsum", "cumprod", "cummax", "cummin", "logcumsumexp"), mixed.running),
    **dict.fromkeys(
        (
            *("view", "reshape", "flatten", "unflatten", "squeeze", "view_as", "reshape_as", "ravel", "unsqueeze"),
            *("atleast_1d", "atleast_2d", "atleast_3d"),
        ),
        moved.reshaped,
    ),
    "permute": moved.permuted,
    **dict.fromkeys(("transpose", "swapaxes", "swapdims"), moved.swapped),
    **dict.fromkeys(("t", "mT", "mH", "T", "H", "numpy_T", "adjoint"), moved.matrix_turned),
    **dict.fromkeys(("movedim", "moveaxis"), moved.moved_dims),
    **dict.fromkeys(("cat", "concat", "concatenate"), moved.joined),
    "stack": moved.stacked,
    **dict.fromkeys(("chunk", "split", "split_with_sizes", "tensor_split", "hsplit", "vsplit"), moved.sections),
    "unbind": moved.unbound,
    **dict.fromkeys(("__getitem__", "index"), moved.indexed),
    "slice": moved.sliced,
    "select": moved.selected,
    "narrow": moved.narrowed,
    **dict.fromkeys(("index_select", "gather", "take_along_dim"), moved.by_index),
    **dict.fromkeys(("expand", "expand_as", "broadcast_to"), moved.same),
    **dict.fromkeys(("repeat", "tile"), moved.repeated),
    "repeat_interleave": moved.repeated_in_place,
    **dict.fromkeys(("flip", "fliplr", "flipud"), moved.flipped),
    "roll": moved.rolled,
    "diff": moved.differences,
    **dict.fromkeys(
        (
            *("pad", "constant_pad_nd", "pad_circular"),
            *(f"{kind}_pad{n}d" for kind in ("reflection", "replication") for n in (1, 2, 3)),
        ),
        moved.padded,
    ),
    **dict.fromkeys(("pixel_shuffle", "pixel_unshuffle", "channel_shuffle"), moved.shuffled),
    "glu": moved.gated,
    **dict.fromkeys(("rot90", "diag", "diag_embed", "diagflat"), moved.by_moving),
    **dict.fromkeys(("slice_scatter", "select_scatter"), moved.put_part),
}

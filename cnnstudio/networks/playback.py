"""Calls of an exported graph, made on ``meta`` tensors: shapes without numbers, within bounds.

Nothing is computed and no memory is filled, whatever the file asks for: every tensor that goes in and comes out is on
``meta``, every device that a call names becomes ``meta``, and no call draws from the random numbers of the program.
"""

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import torch
from torch import Tensor

from cnnstudio import compute
from cnnstudio.errors import WeightsError
from cnnstudio.networks.operators import Kind, Operator

MOST_ELEMENTS = 2**40
"""Numbers in one tensor; the largest activations of known networks have some 2**30."""

MOST_DIMENSIONS = 16
MOST_PIECES = 4096
"""Tensors in one list, taken or given."""

_LONGEST_LIST = 4096
_LONGEST_TEXT = 256
_MOST_DIFFERENCES = 256
_MOST_TURNS = 4096  # steps of a recurrent layer; each is several calls
# Kinds of which no network has one over a tensor without numbers.
_NEVER_EMPTY = frozenset(
    {
        *(Kind.CONVOLUTION, Kind.TRANSPOSED_CONVOLUTION, Kind.LINEAR, Kind.MATRIX_PRODUCT, Kind.ATTENTION),
        *(Kind.RECURRENT, Kind.POOLING, Kind.ADAPTIVE_POOLING, Kind.BATCH_NORM, Kind.NORM, Kind.REDUCTION),
        *(Kind.SOFTMAX, Kind.RESAMPLE, Kind.SHUFFLE, Kind.SPECTRUM),
    }
)
_OF_MATRICES = frozenset({"numpy_T", "mT", "mH", "matrix_H", "adjoint"})
_MAKING_COMPLEX = frozenset({"complex", "polar", "view_as_complex"})
_SHORT = frozenset({torch.float16, torch.bfloat16})
_INT64 = range(-(2**63), 2**63)
_DTYPES = {
    1: torch.uint8,
    2: torch.int8,
    3: torch.int16,
    4: torch.int32,
    5: torch.int64,
    6: torch.float16,
    7: torch.float32,
    8: torch.float64,
    10: torch.complex64,
    11: torch.complex128,
    12: torch.bool,
    13: torch.bfloat16,
    28: torch.uint16,
    29: torch.float8_e4m3fn,
    30: torch.float8_e5m2,
    31: torch.float8_e4m3fnuz,
    32: torch.float8_e5m2fnuz,
    34: torch.uint32,
    35: torch.uint64,
}
_MEMORY_FORMATS = {
    1: torch.contiguous_format,
    2: torch.channels_last,
    3: torch.channels_last_3d,
    4: torch.preserve_format,
}
_PLACES = {"device": torch.device("meta"), "layout": torch.strided, "pin_memory": None}
# By the names of operators' schemas. Numbers stand for tensors of one number; nothing is a source of random numbers.
_TYPES: dict[str, tuple[type, ...]] = {
    "Tensor": (Tensor, int, float, complex),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "number": (int, float, complex),
    "str": (str,),
    "ScalarType": (torch.dtype,),
    "Device": (torch.device,),
    "Layout": (torch.layout,),
    "MemoryFormat": (torch.memory_format,),
}
# JSON has no infinity; the export writes it as a text.
_FLOATS = {"Infinity": math.inf, "-Infinity": -math.inf, "NaN": math.nan}


class OutOfBoundsError(WeightsError):
    """A call that asks for more than any network needs."""


def dtype(number: Any) -> torch.dtype:
    """The type behind an export's number.

    Raises:
        WeightsError: if there is none.
    """
    if not isinstance(number, int) or number not in _DTYPES:
        raise WeightsError(
            "The file has tensors of the type {number}, which cannot be shown here.", number=str(number)[:20]
        )
    return _DTYPES[number]


def empty(sizes: Sequence[Any], kind: torch.dtype) -> Tensor:
    """A tensor on ``meta``.

    Raises:
        OutOfBoundsError: if it has more dimensions or numbers than any network's.
    """
    if len(sizes) > MOST_DIMENSIONS or not all(isinstance(size, int) and 0 <= size <= MOST_ELEMENTS for size in sizes):
        raise OutOfBoundsError("The file has a tensor of {count} dimensions whose sizes cannot be.", count=len(sizes))
    # Strides are counted as if no size were 0.
    _check_count(math.prod(max(size, 1) for size in sizes))
    return torch.empty(tuple(sizes), dtype=kind, device="meta")


def literal(kind: str, value: Any) -> Any:
    """An argument that the file itself holds, checked and bounded.

    Args:
        kind: the export's name for its type, such as ``as_ints``.
        value: what stands there.

    Raises:
        WeightsError: for other kinds or values.
    """
    if kind == "as_none":
        return None
    if kind == "as_scalar_type":
        return dtype(value)
    if kind == "as_device":
        return torch.device("meta")
    if kind == "as_layout":
        return torch.strided
    if kind == "as_memory_format":
        return _MEMORY_FORMATS.get(value, torch.preserve_format) if isinstance(value, int) else torch.preserve_format
    if kind in _LITERALS:
        return _LITERALS[kind](value)
    if kind in _LISTS and isinstance(value, list):
        if len(value) > _LONGEST_LIST:
            raise OutOfBoundsError(
                "The file has a list of {count:,} numbers, more than any network needs.", count=len(value)
            )
        return [_LISTS[kind](item) for item in value]
    raise WeightsError("The file uses an argument of the kind {kind}, which cannot be shown here.", kind=kind[:40])


def argument_names(row: Operator) -> tuple[str, ...]:
    """The operator's arguments, in order; empty where this PyTorch does not have it."""
    try:
        return tuple(_found(row)[1])
    except WeightsError:
        return ()


def call(row: Operator, positional: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """The result of one operator on ``meta``.

    Args:
        row: which; an allowed one.
        positional: arguments in order.
        named: the others.

    Raises:
        WeightsError: if the file's arguments do not fit the operator, or ask for too much.
        Exception: whatever PyTorch raises for shapes that do not fit.
    """
    function, signature = _found(row)
    if len(positional) > len(signature):
        raise WeightsError(
            "The file gives {row} {given} arguments; it takes {taken}.",
            row=row.name,
            given=len(positional),
            taken=len(signature),
        )
    given = dict(zip(signature, positional, strict=False))
    if wrong := (given.keys() & named.keys()) | (named.keys() - signature.keys()):
        raise WeightsError(
            "The file gives {row} an argument {argument} that it does not take.", row=row.name, argument=min(wrong)[:40]
        )
    given.update(named)
    tensors = _tensors(list(given.values()))
    if any(not tensor.is_meta for tensor in tensors):
        raise WeightsError("The file's network can only be analysed, not run.")
    if not tensors and row.kind not in (Kind.FACTORY, Kind.RANDOM):
        raise WeightsError("The file uses {row} on no tensor, which cannot be shown here.", row=row.name)
    if not tensors and "device" in signature:
        given["device"] = None
    for name in given:
        given[name] = _settled(name, signature[name], given[name])
    if row.name == "cross" and given.get("dim") is None and tensors:
        given["dim"] = [*tensors[0].shape].index(3)  # which PyTorch, too, takes, and says that it should be told
    _bound_work(row, given)
    _check_shapes(row, given)
    first = [given.pop(name) for name in list(signature)[: len(positional)]]
    try:
        result = function(*first, **given)
    except RuntimeError:
        # Where a file was exported, numbers may have lain in memory in another order than ``meta`` believes.
        if row.function != "view" or len(first) != 2 or given:
            raise
        shape = first[1].shape if isinstance(first[1], Tensor) else first[1]
        result = torch.ops.aten.reshape.default(first[0], shape)
    _check_result(row, result)
    return result


def number(target: str, values: Sequence[Any]) -> Any:
    """Arithmetic with sizes that the file does in Python.

    Raises:
        WeightsError: if it is not known, or its values are no numbers of 64 bits.
    """
    if not all(isinstance(value, (int, float)) for value in values):
        raise WeightsError("The file calculates {target} with what is no number.", target=target[:60])
    if target.endswith(("pow", "shift")) and not (len(values) == 2 and abs(values[1]) <= 64):
        raise OutOfBoundsError("The file calculates with a number that is too large.")
    result = NUMBERS[target](*values)
    if isinstance(result, int) and result not in _INT64:
        raise OutOfBoundsError("The file calculates with a number that is too large.")
    if not isinstance(result, (int, float)):
        raise WeightsError("The file calculates {target} with what is no number.", target=target[:60])
    return result


_ARITHMETIC = "add sub mul floordiv truediv mod pow neg pos eq ne lt le gt ge and_ or_ lshift rshift"
NUMBERS: Mapping[str, Callable[..., Any]] = {
    **{f"_operator.{name}": getattr(operator, name) for name in _ARITHMETIC.split()},
    "math.trunc": math.trunc,
    "math.ceil": math.ceil,
    "math.floor": math.floor,
    "torch.sym_not": operator.not_,
    "torch.sym_int": int,
    "torch.sym_float": float,
    "torch.sym_max": max,
    "torch.sym_min": min,
    "torch.sym_sqrt": math.sqrt,
    "torch._sym_sqrt": math.sqrt,
    "torch.sym_ite": lambda condition, one, other: one if condition else other,
}
"""What an export writes for arithmetic with sizes, by the name it has there."""


@cache
def _found(row: Operator) -> tuple[Any, dict[str, str]]:
    """The function, and its arguments' types by their names."""
    try:
        if row.library == "torchvision":
            compute.torchvision()  # it brings its operators
        function = getattr(getattr(getattr(torch.ops, row.library), row.name), row.overload)
    except (AttributeError, ImportError) as error:
        raise WeightsError(
            "The file uses the operation {target}, which this PyTorch does not have.", target=row.target
        ) from error
    signature = {argument.name: str(argument.real_type) for argument in function._schema.arguments}
    # These say on every start how they are called today.
    if row.name == "meshgrid" and row.overload == "default":
        return partial(torch.ops.aten.meshgrid.indexing, indexing="ij"), signature
    if row.name == "chain_matmul":
        return lambda matrices: torch.ops.aten.linalg_multi_dot.default(matrices), signature
    return function, signature


def _settled(name: str, kind: str, value: Any) -> Any:
    """An argument of the type the operator wants; one that says where numbers lie has only one value here.

    PyTorch itself is not so strict: it takes a text for a device, and any number for a type, where a wrong one crashes
    the process.
    """
    if name in _PLACES:
        return _PLACES[name]
    if not _fits(kind, value):
        raise WeightsError("The file gives something else as {name} than the operator takes.", name=name)
    return value


def _fits(kind: str, value: Any) -> bool:
    if kind.startswith("Optional["):
        return value is None or _fits(kind[9:-1], value)
    if kind.startswith("List["):
        # One number stands for a list of it.
        return (
            all(_fits(kind[5:-1], item) for item in value)
            if isinstance(value, list)
            else kind == "List[int]" and _fits("int", value)
        )
    wanted = _TYPES.get(kind, ())
    return isinstance(value, wanted) and not (isinstance(value, bool) and kind in {"int", "float"})


def _bound_work(row: Operator, given: Mapping[str, Any]) -> None:
    """Refuse calls whose number of results or steps follows from a size and is larger than any network's."""
    tensors = _tensors(list(given.values()))
    if len(tensors) > MOST_PIECES:
        raise OutOfBoundsError(
            "The file joins {count:,} tensors at once, more than any network does.", count=len(tensors)
        )
    sizes = tensors[0].shape if tensors else ()
    if row.kind is Kind.RECURRENT:
        layers = given.get("num_layers")
        length = sizes[-2] if given.get("batch_first") and len(sizes) > 1 else max(sizes[:1], default=1)
        if not isinstance(layers, int) or max(length, 1) * max(layers, 1) > _MOST_TURNS:
            raise OutOfBoundsError("The file repeats {row} more often than any network does.", row=row.name)
    elif row.name == "diff" and not -_MOST_DIFFERENCES <= given.get("n", 1) <= _MOST_DIFFERENCES:
        raise OutOfBoundsError("The file takes differences of differences more often than any network does.")
    elif row.kind is Kind.PIECES and _pieces(row, sizes, given) > MOST_PIECES:
        raise OutOfBoundsError("The file cuts a tensor into more than {most:,} pieces.", most=MOST_PIECES)


def _check_shapes(row: Operator, given: Mapping[str, Any]) -> None:
    """Refuse what PyTorch itself does not check: it divides by a size of 0, or reads past the end of a list."""
    tensors = _tensors(list(given.values()))
    if row.kind in _NEVER_EMPTY and any(not tensor.numel() for tensor in tensors):
        raise WeightsError("The file uses {row} on a tensor without numbers, which cannot be shown here.", row=row.name)
    if row.kind is Kind.RECURRENT:
        directions = 2 if given.get("bidirectional") else 1
        weights = (2 + 2 * bool(given.get("has_biases"))) * directions * given["num_layers"]
        states, hidden = given.get("hx"), 2 if row.name == "lstm" else 1
        if row.name == "lstm" and _is_projected(states):
            weights += directions * given["num_layers"]
        fits = (
            1 < tensors[0].dim() < 4
            and len(given.get("params", ())) == weights
            and all(0 < tensor.dim() < 3 for tensor in given["params"])
            and len(states if isinstance(states, list) else [states]) == hidden
        )
        if not fits:
            raise WeightsError("The file gives {row} other weights than it takes.", row=row.name)
    if row.name in _OF_MATRICES and (tensors[0].dim() < 2 or (row.name == "numpy_T" and tensors[0].dim() > 2)):
        raise WeightsError("The file turns over what is no matrix by {row}, which cannot be shown here.", row=row.name)
    kinds = {tensor.dtype for tensor in tensors}
    if kinds & _SHORT and (
        row.kind is Kind.SPECTRUM or row.name in _MAKING_COMPLEX or any(k.is_complex for k in kinds)
    ):
        raise WeightsError(
            "The file uses {row} on complex numbers of 16 bits, which cannot be shown here.", row=row.name
        )


def _is_projected(states: Any) -> bool:
    """Whether an LSTM's output is smaller than its cell; each layer has one more matrix then."""
    if not isinstance(states, list) or len(states) != 2:
        return False
    output, cell = (tuple(state.shape) if isinstance(state, Tensor) else () for state in states)
    return bool(output and cell and output[-1] != cell[-1])


def _pieces(row: Operator, sizes: Sequence[int], given: Mapping[str, Any]) -> int:
    """At most how many tensors come out."""
    dim = given.get("dim", 0)
    if not sizes or not isinstance(dim, int) or not -len(sizes) <= dim < len(sizes):
        return 1  # PyTorch refuses it
    length = sizes[dim]
    for name in ("split_size", "sections", "chunks", "indices"):
        value = given.get(name)
        if isinstance(value, int):
            if name == "split_size":
                return -(-length // value) if value > 0 else 1
            # PyTorch makes as many chunks of an empty dimension as it is asked for.
            return min(value, length or value) if name == "chunks" else value
    return length if row.name.startswith("unbind") else 1


def _tensors(value: Any) -> list[Tensor]:
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in _tensors(item)]
    return []


def _check_result(row: Operator, result: Any) -> None:
    if isinstance(result, (int, bool)) and not isinstance(result, Tensor) and row.kind is Kind.SIZE:
        return
    tensors = _tensors(result)
    for tensor in tensors:
        if not tensor.is_meta:
            raise WeightsError("The file's network can only be analysed, not run.")
        if tensor.dim() > MOST_DIMENSIONS:
            raise OutOfBoundsError(
                "The file makes a tensor of {count} dimensions, more than any network's.", count=tensor.dim()
            )
        _check_count(tensor.numel())


def _check_count(count: int) -> None:
    if count > MOST_ELEMENTS:
        raise OutOfBoundsError("The file makes a tensor of {count:,} numbers, more than any network's.", count=count)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or value not in _INT64:
        raise WeightsError("The file has something else where a whole number of 64 bits belongs.")
    return value


def _real(value: Any) -> float:
    if isinstance(value, str) and value in _FLOATS:
        return _FLOATS[value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WeightsError("The file has something else where a number belongs.")
    return float(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WeightsError("The file has something else where true or false belongs.")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise WeightsError("The file has something else where a short text belongs.")
    return value


def _complex(value: Any) -> complex:
    if not isinstance(value, dict):
        raise WeightsError("The file has something else where a number belongs.")
    return complex(_real(value.get("real")), _real(value.get("imag")))


_LITERALS: dict[str, Callable[[Any], Any]] = {
    "as_int": _whole,
    "as_float": _real,
    "as_bool": _truth,
    "as_string": _text,
    "as_complex": _complex,
}
_LISTS: dict[str, Callable[[Any], Any]] = {f"{kind}s": read for kind, read in _LITERALS.items() if kind != "as_complex"}

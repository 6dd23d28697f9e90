"""The graph of an ONNX file (``.onnx``), read by the wire format of protocol buffers: no weights, nothing executed.

Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, whose numbers of fields stand below, and "Encoding" in
the documentation of protocol buffers. What a message does not name here is skipped, wherever it comes from; a weight's
numbers are passed over in the file, except for the few that sizes and settings are made of.
"""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnstudio.errors import StorageError, StudioError, WeightsError
from cnnstudio.files import opened

MOST_NODES = 100_000
MOST_NUMBERS = 4_096
"""Of a constant whose numbers are read: sizes, scales, places; what is larger is a weight."""

MOST_FIELDS = 1_000_000
"""Fields of all messages together, and numbers in them. A network of 10,000 nodes has some 150,000."""

_LONGEST_NAME = 512
_MOST_SIZES = 16

# TensorProto.DataType
_TYPES: dict[int, str] = {
    1: "float32",
    2: "uint8",
    3: "int8",
    4: "uint16",
    5: "int16",
    6: "int32",
    7: "int64",
    9: "bool",
    10: "float16",
    11: "float64",
    12: "uint32",
    13: "uint64",
    14: "complex64",
    15: "complex128",
    16: "bfloat16",
    17: "float8_e4m3fn",
    18: "float8_e4m3fnuz",
    19: "float8_e5m2",
    20: "float8_e5m2fnuz",
    21: "uint8",  # of 4 bits
    22: "int8",
}
_TEXTS = 8
# Types whose numbers are not read.
_NUMBERLESS = frozenset({14, 15, 16, 17, 18, 19, 20, 21, 22})


class _DamagedError(Exception):
    """The bytes are no such message."""


@dataclass(frozen=True, slots=True)
class OnnxTensor:
    """A constant of the graph.

    Attributes:
        name: what nodes call it by.
        shape: its sizes.
        dtype: PyTorch's name of its type; of numbers of 4 bits that of 8.
        values: its numbers; None where there are many, which then are a weight's.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    values: NDArray[Any] | None


@dataclass(frozen=True, slots=True)
class OnnxNode:
    """One call of an operator."""

    operator: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    settings: dict[str, Any]
    domain: str


@dataclass(frozen=True, slots=True)
class OnnxGraph:
    """What an ONNX file holds.

    Attributes:
        nodes: in an order in which they can be computed.
        constants: by name; initializers in ONNX's words.
        inputs: (name, sizes) of what has to be given; None for a size that may vary.
        outputs: names.
        opset: version of the operators.
    """

    nodes: tuple[OnnxNode, ...]
    constants: dict[str, OnnxTensor]
    inputs: tuple[tuple[str, tuple[int | None, ...]], ...]
    outputs: tuple[str, ...]
    opset: int


@dataclass(slots=True)
class _Budget:
    """How many more fields and numbers are read of a file."""

    left: int = MOST_FIELDS

    def spend(self, count: int = 1) -> None:
        """Note that some were read."""
        self.left -= count
        if self.left < 0:
            raise WeightsError("The file has more entries than any network's. Export the network again.")


@dataclass(slots=True)
class _Fields:
    """A message's fields by number, each as often as it comes."""

    budget: _Budget
    numbers: dict[int, list[int]] = field(default_factory=dict)
    pieces: dict[int, list[memoryview]] = field(default_factory=dict)

    def number(self, field: int, default: int = 0) -> int:
        return self.numbers.get(field, [default])[-1]

    def text(self, field: int) -> str:
        found = self.pieces.get(field)
        return _text(found[-1]) if found else ""

    def texts(self, field: int) -> tuple[str, ...]:
        return tuple(_text(piece) for piece in self.pieces.get(field, ()))

    def integers(self, field: int) -> list[int]:
        """Whole numbers, packed or one by one."""
        found = [_signed(number) for number in self.numbers.get(field, ())]
        for piece in self.pieces.get(field, ()):
            place = 0
            while place < len(piece):
                number, place = _varint(piece, place)
                self.budget.spend()
                found.append(_signed(number))
                if len(found) > MOST_NUMBERS:
                    raise _DamagedError
        return found

    def floats(self, field: int) -> list[float]:
        found = [struct.unpack("<f", struct.pack("<I", number))[0] for number in self.numbers.get(field, ())]
        for piece in self.pieces.get(field, ()):
            if len(piece) > 4 * MOST_NUMBERS or len(piece) % 4:
                raise _DamagedError
            self.budget.spend(len(piece) // 4)
            found.extend(np.frombuffer(piece, "<f4").tolist())
        return found


def read(file: Path) -> OnnxGraph:
    """The graph of a file.

    Raises:
        StorageError: if the file cannot be read.
        WeightsError: if it is no ONNX file, is damaged, or larger than any network's.
    """
    damaged = WeightsError("{name} is no ONNX file or is damaged. Export the network again.", name=file.name)
    with opened(file) as content:
        try:
            # Not closed here: what is told of an error may still look at a piece of it.
            return _model(memoryview(mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ)), file.name)
        except StudioError:
            raise
        except OSError as error:
            raise StorageError("{name} could not be read. Check the disk and try again.", name=file.name) from error
        except Exception as error:  # odd bytes end in whatever they lead to
            raise damaged from error


def _model(whole: memoryview, label: str) -> OnnxGraph:
    budget = _Budget()
    model = _fields(budget, whole, {7, 8})
    if 7 not in model.pieces:
        raise _DamagedError
    sets = [_fields(budget, piece, {1}, {2}) for piece in model.pieces.get(8, ())]
    opset = next((one.number(2) for one in sets if one.text(1) in ("", "ai.onnx")), 0)
    graph = _fields(budget, model.pieces[7][-1], {1, 5, 11, 12})
    nodes = graph.pieces.get(1, [])
    if len(nodes) > MOST_NODES:
        raise WeightsError(
            "The graph in {label} has {count:,} operations, too many to show.", label=label, count=len(nodes)
        )
    constants = {one.name: one for one in (_tensor(budget, piece) for piece in graph.pieces.get(5, ()))}
    inputs = tuple(_declared(budget, piece) for piece in graph.pieces.get(11, ()))
    return OnnxGraph(
        tuple(_node(budget, piece) for piece in nodes),
        constants,
        tuple((name, sizes) for name, sizes in inputs if name not in constants),
        tuple(_declared(budget, piece)[0] for piece in graph.pieces.get(12, ())),
        opset,
    )


def _node(budget: _Budget, piece: memoryview) -> OnnxNode:
    found = _fields(budget, piece, {1, 2, 3, 4, 5, 7})
    settings = dict(_setting(budget, entry) for entry in found.pieces.get(5, ()))
    return OnnxNode(found.text(4), found.text(3), found.texts(1), found.texts(2), settings, found.text(7))


def _setting(budget: _Budget, piece: memoryview) -> tuple[str, Any]:
    """An attribute's name and value; graphs inside nodes have the value None."""
    found = _fields(budget, piece, {1, 4, 5, 7, 8, 9}, {2, 3, 20, 7, 8})
    kind = found.number(20)
    value: Any
    match kind:
        case 1:
            value = found.floats(2)[-1] if 2 in found.numbers else 0.0
        case 2:
            value = _signed(found.number(3))
        case 3:
            value = found.text(4)
        case 4:
            value = _tensor(budget, found.pieces[5][-1])
        case 6:
            value = found.floats(7)
        case 7:
            value = found.integers(8)
        case 8:
            value = list(found.texts(9))
        case _:
            value = None
    return found.text(1), value


def _tensor(budget: _Budget, piece: memoryview) -> OnnxTensor:
    found = _fields(budget, piece, {1, 4, 5, 7, 8, 9, 10, 11}, {1, 2, 5, 7, 11, 14})
    shape = tuple(found.integers(1))
    kind = found.number(2)
    if kind == _TEXTS:
        raise WeightsError("The file has texts among its constants, which are not read. Open the Python file instead.")
    dtype = _TYPES.get(kind, "")
    if not dtype or len(shape) > _MOST_SIZES or any(size < 0 for size in shape):
        raise _DamagedError
    return OnnxTensor(found.text(8), shape, dtype, None if kind in _NUMBERLESS else _values(found, shape, dtype))


def _values(found: _Fields, shape: tuple[int, ...], dtype: str) -> NDArray[Any] | None:
    count = 1
    for size in shape:
        count *= size
    if count > MOST_NUMBERS or found.number(14):
        return None
    if 9 in found.pieces:
        raw, kind = found.pieces[9][-1], np.dtype(dtype)
        if len(raw) != count * kind.itemsize:
            raise _DamagedError
        return np.frombuffer(bytes(raw), kind.newbyteorder("<")).astype(kind).reshape(shape)
    if dtype == "float32":
        return np.array(found.floats(4), "float32").reshape(shape)
    if dtype == "float64":
        parts = found.pieces.get(10, ())
        if sum(map(len, parts)) != 8 * count:
            raise _DamagedError
        return np.frombuffer(b"".join(map(bytes, parts)), "<f8").reshape(shape)
    if dtype == "int64":
        return np.array(found.integers(7), "int64").reshape(shape)
    if dtype in ("uint32", "uint64"):
        return np.array([number % (1 << 64) for number in found.integers(11)], "uint64").astype(dtype).reshape(shape)
    return None if dtype == "float16" else np.array(found.integers(5)).astype(dtype).reshape(shape)


def _declared(budget: _Budget, piece: memoryview) -> tuple[str, tuple[int | None, ...]]:
    """Name and sizes of an input or output."""
    found = _fields(budget, piece, {1, 2})
    sizes: list[int | None] = []
    for kind in found.pieces.get(2, ()):
        for tensor in _fields(budget, kind, {1}).pieces.get(1, ()):
            for shape in _fields(budget, tensor, {2}).pieces.get(2, ()):
                for size in _fields(budget, shape, {1}).pieces.get(1, ()):
                    number = _fields(budget, size, set(), {1}).number(1)
                    sizes.append(_signed(number) if number else None)
    return found.text(1), tuple(sizes[:_MOST_SIZES])


def _fields(budget: _Budget, message: memoryview, pieces: set[int], numbers: set[int] | None = None) -> _Fields:
    """Those fields of a message that are asked for: pieces of bytes by reference, numbers by value."""
    found = _Fields(budget)
    for number, value in _walk(message):
        budget.spend()
        if isinstance(value, int):
            if numbers and number in numbers:
                found.numbers.setdefault(number, []).append(value)
        elif number in pieces:
            found.pieces.setdefault(number, []).append(value)
    return found


def _walk(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    place, end = 0, len(message)
    while place < end:
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, place = _varint(message, place)
            yield number, value
            continue
        if kind == 2:
            length, place = _varint(message, place)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise _DamagedError
        if number == 0 or place + length > end:
            raise _DamagedError
        piece = message[place : place + length]
        place += length
        yield number, piece if kind == 2 else int.from_bytes(piece, "little")


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place >= len(message) or shift > 63:
            raise _DamagedError
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def _text(piece: memoryview) -> str:
    if len(piece) > _LONGEST_NAME:
        raise _DamagedError
    return str(piece, "utf-8", "replace")

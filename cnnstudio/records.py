"""Frozen dataclasses to plain JSON values and back; what a class does not know is an error, never ignored.

Understood are dataclasses, enumerations, ``Literal``, paths, numbers, texts, ``None``, tuples, mappings with text keys,
unions of dataclasses that are told apart by a class attribute ``KIND``, and any class with a ``to_json`` and a
``from_json`` of its own, which then are used.
"""

import base64
import binascii
import math
import types
import zlib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from cnnstudio.errors import ConfigError

T = TypeVar("T")

_KIND = "kind"
_DEEPEST = 32


def to_json(value: Any) -> Any:
    """A value as plain JSON: dictionaries, lists, texts, numbers, true, false and null."""
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value) and not isinstance(value, type):
        return fields_to_json(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    return value


def fields_to_json(value: Any) -> dict[str, Any]:
    """A dataclass's fields as a JSON object, with its ``kind`` in front where it has one."""
    kind = getattr(type(value), "KIND", None)
    return ({_KIND: kind} if kind is not None else {}) | {
        item.name: to_json(getattr(value, item.name)) for item in fields(value)
    }


def from_json(cls: type[T], data: Any, *, where: str = "") -> T:
    """Read a value of this class back; fields that are missing take their defaults.

    Args:
        cls: the class that is expected.
        data: plain JSON values of any origin.
        where: how the value is called in a sentence, such as ``"the drawing"``.

    Raises:
        ConfigError: a key that is not known, one that is missing and has no default, or a value of a wrong kind; the
            sentence names it.
    """
    return cast(T, _read(cls, data, where or cls.__name__, 0))


def fields_from_json(cls: type[T], data: Any, *, where: str = "") -> T:
    """As ``from_json``, without asking the class's own ``from_json``: for use inside it.

    Raises:
        ConfigError: as ``from_json``.
    """
    return cast(T, _read_dataclass(cls, data, where or cls.__name__, 0))


def packed(values: bytes) -> str:
    """Many numbers as one short text; ``unpacked`` reads it back."""
    return base64.b64encode(zlib.compress(values, 9)).decode()


def unpacked(text: str, most: int) -> bytes:
    """What was ``packed``, or its first ``most`` bytes.

    Raises:
        ValueError: if it is no such text.
    """
    unpacker = zlib.decompressobj()
    try:
        values = unpacker.decompress(base64.b64decode(text, validate=True), most)
    except (zlib.error, binascii.Error, ValueError) as error:
        raise ValueError("the numbers are damaged") from error
    if len(values) < most and not unpacker.eof:
        raise ValueError("the numbers are cut off")
    return values


def _read(kind: Any, data: Any, where: str, depth: int) -> Any:
    if depth > _DEEPEST:
        raise ConfigError(f"{where} is nested too deeply. Open another file.")
    if kind is Any:
        return data
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), data, where, depth)
    if origin is Literal:
        if not any(data == choice and type(data) is type(choice) for choice in get_args(kind)):
            raise ConfigError(f"{where} is {_shown(data)}; it must be one of {', '.join(map(str, get_args(kind)))}.")
        return data
    if origin is tuple:
        return _read_tuple(get_args(kind), data, where, depth)
    if origin is not None and issubclass(origin, Mapping):
        _require(isinstance(data, dict), where, data, "named values")
        _, item = get_args(kind)
        return {str(key): _read(item, value, f"{where}, {key}", depth + 1) for key, value in data.items()}
    return _read_plain(kind, data, where, depth)


def _read_plain(kind: Any, data: Any, where: str, depth: int) -> Any:
    if hasattr(kind, "from_json"):
        return kind.from_json(data)
    if is_dataclass(kind):
        return _read_dataclass(cast(type, kind), data, where, depth)
    if issubclass(kind, Enum):
        # Compared by ourselves: Python's own refusal writes out the value first, however deep it is.
        found = [choice for choice in kind if type(choice.value) is type(data) and choice.value == data]
        if not found:
            choices = ", ".join(str(choice.value) for choice in kind)
            raise ConfigError(f"{where} is {_shown(data)}; it must be one of {choices}.")
        return found[0]
    if issubclass(kind, Path):
        _require(isinstance(data, str) and "\0" not in data, where, data, "a path")
        return Path(data)
    if kind is float:
        number = isinstance(data, int | float) and not isinstance(data, bool)
        _require(number and abs(data) < 1e300 and math.isfinite(data), where, data, "a finite number")
        return float(data)
    words = {bool: "true or false", int: "a whole number", str: "a text", type(None): "nothing"}
    _require(type(data) is kind, where, data, words.get(kind, kind.__name__))
    return data


def _read_dataclass(cls: type, data: Any, where: str, depth: int) -> Any:
    _require(isinstance(data, dict), where, data, "named values")
    kind = getattr(cls, "KIND", None)
    if kind is not None and data.get(_KIND, kind) != kind:
        raise ConfigError(f"{where} is of the kind {_shown(data[_KIND])}, not {kind}.")
    hints, known = _hints(cls), {item.name: item for item in fields(cls)}
    unknown = sorted(str(key) for key in data if key not in known and not (key == _KIND and kind is not None))
    if unknown:
        raise ConfigError(f"{where} has {_shown(unknown[0])}, which this version of the program does not know.")
    missing = [
        name
        for name, item in known.items()
        if name not in data and item.default is MISSING and item.default_factory is MISSING
    ]
    if missing:
        raise ConfigError(f"{where} lacks {missing[0]}.")
    values = {name: _read(hints[name], data[name], f"{where}, {name}", depth + 1) for name in known if name in data}
    try:
        return cls(**values)
    except (TypeError, ValueError, OverflowError) as error:
        raise ConfigError(f"{where} cannot be: {error}.") from error


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _read_union(choices: tuple[Any, ...], data: Any, where: str, depth: int) -> Any:
    if data is None and type(None) in choices:
        return None
    kinds = [choice for choice in choices if choice is not type(None)]
    if len(kinds) == 1:
        return _read(kinds[0], data, where, depth)
    tagged = {choice.KIND: choice for choice in kinds if hasattr(choice, "KIND")}
    if isinstance(data, dict) and tagged:
        chosen = next((choice for kind, choice in tagged.items() if kind == data.get(_KIND)), None)
        if chosen is None:
            names = ", ".join(tagged)
            raise ConfigError(f"{where} is of the kind {_shown(data.get(_KIND))}; it must be one of {names}.")
        return _read(chosen, data, where, depth)
    for choice in kinds:
        # A kind with a form of its own may be written as something shorter than an object.
        if choice not in tagged.values() or hasattr(choice, "from_json"):
            try:
                return _read(choice, data, where, depth)
            except ConfigError:
                continue
    raise ConfigError(f"{where} is {_shown(data)}, which is none of the kinds of value it can have.")


def _read_tuple(items: tuple[Any, ...], data: Any, where: str, depth: int) -> tuple[Any, ...]:
    _require(isinstance(data, list | tuple), where, data, "a list")
    if len(items) == 2 and items[1] is Ellipsis:
        return tuple(
            _read(items[0], value, f"{where}, number {index + 1}", depth + 1) for index, value in enumerate(data)
        )
    _require(len(data) == len(items), where, data, f"a list of {len(items)} values")
    return tuple(
        _read(item, value, f"{where}, number {index + 1}", depth + 1)
        for index, (item, value) in enumerate(zip(items, data, strict=True))
    )


def _require(holds: bool, where: str, data: Any, wanted: str) -> None:
    if not holds:
        raise ConfigError(f"{where} is {_shown(data)}; it must be {wanted}.")


def _shown(data: Any) -> str:
    """A value as it may stand in a sentence: short, on one line."""
    try:
        text = repr(data)
    except (RecursionError, ValueError):  # nested too deeply, or a number of too many digits
        text = type(data).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."

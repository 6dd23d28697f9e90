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
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message, amount, listed

T = TypeVar("T")

_KIND = "kind"
_DEEPEST = 32

# What a value must be.
_NAMED, _LIST, _PATH = Message("named values"), Message("a list"), Message("a path")
_FINITE = Message("a finite number")
_WORDS: Mapping[type, Message] = {
    bool: Message("true or false"),
    int: Message("a whole number"),
    str: Message("a text"),
    type(None): Message("nothing"),
}


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


_Where = str | tuple[Any, str | int]
"""What a value is called: by itself, or as one of another's, by name or number. Put into words where it is wrong."""


def _said(where: _Where) -> str:
    if isinstance(where, str):
        return where
    outer, inner = _said(where[0]), where[1]
    if isinstance(inner, int):
        return Message("{where}, number {number}", where=outer, number=inner + 1)
    return Message("{where}, {name}", where=outer, name=inner)


def _read(kind: Any, data: Any, where: _Where, depth: int) -> Any:
    if depth > _DEEPEST:
        raise ConfigError("{where} is nested too deeply. Open another file.", where=_said(where))
    if kind is Any:
        return data
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), data, where, depth)
    if origin is Literal:
        if not any(data == choice and type(data) is type(choice) for choice in get_args(kind)):
            raise _none_of(where, data, get_args(kind))
        return data
    if origin is tuple:
        return _read_tuple(get_args(kind), data, where, depth)
    if origin is not None and issubclass(origin, Mapping):
        _require(isinstance(data, dict), where, data, _NAMED)
        _, item = get_args(kind)
        return {str(key): _read(item, value, (where, str(key)), depth + 1) for key, value in data.items()}
    return _read_plain(kind, data, where, depth)


def _read_plain(kind: Any, data: Any, where: _Where, depth: int) -> Any:
    if hasattr(kind, "from_json"):
        return kind.from_json(data)
    if is_dataclass(kind):
        return _read_dataclass(cast(type, kind), data, where, depth)
    if issubclass(kind, Enum):
        # Compared by ourselves: Python's own refusal writes out the value first, however deep it is.
        found = [choice for choice in kind if type(choice.value) is type(data) and choice.value == data]
        if not found:
            raise _none_of(where, data, [choice.value for choice in kind])
        return found[0]
    if issubclass(kind, Path):
        _require(isinstance(data, str) and "\0" not in data, where, data, _PATH)
        return Path(data)
    if kind is float:
        number = isinstance(data, int | float) and not isinstance(data, bool)
        _require(number and abs(data) < 1e300 and math.isfinite(data), where, data, _FINITE)
        return float(data)
    if type(data) is not kind:
        _require(False, where, data, _WORDS.get(kind, kind.__name__))
    return data


def _read_dataclass(cls: type, data: Any, where: _Where, depth: int) -> Any:
    _require(isinstance(data, dict), where, data, _NAMED)
    kind = getattr(cls, "KIND", None)
    if kind is not None and data.get(_KIND, kind) != kind:
        raise ConfigError(
            "{where} is of the kind {value}, not {kind}.", where=_said(where), value=_shown(data[_KIND]), kind=kind
        )
    hints, known = _hints(cls), {item.name: item for item in fields(cls)}
    unknown = sorted(str(key) for key in data if key not in known and not (key == _KIND and kind is not None))
    if unknown:
        raise ConfigError(
            "{where} has {name}, which this version of the program does not know.",
            where=_said(where),
            name=_shown(unknown[0]),
        )
    missing = [
        name
        for name, item in known.items()
        if name not in data and item.default is MISSING and item.default_factory is MISSING
    ]
    if missing:
        raise ConfigError("{where} lacks {name}.", where=_said(where), name=missing[0])
    values = {name: _read(hints[name], data[name], (where, name), depth + 1) for name in known if name in data}
    try:
        return cls(**values)
    except (TypeError, ValueError, OverflowError) as error:
        raise ConfigError("{where} cannot be: {error}.", where=_said(where), error=error) from error


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _read_union(choices: tuple[Any, ...], data: Any, where: _Where, depth: int) -> Any:
    if data is None and type(None) in choices:
        return None
    kinds = [choice for choice in choices if choice is not type(None)]
    if len(kinds) == 1:
        return _read(kinds[0], data, where, depth)
    tagged = {choice.KIND: choice for choice in kinds if hasattr(choice, "KIND")}
    if isinstance(data, dict) and tagged:
        chosen = next((choice for kind, choice in tagged.items() if kind == data.get(_KIND)), None)
        if chosen is None:
            raise ConfigError(
                "{where} is of the kind {value}; it must be one of {choices}.",
                where=_said(where),
                value=_shown(data.get(_KIND)),
                choices=listed(tagged),
            )
        return _read(chosen, data, where, depth)
    for choice in kinds:
        # A kind with a form of its own may be written as something shorter than an object.
        if choice not in tagged.values() or hasattr(choice, "from_json"):
            try:
                return _read(choice, data, where, depth)
            except ConfigError:
                continue
    raise ConfigError(
        "{where} is {value}, which is none of the kinds of value it can have.", where=_said(where), value=_shown(data)
    )


def _read_tuple(items: tuple[Any, ...], data: Any, where: _Where, depth: int) -> tuple[Any, ...]:
    _require(isinstance(data, list | tuple), where, data, _LIST)
    if len(items) == 2 and items[1] is Ellipsis:
        return tuple(_read(items[0], value, (where, index), depth + 1) for index, value in enumerate(data))
    if len(data) != len(items):
        _require(False, where, data, amount(len(items), "a list of {n} value", "a list of {n} values"))
    return tuple(
        _read(item, value, (where, index), depth + 1)
        for index, (item, value) in enumerate(zip(items, data, strict=True))
    )


def _require(holds: bool, where: _Where, data: Any, wanted: str) -> None:
    if not holds:
        raise ConfigError(
            "{where} is {value}; it must be {wanted}.", where=_said(where), value=_shown(data), wanted=wanted
        )


def _none_of(where: _Where, data: Any, choices: Iterable[Any]) -> ConfigError:
    return ConfigError(
        "{where} is {value}; it must be one of {choices}.",
        where=_said(where),
        value=_shown(data),
        choices=listed(choices),
    )


def _shown(data: Any) -> str:
    """A value as it may stand in a sentence: short, on one line."""
    try:
        text = repr(data)
    except (RecursionError, ValueError):  # nested too deeply, or a number of too many digits
        text = type(data).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."

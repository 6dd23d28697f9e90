"""The tensors in what a network takes or returns, with the names that lead to them."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from torch import Tensor, nn

_DEEPEST = 8
_PLAIN = (str, bytes, int, float, complex, type(None), type, nn.Module)


def named_tensors(value: Any) -> list[tuple[str, Tensor]]:
    """(name, tensor), in order: of a tensor, a tuple, list, dict, named tuple, dataclass or any object with tensors.

    A name is the keys, fields and places on the way, joined by dots; empty for a lone tensor. Objects inside one
    another are followed to a depth of 8.
    """
    return list(_walk("", value, 0, set()))


def _walk(name: str, value: Any, depth: int, seen: set[int]) -> Iterator[tuple[str, Tensor]]:
    if isinstance(value, Tensor):
        yield name, value
    elif not isinstance(value, _PLAIN) and depth < _DEEPEST and id(value) not in seen:
        seen.add(id(value))
        for label, inner in _parts(value):
            yield from _walk(f"{name}.{label}" if name else str(label), inner, depth + 1, seen)
        seen.discard(id(value))


def _parts(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from zip(value._fields, value, strict=True)
    elif isinstance(value, (tuple, list)):
        yield from enumerate(value)
    elif dataclasses.is_dataclass(value):
        yield from ((field.name, getattr(value, field.name, None)) for field in dataclasses.fields(value))
    elif hasattr(value, "__dict__"):
        yield from vars(value).items()
    else:
        slots = getattr(type(value), "__slots__", ())
        names = (slots,) if isinstance(slots, str) else slots
        yield from ((slot, getattr(value, slot)) for slot in names if hasattr(value, slot))

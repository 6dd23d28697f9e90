"""Calls such as ``out(28, k=5)`` out of a lesson, read as data: Python's grammar, none of its powers."""

import ast
from dataclasses import dataclass
from typing import TypeAlias

from cnnstudio.errors import ConfigError, quoted

LONGEST = 300
"""Characters."""
LARGEST = 10**12
"""The largest number that may be written down."""
_MOST_PARTS = 120
MOST_LAYERS = 16
"""Layers that one receptive field is asked of."""
_MOST_TAPS = 64

Value: TypeAlias = "int | str | tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Call:
    """A name and its arguments, in the order in which they stand."""

    name: str
    positional: tuple[Value, ...]
    named: tuple[tuple[str, Value], ...]


def tree(text: str) -> ast.expr:
    """One expression in Python's grammar, small enough to be looked at.

    Raises:
        ConfigError: if it is none.
    """
    if len(text) > LONGEST or "\\" in text:
        raise ConfigError(
            "{text} is longer than {longest} characters, or holds a backslash. Write it anew.",
            text=quoted(text),
            longest=LONGEST,
        )
    try:
        found = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConfigError(
            "{text} cannot be read. Write it as a call, such as out(28, 5).", text=quoted(text)
        ) from error
    if sum(1 for _ in ast.walk(found)) > _MOST_PARTS:
        raise ConfigError("{text} has too many parts. Write it shorter.", text=quoted(text))
    return found


def parse(text: str) -> Call:
    """A call whose arguments are whole numbers, names in quotes, or lists of such.

    Raises:
        ConfigError: if it is anything else.
    """
    found = tree(text)
    if not isinstance(found, ast.Call) or not isinstance(found.func, ast.Name):
        raise ConfigError(
            "{text} is no call. Write a name and its arguments, such as output_size(28, 5).", text=quoted(text)
        )
    return Call(
        found.func.id,
        tuple(constant(part) for part in found.args),
        tuple((name_of(word), constant(word.value)) for word in found.keywords),
    )


def name_of(word: ast.keyword) -> str:
    """The name of a named argument.

    Raises:
        ConfigError: if there is none, as in ``**more``.
    """
    if word.arg is None:
        raise ConfigError("An argument has no name. Write name=value.")
    return word.arg


def constant(node: ast.expr) -> Value:
    """A whole number, a text, or a list of such.

    Raises:
        ConfigError: if it is anything else.
    """
    match node:
        case ast.Constant(value=bool() as value):
            return int(value)
        case ast.Constant(value=int() as value) if abs(value) <= LARGEST:
            return value
        case ast.Constant(value=str() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)) if abs(value) <= LARGEST:
            return -value
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return tuple(constant(part) for part in parts)
    raise ConfigError(
        "{node} is no whole number and no name in quotes. Write one of these.", node=quoted(ast.unparse(node))
    )


def window(value: Value) -> tuple[int, int, int]:
    """Kernel, stride and dilation of a layer that is written ``k``, ``[k, s]`` or ``[k, s, d]``.

    Raises:
        ConfigError: if it is none of these.
    """
    parts = value if isinstance(value, tuple) else (value,)
    numbers = [part for part in parts if isinstance(part, int) and 1 <= part <= _MOST_TAPS]
    if not 1 <= len(parts) <= 3 or len(numbers) < len(parts):
        raise ConfigError(
            "A layer is k, [k, s] or [k, s, d], from 1 to {most_taps} each; {value} is not.",
            most_taps=_MOST_TAPS,
            value=quoted(value),
        )
    kernel, stride, dilation = (*numbers, 1, 1)[:3]
    return kernel, stride, dilation

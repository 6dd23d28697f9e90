"""JSON text of any origin, read within bounds.

Python's own reader takes up to 30 bytes of memory for a byte of text, calls itself once a level, and accepts what JSON
does not have: NaN, Infinity, a key that stands twice, numbers of thousands of digits, which break what comes after it.
"""

import json
import math
import re
from typing import Any, NoReturn

from cnnstudio.messages import Message

DEEPEST = 64
"""Levels of lists and objects: more than any file of the program has."""

MOST_VALUES = 1_000_000
"""Values in one text; a million take at most some 250 MB."""

# An open end counts as a string, too: looking on from each of its quotes would take a time that grows with the square.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKETS = {ord("["): "(", ord("{"): "(", ord("]"): ")", ord("}"): ")"}
_LARGEST = 2**64


class JsonTextError(ValueError):
    """A text that is not JSON, or none that can be read within the bounds; its text fits after a colon."""

    def __init__(self, template: str = "", /, **values: object) -> None:
        super().__init__(Message(template, **values))


def parse(text: bytes | str, *, deepest: int = DEEPEST, most_values: int = MOST_VALUES) -> Any:
    """Dictionaries with unique keys, lists, texts, finite numbers of 64 bits, true, false and None.

    Args:
        text: the whole text, which the caller has bounded; bytes are UTF-8.
        deepest: levels of lists and objects that are allowed.
        most_values: values that are allowed, counted generously.

    Raises:
        JsonTextError: for anything else.
    """
    try:
        text = text if isinstance(text, str) else text.decode()
    except UnicodeDecodeError as error:
        raise JsonTextError("it is not text in UTF-8") from error
    if text.count(",") + text.count("[") + text.count("{") > most_values:
        raise JsonTextError("it holds too many values")
    if _depth(text, deepest) > deepest:
        raise JsonTextError("it is nested too deeply")
    try:
        return json.loads(
            text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite, object_pairs_hook=_with_unique_keys
        )
    except json.JSONDecodeError as error:
        raise JsonTextError("it is not whole JSON ({why} in line {line})", why=error.msg, line=error.lineno) from error
    except RecursionError as error:  # the caller itself stands deep already
        raise JsonTextError("it is nested too deeply") from error


def _depth(text: str, most: int) -> int:
    """Levels of lists and objects; counting ends one above ``most``."""
    brackets = "".join(re.findall(r"[\[\]{}]", _STRING.sub("", text))).translate(_BRACKETS)
    depth = 0
    while brackets and depth <= most:
        # Without its innermost pairs the text is one level less deep; what never closes is left to the reader.
        inner = brackets.replace("()", "")
        if len(inner) == len(brackets):
            return max(depth, _open_levels(brackets))
        brackets, depth = inner, depth + 1
    return depth


def _open_levels(brackets: str) -> int:
    """Levels of ``)))(((``: what is left when all pairs are gone."""
    return brackets.count("(")


def _refuse(name: str) -> NoReturn:
    raise JsonTextError("{name} is no number", name=name)


def _whole(digits: str) -> int:
    if len(digits) > 20 or abs(number := int(digits)) >= _LARGEST:
        raise JsonTextError("a number is too large")
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise JsonTextError("a number is too large")
    return number


def _with_unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonTextError("a key stands twice")
    return found

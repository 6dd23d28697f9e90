"""What a step waits for: ``padding == 1 and hovered has "output 0 0"``, a small language over named facts.

A condition is data: it is parsed here, and evaluated against a plain dictionary of what is the case. What is not known
is not the case: every comparison with it is false.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, TypeAlias, cast

from cnnstudio.errors import ConfigError, quoted
from cnnstudio.messages import Message

LONGEST = 500
"""Characters of a condition."""
_DEEPEST = 16

Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">=", "has", "holds"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact beside a value; ``holds`` takes none and asks whether the fact is neither false, 0 nor empty."""

    name: str
    comparison: Comparison = "holds"
    value: Any = None


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """The part does not hold."""

    part: "Condition"


Condition: TypeAlias = Compared | Every | Some | Unless

_TOKEN = re.compile(r"(?P<name>[A-Za-z_][\w-]*(?:\.[\w-]+)*)|(?P<comparison>==|!=|<=|>=|<|>)|(?P<bracket>[()])")
_VALUE_BEGINS = re.compile(r'["\[]|-?\d')
_WORDS = frozenset({"and", "or", "not", "has", "true", "false", "null"})
_LITERALS = {"true": True, "false": False, "null": None}


def parse(text: str) -> Condition:
    """Read a condition.

    Raises:
        ConfigError: if it is none; the sentence says where it stops making sense.
    """
    if len(text) > LONGEST:
        raise ConfigError("A condition has {longest} characters at most. Write it shorter.", longest=LONGEST)
    reader = _Reader(list(_tokens(text)), text)
    found = reader.some(0)
    reader.expect_end()
    return found


def comparisons(condition: Condition) -> Iterator[Compared]:
    """All comparisons of a condition, those that must not hold too."""
    match condition:
        case Compared():
            yield condition
        case Unless(part=part):
            yield from comparisons(part)
        case Every(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from comparisons(part)


def names(condition: Condition) -> Iterator[str]:
    """The facts that a condition asks for."""
    return (one.name for one in comparisons(condition))


def holds(condition: Condition, facts: Mapping[str, Any]) -> bool:
    """Whether a condition is met.

    Args:
        condition: what is asked.
        facts: JSON values by name; see ``facts``.
    """
    match condition:
        case Every(parts=parts):
            return all(holds(part, facts) for part in parts)
        case Some(parts=parts):
            return any(holds(part, facts) for part in parts)
        case Unless(part=part):
            return not holds(part, facts)
        case Compared(name=name, comparison=comparison, value=value):
            return name in facts and _compare(facts[name], comparison, value)


def written(condition: Condition) -> str:
    """The condition as a text that ``parse`` reads back."""
    match condition:
        case Compared(name=name, comparison="holds"):
            return name
        case Compared(name=name, comparison=comparison, value=value):
            return f"{name} {comparison} {json.dumps(value, ensure_ascii=False)}"
        case Unless(part=part):
            return f"not {_bracketed(part)}"
        case Every(parts=parts):
            return " and ".join(map(_bracketed, parts))
        case Some(parts=parts):
            return " or ".join(map(_bracketed, parts))


def _bracketed(condition: Condition) -> str:
    return written(condition) if isinstance(condition, Compared) else f"({written(condition)})"


def _compare(found: Any, comparison: Comparison, value: Any) -> bool:
    match comparison:
        case "holds":
            return bool(found)
        case "has":
            return isinstance(found, list | tuple) and any(_equal(one, value) for one in found)
        case "==":
            return _equal(found, value)
        case "!=":
            return not _equal(found, value)
    if not _is_number(found) or not _is_number(value):
        return False
    return bool(
        {"<": found < value, "<=": found <= value, ">": found > value, ">=": found >= value}[cast(str, comparison)]
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equal(one: Any, other: Any) -> bool:
    """Equal as JSON, but that 1 is 1.0; true is no number."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    if _is_number(one) and _is_number(other):
        return bool(one == other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other  # an enumeration's member is a text, too
    return type(one) is type(other) and bool(one == other)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    value: Any = None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while rest := text[at:].strip():
        at = len(text) - len(text[at:].lstrip())
        if _VALUE_BEGINS.match(text, at):
            try:
                value, end = _DECODER.raw_decode(text, at)
            except (ValueError, RecursionError) as error:
                raise ConfigError(
                    "The value {rest} cannot be read. Write it as JSON.", rest=quoted(rest[:40])
                ) from error
            yield _Token("value", text[at:end], value)
            at = end
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            raise ConfigError("A condition cannot go on with {rest}. Compare a fact there.", rest=quoted(rest[:40]))
        at = found.end()
        kind = str(found.lastgroup)
        yield _Token("word" if kind == "name" and found[kind] in _WORDS else kind, found[kind])


class _Reader:
    """Reads a condition from its tokens, from left to right."""

    def __init__(self, tokens: list[_Token], text: str) -> None:
        self._tokens = tokens
        self._text = text

    def _next_is(self, kind: str, text: str | None = None) -> bool:
        return bool(self._tokens) and self._tokens[0].kind == kind and text in (None, self._tokens[0].text)

    def _wrong(self, wanted: Message) -> ConfigError:
        there = quoted(self._tokens[0].text) if self._tokens else Message("its end")
        return ConfigError(
            "The condition {text} has {there} where {wanted} should stand. Mend it there.",
            text=quoted(self._text),
            there=there,
            wanted=wanted,
        )

    def expect_end(self) -> None:
        """Nothing is left."""
        if self._tokens:
            raise self._wrong(Message("and, or, or the end"))

    def some(self, depth: int) -> Condition:
        """Parts joined by ``or``."""
        parts = [self._every(depth)]
        while self._next_is("word", "or"):
            self._tokens.pop(0)
            parts.append(self._every(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _every(self, depth: int) -> Condition:
        parts = [self._single(depth)]
        while self._next_is("word", "and"):
            self._tokens.pop(0)
            parts.append(self._single(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _single(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise ConfigError("A condition is nested too deeply. Write it flatter.")
        if self._next_is("word", "not"):
            self._tokens.pop(0)
            return Unless(self._single(depth + 1))
        if self._next_is("bracket", "("):
            self._tokens.pop(0)
            inner = self.some(depth + 1)
            if not self._next_is("bracket", ")"):
                raise self._wrong(Message("a closing bracket"))
            self._tokens.pop(0)
            return inner
        if not self._next_is("name"):
            raise self._wrong(Message("the name of a fact"))
        name = self._tokens.pop(0).text
        if self._next_is("word", "has") or self._next_is("comparison"):
            comparison = cast(Comparison, self._tokens.pop(0).text)
            return Compared(name, comparison, self._value(comparison))
        return Compared(name)

    def _value(self, comparison: Comparison) -> Any:
        if not self._tokens or self._tokens[0].kind not in ("value", "word"):
            raise self._wrong(Message("a value: a number, a text in quotes, a list, true, false or null"))
        token = self._tokens.pop(0)
        if token.kind == "word":
            if token.text not in _LITERALS:
                self._tokens.insert(0, token)
                raise self._wrong(Message("a value"))
            value: Any = _LITERALS[token.text]
        else:
            value = token.value
        if comparison in ("<", "<=", ">", ">=") and not _is_number(value):
            raise ConfigError(
                "{text} asks what is larger of something that is no number. Use == or has.", text=quoted(self._text)
            )
        return value

"""Addresses of states: ``cnnstudio:playground?geometry.stride=[2,2]`` opens a room in one. No Qt, no torch at import.

An address is made from the room's state and what differs from the state that a new room has, field by field; it names
things and numbers, and never runs code, downloads or trains.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qsl, quote, urlencode

from cnnstudio.errors import ConfigError

SCHEME = "cnnstudio:"
LONGEST = 2_000
"""Characters a link may hold; more goes into a file."""

_ABOUT = "current"
_ROOM = re.compile("[a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to go, as JSON values.

    Attributes:
        room: the room's name.
        state: the fields of the room's state that differ from a new room's, by dotted name: ``geometry.stride``.
        current: the same of what the studio is about: ``network``, ``weights``, ``picture``, ``edits``; what is not
            named stays as it is.
    """

    room: str
    state: Mapping[str, Any]
    current: Mapping[str, Any]


def differences(values: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the usual values, by dotted name, so that ``merged`` puts it back.

    Args:
        values, usual: JSON objects of one class.
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in usual and _equal(value, usual[name]):
            continue
        if isinstance(value, dict) and isinstance(usual.get(name), dict) and _same_keys(value, usual[name]):
            found |= {f"{name}.{inner}": part for inner, part in differences(value, usual[name]).items()}
        else:
            found[name] = value
    return found


def merged(changes: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """The usual values with the changes of ``differences`` put in.

    Raises:
        ConfigError: if a name goes through what holds no names.
    """
    result: dict[str, Any] = json.loads(json.dumps(usual))
    for name, value in changes.items():
        place, *steps = result, *name.split(".")
        for step in steps[:-1]:
            inner = place.get(step) if isinstance(place, dict) else None
            if not isinstance(inner, dict):
                raise ConfigError(
                    "The link speaks of {name}, which there is not. Copy it again from its source.", name=_shown(name)
                )
            place = inner
        place[steps[-1]] = value
    return result


def link(address: Address) -> str:
    """The address as a text to copy.

    Raises:
        ConfigError: if it would be longer than ``LONGEST``.
    """
    pairs = [(name, _packed(value)) for name, value in address.state.items()]
    pairs += [(f"{_ABOUT}.{name}", _packed(value)) for name, value in address.current.items()]
    query = urlencode(pairs, quote_via=quote, safe="[],:/")
    text = f"{SCHEME}{quote(address.room)}{'?' if query else ''}{query}"
    if len(text) > LONGEST:
        raise ConfigError(
            "This state needs a link of {count:,} characters, and a link holds {longest:,} at most. Save it as a "
            "file instead.",
            count=len(text),
            longest=LONGEST,
        )
    return text


def parse(text: str) -> Address:
    """Read a link.

    Raises:
        ConfigError: if it is none, or too long, or names something twice.
    """
    text = text.strip()
    if not text.lower().startswith(SCHEME):
        raise ConfigError(
            "A link of the program begins with {scheme}; this one does not. Copy it again from its source.",
            scheme=SCHEME,
        )
    if len(text) > LONGEST:
        raise ConfigError(
            "A link holds {longest:,} characters at most, and this one has {count:,}.", longest=LONGEST, count=len(text)
        )
    room, _, query = text[len(SCHEME) :].partition("?")
    place = room.strip("/").lower()
    if not _ROOM.fullmatch(place):
        raise ConfigError(
            "The link names a room {room}, which there is not. Copy it again from its source.", room=_shown(room)
        )
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise ConfigError("The link is damaged: it holds something that is no name=value. Copy it again.") from error
    state: dict[str, Any] = {}
    current: dict[str, Any] = {}
    for name, value in pairs:
        about = name.startswith(f"{_ABOUT}.")
        target = current if about else state
        key = name.removeprefix(f"{_ABOUT}.") if about else name
        if key in target:
            raise ConfigError("The link names {key} twice. Copy it again from its source.", key=_shown(key))
        target[key] = _unpacked(value)
    return Address(room=place, state=state, current=current)


def _packed(value: Any) -> str:
    """A text as it stands where nothing else could be meant, all else as JSON."""
    if isinstance(value, str) and _unpacked(value) == value:
        return value
    return json.dumps(value, separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def _unpacked(text: str) -> Any:
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()  # half a character could not be written into a link again
    except (ValueError, RecursionError):
        return text
    return value


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _refuse(digits)
    return number


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _equal(one: Any, other: Any) -> bool:
    """Equal as JSON: 1 is not true, and 1.0 is not 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _same_keys(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.keys() == other.keys() and one.get("kind") == other.get("kind") and not any("." in key for key in one)


def _shown(name: str) -> str:
    return repr(name if len(name) <= 60 else f"{name[:57]}...")

"""JSON of any origin: read within bounds, or refused."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.json_text import DEEPEST, JsonTextError, parse

_WHOLE = st.integers(-(2**63), 2**64 - 1)
_PLAIN = st.none() | st.booleans() | _WHOLE | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_VALUES = st.recursive(_PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@settings(max_examples=60, deadline=None)
@given(_VALUES)
def test_what_json_writes_is_read_back(value: Any) -> None:
    text = json.dumps(value, allow_nan=False)
    assert parse(text) == value
    assert parse(text.encode()) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[NaN]", "NaN is no number"),
        ("[-Infinity]", "-Infinity is no number"),
        ("[1e999]", "too large"),
        ("18446744073709551616", "too large"),
        ("-" + "9" * 5000, "too large"),
        ('{"a": 1, "b": {"c": 1, "c": 1}}', "a key stands twice"),
        ("[1, 2", "not whole JSON"),
        ("", "not whole JSON"),
        ("[1] [2]", "not whole JSON"),
        (b"\xff\xfe", "not text in UTF-8"),
        ("\ufeff{}", "not whole JSON"),
        ('{"a": "' + "\0" + '"}', "not whole JSON"),
    ],
)
def test_what_is_no_json_is_refused(text: str | bytes, says: str) -> None:
    with pytest.raises(JsonTextError, match=says):
        parse(text)


def test_depth_is_bounded() -> None:
    assert parse("[" * DEEPEST + "]" * DEEPEST) is not None
    assert parse('{"a":' * DEEPEST + "1" + "}" * DEEPEST) is not None
    for text in (
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        '[{"a":' * DEEPEST + "1" + "}]" * DEEPEST,
        "[" * 100_000 + "]" * 100_000,
        "[[]," * 100_000,
        "[" * 300_000,
    ):
        with pytest.raises(JsonTextError, match="nested too deeply"):
            parse(text)


def test_brackets_in_texts_are_no_depth() -> None:
    for text in ("[" * 1000, '"[' * 1000, "\\[" * 1000, "\\" * 999 + "[" * 200, "]}" * 100):
        assert parse(json.dumps([text, {text: text}])) == [text, {text: text}]


def test_closing_brackets_in_texts_do_not_hide_depth() -> None:
    with pytest.raises(JsonTextError, match="nested too deeply"):
        parse('["]]]]",' * 100 + "1" + "]" * 100)


def test_memory_is_bounded_by_the_number_of_values() -> None:
    text = "[" + "{}," * 200_000 + "1]"
    tracemalloc.start()
    try:
        with pytest.raises(JsonTextError, match="too many values"):
            parse(text, most_values=100_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert len(parse(text)) == 200_001


def test_an_unclosed_text_full_of_escaped_quotes_is_read_once() -> None:
    """Read again from each of its quotes, it would take days."""
    with pytest.raises(JsonTextError, match="not whole JSON"):
        parse('"' + '\\"' * 3_000_000)

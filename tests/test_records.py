import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio import records
from cnnstudio.errors import ConfigError


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Circle:
    KIND: ClassVar[str] = "circle"
    radius: float


@dataclass(frozen=True)
class Box:
    KIND: ClassVar[str] = "box"
    sides: tuple[int, int] = (1, 1)


@dataclass(frozen=True)
class Sheet:
    shapes: tuple[Circle | Box, ...] = ()
    colour: Colour = Colour.RED
    mode: Literal["a", "b"] = "a"
    name: str = ""
    file: Path | None = None
    pinned: bool = False
    count: int = 0
    notes: Mapping[str, float] = field(default_factory=dict)


shapes = st.builds(Circle, st.floats(-1e9, 1e9)) | st.builds(Box, st.tuples(st.integers(), st.integers()))
sheets = st.builds(
    Sheet,
    shapes=st.lists(shapes, max_size=4).map(tuple),
    colour=st.sampled_from(Colour),
    mode=st.sampled_from(["a", "b"]),
    name=st.text(),
    file=st.none() | st.sampled_from([Path("/a/b"), Path("c")]),
    pinned=st.booleans(),
    count=st.integers(),
    notes=st.dictionaries(st.text(), st.floats(-1, 1), max_size=3),
)


@given(sheets)
def test_a_value_comes_back_through_json_text(sheet: Sheet) -> None:
    text = json.dumps(records.to_json(sheet))
    assert records.from_json(Sheet, json.loads(text)) == sheet


def test_the_json_form_is_plain() -> None:
    sheet = Sheet(shapes=(Circle(2.0), Box()), file=Path("x"))
    assert records.to_json(sheet) == {
        "shapes": [{"kind": "circle", "radius": 2.0}, {"kind": "box", "sides": [1, 1]}],
        "colour": "red",
        "mode": "a",
        "name": "",
        "file": "x",
        "pinned": False,
        "count": 0,
        "notes": {},
    }


def test_what_is_missing_takes_its_default() -> None:
    assert records.from_json(Sheet, {"count": 3}) == Sheet(count=3)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"size": 3}, "'size'"),
        ({"count": 3.0}, "count is 3.0; it must be a whole number"),
        ({"count": True}, "count is True"),
        ({"count": "3"}, "whole number"),
        ({"pinned": 1}, "true or false"),
        ({"name": None}, "name is None; it must be a text"),
        ({"mode": "c"}, "one of a, b"),
        ({"colour": "green"}, "one of red, blue"),
        ({"colour": []}, "one of red, blue"),
        ({"file": 3}, "a path"),
        ({"file": "a\0b"}, "a path"),
        ({"notes": {"a": float("nan")}}, "a finite number"),
        ({"notes": {"a": 10**400}}, "a finite number"),
        ({"notes": []}, "named values"),
        ({"shapes": {}}, "a list"),
        ({"shapes": [{"kind": "line"}]}, "one of circle, box"),
        ({"shapes": [{"kind": []}]}, "one of circle, box"),
        ({"shapes": [{"kind": "circle"}]}, "lacks radius"),
        ({"shapes": [{"kind": "circle", "radius": 1, "colour": 2}]}, "'colour'"),
        ({"shapes": [{"kind": "box", "sides": [1, 2, 3]}]}, "a list of 2 values"),
        ({"shapes": [3]}, "none of the kinds"),
        ([], "named values"),
        (None, "named values"),
    ],
)
def test_what_does_not_fit_is_said(data: Any, said: str) -> None:
    with pytest.raises(ConfigError, match=r".") as raised:
        records.from_json(Sheet, data, where="The sheet")
    assert said in str(raised.value)
    assert str(raised.value).startswith("The sheet")


def test_a_class_with_a_form_of_its_own_uses_it() -> None:
    @dataclass(frozen=True)
    class Version:
        number: int

        def to_json(self) -> str:
            return f"v{self.number}"

        @classmethod
        def from_json(cls, data: Any) -> "Version":
            return cls(int(data[1:]))

    assert records.to_json((Version(3),)) == ["v3"]
    assert records.from_json(Version, "v4") == Version(4)


def test_deep_nesting_is_refused() -> None:
    @dataclass(frozen=True)
    class Free:
        value: Any = None

    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    for name in (item.name for item in fields(Sheet)):
        for value in (deep, {"a": deep}):
            with pytest.raises(ConfigError) as raised:
                records.from_json(Sheet, {name: value})
            assert len(str(raised.value)) < 200
    assert records.from_json(Free, {"value": 1}) == Free(1)

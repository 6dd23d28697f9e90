"""A record with every kind of field that ``cnnstudio.records`` understands, to be read from changed JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar, Literal


class Colour(Enum):
    """An enumeration."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of two kinds."""

    KIND: ClassVar[str] = "leaf"
    name: str
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True)
class Range:
    """The other kind: its constructor refuses some values."""

    KIND: ClassVar[str] = "range"
    first: float
    last: float

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("the first is greater than the last")


@dataclass(frozen=True, slots=True)
class Short:
    """Written as a text."""

    text: str

    def to_json(self) -> str:
        """The text."""
        return self.text

    @classmethod
    def from_json(cls, data: Any) -> Short:
        """Read it back."""
        from cnnstudio.errors import ConfigError

        if not isinstance(data, str):
            raise ConfigError("A short one is a text.")
        return cls(data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Everything, and itself."""

    count: int
    share: float = 0.5
    on: bool = True
    tab: Literal["maps", "why"] = "maps"
    place: Path = Path("/a")
    colour: Colour = Colour.BLUE
    size: tuple[int, int] = (1, 2)
    names: tuple[str, ...] = ()
    more: Mapping[str, float] = field(default_factory=dict)
    one: Leaf | Range | None = None
    only: Leaf = field(default_factory=lambda: Leaf("a"))
    mixed: Short | int = 3
    anything: Any = None
    below: Tree | None = None


def trees() -> list[Tree]:
    """Valid ones, and at last one that is too deep."""
    full = Tree(
        count=3, names=("a", "b"), more={"x": 1.0, "y": -2.5}, one=Range(0.0, 1.0), mixed=Short("s"), anything=[1, "a"]
    )
    deep = Tree(count=0)
    for _ in range(40):
        deep = Tree(count=1, below=deep)
    return [Tree(count=1), full, Tree(count=2, one=Leaf("b", Colour.BLUE), below=full), deep]


def hardened(data: Any) -> Any:
    """The same, with what JSON text that is parsed safely cannot hold: 5,000 digits, and lists that are too deep."""
    if isinstance(data, dict):
        if "share" in data and data["share"] == 1e308:
            return {**data, "share": 10**5_000}
        if "names" in data and data["names"] == [None]:
            names: Any = []
            for _ in range(100_000):
                names = [names]
            return {**data, "names": names, "colour": names}
        return {key: hardened(value) for key, value in data.items()}
    return data

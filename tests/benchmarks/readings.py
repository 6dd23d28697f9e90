"""What every benchmark hands on: figures, their goals, and all single readings, in one form.

A figure is either plain (one number a round: milliseconds to a repaint) or a ratio of two sides that each round reads
one after the other (the tutorial's way against the engine); the ratio is that of the first side to the second, round by
round. What counts is the median over the rounds. How well it is known is said beside it: the quartiles, and half the
width of the notch of a box plot, 1.57 x (upper - lower quartile) / sqrt(n), which about 95 of 100 medians do not leave
(McGill, Tukey and Larsen, "Variations of box plots", 1978).
"""

import json
import math
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from cnnstudio import files, json_text, records
from cnnstudio.errors import ConfigError

Single = tuple[float, ...]
"""What one round read: one number, or those of the first and of the second side."""

_MOST_BYTES = 20_000_000
# A list of numbers, or of such lists, over several lines; in a text no line ends.
_NUMBERS = re.compile(r"\[\n[\s\d\[\],.eE+-]*\]")


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound, and on which side of it a figure should lie; the bound itself is good enough."""

    bound: float
    better: Literal["larger", "smaller"]

    def is_met(self, value: float) -> bool:
        """Whether a figure is good enough."""
        return value >= self.bound if self.better == "larger" else value <= self.bound


def at_least(bound: float) -> Goal:
    """The larger the better, this at least."""
    return Goal(bound, "larger")


def at_most(bound: float) -> Goal:
    """The smaller the better, this at most."""
    return Goal(bound, "smaller")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Something that can be read.

    Attributes:
        what: what is read, as the tables say it.
        of: of which network, room or device; empty where there is only one.
        unit: of the single readings: ``ms``, ``s``, ``MB``, ``%``, ``a second``.
        sides: names of the two sides of a ratio; empty = a plain figure.
        goal: None = only to be known. Of a ratio it is a bound for the ratio.
        timed: whether it depends on what else the machine does. What does not is read once.
    """

    what: str
    unit: str
    of: str = ""
    sides: tuple[str, ...] = ()
    goal: Goal | None = None
    timed: bool = True

    def __post_init__(self) -> None:
        if len(self.sides) not in (0, 2):
            raise ValueError("a ratio has two sides")

    @property
    def is_ratio(self) -> bool:
        """Whether two sides are compared."""
        return bool(self.sides)

    @property
    def shown_unit(self) -> str:
        """The unit of the figure itself: a ratio is so many times."""
        return "x" if self.is_ratio else self.unit


@dataclass(frozen=True, slots=True)
class Spread:
    """What the single readings say together."""

    count: int
    median: float
    lower: float  # quartile
    upper: float
    uncertainty: float  # of the median, as a share of it


def spread_of(values: Sequence[float]) -> Spread:
    """Median, quartiles and uncertainty of the median of one or more values."""
    middle = statistics.median(values)
    if len(values) < 2:
        return Spread(len(values), middle, middle, middle, math.inf)
    lower, _, upper = statistics.quantiles(values, n=4, method="inclusive")
    notch = 1.57 * (upper - lower) / math.sqrt(len(values))
    if notch == 0:
        return Spread(len(values), middle, lower, upper, 0.0)
    return Spread(len(values), middle, lower, upper, notch / abs(middle) if middle else math.inf)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure with all that was read of it, round by round.

    Attributes:
        beside_load: in words, what other programs took of the cores meanwhile; empty = nothing that counts.
    """

    figure: Figure
    singles: tuple[Single, ...]
    beside_load: str = ""

    def __post_init__(self) -> None:
        wanted = 2 if self.figure.is_ratio else 1
        if not self.singles or any(len(single) != wanted for single in self.singles):
            raise ValueError(f"{self.figure.what} needs rounds of {wanted} numbers each")
        if self.figure.is_ratio and any(second <= 0 for _, second in self.singles):
            raise ValueError(f"a side of {self.figure.what} took no time")

    @property
    def values(self) -> tuple[float, ...]:
        """The figure, round by round."""
        if self.figure.is_ratio:
            return tuple(first / second for first, second in self.singles)
        return tuple(value for (value,) in self.singles)

    @property
    def spread(self) -> Spread:
        """Of the figure."""
        return spread_of(self.values)

    def side(self, index: int) -> Spread:
        """Of one side of a ratio."""
        return spread_of([single[index] for single in self.singles])

    @property
    def missed(self) -> bool:
        """Whether there is a goal that the median does not meet."""
        goal = self.figure.goal
        return goal is not None and not goal.is_met(self.spread.median)

    def to_json(self) -> dict[str, Any]:
        """All of it, with what follows from the single readings for those who read the file by eye."""
        return records.fields_to_json(self) | {"found": self._found()}

    @classmethod
    def from_json(cls, data: Any) -> "Reading":
        """Read back ``to_json``.

        Raises:
            ConfigError: if it is none, or what was found does not follow from the single readings.
        """
        plain = dict(data) if isinstance(data, dict) else data
        found = plain.pop("found", None) if isinstance(plain, dict) else None
        reading = records.fields_from_json(cls, plain, where="a reading")
        if found != reading._found():
            raise ConfigError(
                f"The figures of {reading.figure.what!r} do not follow from its single readings. Take them anew."
            )
        return reading

    def _found(self) -> dict[str, Any]:
        spread = self.spread
        sides = {name: self.side(index).median for index, name in enumerate(self.figure.sides)}
        return {
            "median": rounded(spread.median),
            "quartiles": [rounded(spread.lower), rounded(spread.upper)],
            # JSON has no infinity: of one reading nothing is known.
            "uncertainty": None if math.isinf(spread.uncertainty) else rounded(spread.uncertainty),
            "missed": self.missed,
            "sides": {name: rounded(value) for name, value in sides.items()},
        }


def rounded(value: float) -> float:
    """In six digits, which is more than any reading has."""
    return float(f"{value:.6g}")


@dataclass(frozen=True, slots=True)
class Refused:
    """Figures that could not be read, and why, in a sentence."""

    what: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where something was read."""

    cpu: str
    cores: int
    torch: str
    os: str
    python: str
    gpu: str = ""

    def __str__(self) -> str:
        cores = f"{self.cores} core{'s' if self.cores > 1 else ''}"
        parts = (self.cpu, cores, self.gpu, f"torch {self.torch}", f"Python {self.python}", self.os)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one benchmark read.

    Attributes:
        date: when it ended, ISO 8601 with the offset to UTC.
        failed: why it could not be read at all, in a sentence; else empty.
    """

    benchmark: str
    machine: Machine
    date: str
    readings: tuple[Reading, ...] = ()
    refused: tuple[Refused, ...] = ()
    failed: str = ""

    def __post_init__(self) -> None:
        datetime.fromisoformat(self.date)
        keys = [(reading.figure.what, reading.figure.of) for reading in self.readings]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.benchmark} has read a figure twice")

    @property
    def is_good(self) -> bool:
        """Whether something was read, nothing refused, and no goal is missed."""
        bad = self.failed or self.refused or any(reading.missed for reading in self.readings)
        return bool(self.readings) and not bad


def now() -> str:
    """The date and time as reports keep it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class _Stored:
    schema: Literal[1]
    reports: tuple[Report, ...]


def write(path: Path, reports: Iterable[Report]) -> None:
    """Write reports into a JSON file, whole or not at all.

    Raises:
        StorageError: if it cannot be written.
    """
    stored = records.to_json(_Stored(_SCHEMA, tuple(reports)))
    text = json.dumps(stored, indent=1, ensure_ascii=False, allow_nan=False)
    # Thousands of single readings: each list of numbers is one line.
    text = _NUMBERS.sub(lambda found: " ".join(found[0].split()).replace("[ ", "[").replace(" ]", "]"), text)
    files.write_whole(path, f"{text}\n".encode())


def load(path: Path) -> tuple[Report, ...]:
    """The reports of a JSON file.

    Raises:
        StorageError: if it cannot be read.
        ConfigError: if it holds no readings, or figures that do not follow from them.
    """
    content = files.read_bounded(path, _MOST_BYTES)
    try:
        data = json_text.parse(content)
    except json_text.JsonTextError as error:
        raise ConfigError(f"{path} holds no readings: {error}. Take them anew.") from error
    return records.from_json(_Stored, data, where=path.name).reports


def renewed(old: Iterable[Report], new: Iterable[Report]) -> tuple[Report, ...]:
    """The new reports, and of the old ones those of other benchmarks, in the order of their names."""
    by_name = {report.benchmark: report for report in (*old, *new)}
    return tuple(by_name[name] for name in sorted(by_name))

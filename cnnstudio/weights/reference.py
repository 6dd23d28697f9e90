"""Which weights are meant, as a small value: initial ones, shipped ones, those of a run, or a file.

A reference names; it holds no tensor, and what it names need not be there. Torch-free.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias

from cnnstudio import records
from cnnstudio.errors import ConfigError, printable
from cnnstudio.messages import Message

Initialisation = Literal["default", "gaussian-0.01"]
"""How initial weights are drawn: as each layer's own class does, or as the tutorial does; see ``initial``."""
Which = Literal["final", "best", "latest"]


@dataclass(frozen=True, slots=True)
class Initial:
    """Random weights, exactly those that a run with this seed and initialisation starts from.

    Attributes:
        seed: 0 or more, below 2^63.
    """

    KIND: ClassVar[str] = "initial"
    seed: int = 1
    initialisation: Initialisation = "default"

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**63:
            raise ConfigError("A seed is 0 or more and fits 63 bits; {seed} is not.", seed=self.seed, setting="seed")


@dataclass(frozen=True, slots=True)
class Shipped:
    """Weights that came with the program, by their name in the card beside them."""

    KIND: ClassVar[str] = "shipped"
    name: str


@dataclass(frozen=True, slots=True)
class RunWeights:
    """Weights of a run.

    Attributes:
        folder: the run's, absolute.
        which: ``final`` those at its end, ``best`` those of its best epoch, ``latest`` those it has now: while it
            learns they change, after it they are the final ones. A number is a step whose weights were kept.
    """

    KIND: ClassVar[str] = "run"
    folder: Path
    which: Which | int = "final"

    def __post_init__(self) -> None:
        _check_absolute(self.folder)
        if isinstance(self.which, int) and not 0 <= self.which < 2**63:
            raise ConfigError("A run has no step {which}; steps count from 0.", which=self.which)


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A safetensors file, wherever it came from; absolute."""

    KIND: ClassVar[str] = "file"
    path: Path

    def __post_init__(self) -> None:
        _check_absolute(self.path)


WeightsRef: TypeAlias = Initial | Shipped | RunWeights | WeightsFile
"""Which weights are meant. One more kind is one more class here, with a ``KIND``, and a case in ``loading``."""


def to_json(weights: WeightsRef) -> dict[str, Any]:
    """A reference as a JSON object."""
    values: dict[str, Any] = records.to_json(weights)
    return values


def from_json(data: Any, *, where: str = Message("The weights")) -> WeightsRef:
    """Read ``to_json`` back; what it names need not be there.

    Raises:
        ConfigError: a kind or a key that is not known, or a value of a wrong kind.
    """
    kinds: Any = WeightsRef
    weights: WeightsRef = records.from_json(kinds, data, where=where)
    return weights


def _check_absolute(path: Path) -> None:
    if not path.is_absolute():
        raise ConfigError("The path of weights has to be absolute; {path} is not.", path=printable(path, 200))

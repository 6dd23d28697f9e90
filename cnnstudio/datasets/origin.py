"""Where a picture comes from: the pad, a data set, or a file of the user. Torch-free."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn on the pad, or put there."""

    KIND: ClassVar[str] = "pad"


@dataclass(frozen=True, slots=True)
class FromDataset:
    """A picture of a data set.

    Attributes:
        dataset: name, or the path of a folder.
        split: which part of it.
        index: from 0.
    """

    KIND: ClassVar[str] = "dataset"
    dataset: str
    split: Literal["train", "test"]
    index: int


@dataclass(frozen=True, slots=True)
class FromFile:
    """A picture file of the user."""

    KIND: ClassVar[str] = "file"
    path: Path


Origin = Drawn | FromDataset | FromFile

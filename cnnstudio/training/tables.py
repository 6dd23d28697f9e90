"""A run's metrics files: steps.csv and epochs.csv. Torch-free.

One garbage row must neither stop a run from going on nor bend a curve: rows that cannot be are passed over.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnstudio.errors import StorageError
from cnnstudio.files import opened

STEP_COLUMNS = ("step", "epoch", "batch", "loss", "learning_rate", "elapsed_s")
EPOCH_COLUMNS = (
    "epoch",
    "train_loss",
    "train_accuracy",
    "test_accuracy",
    "test_loss",
    "elapsed_s",
    "own_accuracy",
)
_COUNTS = ("step", "epoch", "batch")
_SHARES = ("train_accuracy", "test_accuracy", "own_accuracy")
_LARGEST = 2**53  # up to here whole numbers survive as float64

Row = dict[str, str]
"""One row's cells, as they stand in the file; "" where it has no such column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A metrics file by columns; an empty cell is NaN."""

    columns: dict[str, NDArray[np.float64]]

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self.columns[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def read_rows(file: Path, columns: tuple[str, ...], *, steps_an_epoch: int | None = None) -> list[Row]:
    """The rows of a metrics file that can be, rising, each step or epoch once; none where it cannot be read.

    Passed over are a row that a crash cut short, one with a cell that is no number of its kind, and a step whose
    number does not follow from its epoch and batch. Of two rows for one step the later one counts.

    Args:
        file: steps.csv or epochs.csv.
        columns: that file's.
        steps_an_epoch: where they are known; else the rows tell, from the second epoch on.
    """
    try:
        with opened(file) as content:
            text = content.read().decode("utf-8", errors="replace")
    except StorageError:
        return []
    lines = [line.rstrip("\r").split(",") for line in text.split("\n")[:-1]]
    # Earlier versions wrote fewer columns. A first line that is damaged is passed over like any other.
    first = tuple(lines[0]) if lines else ()
    names = first if columns[0] in first and first == columns[: len(first)] else columns
    rows = [dict(zip(names, cells, strict=True)) for cells in lines if len(cells) == len(names)]
    rows = [row for cells in rows if _can_be(row := {name: cells.get(name, "") for name in columns})]
    if columns == STEP_COLUMNS:
        rows = _consistent(rows, batches(rows) or steps_an_epoch)
    found = {int(row[columns[0]]): row for row in rows}
    return [found[number] for number in sorted(found)]


def as_table(rows: list[Row], columns: tuple[str, ...]) -> Table:
    """Rows that were read as numbers by columns."""
    return Table(
        columns={
            name: np.array([float(row[name]) if row[name] else np.nan for row in rows], dtype=np.float64)
            for name in columns
        }
    )


def batches(rows: list[Row]) -> int | None:
    """Steps an epoch, as step numbers tell; None while all are of the first epoch."""
    known = [(int(row["step"]) - int(row["batch"])) / int(row["epoch"]) for row in rows if int(row["epoch"])]
    return max(1, round(float(np.median(known)))) if known else None


def as_csv(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows of cells as they are written."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _can_be(row: Row) -> bool:
    try:
        counts = [int(row[name]) for name in _COUNTS if name in row]
        numbers = {name: float(cell) for name, cell in row.items() if cell}
    except ValueError:
        return False
    shares = (numbers[name] for name in _SHARES if name in numbers)
    return all(0 <= count < _LARGEST for count in counts) and all(0 <= share <= 1 for share in shares)


def _consistent(rows: list[Row], steps_an_epoch: int | None) -> list[Row]:
    def follows(step: int, epoch: int, batch: int) -> bool:
        if steps_an_epoch is None:
            return step == batch  # of the first epoch
        return step == epoch * steps_an_epoch + batch and batch < steps_an_epoch

    return [row for row in rows if follows(int(row["step"]), int(row["epoch"]), int(row["batch"]))]

"""A table as text to be copied: aligned plain text for people; CSV and Markdown with plain numbers for machines."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from cnnstudio.gui import labels

Cell = str | int | float | None
"""What a machine reads in a cell; None where there is nothing."""


class Format(Enum):
    """How a table is written."""

    TEXT = "text"
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column.

    Attributes:
        title: as the window has it.
        unit: of its numbers, for machines: their cells hold none; "" where there is none.
        number: whether its cells are numbers.
    """

    title: str
    unit: str = ""
    number: bool = True

    @property
    def named(self) -> str:
        """``Activations (bytes)``."""
        return labels.noted(self.title, self.unit)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells are values.

    Attributes:
        name: suggested for a file, without an ending.
        texts: the same cells as the window writes them; None where a machine's way is good enough.
    """

    name: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    texts: Sequence[Sequence[str]] | None = None

    def write(self, how: Format) -> str:
        """The table in this format."""
        right = [heading.number for heading in self.headings]
        if how is Format.TEXT and self.texts is not None:
            return write([heading.title for heading in self.headings], self.texts, how, right=right)
        rows = [[_machine_cell(cell) for cell in row] for row in self.rows]
        return write([heading.named for heading in self.headings], rows, how, right=right)


def _machine_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else labels.for_machines(cell)


def write(
    headings: Sequence[str], rows: Sequence[Sequence[str]], how: Format, *, right: Sequence[bool] | None = None
) -> str:
    """The table in this format; ``right`` says which columns are numbers, set at the right."""
    right = right or [False] * len(headings)
    if how is Format.CSV:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(
            [_plain_number(cell) if number else cell for cell, number in zip(row, right, strict=True)] for row in rows
        )
        return out.getvalue()
    if how is Format.MARKDOWN:
        escaped = [[cell.replace("|", "\\|") for cell in row] for row in (headings, *rows)]
        lines = [f"| {' | '.join(row)} |" for row in escaped]
        lines.insert(1, f"| {' | '.join('---:' if number else '---' for number in right)} |")
        return "\n".join(lines) + "\n"
    widths = [max(len(row[column]) for row in (headings, *rows)) for column in range(len(headings))]
    lines = []
    for row in (headings, *rows):
        cells = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"


def _plain_number(cell: str) -> str:
    """Spreadsheets read 1,234 as two cells or as text; they want 1234."""
    bare = cell.replace(",", "")
    return bare if bare.isdigit() else cell

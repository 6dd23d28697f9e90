"""A table as text to be copied: aligned plain text, CSV, Markdown."""

import csv
import io
from collections.abc import Sequence
from enum import Enum


class Format(Enum):
    """How a table is written."""

    TEXT = "text"
    CSV = "csv"
    MARKDOWN = "markdown"


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

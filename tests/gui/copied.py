"""A table as a script reads it: from the clipboard, after its action was triggered."""

import csv
import io
import re

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

_ADORNED = re.compile(r"[−+-]?[\d.]+(,\d{3})+|[−+-]?[\d.,]+[\s\u00a0]*(%|[kMGT]?(B|iB|MAC|px)?)", re.ASCII)


def copied(view: QWidget, prefix: str) -> list[dict[str, str]]:
    """The rows of a table by their headings, copied as CSV; copied as Markdown, they hold the same cells.

    No cell is a number with a unit, a sign of per cent or commas in it.
    """
    view.findChild(QAction, f"{prefix}-copy-csv").trigger()
    header, *rows = csv.reader(io.StringIO(QGuiApplication.clipboard().text()))
    assert len(set(header)) == len(header)
    for cell in (cell for row in rows for cell in row):
        assert not _ADORNED.fullmatch(cell) or _is_number(cell), cell
    view.findChild(QAction, f"{prefix}-copy-markdown").trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in (lines[0], *lines[2:])]
    assert cells == [[cell.strip().replace("|", "\\|") for cell in row] for row in (header, *rows)]
    return [dict(zip(header, row, strict=True)) for row in rows]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True

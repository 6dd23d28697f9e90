import csv
import io

import pytest

from cnnstudio.gui.widgets.table_text import Format, write

HEADINGS = ["Layer", "Param."]
ROWS = [["conv1", "1,234"], ["a|b", "5"]]


def test_plain_text_is_aligned() -> None:
    assert write(HEADINGS, ROWS, Format.TEXT, right=[False, True]).splitlines() == [
        "Layer  Param.",
        "-----  ------",
        "conv1   1,234",
        "a|b         5",
    ]


def test_csv_is_read_back_with_plain_numbers() -> None:
    text = write(HEADINGS, [*ROWS, ['say "x, y"', "–"]], Format.CSV, right=[False, True])
    assert list(csv.reader(io.StringIO(text))) == [HEADINGS, ["conv1", "1234"], ["a|b", "5"], ['say "x, y"', "–"]]


def test_markdown_keeps_bars_in_their_cells() -> None:
    assert write(HEADINGS, ROWS, Format.MARKDOWN, right=[False, True]).splitlines() == [
        "| Layer | Param. |",
        "| --- | ---: |",
        "| conv1 | 1,234 |",
        "| a\\|b | 5 |",
    ]


@pytest.mark.parametrize("how", Format)
def test_a_table_without_rows_has_its_heading(how: Format) -> None:
    text = write(HEADINGS, [], how)
    assert "Layer" in text
    assert text.endswith("\n")

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnnstudio
from cnnstudio.gui import labels


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (138_357_544, "138 M"),
        (15.47e9, "15.5 G"),
        (9_098, "9.10 k"),
        (999.6, "1.00 k"),
        (784, "784"),
        (0, "0"),
        (0.5, "0.50"),
        (-2_500, "-2.50 k"),
        (999_600, "1.00 M"),
    ],
)
def test_three_significant_digits(value: float, words: str) -> None:
    assert labels.short(value) == words


def test_units_percents_sizes_durations() -> None:
    assert labels.short(15.47e9, "MAC") == "15.5 GMAC"
    assert labels.integer(138_357_544) == "138,357,544"
    assert labels.percent(0.98891) == "98.9 %"
    assert labels.percent(0.98891, 2) == "98.89 %"
    assert labels.data_size(64_300_000) == "61.3 MiB"
    assert labels.data_size(512) == "512 B"
    assert labels.data_size(1023.9 * 1024**2) == "1.00 GiB"
    assert labels.duration(0.84) == "0.8 s"
    assert labels.duration(9.97) == "10 s"
    assert labels.duration(59.7) == "1:00 min"
    assert labels.duration(185) == "3:05 min"
    assert labels.duration(3_729) == "1:02:09 h"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (19.0, "19"),
        (-2.0, "−2"),
        (0.25, "0.25"),
        (1 / 3, "0.3333"),
        (-0.123456, "−0.1235"),
        (0.0625, "0.0625"),
        (12.345, "12.35"),
        (1234.56, "1235"),
        (123456.7, "123457"),
        (999999.9, "1e6"),
        (-0.0001, "−1e−4"),
        (0.00123, "0.00123"),
        (0.000123456, "1.235e−4"),
        (0.00099996, "0.001"),
        (1234567.0, "1.235e6"),
        (float("-inf"), "−∞"),
        (float("inf"), "∞"),
        (float("nan"), "NaN"),
    ],
)
def test_numbers_have_four_figures_and_a_true_minus(value: float, text: str) -> None:
    assert labels.number(value) == text


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.floats(-1e12, 1e12, allow_subnormal=False), st.integers(1, 6))
def test_a_number_is_what_it_says_up_to_its_figures(value: float, figures: int) -> None:
    text = labels.number(value, figures)
    read = float(text.replace("−", "-"))
    assert abs(read - value) <= 0.5000001 * 10 ** (1 - figures) * abs(value)
    # Only zero is 0: a small number is never passed off as nothing.
    assert (text == "0") == (value == 0)
    assert float(labels.cell_number(value, figures).replace("−", "-")) == read
    assert float(labels.signed(value, figures).replace("−", "-")) == read


@pytest.mark.parametrize(("value", "text"), [(0.25, ".25"), (-0.75, "−.75"), (10.5, "10.5"), (0.0, "0"), (20.0, "20")])
def test_cells_leave_out_the_zero_before_the_point(value: float, text: str) -> None:
    assert labels.cell_number(value) == text


@pytest.mark.parametrize(("value", "text"), [(2.0, "2"), (0.1, "0.1"), (-1.5, "-1.5"), (1 / 3, "0.3333333333333333")])
def test_exact_numbers_come_back(value: float, text: str) -> None:
    assert labels.exact(value)[:6] == text[:6]
    assert abs(float(labels.exact(value)) - value) < 1e-7


def test_signs_columns_and_counting() -> None:
    assert [labels.signed(value) for value in (0.31, -0.31, 0.0)] == ["+0.31", "−0.31", "0"]
    assert labels.fixed(-1234.5, 2) == "−1,234.50"
    assert [labels.counted(index) for index in (0, 1233)] == ["1", "1,234"]


ROOMS = ("model_browser", "playground", "digit_canvas", "widgets")


def test_numbers_are_spelled_in_one_place() -> None:
    """No format of a room's own: figures, sign and exponent come from ``labels``."""
    gui = Path(cnnstudio.__file__).parent / "gui"
    own = []
    for room in ROOMS:
        files = sorted((gui / room).rglob("*.py"))
        assert files
        for file in files:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                written = isinstance(node, ast.Constant) and isinstance(node.value, str)
                if written and re.search(r"\{\w*:[+,]*(\.\d+)?[efgEG%]\}", node.value):
                    own.append(f"{file.relative_to(gui)}:{node.lineno}")
                if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                    spec = ast.unparse(node.format_spec)
                    if re.search(r"[efgEG%]['\"]$", spec):
                        own.append(f"{file.relative_to(gui)}:{node.lineno}")
    assert not own

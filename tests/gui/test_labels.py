import ast
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnnstudio
from cnnstudio.gui import labels
from tests import sentences


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
    assert [labels.counted(index) for index in (-1, -3)] == ["0", "−2"], "padding ahead of the first row"


def _uncounted(tree: ast.AST) -> list[int]:
    """Lines of sentences that name a row, a column, a map or a channel by a number not from ``counted``.

    A name or a field of a tuple is traced to where the function gives it its value.
    """
    found = []

    def is_counted(value: ast.expr, given: dict[str, ast.expr]) -> bool:
        if isinstance(value, ast.Subscript):
            return True  # words that were made elsewhere
        if isinstance(value, ast.Name):
            return value.id in given and is_counted(given[value.id], {})
        called = value.func if isinstance(value, ast.Call) else None
        return getattr(called, "attr", getattr(called, "id", "")) in ("counted", "place", "label")

    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        given: dict[str, ast.expr] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    names = target.elts if isinstance(target, ast.Tuple) else [target]
                    values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value] * len(names)
                    given |= {
                        name.id: value for name, value in zip(names, values, strict=False) if isinstance(name, ast.Name)
                    }
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format"):
                continue
            text = ast.unparse(node.func)
            if not re.search(r"[Rr]ows? |[Cc]olumns? |\(\{row\}|[Cc]hannel \{|[Mm]ap \{", text):
                continue
            found += [
                node.lineno
                for keyword in node.keywords
                if keyword.arg in PLACES and not is_counted(keyword.value, given)
            ]
    return found


PLACES = ("row", "col", "column", "top", "bottom", "left", "right", "channel", "map")


def test_rows_columns_maps_and_channels_are_counted_alike() -> None:
    """People count from 1, in every sentence of the window: a place never goes into one as the number it has here."""
    for wrong in ('tr("row {row}").format(row=cell.row)', 'tr("rows {top} to 3").format(top=str(top))'):
        assert _uncounted(ast.parse(f"def f():\n    {wrong}")) == [2]
    right = 'row, col = words.place(a, b)\n    tr("({row}, {col})").format(row=row, col=labels.counted(3))'
    assert _uncounted(ast.parse(f"def f():\n    {right}")) == []
    gui = Path(cnnstudio.__file__).parent / "gui"
    own = {str(file.relative_to(gui)): _uncounted(ast.parse(file.read_text())) for file in sorted(gui.rglob("*.py"))}
    assert {file: lines for file, lines in own.items() if lines} == {}


# The one place itself; what no user reads; numbers for machines; a tick's leading digit.
SPELLING = ("labels.py", "self_test.py", "training_panel/curve_export.py", "training_panel/curve_plot.py")


def test_numbers_are_spelled_in_one_place() -> None:
    """No format of a module's own: figures, separators, sign and exponent come from ``labels``."""
    own = []
    for name, tree in sentences.modules():
        if not name.startswith("gui/") or name.removeprefix("gui/") in SPELLING:
            continue
        for node in ast.walk(tree):
            written = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if written and re.search(r"\{\w*:[+,]*(\.\d+)?[efgEG%]\}", node.value):
                own.append(f"{name}:{node.lineno}")
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = ast.unparse(node.format_spec)
                if re.search(r"[,efgEG%]['\"]$", spec):
                    own.append(f"{name}:{node.lineno}")
        # What ``format`` puts in there would be written as C does it; a message knows better.
        texts = sentences.texts_of(tree, frozenset())
        own += [f"{name}: {text.source}" for text in texts if text.context != "core" and "{:" in _bare(text.source)]
    assert own == []


def _joined_in_english(tree: ast.AST) -> list[int]:
    """Lines where texts are put behind each other with English punctuation or a space between them."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "join"
            and isinstance(node.func.value, ast.Constant)
            and node.func.value.value in (", ", "; ", " and ", " or ")
        )
        or (isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and node.right.value == " ")
        or (isinstance(node, ast.AugAssign) and ast.unparse(node.value).startswith("' ' +"))
    ]


def test_what_is_listed_is_joined_as_the_language_does_it() -> None:
    for wrong in ("', '.join(names)", "text + ' '", "text += ' ' + more"):
        assert _joined_in_english(ast.parse(wrong)) == [1]
    assert _joined_in_english(ast.parse("' × '.join(sizes)")) == []
    # A style sheet's fonts, and arguments beside each other.
    others = ("gui/theme.py", "gui/labels.py", "gui/self_test.py", "gui/guard.py")
    found = {name: _joined_in_english(tree) for name, tree in sentences.modules() if name.startswith("gui/")}
    assert {name: lines for name, lines in found.items() if lines and name not in others} == {}


def test_no_plural_stands_in_brackets() -> None:
    assert [text for text in sentences.texts() if "(s)" in text.source] == []


def _bare(template: str) -> str:
    return re.sub(r"\{\w+", "{", template)


def test_an_equals_sign_stands_between_exact_numbers_only() -> None:
    assert labels.equals((16.75, labels.number(16.75)), (-1.25, labels.number(-1.25))) == "="
    assert labels.equals((0.1, labels.number(0.1)), (1234.0, "1,234")) == "="
    assert labels.equals((16.75, labels.number(16.75, 3))) == "≈"
    assert labels.equals((1.0, "1"), (1 / 3, labels.number(1 / 3))) == "≈"
    assert labels.equals((float("-inf"), labels.number(float("-inf")))) == "="


def test_numbers_for_machines_are_plain() -> None:
    assert [labels.for_machines(value) for value in (19_200_000.0, 0.000731, 0.0)] == ["19200000", "0.000731", "0"]
    # All digits of a whole number, however many.
    assert labels.for_machines(11_513_623_553) == "11513623553"
    assert labels.for_machines(-(2**52) - 1.0) == str(-(2**52) - 1)
    assert float(labels.for_machines(1e300)) == 1e300


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 digits"), (1, "1 digit"), (2, "2 digits"), (10_000, "10,000 digits")]
)
def test_a_count_and_its_noun_agree(count: int, words: str) -> None:
    assert labels.amount(count, "{n} digit", "{n:,} digits") == words
    assert labels.amount(count, "{n} digit of {whole}", "{n:,} digits of {whole}", whole="all").endswith(" of all")


_COUNTED = re.compile("\\{(\\w+)\\}[ \u00a0](?:[a-z]+ )?([a-z\u2011]+s)\\b")
# No nouns, whatever stands before them.
_OTHER_WORDS = re.compile(r"\b(as|bias|does|has|is|its|leads|reads|sees|takes|this|was)\b")
# Texts whose count is never one, or stands for no single thing.
_NEVER_ONE = (
    "More than {most} places",  # a hundred and more
    "{points} points",  # with two digits behind the point
    "{title}, {year}, {size} parameters",  # of networks of the catalogue
    "{title}: {top1} top-1",
    "{size} input pixels",  # 3 × 3
    "{columns} pixels",
    "guessing among {classes} classes",
    "non-linearities instead of one",
    "{memory} of weights",
    "of these the layer has {weights} weights",
    "{name} the steps jump over",
    "{name} that steps and dilation jump over",
    "{done} of {all} positions",
    "{ins} → {outs} channels",
    "of the first {count} of {total} pictures",
    "Measuring on the first {first} pictures",
    "{zero} of {total} weights of",  # 3 of 10 weights
    "{whole} cells are really there",
    "{wrong} of {total} test pictures",
    "{speed} images/s",
    "max of {count} values",  # listed where they are few
    "of the {set} test pictures",  # a set by its name
    "of the first {count} {set} test pictures",  # a whole batch at least
    "{count} classes are close together",  # said of two and more
    "{before} goes through {way}",  # a shape
    "{parts} = {total} channels",  # of two branches and more
    "{before} channels, 1 × 1 to {between}",  # more than there are between
    "one {kernel} in {groups} groups",  # said where there is more than one
    "{before} channels, each through its own",  # depthwise: more than one
    "That is done {sets} times",  # said where it is more than once
    "{count} convolutions of 3 × 3: one output sees {fields} numbers",  # a row of two and more
)


def test_every_count_in_the_window_agrees_with_its_noun() -> None:
    """A sentence with a count and a plural has its other form beside it."""
    said = {
        text
        for name, tree in sentences.modules()
        if name.startswith("gui/")
        for text in sentences.texts_of(tree, frozenset())
    }
    plain = [text.source for text in said if not text.counted and _COUNTED.search(_OTHER_WORDS.sub("", text.source))]
    assert [source for source in plain if not any(known in source for known in _NEVER_ONE)] == []
    assert [known for known in _NEVER_ONE if not any(known in source for source in plain)] == []
    assert sentences.Text("core", "on {n:,} digits it was not taught", counted=True) in said


@pytest.mark.parametrize(
    ("of", "digits", "text"),
    [
        (0.0, 1, "0.0 %"),
        (0.0004, 1, "< 0.1 %"),
        (0.0006, 1, "0.1 %"),
        (64 / 138_357_544, 2, "< 0.01 %"),
        (0.5, 2, "50.00 %"),
        (0.9994, 1, "99.9 %"),
        (0.9996, 1, "> 99.9 %"),
        (59_999 / 60_000, 2, "> 99.99 %"),
        (1.0, 2, "100.00 %"),
    ],
)
def test_a_trace_of_the_whole_is_not_none_of_it(of: float, digits: int, text: str) -> None:
    assert labels.share(of, digits) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (1.0, "1"),
        (1.0004, "1.0004"),
        (0.9999, "0.9999"),
        (1.04, "1.04"),
        (0.1114, "0.111"),
        (27.56, "27.6"),
        (99.7, "100"),
        (2340.6, "2,341"),
    ],
)
def test_what_is_not_quite_as_much_is_not_called_once_as_much(ratio: float, text: str) -> None:
    assert labels.times(ratio) == text

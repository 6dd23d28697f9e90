import pytest

from cnnstudio import terminal


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("layer", 5), ("卷积", 4), ("3 × 3 卷积", 10), ("é", 1), ("e\u0301", 1), ("（a）", 5)],
)
def test_how_wide_a_text_is(text: str, columns: int) -> None:
    assert terminal.width(text) == columns


def test_columns_stand_below_one_another() -> None:
    assert [terminal.padded(text, 6) for text in ("层", "layer", "卷积核", "too wide")] == [
        "层    ",
        "layer ",
        "卷积核",
        "too wide",
    ]
    assert terminal.padded("参数", 6, right=True) == "  参数"


@pytest.mark.parametrize(("columns", "text"), [(0, ""), (3, "卷"), (4, "卷积"), (9, "卷积 abc"), (10, "卷积 abc")])
def test_the_beginning_that_fits(columns: int, text: str) -> None:
    assert terminal.cut("卷积 abc", columns) == text


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 20, ["one two"]),
        ("a-word-without-end x", 8, ["a-word-w", "ithout-e", "nd x"]),
        ("卷积核滑过图片", 8, ["卷积核滑", "过图片"]),
        ("卷积核滑过。图片", 10, ["卷积核滑", "过。图片"]),
        ("用 3 × 3 卷积（默认）", 10, ["用 3 × 3", "卷积（默", "认）"]),
        ("见“卷积”一课", 6, ["见“卷", "积”一", "课"]),
    ],
)
def test_lines_are_broken_where_the_script_allows_it(text: str, columns: int, lines: list[str]) -> None:
    assert terminal.wrapped(text, columns) == lines


@pytest.mark.parametrize("columns", [1, 2, 5, 30])
def test_nothing_is_lost_and_nothing_too_wide(columns: int) -> None:
    text = "cnnstudio networks 列出的名称；FILE.py:CLASS 表示你自己的 Python 文件中的类，也可以是其中的网络（或函数）。"
    lines = terminal.wrapped(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    # A wide character does not fit into a single column.
    assert all(terminal.width(line) <= max(columns, 2) for line in lines)

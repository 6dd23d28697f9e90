import zipfile
from pathlib import Path

import pytest

from cnnstudio.lessons import checks
from tests.lessons.conftest import Changed


def told(path: Path) -> list[str]:
    return [str(fault) for fault in checks.check(path)[1]]


def test_nothing_is_wrong_with_the_example(example: Path) -> None:
    lesson, faults = checks.check(example)
    assert [str(fault) for fault in faults] == []
    assert lesson is not None


def test_a_zip_of_a_lesson_is_checked_alike(example: Path, tmp_path: Path) -> None:
    path = tmp_path / "example.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in example.iterdir():
            archive.write(file, f"example/{file.name}")
    assert told(path) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("[1,1,1,1]", "[1,1,1]", 5, r"."),
        ("cnnstudio:playground?free.geometry.padding=[1,1,1,1]", "cnnstudio:cellar", 5, "cellar"),
        (
            "cnnstudio:playground?free.geometry.padding=[1,1,1,1]",
            "lost.cnnstudio",
            5,
            "lost.cnnstudio: The file is not",
        ),
        ("stride == 2", "stripe == 2", 6, "no fact 'stripe'"),
        ("stride == 2", "padding == 1", 6, "met before anything was done"),
        ("stride == 2", "stride == 2 or not layer", 6, "met before anything was done"),
        ("stride == 2", 'stride == "2"', 6, "stride is never '2'"),
        ("stride == 2", "hovered == 1 and digit > 2", 6, "hovered is never 1"),
        ("stride == 2", 'bias == "on"', 6, "bias is never 'on'"),
        ("stride == 2", 'layer has "features.0"', 6, "layer is no list"),
        ("stride == 2", 'network == "nonet"', 6, "nonet"),
        ("stride == 2", 'run.network == "nonet"', 6, "nonet"),
        ("stride == 2", 'selected == "features.99"', 6, "features.99"),
        ("stride == 2", 'not digit == 3 and layer == "features.1"', 6, "cannot be opened"),
        ("{out(28, 5)}", "{out(3, 5)}", 1, "does not fit"),
        ("{out(28, 5)}", "{1 / 3}", 1, "has no end"),
        ("output_size(28, 5) slips", "output_size(28, 5, 2) slips", 10, ""),
        ("slips=[no_plus_one]", "slips=[stride_forgotten]", 10, "stride_forgotten gives the right result"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(changed: Changed, old: str, new: str, line: int, what: str) -> None:
    found = told(changed(old, new))
    if not what:
        assert found == []
        return
    assert len(found) == 2  # in both languages
    for name, fault in zip(("text.en.md", "text.zh_CN.md"), found, strict=True):
        assert fault.startswith(f"{name}, line {line}: ")
        assert what in fault


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("{out(28, 5)}", "{out(28, 6)}", 1, "{out(28, 6)} does not stand"),
        ("{out(28, 5)}", "24", 1, "{out(28, 5)} of line 1 of text.en.md is missing"),
        ("n - k", "n + k", 8, "n+k"),
        ("$$ n - k $$", "", 10, "Here stands ask"),
        ("stride == 2", "stride == 3", 6, "wait stride == 3"),
        ("[1,1,1,1]", "[2,2,2,2]", 5, "open"),
        ("output_size(28, 5) slips=[no_plus_one]", "output_size(28, 5)", 10, "ask"),
        ("::: ask output_size(28, 5) slips=[no_plus_one]\n", "", 3, "is missing in this section"),
        ("## A heading", "## A heading\n\n::: wait digit == 3", 5, "wait digit == 3"),
    ],
)
def test_what_one_language_alone_has_is_told(changed: Changed, old: str, new: str, line: int, what: str) -> None:
    path = changed(old, new, "text.zh_CN.md")
    found = told(path)
    assert any(what in fault for fault in found), found
    assert all(fault.startswith("text.zh_CN.md") for fault in found)
    assert any(fault.startswith(f"text.zh_CN.md, line {line}: ") for fault in found)


def test_a_number_that_cannot_be_computed_is_told_with_the_line_it_stands_in(changed: Changed) -> None:
    path = changed("Words,", "Words\nand {1 / 3} more\nand {out(2, 5)},", "text.en.md")
    lines = [
        fault.line for fault in checks.check(path)[1] if fault.file == "text.en.md" and "not stand" not in str(fault)
    ]
    assert lines == [2, 3]


def test_a_heading_that_one_language_alone_has_is_told(changed: Changed) -> None:
    path = changed("Words", "## Another\n\nWords", "text.zh_CN.md")
    assert any(fault.startswith("text.zh_CN.md, line 1: A section begins here") for fault in told(path))


def test_a_section_more_is_told(changed: Changed) -> None:
    path = changed("## A heading", "## Another\n\nWords.\n\n## A heading", "text.zh_CN.md")
    assert told(path) == ["text.zh_CN.md: It has 3 sections, and text.en.md has 2. Give both the same."]


def test_a_picture_is_looked_at(changed: Changed, lesson: Path) -> None:
    path = changed("## A heading", "::: figure a.png A caption\n\n## A heading")
    assert all("a.png: The file is not there" in fault for fault in told(path))
    (lesson / "a.png").write_bytes(b"no picture")
    assert len(told(path)) == 2
    assert all(", line 3: " in fault and "a.png" in fault for fault in told(path))


def test_a_wrong_exercise_is_told(changed: Changed) -> None:
    path = changed('"output_size(28, 5)"', '"output_size(28, 5)"\nslips = ["ceil_for_floor"]', "lesson.toml")
    assert told(path) == [
        "lesson.toml, line 12: The slip ceil_for_floor gives the right result here. Take other numbers, or leave it "
        "out."
    ]


def test_all_is_told_at_once_and_in_order(changed: Changed) -> None:
    changed("order = 1", "order = -1", "lesson.toml")
    changed("[1,1,1,1]", "[1]")
    path = changed("{out(28, 5)}", "{open(1)}")
    assert [fault.partition(": ")[0] for fault in told(path)] == [
        "lesson.toml, line 1",
        "text.en.md, line 1",
        "text.en.md, line 5",
        "text.zh_CN.md, line 1",
        "text.zh_CN.md, line 5",
    ]


def test_what_is_no_lesson_is_told(tmp_path: Path) -> None:
    assert "not there" in told(tmp_path / "none")[0]
    assert told(tmp_path) == [
        "There is no text. Write one into text.en.md.",
        "There is no lesson.toml. Write one with order, minutes and title.",
    ]

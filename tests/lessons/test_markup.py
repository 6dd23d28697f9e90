import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.lessons import markup
from cnnstudio.lessons.conditions import Compared
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.pieces import Ask, Figure, Formula, Open, Paragraph, Plain, Section, Target, Text, Wait
from cnnstudio.lessons.questions import OutputSize

LESSON = """\
Before the
first heading.

## One

::: open cnnstudio:playground?free.seed=1
::: wait padding == 1
- an item
- another

$$ n - k $$
$$
n
+ 1
$$

## Two

::: ask output_size(28, 5) slips=[no_plus_one, same]
::: figure a.png A **caption**.
::: open a.cnnstudio
"""


def parsed(content: str) -> tuple[Text, list[LessonError]]:
    text, faults = markup.parse(content, "text.en.md", "en")
    return text, list(faults)


def test_a_text_is_sections_of_blocks_that_know_their_lines() -> None:
    text, faults = parsed(LESSON)
    assert faults == []
    first, one, two = text.sections
    assert first == Section(1, "", (Paragraph(1, (Plain("Before the first heading."),)),))
    assert (one.line, one.title) == (4, "One")
    assert one.blocks == (
        Open(6, Target("link", "cnnstudio:playground?free.seed=1")),
        Wait(7, Compared("padding", "==", 1)),
        Paragraph(8, (Plain("an item"),), item=True),
        Paragraph(9, (Plain("another"),), item=True),
        Formula(11, "n - k"),
        Formula(12, "n\n+ 1"),
    )
    ask, figure, opened = two.blocks
    assert ask == Ask(19, OutputSize(28, 5), ("no_plus_one", "same"))
    assert isinstance(figure, Figure)
    assert figure.target == Target("picture", "a.png")
    assert opened == Open(21, Target("state", "a.cnnstudio"))
    assert list(text.steps()) == [one.blocks[0], one.blocks[1], *two.blocks]


def test_chinese_lines_are_joined_without_a_space() -> None:
    text, _ = parsed("卷积核\n在输入上滑动\nkernel\n滑动\n")
    (block,) = text.blocks()
    assert block == Paragraph(1, (Plain("卷积核在输入上滑动 kernel 滑动"),))


def test_the_lines_of_a_file_from_windows_count_alike() -> None:
    text, faults = parsed("\ufeff" + LESSON.replace("\n", "\r\n"))
    assert faults == []
    assert [step.line for step in text.steps()] == [6, 7, 19, 20, 21]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("# Title", "lesson.toml"),
        ("### Deeper", "heading"),
        ("##", "heading"),
        ("## A `code`", "plain words"),
        ("::: include other.md", "no step 'include'"),
        ("::: run x.py", "no step 'run'"),
        (":::", "no step"),
        ("::: open", "nothing"),
        ("::: open https://x.org", "fetched"),
        ("::: open file:///etc/passwd", "fetched"),
        ("::: open ../other/a.cnnstudio", "folder"),
        ("::: open /etc/passwd", "folder"),
        ("::: open C:\\a.cnnstudio", "fetched|folder"),
        ("::: open a.png", "figure"),
        ("::: open a.py", "no link"),
        ("::: open cnnstudio:playground?x", "damaged"),
        ("::: figure a.png", "caption"),
        ("::: figure https://x.org/a.png A picture", "fetched"),
        ("::: figure //x.org/a.png A picture", "fetched"),
        ("::: figure data:image/png;base64,AAAA A picture", "fetched"),
        ("::: figure a.bmp A picture", "picture"),
        ("::: figure a.png <b>x</b>", "HTML"),
        ("::: wait padding = 1", "go on"),
        ("::: ask guess(3)", "guess"),
        ("::: ask output_size(28, 5) slips=[flipped_kernel]", "flipped_kernel"),
        ("<script>alert(1)</script>", "HTML"),
        ("{1 +}", "cannot be read"),
        ("$$ \\input{x} $$", "input"),
        ("$$ x $$ y", "Behind"),
        ("$$ never ends", "does not end"),
        ("x" * 9000, "characters"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_rest_is_read(line: str, what: str) -> None:
    text, faults = parsed(f"Words.\n\n{line}\n")
    assert [(fault.file, fault.line) for fault in faults] == [("text.en.md", 3)]
    with pytest.raises(LessonError, match=what):
        raise faults[0]
    assert str(faults[0]).startswith("text.en.md, line 3: ")
    assert next(text.blocks()) == Paragraph(1, (Plain("Words."),))


def test_a_fault_in_a_paragraph_is_told_with_the_line_it_stands_in() -> None:
    _, faults = parsed("One\ntwo {out(28, 5} three\nfour.\n\nFive **six\nseven.\n")
    assert [fault.line for fault in faults] == [2, 5]


def test_all_faults_are_told_at_once() -> None:
    _, faults = parsed("a {b\n\n::: open x\n\n# c\n")
    assert [fault.line for fault in faults] == [1, 3, 5]


def test_an_empty_text_and_an_endless_one_are_told() -> None:
    assert [fault.line for fault in parsed("\n\n")[1]] == [1]
    _, faults = parsed("x\n\n" * 3000)
    assert "5,000 lines" in str(faults[0])


def test_a_state_needs_no_folder_but_its_own() -> None:
    assert markup.target("states/a b.cnnstudio") == Target("state", "states/a b.cnnstudio")
    for text in ("a/b/c/d.cnnstudio", "~/a.cnnstudio", ".hidden.cnnstudio", "a\\b.cnnstudio"):
        with pytest.raises(ConfigError):
            markup.target(text)

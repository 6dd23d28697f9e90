import pytest

from cnnstudio.gui.widgets.spoken_formula import spoken
from cnnstudio.lessons import shelf
from cnnstudio.lessons.pieces import Formula


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"\frac{a + 1}{b}", "a plus 1 over b"),
        (
            r"\left\lfloor \frac{n - k}{s} \right\rfloor + 1",
            "the floor of n minus k over s end of the floor plus 1",
        ),
        (r"k_h \times 3{,}000", "k sub h times 3,000"),
        (r"x^{2}", "x to the power of 2"),
        (r"\sum_{a=0}^{k_h - 1} X_{i+a,\, j}", "the sum from a equals 0 to k sub h minus 1 of X sub i plus a , j"),
        (r"\text{if the input is } \alpha", "if the input is alpha"),
        (r"\color{#010203}{112}", "112"),
        ("_", " sub "),
        ("}{", ""),
        ("\\", ""),
    ],
)
def test_a_formula_is_read_as_words(latex: str, words: str) -> None:
    assert spoken(latex).split() == words.split()


def test_every_formula_of_the_course_is_words() -> None:
    for lesson in shelf.lessons():
        for block in lesson.text("en").blocks():
            if isinstance(block, Formula):
                found = spoken(block.latex)
                assert found
                assert not set(found) & set("\\{}_^$"), found

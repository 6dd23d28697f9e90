import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.lessons import spans
from cnnstudio.lessons.expressions import Expression
from cnnstudio.lessons.pieces import Bold, Code, Computed, InlineFormula, Plain


def test_a_line_is_words_terms_code_formulas_and_numbers() -> None:
    assert spans.parse("A **kernel** of `3x3`, $k_h$ high, has {3*3} weights.") == (
        Plain("A "),
        Bold("kernel"),
        Plain(" of "),
        Code("3x3"),
        Plain(", "),
        InlineFormula("k_h"),
        Plain(" high, has "),
        Computed(Expression("3*3")),
        Plain(" weights."),
    )


def test_a_backslash_keeps_the_next_sign() -> None:
    assert spans.parse(r"\{1\} costs \$2, \`x\` \*\*y\*\* \<b> \n") == (Plain(r"{1} costs $2, `x` **y** <b> \n"),)


def test_signs_of_arithmetic_are_words() -> None:
    assert spans.parse("3*3 < 10, n < k and a - b") == (Plain("3*3 < 10, n < k and a - b"),)


def test_code_is_shown_as_it_stands() -> None:
    assert spans.parse("`<script>alert(1)</script> {x} **y**`") == (Code("<script>alert(1)</script> {x} **y**"),)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a **term", "term"),
        ("some `code", "code"),
        ("a $formula", "formula"),
        ("a {number", "number"),
        ("a number}", "begun"),
        ("an {} empty one", "nothing in it"),
        ("a <script>alert(1)</script>", "HTML"),
        ("</b>", "HTML"),
        ("<!-- x -->", "HTML"),
        ("**<b>**", "HTML"),
        ("![x](https://x.org/y.png)", "figure"),
        ("[x](y)", "figure"),
        ("{open('x')}", "function"),
        (r"$\input{x}$", "input"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        spans.parse(text)


def test_the_words_alone_are_what_a_search_looks_through() -> None:
    assert spans.plain_text(spans.parse("A **kernel** of `3`, $k$: {3*3}.")) == "A kernel of 3, k: 3*3."

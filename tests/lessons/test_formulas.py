import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.lessons import formulas


@pytest.mark.parametrize(
    "latex",
    [
        r"\left\lfloor \frac{n - k + p + s}{s} \right\rfloor",
        r"\sum_{i=0}^{k_h - 1} x_{i} w_{i} + b",
        r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
        r"\{1, 2, \ldots, n\} \, \% \;",
        r"\hat{y} = \operatorname{argmax} z, \quad \mathcal{F}(x) + x",
        r"a \rightarrow b",
    ],
)
def test_what_the_subject_needs_is_understood(latex: str) -> None:
    formulas.check(latex)


@pytest.mark.parametrize(
    ("latex", "what"),
    [
        (r"\input{secret.tex}", "input"),
        (r"\href{https://x.org}{x}", "href"),
        (r"\def\x{1}", "def"),
        (r"\includegraphics{x}", "includegraphics"),
        (r"\write18{ls}", "write"),
        (r"\begin{verbatim} \end{verbatim}", "verbatim"),
        (r"\frac{1}{2", "braces"),
        (r"1}{", "braces"),
        (r"\begin{cases} x", "does not end"),
        (r"x \end{cases}", "not begun"),
        (r"\left( x", "right"),
        ("  ", "empty"),
        ("x" * 2000, "characters"),
        ("{" * 20 + "}" * 20 + "{", "braces"),
    ],
)
def test_what_cannot_be_set_is_refused_by_name(latex: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        formulas.check(latex)


def test_words_inside_a_formula_belong_to_a_language() -> None:
    english, chinese = r"x \text{ if } x > 0", r"x  \text{ 当 } x > 0"
    assert formulas.without_words(english) == formulas.without_words(chinese)
    assert formulas.without_words("x + 1") != formulas.without_words("x + 2")

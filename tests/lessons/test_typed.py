from fractions import Fraction

import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.lessons import typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("26", 26),
        (" 61,706 ", 61706),
        ("61 706", 61706),
        ("61\u202f706", 61706),
        ("1,234,567", 1234567),
        ("1/4", Fraction(1, 4)),
        ("0.25", Fraction(1, 4)),
        (".5", Fraction(1, 2)),
        ("3*3*64", 576),
        ("3·3·64", 576),
        ("3 × 3 x 64 + 64", 640),
        ("3x3x64", 576),
        ("(28 - 5)/2 + 1", Fraction(25, 2)),
        ("-3", -3),
        ("−3", -3),
        ("2^10", 1024),
        ("2**10", 1024),
        ("3²·64", 576),
        ("-2^2", -4),
        ("2*-3", -6),
        ("１２８", 128),
        ("３＊３＊６４", 576),
        ("（１＋２）×２", 6),
        ("½", Fraction(1, 2)),
        ("1 000 000", 1000000),
    ],
)
def test_numbers_are_read_exactly_however_they_are_typed(text: str, value: Fraction) -> None:
    assert typed.number(text).value == value


@pytest.mark.parametrize(
    "text",
    ["", "a", "26 x", "3 4", "1/0", "2^99", "(1", "1)", "1..2", "1e9", "nan", "inf", "__import__", "9" * 200,
     "10^18*10", "(" * 40 + "1" + ")" * 40, "1,23", "1,2,3", "9" * 50],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        typed.number(text)


@pytest.mark.parametrize(
    ("text", "number", "means"),
    [
        ("0.33", Fraction(1, 3), True),
        ("0.34", Fraction(1, 3), False),
        ("0.3", Fraction(1, 3), False),
        ("1/3", Fraction(1, 3), True),
        ("0.667", Fraction(2, 3), True),
        ("26", Fraction(51, 2), False),
        ("2.50", Fraction(5, 2), True),
        ("2.5+0", Fraction(5, 2), True),
    ],
)
def test_a_decimal_may_be_rounded_to_its_places(text: str, number: Fraction, means: bool) -> None:
    assert typed.number(text).means(number) is means


@pytest.mark.parametrize(
    "text",
    ["16 x 14 x 14", "16×14×14", "(16, 14, 14)", "[16,14,14]", "16 14 14", "16; 14; 14", "16*14*14", "16 by 14 by 14",
     "１６，１４，１４", "16、14、14", "16乘14乘14"],
)  # fmt: skip
def test_a_shape_may_be_typed_in_many_ways(text: str) -> None:
    assert typed.sides(text) == (16, 14, 14)


def test_a_lone_number_is_a_shape_of_one_side() -> None:
    assert typed.sides("784") == (784,)
    assert typed.sides("16*(7+7)") == (224,)


@pytest.mark.parametrize("text", ["", "x", "16 x", "x 16", "16 x 14 x a"])
def test_what_is_no_shape_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        typed.sides(text)

from typing import Any

import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.lessons import conditions
from cnnstudio.lessons.conditions import Compared, Every, Some, Unless

FACTS: dict[str, Any] = {
    "padding": 1,
    "stride": [3, 2],
    "digit": 9,
    "layer": "features.0",
    "map": "",
    "hovered": ["input 0 0", "output 0 0"],
    "run.accuracy": 97.5,
    "bias": True,
    "models.tab": "compare",
    "models.node": None,
}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("padding == 1", True),
        ("padding == 1.0", True),
        ("padding == true", False),
        ("padding != 2", True),
        ("stride == [3, 2]", True),
        ("stride == [3, 2, 1]", False),
        ("stride > 1", False),
        ("run.accuracy > 97", True),
        ("run.accuracy >= 97.5 and run.accuracy <= 97.5", True),
        ("run.accuracy < 97", False),
        ('hovered has "output 0 0"', True),
        ('hovered has "output 1 0"', False),
        ('layer has "features.0"', False),
        ("layer", True),
        ("map", False),
        ("not map", True),
        ("bias == true", True),
        ("bias == 1", False),
        ("models.node == null", True),
        ('models.tab == "compare"', True),
        ("digit == 9 and padding == 2 or bias", True),
        ("digit == 9 and (padding == 2 or map)", False),
        ("not (digit == 9 and bias)", False),
        ("unheard == 1", False),
        ("unheard != 1", False),
        ("not unheard", True),
    ],
)
def test_a_condition_is_met_or_not(text: str, met: bool) -> None:
    condition = conditions.parse(text)
    assert conditions.holds(condition, FACTS) is met
    assert conditions.parse(conditions.written(condition)) == condition


def test_and_binds_closer_than_or() -> None:
    assert conditions.parse("a or b and not c") == Some((Compared("a"), Every((Compared("b"), Unless(Compared("c"))))))


def test_the_facts_that_are_asked_for_are_named() -> None:
    assert list(conditions.names(conditions.parse("a == 1 and (b.c or not d)"))) == ["a", "b.c", "d"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "padding ==",
        "padding = 1",
        "== 1",
        "padding == one",
        "padding == 1 2",
        "(padding == 1",
        "padding == 1)",
        "a and",
        "a or or b",
        "padding > [1]",
        'padding > "1"',
        'padding == "open',
        "padding == [1,",
        "padding == -Infinity",
        "run.accuracy > 97 %",
        "import os",
        "a; b",
        "not " * 40 + "a",
        "(" * 40 + "a" + ")" * 40,
        "a" * 600,
    ],
)
def test_what_is_no_condition_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        conditions.parse(text)

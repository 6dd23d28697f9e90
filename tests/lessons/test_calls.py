import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.lessons import calls
from cnnstudio.lessons.calls import Call


def test_a_call_is_read_as_data() -> None:
    assert calls.parse('cell(4, -1, path="a.b", layers=[3, [2, 2]])') == Call(
        "cell", (4, -1), (("path", "a.b"), ("layers", (3, (2, 2))))
    )


@pytest.mark.parametrize(
    "text",
    [
        "out",
        "out(28",
        "out(n)",
        "out(1.5)",
        "out(2 ** 3)",
        "out(__import__('os'))",
        "out(**{})",
        "out(lambda: 1)",
        "a.b(1)",
        "out(1)(2)",
        "out(1); out(2)",
        "out('\\\\x')",
        "out(" + "1," * 200 + ")",
        "(" * 250 + ")" * 250,
        f"out({10**13})",
    ],
)
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        calls.parse(text)


@pytest.mark.parametrize(
    ("value", "window"), [(3, (3, 1, 1)), ((2, 2), (2, 2, 1)), ((3, 1, 2), (3, 1, 2)), ((5,), (5, 1, 1))]
)
def test_a_layer_is_a_kernel_a_stride_and_a_dilation(value: calls.Value, window: tuple[int, int, int]) -> None:
    assert calls.window(value) == window


@pytest.mark.parametrize("value", [0, 65, (), (1, 2, 3, 4), "3", ((3,), 1), (3, "1")])
def test_what_is_no_layer_is_refused(value: calls.Value) -> None:
    with pytest.raises(ConfigError, match="layer"):
        calls.window(value)

import pytest

from cnnstudio.convolution.formula import SpecialCase
from cnnstudio.convolution.geometry import Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.receptive_field import LayerKind, StackPreset
from cnnstudio.gui.playground import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (19.0, "19"),
        (-2.0, "−2"),
        (0.25, "0.25"),
        (1 / 3, "0.33"),
        (0.0625, "0.062"),
        (12.345, "12.3"),
        (123.456, "123"),
        (-0.0001, "−1e−4"),
        (1234567.0, "1e6"),
        (float("-inf"), "−∞"),
        (float("inf"), "∞"),
        (float("nan"), "NaN"),
    ],
)
def test_numbers_in_few_characters(value: float, text: str) -> None:
    assert words.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.25, ".25"), (-0.75, "−.75"), (10.5, "10.5"), (0.0, "0"), (20.0, "20")])
def test_compact_numbers(value: float, text: str) -> None:
    assert words.compact(value) == text


@pytest.mark.parametrize(("value", "text"), [(2.0, "2"), (0.1, "0.1"), (-1.5, "-1.5"), (1 / 3, "0.3333333333333333")])
def test_exact_numbers_come_back(value: float, text: str) -> None:
    assert words.exact(value)[:6] == text[:6]
    assert abs(float(words.exact(value)) - value) < 1e-7


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        (words.operation, Operation),
        (words.padding_mode, PaddingMode),
        (words.kernel_preset, KernelPreset),
        (words.input_preset, InputPreset),
        (words.stack_preset, StackPreset),
        (words.layer_kind, LayerKind),
        (words.special_case, SpecialCase),
    ],
)
def test_everything_has_a_word_of_its_own(word, kinds) -> None:
    found = [word(kind) for kind in kinds]
    assert len(set(found)) == len(found)
    assert all(found)

import pytest

from cnnstudio.convolution.formula import SpecialCase
from cnnstudio.convolution.geometry import Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.receptive_field import LayerKind, StackPreset
from cnnstudio.gui.playground import words


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

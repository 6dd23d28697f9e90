from dataclasses import replace

import pytest

from cnnstudio.convolution.formula import SpecialCase
from cnnstudio.convolution.geometry import Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.receptive_field import LayerKind, StackPreset
from cnnstudio.convolution.state import PlaygroundState
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


def test_places_are_counted_from_the_inputs_first_cell() -> None:
    """Padding comes before it; of kernels and outputs the first is the first."""
    padded = replace(PlaygroundState().geometry, padding=(2, 2, 1, 1))
    assert (padded.rows.before, padded.cols.before) == (2, 1)
    assert words.place(padded, Cell(Block.INPUT, 0, 2, 1)) == ("1", "1")
    assert words.place(padded, Cell(Block.INPUT, 0, 0, 0)) == ("−1", "0")
    assert words.place(padded, Cell(Block.OUTPUT, 0, 0, 0)) == ("1", "1")
    assert words.place(padded, Cell(Block.KERNEL, 0, 1, 0)) == ("2", "1")
    transposed = PlaygroundState().with_operation(Operation.TRANSPOSED).geometry
    assert words.place(transposed, Cell(Block.INPUT, 0, 0, 1)) == ("1", "2")

"""The core's types in the user's words."""

from PySide6.QtCore import QCoreApplication

from cnnstudio.convolution.formula import SpecialCase
from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.receptive_field import LayerKind, StackPreset
from cnnstudio.gui import labels

translate = QCoreApplication.translate


def operation(which: Operation) -> str:
    """An operation's name."""
    return {
        Operation.CROSS_CORRELATION: translate("playground", "Cross-correlation"),
        Operation.CONVOLUTION: translate("playground", "Convolution (kernel flipped)"),
        Operation.MAX_POOL: translate("playground", "Max-pooling"),
        Operation.AVERAGE_POOL: translate("playground", "Average pooling"),
        Operation.TRANSPOSED: translate("playground", "Transposed convolution"),
    }[which]


def padding_mode(which: PaddingMode) -> str:
    """What fills the padding."""
    return {
        PaddingMode.ZEROS: translate("playground", "Zeros"),
        PaddingMode.REFLECT: translate("playground", "Reflection"),
        PaddingMode.REPLICATE: translate("playground", "Replication"),
        PaddingMode.CIRCULAR: translate("playground", "Circular"),
    }[which]


def kernel_preset(which: KernelPreset) -> str:
    """A kernel's name."""
    return {
        KernelPreset.COUNT: translate("playground", "0, 1, 2, ..."),
        KernelPreset.IDENTITY: translate("playground", "Identity"),
        KernelPreset.BOX: translate("playground", "Box blur"),
        KernelPreset.GAUSSIAN: translate("playground", "Gaussian blur"),
        KernelPreset.SHARPEN: translate("playground", "Sharpen"),
        KernelPreset.SOBEL_X: translate("playground", "Sobel, across"),
        KernelPreset.SOBEL_Y: translate("playground", "Sobel, down"),
        KernelPreset.LAPLACIAN: translate("playground", "Laplacian"),
        KernelPreset.EMBOSS: translate("playground", "Emboss"),
        KernelPreset.RANDOM: translate("playground", "Random"),
        KernelPreset.CUSTOM: translate("playground", "By hand"),
    }[which]


def input_preset(which: InputPreset) -> str:
    """An input's name."""
    return {
        InputPreset.COUNT: translate("playground", "0, 1, 2, ..."),
        InputPreset.RAMP_X: translate("playground", "Ramp across"),
        InputPreset.RAMP_Y: translate("playground", "Ramp down"),
        InputPreset.CHECKERBOARD: translate("playground", "Checkerboard"),
        InputPreset.EDGE: translate("playground", "Edge"),
        InputPreset.IMPULSE: translate("playground", "Single one"),
        InputPreset.DISC: translate("playground", "Disc"),
        InputPreset.DIGIT: translate("playground", "Seven, drawn"),
        InputPreset.RANDOM: translate("playground", "Random"),
        InputPreset.CUSTOM: translate("playground", "By hand or picture"),
    }[which]


def stack_preset(which: StackPreset) -> str:
    """A stack's name."""
    return {
        StackPreset.TWO_3X3: translate("playground", "3 × 3 twice"),
        StackPreset.THREE_3X3: translate("playground", "3 × 3 three times"),
        StackPreset.CONVNET: translate("playground", "ConvNet"),
        StackPreset.LENET5: translate("playground", "LeNet-5"),
        StackPreset.VGG_BLOCK: translate("playground", "VGG's first block"),
    }[which]


def layer_kind(which: LayerKind) -> str:
    """A layer's kind."""
    return (
        translate("playground", "Convolution") if which is LayerKind.CONVOLUTION else translate("playground", "Pooling")
    )


def special_case(which: SpecialCase) -> str:
    """What a special case of the formula means."""
    return {
        SpecialCase.SAME: translate("playground", "“Same” padding: p = k − 1, half on each side, so the size stays."),
        SpecialCase.FULL_PADDING: translate("playground", "p = k − 1: the size is ⌊(n + s − 1) / s⌋."),
        SpecialCase.DIVISIBLE: translate("playground", "p = k − 1 and n divisible by s: the size is n / s."),
        SpecialCase.NOTHING_LEFT: translate("playground", "The last window ends at the edge: the floor cuts nothing."),
        SpecialCase.ONE_BY_ONE: translate("playground", "1×1: the same linear layer over the channels at every pixel."),
        SpecialCase.DEPTHWISE: translate("playground", "Depthwise: every channel has a filter of its own."),
        SpecialCase.GLOBAL: translate("playground", "The window spans the whole input: global, one number a channel."),
    }[which]


def place(geometry: Geometry, cell: Cell) -> tuple[str, str]:
    """Row and column of a cell, as they are said: counted from 1 at the input's first cell, not in its padding."""
    row, col = cell.row, cell.col
    if cell.block is Block.INPUT:
        row, col = geometry.rows.unpadded(row), geometry.cols.unpadded(col)
    return labels.counted(row), labels.counted(col)

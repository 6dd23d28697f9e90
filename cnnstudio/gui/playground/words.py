"""The core's types in the user's words."""

from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from cnnstudio.convolution.formula import SpecialCase
from cnnstudio.convolution.geometry import Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.receptive_field import LayerKind, StackPreset


def tr(text: str) -> str:
    """A text of the playground, translated."""
    return QCoreApplication.translate("playground", text)


def operation(which: Operation) -> str:
    """An operation's name."""
    return {
        Operation.CROSS_CORRELATION: tr("Cross-correlation"),
        Operation.CONVOLUTION: tr("Convolution (kernel flipped)"),
        Operation.MAX_POOL: tr("Max-pooling"),
        Operation.AVERAGE_POOL: tr("Average pooling"),
        Operation.TRANSPOSED: tr("Transposed convolution"),
    }[which]


def padding_mode(which: PaddingMode) -> str:
    """What fills the padding."""
    return {
        PaddingMode.ZEROS: tr("Zeros"),
        PaddingMode.REFLECT: tr("Reflection"),
        PaddingMode.REPLICATE: tr("Replication"),
        PaddingMode.CIRCULAR: tr("Circular"),
    }[which]


def kernel_preset(which: KernelPreset) -> str:
    """A kernel's name."""
    return {
        KernelPreset.COUNT: tr("0, 1, 2, ..."),
        KernelPreset.IDENTITY: tr("Identity"),
        KernelPreset.BOX: tr("Box blur"),
        KernelPreset.GAUSSIAN: tr("Gaussian blur"),
        KernelPreset.SHARPEN: tr("Sharpen"),
        KernelPreset.SOBEL_X: tr("Sobel, across"),
        KernelPreset.SOBEL_Y: tr("Sobel, down"),
        KernelPreset.LAPLACIAN: tr("Laplacian"),
        KernelPreset.EMBOSS: tr("Emboss"),
        KernelPreset.RANDOM: tr("Random"),
        KernelPreset.CUSTOM: tr("By hand"),
    }[which]


def input_preset(which: InputPreset) -> str:
    """An input's name."""
    return {
        InputPreset.COUNT: tr("0, 1, 2, ..."),
        InputPreset.RAMP_X: tr("Ramp across"),
        InputPreset.RAMP_Y: tr("Ramp down"),
        InputPreset.CHECKERBOARD: tr("Checkerboard"),
        InputPreset.EDGE: tr("Edge"),
        InputPreset.IMPULSE: tr("Single one"),
        InputPreset.DISC: tr("Disc"),
        InputPreset.DIGIT: tr("Seven, drawn"),
        InputPreset.RANDOM: tr("Random"),
        InputPreset.CUSTOM: tr("By hand or picture"),
    }[which]


def stack_preset(which: StackPreset) -> str:
    """A stack's name."""
    return {
        StackPreset.TWO_3X3: tr("3x3 twice"),
        StackPreset.THREE_3X3: tr("3x3 three times"),
        StackPreset.CONVNET: tr("ConvNet"),
        StackPreset.LENET5: tr("LeNet-5"),
        StackPreset.VGG_BLOCK: tr("VGG's first block"),
    }[which]


def layer_kind(which: LayerKind) -> str:
    """A layer's kind."""
    return tr("Convolution") if which is LayerKind.CONVOLUTION else tr("Pooling")


def special_case(which: SpecialCase) -> str:
    """What a special case of the formula means."""
    return {
        SpecialCase.SAME: tr("“Same” padding: p = k − 1, half on each side, so the size stays."),
        SpecialCase.FULL_PADDING: tr("p = k − 1: the size is ⌊(n + s − 1) / s⌋."),
        SpecialCase.DIVISIBLE: tr("p = k − 1 and n divisible by s: the size is n / s."),
        SpecialCase.NOTHING_LEFT: tr("The last window ends at the edge: the floor cuts nothing."),
        SpecialCase.ONE_BY_ONE: tr("1×1: the same linear layer over the channels at every pixel."),
        SpecialCase.DEPTHWISE: tr("Depthwise: every channel has a filter of its own."),
        SpecialCase.GLOBAL: tr("The window spans the whole input: global, one number a channel."),
    }[which]


@lru_cache(maxsize=16384)
def number(value: float, decimals: int = 3) -> str:
    """A cell's number in few characters: three significant digits, at most so many decimals, a true minus sign."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= 100_000 or (0 < size < 0.0005):
        text = f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e")
    elif float(value).is_integer() or size >= 100:
        text = f"{value:.0f}"
    else:
        wanted = 1 if size >= 10 else 2 if size >= 0.1 else 3
        text = f"{value:.{min(wanted, decimals)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def compact(value: float, decimals: int = 3) -> str:
    """`number` without the zero before the point, for small cells: −.75."""
    text = number(value, decimals)
    return text.replace("0.", ".", 1) if text.startswith(("0.", "−0.")) else text


def exact(value: float) -> str:
    """A number as precisely as float32 holds it, for editing and hovering."""
    import numpy as np

    return str(int(value)) if float(value).is_integer() and abs(value) < 1e7 else str(np.float32(value))

"""From what PyTorch raises in the middle of a network to a sentence that names the layer."""

import re

from cnnstudio.analysis.building import describe
from cnnstudio.analysis.recorder import Call
from cnnstudio.errors import NetworkInputError

_TOO_SMALL = re.compile(
    r"Kernel size can't be greater|Output size is too small|non-positive|has no elements|smaller than"
)
_CHANNELS = re.compile(r"to have (\d+) channels, but got (\d+) channels")
_MATRIX = re.compile(
    r"mat1 and mat2|same reduction dim|shapes cannot be multiplied|size mismatch|expected .*normalized"
)


def sentence(title: str, input_shape: tuple[int, ...], call: Call | None, error: Exception) -> NetworkInputError:
    """What went wrong, where, and what to do.

    Args:
        title: the network's name as shown.
        input_shape: (C, H, W).
        call: the innermost layer that was running.
        error: what it raised.
    """
    start = f"{title} cannot take a {describe(input_shape)} input"
    text = str(error)
    if call is None:
        return NetworkInputError(f"{start}: {_first_line(text)}")
    where = f"layer {call.path} ({type(call.module).__name__})" if call.path else "the network itself"
    got = f" gets {describe(call.input_shape[1:])}" if call.input_shape else " fails"
    if _TOO_SMALL.search(text):
        return NetworkInputError(f"{start}: {where}{got}, which is smaller than its window. Choose a larger input.")
    if found := _CHANNELS.search(text):
        return NetworkInputError(
            f"{start}: {where} was made for {found[1]} channels and gets {found[2]}. Choose an input with {found[1]}."
            if call.path
            else f"{start}: {_first_line(text)}"
        )
    if _MATRIX.search(text):
        features = getattr(call.module, "in_features", None)
        made_for = f"was made for {features:,} numbers" if isinstance(features, int) else "was made for another size"
        return NetworkInputError(
            f"{start}: {where} {made_for} and{got}. Choose the input size the network was made for."
        )
    return NetworkInputError(f"{start}: {where} fails: {_first_line(text)}")


def _first_line(text: str) -> str:
    line = text.strip().splitlines()[0].strip() if text.strip() else "no reason given"
    return line if line.endswith((".", "!", "?")) else f"{line}."

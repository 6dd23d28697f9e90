"""From what PyTorch raises in the middle of a network to a sentence that names the layer."""

import re

from cnnstudio.analysis.building import describe
from cnnstudio.analysis.recorder import Call
from cnnstudio.errors import NetworkInputError
from cnnstudio.messages import Message

_TOO_SMALL = re.compile(
    r"Kernel size can't be greater|Output size is too small|non-positive|has no elements|smaller than"
)
_MATRIX = re.compile(
    r"mat1 and mat2|same reduction dim|shapes cannot be multiplied|size mismatch|expected .*normalized"
)


class OtherFailureError(NetworkInputError):
    """A failure that has not to do with the input's size: perhaps it would not happen with numbers at hand."""


class CutOffError(OtherFailureError):
    """A network that ran, and whose result could not be followed back to its input."""


def cut_off(title: str) -> CutOffError:
    """That a network's result could not be followed back to its input, and what to do."""
    return CutOffError(
        "{title} returns no tensor that can be followed back to its input: none at all, a constant, or one that "
        "went through NumPy or through Python's numbers. Return from forward() what PyTorch's functions make of the "
        "input.",
        title=title,
    )


def sentence(title: str, input_shape: tuple[int, ...], call: Call | None, error: Exception) -> NetworkInputError:
    """What went wrong, where, and what to do.

    Args:
        title: the network's name as shown.
        input_shape: (C, H, W).
        call: the innermost layer that was running.
        error: what it raised.
    """
    start = Message("{title} cannot take a {shape} input", title=title, shape=describe(input_shape))
    text = str(error)
    if call is None:
        return OtherFailureError("{start}: {why}", start=start, why=_first_line(text))
    where = (
        Message("layer {path} ({kind})", path=call.path, kind=type(call.module).__name__)
        if call.path
        else Message("the network itself")
    )
    got = Message("gets {shape}", shape=describe(call.input_shape[1:])) if call.input_shape else Message("fails")
    if _TOO_SMALL.search(text):
        return NetworkInputError(
            "{start}: {where} {got}, which is smaller than its window. Choose a larger input.",
            start=start,
            where=where,
            got=got,
        )
    channels = _channels(call)
    if channels is not None:
        wanted, given = channels
        return NetworkInputError(
            "{start}: {where} was made for {wanted} channels and gets {given}. Choose an input with {wanted}.",
            start=start,
            where=where,
            wanted=wanted,
            given=given,
        )
    if _MATRIX.search(text):
        features = getattr(call.module, "in_features", None)
        made_for = (
            Message("was made for {count:,} numbers", count=features)
            if isinstance(features, int)
            else Message("was made for another size")
        )
        return NetworkInputError(
            "{start}: {where} {made_for} and {got}. Choose the input size the network was made for.",
            start=start,
            where=where,
            made_for=made_for,
            got=got,
        )
    return OtherFailureError("{start}: {where} fails: {why}", start=start, where=where, why=_first_line(text))


def _channels(call: Call) -> tuple[int, int] | None:
    """How many channels a layer was made for and how many it gets, where they differ.

    By its own numbers: what PyTorch says of it is not the same on every device, nor in every version.
    """
    made_for = getattr(call.module, "in_channels", None)
    if not isinstance(made_for, int) or call.input_shape is None or len(call.input_shape) < 3:
        return None
    given = call.input_shape[1]
    return (made_for, given) if given != made_for else None


def _first_line(text: str) -> str:
    if not text.strip():
        return Message("no reason given.")
    line = text.strip().splitlines()[0].strip()
    return line if line.endswith((".", "!", "?")) else f"{line}."

"""Which layer of a network is opened, with which channels in front: names and places, no numbers. Torch-free."""

from dataclasses import dataclass
from typing import ClassVar

SHOWN_OUTPUTS, SHOWN_INPUTS = 6, 6
"""As many channels are shown unless others are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLayer:
    """A layer of the current network, opened: names and places, no numbers.

    Attributes:
        path: the module's path, ``"features.3"``.
        call: which time it is called, counted from 1, where the network uses it several times.
        outputs: the output channels that are shown, the one in front first; none = ``front`` and the strongest.
        inputs: the input channels that are shown; none = those that add most to the output channel in front.
        row, col: the unit that is taken apart; (0, 0) = the strongest one.
        front: the output channel in front where ``outputs`` names none; None = the strongest.
    """

    KIND: ClassVar[str] = "opened-layer"

    path: str
    call: int = 1
    outputs: tuple[int, ...] = ()
    inputs: tuple[int, ...] = ()
    row: int = 0
    col: int = 0
    front: int | None = None


OPENABLE = frozenset(
    (
        "AdaptiveAvgPool2d",
        "AdaptiveMaxPool2d",
        "AvgPool2d",
        "Conv2d",
        "ConvTranspose2d",
        "Linear",
        "MaxPool2d",
        "SparseConv2d",
        "Subsampling",
    )
)
"""Class names of the layers whose arithmetic the playground knows."""

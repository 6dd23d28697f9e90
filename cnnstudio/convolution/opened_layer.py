"""Which layer of a network is opened, with which channels in front: names and places, no numbers. Torch-free."""

from dataclasses import dataclass
from typing import ClassVar

from cnnstudio.errors import ConfigError

SHOWN_OUTPUTS, SHOWN_INPUTS = 6, 6
"""As many channels are shown unless others are named."""
_MOST_SHOWN = 64


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

    def __post_init__(self) -> None:
        shown = (*self.outputs, *self.inputs)
        if not self.path or self.call < 1 or min((self.row, self.col, self.front or 0, *shown)) < 0:
            raise ConfigError("This is no layer that could be opened: it has no path, or counts from below 0.")
        if max(len(self.outputs), len(self.inputs)) > _MOST_SHOWN:
            raise ConfigError(
                "At most {most_shown} channels of a layer are shown at once. Name fewer.", most_shown=_MOST_SHOWN
            )


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

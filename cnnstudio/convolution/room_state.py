"""The Playground's state: what a restart, a link or a file brings back."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from cnnstudio import records, sizes
from cnnstudio.convolution import files
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message
from cnnstudio.room_states import RoomState


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaygroundRoomState(RoomState):
    """What the Playground shows: a state of its own, and the layer that is opened in front of it.

    Attributes:
        free: the state of its own, with all its numbers.
        opened: a layer of the current network; None = the free state is shown.
        pinned: (channel, row, column) of the free state's output cell that is taken apart.
        spread: whether channels lie beside each other; None = where there is room.
    """

    ROOM: ClassVar[str] = "playground"
    WHERE: ClassVar[str] = Message("The Playground's state")

    free: PlaygroundState = field(default_factory=PlaygroundState)
    opened: OpenedLayer | None = None
    pinned: tuple[int, int, int] = (0, 0, 0)
    spread: bool | None = None

    def __post_init__(self) -> None:
        geometry = self.free.geometry
        size = (geometry.channels_out, *geometry.output_size)
        channel, row, col = self.pinned
        if not all(0 <= place < side for place, side in zip(self.pinned, size, strict=True)):
            raise ConfigError(
                "The output of {size} cells has no cell that could be taken apart in channel {channel}, row {row}, "
                "column {col}. Copy the link again.",
                size=sizes.size(size),
                channel=channel + 1,
                row=row + 1,
                col=col + 1,
            )

    def to_json(self) -> dict[str, Any]:
        """A JSON object; the free state stands in it as in a playground file."""
        return {
            "free": files.to_json(self.free),
            "opened": records.to_json(self.opened),
            "pinned": list(self.pinned),
            "spread": self.spread,
        }

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Read ``to_json`` back, or a playground file; layer and network need not be there.

        Raises:
            ConfigError: a key that is not known, or a value of a wrong kind.
        """
        if isinstance(data, dict) and data.get("kind") == files.KIND:
            return cls(free=files.from_json(data))
        parts = records.from_json(_Parts, data, where=cls.WHERE)
        free = PlaygroundState() if parts.free is None else files.from_json(parts.free)
        return cls(free=free, opened=parts.opened, pinned=parts.pinned, spread=parts.spread)


@dataclass(frozen=True, slots=True)
class _Parts:
    free: Any = None
    opened: OpenedLayer | None = None
    pinned: tuple[int, int, int] = (0, 0, 0)
    spread: bool | None = None

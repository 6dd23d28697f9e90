"""The Learn room's state: what a restart, a link or a file brings back."""

from dataclasses import dataclass
from typing import ClassVar

from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message
from cnnstudio.room_states import RoomState

MOST_PARTS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnState(RoomState):
    """What the Learn room shows.

    Attributes:
        lesson: the name of its folder; empty = the contents alone.
        language: in which it is read, as in ``text.LANGUAGE.md``; empty = the user's own where there is such a text.
        practice: whether practice is shown in the place of a lesson.
        beside: whether its text stands beside the other rooms, too.
        at: how far it was read: the number of the part at the top, from 0 on, and the share of it that has gone by.
    """

    ROOM: ClassVar[str] = "learn"
    WHERE: ClassVar[str] = Message("The Learn room's state")

    lesson: str = ""
    language: str = ""
    beside: bool = False
    at: float = 0.0
    practice: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.at <= MOST_PARTS:
            raise ConfigError("A lesson has been read from its beginning on. Copy the link again.")

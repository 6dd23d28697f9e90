"""The Learn room's state: what a restart, a link or a file brings back."""

from dataclasses import dataclass
from typing import ClassVar

from cnnstudio.room_states import RoomState


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnState(RoomState):
    """What the Learn room shows.

    Attributes:
        lesson: the name of its folder; empty = the contents alone.
        language: in which it is read, as in ``text.LANGUAGE.md``; empty = the user's own where there is such a text.
        beside: whether its text stands beside the other rooms, too.
    """

    ROOM: ClassVar[str] = "learn"
    WHERE: ClassVar[str] = "The Learn room's state"

    lesson: str = ""
    language: str = ""
    beside: bool = False

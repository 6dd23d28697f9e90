"""A room that is none of the program's, with a state as small as one can be."""

from dataclasses import dataclass
from typing import ClassVar

from cnnstudio.room_states import RoomState


@dataclass(frozen=True)
class AtticState(RoomState):
    ROOM: ClassVar[str] = "attic"
    WHERE: ClassVar[str] = "The attic"

    size: int = 3
    text: str = ""

"""What the rooms' states have in common: they go to JSON and come back, and refuse what they do not know."""

from typing import Any, ClassVar, Self

from cnnstudio import records


class RoomState:
    """Base of the frozen dataclasses that say what a room shows; ``Class()`` is the state of a new room.

    The schema is the fields: each has a default, and a key that is no field is refused. A class whose JSON has another
    form gives ``to_json`` and ``from_json`` of its own.

    Attributes:
        ROOM: the room's name, as links and files have it.
        WHERE: how the state is called in a sentence, as it begins.
    """

    __slots__ = ()
    ROOM: ClassVar[str]
    WHERE: ClassVar[str]

    def to_json(self) -> dict[str, Any]:
        """A JSON object; ``from_json`` reads it back."""
        return records.fields_to_json(self)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Read ``to_json`` back; what the state names, such as files, need not be there.

        Raises:
            ConfigError: a key that is not known, or a value of a wrong kind.
        """
        return records.fields_from_json(cls, data, where=cls.WHERE)

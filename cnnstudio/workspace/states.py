"""The rooms' states: which class a room's state is of, by name. No Qt, and no room's libraries until one is read.

A state is a frozen dataclass downstairs, beside its room's nouns. ``Class()`` is the state that a new room has;
``to_json()`` gives a JSON object and ``Class.from_json(data)`` reads it back, and refuses what it does not know with a
``ConfigError``.
"""

import importlib
from typing import Any

from cnnstudio.errors import ConfigError, quoted

CLASSES: dict[str, str] = {
    "models": "cnnstudio.analysis.room_state:ModelsState",
    "playground": "cnnstudio.convolution.room_state:PlaygroundRoomState",
    "train": "cnnstudio.training.room_state:TrainState",
    "draw": "cnnstudio.prediction.room_state:DrawState",
    "learn": "cnnstudio.lessons.room_state:LearnState",
}
"""``module:Class`` by the room's name."""


def class_of(room: str) -> Any:
    """The class of a room's state; imports the room's libraries.

    Raises:
        ConfigError: if there is no room of that name whose state could be named.
    """
    try:
        module, _, name = CLASSES[room].partition(":")
    except KeyError as error:
        raise ConfigError(
            "There is no room {room} whose state can be opened. Copy the link again.", room=quoted(room)
        ) from error
    return getattr(importlib.import_module(module), name)


def read(room: str, data: Any) -> Any:
    """A room's state from JSON.

    Raises:
        ConfigError: if there is no such room, or the state is damaged or of a later version of the program.
    """
    return class_of(room).from_json(data)

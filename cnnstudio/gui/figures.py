"""Pictures of rooms' states for a text that shows them: each room paints its own, as it paints its page."""

import importlib
from typing import Any, Protocol

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter

from cnnstudio.workspace.current import Current

MODULES: dict[str, str] = {
    "models": "cnnstudio.gui.model_browser.figure",
    "playground": "cnnstudio.gui.playground.figure",
}
"""The module with ``prepare`` and ``drawing``, by the room's name."""


class Drawing(Protocol):
    """What a state looks like; lives on the GUI thread."""

    def size(self, width: int) -> QSize:
        """As large as it wants to be where there are so many pixels across; never wider."""
        ...

    def paint(self, painter: QPainter, size: QSize, *, vector: bool = False) -> None:
        """Paint it in the theme's colours from (0, 0) on; ``vector`` for files whose lines and text stay such."""
        ...


def prepare(room: str, state: Any, current: Current) -> Any:
    """All that takes long, on any thread: what ``drawing`` is made of; None where a room has no picture of this.

    Args:
        room: the room's name.
        state: of the room's class.
        current: what the studio is about there.

    Raises:
        StudioError: if what the state names cannot be shown.
    """
    name = MODULES.get(room)
    return None if name is None else importlib.import_module(name).prepare(state, current)


def drawing(room: str, prepared: Any) -> Drawing:
    """The picture, on the GUI thread."""
    made: Drawing = importlib.import_module(MODULES[room]).drawing(prepared)
    return made

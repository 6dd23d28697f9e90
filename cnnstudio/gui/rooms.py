"""Which rooms there are. Their pages are imported when they are first shown."""

import importlib
import importlib.util
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP as _N
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cnnstudio.gui.studio import Studio


@dataclass(frozen=True, slots=True)
class Room:
    """One room.

    Attributes:
        name: as used by ``Studio.open_room`` and in object names.
        module: the module with ``create_page(studio) -> QWidget``.
        icon: an icon's file name.
        title: as on the navigation rail, untranslated.
        promise: what the room holds, in one sentence, untranslated.
        beside: the module with ``create_panel(studio) -> QWidget``, for a room whose text stands beside the others; its
            document has a signal ``openWanted`` for links and files of states. Empty for all others.
    """

    name: str
    module: str
    icon: str
    title: str
    promise: str
    beside: str = ""

    @property
    def exists(self) -> bool:
        """Whether the room has been built."""
        return importlib.util.find_spec(self.module) is not None

    def create_page(self, studio: Studio) -> QWidget:
        """Import the room and build its page."""
        page: QWidget = importlib.import_module(self.module).create_page(studio)
        return page


ROOMS: tuple[Room, ...] = (
    Room(
        "models",
        "cnnstudio.gui.model_browser.page",
        "layers",
        _N("rooms", "Models"),
        _N("rooms", "Take a network apart: its diagram, its layers, its numbers, each in its formula."),
    ),
    Room(
        "playground",
        "cnnstudio.gui.playground.page",
        "grid-3x3",
        _N("rooms", "Playground"),
        _N("rooms", "Slide a kernel over a picture by hand and see every product and every sum."),
    ),
    Room(
        "train",
        "cnnstudio.gui.training_panel.page",
        "chart-line",
        _N("rooms", "Train"),
        _N("rooms", "Train a network on handwritten digits and watch its loss fall."),
    ),
    Room(
        "draw",
        "cnnstudio.gui.digit_canvas.page",
        "pencil",
        _N("rooms", "Draw"),
        _N("rooms", "Draw a digit and see every layer's activations."),
    ),
    Room(
        "learn",
        "cnnstudio.gui.lessons.page",
        "book-open",
        _N("rooms", "Learn"),
        _N("rooms", "The guided text, from one pixel to a trained network, beside the rooms it speaks of."),
        beside="cnnstudio.gui.lessons.panel",
    ),
)


def title(room: Room) -> str:
    """The translated title."""
    return QCoreApplication.translate("rooms", room.title)


def promise(room: Room) -> str:
    """The translated sentence of what the room holds."""
    return QCoreApplication.translate("rooms", room.promise)

"""What the rooms know, without a widget: one document a room. The studio keeps them; pages come and go over them."""

import importlib
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.workspace import states

if TYPE_CHECKING:
    from cnnstudio.gui.studio import Studio

MODULES: dict[str, str] = {
    "models": "cnnstudio.gui.model_browser.document",
    "playground": "cnnstudio.gui.playground.document",
    "train": "cnnstudio.gui.training_panel.document",
    "draw": "cnnstudio.gui.digit_canvas.document",
    "learn": "cnnstudio.gui.lessons.document",
}
"""The module with ``create_document(studio) -> Document``, by the room's name."""


class Document(QObject):
    """Base of the rooms' documents; lives on the GUI thread, as long as the studio.

    It owns what the room knows: its state, its undo stack, its workers and caches. The page shows it and tells it what
    the user does; a page that is built later shows the same.
    """

    stateChanged = Signal()  # state() gives something else now
    placeChanged = Signal()  # place() gives something else now: something else is looked at
    placeLost = Signal(object)  # a place() that cannot be looked at after all; the way back forgets it
    pointed = Signal(str)  # what the pointer or the keyboard's cursor came to, as lessons name it: "output 0 0"
    told = Signal()  # facts() gives something else now
    openWanted = Signal(object)  # str | Address: a link, or what a file holds, that is to be opened

    undo_stack: QUndoStack | None = None
    """The room's own steps; None where it has none that Qt knows."""

    def state(self) -> Any:
        """All that a restart, a link or a file brings back: an object of the room's class of ``workspace.states``."""
        raise NotImplementedError

    def shared_state(self) -> Any:
        """As ``state``, for a link or a file that goes to others: without what is this user's alone."""
        return self.state()

    def open_state(self, state: Any) -> None:
        """Show this state, of the room's class.

        Raises:
            StudioError: if what it names is not there, with what to do; the room then stays as it was.
        """
        raise NotImplementedError

    def place(self) -> Any:
        """What is looked at, small and comparable, for the way back; None where the room is one place."""
        return None

    def go_to(self, place: Any) -> None:
        """Look at this again; what the user made stays as it is now."""

    def read_again(self) -> None:
        """Read anew, from its file, what the user is working on elsewhere; nothing where the room has no such thing."""

    def facts(self) -> dict[str, Any]:
        """What is true now and stands in no state, by the names that lessons know (``lessons.facts``)."""
        return {}

    def closing_question(self) -> str:
        """What ending the program would interrupt, as a question to the user, or "" when nothing is going on."""
        return ""

    def shut_down(self) -> None:
        """End every worker; called once, when the program ends. Must return within seconds."""


class Documents(QObject):
    """The documents of all rooms, each made when it is first asked for, from what the last time left."""

    stateChanged = Signal(str)  # a room's name
    placeChanged = Signal(str)  # a room's name
    placeLost = Signal(str, object)  # a room's name, the place
    pointed = Signal(str)  # as a document's
    told = Signal()  # as a document's
    made = Signal(str)  # a room's name

    def __init__(self, studio: "Studio") -> None:
        super().__init__(studio)
        self._studio = studio
        self._made: dict[str, Document] = {}

    def has(self, room: str) -> bool:
        """Whether the room has a document at all."""
        return room in MODULES

    def there(self, room: str) -> Document | None:
        """A room's document if it has been made."""
        return self._made.get(room)

    def get(self, room: str) -> Document:
        """A room's document; a new one shows what the last time left, or says why it cannot.

        Raises:
            KeyError: if the room has none.
        """
        found = self._made.get(room)
        if found is not None:
            return found
        left = self._studio.workspace.states.get(room)
        document: Document = importlib.import_module(MODULES[room]).create_document(self._studio)
        document.setParent(self)
        self._made[room] = document
        if left is not None:
            try:
                document.open_state(states.read(room, left))
            except StudioError as error:
                errors.show_error(None, error)
        document.stateChanged.connect(lambda: self.stateChanged.emit(room))
        document.placeChanged.connect(lambda: self.placeChanged.emit(room))
        document.placeLost.connect(lambda place: self.placeLost.emit(room, place))
        document.pointed.connect(self.pointed)
        document.told.connect(self.told)
        if document.undo_stack is not None:
            self._studio.undo.addStack(document.undo_stack)
        self.made.emit(room)
        return document

    @property
    def all(self) -> tuple[Document, ...]:
        """Those that have been made."""
        return tuple(self._made.values())

    def states(self) -> dict[str, Any]:
        """The states of the documents that have been made, by the room's name."""
        return {room: document.state() for room, document in self._made.items()}

    @Slot()
    def shut_down(self) -> None:
        """End the workers of all."""
        for document in self._made.values():
            try:
                document.shut_down()
            except Exception as error:  # one room's failure must not keep the others from stopping
                errors.log(error)

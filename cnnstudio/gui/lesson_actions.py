"""What the window's menus offer for lessons: one of the user's own is opened and read again, results are saved."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from cnnstudio.gui import actions
from cnnstudio.gui.studio import Studio

ROOM = "learn"


class LessonActions(QObject):
    """The actions. What they ask for is done by the Learn room, as soon as it is there."""

    def __init__(self, studio: Studio, window: QMainWindow) -> None:
        super().__init__(window)
        self._studio = studio
        self.open_folder = actions.create("learn-open-folder", window, lambda: self._ask_for("folder"))
        self.open_zip = actions.create("learn-open-zip", window, lambda: self._ask_for("zip"))
        self.save_results = actions.create("learn-save-results", window, lambda: self._ask_for("results"))
        self.read_again = actions.create("learn-read-again", window, self._read_again)

    @property
    def in_menu(self) -> list[QAction]:
        """What stands in the File menu and in the Learn room's own."""
        return [self.open_folder, self.open_zip, self.read_again, self.save_results]

    def _ask_for(self, what: str) -> None:
        self._studio.open_room(ROOM, {"ask": what})

    @Slot()
    def _read_again(self) -> None:
        document = self._studio.documents.there(ROOM)
        if document is not None:
            document.read_again()

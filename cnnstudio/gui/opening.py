"""``cnnstudio --open FILE``: what a double click on one of the program's own files does."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from cnnstudio.gui.main_window import MainWindow

if TYPE_CHECKING:
    from cnnstudio.gui.playground.page import PlaygroundPage

ROOM = "playground"


class Opening(QObject):
    """Shows a Playground file as soon as its room stands; what is wrong with the file is said in the window."""

    def __init__(self, window: MainWindow, file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._file = file.absolute()
        window.roomShown.connect(self._show)
        window.open_room(ROOM)

    @Slot()
    def _show(self) -> None:
        page = self._window.page(ROOM)
        # The room may have to wait for its libraries.
        if page is not None:
            self._window.roomShown.disconnect(self._show)
            cast("PlaygroundPage", page).use_file(self._file)
            self.deleteLater()

"""``cnnstudio --open FILE|LINK``: what a double click on one of the program's own files, or on a link, does."""

from pathlib import Path

from cnnstudio.gui.address_actions import is_lesson
from cnnstudio.gui.main_window import MainWindow


def open_in(window: MainWindow, source: str | Path) -> None:
    """Go where a file or a link says as soon as that can be read; what is wrong with it is said in the window."""
    if isinstance(source, Path) and is_lesson(source):
        window.studio.open_room("learn", {"lesson": str(source.absolute())})
    else:
        window.addresses.open(source.absolute() if isinstance(source, Path) else source)

"""``cnnstudio --open FILE|LINK``: what a double click on one of the program's own files, or on a link, does."""

from pathlib import Path

from cnnstudio.gui.main_window import MainWindow


def open_in(window: MainWindow, source: str | Path) -> None:
    """Go where a file or a link says as soon as that can be read; what is wrong with it is said in the window."""
    window.addresses.open(source.absolute() if isinstance(source, Path) else source)

"""The program's own window, as the benchmarks open it: a home of its own, light, 1280 x 800, all libraries loaded."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnstudio.gui.main_window import MainWindow


@contextmanager
def home() -> Iterator[Path]:
    """A home of its own, without a display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    before = os.environ.get("CNNSTUDIO_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CNNSTUDIO_HOME"] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["CNNSTUDIO_HOME"]
            else:
                os.environ["CNNSTUDIO_HOME"] = before


@contextmanager
def opened(room: str) -> "Iterator[MainWindow]":
    """The main window at one room, set up as the program does; ``home`` comes first.

    Straight into the room: another room's analysis in the background would be measured with it.
    """
    from PySide6.QtWidgets import QApplication

    from cnnstudio import allocator
    from cnnstudio.gui import settings, theme
    from cnnstudio.gui.app import SWITCH_S
    from cnnstudio.gui.garbage import Collector
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.gui.studio import Studio
    from cnnstudio.gui.warm_up import warm_up

    sys.setswitchinterval(SWITCH_S)
    allocator.share_arenas()
    for _library in warm_up():
        pass
    app = QApplication.instance() or QApplication(["benchmark"])  # kept: it must outlive the window
    theme.manager().set_mode("light")
    settings.put(settings.ROOM, room)
    studio = Studio()
    collector = Collector(studio)
    window = MainWindow(studio)
    window.resize(1280, 800)
    window.show()
    window.open_room(room)
    app.processEvents()
    try:
        yield window
    finally:
        collector.end()
        window.close_without_asking()
        studio.shut_down()
        del app

"""Garbage collections on the window's thread alone, the full ones when nobody waits for anything.

Python collects on whichever thread makes the object that is one too many. An object of Qt's that lay in a cycle would
be destroyed there, which ends the process or stops it for ever: so collecting by itself is off while there is a window.

A full collection walks through all objects that were made since the libraries were loaded (``warm_up`` freezes those):
0.1 s, in which every thread of the program stands still. Those of what is young take 1 ms and come as they are due.
"""

import gc
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from cnnstudio.gui import warm_up
from cnnstudio.gui.studio import Studio

_LOOK_MS = 50
_QUIET_S = 2.0

# New objects since the last full collection.
_WORTH_IT = 140_000
_AT_THE_LATEST = 2_800_000


class Collector(QObject):
    """Makes the collections of this process, from the window's thread, until ``end``."""

    def __init__(
        self, studio: Studio, parent: QObject | None = None, *, look_ms: int = _LOOK_MS, quiet_s: float = _QUIET_S
    ) -> None:
        """Begin.

        Args:
            look_ms: how often it looks whether one is due.
            quiet_s: how long nothing must have changed in the studio and its rooms before a full one; seconds.
        """
        super().__init__(parent)
        self._quiet_s = quiet_s
        self._changed_at = perf_counter()
        self._new = 0
        self._was_on = gc.isenabled()
        gc.disable()
        studio.changed.connect(self._note_change)
        studio.documents.stateChanged.connect(self._note_change)
        self._looks = QTimer(self, interval=look_ms)
        self._looks.timeout.connect(self._look)
        self._looks.start()

    def end(self) -> None:
        """Leave them to Python again."""
        self._looks.stop()
        if self._was_on:
            gc.enable()

    @Slot()
    def _note_change(self) -> None:
        self._changed_at = perf_counter()

    @Slot()
    def _look(self) -> None:
        gc.disable()  # whoever had turned it off for a while turns it on again
        if warm_up.is_loading():
            return
        young, middle, _ = gc.get_count()
        if young > gc.get_threshold()[0]:
            self._new += young
            gc.collect(1 if middle >= gc.get_threshold()[1] else 0)
        if self._new >= (_WORTH_IT if self._is_quiet() else _AT_THE_LATEST):
            self._new = 0
            gc.collect()

    def _is_quiet(self) -> bool:
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return not pressed and perf_counter() - self._changed_at >= self._quiet_s

"""Full garbage collections when nobody waits for anything.

One walks through all objects that were made since the libraries were loaded (``warm_up`` freezes those): 0.1 s, in
which every thread of the program stands still, and Python makes it whenever it has counted enough new objects, which is
while something is being done. Collections of what is young take 1 ms and go on as they come.
"""

import gc
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from cnnstudio.gui.studio import Studio

_LOOK_MS = 1_000
_QUIET_S = 2.0
_NEVER = 2**31 - 1

# Counted in collections of young objects, about 7,000 new ones each.
_WORTH_IT = 20
_AT_THE_LATEST = 400


class QuietCollector(QObject):
    """Makes the full collections of this process, from the window's thread, until ``end``."""

    def __init__(
        self, studio: Studio, parent: QObject | None = None, *, look_ms: int = _LOOK_MS, quiet_s: float = _QUIET_S
    ) -> None:
        """Begin.

        Args:
            look_ms: how often it looks whether one is due.
            quiet_s: how long nothing must have changed in the studio and its rooms; seconds.
        """
        super().__init__(parent)
        self._quiet_s = quiet_s
        self._changed_at = perf_counter()
        self._thresholds = gc.get_threshold()
        gc.set_threshold(*self._thresholds[:2], _NEVER)
        studio.changed.connect(self._note_change)
        studio.documents.stateChanged.connect(self._note_change)
        self._looks = QTimer(self, interval=look_ms)
        self._looks.timeout.connect(self._look)
        self._looks.start()

    def end(self) -> None:
        """Leave them to Python again."""
        self._looks.stop()
        gc.set_threshold(*self._thresholds)

    @Slot()
    def _note_change(self) -> None:
        self._changed_at = perf_counter()

    @Slot()
    def _look(self) -> None:
        # Counted since the last full one. Where collecting is off, somebody has a reason for it.
        young = gc.get_count()[2]
        if gc.isenabled() and young >= (_WORTH_IT if self._is_quiet() else _AT_THE_LATEST):
            gc.collect()

    def _is_quiet(self) -> bool:
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return not pressed and perf_counter() - self._changed_at >= self._quiet_s

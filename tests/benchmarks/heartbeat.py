"""How late a 10 ms timer on the GUI thread comes: what the user feels as stutter."""

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Slot

BEAT_S = 0.010


class Heartbeat(QObject):
    """Records the lateness of every beat, in seconds, between ``start`` and ``stop``.

    Beats that were skipped altogether count with the lateness they would have had, so that one long stall weighs as
    much as it lasted.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lateness: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=round(BEAT_S * 1000), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin anew."""
        self.lateness = []
        self._last = perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """End; what is late by now counts."""
        self._beat()
        self._timer.stop()

    def percentile(self, percent: float) -> float:
        """The lateness, in seconds, that ``percent`` of the beats do not exceed."""
        ordered = sorted(self.lateness)
        return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)] if ordered else 0.0

    @Slot()
    def _beat(self) -> None:
        now = perf_counter()
        late = now - self._last - BEAT_S
        self._last = now
        self.lateness.append(max(late, 0.0))
        late -= BEAT_S
        while late > 0:
            self.lateness.append(late)
            late -= BEAT_S

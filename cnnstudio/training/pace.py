"""Time: seconds of training, and how many steps make a stretch."""

import time

_STRETCH_S = 0.05


class Clock:
    """Seconds of training, counted inside ``with clock:``; it stands still while the engine waits for its reader."""

    def __init__(self, before: float = 0.0) -> None:
        self._sum = before
        self._since: float | None = None

    def __enter__(self) -> None:
        self._since = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._sum, self._since = self.now(), None

    def now(self) -> float:
        """Seconds so far."""
        return self._sum + (time.perf_counter() - self._since if self._since is not None else 0.0)


class Pace:
    """How many steps make about 50 ms, and how many pictures a second that is.

    Attributes:
        steps: steps of the next stretch.
        images_per_s: smoothed over the recent stretches.
    """

    def __init__(self, batch_size: int) -> None:
        self.steps = 1
        self.images_per_s = 0.0
        self._batch_size = batch_size

    def measured(self, steps: int, seconds: float) -> None:
        """Learn from a stretch that took so long."""
        seconds = max(seconds, 1e-6)
        # Grow with care: the first steps, and those after a pause, tell little.
        self.steps = max(1, min(round(steps * _STRETCH_S / seconds), 4 * self.steps))
        speed = steps * self._batch_size / seconds
        self.images_per_s = 0.8 * self.images_per_s + 0.2 * speed if self.images_per_s else speed

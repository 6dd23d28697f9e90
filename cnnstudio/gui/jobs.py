"""What goes on in the studio: one line of progress for each thing, told and ended by whoever does it.

There is no line that two write to, so that nothing that ends takes away what another still tells.
"""

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far something is.

    Attributes:
        text: a few words; empty when nothing is going on.
        fraction: 0..1, or None where the end is not known.
    """

    text: str = ""
    fraction: float | None = None

    def __str__(self) -> str:
        if not self.text or self.fraction is None:
            return self.text
        return f"{self.text} · {100 * self.fraction:.0f} %"


class Activity(QObject):
    """One thing that may go on, again and again; a child of whoever does it, and gone with it.

    Attributes:
        leading: it stands in front of what is over in a moment: a training, an export.
    """

    changed = Signal()

    def __init__(
        self, jobs: "Jobs", owner: QObject, *, leading: bool = False, stop: Callable[[], object] | None = None
    ) -> None:
        """``stop`` ends it, for a button beside its progress; None where it ends by itself in a moment."""
        super().__init__(owner)
        self.leading = leading
        self._jobs = jobs
        self._stop = stop
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """How far it is; without a text while it does not go on."""
        return self._progress

    @property
    def can_stop(self) -> bool:
        """Whether ``stop`` does something."""
        return self._stop is not None

    def tell(self, text: str, fraction: float | None = None) -> None:
        """It goes on, and this is how far it is."""
        self._show(Progress(text=text, fraction=fraction))

    def end(self) -> None:
        """It is over; nothing happens if it did not go on."""
        self._show(Progress())

    def stop(self) -> None:
        """End it, because the user wants that."""
        if self._stop is not None:
            self._stop()

    def _show(self, progress: Progress) -> None:
        if progress != self._progress:
            self._progress = progress
            self._jobs.note(self)
            self.changed.emit()


class Jobs(QObject):
    """All that goes on; lives on the GUI thread."""

    listChanged = Signal()  # something began or ended
    changed = Signal()  # that, or something is further

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._going: list[Activity] = []  # in the order in which they began

    def activity(self, owner: QObject, *, leading: bool = False, stop: Callable[[], object] | None = None) -> Activity:
        """A line for something that ``owner`` does; it ends with its owner at the latest."""
        activity = Activity(self, owner, leading=leading, stop=stop)

        def forget() -> None:
            if shiboken6.isValid(self):  # else all goes away together
                self._forget(activity)

        activity.destroyed.connect(forget)
        return activity

    @property
    def going(self) -> tuple[Activity, ...]:
        """What goes on: what leads in front, then what began last."""
        newest = reversed(self._going)
        return tuple(sorted(newest, key=lambda activity: not activity.leading))

    @property
    def progress(self) -> Progress:
        """How far the foremost is."""
        return next((activity.progress for activity in self.going), Progress())

    def note(self, activity: Activity) -> None:
        """An activity has begun, is further, or has ended."""
        goes_on = bool(activity.progress.text)
        if goes_on == (activity in self._going):
            self.changed.emit()
        elif goes_on:
            self._going.append(activity)
            self._emit_list()
        else:
            self._forget(activity)

    def _forget(self, activity: Activity) -> None:
        if activity in self._going:
            self._going.remove(activity)
            self._emit_list()

    def _emit_list(self) -> None:
        self.listChanged.emit()
        self.changed.emit()

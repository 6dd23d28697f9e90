"""What goes on in the studio: one line of progress for each thing, and the lanes of what takes long.

There is no line that two write to, so that nothing that ends takes away what another still tells.

What takes long (a run, a fine-tuning, an export) is a ``Job`` and belongs to the studio, not to a page: it goes on when
the page that asked for it is gone. Of what trains one goes on at a time, and the rest waits; so it is with exports::

    job = studio.jobs.train(self.tr("Fine-tuning"), rounds, until=self.tr("the fine-tuning has ended"))
    job.batch.connect(self._on_rounds)  # and begun, finished, failed
    job.start()  # now, or by itself when its turn has come

A page that is built later finds it among ``studio.jobs.training.jobs``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.gui import labels
from cnnstudio.gui.workers.generator_worker import GeneratorJob


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
        return f"{self.text} · {labels.percent(self.fraction, 0)}"


class Activity(QObject):
    """One thing that may go on, again and again; a child of whoever does it, and gone with it.

    Attributes:
        leading: it stands in front of what is over in a moment: a training, an export.
        waits: it has not begun yet, and stands behind all that has.
    """

    changed = Signal()

    def __init__(
        self, jobs: "Jobs", owner: QObject, *, leading: bool = False, stop: Callable[[], object] | None = None
    ) -> None:
        """``stop`` ends it, for a button beside its progress; None where it ends by itself in a moment."""
        super().__init__(owner)
        self.leading = leading
        self.waits = False
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


JobState = Literal["new", "waiting", "running", "paused", "stopping", "over"]


class Job(QObject):
    """A long generator on a thread of its own, and its turn in a lane; made by ``Jobs.train`` and ``Jobs.export``.

    Exactly one of ``finished`` and ``failed`` follows ``start``, after the last ``batch``. What is connected to it
    hears nothing more after that, and it may be forgotten.

    Attributes:
        title: what it is, in a word or two, for the status line while it waits.
        until: what others wait for, as in "waiting until {until}".
        subject: what whoever made it knows it by; a page that is built later finds it by this.
    """

    begun = Signal()  # its turn has come
    batch = Signal(object)  # list of what the generator yielded, in order
    finished = Signal(str)  # "completed", or "stopped", be it while it waited
    failed = Signal(object)  # exception
    callFailed = Signal(object)  # exception of a function given to call(); it goes on
    stateChanged = Signal(str)

    def __init__(
        self,
        lane: "Lane",
        title: str,
        events: Callable[[], Iterator[Any]],
        *,
        until: str,
        subject: object,
        paused: bool,
    ) -> None:
        super().__init__(lane)
        self.title = title
        self.until = until
        self.subject = subject
        self._lane = lane
        self._events = events
        self._paused = paused
        self._state: JobState = "new"
        self._activity = lane.activity(self)
        self._worker = GeneratorJob(self, name=lane.name)
        self._worker.batch.connect(self.batch)
        self._worker.callFailed.connect(self.callFailed)
        self._worker.finished.connect(self._on_finished)
        self._worker.failed.connect(self._on_failed)

    @property
    def state(self) -> JobState:
        """``new`` until it was started, then ``waiting`` for its turn, ``running``, and so on to ``over``."""
        return self._state

    @property
    def goes_on(self) -> bool:
        """Whether its turn has come and it is not over."""
        return self._state in ("running", "paused", "stopping")

    @property
    def progress(self) -> Progress:
        """What was told of it last."""
        return self._activity.progress

    def start(self) -> None:
        """Begin, as soon as the lane is free.

        Raises:
            RuntimeError: if it was started before.
        """
        if self._state != "new":
            raise RuntimeError(f"{self.title} was started before")
        self._lane.take(self)

    def tell(self, text: str, fraction: float | None = None) -> None:
        """How far it is, for the status line; nothing is heard of it while it waits and when it is over."""
        if self.goes_on:
            self._activity.tell(text, fraction)

    @Slot()
    def stop(self) -> None:
        """End it; one that waits is taken out of the queue."""
        if self._state == "waiting":
            self._lane.leave(self)
            self._end()
            self.finished.emit("stopped")
        elif self._state in ("running", "paused"):
            self._worker.stop()
            self._set_state("stopping")

    @Slot()
    def pause(self) -> None:
        """Advance no further after the current slice."""
        if self._state == "running":
            self._worker.pause()
            self._set_state("paused")

    @Slot()
    def resume(self) -> None:
        """Go on."""
        if self._state == "paused":
            self._worker.resume()
            self._set_state("running")

    @Slot()
    def step(self) -> None:
        """Advance by exactly one event, and pause."""
        if self._state in ("running", "paused"):
            self._worker.step()
            self._set_state("paused")

    def call(self, function: Callable[[], Any]) -> None:
        """Run ``function()`` on the worker's thread between two slices; ignored when nothing is running."""
        if self.goes_on:
            self._worker.call(function)

    def shut_down(self, timeout_ms: int = 10_000) -> bool:
        """Stop and wait for the end, when the program ends; whether it has ended in time. No signal follows."""
        ended = self._worker.shut_down(timeout_ms)
        self._end()
        return ended

    # --- the lane's side

    def wait_for(self, other: "Job") -> None:
        """It has to wait for this one, and maybe for more."""
        self._activity.waits = True
        self._set_state("waiting")
        self._activity.tell(self.tr("{what}: waiting until {until}").format(what=self.title, until=other.until))

    def begin(self) -> None:
        """Its turn has come."""
        self._activity.end()
        self._activity.waits = False
        self._worker.start(self._events, paused=self._paused)
        self._set_state("paused" if self._paused else "running")
        self._activity.tell(self.title)
        self.begun.emit()

    def _set_state(self, state: JobState) -> None:
        if state != self._state:
            self._state = state
            self.stateChanged.emit(state)

    def _end(self) -> None:
        self._activity.end()
        self._set_state("over")
        self.deleteLater()

    @Slot(str)
    def _on_finished(self, reason: str) -> None:
        self._end()
        self.finished.emit(reason)
        self._lane.leave(self)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self.failed.emit(error)
        self._lane.leave(self)


class Lane(QObject):
    """Jobs of one kind, of which one goes on at a time.

    Attributes:
        name: of the threads.
    """

    changed = Signal()  # something began, waits or has left

    def __init__(self, jobs: "Jobs", name: str) -> None:
        super().__init__(jobs)
        self.name = name
        self._jobs = jobs
        self._queue: list[Job] = []  # what goes on in front

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What goes on in front, then what waits, in the order in which it will begin."""
        return tuple(self._queue)

    @property
    def busy(self) -> bool:
        """Whether what is started now would have to wait."""
        return bool(self._queue)

    def activity(self, job: Job) -> Activity:
        """The line of a job in the status line."""
        return self._jobs.activity(job, leading=True, stop=job.stop)

    def take(self, job: Job) -> None:
        """Begin this, or let it wait."""
        self._queue.append(job)
        if len(self._queue) == 1:
            job.begin()
        else:
            job.wait_for(self._queue[0])
        self.changed.emit()

    def leave(self, job: Job) -> None:
        """This is over, or was taken out: the next begins if it was its turn."""
        if job not in self._queue:
            return
        was_first = self._queue[0] is job
        self._queue.remove(job)
        if was_first and self._queue:
            first, *rest = self._queue
            first.begin()
            for other in rest:
                other.wait_for(first)
        self.changed.emit()

    def shut_down(self) -> None:
        """End what goes on, and forget what waits."""
        queue, self._queue = self._queue, []
        for job in reversed(queue):
            job.shut_down()
        if queue:
            self.changed.emit()


class Jobs(QObject):
    """All that goes on; lives on the GUI thread, as long as the studio.

    Attributes:
        training: the lane of what trains.
        exports: the lane of what is written.
    """

    listChanged = Signal()  # something began or ended
    changed = Signal()  # that, or something is further

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._going: list[Activity] = []  # in the order in which they began
        self.training = Lane(self, "training")
        self.exports = Lane(self, "export")

    def train(
        self,
        title: str,
        events: Callable[[], Iterator[Any]],
        *,
        until: str,
        subject: object = None,
        paused: bool = False,
    ) -> Job:
        """Something that trains; connect what listens, then ``start`` it.

        Args:
            title: what it is, in a word or two.
            events: called on the worker's thread; what it returns is advanced there.
            until: what others would wait for, as "the run has ended".
            subject: what it is known by.
            paused: wait for ``resume`` or ``step`` before the first event.
        """
        return Job(self.training, title, events, until=until, subject=subject, paused=paused)

    def export(self, title: str, events: Callable[[], Iterator[Any]], *, until: str, subject: object = None) -> Job:
        """Something that is written; as ``train``."""
        return Job(self.exports, title, events, until=until, subject=subject, paused=False)

    def shut_down(self) -> None:
        """Stop all and wait, within seconds, when the program ends; what is made by a run is kept."""
        for lane in (self.training, self.exports):
            lane.shut_down()

    def activity(self, owner: QObject, *, leading: bool = False, stop: Callable[[], object] | None = None) -> Activity:
        """A line for something that ``owner`` does; it ends with its owner at the latest."""
        activity = Activity(self, owner, leading=leading, stop=stop)

        def forget() -> None:
            if shiboken6.isValid(self):  # else all goes away together
                self._drop_activity(activity)

        activity.destroyed.connect(forget)
        return activity

    @property
    def going(self) -> tuple[Activity, ...]:
        """What goes on: what leads in front, then what began last; behind that, what waits, first come."""
        waiting = [activity for activity in self._going if activity.waits]
        newest = [activity for activity in reversed(self._going) if not activity.waits]
        return (*sorted(newest, key=lambda activity: not activity.leading), *waiting)

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
            self._drop_activity(activity)

    def _drop_activity(self, activity: Activity) -> None:
        if activity in self._going:
            self._going.remove(activity)
            self._emit_list()

    def _emit_list(self) -> None:
        self.listChanged.emit()
        self.changed.emit()

"""A long job: a generator that is advanced on a thread of its own and tells the window what it yields.

The generator is created, advanced and closed on the worker's thread only. It runs in slices of about 50 ms; each slice
sends at most one batch, so that the window is never flooded, and between slices the thread's event loop takes pause,
step, stop and ``call``, which are ordinary queued slots. While the window has not yet taken the last batches, events
gather on the worker's side and cross later in one larger batch. What is yielded as ``AtOnce`` ends its slice.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

from PySide6.QtCore import QMetaObject, QObject, Qt, QThread, QTimer, Signal, Slot

from cnnstudio.gui.workers import threads

State = Literal["idle", "running", "paused", "stopping"]

SLICE_S = 0.05
# Batches that may be on their way to the window at once.
_IN_FLIGHT = 2


@dataclass(frozen=True, slots=True, eq=False)
class AtOnce:
    """Yielded in place of an event that is to be told before the generator goes on: what follows may take its time."""

    event: Any


class _Worker(QObject):
    # The first argument is the number of the run, by which the job knows what is left over from an earlier one.
    batch = Signal(int, object)
    ended = Signal(int, str, object)  # reason, exception | None
    call_failed = Signal(int, object)

    def __init__(self, run: int, factory: Callable[[], Iterator[Any]], *, paused: bool) -> None:
        super().__init__()
        self._run = run
        self._factory: Callable[[], Iterator[Any]] | None = factory
        self._generator: Iterator[Any] | None = None
        self._waiting: list[Any] = []
        self._running = not paused
        self._over = False
        self._sent = 0
        # Written by the window's thread, read here; each is changed by one atomic operation, so no lock is needed.
        self.calls: deque[Callable[[], Any]] = deque()
        self.received = 0
        self.hurry = False
        # A child, so that it moves to the thread together with the worker.
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._run_slice)

    @Slot()
    def begin(self) -> None:
        if self._running and not self._over:
            self._timer.start()

    @Slot()
    def pause(self) -> None:
        self._running = False
        self._timer.stop()
        self._send(must=True)

    @Slot()
    def resume(self) -> None:
        self._running = True
        self.begin()

    @Slot()
    def step(self) -> None:
        self._running = False
        self._timer.stop()
        self._advance(until=0.0)
        self._send(must=True)

    @Slot()
    def stop(self) -> None:
        if not self._over:
            self._end("stopped", None)

    @Slot()
    def leave(self) -> None:
        """Stop for good. The worker goes with its thread, so that whoever posts this must not touch it again."""
        self.stop()
        QThread.currentThread().quit()

    @Slot()
    def call(self) -> None:
        try:
            self.calls.popleft()()
        except BaseException as error:
            self.call_failed.emit(self._run, threads.without_frames(error))

    @Slot()
    def _run_slice(self) -> None:
        if self.hurry:  # a stop is in the queue
            return
        self._advance(until=perf_counter() + SLICE_S)
        if not self._over:
            self._send(must=False)
            if self._running:
                self._timer.start()

    def _advance(self, *, until: float) -> None:
        """Take events until the clock says so; at least one."""
        if self._over:
            return
        try:
            if self._generator is None and self._factory is not None:
                self._generator, self._factory = iter(self._factory()), None
            while self._generator is not None:
                event = next(self._generator)
                at_once = isinstance(event, AtOnce)
                self._waiting.append(event.event if at_once else event)
                if at_once or self.hurry or perf_counter() >= until:
                    return
        except StopIteration:
            self._end("completed", None)
        except BaseException as error:
            self._end("failed", error)

    def _send(self, *, must: bool) -> None:
        if self._waiting and (must or self._sent - self.received < _IN_FLIGHT):
            events, self._waiting = self._waiting, []
            self._sent += 1
            self.batch.emit(self._run, events)

    def _end(self, reason: str, error: BaseException | None) -> None:
        self._over = True
        self._timer.stop()
        generator, self._generator, self._factory = self._generator, None, None
        try:
            close = getattr(generator, "close", None)
            if close is not None:
                close()
        except BaseException as failure:
            if error is None:
                reason, error = "failed", failure
        self._send(must=True)
        self.ended.emit(self._run, reason, None if error is None else threads.without_frames(error))


def _post(worker: _Worker, slot: str) -> None:
    """Call a slot on the worker's thread, after what was posted before."""
    QMetaObject.invokeMethod(worker, slot, Qt.ConnectionType.QueuedConnection)


class GeneratorJob(QObject):
    """Runs one generator at a time on a thread of its own; use and connect it on the GUI thread.

    ``start(factory)`` calls ``factory()`` on the worker's thread and advances what it returns. Exactly one of
    ``finished`` and ``failed`` follows each start, after the last ``batch``; by then the thread has ended, the
    generator is closed and ``start`` may be called again.
    """

    batch = Signal(object)  # list of what the generator yielded, in order
    finished = Signal(str)  # "completed" or "stopped"
    failed = Signal(object)  # the exception; its sentence is shown by gui.errors
    callFailed = Signal(object)  # the exception of a function given to call(); the job goes on
    stateChanged = Signal(str)  # "idle", "running", "paused", "stopping"

    def __init__(self, parent: QObject | None = None, *, name: str = "job") -> None:
        super().__init__(parent)
        self._name = name
        self._state: State = "idle"
        self._run = 0
        self._worker: _Worker | None = None
        self._thread: QThread | None = None
        self._orphan_guard: Any = None

    @property
    def state(self) -> State:
        """``idle``, ``running``, ``paused`` or ``stopping``."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether a generator is alive, be it paused."""
        return self._state != "idle"

    def start(self, factory: Callable[[], Iterator[Any]], *, paused: bool = False) -> None:
        """Start a job; ``paused`` waits for ``resume`` or ``step`` before the first event.

        Raises:
            RuntimeError: if one is still running.
        """
        if self.busy:
            raise RuntimeError(f"the {self._name} is still running")
        self._run += 1
        worker = _Worker(self._run, factory, paused=paused)
        queued = Qt.ConnectionType.QueuedConnection
        worker.batch.connect(self._on_batch, queued)
        worker.ended.connect(self._on_ended, queued)
        worker.call_failed.connect(self._on_call_failed, queued)
        self._worker = worker
        self._thread = threads.start(worker, self._name)

        def orphan() -> None:
            worker.hurry = True
            _post(worker, "leave")

        self._orphan_guard = orphan
        self.destroyed.connect(orphan)
        _post(worker, "begin")
        self._set_state("paused" if paused else "running")

    @Slot()
    def pause(self) -> None:
        """Advance no further after the current slice."""
        if self._worker is not None and self._state == "running":
            _post(self._worker, "pause")
            self._set_state("paused")

    @Slot()
    def resume(self) -> None:
        """Go on."""
        if self._worker is not None and self._state == "paused":
            _post(self._worker, "resume")
            self._set_state("running")

    @Slot()
    def step(self) -> None:
        """Advance by exactly one event, and pause."""
        if self._worker is not None and self._state in ("running", "paused"):
            _post(self._worker, "step")
            self._set_state("paused")

    @Slot()
    def stop(self) -> None:
        """Close the generator; ``finished("stopped")`` follows."""
        if self._worker is not None and self._state in ("running", "paused"):
            self._worker.hurry = True
            _post(self._worker, "stop")
            self._set_state("stopping")

    def call(self, function: Callable[[], Any]) -> None:
        """Run ``function()`` on the worker's thread between two slices: for commands to what the generator works on.

        Ignored when nothing is running.
        """
        if self._worker is not None:
            self._worker.calls.append(function)
            _post(self._worker, "call")

    def shut_down(self, timeout_ms: int = 10_000) -> bool:
        """Stop and wait for the end, for closing the window; whether the job has ended in time.

        No signal follows. The last batches are dropped: what counts must be saved by the generator as it closes.
        """
        if self._thread is None:
            return True
        self._orphan_guard()
        ended = self._thread.wait(timeout_ms) and threads.end(self._thread, timeout_ms)
        self._release()
        self._set_state("idle")
        return ended

    def _set_state(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self.stateChanged.emit(state)

    def _release(self) -> None:
        self.destroyed.disconnect(self._orphan_guard)
        self._worker = self._thread = self._orphan_guard = None

    @Slot(int, object)
    def _on_batch(self, run: int, events: list[Any]) -> None:
        if run == self._run and self._worker is not None:
            self._worker.received += 1
            self.batch.emit(events)

    @Slot(int, str, object)
    def _on_ended(self, run: int, reason: str, error: BaseException | None) -> None:
        if run != self._run or self._thread is None:
            return
        threads.end(self._thread, 5_000)
        self._release()
        self._set_state("idle")
        if error is None:
            self.finished.emit(reason)
        else:
            self.failed.emit(error)

    @Slot(int, object)
    def _on_call_failed(self, run: int, error: BaseException) -> None:
        if run == self._run:
            self.callFailed.emit(error)

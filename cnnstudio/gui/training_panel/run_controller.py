"""Between the buttons and the thread bridge: starts, pauses, steps, stops and resumes runs, and sorts their events."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.datasets import Progress
from cnnstudio.gui.studio import LiveWeights
from cnnstudio.gui.training_panel.run_task import LoadingTorch, RunTask
from cnnstudio.gui.workers.generator_worker import GeneratorJob
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import Event, RunFinished, RunStarted, StepsDone

State = Literal["idle", "preparing", "running", "paused", "stopping"]


class RunController(QObject):
    """One run at a time.

    ``preparing`` is the time before the first event of the engine: PyTorch is imported, data are read or downloaded.
    Every run that is begun ends with exactly one of ``finished``, ``stopped`` and ``failed``.
    """

    state_changed = Signal(str)
    prepared = Signal(object)  # LoadingTorch | datasets.Progress
    started = Signal(object)  # RunStarted
    events = Signal(object)  # list[Event]: all of a slice, in order, RunStarted among them
    learned = Signal(object)  # LiveWeights
    finished = Signal(object)  # RunFinished
    stopped = Signal()
    failed = Signal(object)  # exception
    refused = Signal(object)  # exception: a command the run did not take; it goes on

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state: State = "idle"
        self._task: RunTask | None = None
        self._stepping = False
        self._end: RunFinished | None = None
        self._job = GeneratorJob(self, name="training")
        self._job.batch.connect(self._on_batch)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.callFailed.connect(self.refused)

    @property
    def state(self) -> State:
        """``idle``, ``preparing``, ``running``, ``paused`` or ``stopping``."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether a run goes on, be it paused."""
        return self._state != "idle"

    def start(self, config: TrainConfig, *, resume: Path | None = None, single_step: bool = False) -> None:
        """Begin a run, or go on with the one in ``resume``; with ``single_step`` pause after its first step.

        Raises:
            RuntimeError: if a run goes on.
        """
        task = RunTask(config, resume=resume, single_steps=single_step)
        self._job.start(task.events, paused=single_step)
        self._task = task
        self._end = None
        self._stepping = single_step
        if single_step:
            self._job.step()
        self._set_state("preparing")

    @Slot()
    def pause(self) -> None:
        """Stop for a while, after the current slice."""
        if self._state == "running":
            self._job.pause()
            self._set_state("paused")

    @Slot()
    def resume(self) -> None:
        """Go on after a pause."""
        if self._state == "paused" and self._task is not None:
            task = self._task
            self._stepping = False
            self._job.call(lambda: task.set_single_steps(False))
            self._job.resume()
            self._set_state("running")

    @Slot()
    def step(self) -> None:
        """Take exactly one more optimiser step; only while paused."""
        if self._state == "paused" and self._task is not None and not self._stepping:
            task = self._task
            self._stepping = True
            self._job.call(lambda: task.set_single_steps(True))
            self._job.step()

    @Slot()
    def stop(self) -> None:
        """End the run; its checkpoint is written, so that it can be resumed."""
        if self._state in ("preparing", "running", "paused"):
            self._job.stop()
            self._set_state("stopping")

    def set_learning_rate(self, rate: float | None) -> None:
        """Use this rate from the next step on; None = the schedule's."""
        if self._task is not None:
            task = self._task
            self._job.call(lambda: task.set_learning_rate(rate))

    def shut_down(self) -> bool:
        """Stop and wait, for closing the window; whether the run has ended in time. No signal follows."""
        ended = self._job.shut_down()
        self._task = None
        self._set_state("idle")
        return ended

    def _set_state(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    @Slot(object)
    def _on_batch(self, batch: list[LoadingTorch | Progress | Event | LiveWeights]) -> None:
        events: list[Event] = []
        for event in batch:
            if isinstance(event, LoadingTorch | Progress):
                self.prepared.emit(event)
            elif isinstance(event, LiveWeights):
                self.learned.emit(event)
            else:
                events.append(event)
        if events and self._state == "preparing":
            self._set_state("paused" if self._stepping else "running")
        for event in events:
            if isinstance(event, RunStarted):
                self.started.emit(event)
            elif isinstance(event, RunFinished):
                self._end = event
        if events:
            self.events.emit(events)
        if self._stepping:
            self._step_on(events)

    def _step_on(self, events: list[Event]) -> None:
        """One event is not always one step: imports, a measurement or a checkpoint may come before the next."""
        if any(isinstance(event, StepsDone) for event in events):
            self._stepping = False
        else:
            self._job.step()

    @Slot(str)
    def _on_finished(self, reason: str) -> None:
        self._task = None
        self._set_state("idle")
        if reason == "completed" and self._end is not None:
            self.finished.emit(self._end)
        else:
            self.stopped.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._task = None
        self._set_state("idle")
        self.failed.emit(error)

"""Between the buttons and the lane of what trains: starts, pauses, steps, stops and resumes runs, and sorts events."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.datasets import Progress
from cnnstudio.errors import StudioError
from cnnstudio.gui import language
from cnnstudio.gui.jobs import Job, Jobs
from cnnstudio.gui.studio import LiveWeights
from cnnstudio.gui.training_panel.run_task import EarlierCurves, LoadingTorch, OpenableLayers, RunTask, TryingNetwork
from cnnstudio.networks import reference, trials
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import Event, RunFinished, RunStarted, StepsDone
from cnnstudio.workspace.current import Current

Told = LoadingTorch | TryingNetwork | EarlierCurves | OpenableLayers | Progress | Event | LiveWeights
"""What comes from a run, in its order."""

State = Literal["idle", "preparing", "running", "paused", "stopping"]


class RunController(QObject):
    """One run at a time; the others that were asked for wait in the studio's lane, and begin by themselves.

    ``preparing`` is the time before the first event of the engine: PyTorch is imported, data are read or downloaded.
    Every run that is begun ends with exactly one of ``finished``, ``stopped`` and ``failed``.
    """

    state_changed = Signal(str)
    queue_changed = Signal()  # a run waits, or waits no longer; or whether a new one would have to wait
    begun = Signal(object)  # RunTask: its turn has come
    prepared = Signal(object)  # LoadingTorch | TryingNetwork | EarlierCurves | datasets.Progress
    started = Signal(object)  # RunStarted
    events = Signal(object)  # list[Event]: all of a slice, in order, RunStarted among them
    learned = Signal(object)  # LiveWeights
    layers = Signal(object)  # OpenableLayers
    finished = Signal(object)  # RunFinished
    stopped = Signal()
    failed = Signal(object)  # exception
    refused = Signal(object)  # exception: a command the run did not take; it goes on

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._state: State = "idle"
        self._job: Job | None = None
        self._task: RunTask | None = None
        self._stepping = False
        self._end: RunFinished | None = None
        self._own_rate: float | None = None
        jobs.training.changed.connect(self.queue_changed)

    @property
    def state(self) -> State:
        """``idle``, ``preparing``, ``running``, ``paused`` or ``stopping``."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether a run goes on, be it paused."""
        return self._state != "idle"

    @property
    def task(self) -> RunTask | None:
        """The run that goes on."""
        return self._task

    @property
    def own_rate(self) -> float | None:
        """The learning rate that was set by hand for the run that goes on; None = the schedule's."""
        return self._own_rate

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The runs that wait, in the order in which they will begin; ``subject`` of each is its ``RunTask``."""
        return tuple(
            job for job in self._jobs.training.jobs if job.state == "waiting" and isinstance(job.subject, RunTask)
        )

    @property
    def must_wait(self) -> bool:
        """Whether a run that is started now would have to wait."""
        return self._jobs.training.busy

    def start(
        self,
        config: TrainConfig,
        *,
        resume: Path | None = None,
        single_step: bool = False,
        before: Current | None = None,
    ) -> None:
        """Begin a run, or go on with the one in ``resume``; with ``single_step`` pause after its first step.

        While something else trains it waits. ``before`` is what the studio is about now.
        """
        task = RunTask(config, resume=resume, single_steps=single_step, before=before)
        job = self._jobs.train(
            language.say(config.network.title),
            task.events,
            until=self.tr("the run has ended"),
            subject=task,
            paused=single_step,
        )
        task.waited = self.must_wait
        job.begun.connect(self._on_begun)
        job.start()

    @Slot()
    def pause(self) -> None:
        """Stop for a while, after the current slice."""
        if self._job is not None and self._state == "running":
            self._job.pause()
            self._set_state("paused")

    @Slot()
    def resume(self) -> None:
        """Go on after a pause."""
        if self._job is not None and self._state == "paused" and self._task is not None:
            task = self._task
            self._stepping = False
            self._job.call(lambda: task.set_single_steps(False))
            self._job.resume()
            self._set_state("running")

    @Slot()
    def step(self) -> None:
        """Take exactly one more optimiser step; only while paused."""
        if self._job is not None and self._state == "paused" and self._task is not None and not self._stepping:
            task = self._task
            self._stepping = True
            self._job.call(lambda: task.set_single_steps(True))
            self._job.step()

    @Slot()
    def stop(self) -> None:
        """End the run; its checkpoint is written, so that it can be resumed."""
        if self._job is not None:
            self._job.stop()

    def set_learning_rate(self, rate: float | None) -> None:
        """Use this rate from the next step on; None = the schedule's."""
        if self._job is not None and self._task is not None:
            task = self._task
            self._own_rate = rate
            self._job.call(lambda: task.set_learning_rate(rate))

    def tell(self, text: str, fraction: float | None) -> None:
        """How far the run is, for the status line."""
        if self._job is not None:
            self._job.tell(text, fraction)

    def shut_down(self) -> bool:
        """Stop and wait, when the program ends; whether the run has ended in time. No signal follows."""
        ended = self._job is None or self._job.shut_down()
        self._forget_job()
        return ended

    def _set_state(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _forget_job(self) -> None:
        self._job = self._task = self._own_rate = None
        self._set_state("idle")

    @Slot()
    def _on_begun(self) -> None:
        job = self._jobs.training.jobs[0]
        assert isinstance(job.subject, RunTask)
        self._job, self._task = job, job.subject
        self._end = None
        self._stepping = self._task.single_steps
        job.batch.connect(self._on_batch)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.callFailed.connect(self.refused)
        job.stateChanged.connect(self._on_job_state)
        if self._stepping:
            job.step()
        self.begun.emit(self._task)
        self._set_state("preparing")

    @Slot(str)
    def _on_job_state(self, state: str) -> None:
        # It may have been stopped in the status line.
        if state == "stopping":
            if self._task is not None and self._state == "preparing":
                trials.stop(self._task.config.network)  # its class may be waited for, which may never end
            self._set_state("stopping")

    @Slot(object)
    def _on_batch(self, batch: list[Told]) -> None:
        events: list[Event] = []
        layers: OpenableLayers | None = None
        for event in batch:
            if isinstance(event, LoadingTorch | TryingNetwork | EarlierCurves | Progress):
                self.prepared.emit(event)
            elif isinstance(event, LiveWeights):
                self.learned.emit(event)
            elif isinstance(event, OpenableLayers):
                layers = event
            else:
                events.append(event)
        if events and self._state == "preparing":
            self._set_state("paused" if self._stepping else "running")
        for event in events:
            if isinstance(event, RunStarted):
                if self._own_rate is None:
                    self._own_rate = event.own_rate
                self.started.emit(event)
            elif isinstance(event, RunFinished):
                self._end = event
        if layers is not None:
            self.layers.emit(layers)
        if events:
            self.events.emit(events)
        if self._stepping:
            self._step_on(events)

    def _step_on(self, events: list[Event]) -> None:
        """One event is not always one step: imports, a measurement or a checkpoint may come before the next."""
        if any(isinstance(event, StepsDone) for event in events):
            self._stepping = False
        elif self._job is not None:
            self._job.step()

    @Slot(str)
    def _on_finished(self, reason: str) -> None:
        self._forget_job()
        if reason == "completed" and self._end is not None:
            self.finished.emit(self._end)
        else:
            self.stopped.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        stopped = self._state == "stopping" and self._task is not None and _tells_of_stop(error, self._task)
        self._forget_job()
        if stopped:
            self.stopped.emit()
        else:
            self.failed.emit(error)


def _tells_of_stop(error: BaseException, task: RunTask) -> bool:
    """Whether a run failed because its class was not tried to its end, which is what the user wanted."""
    network = task.config.network
    return isinstance(error, StudioError) and isinstance(network, PythonNetwork) and reference.was_stopped(network)

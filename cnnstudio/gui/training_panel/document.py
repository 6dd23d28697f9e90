"""What the Train room knows, without a widget: the form's configuration, the runs, their curves and what they tell."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot

from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.errors import ConfigError
from cnnstudio.gui import errors, labels
from cnnstudio.gui.documents import Document
from cnnstudio.gui.jobs import Job
from cnnstudio.gui.studio import LiveWeights, Studio
from cnnstudio.gui.training_panel.deleted_runs import DeletedRuns
from cnnstudio.gui.training_panel.form_network import TRAINS, FormNetwork
from cnnstudio.gui.training_panel.known_runs import KnownRuns
from cnnstudio.gui.training_panel.run_controller import RunController
from cnnstudio.gui.training_panel.run_record import RunRecord
from cnnstudio.gui.training_panel.run_task import EarlierCurves, LoadingTorch, OpenableLayers, RunTask
from cnnstudio.gui.training_panel.runs_model import run_title
from cnnstudio.gui.training_panel.series import RunSeries
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import (
    CatalogueNetwork,
    NetworkRef,
    PythonNetwork,
    known_to_fit,
    same_but_for_changes,
)
from cnnstudio.training import recipes
from cnnstudio.training.config import DATASETS, TrainConfig
from cnnstudio.training.events import Event, RunFinished, RunStarted
from cnnstudio.training.room_state import TrainState, WaitingRun
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import library
from cnnstudio.weights.library import Entry
from cnnstudio.weights.reference import RunWeights
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.picture import Picture

_MISSING = "train-missing-runs"
"""What is told of them goes when they are back."""


def create_document(studio: Studio) -> "TrainDocument":
    """The room's document."""
    return TrainDocument(studio)


class TrainDocument(Document):
    """Joins the form, the runs and what the studio is about.

    Attributes:
        controller: the run that goes on.
        runs: those that there are, as the disk has them.
        record: what the run in front has told.
        network: what is known of the form's network, and of the current one.
    """

    configChanged = Signal(object)  # TrainConfig: what stands in the form
    runsShown = Signal()  # which runs' curves are shown
    viewChanged = Signal()  # tab, axes, what is folded
    deletedChanged = Signal(object)  # Path | None: the run that was deleted last, and can be brought back
    broughtBack = Signal(object)  # Path: a deleted run
    leftChanged = Signal()  # what waits since the last time
    nextWanted = Signal()  # what stands in the form is to be seen, not the run that goes on
    agreementWanted = Signal(object)  # PythonNetwork: a run goes on, or begins, once its file may run

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._state = TrainState()
        self._after_agreement: WaitingRun | None = None  # once the user has agreed that its network's file runs
        self._resuming: set[Path] = set()  # their settings are being read
        self._left: tuple[WaitingRun, ...] = ()  # since the last time; none begins by itself
        self._to_check: set[Path] = set()  # runs that a state names, until it is known whether they are there
        self._missing: set[Path] = set()  # of these, those that are not; told in the window
        self._deleted = DeletedRuns()
        self._run_message = ""  # at the bottom of the window, while it goes on
        self._former: Path | None = None  # the run in front before the one that goes on
        self._hides_front = False
        self.record = RunRecord(self)
        self.runs = KnownRuns(self)
        self.controller = RunController(studio.jobs, self)
        self.network = FormNetwork(studio, self)
        self.network.trainable.connect(self._follow_current)
        self._connect()
        digits = studio.digits.network
        if known_to_fit(digits, TRAINS):
            self._state = replace(self._state, config=recipes.changed(self._state.config, network=digits))
        self.network.show(self.config.network)
        self.network.follow()

    def _connect(self) -> None:
        controller, record = self.controller, self.record
        controller.begun.connect(self._on_begun)
        controller.state_changed.connect(self._on_run_state)
        controller.prepared.connect(self._on_prepared)
        controller.started.connect(self._on_started)
        controller.events.connect(self._on_events)
        controller.learned.connect(self._on_learned)
        controller.layers.connect(self._on_layers)
        controller.finished.connect(self._on_finished)
        controller.stopped.connect(self._on_stopped)
        controller.failed.connect(self._on_failed)
        controller.refused.connect(self._show_error)
        controller.queue_changed.connect(self.stateChanged)
        record.reported.connect(self._pass_on_progress)
        record.epoch_ended.connect(self.runs.look)
        for signal in (record.evaluated, record.cleared, controller.state_changed):
            signal.connect(lambda *_: self.told.emit())
        self.runs.listed.connect(self._on_listed)
        self.runs.contentsRead.connect(self._on_contents)
        self._studio.runsChanged.connect(self.runs.look)
        self.runs.look()

    # --- what a restart brings back

    def state(self) -> TrainState:
        front = None if self._hides_front or self.record.run is None else self.record.run.absolute()
        waiting = (*self._left, *map(_waiting, self.controller.waiting))
        return replace(self._state, run=front, waiting=waiting)

    def facts(self) -> dict[str, Any]:
        return {"training": self.controller.busy} | self.record.facts()

    def shared_state(self) -> TrainState:
        return replace(self.state(), waiting=())

    def open_state(self, state: Any) -> None:
        """Show this state; runs that go on or wait are left alone.

        What it names of runs that are gone is told as soon as that is known; those that waited when it was left wait
        for the user.
        """
        assert isinstance(state, TrainState)
        if self.controller.busy:
            state = replace(state, run=self.record.run)
        here = (*self._left, *map(_waiting, self.controller.waiting))
        self._left = (*self._left, *(run for run in state.waiting if run not in here))
        self._state, self._hides_front = replace(state, waiting=()), False
        if state.run != self.record.run and not self.controller.busy:
            self.record.front(state.run)
        self.network.stay_with(state.config.network)
        self.configChanged.emit(state.config)
        named = {*state.pinned, *([state.run] if state.run else [])}
        self._to_check = {run for run in named if self.record.own_series(run) is None}
        for run in (*self._to_check, *([state.run] if state.run else [])):
            self.runs.forget(run)
        if state.run is not None:
            self.runs.want(state.run)
        self._show_runs()
        self.viewChanged.emit()
        self.leftChanged.emit()
        self.stateChanged.emit()

    def set_view(self, **changes: Any) -> None:
        """Tab, axes, and what is folded; see ``TrainState``."""
        self._set_state(replace(self._state, **changes), self.viewChanged)

    @property
    def config(self) -> TrainConfig:
        """What stands in the form: the next run."""
        return self._state.config

    @property
    def folder(self) -> str:
        """The folder that was typed last."""
        return self._state.folder

    @property
    def shown(self) -> tuple[Path, ...]:
        """The runs whose curves are shown, that in front first."""
        front = [] if self.record.run is None or self._hides_front else [self.record.run]
        return (*front, *(run for run in self._state.pinned if run not in front))

    def title(self, run: Path) -> str:
        """A run's short name; its folder's until it is read."""
        listed, contents = self.runs.of(run), self.runs.contents(run)
        if listed is not None:
            return run_title(listed.summary)
        return run.name if contents is None else run_title(contents.summary)

    def series(self, run: Path) -> RunSeries:
        """The curves of a run: of this session as they grow, else those in its folder; empty until they are read."""
        own, contents = self.record.own_series(run), self.runs.contents(run)
        if own is not None:
            return own
        return RunSeries(1) if contents is None else contents.series

    def _set_state(self, state: TrainState, changed: Any) -> None:
        if state != self._state:
            self._state = state
            changed.emit()
            self.stateChanged.emit()

    # --- the form

    def set_config(self, config: TrainConfig) -> None:
        """The user has changed the form; another network becomes the current one, unless a run goes on."""
        before = self.config
        if config == before:
            return
        folder = self._state.folder if config.dataset in DATASETS else config.dataset
        self._put_config(config, folder)
        if config.network != before.network and not self.controller.busy and self.network.may_be_chosen:
            self._studio.choose(config.network)

    def _put_config(self, config: TrainConfig, folder: str) -> None:
        if config == self.config:
            return
        self._state = replace(self._state, config=config, folder=folder)
        self.network.show(config.network)
        self.configChanged.emit(config)
        self.stateChanged.emit()

    @Slot(object)
    def _follow_current(self, network: NetworkRef) -> None:
        """Another network is the current one, and it can be trained."""
        self._put_config(recipes.changed(self.config, network=network), self._state.folder)

    def use_own(self, network: PythonNetwork) -> None:
        """The user has agreed that this file runs: its class is trained, or the run that waited for it goes on."""
        waiting, self._after_agreement = self._after_agreement, None
        if waiting is not None and same_but_for_changes(waiting.config.network, network):
            self._train(waiting.config.changed(network=network), self._studio.current, resume=waiting.resume)
            return
        self._studio.choose(network)
        self._put_config(recipes.changed(self.config, network=network), self._state.folder)
        self.network.look_again()

    @Slot()
    def forget_resume(self) -> None:
        """The user does not agree: the run that waited for it stays as it is."""
        waiting, self._after_agreement = self._after_agreement, None
        if waiting is not None and waiting.resume is None:
            self._put_left((*self._left, waiting))

    def take_over(self, run: Path) -> None:
        """Put a run's settings into the form."""

        def take(config: TrainConfig) -> None:
            self.set_config(config)
            self.nextWanted.emit()

        self.runs.ask(RunFolder(run).config, take)

    def want_trained(self, network: NetworkRef) -> None:
        """Another room wants this network trained: it stands in the form; what has to be answered first is asked."""
        self.network.stay_with(network)
        self._put_config(recipes.changed(self.config, network=network), self._state.folder)
        self.nextWanted.emit()
        if isinstance(network, PythonNetwork) and not network.agreed:
            self.agreementWanted.emit(network)

    # --- commands

    def start(self, *, single_step: bool = False) -> None:
        """Train what stands in the form, or let it wait for its turn."""
        self._train(self.config, self._studio.current, single_step=single_step)

    def _train(
        self, config: TrainConfig, before: Current, *, resume: Path | None = None, single_step: bool = False
    ) -> None:
        """``before`` is what the studio was about when the user asked for it."""
        self.controller.start(config, resume=resume, single_step=single_step, before=before)

    def resume(self, run: Path) -> None:
        """Go on with a run."""
        before, message = self._studio.current, self.tr("Reading the settings of {run}…").format(run=run.name)

        def refused(error: BaseException) -> None:
            self._resuming.discard(run)
            self._studio.take_back(message)
            self._show_error(error)

        def start(config: TrainConfig) -> None:
            self._resuming.discard(run)
            self._studio.take_back(message)
            if not self.controller.busy:
                self._begin(WaitingRun(config=config, resume=run.absolute()), before)

        if run not in self._resuming:
            self._resuming.add(run)
            self._studio.statusMessage.emit(message)
            self.runs.ask(RunFolder(run).config, start, refused)

    def _begin(self, waiting: WaitingRun, before: Current) -> None:
        """Start it, or ask first where its network's file may not run yet."""
        network = waiting.config.network
        if isinstance(network, PythonNetwork) and not network.agreed:
            self._after_agreement = waiting
            self.agreementWanted.emit(network)
        else:
            self._train(waiting.config, before, resume=waiting.resume)

    @property
    def left(self) -> tuple[WaitingRun, ...]:
        """What waited for its turn when the program was ended: it waits for the user now."""
        return self._left

    def start_left(self, index: int) -> None:
        """Train this one, or let it wait for its turn."""
        waiting = self._left[index]
        self.forget_left(index)
        self._begin(waiting, self._studio.current)

    def forget_left(self, index: int) -> None:
        """Take it out of the queue."""
        self._put_left((*self._left[:index], *self._left[index + 1 :]))

    def _put_left(self, left: tuple[WaitingRun, ...]) -> None:
        self._left = left
        self.leftChanged.emit()
        self.stateChanged.emit()

    def delete(self, run: Path) -> None:
        """Set a run aside, until the program ends; ``undo_delete`` brings it back."""

        def deleted(_: None) -> None:
            self.pin(run, False)
            self._studio.runsChanged.emit()
            self.deletedChanged.emit(self._deleted.newest)

        def refused(error: BaseException) -> None:
            self._studio.runsChanged.emit()  # it is not as the list shows it: another window trains it, or it has gone
            self._show_error(error)

        self.runs.ask(lambda: self._deleted.delete(run), deleted, refused)

    @Slot()
    def undo_delete(self) -> None:
        """Bring back the run that was deleted last."""

        def back(run: Path | None) -> None:
            self.deletedChanged.emit(self._deleted.newest)
            if run is not None:
                self._studio.runsChanged.emit()
                self.broughtBack.emit(run)

        def refused(error: BaseException) -> None:
            self.deletedChanged.emit(self._deleted.newest)
            self._show_error(error)

        self.runs.ask(self._deleted.undo, back, refused)

    @property
    def deleted(self) -> Path | None:
        """The run that was deleted last, and can be brought back."""
        return self._deleted.newest

    def pin(self, run: Path, wanted: bool) -> None:
        """Lay a run's curves over those in front, or take them away."""
        others = tuple(other for other in self._state.pinned if other != run)
        if not wanted:
            self.runs.forget(run)
        if run == self.record.run:
            self._hides_front = not wanted
        self._state = replace(self._state, pinned=(*others, run) if wanted else others)
        self._show_runs()
        self.stateChanged.emit()

    def use_weights(self, weights: RunWeights) -> None:
        """Make these the current weights, and their network the current one."""

        def choose(entry: Entry) -> None:
            if entry.network is not None:
                self._studio.choose(entry.network, weights)

        self.runs.ask(lambda: _usable(weights), choose)

    def read(self, picture: Picture) -> None:
        """Put a mistake on Draw's pad."""
        self._studio.open_room("draw", picture)

    def open_layer(self, picture: Picture, path: str) -> None:
        """Open a layer of the run in front in the playground, before this picture."""
        started, run = self.record.started, self.record.run
        contents = None if run is None else self.runs.contents(run)
        network = started.config.network if started is not None else None if contents is None else contents.network
        if run is None or network is None:
            return
        folder, current = run.absolute(), self._studio.current
        of_run = isinstance(current.weights, RunWeights) and current.weights.folder == folder
        if current.network != network or not of_run:
            self._studio.choose(network, RunWeights(folder, "final" if self.record.finished else "latest"))
        self._studio.show_picture(picture)
        self._studio.open_room("playground", OpenedLayer(path=path))

    # --- what is on the disk

    def _show_runs(self) -> None:
        """Show the curves of those that are wanted, and read them where they are not known yet."""
        for run in self.shown:
            if self.record.own_series(run) is None:
                self.runs.want(run)
        self.runsShown.emit()

    @Slot()
    def _on_listed(self) -> None:
        if self._missing and all(self.runs.of(run) is not None for run in self._missing):
            errors.take_back(_MISSING)
            self._missing.clear()
        self.runsShown.emit()  # a title has become known

    @Slot(object)
    def _on_contents(self, run: Path) -> None:
        """What lies in a run's folder is known, or that it is gone: then its curves go, too."""
        contents = self.runs.contents(run)
        if contents is None:
            if run in self._to_check:
                self._missing.add(run)
            if run in self.shown and not (self.controller.busy and run == self.record.run):
                self._state = replace(self._state, pinned=tuple(other for other in self._state.pinned if other != run))
                if run == self.record.run:
                    self.record.front(None)
                self.stateChanged.emit()
        elif run == self.record.run and self.record.started is None:
            self.record.show_contents(contents)
        self.runsShown.emit()
        self._to_check.discard(run)
        if self._missing and not self._to_check:
            self._tell_missing(self._missing)

    def _tell_missing(self, runs: Iterable[Path]) -> None:
        names = sorted(run.name for run in runs)
        sentence = labels.amount(
            len(names),
            "The run {names} is not there any more.",
            "These {n:,} runs are not there any more: {names}.",
            names=labels.listed(names),
        )
        errors.show_error(None, ConfigError(sentence), about=_MISSING)

    # --- what the run tells

    @Slot(object)
    def _on_begun(self, _task: RunTask) -> None:
        self._former, self._hides_front = self.record.run, False
        self.record.clear()
        self.runsShown.emit()

    @Slot(str)
    def _on_run_state(self, state: str) -> None:
        if state == "preparing":
            self.record.tell(self.tr("Preparing…"), None)
        elif state == "stopping":
            self.record.tell(self.tr("Stopping…"), None)

    @Slot(object)
    def _on_prepared(self, event: LoadingTorch | EarlierCurves | object) -> None:
        self.record.on_prepared(event)  # type: ignore[arg-type]

    @Slot(object)
    def _on_started(self, event: RunStarted) -> None:
        self._run_message = self.record.on_started(event)
        self._studio.runsChanged.emit()
        if self._takes_the_stage():
            self._studio.choose(event.config.network, RunWeights(event.run_dir.absolute(), "latest"))
        self.runsShown.emit()
        self.stateChanged.emit()
        self._studio.statusMessage.emit(self._run_message)

    def _takes_the_stage(self) -> bool:
        """Whether the run becomes the current thing: only where nothing else was chosen since the user asked for it,
        be it while data were prepared or while it had to wait."""
        task, current = self.controller.task, self._studio.current
        if task is None or task.before is None or current.showing(task.before.picture) == task.before:
            return True
        # One that had to wait follows the run before it, which became the current thing by itself.
        if not task.waited or self._former is None or current.edits:
            return False
        return current.weights in [RunWeights(self._former.absolute(), which) for which in ("latest", "final")]

    @Slot(object)
    def _on_events(self, events: list[Event]) -> None:
        self.record.on_events(events)

    @Slot(object)
    def _on_learned(self, live: LiveWeights) -> None:
        self._studio.store.follow(live)

    @Slot(object)
    def _on_layers(self, layers: OpenableLayers) -> None:
        self.record.layers = layers.layers

    @Slot(object)
    def _on_finished(self, event: RunFinished) -> None:
        self._ended()
        self.record.on_finished(event)
        folder, current = event.run_dir.absolute(), self._studio.current
        # Of a run that has ended the latest are the final ones; by that name they stay what they are. Changes that
        # were made by hand hold for the former name, and are not taken away.
        if current.weights == RunWeights(folder, "latest") and not current.edits:
            self._studio.choose(current.network, RunWeights(folder, "final"))

    @Slot()
    def _on_stopped(self) -> None:
        self._ended()
        self.record.on_stopped()
        self.runsShown.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._ended()
        self.record.on_failed()
        self.runsShown.emit()
        self._show_error(error)

    def _ended(self) -> None:
        self._studio.take_back(self._run_message)
        self._studio.runsChanged.emit()

    @Slot()
    def _pass_on_progress(self) -> None:
        report = self.record.report
        if self.controller.busy and report.text:
            self.controller.tell(report.text, report.fraction)

    @Slot(object)
    def _show_error(self, error: BaseException) -> None:
        errors.show_error(None, error)

    # --- the end

    def closing_question(self) -> str:
        if not self.controller.busy:
            return ""
        question = self.tr("Stop the running training? What it has learned is kept, and it can be resumed.")
        if self.controller.waiting:
            waits = self.tr("What waits for its turn is offered again the next time.")
            question = labels.in_turn([question, waits])
        return question

    def shut_down(self) -> None:
        self.controller.shut_down()
        self.network.shut_down()
        self.runs.shut_down()
        self._deleted.sweep()


def _waiting(job: Job) -> WaitingRun:
    """What a job of the lane is to train."""
    task = job.subject
    assert isinstance(task, RunTask)
    return WaitingRun(config=task.config, resume=None if task.resume is None else task.resume.absolute())


def _usable(weights: RunWeights) -> Entry:
    """What there is to say about these weights.

    Raises:
        StudioError: if the run was deleted meanwhile, or its files name what this version does not know.
    """
    entry = library.entry(weights)
    if isinstance(entry.network, CatalogueNetwork):
        catalogue.get(entry.network.name)
    return entry

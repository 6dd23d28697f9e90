"""What the Train room knows, without a widget: the form's configuration, the runs, their curves and what they tell."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot

from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.documents import Document
from cnnstudio.gui.studio import LiveWeights, Studio
from cnnstudio.gui.training_panel.form_network import TRAINS, FormNetwork
from cnnstudio.gui.training_panel.run_controller import RunController
from cnnstudio.gui.training_panel.run_record import RunRecord
from cnnstudio.gui.training_panel.run_task import LoadingTorch, OpenableLayers, RunTask
from cnnstudio.gui.training_panel.runs_model import run_title
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import (
    CatalogueNetwork,
    NetworkRef,
    PythonNetwork,
    fits,
    is_known,
    same_but_for_changes,
)
from cnnstudio.training.config import DATASETS, TrainConfig
from cnnstudio.training.events import Event, RunFinished, RunStarted
from cnnstudio.training.room_state import TrainState
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import library
from cnnstudio.weights.reference import RunWeights, Which
from cnnstudio.workspace.picture import Picture


def create_document(studio: Studio) -> "TrainDocument":
    """The room's document."""
    return TrainDocument(studio)


class TrainDocument(Document):
    """Joins the form, the runs and what the studio is about.

    Attributes:
        controller: the run that goes on.
        record: what the run in front has told.
        network: what is known of the form's network, and of the current one.
    """

    configChanged = Signal(object)  # TrainConfig: what stands in the form
    runsShown = Signal()  # which runs' curves are shown
    viewChanged = Signal()  # tab, axes, what is folded

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._state = TrainState()
        self._resume_after: Path | None = None  # once the user has agreed that its network's file runs
        self._run_message = ""  # at the bottom of the window, while it goes on
        self._former: Path | None = None  # the run in front before the one that goes on
        self._hides_front = False
        self.record = RunRecord(self)
        self.controller = RunController(studio.jobs, self)
        self.network = FormNetwork(studio, self)
        self.network.trainable.connect(self._follow_current)
        self._connect()
        digits = studio.digits.network
        if is_known(digits, TRAINS) and fits(digits, TRAINS) is None:
            self._state = replace(self._state, config=self._state.config.changed(network=digits))
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
        record.reported.connect(self._pass_on)

    # --- what a restart brings back

    def state(self) -> TrainState:
        front = None if self._hides_front or self.record.run is None else self.record.run.absolute()
        return replace(self._state, run=front)

    def open_state(self, state: Any) -> None:
        """Show this state; a run that goes on is left alone, and what it names of runs that are gone is told."""
        assert isinstance(state, TrainState)
        if self.controller.busy:
            state = replace(state, run=self.record.run)
        gone = [run for run in (*state.pinned, state.run) if run is not None and not RunFolder(run).holds_run]
        pinned = tuple(run for run in state.pinned if run not in gone)
        run = None if state.run in gone else state.run
        self._state, self._hides_front = replace(state, pinned=pinned, run=run), False
        if run != self.record.run and not self.controller.busy:
            self.record.front(run)
        self.network.stay_with(state.config.network)
        self.configChanged.emit(state.config)
        self.runsShown.emit()
        self.viewChanged.emit()
        self.stateChanged.emit()
        if gone:
            names = ", ".join(run.name for run in gone)
            error = ConfigError(self.tr("These runs are not there any more: {names}.").format(names=names))
            errors.show_error(None, error)

    def set_view(self, **changes: Any) -> None:
        """Tab, axes, and what is folded; see ``TrainState``."""
        self._put(replace(self._state, **changes), self.viewChanged)

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
        """A run's short name."""
        return run_title(RunFolder(run).summary())

    def _put(self, state: TrainState, changed: Any) -> None:
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
        self._put_config(self.config.changed(network=network), self._state.folder)

    def use_own(self, network: PythonNetwork) -> None:
        """The user has agreed that this file runs: its class is trained, or the run that waited for it goes on."""
        run, self._resume_after = self._resume_after, None
        if run is not None:
            config = RunFolder(run).config()
            if same_but_for_changes(config.network, network):
                self.controller.start(config.changed(network=network), resume=run)
                return
        if network == self._studio.current.network:  # named since the last session, and not run
            self._agree(network)
        else:
            self._studio.choose(network)
        self._put_config(self.config.changed(network=network), self._state.folder)
        self.network.look_again()

    @Slot()
    def forget_resume(self) -> None:
        """The user does not agree: the run that waited for it stays as it is."""
        self._resume_after = None

    def _agree(self, network: PythonNetwork) -> None:
        try:
            self._studio.agree(network)
        except StudioError as error:
            self._show_error(error)

    def take_over(self, run: Path) -> None:
        """Put a run's settings into the form.

        Raises:
            StudioError: if they cannot be read.
        """
        self.set_config(RunFolder(run).config())

    # --- commands

    def start(self, *, single_step: bool = False) -> None:
        """Train what stands in the form, or let it wait for its turn."""
        self.controller.start(self.config, single_step=single_step)

    def resume(self, run: Path) -> PythonNetwork | None:
        """Go on with a run; where its network's file may not run yet, what has to be agreed to first.

        Raises:
            StudioError: if its settings cannot be read.
        """
        config = RunFolder(run).config()
        if isinstance(config.network, PythonNetwork) and not config.network.agreed:
            self._resume_after = run
            return config.network
        self.controller.start(config, resume=run)
        return None

    def pin(self, run: Path, wanted: bool) -> None:
        """Lay a run's curves over those in front, or take them away."""
        others = tuple(other for other in self._state.pinned if other != run)
        if not wanted:
            self.record.forget(run)
        if run == self.record.run:
            self._hides_front = not wanted
        self._state = replace(self._state, pinned=(*others, run) if wanted else others)
        self.runsShown.emit()
        self.stateChanged.emit()

    def use_weights(self, weights: RunWeights) -> None:
        """Make these the current weights, and their network the current one.

        Raises:
            StudioError: if the run was deleted meanwhile, or its files name what this version does not know.
        """
        network = library.entry(weights).network
        if isinstance(network, CatalogueNetwork):
            catalogue.get(network.name)
        if network is not None:
            self._studio.choose(network, weights)

    def read(self, picture: Picture) -> None:
        """Put a mistake on Draw's pad."""
        self._studio.open_room("draw", picture)

    def open_layer(self, picture: Picture, path: str) -> None:
        """Open a layer of the run in front in the playground, before this picture."""
        run = self.record.started
        if run is None:
            return
        folder, current = run.run_dir.absolute(), self._studio.current
        of_run = isinstance(current.weights, RunWeights) and current.weights.folder == folder
        if current.network != run.config.network or not of_run:
            which: Which = (
                "final" if not self.controller.busy and RunFolder(folder).final_weights.exists() else "latest"
            )
            self._studio.choose(run.config.network, RunWeights(folder, which))
        self._studio.show_picture(picture)
        self._studio.open_room("playground", OpenedLayer(path=path))

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
    def _on_prepared(self, event: LoadingTorch | object) -> None:
        self.record.on_prepared(event)  # type: ignore[arg-type]

    @Slot(object)
    def _on_started(self, event: RunStarted) -> None:
        self._run_message = self.record.on_started(event)
        self._studio.runsChanged.emit()
        if self._takes_the_stage(event):
            self._studio.choose(event.config.network, RunWeights(event.run_dir.absolute(), "latest"))
        self.runsShown.emit()
        self.stateChanged.emit()
        self._studio.statusMessage.emit(self._run_message)

    def _takes_the_stage(self, event: RunStarted) -> bool:
        """Whether the run becomes the current thing: one that the user starts does, one that had to wait only where
        nothing else was chosen meanwhile."""
        task = self.controller.task
        if task is None or not task.waited:
            return True
        weights = self._studio.current.weights
        return isinstance(weights, RunWeights) and weights.folder == self._former

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
    def _pass_on(self) -> None:
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
            question += " " + self.tr("What waits for its turn is forgotten.")
        return question

    def shut_down(self) -> None:
        self.controller.shut_down()
        self.network.shut_down()

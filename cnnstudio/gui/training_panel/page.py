"""The Train room: controls, curves, log and inspector, joined to one run at a time."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.datasets import Progress, Stage
from cnnstudio.errors import StudioError
from cnnstudio.gui import actions, labels
from cnnstudio.gui.errors import show_error
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.config_form import ConfigForm
from cnnstudio.gui.training_panel.curves import CurvesView
from cnnstudio.gui.training_panel.inspector import Inspector
from cnnstudio.gui.training_panel.log_view import LogView
from cnnstudio.gui.training_panel.progress_strip import ProgressStrip
from cnnstudio.gui.training_panel.run_buttons import RunButtons
from cnnstudio.gui.training_panel.run_controller import RunController, State
from cnnstudio.gui.training_panel.run_task import LoadingTorch
from cnnstudio.gui.training_panel.runs_model import dataset_title
from cnnstudio.gui.training_panel.series import RunSeries, read_series
from cnnstudio.gui.widgets.empty_state import EmptyState
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import log
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import EpochEvaluated, Event, RunFinished, RunStarted, StepsDone
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import library
from cnnstudio.weights.reference import RunWeights


def create_page(studio: Studio) -> "TrainPage":
    """The room's page, for the main window."""
    return TrainPage(studio)


class TrainPage(Page):
    """Joins the parts; what each part does is its own business."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._started: RunStarted | None = None
        self._current: Path | None = None
        self._series: dict[Path, RunSeries] = {}  # what this session trained, every step of it
        self._run_message = ""  # at the bottom of the window, while it goes on
        self._pinned: set[Path] = set()  # runs the user wants to see beside the current one

        self.controller = RunController(self)
        self.form = ConfigForm()
        self.buttons = RunButtons()
        self.progress = ProgressStrip()
        self.curves = CurvesView()
        self.log = LogView()
        self.inspector = Inspector()
        self._activity = studio.jobs.activity(self, leading=True, stop=self.controller.stop)
        self._devices = LatestWins(_devices, self, name="devices")
        self.form.set_network(CatalogueNetwork(studio.network))
        self._form_network = self.form.config.network
        self._make_actions()
        self._lay_out()
        self._connect()
        self._on_form_changed()
        self._on_state("idle")
        self._devices.request(None)

    # Building

    def _make_actions(self) -> None:
        self._actions = [
            actions.create("train-run", self, self._start_or_pause),
            actions.create("train-step", self, self._step),
            actions.create("train-stop", self, self.controller.stop),
        ]

    def _lay_out(self) -> None:
        scroll = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame, focusPolicy=Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setProperty("panel", True)
        self.form.setProperty("panel", True)
        scroll.setWidget(self.form)
        controls = QWidget()
        column = QVBoxLayout(controls)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        divider = QFrame()
        divider.setFixedHeight(1)
        divider.setProperty("divider", True)
        column.addWidget(divider)
        column.addWidget(self.buttons)

        self._empty = EmptyState(
            "chart-line",
            self.tr("Train a network"),
            self.tr(
                "Choose data, a network and a recipe at the left, or start as it is: the tutorial's ConvNet. "
                "Its loss and accuracy are drawn here while it learns."
            ),
            self.tr("Start training"),
            name="train-empty",
        )
        charts = QWidget()
        stack = QVBoxLayout(charts)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.progress)
        stack.addWidget(self.curves, 1)
        self._picture = QStackedWidget()
        self._picture.addWidget(self._empty)
        self._picture.addWidget(charts)
        self.frame = RoomFrame(
            "train", controls=controls, picture=self._picture, inspector=self.inspector, timeline=self.log
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form_changed)
        self.form.learning_rate_changed.connect(self.controller.set_learning_rate)
        self.form.schedule_wanted.connect(self._follow_schedule)
        self.buttons.start_clicked.connect(self._start)
        self.buttons.pause_clicked.connect(self.controller.pause)
        self.buttons.resume_clicked.connect(self.controller.resume)
        self.buttons.step_clicked.connect(self._step)
        self.buttons.stop_clicked.connect(self.controller.stop)
        self._empty.activated.connect(self._start)
        self.curves.failed.connect(self._show_error)
        controller = self.controller
        controller.state_changed.connect(self._on_state)
        controller.prepared.connect(self._on_prepared)
        controller.started.connect(self._on_started)
        controller.events.connect(self._on_events)
        controller.learned.connect(self._studio.liveWeightsChanged)
        controller.finished.connect(self._on_finished)
        controller.stopped.connect(self._on_stopped)
        controller.failed.connect(self._on_failed)
        controller.refused.connect(self._show_error)
        self.inspector.picture_chosen.connect(self._on_picture_chosen)
        runs = self.inspector.runs
        runs.overlay_wanted.connect(self._on_overlay_wanted)
        runs.resume_wanted.connect(self._on_resume_wanted)
        runs.weights_wanted.connect(self._use_weights)
        runs.settings_wanted.connect(self._on_settings_wanted)
        runs.deleted.connect(self._on_deleted)
        runs.restored.connect(lambda _: self._studio.runsChanged.emit())
        runs.failed.connect(self._show_error)
        self._devices.result.connect(self._on_devices)
        self._studio.networkChanged.connect(self._on_network_changed)
        self._studio.runsChanged.connect(runs.refresh)

    # The page's side of the window

    def closing_question(self) -> str:
        if not self.controller.busy:
            return ""
        return self.tr("Stop the running training? What it has learned is kept, and it can be resumed.")

    def shut_down(self) -> None:
        self.controller.shut_down()
        self._devices.shut_down()
        self.curves.writer.shut_down()
        self.inspector.runs.sweep()

    def open_state(self, state: object) -> None:
        """Show a configuration, as a lesson or another room asks for; a run that goes on is left alone."""
        if isinstance(state, TrainConfig) and not self.controller.busy:
            self.form.show_config(state)

    def room_actions(self) -> list[QAction]:
        return self._actions

    # Commands

    @Slot()
    def _start(self) -> None:
        self._begin(single_step=False)

    @Slot()
    def _step(self) -> None:
        if self.controller.state == "paused":
            self.controller.step()
        else:
            self._begin(single_step=True)

    @Slot()
    def _start_or_pause(self) -> None:
        match self.controller.state:
            case "idle":
                self._start()
            case "running":
                self.controller.pause()
            case "paused":
                self.controller.resume()

    def _begin(self, *, single_step: bool) -> None:
        if self.controller.busy:
            return
        # On some systems a click on a button does not take the focus out of the field that is being typed in.
        self.form.take_texts()
        if self.form.problem is not None:
            self._show_error(self.form.problem)
            return
        self._studio.choose(self.form.config.network)
        self._prepare_for(None)
        self.controller.start(self.form.config, single_step=single_step)

    def _on_resume_wanted(self, run: Path) -> None:
        if self.controller.busy:
            return
        try:
            config = RunFolder(run).config()
        except StudioError as error:
            self._show_error(error)
            return
        self.form.show_config(config)
        self._prepare_for(run)
        self.controller.start(config, resume=run)

    def _prepare_for(self, run: Path | None) -> None:
        """Make room for a new run, or for one that goes on: curves that were not asked for step aside."""
        for shown in list(self.curves.shown_runs()):
            if Path(shown) != run and Path(shown) not in self._pinned:
                self.curves.hide_run(shown)
        self._current = None
        self._started = None
        self.log.clear()
        self.inspector.clear()
        self.progress.show_note("")
        self._picture.setCurrentIndex(1)
        self._show_styles()

    @Slot()
    def _follow_schedule(self) -> None:
        self.controller.set_learning_rate(None)

    # What the run tells

    @Slot(str)
    def _on_state(self, state: State) -> None:
        self.buttons.show_state(state)
        self.form.set_running(state != "idle")
        self.inspector.runs.set_busy(state != "idle")
        busy = state != "idle"
        self.curves.set_live(busy)
        self._actions[0].setEnabled(state in ("idle", "running", "paused"))
        self._actions[1].setEnabled(state in ("idle", "paused"))
        self._actions[2].setEnabled(busy and state != "stopping")
        if state == "preparing":
            self._tell(self.tr("Preparing…"), None)
        elif state == "stopping":
            self._tell(self.tr("Stopping…"), None)

    @Slot(object)
    def _on_prepared(self, event: LoadingTorch | Progress) -> None:
        if isinstance(event, LoadingTorch):
            self._tell(self.tr("Loading PyTorch…"), None)
            return
        words = {
            Stage.CONNECTING: self.tr("Connecting…"),
            Stage.DOWNLOADING: self.tr("Downloading {file}").format(file=event.file),
            Stage.READING: self.tr("Reading {file}").format(file=event.file),
            Stage.DRAWING: self.tr("Drawing the built-in digits"),
        }
        figures = ""
        if event.stage is Stage.DOWNLOADING:
            figures = f"{event.done / 1e6:.1f} / {event.total / 1e6:.1f} MB"
        elif event.stage is Stage.DRAWING:
            figures = f"{event.done:,} / {event.total:,}"
        fraction = None if event.stage is Stage.CONNECTING else event.done / event.total
        self._tell(words[event.stage], fraction, figures)

    @Slot(object)
    def _on_started(self, event: RunStarted) -> None:
        self._started = event
        self._current = event.run_dir
        series = self._series.get(event.run_dir)
        if series is None:
            series = read_series(event.run_dir, event.batches) if event.first_step else RunSeries(event.batches)
            self._series[event.run_dir] = series
        series.truncate(event.first_step)
        self._studio.runsChanged.emit()
        self.curves.show_run(str(event.run_dir), self._title(event.run_dir), series, current=True)
        self._show_styles()
        self.progress.show_note("\n".join(note for note in (event.dataset_reason, event.remark) if note))
        self._run_message = self.tr("{network} on {dataset}: {count} pictures, {device}").format(
            network=event.config.network.title,
            dataset=dataset_title(event.dataset),
            count=labels.integer(event.train_size),
            device=event.device_name,
        )
        self._studio.statusMessage.emit(self._run_message)

    @Slot(object)
    def _on_events(self, events: list[Event]) -> None:
        if self._started is None or self._current is None:
            return
        series = self._series[self._current]
        lines: list[str] = []
        steps: StepsDone | None = None
        measured: EpochEvaluated | None = None
        for event in events:
            lines += log.lines(self._started, event)
            if isinstance(event, StepsDone):
                series.add_steps(event)
                steps = event
            elif isinstance(event, EpochEvaluated):
                series.add_epoch(event)
                measured = event if event.confusion is not None else measured
        self.log.append(lines)
        self.curves.touch(str(self._current))
        if measured is not None:
            self.inspector.show_measurement(measured, self._started.class_names)
        if any(isinstance(event, EpochEvaluated) for event in events):
            self.inspector.runs.refresh_one(self._current)
        if steps is not None:
            self._show_progress(steps)

    def _show_progress(self, event: StepsDone) -> None:
        run = self._started
        assert run is not None
        done, steps = event.first_step + len(event.losses), run.config.epochs * run.batches
        text = self.tr("Epoch {epoch}/{epochs} · batch {batch}/{batches}").format(
            epoch=event.epoch + 1,
            epochs=run.config.epochs,
            batch=labels.integer(event.batch + 1),
            batches=labels.integer(run.batches),
        )
        figures = self.tr("{speed} images/s").format(speed=labels.integer(round(event.images_per_s)))
        if event.elapsed_s >= 1:
            left = labels.duration(event.elapsed_s / done * (steps - done))
            figures = self.tr("{figures} · {left} left").format(figures=figures, left=left)
        self._tell(text, done / steps, figures)

    @Slot(object)
    def _on_finished(self, event: RunFinished) -> None:
        text = self.tr("Finished: {accuracy} of the test pictures are read correctly").format(
            accuracy=labels.percent(event.test_accuracy, 2)
        )
        self._ended()
        self.progress.show_state(text, 1.0, labels.duration(event.elapsed_s), tone="good")
        self._use_weights(RunWeights(event.run_dir.absolute(), "final"))

    @Slot()
    def _on_stopped(self) -> None:
        self._ended()
        if self._started is None or self._current is None:
            self.progress.show_state(self.tr("Cancelled"))
            if not self.curves.shown_runs():
                self._picture.setCurrentIndex(0)
            return
        run = RunFolder(self._current).summary()
        done = run.step / run.steps if run.steps else 0.0
        text = self.tr("Stopped after {step} of {steps} steps; it can be resumed from the list of runs").format(
            step=labels.integer(run.step), steps=labels.integer(run.steps)
        )
        self.progress.show_state(text, done, labels.duration(run.elapsed_s))
        self.inspector.runs.select(self._current)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._ended()
        run = self._started
        done = len(self._series[self._current]) if self._current is not None else 0
        if run is not None and done:
            steps = run.config.epochs * run.batches
            text = self.tr("Failed after {step} of {steps} steps; the reason stands above").format(
                step=labels.integer(done), steps=labels.integer(steps)
            )
            self.progress.show_state(text, done / steps, tone="bad")
        else:
            self.progress.show_state(self.tr("Failed; the reason stands above"), tone="bad")
        if self._current is None and not self.curves.shown_runs():
            self._picture.setCurrentIndex(0)
        self._show_error(error)

    def _ended(self) -> None:
        self._activity.end()
        self._studio.take_back(self._run_message)
        self._studio.runsChanged.emit()
        # Another network may have been chosen elsewhere in the meantime.
        self._on_network_changed(self._studio.network)

    def _tell(self, text: str, fraction: float | None, figures: str = "") -> None:
        self.progress.show_state(text, fraction, figures)
        self._activity.tell(text, fraction)

    # Runs

    def _title(self, run: Path) -> str:
        summary = RunFolder(run).summary()
        return self.inspector.runs.model.title(summary)

    def _show_styles(self) -> None:
        self.inspector.runs.show_styles({Path(run): style for run, style in self.curves.shown_runs().items()})

    def _on_overlay_wanted(self, run: Path, wanted: bool) -> None:
        if wanted:
            self._pinned.add(run)
            series = self._series.get(run)
            if series is None:
                series = read_series(run, RunFolder(run).batches())
            self.curves.show_run(str(run), self._title(run), series, current=run == self._current)
            self._picture.setCurrentIndex(1)
        else:
            self._pinned.discard(run)
            self.curves.hide_run(str(run))
            if not self.curves.shown_runs() and not self.controller.busy:
                self._picture.setCurrentIndex(0)
        self._show_styles()

    @Slot(object)
    def _use_weights(self, weights: RunWeights) -> None:
        """Make these the weights of the current network, and their network that."""
        try:
            network = library.entry(weights).network
            if isinstance(network, CatalogueNetwork):
                catalogue.get(network.name)
            if network is not None:
                self._studio.choose(network, weights)
        except StudioError as error:  # the run was deleted meanwhile, or its files name what this version does not know
            self._show_error(error)

    def _on_settings_wanted(self, run: Path) -> None:
        if self.controller.busy:
            return
        try:
            self.form.show_config(RunFolder(run).config())
        except StudioError as error:
            self._show_error(error)

    def _on_deleted(self, run: Path) -> None:
        self._on_overlay_wanted(run, False)
        self._studio.runsChanged.emit()

    # The rest

    def _on_form_changed(self) -> None:
        if self.form.config.network != self._form_network:
            self._form_network = self.form.config.network
            if self.form.problem is None or self.form.problem.field != "network":
                self._studio.choose(self._form_network)
        self.buttons.set_usable(self.form.problem is None)
        if self._empty.button is not None:
            self._empty.button.setEnabled(self.form.problem is None)

    @Slot(str)
    def _on_network_changed(self, name: str) -> None:
        if not self.controller.busy:
            self.form.set_network(CatalogueNetwork(name))

    @Slot(object, int)
    def _on_devices(self, devices: list[tuple[str, str]], _tag: int) -> None:
        self.form.set_devices(devices)

    def _on_picture_chosen(self, picture: object) -> None:
        self._studio.open_room("draw", picture)

    @Slot(object)
    def _show_error(self, error: BaseException) -> None:
        show_error(self, error)


def _devices(_: object) -> list[tuple[str, str]]:
    """The devices of this machine as (name, title); imports torch, so it runs on a thread of its own."""
    import torch

    from cnnstudio.training import devices

    titles = [(name, devices.title(torch.device(name))) for name in devices.available()]
    return [(name, title if name in ("cpu", "mps") else f"{title} ({name})") for name, title in titles]

"""The Train room: controls, curves, log and inspector, laid out over the room's document."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.gui import actions, labels, language
from cnnstudio.gui.errors import show_error
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.charts import Charts
from cnnstudio.gui.training_panel.controls import Controls
from cnnstudio.gui.training_panel.document import TrainDocument
from cnnstudio.gui.training_panel.inspector import Inspector
from cnnstudio.gui.training_panel.log_view import LogView
from cnnstudio.gui.widgets import table_actions
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.training.config import TrainConfig


def create_page(studio: Studio) -> "TrainPage":
    """The room's page, for the main window."""
    return TrainPage(studio)


class TrainPage(Page):
    """Shows the document, and tells it what the user does; a page that is built later shows the same."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.document = cast(TrainDocument, studio.documents.get("train"))
        self.controller = self.document.controller
        self.controls = Controls(studio, self.document)
        self.form, self.buttons = self.controls.form, self.controls.buttons
        self.charts = Charts(self.document)
        self.curves, self.progress = self.charts.curves, self.charts.progress
        self.log = LogView()
        self.inspector = Inspector(self.document.runs)
        self._more = False
        self._devices = LatestWins(_devices, self, name="devices")
        self._actions = [
            actions.create("train-run", self, self.controls.start_or_pause),
            actions.create("train-step", self, self.controls.step),
            actions.create("train-stop", self, self.controller.stop),
        ]
        self.frame = RoomFrame(
            "train", controls=self.controls, picture=self.charts, inspector=self.inspector, timeline=self.log
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)
        self._connect()
        self._show_view()
        self._show_record()
        self._show_styles()
        self._on_state(self.controller.state)
        self._devices.request(None)

    def _connect(self) -> None:
        document, record, runs = self.document, self.document.record, self.inspector.runs
        self.charts.empty.activated.connect(self.controls.start)
        self.controls.usableChanged.connect(self.charts.set_usable)
        self.controls.answerWanted.connect(self._unfold_controls)
        self.charts.set_usable(self.form.problem is None)
        self.curves.failed.connect(self._show_error)
        self.form.moreToggled.connect(lambda on: document.set_view(more=on))
        self.curves.xAxisChanged.connect(lambda axis: document.set_view(x_axis=axis))
        self.curves.logScaleChanged.connect(lambda on: document.set_view(log_scale=on))
        self.log.unfolded.connect(lambda on: document.set_view(log=on))
        self.inspector.tabChanged.connect(lambda: document.set_view(tab=self.inspector.tab))
        self.inspector.gallery.picture_chosen.connect(document.read)
        self.inspector.gallery.layer_wanted.connect(document.open_layer)
        runs.overlay_wanted.connect(document.pin)
        runs.resume_wanted.connect(self._on_resume_wanted)
        runs.weights_wanted.connect(document.use_weights)
        runs.settings_wanted.connect(document.take_over)
        runs.delete_wanted.connect(document.delete)
        runs.undo_wanted.connect(document.undo_delete)
        runs.offer_undo(document.deleted)
        document.deletedChanged.connect(runs.offer_undo)
        document.broughtBack.connect(runs.select)
        document.agreementWanted.connect(self.form.own.ask_again)
        self.controller.state_changed.connect(self._on_state)
        self.controller.stopped.connect(self._select_stopped)
        record.cleared.connect(self._show_record)
        record.logged.connect(self.log.append)
        record.evaluated.connect(self._show_measured)
        document.runsShown.connect(self._show_styles)
        document.viewChanged.connect(self._show_view)
        self._devices.result.connect(self._on_devices)
        table_actions.hear(self, self._studio.statusMessage.emit)

    # The page's side of the window

    def closing_question(self) -> str:
        return self.document.closing_question()

    def shut_down(self) -> None:
        self._devices.shut_down()
        self.form.shut_down()
        self.curves.writer.shut_down()
        table_actions.shut_down(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._studio.watch_runs(self, True)
        self.document.runs.set_shown(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._studio.watch_runs(self, False)
        self.document.runs.set_shown(False)

    def open_state(self, state: object) -> None:
        """Show a configuration or a network, as a lesson or another room asks for; a run that goes on is left alone."""
        if isinstance(state, TrainConfig):
            self.document.set_config(state)
        elif isinstance(state, NetworkRef):
            self.document.want_trained(state)

    def room_actions(self) -> list[QAction]:
        return self._actions

    # What the user asks of the runs

    @Slot(object)
    def _on_resume_wanted(self, run: Path) -> None:
        if not self.controller.busy:
            self.document.resume(run)

    # What is shown

    @Slot()
    def _unfold_controls(self) -> None:
        if self.frame.picture_only:
            self.frame.show_picture_only(False)
        if not self.frame.controls_shown:
            self.frame.show_controls(True)

    @Slot()
    def _show_view(self) -> None:
        state = self.document.state()
        self.inspector.show_tab(state.tab)
        self.curves.set_x_axis(state.x_axis)
        self.curves.set_log_scale(state.log_scale)
        self.log.unfold(state.log)
        if state.more != self._more:  # a setting with a problem unfolds them by itself
            self._more = state.more
            self.form.unfold_more(state.more)

    @Slot(str)
    def _on_state(self, state: str) -> None:
        self.inspector.runs.set_busy(state != "idle")
        self._actions[0].setEnabled(state in ("idle", "running", "paused"))
        self._actions[1].setEnabled(state in ("idle", "paused"))
        self._actions[2].setEnabled(state not in ("idle", "stopping"))

    @Slot()
    def _show_record(self) -> None:
        self.log.clear()
        self.log.append(self.document.record.lines)
        self.inspector.clear()
        self._show_measured()

    @Slot()
    def _show_measured(self) -> None:
        record = self.document.record
        if record.measured is not None:
            self.inspector.show_measurement(record.measured)
            self.inspector.gallery.offer_layers(record.layers)

    @Slot()
    def _show_styles(self) -> None:
        self.inspector.runs.show_styles(self.charts.styles)

    @Slot()
    def _select_stopped(self) -> None:
        if self.document.record.run is not None:
            self.inspector.runs.select(self.document.record.run)

    @Slot(object, int)
    def _on_devices(self, devices: list[tuple[str, str]], _tag: int) -> None:
        self.form.set_devices(devices)

    @Slot(object)
    def _show_error(self, error: BaseException) -> None:
        show_error(self, error)


def _devices(_: object) -> list[tuple[str, str]]:
    """The devices of this machine as (name, title); imports torch, so it runs on a thread of its own."""
    import torch

    from cnnstudio.training import devices

    titles = [(name, language.say(devices.title(torch.device(name)))) for name in devices.available()]
    return [(name, title if name in ("cpu", "mps") else labels.noted(title, name)) for name, title in titles]

"""The controls of the Train room: the form, the runs that wait, and the buttons, over the room's document."""

from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.gui.errors import show_error
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.config_form import ConfigForm
from cnnstudio.gui.training_panel.document import TrainDocument
from cnnstudio.gui.training_panel.queue_list import QueueList
from cnnstudio.gui.training_panel.run_buttons import RunButtons
from cnnstudio.gui.training_panel.run_controller import State
from cnnstudio.networks import reference
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.training.config import TrainConfig


class Controls(QWidget):
    """While a run goes on, the form shows it, locked, or the next one, which the user sets up and lets wait."""

    usableChanged = Signal(bool)  # whether what stands in the form can be started
    answerWanted = Signal()  # a question is shown here, which has to be seen

    def __init__(self, studio: Studio, document: TrainDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._document = document
        self._controller = document.controller
        self.form = ConfigForm(studio.agree)
        self.buttons = RunButtons()
        self.queue = QueueList()
        scroll = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame, focusPolicy=Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setProperty("panel", True)
        self.form.setProperty("panel", True)
        scroll.setWidget(self.form)
        self._scroll = scroll
        self._to_reveal = 0
        self._reveal = QTimer(self, singleShot=True, interval=0)
        self._reveal.timeout.connect(self._reveal_question)
        divider = QFrame()
        divider.setFixedHeight(1)
        divider.setProperty("divider", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        for widget in (divider, self.queue, self.buttons):
            column.addWidget(widget)
        self._connect()
        self._on_state(self._controller.state)
        self._show_queue()

    def _connect(self) -> None:
        document, controller, form, buttons = self._document, self._controller, self.form, self.buttons
        form.changed.connect(self._on_form_changed)
        form.problemChanged.connect(self._enable)
        form.learning_rate_changed.connect(controller.set_learning_rate)
        form.schedule_wanted.connect(self._follow_schedule)
        form.own.chosen.connect(self._on_own_network)
        form.own.cancelled.connect(document.forget_resume)
        form.own.failed.connect(self._show_sentence)
        form.own.asked.connect(self._on_asked)
        buttons.start_clicked.connect(self.start)
        buttons.pause_clicked.connect(controller.pause)
        buttons.resume_clicked.connect(controller.resume)
        buttons.step_clicked.connect(self.step)
        buttons.stop_clicked.connect(controller.stop)
        buttons.next_toggled.connect(self._show_form)
        controller.state_changed.connect(self._on_state)
        controller.queue_changed.connect(self._show_queue)
        controller.started.connect(self._show_form)  # it may go on with a rate that was set by hand
        document.configChanged.connect(self._show_form)
        document.leftChanged.connect(self._show_queue)
        self.queue.startWanted.connect(document.start_left)
        self.queue.forgetWanted.connect(document.forget_left)
        document.network.changed.connect(self._show_network)
        document.nextWanted.connect(self._show_next)

    # Commands

    @Slot()
    def start(self) -> None:
        """Train what stands in the form, or let it wait."""
        self._begin(single_step=False)

    @Slot()
    def step(self) -> None:
        """One step of the run that pauses, or of a new one."""
        if self._controller.state == "paused":
            self._controller.step()
        else:
            self._begin(single_step=True)

    @Slot()
    def start_or_pause(self) -> None:
        """What the big button does."""
        match self._controller.state:
            case "idle":
                self.start()
            case "running":
                self._controller.pause()
            case "paused":
                self._controller.resume()

    def _begin(self, *, single_step: bool) -> None:
        if self._shows_run:
            return
        # On some systems a click on a button does not take the focus out of the field that is being typed in.
        self.form.take_texts()
        if self.form.problem is not None:
            show_error(self, self.form.problem)
            return
        self._document.start(single_step=single_step)

    @Slot()
    def _follow_schedule(self) -> None:
        self._controller.set_learning_rate(None)

    @Slot(object)
    def _on_own_network(self, network: object) -> None:
        self._document.use_own(cast(PythonNetwork, network))

    @Slot()
    def _on_asked(self) -> None:
        """Have the question seen, wherever the form was scrolled to and whatever is folded."""
        self.answerWanted.emit()
        self._to_reveal = 2  # what was folded gets its size when the events that are posted now have been handled
        self._reveal.start()

    @Slot()
    def _reveal_question(self) -> None:
        self._scroll.ensureWidgetVisible(self.form.own.question)
        self._to_reveal -= 1
        if self._to_reveal:
            self._reveal.start()

    @Slot()
    def _show_next(self) -> None:
        """The form is wanted for what is to be trained next, whatever goes on."""
        if self._controller.busy:
            self.buttons.next.setChecked(True)

    @Slot(object)
    def _on_form_changed(self, config: TrainConfig) -> None:
        if not self._shows_run:
            self._document.set_config(config)
        self._enable()

    # What is shown

    @property
    def _shows_run(self) -> bool:
        """Whether the form shows the run that goes on, and not the next one."""
        return self._controller.busy and not self.buttons.wants_next

    @Slot()
    def _show_form(self) -> None:
        task = self._controller.task
        config = task.config if self._shows_run and task is not None else self._document.config
        if config != self.form.config:
            self.form.show_config(config)
        self.form.set_running(self._shows_run, self._controller.own_rate)
        self.form.show_folder(self._document.folder)
        self._show_network()

    @Slot()
    def _show_network(self) -> None:
        self.form.set_network_hint("" if self._shows_run else self._document.network.hint)
        own = (*reference.agreed_classes(), self._studio.current.network, self._document.config.network)
        self.form.offer_networks(network for network in own if isinstance(network, PythonNetwork))
        self.form.look_again()
        self._enable()

    @Slot(str)
    def _on_state(self, state: State) -> None:
        self.buttons.show_state(state)
        self._show_form()

    @Slot()
    def _show_queue(self) -> None:
        self.queue.show_runs(self._controller.waiting, self._document.left)
        self.buttons.set_must_wait(self._controller.must_wait)

    @Slot()
    def _enable(self) -> None:
        usable = self.form.problem is None
        self.buttons.set_usable(usable)
        self.usableChanged.emit(usable)

    @Slot(str)
    def _show_sentence(self, sentence: str) -> None:
        show_error(self, StudioError(sentence))

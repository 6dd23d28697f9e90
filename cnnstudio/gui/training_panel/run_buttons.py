"""The one big Start, which becomes Pause and Resume, below it Step and Stop; while something trains, the next run."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.gui import theme, view_state
from cnnstudio.gui.training_panel.run_controller import State


class RunButtons(QWidget):
    """Knows which command makes sense in which state."""

    start_clicked = Signal()
    pause_clicked = Signal()
    resume_clicked = Signal()
    step_clicked = Signal()
    stop_clicked = Signal()
    next_toggled = Signal(bool)  # whether the form is wanted for the next run

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Keeps the keyboard while no button can be pressed.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._state: State = "idle"
        self._usable = True
        self._must_wait = False
        self.start = QPushButton(objectName="train-start", minimumHeight=28)
        self.start.setProperty("primary", True)
        self.start.clicked.connect(self._on_start)
        self.pause = QPushButton(self.tr("Pause"), objectName="train-pause", minimumHeight=28)
        self.pause.setIcon(theme.icon("pause"))
        self.pause.clicked.connect(self.pause_clicked)
        self.step = QPushButton(
            self.tr("Step"), objectName="train-step", toolTip=self.tr("One optimiser step, then wait")
        )
        self.step.setIcon(theme.icon("step-forward"))
        self.step.clicked.connect(self.step_clicked)
        self.stop = QPushButton(objectName="train-stop")
        self.stop.setIcon(theme.icon("square"))
        self.stop.clicked.connect(self.stop_clicked)
        self.next = view_state.keep(QPushButton(objectName="train-next", checkable=True))
        self.next.setProperty("flat", True)
        self.next.toggled.connect(self._on_next)
        for button in (self.start, self.pause, self.step, self.stop):
            button.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        second = QHBoxLayout()
        second.setSpacing(theme.SPACE_2)
        second.addWidget(self.step)
        second.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self.start)
        layout.addWidget(self.pause)
        layout.addLayout(second)
        layout.addWidget(self.next)
        self.show_state("idle")

    @property
    def wants_next(self) -> bool:
        """Whether the form is wanted for the next run while one goes on."""
        return self.next.isChecked()

    def show_state(self, state: State) -> None:
        """Offer what makes sense in this state."""
        self._state = state
        if state == "idle":
            self.next.setChecked(False)
        self._show()

    def set_must_wait(self, must_wait: bool) -> None:
        """Whether something trains, so that a run that is started now would have to wait."""
        self._must_wait = must_wait
        self._show()

    def set_usable(self, usable: bool) -> None:
        """Whether the form's configuration can be started."""
        self._usable = usable
        self._enable()

    def _show(self) -> None:
        state, queues = self._state, self._queues
        holder = self.focusWidget()
        focused = holder is not None and holder.hasFocus() and holder is not self.next
        running = state in ("running", "stopping") and not queues
        self.pause.setVisible(running)
        self.pause.setEnabled(state == "running")
        self.start.setVisible(not running)
        self.start.setText(
            self.tr("Queue") if queues else self.tr("Resume") if state == "paused" else self.tr("Start training")
        )
        self.start.setToolTip(self.tr("Train this as soon as what trains now has ended") if queues else "")
        self.start.setIcon(theme.icon("play", "on_accent"))
        self.stop.setText(self.tr("Cancel") if state == "preparing" else self.tr("Stop"))
        self.stop.setEnabled(state in ("preparing", "running", "paused"))
        self.next.setVisible(state != "idle")
        self.next.setText(self.tr("Back to this run") if self.wants_next else self.tr("Set up the next run"))
        self._enable()
        if focused:
            # The keyboard stays here while the buttons change their meaning.
            usable = (
                button for button in (self.start, self.pause, self.stop) if button.isEnabled() and not button.isHidden()
            )
            next(usable, self).setFocus()

    @property
    def _queues(self) -> bool:
        """Whether Start means: wait for the turn."""
        return self.wants_next if self._state != "idle" else self._must_wait

    def _enable(self) -> None:
        if self._queues:
            self.start.setEnabled(self._usable)
            self.step.setEnabled(False)
            return
        may_start = self._state == "idle" and self._usable
        self.start.setEnabled(may_start or self._state == "paused")
        self.step.setEnabled(may_start or self._state == "paused")

    def _on_start(self) -> None:
        (self.resume_clicked if self._state == "paused" and not self._queues else self.start_clicked).emit()

    def _on_next(self, on: bool) -> None:
        self._show()
        self.next_toggled.emit(on)

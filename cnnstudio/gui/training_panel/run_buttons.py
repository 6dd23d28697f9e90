"""The one big Start, which becomes Pause and Resume, and below it Step and Stop."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.run_controller import State


class RunButtons(QWidget):
    """Knows which command makes sense in which state."""

    start_clicked = Signal()
    pause_clicked = Signal()
    resume_clicked = Signal()
    step_clicked = Signal()
    stop_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Keeps the keyboard while no button can be pressed.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._state: State = "idle"
        self._usable = True
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
        self.show_state("idle")

    def show_state(self, state: State) -> None:
        """Offer what makes sense in this state."""
        self._state = state
        focused = self.focusWidget() is not None and self.focusWidget().hasFocus()
        running = state in ("running", "stopping")
        self.pause.setVisible(running)
        self.pause.setEnabled(state == "running")
        self.start.setVisible(not running)
        self.start.setText(self.tr("Resume") if state == "paused" else self.tr("Start training"))
        self.start.setIcon(theme.icon("play", "on_accent"))
        self.stop.setText(self.tr("Cancel") if state == "preparing" else self.tr("Stop"))
        self.stop.setEnabled(state in ("preparing", "running", "paused"))
        self._enable()
        if focused:
            # The keyboard stays here while the buttons change their meaning.
            usable = (
                button for button in (self.start, self.pause, self.stop) if button.isEnabled() and not button.isHidden()
            )
            next(usable, self).setFocus()

    def set_usable(self, usable: bool) -> None:
        """Whether the form's configuration can be started."""
        self._usable = usable
        self._enable()

    def _enable(self) -> None:
        may_start = self._state == "idle" and self._usable
        self.start.setEnabled(may_start or self._state == "paused")
        self.step.setEnabled(may_start or self._state == "paused")

    def _on_start(self) -> None:
        (self.resume_clicked if self._state == "paused" else self.start_clicked).emit()

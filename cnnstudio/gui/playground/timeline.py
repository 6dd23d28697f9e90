"""Play, step, scrub: the window's way over all positions."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from cnnstudio.gui import theme, view_state
from cnnstudio.gui.labels import integer
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.lessons.asked import Thing

_ROOMY = 440

SPEEDS = (1, 2, 4, 8, 15, 30, 60)
"""Positions a second."""


class Timeline(QWidget):
    """The scrubber counts positions row by row, from the top left."""

    paceChanged = Signal(int)  # milliseconds between positions
    playingChanged = Signal(bool)

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._setting = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.first = self._button("play-first", "skip-back", self.tr("To the first position (Home)"))
        self.back = self._button("play-step-back", "chevron-left", self.tr("One position back (,)"))
        self.play = self._button("play-play", "play", self.tr("Slide the window (Space)"))
        self.forward = self._button("play-step-forward", "chevron-right", self.tr("One position on (.)"))
        self.last = self._button("play-last", "skip-forward", self.tr("To the last position (End)"))
        self.scrubber = QSlider(Qt.Orientation.Horizontal, objectName="play-scrubber")
        self.scrubber.setMinimumWidth(60)
        self.scrubber.setAccessibleName(self.tr("Position of the window"))
        self.where = QLabel(objectName="play-position", alignment=Qt.AlignmentFlag.AlignRight)
        self.where.setFont(theme.mono_font(0.95))
        self.speed = view_state.keep(QComboBox(objectName="play-speed", toolTip=self.tr("Positions a second")))
        self.speed.setAccessibleName(self.tr("Speed, positions a second"))
        for speed in SPEEDS:
            self.speed.addItem(self.tr("{speed} / s").format(speed=speed), speed)
        self.speed.setCurrentIndex(SPEEDS.index(4))

        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_1, theme.SPACE_3, theme.SPACE_1)
        layout.setSpacing(theme.SPACE_1)
        for button in (self.first, self.back, self.play, self.forward, self.last):
            layout.addWidget(button)
        layout.addWidget(self.scrubber, 1)
        layout.addWidget(self.where)
        layout.addSpacing(theme.SPACE_2)
        layout.addWidget(self.speed)
        self.setFixedHeight(52)

        self.first.clicked.connect(self.go_first)
        self.back.clicked.connect(self.step_back)
        self.play.clicked.connect(self.toggle)
        self.forward.clicked.connect(self.step_forward)
        self.last.clicked.connect(self.go_last)
        self.scrubber.valueChanged.connect(self._scrubbed)
        self.speed.currentIndexChanged.connect(self._set_speed)
        model.positionChanged.connect(self._refresh)
        model.resultChanged.connect(self._refresh)
        model.predicting.changed.connect(self._refresh)
        model.stateChanged.connect(self.pause)
        self._refresh()

    def _button(self, name: str, icon: str, tip: str) -> QToolButton:
        button = QToolButton(objectName=name, toolTip=tip)
        button.setAccessibleName(tip)
        button.setIcon(theme.icon(icon))
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        return button

    @property
    def playing(self) -> bool:
        """Whether the window slides by itself."""
        return self._timer.isActive()

    def view_state(self) -> bool | None:
        """Whether the window slides by itself; None where it stands."""
        return self.playing or None

    def open_view_state(self, _known: bool) -> bool:
        """Let it slide on."""
        if self.isVisible() and not self.playing:
            self.toggle()
        return self.playing

    @property
    def interval_ms(self) -> int:
        """Milliseconds between two positions."""
        return round(1000 / int(self.speed.currentData()))

    @Slot()
    def toggle(self) -> None:
        """Play or pause; at the end play starts over."""
        if self.playing:
            self.pause()
            return
        if self._model.index >= self._model.count - 1 or not self._model.reveal:
            self._model.pin_index(0, reveal=True)
        self._timer.start(self.interval_ms)
        self._apply_playing()

    @Slot()
    def play_on(self) -> None:
        """Play from where the window stands; at the last position there is nothing to come."""
        if not self.playing and self._model.index < self._model.count - 1:
            self._timer.start(self.interval_ms)
            self._apply_playing()

    @Slot()
    def pause(self) -> None:
        """Stop where it is."""
        if self.playing:
            self._timer.stop()
            self._apply_playing()

    @Slot()
    def step_forward(self) -> None:
        """One position on; what comes after it is covered."""
        self.pause()
        self._model.pin_index(self._model.index + 1, reveal=True)

    @Slot()
    def step_back(self) -> None:
        """One position back."""
        self.pause()
        self._model.pin_index(self._model.index - 1, reveal=True)

    @Slot()
    def go_first(self) -> None:
        """To the first position."""
        self.pause()
        self._model.pin_index(0, reveal=True)

    @Slot()
    def go_last(self) -> None:
        """To the last position: the whole output is shown."""
        self.pause()
        self._model.pin_index(self._model.count - 1)

    @Slot()
    def _tick(self) -> None:
        if self._model.index >= self._model.count - 1:
            self.pause()
            self._model.pin_index(self._model.count - 1)
            return
        self._model.pin_index(self._model.index + 1, reveal=True)

    @Slot(int)
    def _scrubbed(self, index: int) -> None:
        if not self._setting:
            self.pause()
            self._model.pin_index(index, reveal=index < self._model.count - 1)

    @Slot(int)
    def _set_speed(self, index: int) -> None:
        if self.playing:
            self._timer.start(self.interval_ms)
        self.paceChanged.emit(self.interval_ms if self.playing else 1000)

    @Slot()
    def _refresh(self) -> None:
        self._setting = True
        count = self._model.count
        self.scrubber.setRange(0, count - 1)
        self.scrubber.setPageStep(max(1, self._model.result.state.geometry.output_size[1]))
        self.scrubber.setValue(self._model.index)
        self._setting = False
        # As wide as it will ever be: a label that grows by a digit has the whole window laid out anew.
        metrics = self.where.fontMetrics()
        self.where.setFixedSize(metrics.horizontalAdvance(f"{integer(count)} / {integer(count)}"), metrics.height())
        hidden = self._model.predicting.hides(Thing.SIZE)
        self.where.setText(f"{integer(self._model.index + 1)} / {HIDDEN if hidden else integer(count)}")

    def _apply_playing(self) -> None:
        self.play.setIcon(theme.icon("pause" if self.playing else "play"))
        tip = self.tr("Pause (Space)") if self.playing else self.tr("Slide the window (Space)")
        self.play.setToolTip(tip)
        self.play.setAccessibleName(tip)
        self.paceChanged.emit(self.interval_ms if self.playing else 1000)
        self.playingChanged.emit(self.playing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where the room is tight the scrubber matters more than the ways to its ends (Home, End).
        roomy = event.size().width() >= _ROOMY
        self.first.setVisible(roomy)
        self.last.setVisible(roomy)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pause()

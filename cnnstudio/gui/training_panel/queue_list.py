"""The runs that wait for their turn, and those that waited when the program was ended; each can be taken out."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cnnstudio.gui import labels, language, theme
from cnnstudio.gui.jobs import Job
from cnnstudio.gui.training_panel.run_task import RunTask
from cnnstudio.gui.training_panel.runs_model import dataset_title
from cnnstudio.gui.widgets.elided import Elided
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.room_state import WaitingRun

_MOST = 3


class QueueList(QWidget):
    """Hidden while nothing waits."""

    startWanted = Signal(int)  # which of those that waited when the program was ended
    forgetWanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-queue")
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_4, 0)
        self._layout.setSpacing(theme.SPACE_1)
        self._title = QLabel(objectName="train-queue-title", wordWrap=True)
        self._title.setProperty("quiet", True)
        self._layout.addWidget(self._title)
        self._left_title = QLabel(objectName="train-queue-left", wordWrap=True)
        self._left_title.setProperty("quiet", True)
        self._left_title.setToolTip(self.tr("These runs waited when the program was ended; none begins by itself"))
        self.hide()

    def show_runs(self, jobs: Sequence[Job], left: Sequence[WaitingRun]) -> None:
        """Show what waits for its turn, first come, and what waits for the user."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        waiting = [self._row_of_job(job) for job in jobs[:_MOST]]
        from_before = [self._row_of_left(index, run) for index, run in enumerate(left[:_MOST])]
        self._rows = [*waiting, *from_before]
        for widget in (*waiting, self._left_title, *from_before):
            self._layout.addWidget(widget)
            widget.show()
        self._title.setVisible(bool(jobs))
        since = self.tr("Waiting since the last time")
        if (more := len(left) - _MOST) > 0:
            since = self.tr("Waiting since the last time, {count} more below these").format(count=labels.integer(more))
        self._left_title.setText(since)
        self._left_title.setVisible(bool(left))
        more = len(jobs) - _MOST
        title = self.tr("Waiting for their turn")
        if more > 0:
            title = self.tr("Waiting for their turn, {count} more below these").format(count=labels.integer(more))
        self._title.setText(title)
        self.setVisible(bool(jobs) or bool(left))

    def _row_of_job(self, job: Job) -> QWidget:
        task = job.subject
        assert isinstance(task, RunTask)
        return self._row(task.config, out=job.stop)

    def _row_of_left(self, index: int, run: WaitingRun) -> QWidget:
        return self._row(
            run.config,
            start=lambda: self.startWanted.emit(index),
            out=lambda: self.forgetWanted.emit(index),
            resumed=run.resume is not None,
        )

    def _row(
        self,
        config: TrainConfig,
        *,
        out: Callable[[], object],
        start: Callable[[], object] | None = None,
        resumed: bool = False,
    ) -> QWidget:
        automatic = self.tr("MNIST, or built-in digits")
        dataset = automatic if config.dataset == "auto" else dataset_title(config.dataset)
        text = self.tr("{network} on {dataset}").format(network=language.say(config.network.title), dataset=dataset)
        row = QWidget()
        # Two that wait are seldom of two networks: what differs is how they are trained.
        optimizer = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}.get(config.optimizer, config.optimizer)
        label = Elided("train-queue-run", quiet=False)
        label.setText(f"{language.say(config.network.title)} · {optimizer} {labels.typed(config.learning_rate)}")
        label.setToolTip(
            self.tr("{run}\nEpochs: {epochs}, batch size: {batch}, learning rate: {rate}").format(
                run=text,
                epochs=labels.integer(config.epochs),
                batch=labels.integer(config.batch_size),
                rate=labels.typed(config.learning_rate),
            )
        )
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_1)
        line.addWidget(label, 1)
        if start is not None:
            begin = self.tr("Go on with it: {run}") if resumed else self.tr("Start it: {run}")
            line.addWidget(self._button("train-queue-start", "play", begin.format(run=text), start))
        line.addWidget(
            self._button("train-queue-out", "x", self.tr("Take out of the queue: {run}").format(run=text), out)
        )
        return row

    def _button(self, name: str, icon: str, text: str, clicked: Callable[[], object]) -> QToolButton:
        button = QToolButton(objectName=name, toolTip=text, autoRaise=True)
        button.setAccessibleName(text)
        button.setIcon(theme.icon(icon, "text_quiet"))
        button.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        button.clicked.connect(lambda: clicked())
        return button

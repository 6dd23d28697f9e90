"""The runs that wait for their turn, each with a button that takes it out."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.jobs import Job
from cnnstudio.gui.training_panel.run_task import RunTask
from cnnstudio.gui.training_panel.runs_model import dataset_title

_MOST = 3


class QueueList(QWidget):
    """Hidden while nothing waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-queue")
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_4, 0)
        self._layout.setSpacing(theme.SPACE_1)
        self._title = QLabel(objectName="train-queue-title")
        self._title.setProperty("quiet", True)
        self._layout.addWidget(self._title)
        self.hide()

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show what waits, first come."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(job) for job in jobs[:_MOST]]
        for row in self._rows:
            self._layout.addWidget(row)
            row.show()
        more = len(jobs) - _MOST
        waiting = self.tr("Waiting for their turn")
        if more > 0:
            waiting = self.tr("Waiting for their turn, {count} more below these").format(count=labels.integer(more))
        self._title.setText(waiting)
        self.setVisible(bool(jobs))

    def _row(self, job: Job) -> QWidget:
        task = job.subject
        assert isinstance(task, RunTask)
        config = task.config
        text = self.tr("{network} on {dataset}").format(
            network=config.network.title, dataset=dataset_title(config.dataset) or self.tr("MNIST, or built-in digits")
        )
        row = QWidget()
        label = QLabel(text)
        label.setToolTip(
            self.tr("{run}\nEpochs: {epochs}, batch size: {batch}, learning rate: {rate}").format(
                run=text,
                epochs=labels.integer(config.epochs),
                batch=labels.integer(config.batch_size),
                rate=f"{config.learning_rate:g}",
            )
        )
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        out = QToolButton(objectName="train-queue-out", toolTip=self.tr("Take out of the queue"), autoRaise=True)
        out.setAccessibleName(self.tr("Take out of the queue: {run}").format(run=text))
        out.setIcon(theme.icon("x", "text_quiet"))
        out.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        out.clicked.connect(job.stop)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_1)
        line.addWidget(label, 1)
        line.addWidget(out)
        return row

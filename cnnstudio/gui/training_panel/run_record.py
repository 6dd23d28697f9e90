"""What the run in front has told: how far it is, in words, its log, its curves, and what was measured last."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnstudio.datasets import Progress, Stage
from cnnstudio.gui import labels
from cnnstudio.gui.training_panel.run_task import LoadingTorch
from cnnstudio.gui.training_panel.runs_model import dataset_title
from cnnstudio.gui.training_panel.series import RunSeries, read_series
from cnnstudio.training import log
from cnnstudio.training.events import EpochEvaluated, Event, RunFinished, RunStarted, StepsDone
from cnnstudio.training.runs import RunFolder, RunSummary

MOST_LINES = 20_000
"""Older lines of the log are let go; the run folder has every logged step."""


@dataclass(frozen=True, slots=True)
class Report:
    """How far a run is.

    Attributes:
        text: a few words.
        fraction: 0..1, None where the end is not known.
        figures: speed and time, for the right.
        tone: ``good``, ``warning``, ``bad`` or ``""``.
    """

    text: str = ""
    fraction: float | None = 0.0
    figures: str = ""
    tone: str = ""


class RunRecord(QObject):
    """Is told what comes from the run, and keeps it for the pages that show it.

    Attributes:
        run: the folder of the run in front; None before it is there.
        started: its first event in this session; None where it is of an earlier one.
        report: how far it is.
        note: what else should be known of it, in whole sentences.
        lines: its log.
        measured: what the test pictures gave last.
        layers: path and kind of the layers of its network which the playground can open.
    """

    cleared = Signal()  # another run comes to the front
    reported = Signal()  # report or note has changed
    logged = Signal(list)  # new lines
    grew = Signal(object)  # Path: the curves of this run
    evaluated = Signal()  # measured has changed
    epoch_ended = Signal(object)  # Path

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run: Path | None = None
        self.started: RunStarted | None = None
        self.report = Report()
        self.note = ""
        self.lines: list[str] = []
        self.measured: EpochEvaluated | None = None
        self.layers: tuple[tuple[str, str], ...] = ()
        self._own: dict[Path, RunSeries] = {}  # what this session trained, every step of it
        self._read: dict[Path, RunSeries] = {}

    def series(self, run: Path) -> RunSeries:
        """The curves of a run: of this session every step, else those in its folder."""
        if run in self._own:
            return self._own[run]
        if run not in self._read:
            self._read[run] = read_series(run, RunFolder(run).batches())
        return self._read[run]

    def forget(self, run: Path) -> None:
        """Read the curves of a run of another session anew when they are wanted again."""
        self._read.pop(run, None)

    def clear(self) -> None:
        """Make room for a run that begins, or goes on."""
        self.run = self.started = self.measured = None
        self.lines, self.layers = [], ()
        self.report, self.note = Report(), ""
        self.cleared.emit()

    def front(self, run: Path | None) -> None:
        """A run of an earlier session stands in front."""
        self.clear()
        self.run = run
        if run is not None:
            self._tell_end(RunFolder(run).summary())

    # --- what the run tells

    def tell(self, text: str, fraction: float | None = None, figures: str = "", *, tone: str = "") -> None:
        """How far it is."""
        self.report = Report(text, fraction, figures, tone)
        self.reported.emit()

    def on_prepared(self, event: LoadingTorch | Progress) -> None:
        """Torch is loaded, data are read or downloaded."""
        if isinstance(event, LoadingTorch):
            self.tell(self.tr("Loading PyTorch…"))
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
        self.tell(words[event.stage], fraction, figures)

    def on_started(self, event: RunStarted) -> str:
        """Its folder is there; returns what it is, in a line."""
        run = event.run_dir
        self.started, self.run = event, run
        series = self._own.get(run)
        if series is None:
            series = read_series(run, event.batches) if event.first_step else RunSeries(event.batches)
            self._own[run] = series
            self._read.pop(run, None)
        series.truncate(event.first_step)
        self.note = "\n".join(note for note in (event.dataset_reason, event.remark) if note)
        self.reported.emit()
        return self.tr("{network} on {dataset}: {count} pictures, {device}").format(
            network=event.config.network.title,
            dataset=dataset_title(event.dataset),
            count=labels.integer(event.train_size),
            device=event.device_name,
        )

    def on_events(self, events: list[Event]) -> None:
        """Steps were done, an epoch was measured."""
        if self.started is None or self.run is None:
            return
        series, lines = self._own[self.run], list[str]()
        steps: StepsDone | None = None
        measured: EpochEvaluated | None = None
        for event in events:
            lines += log.lines(self.started, event)
            if isinstance(event, StepsDone):
                series.add_steps(event)
                steps = event
            elif isinstance(event, EpochEvaluated):
                series.add_epoch(event)
                measured = event if event.confusion is not None else measured
        self.lines += lines
        del self.lines[:-MOST_LINES]
        self.logged.emit(lines)
        self.grew.emit(self.run)
        if measured is not None:
            self.measured = measured
            self.evaluated.emit()
        if any(isinstance(event, EpochEvaluated) for event in events):
            self.epoch_ended.emit(self.run)
        if steps is not None:
            self._show_progress(self.started, steps)

    def _show_progress(self, run: RunStarted, event: StepsDone) -> None:
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
        self.tell(text, done / steps, figures)

    def on_finished(self, event: RunFinished) -> None:
        """It has come to its end."""
        self._tell_finished(event.test_accuracy, event.elapsed_s)

    def on_stopped(self) -> None:
        """It was stopped, maybe before there was a folder."""
        if self.started is None or self.run is None:
            self.tell(self.tr("Cancelled"), 0.0)
            return
        self._tell_stopped(RunFolder(self.run).summary())

    def _tell_end(self, run: RunSummary) -> None:
        """What became of a run of an earlier session."""
        if run.state == "finished" and run.test_accuracy is not None:
            self._tell_finished(run.test_accuracy, run.elapsed_s)
        elif run.state == "stopped":
            self._tell_stopped(run)
        elif run.state == "failed":
            self.tell(self.tr("Failed: {reason}").format(reason=run.message), run.step / (run.steps or 1), tone="bad")

    def _tell_finished(self, accuracy: float, elapsed_s: float) -> None:
        text = self.tr("Finished: {accuracy} of the test pictures are read correctly").format(
            accuracy=labels.percent(accuracy, 2)
        )
        self.tell(text, 1.0, labels.duration(elapsed_s), tone="good")

    def _tell_stopped(self, run: RunSummary) -> None:
        text = self.tr("Stopped after {step} of {steps} steps; it can be resumed from the list of runs").format(
            step=labels.integer(run.step), steps=labels.integer(run.steps)
        )
        self.tell(text, run.step / run.steps if run.steps else 0.0, labels.duration(run.elapsed_s))

    def on_failed(self) -> None:
        """It has failed; the reason stands in the window."""
        done = len(self._own[self.run]) if self.run in self._own else 0
        if self.started is None or not done:
            self.tell(self.tr("Failed; the reason stands above"), 0.0, tone="bad")
            return
        steps = self.started.config.epochs * self.started.batches
        text = self.tr("Failed after {step} of {steps} steps; the reason stands above").format(
            step=labels.integer(done), steps=labels.integer(steps)
        )
        self.tell(text, done / steps, tone="bad")

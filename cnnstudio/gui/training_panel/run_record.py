"""What the run in front has told: how far it is, in words, its log, its curves, and what was measured last."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from cnnstudio.datasets import Progress, Stage
from cnnstudio.gui import labels, language
from cnnstudio.gui.training_panel.known_runs import RunContents
from cnnstudio.gui.training_panel.run_task import EarlierCurves, LoadingTorch, TryingNetwork
from cnnstudio.gui.training_panel.runs_model import dataset_title
from cnnstudio.gui.training_panel.series import RunSeries
from cnnstudio.networks import reference
from cnnstudio.training import chance, log
from cnnstudio.training.events import EpochEvaluated, Event, Mistakes, RunFinished, RunStarted, StepsDone
from cnnstudio.training.kept_predictions import KeptPredictions
from cnnstudio.training.runs import RunSummary

MOST_LINES = 20_000
"""Older lines of the log are let go; the run folder has every step."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What the test pictures gave.

    Attributes:
        epoch: after which, 0-based.
        confusion: (classes, classes) counts: rows true, columns predicted.
        mistakes: the worst ones.
        class_names: one a class.
        dataset: of whose test set they are.
    """

    epoch: int
    confusion: NDArray[np.int64]
    mistakes: Mistakes | None
    class_names: tuple[str, ...]
    dataset: str

    @classmethod
    def told(cls, event: EpochEvaluated, run: RunStarted) -> "Measured | None":
        """What an epoch of a run that goes on told; None where the test pictures were not measured."""
        if event.confusion is None:
            return None
        return cls(event.epoch, event.confusion, event.mistakes, run.class_names, run.dataset)

    @classmethod
    def kept(cls, found: KeptPredictions) -> "Measured":
        """What lies in the folder of a run."""
        return cls(found.epoch, found.confusion, found.mistakes, found.class_names, found.dataset)


class RunRecord(QObject):
    """Is told what comes from the run, and keeps it for the pages that show it.

    Attributes:
        run: the folder of the run in front; None before it is there.
        started: its first event in this session; None where it is of an earlier one.
        report: how far it is.
        note: what else should be known of it, in whole sentences.
        finished: whether it has come to its end.
        lines: its log.
        measured: what the test pictures gave last.
        network: the name of its network, as typed on the command line; empty where it is not known.
        layers: path and kind of the layers of its network which the playground can open.
        classes: of its data set; None where it is not known.
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
        self.finished = False
        self.report = Report()
        self.note = ""
        self.lines: list[str] = []
        self.measured: Measured | None = None
        self.network = ""
        self.layers: tuple[tuple[str, str], ...] = ()
        self._own: dict[Path, RunSeries] = {}  # what this session trained, every step of it
        self._earlier: RunSeries | None = None  # of the run that goes on
        self._remarks = ""
        self._done = 0
        self._elapsed_s = 0.0

    def own_series(self, run: Path) -> RunSeries | None:
        """The curves of a run that this session trained."""
        return self._own.get(run)

    def clear(self) -> None:
        """Make room for a run that begins, or goes on."""
        self.run = self.started = self.measured = None
        self.finished = False
        self.lines, self.layers, self._earlier, self.network = [], (), None, ""
        self.report, self.note = Report(), ""
        self.cleared.emit()

    def front(self, run: Path | None) -> None:
        """A run of an earlier session stands in front; what is known of it follows."""
        self.clear()
        self.run = run

    def show_contents(self, contents: RunContents) -> None:
        """What lies in the folder of the run in front."""
        self.network = "" if contents.network is None else reference.typed(contents.network)
        if contents.predictions is not None:
            self.measured = Measured.kept(contents.predictions)
            self.layers = () if contents.network is None else contents.predictions.layers
            self.evaluated.emit()
        self._tell_end(contents.summary)

    @property
    def classes(self) -> int | None:
        """How many classes the data set of the run in front has."""
        if self.started is not None:
            return len(self.started.class_names)
        return None if self.measured is None else len(self.measured.class_names)

    def facts(self) -> dict[str, Any]:
        """What a lesson may ask of the run in front; its accuracy is in per cent, of the test pictures."""
        facts: dict[str, Any] = {"run.network": self.network, "run.finished": self.finished}
        if self.measured is not None:
            confusion = self.measured.confusion
            facts["run.epochs"] = self.measured.epoch + 1
            facts["run.accuracy"] = 100 * float(confusion.trace()) / max(1, int(confusion.sum()))
        return facts

    # --- what the run tells

    def tell(self, text: str, fraction: float | None = None, figures: str = "", *, tone: str = "") -> None:
        """How far it is."""
        self.report = Report(text, fraction, figures, tone)
        self.reported.emit()

    def on_prepared(self, event: LoadingTorch | TryingNetwork | EarlierCurves | Progress) -> None:
        """Torch is loaded, a class is tried, data are read or downloaded."""
        if isinstance(event, EarlierCurves):
            self._earlier = event.series
            return
        if isinstance(event, LoadingTorch):
            self.tell(self.tr("Loading PyTorch…"))
            return
        if isinstance(event, TryingNetwork):
            self.tell(self.tr("Trying {network}…").format(network=language.say(event.title)))
            return
        words = {
            Stage.CONNECTING: self.tr("Connecting…"),
            Stage.DOWNLOADING: self.tr("Downloading {file}").format(file=event.file),
            Stage.READING: self.tr("Reading {file}").format(file=event.file),
            Stage.DRAWING: self.tr("Drawing the built-in digits"),
        }
        figures = ""
        if event.stage is Stage.DOWNLOADING:
            figures = f"{labels.fixed(event.done / 1e6, 1)} / {labels.fixed(event.total / 1e6, 1)} MB"
        elif event.stage is Stage.DRAWING:
            figures = f"{labels.integer(event.done)} / {labels.integer(event.total)}"
        fraction = None if event.stage is Stage.CONNECTING else event.done / event.total
        self.tell(words[event.stage], fraction, figures)

    def on_started(self, event: RunStarted) -> str:
        """Its folder is there; returns what it is, in a line."""
        run = event.run_dir
        self.started, self.run = event, run
        self.network = reference.typed(event.config.network)
        series = self._own.get(run)
        if series is None:
            series = self._earlier if event.first_step and self._earlier is not None else RunSeries(event.batches)
            series.batches = event.batches
            self._own[run] = series
        series.truncate(event.first_step)
        self._done, self._elapsed_s, self._earlier = event.first_step, 0.0, None
        self.note = self._remarks = "\n".join(
            language.say(note) for note in (event.dataset_reason, event.remark) if note
        )
        self.reported.emit()
        return labels.amount(
            event.train_size,
            "{network} on {dataset}: {n} picture, {device}",
            "{network} on {dataset}: {n:,} pictures, {device}",
            network=event.config.network.title,
            dataset=dataset_title(event.dataset),
            device=event.device_name,
        )

    def on_events(self, events: list[Event]) -> None:
        """Steps were done, an epoch was measured."""
        if self.started is None or self.run is None:
            return
        series, lines = self._own[self.run], list[str]()
        steps: StepsDone | None = None
        measured: Measured | None = None
        for event in events:
            lines += log.lines(self.started, event)
            if isinstance(event, StepsDone):
                series.add_steps(event)
                steps = event
                self._done, self._elapsed_s = event.first_step + len(event.losses), event.elapsed_s
            elif isinstance(event, EpochEvaluated):
                series.add_epoch(event)
                measured = Measured.told(event, self.started) or measured
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
            self._note_standstill(self.started, series)
            self._show_progress(self.started, steps)

    def _note_standstill(self, run: RunStarted, series: RunSeries) -> None:
        """Say that the loss stands still near what guessing gives, as long as it does."""
        classes = len(run.class_names)
        text = ""
        if chance.has_stalled(series.steps.values, series.smoothed.values, classes):
            text = self.tr(
                "No progress for {steps} steps: the loss is {loss}, and guessing among {classes} classes gives "
                "{chance}. Another learning rate or PyTorch's own initial weights may help."
            ).format(
                steps=labels.integer(chance.STALLED_STEPS),
                loss=labels.fixed(series.smoothed.values[-1], 2),
                classes=labels.integer(classes),
                chance=labels.fixed(chance.loss(classes), 2),
            )
        self.note = "\n".join(filter(None, (self._remarks, text)))

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
        self.finished = True
        self.note = self._remarks
        self._tell_finished(event.test_accuracy, event.elapsed_s)

    def on_stopped(self) -> None:
        """It was stopped, maybe before there was a folder."""
        if self.started is None or self.run is None:
            self.tell(self.tr("Cancelled"), 0.0)
            return
        steps = self.started.config.epochs * self.started.batches
        self._tell_stopped(self._done, steps, self._elapsed_s)

    def _tell_end(self, run: RunSummary) -> None:
        """What became of a run of an earlier session."""
        self.finished = run.state == "finished"
        if run.state == "finished" and run.test_accuracy is not None:
            self._tell_finished(run.test_accuracy, run.elapsed_s)
        elif run.state == "stopped":
            self._tell_stopped(run.step, run.steps, run.elapsed_s)
        elif run.state == "failed":
            self.tell(
                self.tr("Failed: {reason}").format(reason=language.say(run.message)),
                run.step / (run.steps or 1),
                tone="bad",
            )

    def _tell_finished(self, accuracy: float, elapsed_s: float) -> None:
        text, tone = self.tr("Finished: {accuracy} of the test pictures are read correctly"), "good"
        classes = self.classes
        if classes is not None and chance.is_chance(accuracy, classes):
            tone = "warning"
            text = self.tr("Finished without having learnt: {accuracy} of the test pictures, guessing gives {chance}")
        guessed = "" if classes is None else labels.percent(chance.accuracy(classes))
        text = text.format(accuracy=labels.share(accuracy, 2), chance=guessed)
        self.tell(text, 1.0, labels.duration(elapsed_s), tone=tone)

    def _tell_stopped(self, step: int, steps: int, elapsed_s: float) -> None:
        text = self.tr("Stopped after step {step} of {steps}; it can be resumed from the list of runs").format(
            step=labels.integer(step), steps=labels.integer(steps)
        )
        self.tell(text, step / steps if steps else 0.0, labels.duration(elapsed_s))

    def on_failed(self) -> None:
        """It has failed; the reason stands in the window."""
        done = len(self._own[self.run]) if self.run in self._own else 0
        if self.started is None or not done:
            self.tell(self.tr("Failed; the reason stands above"), 0.0, tone="bad")
            return
        steps = self.started.config.epochs * self.started.batches
        text = self.tr("Failed after step {step} of {steps}; the reason stands above").format(
            step=labels.integer(done), steps=labels.integer(steps)
        )
        self.tell(text, done / steps, tone="bad")

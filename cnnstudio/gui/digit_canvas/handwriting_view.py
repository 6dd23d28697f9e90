"""My handwriting: a gallery of kept digits, how well they are read, and fine-tuning for one's own handwriting."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, labels, language, theme, view_state
from cnnstudio.gui.digit_canvas.gallery import Gallery
from cnnstudio.gui.widgets.empty_state import EmptyState
from cnnstudio.prediction.fine_tuning import FEWEST, FineTuned, Round
from cnnstudio.prediction.handwriting import Sample, SetAside

_NAMED, _LISTED = 3, 30  # files that are named in the sentence, and in its tool tip


class HandwritingView(QWidget):
    """Gallery and what can be done with it; the page does it."""

    keepAsked = Signal(int)  # label for the drawing on the pad
    removeAsked = Signal(object)  # numbers
    putBackAsked = Signal()
    relabelAsked = Signal(object, int)  # numbers, label
    exportAsked = Signal()
    tuneAsked = Signal(bool)  # rehearse
    stopAsked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-handwriting")
        keep = QGridLayout()
        keep.setSpacing(theme.SPACE_1)
        self._keep: list[QPushButton] = []
        for digit in range(10):
            button = QPushButton(
                str(digit),
                objectName=f"draw-keep-{digit}",
                toolTip=self.tr("Keep the drawing as a {digit} (key {digit} on the pad)").format(digit=digit),
            )
            button.setAccessibleName(self.tr("Keep as {digit}").format(digit=digit))
            button.setMinimumWidth(20)
            button.clicked.connect(lambda _=False, digit=digit: self._label(digit))
            keep.addWidget(button, digit // 5, digit % 5)
            self._keep.append(button)
        self._title = QLabel(objectName="draw-handwriting-title")
        self._title.setFont(theme.font(bold=True))
        self.gallery = Gallery()
        self.gallery.itemSelectionChanged.connect(self._show_state)
        self.gallery.labelled.connect(self._label)
        self.gallery.removed.connect(self._remove_chosen)
        self._empty = EmptyState(
            "pencil",
            self.tr("Your own digits"),
            self.tr("Draw one and say which it is: the kept digits test the network, and teach it your handwriting."),
            name="draw-handwriting-empty",
        )
        self._accuracy = QLabel(wordWrap=True, objectName="draw-handwriting-accuracy")
        self._train = QLabel(
            self.tr("While a network trains, its accuracy on them is a curve of its own in Train: My handwriting."),
            wordWrap=True,
            objectName="draw-handwriting-train",
        )
        self._train.setProperty("quiet", True)
        self._aside = QLabel(wordWrap=True, objectName="draw-handwriting-aside")
        self._aside.setProperty("tone", "warning")
        self._aside.setMinimumWidth(1)  # a long name that cannot be wrapped widens nothing
        self._remove = QPushButton(self.tr("Remove"), objectName="draw-handwriting-remove")
        self._remove.clicked.connect(self._remove_chosen)
        self._put_back = QPushButton(self.tr("Put back"), objectName="draw-handwriting-put-back")
        self._put_back.clicked.connect(self.putBackAsked)
        self._export = QPushButton(self.tr("Export…"), objectName="draw-handwriting-export")
        self._export.clicked.connect(self.exportAsked)
        self._tune = QPushButton(self.tr("Fine-tune for my handwriting"), objectName="draw-handwriting-tune")
        self._tune.clicked.connect(self._tune_or_stop)
        self._rehearse = view_state.keep(QCheckBox(objectName="draw-handwriting-rehearse", checked=True))
        self._rehearse.setToolTip(self.tr("Without rehearsal the network forgets more of what it knew."))
        self._progress = QProgressBar(objectName="draw-handwriting-progress", textVisible=False)
        self._progress.setMaximumHeight(6)
        self._outcome = QLabel(wordWrap=True, objectName="draw-handwriting-outcome")
        buttons = QHBoxLayout()
        buttons.addWidget(self._remove)
        buttons.addWidget(self._put_back)
        buttons.addWidget(self._export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._title)
        layout.addLayout(keep)
        layout.addWidget(self._accuracy)
        layout.addWidget(self._train)
        layout.addWidget(self.gallery, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._aside)
        layout.addLayout(buttons)
        layout.addWidget(self._rehearse)
        layout.addWidget(self._tune)
        layout.addWidget(self._progress)
        layout.addWidget(self._outcome)
        self._count = 0
        self._ink = False
        self._tuning = False
        self._base = ""  # see set_base
        self.offer_to_put_back(0)
        self.show_samples(())
        self.show_set_aside(None, ())

    def set_ink(self, there: bool) -> None:
        """Whether there is a drawing to keep; whoever draws means the drawing, not what is chosen in the gallery."""
        self._ink = there
        if there:
            self.gallery.clearSelection()
        self._show_state()

    def set_base(self, title: str) -> None:
        """Name the data set that is rehearsed, and on which is measured what was forgotten."""
        self._base = title
        self._rehearse.setText(self.tr("Rehearse {base} meanwhile").format(base=title))

    def offer_to_put_back(self, count: int) -> None:
        """Offer to bring back the digits removed last."""
        self._put_back.setVisible(count > 0)
        self._put_back.setToolTip(self.tr("Bring back the digits removed last ({count}).").format(count=count))

    def show_samples(self, samples: tuple[Sample, ...]) -> None:
        """Show the gallery."""
        self._count = len(samples)
        self.gallery.show_samples(samples)
        self.gallery.setVisible(bool(samples))
        self._train.setVisible(bool(samples))
        self._empty.setVisible(not samples)
        if not samples:
            self._accuracy.setText("")
        self._show_state()

    def show_set_aside(self, problem: StudioError | None, files: tuple[SetAside, ...]) -> None:
        """Name what could not be read: the whole folder, or single files of it."""
        lines = [labels.named(file.name, language.say(file.reason)) for file in files]
        if problem is not None:
            text = errors.sentence(problem)
        elif len(files) == 1:
            text = self.tr("Left out: {file}.").format(file=lines[0].rstrip("."))
        elif files:
            names = [file.name for file in files[:_NAMED]]
            if len(files) > _NAMED:
                names.append(labels.amount(len(files) - _NAMED, "{n} more", "{n:,} more"))
            text = self.tr("Left out, because they cannot be read: {names}.").format(names=labels.all_of(names))
        else:
            text = ""
        self._aside.setText(text)
        self._aside.setToolTip("\n".join(lines[:_LISTED]))
        self._aside.setVisible(bool(text))

    def show_accuracy(self, right: int, numbers_wrong: tuple[int, ...], name: str) -> None:
        """Say how many of the kept digits the network reads, and mark those it does not."""
        share = labels.share(right / self._count) if self._count else ""
        self._accuracy.setText(
            self.tr("{name} reads {right} of {count} ({share}).").format(
                name=name, right=right, count=self._count, share=share
            )
        )
        self.gallery.mark_wrong(frozenset(numbers_wrong))

    def show_round(self, done: Round) -> None:
        """How fine-tuning goes."""
        self._progress.setMaximum(done.rounds)
        self._progress.setValue(done.round)
        self._outcome.setText(
            self.tr("Round {round} of {rounds}: your handwriting {own}, {base} {share}").format(
                round=done.round,
                rounds=done.rounds,
                own=labels.share(done.own_accuracy),
                base=self._base,
                share=labels.share(done.base_accuracy, 2),
            )
        )

    def show_tuned(self, done: FineTuned) -> None:
        """What came of it, and what was forgotten."""
        forgotten = done.base_before - done.base_after
        apart = done.trained_on + done.tested_on == self._count
        on = done.tested_on
        tested = (
            labels.amount(on, "on {n} digit it was not taught", "on {n:,} digits it was not taught")
            if apart
            else labels.amount(on, "on the one digit it was taught", "on the {n:,} digits it was taught")
        )
        outcome = (
            self.tr(
                "Your handwriting: {own_before} → {own_after} ({tested}). "
                "{base}: {base_before} → {base_after}: {points} points forgotten."
            )
            if forgotten >= 0
            else self.tr(
                "Your handwriting: {own_before} → {own_after} ({tested}). "
                "{base}: {base_before} → {base_after}: {points} points gained."
            )
        )
        self._outcome.setText(
            outcome.format(
                own_before=labels.share(done.own_before),
                own_after=labels.share(done.own_after),
                tested=tested,
                base=self._base,
                base_before=labels.share(done.base_before, 2),
                base_after=labels.share(done.base_after, 2),
                points=labels.fixed(abs(forgotten) * 100, 2),
            )
        )

    def set_tuning(self, on: bool, *, waits: bool = False) -> None:
        """While it runs, or waits until something else has been trained, the button stops it."""
        self._tuning = on
        if on:
            self._progress.setRange(0, 0)
            self._outcome.setText(self.tr("It waits until what is being trained has ended.") if waits else "")
        self._show_state()

    def _tune_or_stop(self) -> None:
        if self._tuning:
            self.stopAsked.emit()
        else:
            self.tuneAsked.emit(self._rehearse.isChecked())

    def _label(self, digit: int) -> None:
        if self.gallery.chosen:
            self.relabelAsked.emit(self.gallery.chosen, digit)
        else:
            self.keepAsked.emit(digit)

    def _remove_chosen(self) -> None:
        if self.gallery.chosen:
            self.removeAsked.emit(self.gallery.chosen)

    def _show_state(self) -> None:
        chosen = bool(self.gallery.chosen)
        for button in self._keep:
            button.setEnabled(self._ink or chosen)
        self._title.setText(self.tr("Label the chosen digits as") if chosen else self.tr("Keep the drawing as"))
        self._remove.setEnabled(chosen)
        self._export.setEnabled(self._count > 0)
        enough = self._count >= FEWEST
        self._tune.setEnabled(self._tuning or enough)
        if self._tuning:
            self._tune.setText(self.tr("Stop"))
        elif enough:
            self._tune.setText(self.tr("Fine-tune for my handwriting"))
        else:
            self._tune.setText(
                labels.amount(
                    FEWEST,
                    "Fine-tune for my handwriting (from {n} digit)",
                    "Fine-tune for my handwriting (from {n:,} digits)",
                )
            )
        self._rehearse.setEnabled(not self._tuning)
        self._progress.setVisible(self._tuning)

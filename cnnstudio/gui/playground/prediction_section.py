"""What the edits do: the prediction before and now, the accuracy, and the pictures that are read otherwise."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from cnnstudio.datasets import available
from cnnstudio.datasets.progress import Progress, Stage
from cnnstudio.gui import labels, language, theme, view_state
from cnnstudio.gui.playground.accuracy import Accuracy
from cnnstudio.gui.playground.changed_gallery import ChangedModel
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.playground.prediction_bars import PredictionBars
from cnnstudio.gui.playground.thumbnails import Thumbnails
from cnnstudio.gui.widgets.section import Section
from cnnstudio.prediction.edited_prediction import EditedPrediction, Prediction
from cnnstudio.training.measurement import FIRST, EditAccuracy

# So many classes without names are the digits.
_DIGITS = 10


class PredictionSection(Section):
    """Follows an opened layer and the accuracy of its network."""

    pictureChosen = Signal(object, int)  # EditAccuracy, number of a test picture: to be shown to the network
    pictureOpened = Signal(object, int)  # the same: to be put on the pad

    def __init__(self, opening: Opening, accuracy: Accuracy, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The network's prediction"), parent)
        self.setObjectName("play-opened-prediction")
        self._opening = opening
        self.prediction = QLabel(objectName="play-opened-prediction-text", wordWrap=True)
        self.lead = QLabel(objectName="play-opened-lead", wordWrap=True)
        self.bars = PredictionBars()
        self.accuracy_title = QLabel(self.tr("Accuracy"), objectName="play-opened-accuracy-title")
        self.accuracy = QLabel(objectName="play-opened-accuracy", wordWrap=True)
        self.about = QLabel(objectName="play-opened-accuracy-about", wordWrap=True)
        self.changed = view_state.keep(QToolButton(objectName="play-opened-changed", checkable=True))
        self.changed.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.changed.setProperty("boxed", True)
        self.model = ChangedModel(self)
        self.gallery = Thumbnails(self.model, "play-opened-gallery", self.tr("Pictures read otherwise"), 2)
        self.gallery.setToolTip(self.tr("Click: show it to the network. Double click: put it on Draw's pad."))
        for label in (self.prediction, self.accuracy):
            label.setFont(theme.mono_font())
        for label in (self.lead, self.accuracy_title, self.about):
            label.setProperty("quiet", True)
        said = (self.prediction, self.lead, self.bars, self.accuracy_title, self.accuracy, self.about)
        for widget in (*said, self.changed, self.gallery):
            self.add(widget)
        self.gallery.hide()
        self.changed.toggled.connect(self.gallery.setVisible)
        self.gallery.clicked.connect(lambda index: self._choose(index.row()))
        self.gallery.activated.connect(lambda index: self._open(index.row()))
        opening.predicted.connect(self._show_prediction)
        accuracy.begun.connect(self._show_begun)
        accuracy.reading.connect(self._show_reading)
        accuracy.measured.connect(self._show_accuracy)
        accuracy.failed.connect(self._show_failure)
        accuracy.cleared.connect(self._clear)
        self._found: EditAccuracy | None = None
        self._clear()
        self._show_prediction()
        if accuracy.found is not None:
            self._show_accuracy(accuracy.found)
        elif accuracy.busy:
            self._show_begun()

    @Slot()
    def _show_prediction(self) -> None:
        edited = self._opening.shown_prediction
        self.setVisible(edited is not None)
        self.bars.show_prediction(edited)
        if edited is None:
            return
        before, now = _likeliest(edited, edited.before), _likeliest(edited, edited.after)
        self.prediction.setText(f"{before} → {now}" if edited.changed else now)
        self.lead.setText(self._lead(edited))
        if self._found is None or not self._opening.predicts_with(self._found.loaded):
            self._mark_old()
        # At once: the canvas takes its time.
        self.bars.repaint()

    def _lead(self, edited: EditedPrediction) -> str:
        second = _called(edited, edited.after.ranking[1])
        if not edited.changed:
            return self.tr("Ahead of {second} by {lead}").format(second=second, lead=labels.number(edited.after.lead))
        return self.tr("Ahead of {former} by {before} → of {second} by {lead}").format(
            former=_called(edited, edited.before.ranking[1]),
            before=labels.number(edited.before.lead),
            second=second,
            lead=labels.number(edited.after.lead),
        )

    @Slot()
    def _show_begun(self) -> None:
        """Until the first figures come it is said what they will be; those of an edit before stay meanwhile."""
        if self._found is None:
            self._show_shares("…")
            self.accuracy.setEnabled(False)
            self.about.setText(self.tr("Measuring the accuracy on test pictures"))

    @Slot(object)
    def _show_reading(self, event: Progress) -> None:
        """Drawing the digits for the first time takes minutes on a slow computer."""
        if self._found is None and event.stage is Stage.DRAWING:
            share = labels.percent(event.done / event.total, 0)
            self.about.setText(self.tr("Drawing the built-in digits · {share}").format(share=share))

    def _keep_place(self, kept: bool) -> None:
        """Whether the button has its place before the first edit, too: then what stands below stays where it is."""
        policy = self.changed.sizePolicy()
        policy.setRetainSizeWhenHidden(kept)
        self.changed.setSizePolicy(policy)

    def _show_shares(self, text: str) -> None:
        self.accuracy.setText(text)
        for label in (self.accuracy_title, self.accuracy):
            label.setVisible(bool(text))

    def _show_first_slices(self, found: EditAccuracy) -> None:
        before = labels.share(found.right_before / found.count, 2)
        self._show_shares(f"{before} → …" if found.loaded.edits else "…")
        what, first = self._set_of(found), min(FIRST, found.total)
        said = (
            labels.amount(
                first,
                "Measuring on the {n} picture of {set}: {count} so far",
                "Measuring on the {n:,} pictures of {set}: {count} so far",
                set=what,
                count=labels.integer(found.count),
            )
            if first == found.total
            else self.tr("Measuring on the first {first} pictures of {set}: {count} so far").format(
                first=labels.integer(first), set=what, count=labels.integer(found.count)
            )
        )
        self.about.setText(said + self._stands_in(found))

    @Slot(object)
    def _show_accuracy(self, found: EditAccuracy) -> None:
        if not (found.done or found.count >= FIRST):
            if self._found is None:
                self._show_first_slices(found)
            return
        self._found = found
        before, now = (labels.share(right / found.count, 2) for right in (found.right_before, found.right_after))
        edited = bool(found.loaded.edits)
        self._show_shares(f"{before} → {now}" if edited else now)
        self.accuracy.setEnabled(True)
        self.about.setText(self._of_what(found) + self._stands_in(found))
        self.model.show(found if edited else None)
        count = self.model.count()
        self._keep_place(True)
        self.changed.setVisible(edited)
        self.changed.setEnabled(count > 0)
        self.changed.setText(
            labels.amount(count, "{n} changed: show it", "{n:,} changed: show them")
            if count
            else self.tr("None changed")
        )
        if not count:
            self.changed.setChecked(False)

    def _set_of(self, found: EditAccuracy) -> str:
        known = found.pictures.dataset in (info.name for info in available())
        if known:
            return self.tr("the {dataset} test set").format(dataset=language.say(found.pictures.title))
        return self.tr("the test set of {dataset}").format(dataset=language.say(found.pictures.title))

    def _of_what(self, found: EditAccuracy) -> str:
        what = self._set_of(found)
        if found.done:
            return labels.amount(found.total, "of {set}, {n} picture", "of {set}, {n:,} pictures", set=what)
        return self.tr("of the first {count} of {total} pictures of {set}").format(
            count=labels.integer(found.count), total=labels.integer(found.total), set=what
        )

    def _stands_in(self, found: EditAccuracy) -> str:
        reason = found.pictures.reason
        return self.tr(". They stand in: {reason}").format(reason=language.say(reason)) if reason else ""

    def _mark_old(self) -> None:
        """The figures are those of the edits before."""
        self.accuracy.setEnabled(False)
        self.changed.setEnabled(False)

    @Slot(str)
    def _show_failure(self, sentence: str) -> None:
        self._clear()
        self.about.setText(sentence)

    @Slot()
    def _clear(self) -> None:
        self._found = None
        self.model.show(None)
        self._show_shares("")
        self.about.clear()
        self.changed.setChecked(False)
        self._keep_place(False)
        self.changed.hide()

    def _choose(self, row: int) -> None:
        if self.model.found is not None:
            self.pictureChosen.emit(self.model.found, self.model.number(row))

    def _open(self, row: int) -> None:
        if self.model.found is not None:
            self.pictureOpened.emit(self.model.found, self.model.number(row))


def _likeliest(edited: EditedPrediction, prediction: Prediction) -> str:
    best = prediction.ranking[0]
    return labels.noted(_called(edited, best), labels.percent(float(prediction.probabilities[best])))


def _called(edited: EditedPrediction, best: int) -> str:
    """A class by its name; of very many that have none, by its number, as such."""
    name = edited.names[best]
    if name != str(best) or len(edited.names) <= _DIGITS:
        return name
    return QCoreApplication.translate("PredictionSection", "class {number}").format(number=name)

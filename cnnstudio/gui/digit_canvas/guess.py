"""The guess in large type, the second guess, and honesty about what is no digit."""

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.prediction.reader import InkPrediction, Verdict

_ANNOUNCED_MS = 200
_LARGE, _LEAST = 6.0, 1.6  # type of the guess, in sizes of the usual one


class Guess(QWidget):
    """First and second guess of a prediction; ``name`` is its object name, and begins those of its labels."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "draw-guess") -> None:
        super().__init__(parent, objectName=name)
        self._digit = QLabel(objectName=f"{name}-digit")
        self._digit.setFont(theme.font(_LARGE, bold=True))
        # However long its text: the type becomes smaller instead.
        self._digit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._digit.setMinimumHeight(88)
        self._first = QLabel(objectName=f"{name}-first", wordWrap=True)
        self._first.setFont(theme.font(1.1, bold=True))
        self._second = QLabel(objectName=f"{name}-second", wordWrap=True)
        self._second.setProperty("quiet", True)
        self._beside = QLabel(objectName=f"{name}-beside", wordWrap=True)
        self._beside.setProperty("tone", "warning")
        self._beside.hide()
        self._old = QLabel(objectName=f"{name}-old", wordWrap=True)
        self._old.setProperty("tone", "warning")
        self._old.hide()
        self._awaited = ""
        self._old_due = QTimer(self, singleShot=True, interval=_ANNOUNCED_MS)
        self._old_due.timeout.connect(self._show_old)
        self._second.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_1)
        for label in (self._digit, self._first, self._second, self._beside, self._old):
            layout.addWidget(label)
        layout.addStretch(1)
        # Room for two lines below the first guess, so that the bars stay where they are.
        self.setMinimumHeight(150)
        self.show_prediction(None, ())

    @property
    def text(self) -> str:
        """The whole guess as one line, for the status of a screen reader."""
        return labels.in_turn((self._digit.text(), self._first.text(), self._second.text()))

    def show_prediction(self, prediction: InkPrediction | None, names: tuple[str, ...]) -> None:
        """Show a prediction; None = nothing drawn."""
        if prediction is None or prediction.verdict is Verdict.EMPTY:
            self._set_texts(
                "–", self.tr("Nothing to read yet"), self.tr("An empty sheet predicts nothing."), quiet=True
            )
            return
        if not np.isfinite(prediction.logits).all():
            self._set_texts(
                "?",
                self.tr("No prediction"),
                self.tr("The network gives numbers that are not finite. Choose other weights, or train it anew."),
                quiet=True,
            )
            return
        first, second = prediction.ranking[:2]
        shares = [labels.percent(float(prediction.probabilities[index])) for index in (first, second)]
        if prediction.verdict is Verdict.NOT_A_DIGIT:
            closest = self.tr("Closest: {first} ({share}), then {second}.").format(
                first=names[first], share=shares[0], second=names[second]
            )
            self._set_texts("?", self.tr("Not a digit, it seems"), closest, quiet=True)
        elif prediction.verdict is Verdict.BETWEEN and not prediction.names_candidates:
            many = self.tr("{count} classes are close together, first {first} ({share}).").format(
                count=len(prediction.candidates), first=names[first], share=shares[0]
            )
            self._set_texts("?", self.tr("Not sure which"), many, quiet=True)
        elif prediction.verdict is Verdict.BETWEEN:
            close = labels.listed(
                labels.named(names[index], labels.percent(float(prediction.probabilities[index])))
                for index in prediction.candidates
            )
            self._set_texts(
                self._either(prediction, names), self.tr("Not sure which: close together"), close, quiet=True
            )
        else:
            runner_up = self.tr("Second guess: {name}, {share}").format(name=names[second], share=shares[1])
            self._set_texts(names[first], shares[0], runner_up, quiet=False)

    def show_waiting(self, reason: str) -> None:
        """Nobody reads: a run was chosen that has no weights yet, or they are being loaded."""
        self._set_texts("…", self.tr("No trained weights yet"), reason, quiet=True)

    def show_reading(self) -> None:
        """There is a drawing, and its first prediction is still to come."""
        self._set_texts("…", self.tr("Reading"), self.tr("The prediction comes in a moment."), quiet=True)

    def show_loading(self, network: str) -> None:
        """There is a drawing, and nobody reads it yet: this network is being loaded."""
        loading = self.tr("{network} is being loaded").format(network=network)
        self._set_texts("…", loading, self.tr("It reads your drawing as soon as it is there."), quiet=True)

    def show_old(self, awaited: str) -> None:
        """The prediction is the former network's, until that of ``awaited`` is there; "" = it is not old."""
        # What is there in a moment is not announced.
        self._awaited = awaited
        if awaited:
            self._old_due.start()
        else:
            self._old_due.stop()
            self._old.hide()

    def _show_old(self) -> None:
        self._old.setText(self.tr("An old prediction: {network} is being loaded.").format(network=self._awaited))
        self._old.show()

    def show_comparison(self, prediction: InkPrediction | None, names: tuple[str, ...]) -> None:
        """Say what the whole preprocessing gives for the same ink, while a stage is off; None = none is."""
        if prediction is None or prediction.verdict is Verdict.EMPTY:
            text = ""
        elif prediction.verdict is Verdict.NOT_A_DIGIT:
            text = self.tr("All stages on: not a digit, it seems")
        elif prediction.verdict is Verdict.BETWEEN and not prediction.names_candidates:
            text = self.tr("All stages on: not sure which")
        elif prediction.verdict is Verdict.BETWEEN:
            text = self.tr("All stages on: {either}").format(either=self._either(prediction, names))
        else:
            first = prediction.ranking[0]
            text = self.tr("All stages on: {name}, {share}").format(
                name=names[first], share=labels.percent(float(prediction.probabilities[first]))
            )
        if self._beside.text() != text:
            self._beside.setText(text)
            self._beside.setVisible(bool(text))

    def _either(self, prediction: InkPrediction, names: tuple[str, ...]) -> str:
        """``4 or 9``, ``4, 7 or 9``."""
        return labels.any_of(names[index] for index in prediction.candidates)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_type()

    def _fit_type(self) -> None:
        """As large as there is room for: two digits beside each other need more than one."""
        advance = QFontMetricsF(theme.font(_LARGE, bold=True)).horizontalAdvance(self._digit.text())
        # Hinted letters do not shrink quite as their size does.
        size = _LARGE * min(1.0, 0.96 * max(self.width(), 1) / max(advance, 1.0))
        font = theme.font(max(size, _LEAST), bold=True)
        if self._digit.font() != font:
            self._digit.setFont(font)

    def _set_texts(self, digit: str, first: str, second: str, *, quiet: bool) -> None:
        if self._digit.property("quiet") != quiet:
            self._digit.setProperty("quiet", quiet)
            self._digit.style().unpolish(self._digit)
            self._digit.style().polish(self._digit)
        for label, text in ((self._digit, digit), (self._first, first), (self._second, second)):
            if label.text() != text:
                label.setText(text)
        self._fit_type()

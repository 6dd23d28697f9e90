"""Why this digit and not that one: which ink speaks for which."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.digit_canvas.signed_scale import SignedScale
from cnnstudio.gui.widgets.empty_state import EmptyState
from cnnstudio.prediction.attribution import Method
from cnnstudio.prediction.reader import InkPrediction, Verdict
from cnnstudio.prediction.room_state import Question

_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """What speaks for one class against another.

    Attributes:
        target, against: the classes that were compared.
        margin: logit(target) - logit(against).
        tint: (H, W) of the paper, -1..1.
        strokes: what each stroke adds to the margin, in the order they were drawn.
        blank: the margin of blank paper.
    """

    target: int
    against: int
    margin: float
    tint: NDArray[np.float32]
    strokes: tuple[float, ...]
    blank: float


class StrokeArguments(QWidget):
    """One row a stroke or what else adds up: a bar to the right speaks for the digit, to the left against."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-stroke-arguments", accessibleName="")
        self.setAccessibleName(self.tr("What each stroke argues for"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[tuple[str, float], ...] = ()
        theme.manager().changed.connect(self.update)

    @property
    def rows(self) -> tuple[tuple[str, float], ...]:
        """What is shown."""
        return self._rows

    @property
    def figures(self) -> list[str]:
        """The contributions as they are written: all with as many digits behind the point, so that they add up."""
        scale = max((abs(value) for _, value in self._rows if math.isfinite(value)), default=0.0) or 1.0
        digits = min(max(2 - math.floor(math.log10(scale)), 0), _MOST_DIGITS)
        rounded = [round(value, digits) + 0.0 for _, value in self._rows]
        return [f"+{labels.fixed(value, digits)}" if value > 0 else labels.fixed(value, digits) for value in rounded]

    def set_rows(self, rows: tuple[tuple[str, float], ...]) -> None:
        """Show names and contributions."""
        self._rows = rows
        self.setFixedHeight(max(1, 26 * len(rows)))
        self.setAccessibleDescription(labels.listed(labels.named(name, labels.number(value)) for name, value in rows))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 60)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        scale = max((abs(value) for _, value in self._rows), default=1.0) or 1.0
        caption = max((QFontMetricsF(theme.font()).horizontalAdvance(name) for name, _ in self._rows), default=0) + 10
        written, font = self.figures, theme.mono_font(0.9)
        figure = max((QFontMetricsF(font).horizontalAdvance(each) for each in written), default=0) + 12
        for row, (name, value) in enumerate(self._rows):
            line = QRectF(0, row * 26, self.width(), 26)
            painter.setFont(theme.font())
            painter.setPen(tokens.text)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            bar_room = QRectF(caption, line.y() + 7, line.width() - caption - figure, 12)
            middle = bar_room.center().x()
            length = bar_room.width() / 2 * value / scale
            painter.fillRect(
                QRectF(min(middle, middle + length), bar_room.y(), abs(length), bar_room.height()),
                tokens.positive if value > 0 else tokens.negative,
            )
            painter.setPen(tokens.line_strong)
            painter.drawLine(int(middle), int(bar_room.top()) - 2, int(middle), int(bar_room.bottom()) + 2)
            painter.setFont(font)
            painter.setPen(tokens.text)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, written[row])
        painter.end()


class WhyView(QWidget):
    """Asks the question; the argument is drawn on the ink and told stroke by stroke."""

    asked = Signal(object)  # Question

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-why")
        self._names: tuple[str, ...] = ()
        self._target = QComboBox(objectName="draw-why-target", accessibleName=self.tr("Why this class"))
        self._against = QComboBox(objectName="draw-why-against", accessibleName=self.tr("and not this class"))
        self._method = QComboBox(objectName="draw-why-method", accessibleName=self.tr("Method"))
        self._method.addItem(self.tr("Gradients, integrated"), Method.GRADIENTS)
        self._method.addItem(self.tr("Occlusion, a patch at a time"), Method.OCCLUSION)
        question = QFormLayout(fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        question.setHorizontalSpacing(theme.SPACE_3)
        question.setVerticalSpacing(theme.SPACE_2)
        question.addRow(self.tr("Why"), self._target)
        question.addRow(self.tr("and not"), self._against)
        question.addRow(self.tr("by"), self._method)
        self._margin = QLabel(wordWrap=True, objectName="draw-why-margin")
        self._scale = SignedScale()
        self._strokes = StrokeArguments()
        self._strokes_title = QLabel(self.tr("Stroke by stroke"))
        self._strokes_title.setFont(theme.font(bold=True))
        self._note = QLabel(wordWrap=True)
        self._note.setProperty("quiet", True)
        self._empty = EmptyState("scan-search", "", name="draw-why-empty")
        self.show_awaited("")
        self._argument_pane = QWidget()
        column = QVBoxLayout(self._argument_pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        for widget in (self._margin, self._scale, self._strokes_title, self._strokes, self._note):
            column.addWidget(widget)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_3)
        layout.addLayout(question)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._argument_pane, 1)
        self._argument_pane.hide()
        for box in (self._target, self._against, self._method):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.currentIndexChanged.connect(self._emit_question)

    @property
    def question(self) -> Question:
        """What is asked now."""
        return Question(self._target.currentData(), self._against.currentData(), self._method.currentData())

    @property
    def rows(self) -> tuple[tuple[str, float], ...]:
        """What each stroke was found to add, by name, and what makes it up to the whole."""
        return self._strokes.rows

    def show_awaited(self, network: str, *, read: bool = False) -> None:
        """There is a drawing, and it is argued about once this network is loaded; "" = with the drawing.

        ``read``: there is a drawing already, and a network that reads it.
        """
        words = self.tr("Draw a digit: its ink is coloured by what it adds to one class against another.")
        if read:
            words = self.tr("What the ink adds is being computed.")
        if network:
            words = self.tr("Your ink is coloured here once {network} is loaded.").format(network=network)
        self._awaited = words
        self._empty.set_text(self.tr("Which ink argues for what"), words)

    def set_names(self, names: tuple[str, ...], question: Question) -> None:
        """The classes that can be asked for, and what is asked."""
        if names == self._names:
            return
        self._names = names
        for box, first in ((self._target, self.tr("first guess")), (self._against, self.tr("second guess"))):
            box.blockSignals(True)
            box.clear()
            box.addItem(first, None)
            for index, name in enumerate(names):
                box.addItem(name, index)
            box.blockSignals(False)
        self.show_question(question)

    def show_question(self, question: Question) -> None:
        """Show what is asked; tells nobody."""
        for box, value in (
            (self._target, question.target),
            (self._against, question.against),
            (self._method, question.method),
        ):
            box.blockSignals(True)
            box.setCurrentIndex(max(box.findData(value), 0))
            box.blockSignals(False)

    def ask_for(self, target: int | None) -> None:
        """Ask why the first guess and not this class; None = the second guess."""
        self._target.setCurrentIndex(0)
        self._against.setCurrentIndex(0 if target is None else self._against.findData(target))

    def show_argument(self, prediction: InkPrediction | None, argument: Argument | None) -> None:
        """Show the argument; None = there is nothing to ask about, or the numbers are not finite."""
        is_read = prediction is not None and prediction.verdict is not Verdict.EMPTY
        if not is_read:
            argument = None
        self._empty.setVisible(argument is None)
        self._argument_pane.setVisible(argument is not None)
        if argument is None:
            words = self._awaited
            if is_read:
                words = self.tr(
                    "The network gives numbers that are not finite, for this drawing or for fainter ink: no part of it "
                    "can be said to add anything. Choose other weights, or put back what was changed."
                )
            self._empty.set_text(self.tr("Which ink argues for what"), words)
            return
        first, second = self._names[argument.target], self._names[argument.against]
        self._margin.setText(
            _compared(argument.margin).format(first=first, second=second, margin=labels.number(abs(argument.margin), 3))
        )
        self._scale.set_ends(self.tr("for {name}").format(name=second), self.tr("for {name}").format(name=first))
        self._strokes.set_rows(self._summands(argument))
        self._strokes_title.setVisible(bool(argument.strokes))
        if self._method.currentData() is Method.GRADIENTS:
            note = self.tr(
                "Integrated gradients: what the ink adds to the lead that blank paper gives. The rest is what the "
                "strokes do not cover and what a sum of steps leaves of the integral: under a hundredth, as a rule."
            )
        else:
            note = self.tr("Occlusion: how much the margin falls when a patch of paper covers the ink.")
        self._note.setText(note)

    def _summands(self, argument: Argument) -> tuple[tuple[str, float], ...]:
        rows = [(self.tr("Stroke {n}").format(n=n), value) for n, value in enumerate(argument.strokes, 1)]
        if rows and self._method.currentData() is Method.GRADIENTS:
            rows.append((self.tr("Blank paper"), argument.blank))
            rest = argument.margin - sum(value for _, value in rows)
            # The integral is a sum of steps, and thickened hair lines reach beyond their strokes.
            rows.append((self.tr("Rest"), rest))
            rows.append((self.tr("Together"), argument.margin))
        return tuple(rows)

    def _emit_question(self) -> None:
        self.asked.emit(self.question)


def _compared(margin: float) -> str:
    """The sentence for the margin of ``{first}`` over ``{second}``, where ``{margin}`` is its size."""
    translate = QCoreApplication.translate
    if margin > 0:
        return translate("WhyView", "The score (logit) of {first} is {margin} above that of {second}: {first} leads.")
    if margin < 0:
        return translate("WhyView", "The score (logit) of {first} is {margin} below that of {second}: {second} leads.")
    return translate("WhyView", "The scores (logits) of {first} and {second} are the same: neither leads.")

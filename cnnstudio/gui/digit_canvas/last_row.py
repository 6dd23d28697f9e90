"""The last row of the network: from logits to the percentages that the bars show, in numbers to reckon again."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.widgets.marks import outline
from cnnstudio.gui.widgets.percentages import how_computed, temperature_number
from cnnstudio.gui.widgets.product_view import Piece, Said, Tone
from cnnstudio.gui.widgets.table_actions import TableActions, TableButton
from cnnstudio.gui.widgets.table_text import Heading, Table
from cnnstudio.prediction.calibration import UNCALIBRATED, Softmax
from cnnstudio.prediction.reader import InkPrediction

_ROW = 18
_GAP = 6.0
_INSET = 4.0
# The sum is close to 1 where one class leads: with four figures the last of the percentage would be off.
_FIGURES_OF_SUM = 7


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """One step of the way; right-aligned numbers under a head."""

    head: str
    cells: tuple[str, ...]


class LastRowTable(QWidget):
    """One line a class: logit, divided by the temperature if it is, power of e, share; below them the powers' sum."""

    pointed = Signal(object)  # int: a class | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-last-row-table", accessibleName="")
        self.setAccessibleName(self.tr("From logits to percentages"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._softmax: Softmax | None = None
        self._names: tuple[str, ...] = ()
        self._columns: tuple[_Column, ...] = ()
        self._at: int | None = None
        theme.manager().changed.connect(self.update)

    @property
    def lines(self) -> list[list[str]]:
        """All that is shown, line by line: the heads, the classes, the sum."""
        heads = [column.head for column in self._columns]
        count = len(self._names) + 1 if self._columns else 0
        return [heads, *([column.cells[row] for column in self._columns] for row in range(count))]

    @property
    def pointed_class(self) -> int | None:
        """The class under the pointer, or the keyboard's."""
        return self._at

    def show_softmax(self, softmax: Softmax, names: tuple[str, ...]) -> None:
        """Show the steps for these classes."""
        self._softmax, self._names = softmax, names
        self._columns = self._columns_of(softmax)
        self.setFixedHeight(_ROW * (len(names) + 2) + 2)
        self.setAccessibleDescription(labels.parted(map(labels.details, self.lines)))
        if self._at is not None and self._at >= len(names):
            self._at = None
        if self._at is not None:
            self.pointed.emit(self._at)
        self.update()

    def _columns_of(self, softmax: Softmax) -> tuple[_Column, ...]:
        count, total = len(self._names), self.tr("sum")
        scaled = [labels.number(float(value)) for value in softmax.scaled]
        largest = labels.number(softmax.largest)
        minus = f"+ {largest[1:]}" if largest.startswith("−") else f"− {largest}"
        powers, shares = softmax.powers, softmax.probabilities
        columns = [
            _Column("", (*self._names, total)),
            _Column(self.tr("logit"), (*(labels.number(float(value)) for value in softmax.logits), "")),
        ]
        if softmax.temperature != UNCALIBRATED:
            columns.append(_Column(f"/ {temperature_number(softmax.temperature)}", (*scaled, "")))
        columns += [
            _Column(f"e^(x {minus})", (*(labels.number(float(power)) for power in powers), _total(softmax))),
            _Column(f"/ {self.tr('sum')}", (*(labels.percent(float(shares[row]), 2) for row in range(count)), "")),
        ]
        return tuple(columns)

    def as_table(self) -> Table:
        """The classes' lines for a copy or a file."""
        headings = [Heading(self.tr("Class"), number=False), Heading(self.tr("Logit"))]
        softmax = self._softmax
        if softmax is None:
            return Table("", headings, ())
        steps = [softmax.logits.tolist()]
        if softmax.temperature != UNCALIBRATED:
            headings.append(
                Heading(self.tr("Logit / {temperature}").format(temperature=labels.for_machines(softmax.temperature)))
            )
            steps.append(softmax.scaled.tolist())
        headings += [Heading(self.tr("Power of e")), Heading(self.tr("Probability"), self.tr("0 to 1"))]
        steps += [softmax.powers.tolist(), softmax.probabilities.tolist()]
        return Table("last-row", headings, list(zip(self._names, *steps, strict=True)))

    def pieces(self, row: int) -> list[Piece]:
        """The arithmetic of one class's percentage."""
        softmax = self._softmax
        assert softmax is not None
        logit, scaled = float(softmax.logits[row]), float(softmax.scaled[row])
        share, power = float(softmax.probabilities[row]), float(softmax.powers[row])
        found: list[Piece] = [
            Said(f"{self._names[row]} · {labels.percent(share, 2)}", Tone.TITLE),
            Said(how_computed(softmax.temperature), Tone.QUIET),
        ]
        shown = labels.number(scaled)
        if softmax.temperature != UNCALIBRATED:
            divisor = temperature_number(softmax.temperature)
            sign = labels.equals((logit, labels.number(logit)), (scaled, shown), (softmax.temperature, divisor))
            found.append(Said(f"{labels.number(logit)} / {divisor} {sign} {shown}"))
        largest, total = labels.number(softmax.largest), _total(softmax)
        exponent = f"{shown} − {largest}".replace("− −", "+ ")
        numbers = ((scaled, shown), (softmax.largest, largest), (power, labels.number(power)))
        found.append(Said(f"e^({exponent}) {labels.equals(*numbers)} {labels.number(power)}"))
        quotient = ((power, labels.number(power)), (softmax.total, total), (share, labels.number(share)))
        sign = labels.equals(*quotient)
        found.append(Said(f"{labels.number(power)} / {total} {sign} {labels.number(share)}"))
        return found

    # --- pointer and keyboard

    def sizeHint(self) -> QSize:
        return QSize(280, _ROW * 12)

    def row_rect(self, row: int) -> QRectF:
        """Where a class's line stands."""
        return QRectF(0, _ROW * (row + 1), self.width(), _ROW)

    def set_pointed(self, row: int | None) -> None:
        """Mark a class and tell its arithmetic; None = none."""
        if row != self._at:
            self._at = row
            self.pointed.emit(row)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // _ROW) - 1
        self.set_pointed(row if 0 <= row < len(self._names) else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.set_pointed(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.set_pointed(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self._at is None and self._softmax is not None:
            self.set_pointed(int(np.argmax(self._softmax.logits)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk through the classes."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._names:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            start = -1 if self._at is None else self._at
            self.set_pointed(min(max(start + step, 0), len(self._names) - 1))
        else:
            super().keyPressEvent(event)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._softmax is None:
            return
        tokens = theme.tokens()
        painter = QPainter(self)
        mono, heads = theme.mono_font(0.85), theme.font(0.85)
        figures, words = QFontMetricsF(mono), QFontMetricsF(heads)
        widths = [
            max(words.horizontalAdvance(column.head), *(figures.horizontalAdvance(cell) for cell in column.cells))
            for column in self._columns
        ]
        # What room is left stands between the columns; where there is none, they still do not touch.
        gap = max((self.width() - 2 * _INSET - sum(widths)) / max(len(widths) - 1, 1), _GAP)
        likeliest = int(np.argmax(self._softmax.logits))
        left = _INSET
        for place, (column, width) in enumerate(zip(self._columns, widths, strict=True)):
            side = Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight
            how = side | Qt.AlignmentFlag.AlignVCenter
            painter.setFont(heads)
            painter.setPen(tokens.text_quiet)
            painter.drawText(QRectF(left, 0, width, _ROW), how, column.head)
            painter.setFont(mono)
            for row, cell in enumerate(column.cells):
                painter.setPen(tokens.text if row == likeliest else tokens.text_quiet)
                painter.drawText(QRectF(left, _ROW * (row + 1), width, _ROW), how, cell)
            left += width + gap
        painter.setPen(tokens.line)
        for y in (_ROW, _ROW * (len(self._names) + 1)):
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        if self._at is not None:
            outline(painter, self.row_rect(self._at).adjusted(0, 0, -1, -1))
        painter.end()


def _total(softmax: Softmax) -> str:
    return labels.number(softmax.total, _FIGURES_OF_SUM)


class LastRow(QWidget):
    """The table with its switch, and what calibration is."""

    calibratedChanged = Signal(bool)
    pointed = Signal(object)  # list[Piece]: the arithmetic of the class that is pointed at | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-last-row")
        self._title = QLabel(self.tr("Percentages"))
        self._title.setFont(theme.font(bold=True))
        self.calibrated = QCheckBox(objectName="draw-calibrated")
        self.table = LastRowTable()
        self.note = QLabel(wordWrap=True, objectName="draw-last-row-note")
        self.note.setProperty("quiet", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_1)
        copying = TableButton(TableActions.of(self, "draw-last-row", self.table.as_table), "draw-last-row")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(copying)
        layout.addLayout(head)
        for widget in (self.calibrated, self.table, self.note):
            layout.addWidget(widget)
        self.calibrated.toggled.connect(self.calibratedChanged)
        self.table.pointed.connect(self._tell_arithmetic)
        self.hide()

    def show_prediction(self, prediction: InkPrediction | None, names: tuple[str, ...], temperature: float) -> None:
        """Show how a prediction's percentages come about; None = there is none.

        Args:
            temperature: of the weights, whether or not the logits were divided by it.
        """
        if prediction is None or not prediction.ranking or not np.isfinite(prediction.logits).all():
            self.hide()
            return
        can_be = temperature != UNCALIBRATED
        self.calibrated.setVisible(can_be)
        if can_be:
            number = temperature_number(temperature)
            words = self.tr("Calibrated: the logits are divided by {temperature}").format(temperature=number)
            what = self.tr(
                "Calibration: one number, the temperature, divides all logits. It was chosen after the training, on "
                "pictures that the training did not use, so that what is called 90 % is right nine times in ten."
            )
            self.calibrated.setText(words)
            self.calibrated.setToolTip(what)
            self.note.setText(self.tr("So that what is called 90 % is right 9 times in 10."))
            self.note.setToolTip(what)
        else:
            self.note.setText(
                self.tr("These weights were never calibrated: the percentages are softmax of the logits.")
            )
            self.note.setToolTip("")
        self.calibrated.blockSignals(True)
        self.calibrated.setChecked(prediction.temperature == temperature)
        self.calibrated.blockSignals(False)
        self._title.setToolTip(how_computed(prediction.temperature))
        self.table.show_softmax(prediction.softmax, names)
        self.show()

    @Slot(object)
    def _tell_arithmetic(self, row: int | None) -> None:
        self.pointed.emit(None if row is None else self.table.pieces(row))

"""The inspector: one output cell taken apart, value times weight, the sums, the bias, the result."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.links import Block, links
from cnnstudio.convolution.step_through import CellSteps, ChannelSum, Term, steps
from cnnstudio.gui import theme
from cnnstudio.gui.playground import painting, words
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.painting import NumberPen, Values

_PAD = theme.SPACE_4
_MOST_CELL = 66.0
_SPELLED_OUT = 12
_TWO_LINES = 34.0
_ONE_NUMBER = 20.0


class ProductView(QWidget):
    """Painted top to bottom; as high as what it shows."""

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-products")
        self._model = model
        self._steps: CellSteps | None = None
        self._height = 300
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(self.tr("The output cell taken apart"))
        model.pointedChanged.connect(self._refresh)
        model.positionChanged.connect(self._refresh)
        theme.manager().changed.connect(self.update)
        self._refresh()

    @property
    def steps(self) -> CellSteps | None:
        """What is shown."""
        return self._steps

    @property
    def equation(self) -> str:
        """The whole sum in one line, as it is painted at the end."""
        return self._equation(self._steps) if self._steps else ""

    @property
    def linear_map(self) -> list[str]:
        """A 1x1 convolution as the equations it is at every pixel, one an output channel; empty for other kernels."""
        state = self._model.result.state
        geometry = state.geometry
        if not geometry.operation.weighs or geometry.kernel_size != (1, 1):
            return []
        rows = []
        for out in range(geometry.out_channels):
            read = geometry.channels_read(out)
            terms = [
                f"{words.number(state.kernel.at(out, inner, 0, 0))}·x{_index(channel + 1)}"
                for inner, channel in enumerate(read)
            ]
            if state.adds_bias:
                terms.append(words.number(state.bias.at(out)))
            rows.append(f"y{_index(out + 1)} = " + " + ".join(terms).replace("+ −", "− "))
        return rows

    def sizeHint(self) -> QSize:
        return QSize(300, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @Slot()
    def _refresh(self) -> None:
        cell = self._model.shown_output
        result = self._model.result
        height, width = result.state.geometry.output_size
        if cell.row >= height or cell.col >= width or cell.channel >= result.state.geometry.channels_out:
            return
        found = steps(result, cell.channel, cell.row, cell.col)
        if found != self._steps:
            self._steps = found
            self.setAccessibleDescription(self.equation)
            self._measure()
        self.update()

    def _measure(self) -> None:
        height = int(self._run(None)) + _PAD
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._run(painter)

    # --- top to bottom, painting where there is a painter; the height used

    def _run(self, painter: QPainter | None) -> float:
        shown = self._steps
        if shown is None:
            return 0
        t = theme.tokens()
        geometry = self._model.result.state.geometry
        y = float(_PAD)
        title = self.tr("Output at row {row}, column {col}").format(row=shown.row, col=shown.col)
        y = self._text(painter, y, title, theme.font(bold=True), t.text)
        y = self._text(painter, y + 2, self._said_about_focus(), theme.font(0.9), t.text_quiet) + theme.SPACE_3
        several = len(shown.channels) > 1
        peak = max(
            (abs(term.product) for each in shown.channels for term in each.terms if not _endless(term)), default=0
        )
        for each in shown.channels:
            if several:
                label = self.tr("Channel {number}").format(number=self._model.input_number(each.channel) + 1)
                y = self._text(painter, y, label, theme.font(0.9, bold=True), t.text_quiet) + theme.SPACE_1
            y = self._terms(painter, y, each, peak)
            y = self._text(painter, y, self._sum_line(each), theme.mono_font(1.05), t.text) + theme.SPACE_3
        if several:
            y = self._rule(painter, y)
            total = " + ".join(words.number(each.total) for each in shown.channels).replace("+ −", "− ")
            y = self._text(painter, y, self.tr("All channels"), theme.font(0.9, bold=True), t.text_quiet) + 2
            y = self._text(painter, y, total, theme.mono_font(1.05), t.text) + theme.SPACE_2
        if shown.rest is not None:
            y = self._text(painter, y, self._rest_line(shown), theme.mono_font(1.05), t.text) + theme.SPACE_2
        if shown.bias is not None:
            line = self.tr("Bias  + {bias}").format(bias=words.number(shown.bias)).replace("+ −", "− ")
            y = self._text(painter, y, line, theme.mono_font(1.05), t.text) + theme.SPACE_2
        result = f"= {words.number(shown.result)}"
        y = self._text(painter, y, result, _large(), t.accent)
        if self.linear_map:
            y = self._rule(painter, y + theme.SPACE_3)
            said = self.tr("The same linear map at every pixel")
            y = self._text(painter, y, said, theme.font(0.9, bold=True), t.text_quiet) + theme.SPACE_1
            for row in self.linear_map:
                y = self._text(painter, y, row, theme.mono_font(1.05), t.text)
        if geometry.operation is Operation.CONVOLUTION:
            hint = self.tr("The kernel is read backwards: its last weight meets the first cell of the window.")
            y = self._text(painter, y + theme.SPACE_2, hint, theme.font(0.9), t.text_quiet)
        return y

    def _said_about_focus(self) -> str:
        model = self._model
        geometry = model.result.state.geometry
        focus = model.focus
        tied = links(geometry, focus)
        if focus.block is Block.KERNEL:
            count = len(tied.input.rows) * len(tied.input.cols)
            return self.tr("Weight ({row}, {col}) touches {count} cells of the input.").format(
                row=focus.row, col=focus.col, count=f"{count:,}"
            )
        if focus.block is Block.INPUT:
            count = len(tied.output.rows) * len(tied.output.cols) * len(tied.output.channels)
            inside = geometry.rows.source(focus.row) is not None and geometry.cols.source(focus.col) is not None
            name = self.tr("Input cell") if inside else self.tr("Padding cell")
            if count == 0:
                return self.tr("{name} ({row}, {col}): no window reads it.").format(
                    name=name, row=focus.row, col=focus.col
                )
            return self.tr("{name} ({row}, {col}) reaches {count} output cells.").format(
                name=name, row=focus.row, col=focus.col, count=f"{count:,}"
            )
        if geometry.channels_out > 1:
            return self.tr("Channel {number} of {count}").format(
                number=model.output_number(model.shown_output.channel) + 1, count=model.geometry.channels_out
            )
        return self.tr("Point at any cell to see what it is tied to; click to pin.")

    def _text(self, painter: QPainter | None, y: float, text: str, font: QFont, color: QColor) -> float:
        metrics = QFontMetricsF(font)
        area = QRectF(_PAD, y, max(60, self.width() - 2 * _PAD), 10_000)
        flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
        used = metrics.boundingRect(area, flags, text).height()
        if painter is not None:
            painter.setFont(font)
            painter.setPen(color)
            painter.drawText(QRectF(area.left(), y, area.width(), used + 4), flags, text)
        return y + used

    def _rule(self, painter: QPainter | None, y: float) -> float:
        if painter is not None:
            painter.setPen(QPen(theme.tokens().line, 1))
            painter.drawLine(QPointF(_PAD, y), QPointF(self.width() - _PAD, y))
        return y + theme.SPACE_2

    def _terms(self, painter: QPainter | None, y: float, each: ChannelSum, peak: float) -> float:
        rows = sorted({term.tap[0] for term in each.terms})
        cols = sorted({term.tap[1] for term in each.terms})
        if not rows:
            said = self.tr("No input cell lands here.")
            return self._text(painter, y, said, theme.font(0.9), theme.tokens().text_quiet) + theme.SPACE_1
        gap = 3.0 if len(cols) <= 6 else 1.0
        width = min(_MOST_CELL, (self.width() - 2 * _PAD - gap * (len(cols) - 1)) / len(cols))
        weighs = self._model.result.state.geometry.operation.weighs
        height = (46.0 if weighs else 30.0) if width >= _TWO_LINES else max(14.0, width * 0.9)
        if painter is not None:
            values = Values(np.zeros((1, 1)), np.zeros((1, 1)), peak)
            pen = NumberPen(painter, self._term_font(each, width, height, weighs))
            for term in each.terms:
                area = QRectF(
                    _PAD + cols.index(term.tap[1]) * (width + gap),
                    y + rows.index(term.tap[0]) * (height + gap),
                    width,
                    height,
                )
                self._term(painter, pen, area, term, values, weighs)
        return y + len(rows) * (height + gap) - gap + theme.SPACE_2

    def _term_font(self, each: ChannelSum, width: float, height: float, weighs: bool) -> QFont:
        """One size for all cells of a channel: the one that fits the longest number."""
        if width < _TWO_LINES or not weighs:
            longest = max(len(words.number(term.product if weighs else term.value, 2)) for term in each.terms)
        else:
            longest = max(max(len(words.number(t.value)), 2 + len(words.number(t.weight))) for t in each.terms)
        font = theme.mono_font()
        font.setPixelSize(int(max(7.0, min(17.0, (width - 4) / (0.61 * longest), height * 0.5))))
        return font

    def _term(self, painter: QPainter, pen: NumberPen, area: QRectF, term: Term, values: Values, weighs: bool) -> None:
        t = theme.tokens()
        color = painting.cell_color(values, 0.0 if _endless(term) else term.product)
        painter.setBrush(color)
        if term.wins:
            painter.setPen(QPen(t.accent, 2.5))
        else:
            painter.setPen(QPen(t.line_strong, 1, Qt.PenStyle.DashLine if term.is_padding else Qt.PenStyle.SolidLine))
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(theme.text_on(color))
        value = words.number(term.value)
        if area.width() < _TWO_LINES or not weighs:
            if area.width() >= _ONE_NUMBER:
                pen.write(area.center(), value if not weighs else words.number(term.product, 2))
            return
        apart = QPointF(0, area.height() * 0.22)
        pen.write(area.center() - apart, value)
        pen.write(area.center() + apart, f"× {words.number(term.weight)}")

    def _sum_line(self, each: ChannelSum) -> str:
        operation = self._model.result.state.geometry.operation
        total = words.number(each.total)
        count = len(each.terms)
        if operation is Operation.MAX_POOL:
            if count > _SPELLED_OUT:
                return self.tr("largest of {count} values = {total}").format(count=count, total=total)
            return f"max({', '.join(words.number(term.value) for term in each.terms)}) = {total}"
        if operation is Operation.AVERAGE_POOL:
            total_of_values = sum(term.value for term in each.terms)
            divisor = count if self._steps is None or self._steps.divisor is None else self._steps.divisor
            return f"{words.number(total_of_values)} / {divisor} = {total}"
        if not count:
            return "0"
        if count > _SPELLED_OUT:
            return self.tr("sum of {count} products = {total}").format(count=count, total=total)
        return " + ".join(_factors(term) for term in each.terms) + f" = {total}"

    def _rest_line(self, shown: CellSteps) -> str:
        """``24 other channels: +0.31``."""
        value = words.number(shown.rest or 0.0)
        return self.tr("{count} other channels: {value}").format(
            count=f"{shown.rest_channels:,}", value=value if value.startswith("−") else f"+{value}"
        )

    def _equation(self, shown: CellSteps) -> str:
        lines = [self._sum_line(each) for each in shown.channels]
        if shown.rest is not None:
            lines.append(self._rest_line(shown))
        if shown.bias is not None:
            lines.append(f"+ {words.number(shown.bias)}")
        return "; ".join([*lines, f"= {words.number(shown.result)}"])


def _factors(term: Term) -> str:
    value, weight = words.number(term.value), words.number(term.weight)
    return f"{value}·{f'({weight})' if weight.startswith('−') else weight}"


def _index(number: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))


def _endless(term: Term) -> bool:
    return abs(term.product) == float("inf")


def _large() -> QFont:
    font = theme.mono_font(2.0)
    font.setWeight(QFont.Weight.DemiBold)
    return font

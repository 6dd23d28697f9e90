"""The formula of one unit, with its literal numbers."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.prediction.activations import LayerAnswer, Unit
from cnnstudio.prediction.arithmetic import Arithmetic, Rule

_MOST_CELLS = 7
_MOST_TERMS, _FEW_TERMS = 8, 2  # beside a grid, and where a few lines have to do
_MOST_LISTED = 9
# No-break space, and the word joiner that keeps a line from breaking after an ellipsis.
_TIED, _JOINED = "\u00a0", "\u2060"


def number(value: float) -> str:
    """Four significant figures, with a true minus."""
    if math.isinf(value):
        return "−∞" if value < 0 else "∞"
    return f"{value + 0.0:.4g}".replace("-", "−")  # + 0.0: no negative zero


def unit_name(layer: LayerAnswer, unit: Unit) -> str:
    """``features.0 · map 3 · row 12, column 5``."""
    if layer.is_maps:
        return f"{layer.path} · map {unit.channel} · row {unit.row}, column{_TIED}{unit.column}"
    return f"{layer.path} · unit{_TIED}{unit.channel}"


def name_below(answers: Sequence[LayerAnswer], layer: int) -> str:
    """What a layer took in: the path of the layer below, the picture, or what the network computed between layers."""
    below = answers[layer].below
    if answers[layer].of_picture:
        return QCoreApplication.translate("ProductView", "the picture")
    return QCoreApplication.translate("ProductView", "its input") if below is None else answers[below].path


class ProductGrid(QWidget):
    """One channel's window: in each cell the value, what it is multiplied with, and the product in its colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-products", accessibleName="")
        self.setAccessibleName(self.tr("Products of the window"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._arithmetic: Arithmetic | None = None
        self._channel = 0
        theme.manager().changed.connect(self.update)

    def show_arithmetic(self, arithmetic: Arithmetic, channel: int) -> None:
        """Show one channel of a window."""
        self._arithmetic, self._channel = arithmetic, channel
        rows, columns = arithmetic.values.shape[1:]
        fits = rows <= _MOST_CELLS and columns <= _MOST_CELLS
        lines = 3 if arithmetic.rule is Rule.WEIGHTED_SUM else 1
        # Rows of large windows shrink to the product alone.
        self._lines = lines if columns <= 5 else 1
        self.setFixedHeight(int(rows * (self._lines * 14 + 8)) if fits else 0)
        self.setVisible(fits)
        shown = arithmetic.values if arithmetic.products is None else arithmetic.products
        rows_said = (", ".join(number(value) for value in row) for row in shown[channel].tolist())
        self.setAccessibleDescription("; ".join(rows_said) if fits else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 150)

    @property
    def channel(self) -> int:
        """Which of the window's channels is shown."""
        return self._channel

    @property
    def cells(self) -> list[list[str]]:
        """What stands in the cells, row by row."""
        rows, columns = self._arithmetic.values.shape[1:]
        return [[self._cell_text(row, column) for column in range(columns)] for row in range(rows)]

    def _cell_text(self, row: int, column: int) -> str:
        arithmetic, place = self._arithmetic, (self._channel, row, column)
        if arithmetic.products is None:
            return number(float(arithmetic.values[place]))
        product = number(float(arithmetic.products[place]))
        if self._lines == 1:
            return product
        return f"{number(float(arithmetic.values[place]))}\n× {number(float(arithmetic.weights[place]))}\n= {product}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        arithmetic = self._arithmetic
        if arithmetic is None:
            return
        tokens = theme.tokens()
        painter = QPainter(self)
        shown = (arithmetic.values if arithmetic.products is None else arithmetic.products)[self._channel]
        finite = shown[np.isfinite(shown)]
        scale = float(np.abs(finite).max()) if finite.size else 1.0
        rows, columns = shown.shape
        width, height = self.width() / columns, self.height() / rows
        painter.setFont(theme.mono_font(0.8 if columns <= 3 else 0.65))
        for row in range(rows):
            for column in range(columns):
                cell = QRectF(column * width, row * height, width, height).adjusted(1, 1, -1, -1)
                value = float(shown[row, column])
                color = tokens.signed_color(value / scale if scale and math.isfinite(value) else 0.0)
                painter.fillRect(cell, color)
                if arithmetic.chosen == (self._channel, row, column):
                    painter.setPen(tokens.accent)
                    painter.drawRect(cell)
                painter.setPen(theme.text_on(color))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, self._cell_text(row, column))
        painter.end()


class ProductView(QWidget):
    """Name, window, products, and the sum line of one unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-arithmetic")
        self._name = QLabel(wordWrap=True, objectName="draw-unit-name")
        self._name.setFont(theme.font(bold=True))
        self._window = QLabel(wordWrap=True, objectName="draw-unit-window")
        self._window.setProperty("quiet", True)
        self.grid = ProductGrid()
        self._sum = QLabel(wordWrap=True, objectName="draw-unit-sum")
        self._sum.setFont(theme.mono_font(0.9))
        self._sum.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        for widget in (self._name, self._window, self.grid, self._sum):
            layout.addWidget(widget)
        self.clear()

    @property
    def text(self) -> str:
        """Everything that is said, for tests and screen readers."""
        said = "\n".join(label.text() for label in (self._name, self._window, self._sum))
        return said.replace(_TIED, " ").replace(_JOINED, "")

    def clear(self) -> None:
        """Nothing is pointed at."""
        self._name.setText("")
        self._window.setText(self.tr("Point at a unit to see its arithmetic; click to open its map."))
        self._sum.setText("")
        self.grid.hide()

    def show_unit(
        self, layer: LayerAnswer, below: str, unit: Unit, arithmetic: Arithmetic, channel: int | None, *, grid: bool
    ) -> None:
        """Show a unit; ``channel`` = which of the window's channels stands in the grid (None = the weightiest)."""
        if channel is None:
            channel = _weightiest(arithmetic)
        self._name.setText(f"{unit_name(layer, unit)}{_TIED}={_TIED}{number(arithmetic.output)}")
        self._window.setText(self._where(below, layer, arithmetic))
        if grid and arithmetic.values.size:
            self.grid.show_arithmetic(arithmetic, min(channel, arithmetic.values.shape[0] - 1))
        else:
            self.grid.hide()
        self._sum.setText(self._formula(layer, arithmetic, channel, _MOST_TERMS if grid else _FEW_TERMS))

    def _where(self, below: str, layer: LayerAnswer, arithmetic: Arithmetic) -> str:
        window = arithmetic.window
        if window is None:
            return self.tr("{kind} over {below}").format(kind=layer.kind, below=below)
        if not arithmetic.values.size:
            return self.tr("{kind} over {below}: no number lands here").format(kind=layer.kind, below=below)
        if layer.input.ndim == 1:
            count = arithmetic.values.size
            return self.tr("{kind} over {count} values of {below}").format(
                kind=layer.kind, count=f"{count:,}", below=below
            )
        bottom = window.top + (window.height - 1) * window.dilation[0]
        right = window.left + (window.width - 1) * window.dilation[1]
        places = (
            _listed(self.tr("map"), self.tr("maps"), window.channels),
            _span(self.tr("row"), self.tr("rows"), window.top, bottom),
            _span(self.tr("column"), self.tr("columns"), window.left, right),
        )
        return self.tr("{kind} over {below}: {places}").format(kind=layer.kind, below=below, places=", ".join(places))

    def _formula(self, layer: LayerAnswer, arithmetic: Arithmetic, channel: int, terms: int) -> str:
        result = number(arithmetic.result)
        count = arithmetic.values.size
        listed = count <= _MOST_LISTED
        values = [number(value) for value in arithmetic.values.ravel().tolist()] if listed else []
        constants = {name: number(value) for name, value in arithmetic.constants.items()}
        match arithmetic.rule:
            case Rule.WEIGHTED_SUM:
                return self._weighted_sum(arithmetic, channel, terms)
            case Rule.MAXIMUM if listed:
                return f"max({', '.join(values)}) = {result}"
            case Rule.MAXIMUM:
                return self.tr("max of {count} values = {result}").format(count=count, result=result)
            case Rule.MEAN if listed:
                divisor = round(arithmetic.constants["divisor"])
                return f"({' + '.join(values)}) / {divisor} = {result}".replace("+ −", "− ")
            case Rule.MEAN:
                return self.tr("sum {total} / {count} = {result}").format(
                    total=number(float(arithmetic.values.sum(dtype=np.float64))),
                    count=round(arithmetic.constants["divisor"]),
                    result=result,
                )
            case Rule.DISTANCE:
                return self._distance(arithmetic, terms)
            case Rule.RECTIFY:
                return f"max(0, {values[0]}) = {result}"
            case Rule.NORMALISE:
                c = constants
                deviation = f"√({c['variance']} + {c['epsilon']})"
                text = f"({values[0]} − {c['mean']}) / {deviation} × {c['scale']} + {c['shift']} = {result}"
                return text.replace("− −", "+ ")
            case Rule.FUNCTION:
                return f"{arithmetic.formula.format(x=values[0], **constants)} = {result}"
            case Rule.SOFTMAX:
                power = f"e^({constants['value']} − {constants['largest']})".replace("− −", "+ ")
                return f"{power} / ({power} + {constants['others']}) = {result}"
            case Rule.COPY if _is_inside(layer, arithmetic):
                return self.tr("the same number: {value}").format(value=values[0])
            case Rule.COPY:
                return self.tr("padding: {value}").format(value=values[0])
            case _:
                return self.tr("How this layer comes to its numbers is not known here.")

    def _distance(self, arithmetic: Arithmetic, terms: int) -> str:
        lines = self._largest(arithmetic, "−1/2 × ({value} − {weight})²", terms)
        return "\n".join([*lines, f"= {number(arithmetic.result)}"])

    def _largest(self, arithmetic: Arithmetic, term: str, count: int) -> list[str]:
        """The largest terms of a long sum, one a line, and the sum of the others."""
        flat = arithmetic.products.ravel()
        order = np.argsort(-np.abs(flat))[:count]
        lines = []
        for index in order:
            value, weight = (float(numbers.ravel()[index]) for numbers in (arithmetic.values, arithmetic.weights))
            text = term.format(value=number(value), weight=number(weight)).replace("− −", "+ ")
            lines.append(f"[{index}] {text} = {number(float(flat[index]))}")
        rest = float(flat.sum(dtype=np.float64)) - float(flat[order].sum(dtype=np.float64))
        lines.append(self.tr("… {count} more = {rest}").format(count=flat.size - len(order), rest=number(rest)))
        return lines

    def _weighted_sum(self, arithmetic: Arithmetic, channel: int, terms: int) -> str:
        products = arithmetic.products
        total = float(products.sum(dtype=np.float64))
        lines = []
        if products.shape[1] * products.shape[2] > _MOST_CELLS**2:
            lines += self._largest(arithmetic, "{value} × {weight}", terms)
        elif len(products) > 1:
            own = float(products[channel].sum())
            lines.append(
                self.tr("Σ map {map} = {own}").format(map=arithmetic.window.channels[channel], own=number(own))
            )
            lines.append(
                self.tr("Σ {count} other maps = {rest}").format(count=len(products) - 1, rest=number(total - own))
            )
        elif arithmetic.bias is not None:
            lines.append(self.tr("Σ {count} products = {total}").format(count=products.size, total=number(total)))
        else:
            return self.tr("Σ {count} products = {total}").format(count=products.size, total=number(arithmetic.result))
        if arithmetic.bias is not None:
            lines.append(self.tr("+ bias {bias}").format(bias=number(arithmetic.bias)))
        lines.append(f"= {number(arithmetic.result)}")
        return "\n".join(lines)


def _is_inside(layer: LayerAnswer, arithmetic: Arithmetic) -> bool:
    """Whether a window of one unit stands on the layer below and not in its padding."""
    _, height, width = layer.input.shape
    return 0 <= arithmetic.window.top < height and 0 <= arithmetic.window.left < width


def _listed(one: str, many: str, numbers: tuple[int, ...]) -> str:
    """``map 3``, ``maps 0…5``, ``maps 0, 1, 3, 4``."""
    if numbers == tuple(range(numbers[0], numbers[-1] + 1)):
        return _span(one, many, numbers[0], numbers[-1])
    return f"{many}{_TIED}{', '.join(map(str, numbers))}"


def _span(one: str, many: str, first: int, last: int) -> str:
    """``row 3``, ``rows −1…1``."""
    text = f"{one}{_TIED}{first}" if first == last else f"{many}{_TIED}{first}…{_JOINED}{last}"
    return text.replace("-", "−")


def _weightiest(arithmetic: Arithmetic) -> int:
    """The channel that moves the sum most."""
    if arithmetic.products is None:
        return arithmetic.chosen[0] if arithmetic.chosen else 0
    return int(np.argmax(np.abs(arithmetic.products.sum(axis=(1, 2)))))

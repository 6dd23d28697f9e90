"""What lies under a window, cell by cell: the value, what it is multiplied with, and the product in its colour."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from cnnstudio.gui import labels, theme
from cnnstudio.gui.widgets.number_pen import DIGIT, NumberPen

Doubles = NDArray[np.float64]

_MOST_CELL, _THREE_LINES, _ONE_NUMBER = 76.0, 50.0, 20.0
_LARGE, _READABLE, _SMALL = 13.0, 7.5, 7.0
_STRENGTH = 0.8
"""Share of the full colour the largest product gets, so that numbers on it stay readable."""


@dataclass(frozen=True, eq=False)
class ProductGrid:
    """One channel under a window.

    Attributes:
        values: (rows, columns), what stands there; -inf in max-pooling's padding.
        products: the same, what is added up, or what is compared.
        weights: the same, what the values are multiplied with; None where nothing is.
        peak: the magnitude that gets the strongest colour.
        padding: where there is nothing but padding; None for nowhere.
        chosen: (row, column) of what max-pooling chose.
        channel: which of the window's channels it is.
        number: that channel's number in the layer, from 0.
        hides_products: whether what is added up, or chosen, is still to be predicted.
    """

    values: Doubles
    products: Doubles
    weights: Doubles | None
    peak: float
    padding: NDArray[np.bool_] | None = None
    chosen: tuple[int, int] | None = None
    channel: int = 0
    number: int = 0
    hides_products: bool = False

    def cell_text(self, row: int, column: int, figures: int = labels.FIGURES, *, lines: int = 3) -> str:
        """What stands in a cell: three lines, or the product, or what stands for it, alone."""
        product = labels.number(float(self.products[row, column]), figures)
        if self.hides_products and self.weights is not None:
            factors = [float(array[row, column]) for array in (self.values, self.weights)]
            return "\n× ".join(labels.number(factor, figures) for factor in factors)
        if self.weights is None:
            return labels.number(float(self.values[row, column]), figures)
        if lines == 1:
            return product
        numbers = [float(array[row, column]) for array in (self.values, self.weights, self.products)]
        value, weight = (labels.number(number, figures) for number in numbers[:2])
        sign = labels.equals(*zip(numbers, (value, weight, product), strict=True))
        return f"{value}\n× {weight}\n{sign} {product}"

    def layout(self, width: float) -> "GridLayout":
        """How the grid is laid out in so much width."""
        return GridLayout(self, width)


class GridLayout:
    """The cells of a grid in a given width, and the size of what is written in them."""

    def __init__(self, grid: ProductGrid, width: float) -> None:
        self.grid = grid
        columns = grid.values.shape[1]
        self.gap = 3.0 if columns <= 6 else 1.0
        self.cell = min(_MOST_CELL, (width - self.gap * (columns - 1)) / max(columns, 1))
        self.lines = 3 if grid.weights is not None and self.cell >= _THREE_LINES else 1
        self.figures, self.type_size = self._fitting()
        if self.lines == 3:
            self.row = round(3 * 1.25 * self.type_size) + 6.0
        else:
            self.row = max(14.0, min(30.0, self.cell * 0.75))

    @property
    def height(self) -> float:
        """Of the whole grid."""
        rows = self.grid.values.shape[0]
        return rows * (self.row + self.gap) - self.gap

    @cached_property
    def texts(self) -> list[list[str]]:
        """What stands in the cells, row by row; nothing where a number would be too small to read."""
        rows, columns = self.grid.values.shape
        if not self.type_size:
            return [[""] * columns for _ in range(rows)]
        return [[self._text(row, column, self.figures) for column in range(columns)] for row in range(rows)]

    def rect(self, row: int, column: int) -> QRectF:
        """Where a cell stands, from the grid's corner."""
        return QRectF(column * (self.cell + self.gap), row * (self.row + self.gap), self.cell, self.row)

    def _text(self, row: int, column: int, figures: int) -> str:
        return self.grid.cell_text(row, column, figures, lines=self.lines)

    def _fitting(self) -> tuple[int, float]:
        """As many figures as can be read in one size of type in all cells; (0, 0) if not even two can."""
        if self.cell < _ONE_NUMBER:
            return 0, 0.0
        rows, columns = self.grid.values.shape
        size = 0.0
        for figures in range(labels.FIGURES, 1, -1):
            texts = (self._text(row, column, figures) for row in range(rows) for column in range(columns))
            longest = max((len(line) for text in texts for line in text.split("\n")), default=1)
            size = min(_LARGE, (self.cell - (6 if self.lines == 3 else 4)) / (DIGIT * longest))
            if size >= _READABLE:
                return figures, size
        return (2, size) if size >= _SMALL else (0, 0.0)

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint the grid with its corner at a point."""
        grid, t = self.grid, theme.tokens()
        font = theme.mono_font()
        font.setPixelSize(max(1, int(self.type_size)))
        pen = NumberPen(painter, font)
        apart = self.type_size * 1.25
        for row, line in enumerate(self.texts):
            for column, text in enumerate(line):
                area = self.rect(row, column).translated(at)
                color = self._color(row, column)
                painter.setBrush(color)
                padding = grid.padding is not None and bool(grid.padding[row, column])
                if grid.chosen == (row, column) and not grid.hides_products:
                    painter.setPen(QPen(t.accent, 2.5))
                else:
                    painter.setPen(QPen(t.line_strong, 1, Qt.PenStyle.DashLine if padding else Qt.PenStyle.SolidLine))
                painter.drawRoundedRect(area, 3, 3)
                painter.setPen(theme.text_on(color))
                parts = text.split("\n")
                for index, part in enumerate(parts):
                    pen.write(area.center() + QPointF(0, (index - (len(parts) - 1) / 2) * apart), part)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _color(self, row: int, column: int) -> QColor:
        if self.grid.hides_products:
            return QColor(theme.tokens().panel)
        value = float(self.grid.products[row, column])
        share = value / self.grid.peak if self.grid.peak and math.isfinite(value) else 0.0
        return theme.tokens().signed_color(_STRENGTH * share)


def large_font() -> QFont:
    """Of the last line of a sum: what it all comes to."""
    font = theme.mono_font(2.0)
    font.setWeight(QFont.Weight.DemiBold)
    return font

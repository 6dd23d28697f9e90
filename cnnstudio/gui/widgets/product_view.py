"""A number taken apart, top to bottom: what it is, the products under its window, the sums, the bias, the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.widgets.product_grid import GridLayout, ProductGrid, large_font
from cnnstudio.gui.widgets.table_actions import TableActions
from cnnstudio.gui.widgets.table_text import Cell, Heading, Table


class Tone(Enum):
    """How a line is set."""

    TITLE = "title"
    QUIET = "quiet"
    HEADING = "heading"
    LINE = "line"  # of the sum
    ASIDE = "aside"  # set as a line of the sum, and none
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Said:
    """Lines of text."""

    text: str
    tone: Tone = Tone.LINE


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line."""


Piece = Said | ProductGrid | Divider
"""A piece of what a product view shows."""

_SPACE_BEFORE = {Tone.HEADING: theme.SPACE_2, Tone.RESULT: 4}
_SPACE_AFTER = {
    Tone.TITLE: 2,
    Tone.QUIET: theme.SPACE_2,
    Tone.HEADING: theme.SPACE_1,
    Tone.LINE: 0,
    Tone.ASIDE: 0,
    Tone.RESULT: theme.SPACE_1,
}


class ProductView(QWidget):
    """Paints pieces below each other; as high as they are.

    Args:
        margin: around them.
        large: whether the result is set in large type.
    """

    def __init__(
        self, parent: QWidget | None = None, *, name: str, margin: int = 0, large: bool = False, size: float = 1.0
    ) -> None:
        super().__init__(parent, objectName=name)
        self._pieces: tuple[Piece, ...] = ()
        self._margin, self._large, self._size = margin, large, size
        self._height: int | None = None  # None: to be measured
        self._layouts: dict[ProductGrid, GridLayout] = {}  # in the present width
        self._grid_tops: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        copying = QAction(self.tr("Copy the arithmetic"), self)
        copying.triggered.connect(self.copy_text)
        self.addAction(copying)
        # The cells' own numbers, of which the pieces say a few figures.
        self.numbers = TableActions.of(self, name, self.table)
        self.addActions(self.numbers.all)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        theme.manager().changed.connect(self.update)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show something else."""
        self._pieces = tuple(pieces)
        self.setAccessibleDescription(self.text)
        self._layouts.clear()
        if self.isVisible():
            self._measure()
        else:
            self._height = None
            self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """All that is said, line by line; what stands in the grids is in ``grids``."""
        return "\n".join(piece.text for piece in self._pieces if isinstance(piece, Said))

    @property
    def equation(self) -> str:
        """The lines of the sum alone, as one."""
        sums = (piece for piece in self._pieces if isinstance(piece, Said) and piece.tone in (Tone.LINE, Tone.RESULT))
        return labels.parted(piece.text for piece in sums)

    @property
    def grids(self) -> list[ProductGrid]:
        """The grids, from the top."""
        return [piece for piece in self._pieces if isinstance(piece, ProductGrid)]

    def cells(self, grid: ProductGrid) -> list[list[str]]:
        """What stands in the cells of one of the grids, row by row."""
        return self._layout(grid).texts

    def table(self) -> Table:
        """All cells of the grids, a line each; channels, rows and columns are counted from 1, as everywhere."""
        headings = [
            Heading(self.tr("Channel")),
            Heading(self.tr("Row")),
            Heading(self.tr("Column")),
            Heading(self.tr("Value")),
            Heading(self.tr("Weight")),
            Heading(self.tr("Product")),
        ]
        rows: list[tuple[Cell, ...]] = []
        for grid in self.grids:
            for row, column in np.ndindex(grid.values.shape):
                place = (grid.number + 1, row + 1, column + 1)
                value = float(grid.values[row, column])
                weight = None if grid.weights is None else float(grid.weights[row, column])
                product = None if weight is None or grid.hides_products else float(grid.products[row, column])
                rows.append((*place, value, weight, product))
        return Table("numbers", headings, rows)

    @Slot()
    def copy_text(self) -> None:
        """Put what is said onto the clipboard."""
        QGuiApplication.clipboard().setText(self.text)

    @property
    def _room(self) -> float:
        return max(60.0, self.width() - 2.0 * self._margin)

    def _layout(self, grid: ProductGrid) -> GridLayout:
        if grid not in self._layouts:
            self._layouts[grid] = grid.layout(self._room)
        return self._layouts[grid]

    def sizeHint(self) -> QSize:
        return QSize(300, self._measured())

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self._measured())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layouts.clear()
        self._measure()

    def _measured(self) -> int:
        if self._height is None:
            self._height = int(self._run(None)) + self._margin
        return self._height

    def _measure(self) -> None:
        before, self._height = self._height, None
        if self._measured() != before:
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._cell_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _cell_at(self, at: QPointF) -> str:
        """All of a cell's numbers, also where only some of them fit into it; "" elsewhere."""
        for grid, top in zip(self.grids, self._grid_tops, strict=False):
            layout = self._layout(grid)
            rows, columns = grid.values.shape
            for row in range(rows):
                for column in range(columns):
                    if layout.rect(row, column).translated(self._margin, top).contains(at):
                        return grid.cell_text(row, column).replace("\n", " ")
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._run(painter, event.rect().top(), event.rect().bottom())
        painter.end()

    # --- top to bottom, painting where there is a painter; the height used

    def _run(self, painter: QPainter | None, first: float = 0.0, last: float = 0.0) -> float:
        """Rows ``first`` to ``last`` are seen: a grid that is scrolled away is not painted."""
        y, tops = float(self._margin), []
        for piece in self._pieces:
            if isinstance(piece, Said):
                y = self._draw_sentence(painter, y, piece)
            elif isinstance(piece, ProductGrid):
                layout = self._layout(piece)
                tops.append(y)
                if painter is not None and y <= last and y + layout.height >= first:
                    layout.paint(painter, QPointF(self._margin, y))
                y += layout.height + theme.SPACE_2
            else:
                y = self._rule(painter, y + theme.SPACE_2)
        self._grid_tops = tops
        return y

    def _draw_sentence(self, painter: QPainter | None, y: float, said: Said) -> float:
        font, color = self._face(said.tone)
        y += _SPACE_BEFORE.get(said.tone, 0)
        metrics = QFontMetricsF(font)
        area = QRectF(self._margin, y, self._room, 10_000)
        flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
        used = metrics.boundingRect(area, flags, said.text).height()
        if painter is not None:
            painter.setFont(font)
            painter.setPen(color)
            painter.drawText(QRectF(area.left(), y, area.width(), used + 4), flags, said.text)
        return y + used + _SPACE_AFTER[said.tone]

    def _face(self, tone: Tone) -> tuple[QFont, QColor]:
        t = theme.tokens()
        match tone:
            case Tone.TITLE:
                return theme.font(bold=True), t.text
            case Tone.QUIET:
                return theme.font(0.9), t.text_quiet
            case Tone.HEADING:
                return theme.font(0.9, bold=True), t.text_quiet
            case Tone.RESULT if self._large:
                return large_font(), t.accent
            case _:
                return theme.mono_font(self._size), t.text

    def _rule(self, painter: QPainter | None, y: float) -> float:
        if painter is not None:
            painter.setPen(QPen(theme.tokens().line, 1))
            painter.drawLine(QPointF(self._margin, y), QPointF(self.width() - self._margin, y))
        return y + theme.SPACE_2

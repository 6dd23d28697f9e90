"""One block of numbers on the canvas: hovered, clicked, dragged, painted on, typed into, walked by the arrow keys."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.links import Block, Cell, links
from cnnstudio.convolution.state import Part
from cnnstudio.gui import labels, theme
from cnnstudio.gui.playground import painting, words
from cnnstudio.gui.playground.cell_editor import CellEditor
from cnnstudio.gui.playground.scene import Column, Sheet
from cnnstudio.gui.predict_first import HIDDEN

if TYPE_CHECKING:
    from cnnstudio.gui.playground.canvas import Canvas

MARGIN = 5
_DRAG_FROM = 5
_DRAG_PX = 6
_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class GridView(QWidget):
    """A column of the scene. The still part is kept as a picture; what lights up is drawn over it."""

    hovered = Signal(object, QPoint)  # Cell or None, where on the canvas

    def __init__(self, canvas: "Canvas", block: Block) -> None:
        super().__init__(canvas, objectName=f"play-{block.value}")
        self._canvas = canvas
        self._model = canvas.model
        self.block = block
        self._column = Column(block, (), QRectF())
        self._still: QPixmap | None = None
        self._shown: object = None
        self._cursor: Cell | None = None
        self._press: QPointF | None = None
        self._dragging = False
        self._gesture = -1
        self._start_value = 0.0
        self._painted: set[tuple[int, int]] = set()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor = CellEditor(self)
        self.editor.committed.connect(self._commit)

    # --- what it shows

    @property
    def editable(self) -> bool:
        """Whether its cells can be changed."""
        return self.block in (Block.INPUT, Block.KERNEL)

    @property
    def column(self) -> Column:
        """Where its sheets stand on the canvas."""
        return self._column

    @property
    def cursor_cell(self) -> Cell | None:
        """The cell the keyboard is at."""
        return self._cursor

    def view_state(self) -> tuple[Cell, str | None] | None:
        """The cell that the keyboard is at, and what is being typed in it."""
        if self._cursor is None:
            return None
        return self._cursor, self.editor.text() if self.editor.isVisible() else None

    def open_view_state(self, known: tuple[Cell, str | None]) -> bool:
        """Go to the same cell and type on, once it is drawn."""
        cell, typed = known
        if not self.isVisible() or self._sheet_of(cell) is None:
            return False
        self._cursor = cell
        if typed is not None:
            self.begin_editing(typed)
        self.update()
        return True

    def place(self, column: Column) -> None:
        """Take a place on the canvas; what has not changed is not drawn anew, wherever it moves."""
        state = self._model.result.state
        shows = {Block.INPUT: (state.geometry, state.input), Block.KERNEL: (state.geometry.group_width, state.kernel)}
        key = (column.at_origin(), shows.get(self.block, self._model.result))
        if key != self._shown:
            self._shown = key
            self._still = None
        self._column = column
        self.setGeometry(column.rect.toAlignedRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        if self._cursor is not None and self._sheet_of(self._cursor) is None:
            self._cursor = None
        self.update()

    def forget(self) -> None:
        """Draw anew: the numbers or the colours have changed."""
        self._still = None
        self.update()

    def front_sheet(self) -> Sheet | None:
        """The sheet in front; of several rows, the one of the input channel in front."""
        sheets = [sheet for sheet in self._column.sheets if sheet.front]
        fitting = [sheet for sheet in sheets if sheet.channel == self._model.in_channel]
        return next(iter(fitting or sheets), None)

    def cell_center(self, row: int, col: int, channel: int | None = None) -> QPoint:
        """Where a cell of a sheet in front is, on this widget (for tests and tips)."""
        sheets = [sheet for sheet in self._column.sheets if sheet.front and channel in (None, sheet.channel)]
        return self._local(sheets[0].cell_rect(row, col).center()).toPoint()

    def _local(self, point: QPointF) -> QPointF:
        return point - QPointF(self.pos())

    def _on_canvas(self, point: QPointF) -> QPointF:
        return point + QPointF(self.pos())

    def cell_at(self, point: QPointF) -> Cell | None:
        """The cell under a point of this widget."""
        at = self._on_canvas(point)
        for sheet in reversed(self._column.sheets):
            found = sheet.cell_at(at)
            if found is not None:
                top, left = painting.offset(self._model.result.state.geometry, self.block)
                row, col = found[0] - top, found[1] - left
                height, width = self._size(sheet)
                if 0 <= row < height and 0 <= col < width:
                    return Cell(self.block, sheet.channel, row, col, sheet.out)
                return None
        return None

    def _size(self, sheet: Sheet) -> tuple[int, int]:
        if self.block is Block.OUTPUT:
            return self._model.result.state.geometry.output_size
        return sheet.rows, sheet.cols

    def _sheet_of(self, cell: Cell) -> Sheet | None:
        for sheet in self._column.sheets:
            height, width = self._size(sheet)
            if sheet.channel == cell.channel and cell.row < height and cell.col < width:
                return sheet
        return None

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self._still = QPixmap((self.size() * ratio).expandedTo(self.size() * 0))
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(Qt.GlobalColor.transparent)
            still = QPainter(self._still)
            still.setRenderHint(QPainter.RenderHint.Antialiasing)
            still.translate(-QPointF(self.pos()))
            painting.paint_column(still, self._model.result, self._column)
            still.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-QPointF(self.pos()))
        self.paint_lit(painter)
        self._paint_cursor(painter)

    def paint_lit(self, painter: QPainter) -> None:
        """Draw what lights up, in the canvas's coordinates."""
        model = self._model
        sliding = self._canvas.sliding()
        painting.paint_lit(
            painter,
            model.result,
            self._column,
            model.focus,
            sliding or links(model.result.state.geometry, model.focus),
            hidden_after=model.index if model.reveal else None,
            weights=sliding is None,
        )
        self._cover_hidden(painter)

    def _cover_hidden(self, painter: QPainter) -> None:
        """The cell that is still to be predicted has a question mark in place of its number and colour."""
        here = self._model.position
        for sheet in self._column.sheets:
            cell = Cell(self.block, sheet.channel, here.row, here.col, sheet.out)
            if not sheet.front or not self._model.predicting.hides_cell(cell):
                continue
            top, left = painting.offset(self._model.result.state.geometry, self.block)
            area = sheet.cell_rect(here.row + top, here.col + left)
            t = theme.tokens()
            painter.setPen(QPen(t.accent, 2))
            painter.setBrush(t.panel)
            painter.drawRect(area)
            font = theme.font(bold=True)
            font.setPixelSize(max(1, int(area.height() * 0.6)))
            painter.setFont(font)
            painter.setPen(t.accent)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, HIDDEN)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_cursor(self, painter: QPainter) -> None:
        if not self.hasFocus():
            return
        t = theme.tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(t.accent, 2))
        painter.drawRoundedRect(QRectF(self.geometry()).adjusted(1, 1, -1, -1), 4, 4)
        sheet = self._sheet_of(self._cursor) if self._cursor is not None else None
        if sheet is not None and self._cursor is not None and self.block is not Block.OUTPUT:
            area = sheet.cell_rect(self._cursor.row, self._cursor.col)
            painter.setPen(QPen(QColor(t.text), 2, Qt.PenStyle.DotLine))
            painter.drawRect(area.adjusted(2, 2, -2, -2) if area.width() > 8 else area.adjusted(-2, -2, 2, 2))

    # --- the pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if self._press is not None and event.buttons() != Qt.MouseButton.NoButton:
            self._drag(event, cell)
            return
        self._model.point(cell)
        self.hovered.emit(cell, self._on_canvas(event.position()).toPoint())

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(
            Qt.CursorShape.CrossCursor if self._canvas.painting and self.editable else Qt.CursorShape.ArrowCursor
        )

    def leaveEvent(self, event: QEvent) -> None:
        self._model.point(None)
        self.hovered.emit(None, QPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        self.editor.close_quietly()
        sheet = self._sheet_of(cell)
        if sheet is not None and not sheet.front:
            self._bring_to_front(cell)
            return
        self._cursor = cell
        self._press = event.position()
        self._dragging = False
        self._gesture = self._model.new_gesture()
        self._start_value = self.value_at(cell)
        self._painted.clear()
        if self._canvas.painting and self.editable:
            self._paint_cell(cell, event.buttons())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            return
        clicked = not self._dragging and not (self._canvas.painting and self.editable)
        self._press = None
        if clicked and self._cursor is not None and event.button() == Qt.MouseButton.LeftButton:
            self._click(self._cursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and self.editable and not self._canvas.painting:
            self._cursor = cell
            self.begin_editing()
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._canvas.wheelEvent(event)
            return
        sheets = self._column.sheets
        if len(sheets) > 1 and not sheets[0].front and event.angleDelta().y():
            self._step_channel(-1 if event.angleDelta().y() > 0 else 1)
            event.accept()
        else:
            event.ignore()

    def _click(self, cell: Cell) -> None:
        if self.block is Block.OUTPUT:
            self._model.pin(cell.row, cell.col, cell.channel)
        elif self.block is Block.PARTIAL:
            self._model.pin(cell.row, cell.col)
        else:
            self._model.hold(None if self._model.held == cell else cell)

    def _bring_to_front(self, cell: Cell) -> None:
        if self.block is Block.OUTPUT:
            self._model.bring_to_front(out_channel=cell.channel)
        else:
            self._model.bring_to_front(in_channel=cell.channel)

    def _step_channel(self, step: int) -> None:
        sheet = self.front_sheet()
        if sheet is None:
            return
        geometry = self._model.result.state.geometry
        if self.block is Block.OUTPUT:
            self._model.bring_to_front(out_channel=(sheet.channel + step) % geometry.channels_out)
        elif self.block is Block.KERNEL:
            read = geometry.channels_read(self._model.out_channel)
            self._model.bring_to_front(in_channel=read[(read.index(sheet.channel) + step) % len(read)])
        else:
            self._model.bring_to_front(in_channel=(self._model.in_channel + step) % geometry.in_channels)

    def _drag(self, event: QMouseEvent, cell: Cell | None) -> None:
        if not self.editable:
            if cell is not None and self.block is Block.OUTPUT:
                self._dragging = True
                self._model.pin(cell.row, cell.col, cell.channel)
            return
        if self._canvas.painting:
            if cell is not None:
                self._paint_cell(cell, event.buttons())
            return
        assert self._press is not None
        up = self._press.y() - event.position().y()
        if not self._dragging and abs(up) < _DRAG_FROM:
            return
        self._dragging = True
        if self._cursor is not None:
            step = self._value_step()
            value = round((self._start_value + round(up / _DRAG_PX) * step) / step) * step
            self.set_value(self._cursor, round(value, 6), self._gesture)

    def _value_step(self) -> float:
        state = self._model.state
        block = state.input if self.block is Block.INPUT else state.kernel
        peak = max(block.peak, abs(self._start_value))
        if peak >= 2 and float(self._start_value).is_integer():
            return max(1.0, 10.0 ** (math.floor(math.log10(peak)) - 1))
        return 0.05 if peak <= 2 else 0.1

    def _paint_cell(self, cell: Cell, buttons: Qt.MouseButton) -> None:
        key = (cell.row, cell.col)
        if key in self._painted:
            return
        self._painted.add(key)
        erase = bool(buttons & Qt.MouseButton.RightButton)
        self.set_value(cell, 0.0 if erase else self._canvas.brush, self._gesture, quiet=True)

    # --- the keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._cursor is None:
            self._cursor = self._first_cell()
        self._tell_cursor()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if key in _ARROWS and not control:
            self._walk(*_ARROWS[key])
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight) and not control:
            self._step_channel(-1 if key == Qt.Key.Key_BracketLeft else 1)
        elif key == Qt.Key.Key_Escape:
            self._model.hold(None)
            self._model.point(None)
        elif self.editable and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._cursor is not None:
                self.set_value(self._cursor, 0.0, self._model.new_gesture())
        elif self.editable and key == Qt.Key.Key_F2:
            self.begin_editing()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.editable:
                self.begin_editing()
            elif self._cursor is not None:
                self._click(self._cursor)
        elif self.editable and not control and text and text in "0123456789-−.,":
            self.begin_editing(text)
        else:
            super().keyPressEvent(event)

    def _first_cell(self) -> Cell | None:
        sheet = self.front_sheet()
        if sheet is None:
            return None
        if self.block is Block.OUTPUT:
            return self._model.position
        geometry = self._model.result.state.geometry
        own = self.block is Block.INPUT and geometry.operation is not Operation.TRANSPOSED
        row, col = (geometry.padding[0], geometry.padding[2]) if own else (0, 0)
        return Cell(self.block, sheet.channel, row, col, sheet.out)

    def _walk(self, down: int, across: int) -> None:
        sheet = self.front_sheet()
        if sheet is None:
            return
        if self.block is Block.OUTPUT:
            self._cursor = self._model.position
        cell = self._cursor or self._first_cell()
        if cell is None:
            return
        height, width = self._size(sheet)
        row = min(max(cell.row + down, 0), height - 1)
        col = min(max(cell.col + across, 0), width - 1)
        channel = cell.channel if self._sheet_of(cell) is not None else sheet.channel
        self._cursor = Cell(self.block, channel, row, col, sheet.out if self.block is not Block.OUTPUT else channel)
        if self.block is Block.OUTPUT:
            self._model.pin(row, col, channel)
        elif self.block is Block.PARTIAL:
            self._model.pin(row, col)
        else:
            self._model.point(self._cursor)
        self._tell_cursor()
        self.update()

    def _tell_cursor(self) -> None:
        if self._cursor is not None and self._sheet_of(self._cursor) is not None:
            row, col = words.place(self._model.result.state.geometry, self._cursor)
            self.setAccessibleDescription(
                self.tr("row {row}, column {col}: {value}").format(
                    row=row,
                    col=col,
                    value=HIDDEN
                    if self._model.predicting.hides_cell(self._cursor)
                    else labels.number(self.value_at(self._cursor)),
                )
            )

    # --- values

    def value_at(self, cell: Cell) -> float:
        """The number in a cell."""
        result = self._model.result
        match self.block:
            case Block.INPUT:
                return float(result.padded[cell.channel, cell.row, cell.col])
            case Block.KERNEL:
                inner = cell.channel % result.state.geometry.group_width
                return result.state.kernel.at(cell.out, inner, cell.row, cell.col)
            case Block.PARTIAL:
                read = result.state.geometry.channels_read(cell.out)
                return float(result.partials(cell.out)[read.index(cell.channel), cell.row, cell.col])
            case _:
                return float(result.output[cell.channel, cell.row, cell.col])

    def set_value(self, cell: Cell, value: float, gesture: int, *, quiet: bool = False) -> bool:
        """Change the number in a cell; says why where it cannot be, unless quiet."""
        geometry = self._model.state.geometry
        if self.block is Block.KERNEL:
            index: tuple[int, ...] = (cell.out, cell.channel % geometry.group_width, cell.row, cell.col)
            # What is drawn may lag behind the state while a large picture is computed.
            if any(at >= side for at, side in zip(index, self._model.state.kernel.shape, strict=True)):
                return False
            return self._model.change(
                self.tr("changing a weight"),
                lambda state: state.with_cells(Part.KERNEL, {index: value}),
                gesture=gesture,
            )
        padded = geometry.operation is not Operation.TRANSPOSED
        row = cell.row - (geometry.padding[0] if padded else 0)
        col = cell.col - (geometry.padding[2] if padded else 0)
        if cell.channel >= geometry.in_channels:
            return False
        if not (0 <= row < geometry.input_size[0] and 0 <= col < geometry.input_size[1]):
            if not quiet:
                self._model.refused.emit(
                    self.tr("Padding cells are filled by the padding mode. Change a cell inside the frame.")
                )
            return False
        return self._model.change(
            self.tr("changing a cell"),
            lambda state: state.with_cells(Part.INPUT, {(cell.channel, row, col): value}),
            gesture=gesture,
        )

    def begin_editing(self, text: str | None = None) -> None:
        """Open the editor on the cursor's cell, with what was typed or with its number."""
        sheet = self._sheet_of(self._cursor) if self._cursor is not None else None
        if sheet is None or self._cursor is None:
            return
        area = sheet.cell_rect(self._cursor.row, self._cursor.col).translated(-QPointF(self.pos()))
        self.editor.open(area.toAlignedRect(), text, labels.exact(self.value_at(self._cursor)))

    def _commit(self, value: float, down: int, across: int) -> None:
        cell = self._cursor
        if cell is None:
            return
        if self.value_at(cell) != value and not self.set_value(cell, value, self._model.new_gesture()):
            return
        self._cursor = cell
        if down or across:
            self._walk(down, across)

"""The overview: all feature maps of all layers, live."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.digit_canvas.unit_view import class_name
from cnnstudio.gui.widgets.map_images import Levels, image_of
from cnnstudio.gui.widgets.marks import outline
from cnnstudio.prediction.activations import LayerActivation, Unit
from cnnstudio.prediction.arithmetic import Window, explain
from cnnstudio.weights.shell import maps_off

_COLUMNS = 8
_LEAST, _MOST, _DOT, _CLASS = 28, 44, 9, 25
_GAP = 3
_HEAD = 22
_SPACE = 12
_SIGN = 14


@dataclass(frozen=True, slots=True)
class Place:
    """A unit somewhere in the network."""

    layer: int
    unit: Unit


@dataclass(slots=True)
class _Block:
    """Where one layer stands in the widget."""

    top: float
    cell: int
    columns: int
    count: int
    height: float

    def cell_rect(self, channel: int) -> QRectF:
        row, column = divmod(channel, self.columns)
        step = self.cell + _GAP
        return QRectF(column * step, self.top + _HEAD + row * step, self.cell, self.cell)


class LayerMaps(QWidget):
    """One block a layer: its name and kind, its range, its maps. Hovering names a unit; a click opens its map.

    A layer with weights or windows has a sign beside its name: a click there, or P, opens it in the playground.
    """

    layerWanted = Signal(object)  # OpenedLayer
    hovered = Signal(object)  # Place | None
    opened = Signal(object)  # Place
    walked = Signal(object)  # QRectF: where the keyboard came to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-maps", accessibleName="")
        self.setAccessibleName(self.tr("Feature maps of all layers"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._activations: tuple[LayerActivation, ...] = ()
        self._levels: tuple[Levels, ...] = ()
        self._names: tuple[str, ...] = ()
        self._images: dict[int, QImage] = {}
        self._blocks: list[_Block] = []
        self._place: Place | None = None
        self._sign: QPixmap | None = None
        self._pointed_head: int | None = None
        self._window: Window | None = None
        self.painted = 0  # paint events so far: the benchmark's clock
        theme.manager().changed.connect(self._recolour)

    @property
    def activations(self) -> tuple[LayerActivation, ...]:
        """What is shown."""
        return self._activations

    @property
    def place(self) -> Place | None:
        """The unit under the pointer, or the keyboard's."""
        return self._place

    def show_activations(
        self, activations: tuple[LayerActivation, ...], levels: tuple[Levels, ...], names: tuple[str, ...] = ()
    ) -> None:
        """Show another run of the network; ``names`` of its classes stand in the units of its last layer."""
        self._names = names
        same = [a.output.shape for a in activations] == [a.output.shape for a in self._activations]
        self._activations, self._levels = activations, levels
        self._images.clear()
        if not same:
            self._place = None
            self._point_head(None)
            self._lay_out()
        self._find_window()
        self.update()
        if self._place is not None:
            self.hovered.emit(self._place)

    def _recolour(self) -> None:
        self._images.clear()
        self._sign = None
        self.update()

    # --- geometry

    def _lay_out(self) -> None:
        self._blocks = []
        top = 0.0
        for activation in self._activations:
            count = activation.output.shape[0]
            fitting = (self.width() + _GAP) // _COLUMNS - _GAP
            maps_cell = min(max(fitting, _LEAST), _MOST)
            cell = maps_cell if activation.is_maps else (_CLASS if count <= 12 else _DOT)
            columns = max(1, int((self.width() + _GAP) // (cell + _GAP)))
            rows = -(-count // columns)
            height = _HEAD + rows * (cell + _GAP)
            self._blocks.append(_Block(top, cell, columns, count, height))
            top += height + _SPACE
        self.setFixedHeight(max(int(top), 1))

    def sizeHint(self) -> QSize:
        return QSize(300, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self._lay_out()

    def block_rect(self, layer: int) -> QRectF:
        """Where a layer stands."""
        block = self._blocks[layer]
        return QRectF(0, block.top, self.width(), block.height)

    def cell_rect(self, layer: int, channel: int) -> QRectF:
        """Where a map of a layer stands."""
        return self._blocks[layer].cell_rect(channel)

    def unit_rect(self, place: Place) -> QRectF:
        """Where a unit stands."""
        cell = self._blocks[place.layer].cell_rect(place.unit.channel)
        shape = self._levels[place.layer].levels.shape
        height, width = shape[1:]
        return QRectF(
            cell.x() + place.unit.column * cell.width() / width,
            cell.y() + place.unit.row * cell.height() / height,
            cell.width() / width,
            cell.height() / height,
        )

    def place_at(self, at: QPointF) -> Place | None:
        """The unit at a place of the widget."""
        for layer, block in enumerate(self._blocks):
            if not block.top + _HEAD <= at.y() < block.top + block.height:
                continue
            step = block.cell + _GAP
            column, row = int(at.x() // step), int((at.y() - block.top - _HEAD) // step)
            channel = row * block.columns + column
            cell = block.cell_rect(channel)
            if column >= block.columns or channel >= block.count or not cell.contains(at):
                return None
            _, height, width = self._levels[layer].levels.shape
            return Place(
                layer,
                Unit(
                    channel,
                    min(int((at.y() - cell.y()) / cell.height() * height), height - 1),
                    min(int((at.x() - cell.x()) / cell.width() * width), width - 1),
                ),
            )
        return None

    def head_rect(self, layer: int) -> QRectF:
        """A layer's name, with its sign where it can be opened."""
        width = QFontMetricsF(theme.font(bold=True)).horizontalAdvance(self._activations[layer].path)
        if self._activations[layer].openable:
            width += theme.SPACE_1 + _SIGN
        return QRectF(0, self._blocks[layer].top, min(width, self.width()), _HEAD - 4)

    def _head_at(self, at: QPointF) -> int | None:
        """The layer whose name is at a place of the widget, where it can be opened."""
        for layer, activation in enumerate(self._activations):
            if activation.openable and self.head_rect(layer).contains(at):
                return layer
        return None

    # --- pointer and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_head(self._head_at(event.position()))
        self._hover(self.place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_head(None)
        self._hover(None)

    def _point_head(self, layer: int | None) -> None:
        if layer != self._pointed_head:
            self._pointed_head = layer
            self.setCursor(Qt.CursorShape.ArrowCursor if layer is None else Qt.CursorShape.PointingHandCursor)
            words = self.tr("Open {layer} in the playground: its own weights and input, to be changed by hand")
            self.setToolTip("" if layer is None else words.format(layer=self._activations[layer].path))
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        head = self._head_at(event.position())
        if head is not None and event.button() == Qt.MouseButton.LeftButton:
            self.layerWanted.emit(self._activations[head].opened())
            return
        place = self.place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._hover(place)
            self.opened.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk through the maps, up and down through the layers, Return opens, P in the playground."""
        if not self._activations:
            super().keyPressEvent(event)
            return
        place = self._place or Place(0, Unit(0))
        layer, channel = place.layer, place.unit.channel
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                channel += 1 if event.key() == Qt.Key.Key_Right else -1
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                layer += 1 if event.key() == Qt.Key.Key_Down else -1
                channel = 0
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit(place)
                return
            case Qt.Key.Key_P if self._activations[layer].openable:
                self.layerWanted.emit(self._activations[layer].opened(place.unit))
                return
            case _:
                super().keyPressEvent(event)
                return
        layer = min(max(layer, 0), len(self._activations) - 1)
        count, height, width = self._levels[layer].levels.shape
        self._walk(Place(layer, Unit(min(max(channel, 0), count - 1), height // 2, width // 2)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self._activations and self._place is None:
            _, height, width = self._levels[0].levels.shape
            self._walk(Place(0, Unit(0, height // 2, width // 2)))

    def _walk(self, place: Place) -> None:
        self._hover(place)
        cell = self._blocks[place.layer].cell_rect(place.unit.channel)
        self.walked.emit(cell.adjusted(0, -_HEAD, 0, 0))

    def _hover(self, place: Place | None) -> None:
        if place != self._place:
            self._place = place
            self._find_window()
            self.update()
            self.hovered.emit(place)

    def _find_window(self) -> None:
        self._window = None
        if self._place is not None and self._activations[self._place.layer].below is not None:
            self._window = explain(self._activations[self._place.layer], self._place.unit).window

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        visible = QRectF(event.rect())
        painter.fillRect(visible, theme.tokens().panel)
        for layer, block in enumerate(self._blocks):
            if block.top <= visible.bottom() and block.top + block.height >= visible.top():
                self._paint_block(painter, layer, block, visible)
        self._paint_marks(painter)
        painter.end()
        self.painted += 1

    def _paint_block(self, painter: QPainter, layer: int, block: _Block, visible: QRectF) -> None:
        tokens, activation, levels = theme.tokens(), self._activations[layer], self._levels[layer]
        shape = "×".join(str(size) for size in activation.output.shape)
        head = QRectF(0, block.top, self.width(), _HEAD - 4)
        painter.setFont(theme.font(bold=True))
        painter.setPen(tokens.text)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, activation.path)
        used = self.head_rect(layer).width() + 8
        if layer == self._pointed_head:
            painter.drawLine(QPointF(0, head.bottom() - 1), QPointF(used - 8, head.bottom() - 1))
        if activation.openable:
            painter.drawPixmap(QPointF(used - 8 - _SIGN, head.center().y() - _SIGN / 2), self._playground_sign())
        painter.setPen(tokens.text_quiet)
        painter.setFont(theme.mono_font(0.8))
        extent = f"{labels.number(levels.low, 2)}…{labels.number(levels.high, 2)}"
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, extent)
        left = head.adjusted(used, 0, -QFontMetricsF(painter.font()).horizontalAdvance(extent) - 6, 0)
        painter.setFont(theme.font(0.9))
        kind = QFontMetricsF(painter.font()).elidedText(
            f"{activation.kind}  {shape}", Qt.TextElideMode.ElideMiddle, left.width()
        )
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, kind)
        image = self._images.get(layer)
        if image is None:
            image = self._images[layer] = image_of(levels)
        _, height, width = levels.levels.shape
        off = maps_off(activation.module)
        for channel in range(block.count):
            cell = block.cell_rect(channel)
            if cell.bottom() >= visible.top() and cell.top() <= visible.bottom():
                painter.drawImage(cell, image, QRectF(0, channel * height, width, height))
                if channel in off:
                    # Zeros that were computed look alike.
                    painter.setPen(QPen(tokens.warning, 1.5))
                    painter.drawLine(cell.bottomLeft(), cell.topRight())
                if not activation.is_maps and block.cell == _CLASS:
                    painter.setPen(theme.text_on(image.pixelColor(0, channel)))
                    painter.setFont(theme.font(0.9))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, self._unit_label(layer, channel))

    def _playground_sign(self) -> QPixmap:
        """The Playground's sign in the accent colour; the maps are painted often."""
        ratio = self.devicePixelRatioF()
        if self._sign is None or self._sign.devicePixelRatioF() != ratio:
            self._sign = theme.icon("grid-3x3", "accent").pixmap(QSize(_SIGN, _SIGN), ratio)
        return self._sign

    def _unit_label(self, layer: int, channel: int) -> str:
        return class_name(self._activations, layer, Unit(channel), self._names) or labels.counted(channel)

    def _paint_marks(self, painter: QPainter) -> None:
        if self._place is None:
            return
        cell = self._blocks[self._place.layer].cell_rect(self._place.unit.channel)
        outline(painter, cell.adjusted(-1, -1, 0, 0))
        outline(painter, self.unit_rect(self._place).adjusted(-1, -1, 1, 1))
        window, layer = self._window, self._activations[self._place.layer]
        if window is None or layer.input.ndim != 3:
            return
        below = layer.below
        if below is None or not window.height or not window.width:
            return
        _, height, width = self._levels[below].levels.shape
        tall = (window.height - 1) * window.dilation[0] + 1
        wide = (window.width - 1) * window.dilation[1] + 1
        for channel in window.channels:
            cell = self._blocks[below].cell_rect(channel)
            unit = cell.width() / width
            frame = QRectF(
                cell.x() + window.left * unit,
                cell.y() + window.top * cell.height() / height,
                wide * unit,
                tall * cell.height() / height,
            )
            outline(painter, frame.intersected(cell.adjusted(-2, -2, 2, 2)))

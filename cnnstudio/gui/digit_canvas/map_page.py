"""One feature map: large, with what each map below contributes to it, and one unit's formula."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.layer_maps import Place
from cnnstudio.gui.digit_canvas.map_images import Levels, image_of, levels_of
from cnnstudio.gui.digit_canvas.product_view import ProductView, number
from cnnstudio.prediction.activations import LayerAnswer, Unit, Window, explain, intermediates

_LARGE = 200
_ROW, _THUMB = 44, 40


class LargeMap(QWidget):
    """A map in which a unit can be picked by pointer or arrow keys."""

    picked = Signal(int, int)  # row, column
    hovered = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-large-map", accessibleName="")
        self.setAccessibleName(self.tr("Feature map"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedHeight(_LARGE)
        self._image: QImage | None = None
        self._shape = (1, 1)
        self._unit = (0, 0)

    def show_map(self, levels: Levels, channel: int, unit: Unit) -> None:
        """Show one of a layer's maps, and mark a unit."""
        self._image = image_of(Levels(levels.levels[channel : channel + 1], levels.signed, levels.low, levels.high))
        self._shape = levels.levels.shape[1:]
        self._unit = (unit.row, unit.column)
        self.update()

    def _field(self) -> QRectF:
        height, width = self._shape
        unit = min(self.width() / width, self.height() / height)
        return QRectF(0, 0, width * unit, height * unit)

    def _unit_at(self, at: QPointF) -> tuple[int, int] | None:
        field, (height, width) = self._field(), self._shape
        if not field.contains(at):
            return None
        return min(int(at.y() / field.height() * height), height - 1), min(
            int(at.x() / field.width() * width), width - 1
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        unit = self._unit_at(event.position())
        if unit:
            self.hovered.emit(*unit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = self._unit_at(event.position())
        if unit and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(*unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        if event.key() not in steps:
            super().keyPressEvent(event)
            return
        down, across = steps[Qt.Key(event.key())]
        row = min(max(self._unit[0] + down, 0), self._shape[0] - 1)
        column = min(max(self._unit[1] + across, 0), self._shape[1] - 1)
        self.picked.emit(row, column)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        field = self._field()
        if self._image is not None:
            painter.drawImage(field, self._image)
        height, width = self._shape
        painter.setPen(QPen(tokens.accent, 2))
        row, column = self._unit
        painter.drawRect(
            QRectF(
                column * field.width() / width,
                row * field.height() / height,
                field.width() / width,
                field.height() / height,
            )
        )
        if self.hasFocus():
            painter.drawRect(field.adjusted(1, 1, -1, -1))
        painter.end()


class Intermediates(QWidget):
    """One row a map below: the map, its kernel, what it adds; a click shows its products in the formula."""

    picked = Signal(int)  # channel of the window

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-intermediates", accessibleName="")
        self.setAccessibleName(self.tr("What each map below contributes"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._below: QImage | None = None
        self._kernels: QImage | None = None
        self._parts: QImage | None = None
        self._sums: list[float] = []
        self._sizes: tuple[tuple[int, int], tuple[int, int], tuple[int, int]] = ((1, 1), (1, 1), (1, 1))
        self._first = 0
        self._chosen = 0
        self._window: Window | None = None

    @property
    def rows(self) -> int:
        """How many maps contribute."""
        return len(self._sums)

    def show_map(self, layer: LayerAnswer, channel: int, unit: Unit, window: Window, chosen: int) -> None:
        """Show the contributions to one map of a convolution."""
        parts = intermediates(layer, channel)
        self._first, end = window.channels
        below = layer.input[self._first : end]
        kernels = layer.module.weight[channel].detach().numpy()
        self._sizes = (below.shape[1:], kernels.shape[1:], parts.shape[1:])
        self._below, self._kernels, self._parts = (
            image_of(levels_of(np.ascontiguousarray(numbers))) for numbers in (below, kernels, parts)
        )
        self._sums = [float(part[unit.row, unit.column]) for part in parts]
        self._chosen, self._window = chosen, window
        self.setFixedHeight(max(len(self._sums) * _ROW, 1))
        self.update()

    def clear(self) -> None:
        """A layer without channels to add up."""
        self._sums = []
        self.setFixedHeight(1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 100)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // _ROW)
        if 0 <= row < len(self._sums):
            self.picked.emit(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        for row, total in enumerate(self._sums):
            top = row * _ROW
            if top + _ROW < event.rect().top() or top > event.rect().bottom():
                continue
            if row == self._chosen:
                painter.fillRect(QRectF(0, top, self.width(), _ROW), theme.mix(tokens.panel, tokens.accent, 0.14))
            painter.setPen(tokens.text_quiet)
            painter.setFont(theme.mono_font(0.85))
            painter.drawText(
                QRectF(2, top, 24, _ROW),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                str(self._first + row),
            )
            x = 32.0
            for image, size, sign in zip(
                (self._below, self._kernels, self._parts), self._sizes, ("∗", "=", ""), strict=True
            ):
                height, width = size
                unit = _THUMB / max(height, width)
                target = QRectF(x, top + (_ROW - height * unit) / 2, width * unit, height * unit)
                painter.drawImage(target, image, QRectF(0, row * height, width, height))
                painter.drawText(QRectF(x + _THUMB, top, 20, _ROW), Qt.AlignmentFlag.AlignCenter, sign)
                x += _THUMB + 20
            painter.setPen(tokens.text)
            painter.drawText(
                QRectF(x - 16, top, self.width() - x + 12, _ROW),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                number(total),
            )
        painter.end()


class MapPage(QWidget):
    """Breadcrumb, map, formula, contributions."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-map-page")
        self._place: Place | None = None
        self._chosen = 0
        self._data: tuple[tuple[LayerAnswer, ...], tuple[Levels, ...]] | None = None
        self.back = QPushButton(self.tr("‹ All layers"), objectName="draw-map-back")
        self.back.setProperty("flat", True)
        self.back.clicked.connect(self.closed)
        self.map = LargeMap()
        self.map.picked.connect(self._pick)
        self.map.hovered.connect(self._pick)
        self.formula = ProductView()
        self._caption = QLabel(wordWrap=True)
        self._caption.setProperty("quiet", True)
        self.parts = Intermediates()
        self.parts.picked.connect(self._choose)
        content = QWidget()
        content.setProperty("panel", True)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        for widget in (self.map, self.formula, self._caption, self.parts):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea(widgetResizable=True, objectName="draw-map-scroll")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(area, 1)
        theme.manager().changed.connect(self._show)

    @property
    def place(self) -> Place | None:
        """The unit that is explained."""
        return self._place

    def open(self, place: Place) -> None:
        """Look at a unit and its map."""
        self._place = place
        self._chosen = -1
        self._show()

    def show_answers(self, answers: tuple[LayerAnswer, ...], levels: tuple[Levels, ...]) -> None:
        """Follow another run of the network."""
        self._data = answers, levels
        self._show()

    def _pick(self, row: int, column: int) -> None:
        self._place = Place(self._place.layer, Unit(self._place.unit.channel, row, column))
        self._show()

    def _choose(self, channel: int) -> None:
        self._chosen = channel
        self._show()

    def _show(self) -> None:
        if self._place is None or self._data is None:
            return
        answers, levels = self._data
        layer, unit = answers[self._place.layer], self._place.unit
        arithmetic = explain(layer, unit)
        below = answers[self._place.layer - 1].path if self._place.layer else self.tr("the picture")
        chosen = self._chosen if self._chosen >= 0 else None
        if chosen is None and arithmetic.products is not None:
            chosen = int(np.argmax(np.abs(arithmetic.products.sum(axis=(1, 2)))))
        self.map.setVisible(layer.is_maps)
        if layer.is_maps:
            self.map.show_map(levels[self._place.layer], unit.channel, unit)
        self.formula.show_unit(layer, below, unit, arithmetic, chosen, grid=True)
        if layer.kind == "Conv2d":
            self.parts.show_map(layer, unit.channel, unit, arithmetic.window, chosen or 0)
            self._caption.setText(
                self.tr("Map below ∗ kernel = contribution, and its number here. Click a row to see its products.")
            )
        else:
            self.parts.clear()
            self._caption.setText("")

"""One feature map: large, with what each map below contributes to it, and one unit's formula."""

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.digit_canvas.layer_maps import Place
from cnnstudio.gui.digit_canvas.unit_view import UnitView, class_name, name_below, weightiest
from cnnstudio.gui.widgets.feature_map import FeatureMap
from cnnstudio.gui.widgets.map_images import Levels, image_of, levels_of
from cnnstudio.prediction.activations import LayerActivation, Unit
from cnnstudio.prediction.arithmetic import Rule, explain, intermediates

_LARGE = 200
_ROW, _THUMB = 44, 40


class Intermediates(QWidget):
    """One row a map below: the map, its kernel, what it adds. A click, or up and down, show its products."""

    picked = Signal(int)  # channel of the window

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-intermediates", accessibleName="")
        self.setAccessibleName(self.tr("What each map below contributes"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._images: tuple[QImage, ...] = ()  # maps below, kernels, contributions, each below each other
        self._sums: list[float] = []
        self._sizes: tuple[tuple[int, int], ...] = ()
        self._channels: tuple[int, ...] = ()
        self._chosen = 0

    @property
    def rows(self) -> int:
        """How many maps contribute."""
        return len(self._sums)

    def label(self, row: int) -> str:
        """Which map below a row is about."""
        return labels.counted(self._channels[row])

    def sum_text(self, row: int) -> str:
        """What a row's map adds, as it is shown."""
        return labels.number(self._sums[row])

    def row_rect(self, row: int) -> QRect:
        """Where a row stands."""
        return QRect(0, row * _ROW, self.width(), _ROW)

    def show_map(self, layer: LayerActivation, unit: Unit, chosen: int) -> None:
        """Show what the maps of a unit's window contribute to its map of a convolution."""
        view = layer.view
        assert view is not None
        parts = intermediates(layer, unit.channel)
        self._channels = view.channels_read(unit.channel)
        below, kernels = layer.input[list(self._channels)], view.kernels(unit.channel).numpy()
        self._sizes = tuple((numbers.shape[1], numbers.shape[2]) for numbers in (below, kernels, parts))
        self._images = tuple(image_of(levels_of(np.ascontiguousarray(numbers))) for numbers in (below, kernels, parts))
        self._sums = [float(part[unit.row, unit.column]) for part in parts]
        self._chosen = chosen
        self.setAccessibleDescription(
            self.tr("channel {number}: {sum}").format(number=self.label(chosen), sum=labels.number(self._sums[chosen]))
        )
        self.show()
        self.setFixedHeight(len(self._sums) * _ROW)
        self.update()

    def clear(self) -> None:
        """A layer without channels to add up."""
        self._sums = []
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(280, 100)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // _ROW)
        if 0 <= row < len(self._sums):
            self.picked.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif 0 <= self._chosen + step < len(self._sums):
            self.picked.emit(self._chosen + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        for row in range(self.rows):
            top = row * _ROW
            if top + _ROW < event.rect().top() or top > event.rect().bottom():
                continue
            if row == self._chosen:
                painter.fillRect(self.row_rect(row), theme.mix(tokens.panel, tokens.accent, 0.14))
                if self.hasFocus():
                    painter.setPen(QPen(tokens.accent, 2))
                    painter.drawRect(self.row_rect(row).adjusted(1, 1, -1, -1))
            painter.setPen(tokens.text_quiet)
            painter.setFont(theme.mono_font(0.85))
            painter.drawText(
                QRectF(2, top, 24, _ROW),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                self.label(row),
            )
            x = 32.0
            for image, size, sign in zip(self._images, self._sizes, ("∗", "=", ""), strict=True):
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
                self.sum_text(row),
            )
        painter.end()


class MapPage(QWidget):
    """Breadcrumb, map, formula, contributions. Pointing at the map looks at a unit in passing; a click stays."""

    closed = Signal()
    layerWanted = Signal(object)  # OpenedLayer
    placed = Signal(object)  # Place: another unit is explained

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-map-page")
        self._place: Place | None = None
        self._passing: Unit | None = None  # under the pointer
        self._chosen = 0
        self._names: tuple[str, ...] = ()
        self._data: tuple[tuple[LayerActivation, ...], tuple[Levels, ...]] | None = None
        self.back = QPushButton(self.tr("‹ All layers"), objectName="draw-map-back")
        self.back.setProperty("flat", True)
        self.back.clicked.connect(self.closed)
        self.open_layer = QPushButton(self.tr("Open in the playground"), objectName="draw-map-open")
        self.open_layer.setToolTip(self.tr("This layer's own weights and input, to be changed by hand"))
        self.open_layer.clicked.connect(self._want_layer)
        self.map = FeatureMap(name="draw-large-map", height=_LARGE)
        self.map.picked.connect(self._pick)
        self.map.hovered.connect(self._pass_over)
        self.map.left.connect(self._come_back)
        self.formula = UnitView()
        self._caption = QLabel(
            self.tr("Map below ∗ kernel = contribution, and its number here. Click a row to see its products."),
            wordWrap=True,
        )
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
        self._area = QScrollArea(widgetResizable=True, objectName="draw-map-scroll", focusPolicy=Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addStretch(1)
        head.addWidget(self.open_layer)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        theme.manager().changed.connect(self._show)

    @property
    def place(self) -> Place | None:
        """The unit that is explained."""
        return self._place

    def open(self, place: Place) -> None:
        """Look at a unit and its map."""
        self._place, self._passing = place, None
        self._chosen = -1
        self._show()
        self.placed.emit(place)

    @Slot()
    def _want_layer(self) -> None:
        if self._place is None or self._data is None:
            return
        self.layerWanted.emit(self._data[0][self._place.layer].opened(self._place.unit))

    def take_focus(self) -> None:
        """Lead the keyboard to the map, or where there is none to the way back."""
        (self.map if self.map.isVisibleTo(self) else self.back).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def show_activations(
        self, activations: tuple[LayerActivation, ...], levels: tuple[Levels, ...], names: tuple[str, ...] = ()
    ) -> None:
        """Follow another run of the network; ``names``: of its classes."""
        self._names = names
        self._data = activations, levels
        self._show()

    def _pick(self, row: int, column: int) -> None:
        if self._place is not None:
            self._place = Place(self._place.layer, Unit(self._place.unit.channel, row, column))
            self._passing = None
            self._show()
            self.placed.emit(self._place)

    def _pass_over(self, row: int, column: int) -> None:
        if self._place is not None:
            self._passing = Unit(self._place.unit.channel, row, column)
            self._show()

    def _come_back(self) -> None:
        if self._passing is not None:
            self._passing = None
            self._show()

    def _choose(self, channel: int) -> None:
        self._chosen = channel
        self._show()
        row = self.parts.row_rect(channel).translated(self.parts.pos())
        self._area.ensureVisible(0, row.center().y(), 0, row.height())

    def _show(self) -> None:
        if self._place is None or self._data is None:
            return
        activations, levels = self._data
        layer, unit = activations[self._place.layer], self._passing or self._place.unit
        arithmetic = explain(layer, unit)
        chosen = self._chosen if self._chosen >= 0 else None
        if chosen is None and arithmetic.products is not None:
            chosen = weightiest(arithmetic)
        self.open_layer.setVisible(layer.openable)
        self.map.setVisible(layer.is_maps)
        adds_maps = layer.is_maps and arithmetic.rule is Rule.WEIGHTED_SUM
        self._caption.setVisible(adds_maps)
        if layer.is_maps:
            self.map.show_map(levels[self._place.layer].only(unit.channel), unit.row, unit.column)
        self.formula.show_unit(
            layer,
            name_below(activations, self._place.layer),
            unit,
            arithmetic,
            chosen,
            grid=True,
            stands_for=class_name(activations, self._place.layer, unit, self._names),
        )
        self.map.setAccessibleDescription(self.formula.text)
        if adds_maps:
            self.parts.show_map(layer, unit, chosen or 0)
        else:
            self.parts.clear()

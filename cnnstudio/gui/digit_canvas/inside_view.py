"""Inside the network: all feature maps of all layers, one map, one unit."""

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.last_row import LastRow
from cnnstudio.gui.digit_canvas.layer_maps import LayerMaps, Place
from cnnstudio.gui.digit_canvas.map_page import MapPage
from cnnstudio.gui.digit_canvas.signed_scale import SignedScale
from cnnstudio.gui.digit_canvas.unit_view import UnitView, class_name, name_below
from cnnstudio.gui.widgets.empty_state import EmptyState
from cnnstudio.gui.widgets.map_images import Levels
from cnnstudio.gui.widgets.product_view import Piece
from cnnstudio.prediction.activations import LayerActivation, Unit
from cnnstudio.prediction.arithmetic import explain
from cnnstudio.prediction.reader import InkPrediction
from cnnstudio.prediction.room_state import OpenedMap


class InsideView(QWidget):
    """Overview with the hovered unit's arithmetic below it; a click leads to the map and its formula."""

    pointed = Signal(object)  # Place | None
    layerWanted = Signal(object)  # OpenedLayer: to be opened in the playground
    mapChanged = Signal(object)  # OpenedMap that is looked at | None: all layers
    calibratedChanged = Signal(bool)  # whether the logits are to be divided by their temperature

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-inside")
        self.maps = LayerMaps()
        self.last_row = LastRow()
        self.map_page = MapPage()
        self.arithmetic = UnitView()
        self._empty = EmptyState("layers", "", name="draw-inside-empty")
        self.show_awaited("")
        overview = QWidget()
        self._area = QScrollArea(widgetResizable=True, objectName="draw-maps-scroll", frameShape=QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layers = QWidget()
        layers.setProperty("panel", True)
        self.last_row.setProperty("panel", True)
        below = QVBoxLayout(layers)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.maps)
        below.addWidget(self.last_row)
        below.addStretch(1)
        self._area.setWidget(layers)
        line = QFrame()
        line.setProperty("divider", True)
        line.setFixedHeight(1)
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self._area, 1)
        legend = SignedScale()
        legend.set_ends(self.tr("negative"), self.tr("positive"))
        legend.setToolTip(self.tr("Layers without negative numbers are grey: black is 0, white the largest."))
        column.addWidget(legend)
        column.addWidget(line)
        # A fixed height, so that pointing around moves nothing.
        self.arithmetic.setFixedHeight(124)
        column.addWidget(self.arithmetic)
        self._stack = QStackedWidget()
        for page in (self._empty, overview, self.map_page):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._overview = overview
        self._activations: tuple[LayerActivation, ...] = ()
        self._levels: tuple[Levels, ...] = ()
        self._names: tuple[str, ...] = ()
        self._map_open = False
        self._wanted: OpenedMap | None = None  # to be looked at as soon as a network has it
        self.maps.hovered.connect(self._hover)
        self.maps.walked.connect(self._reveal)
        self.last_row.pointed.connect(self._show_percentage)
        self.last_row.calibratedChanged.connect(self.calibratedChanged)
        self.maps.opened.connect(self.open)
        self.maps.layerWanted.connect(self.layerWanted)
        self.map_page.closed.connect(self.close_map)
        self.map_page.layerWanted.connect(self.layerWanted)
        self.map_page.placed.connect(self._tell_map)

    @property
    def map_shown(self) -> bool:
        """Whether one map is looked at."""
        return self._stack.currentWidget() is self.map_page

    def show_awaited(self, network: str, *, read: bool = False) -> None:
        """There is a drawing, and the maps come once this network is loaded; "" = they come with the drawing.

        ``read``: there is a drawing already, and a network that reads it.
        """
        words = self.tr("Draw a digit, and all feature maps appear here.")
        if read:
            words = self.tr("All feature maps of what is drawn are on their way.")
        if network:
            words = self.tr("All feature maps appear here once {network} is loaded.").format(network=network)
        self._empty.set_text(self.tr("Every layer's activation"), words)

    def show_activations(
        self, activations: tuple[LayerActivation, ...], levels: tuple[Levels, ...], names: tuple[str, ...] = ()
    ) -> None:
        """Show a run of the network; an empty one shows what to do. ``names``: of its classes.

        A map that is looked at is looked at again with the next digit.
        """
        if not activations:
            self._stack.setCurrentWidget(self._empty)
            return
        same = [(a.path, a.output.shape) for a in activations] == [(a.path, a.output.shape) for a in self._activations]
        self._activations, self._levels, self._names = activations, levels, names
        self.maps.show_activations(activations, levels, names)
        was_open, self._map_open = self._map_open, self._map_open and same
        if was_open and not same:
            self.mapChanged.emit(None)
        if self._wanted is not None:
            self._look_at_wanted(self._wanted)
        if self._map_open:
            self.map_page.show_activations(activations, levels, names)
        self._stack.setCurrentWidget(self.map_page if self._map_open else self._overview)

    def show_last_row(self, prediction: InkPrediction | None, names: tuple[str, ...], temperature: float) -> None:
        """Show how the percentages come about; see ``LastRow.show_prediction``."""
        self.last_row.show_prediction(prediction, names, temperature)

    def look_at(self, opened: OpenedMap | None) -> None:
        """Look at a map as soon as a network that has it has read something, or at all layers; tells nobody."""
        self._wanted = opened
        if opened is not None:
            self._look_at_wanted(opened)
            if self._map_open:
                self._stack.setCurrentWidget(self.map_page)
        elif self._map_open:
            self._map_open = False
            self._stack.setCurrentWidget(self._overview)

    def _look_at_wanted(self, opened: OpenedMap) -> None:
        unit = Unit(opened.channel, opened.row, opened.column)
        for layer, activation in enumerate(self._activations):
            place = (unit.channel, unit.row, unit.column)[: activation.output.ndim]
            if activation.path == opened.layer and all(
                at < size for at, size in zip(place, activation.output.shape, strict=True)
            ):
                self._wanted = None
                self.map_page.open(Place(layer, unit))
                self.map_page.show_activations(self._activations, self._levels, self._names)
                self._map_open = True

    @Slot(object)
    def _tell_map(self, place: Place) -> None:
        unit = place.unit
        self.mapChanged.emit(OpenedMap(self._activations[place.layer].path, unit.channel, unit.row, unit.column))

    def open(self, place: Place) -> None:
        """Go to a unit's map."""
        self._wanted = None
        self.map_page.open(place)
        self.map_page.show_activations(self._activations, self._levels, self._names)
        self._map_open = True
        self._stack.setCurrentWidget(self.map_page)
        self.map_page.take_focus()

    def close_map(self) -> None:
        """Back to all layers."""
        self._map_open = False
        self._wanted = None
        self._stack.setCurrentWidget(self._overview)
        self.maps.setFocus()
        self.mapChanged.emit(None)

    @Slot(object)
    def _reveal(self, cell: QRectF) -> None:
        self._area.ensureVisible(0, round(cell.center().y()), 0, round(cell.height()))

    @Slot(object)
    def _show_percentage(self, pieces: list[Piece] | None) -> None:
        if pieces is None:
            self.arithmetic.clear()
        else:
            self.arithmetic.show_pieces(pieces)

    def _hover(self, place: Place | None) -> None:
        if place is None:
            self.arithmetic.clear()
        else:
            layer, below = self._activations[place.layer], name_below(self._activations, place.layer)
            stands_for = class_name(self._activations, place.layer, place.unit, self._names)
            arithmetic = explain(layer, place.unit)
            self.arithmetic.show_unit(layer, below, place.unit, arithmetic, None, grid=False, stands_for=stands_for)
        self.maps.setAccessibleDescription(self.arithmetic.text)
        self.pointed.emit(place)

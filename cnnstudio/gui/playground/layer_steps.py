"""From an opened layer to the network's others: the one before, the one after, and any by its name."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cnnstudio.convolution.call_order import Call
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.gui import labels, theme
from cnnstudio.gui.playground.layer_way import LayerWay
from cnnstudio.gui.playground.opening import Opening


class LayerSteps(QWidget):
    """The layers that can be opened, from the network's input to its output."""

    def __init__(self, opening: Opening, way: LayerWay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opening, self._way = opening, way
        self._listed: tuple[Call, ...] = ()
        self.names = QComboBox(objectName="play-opened-layer")
        self.names.setAccessibleName(self.tr("Layer of the network"))
        self.names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.back = self._button("play-opened-layer-back", "chevron-left", self.tr("The layer before"), -1)
        self.on = self._button("play-opened-layer-on", "chevron-right", self.tr("The layer after"), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        row.addWidget(self.back)
        row.addWidget(self.names, 1)
        row.addWidget(self.on)
        self.names.activated.connect(self._choose)
        opening.looked.connect(self._show_layer)
        way.found.connect(self._show_layer)
        self._show_layer()

    def _button(self, name: str, icon: str, tip: str, step: int) -> QToolButton:
        button = QToolButton(objectName=name, toolTip=tip)
        button.setAccessibleName(tip)
        button.setIcon(theme.icon(icon))
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        button.clicked.connect(lambda: self._choose(self.names.currentIndex() + step))
        return button

    @Slot()
    def _show_layer(self) -> None:
        seen = self._opening.seen
        if seen is None:
            return
        if self._listed is not self._way.calls:
            self._listed = self._way.calls
            self.names.clear()
            for call in self._listed:
                self.names.addItem(self._name(call), call.path)
        here = (seen.layer.path, seen.layer.call)
        at = next((row for row, call in enumerate(self._listed) if (call.path, call.number) == here), -1)
        self.names.setCurrentIndex(at)
        self.names.setToolTip(self.names.currentText())
        self.back.setEnabled(at > 0)
        self.on.setEnabled(0 <= at < self.names.count() - 1)

    def _name(self, call: Call) -> str:
        name = f"{call.path} · {call.kind}"
        if call.number == 1:
            return name
        return self.tr("{layer}, call {number}").format(layer=name, number=labels.integer(call.number))

    @Slot(int)
    def _choose(self, index: int) -> None:
        layer = self._opening.layer
        if layer is None or not 0 <= index < len(self._listed):
            return
        chosen = self._listed[index]
        if (chosen.path, chosen.number) != (layer.path, layer.call):
            self._opening.open(OpenedLayer(path=chosen.path, call=chosen.number))

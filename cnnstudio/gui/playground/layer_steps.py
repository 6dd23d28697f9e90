"""From an opened layer to the network's others: the one before, the one after, and any by its name."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cnnstudio.convolution.opened_layer import OPENABLE, OpenedLayer
from cnnstudio.gui import theme
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.weights.loading import Loaded


class LayerSteps(QWidget):
    """The layers that can be opened, in the order in which the network holds them."""

    def __init__(self, opening: Opening, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opening = opening
        self._listed: Loaded | None = None
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
        if self._listed is None or self._listed.base is not seen.loaded.base:
            self._listed = seen.loaded
            self.names.clear()
            for path, module in seen.loaded.base.named_modules():
                if path and type(module).__name__ in OPENABLE:
                    self.names.addItem(f"{path} · {type(module).__name__}", path)
        at = self.names.findData(seen.layer.path)
        self.names.setCurrentIndex(at)
        self.names.setToolTip(self.names.currentText())
        self.back.setEnabled(at > 0)
        self.on.setEnabled(0 <= at < self.names.count() - 1)

    @Slot(int)
    def _choose(self, index: int) -> None:
        path, layer = self.names.itemData(index), self._opening.layer
        if path is not None and layer is not None and path != layer.path:
            self._opening.open(OpenedLayer(path=path))

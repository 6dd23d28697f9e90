"""The box of the form's network: those of the catalogue that can be trained here, the user's own, and the way to it."""

import json
from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox

from cnnstudio.gui import language
from cnnstudio.networks import catalogue, reference
from cnnstudio.networks.reference import NetworkRef

_OPEN = "open"


def _key(network: NetworkRef) -> str:
    """A network as the data of an item, which Qt compares as a text: its name, or its JSON."""
    value = reference.to_json(network)
    return value if isinstance(value, str) else json.dumps(value)


def _network(key: str) -> NetworkRef:
    return reference.from_json(json.loads(key) if key.startswith("{") else key)


class NetworkBox(QComboBox):
    """Tells what the user chooses; what is shown by ``show_network`` is not told."""

    chosen = Signal(object)  # NetworkRef
    openWanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            objectName="train-network",
            sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon,
            minimumContentsLength=6,
        )
        for spec in catalogue.specs():
            if spec.trainable_on_digits:
                self.addItem(language.say(spec.title), spec.name)
        self.insertSeparator(self.count())
        self.addItem(self.tr("Open your own network…"), _OPEN)
        self._shown = self.currentIndex()
        self.currentIndexChanged.connect(self._on_changed)

    def offer(self, networks: Iterable[NetworkRef]) -> None:
        """List these, too: the user's own classes."""
        for network in networks:
            if self.findData(_key(network)) < 0:
                # In front of the line and the way to others.
                with QSignalBlocker(self):
                    self.insertItem(self.count() - 2, language.say(network.title), _key(network))
                    self.setItemData(self.count() - 3, reference.typed(network), 3)  # Qt.ToolTipRole

    def show_network(self, network: NetworkRef) -> None:
        """Show this network."""
        self.offer([network])
        with QSignalBlocker(self):
            self._shown = self.findData(_key(network))
            self.setCurrentIndex(self._shown)

    @Slot(int)
    def _on_changed(self, index: int) -> None:
        key = self.itemData(index)
        if key == _OPEN:
            # Nothing is chosen yet.
            with QSignalBlocker(self):
                self.setCurrentIndex(self._shown)
            self.openWanted.emit()
        elif key is not None:
            self._shown = index
            self.chosen.emit(_network(key))

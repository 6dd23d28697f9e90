"""While the layer's numbers lag behind the bars, they are marked as those of before."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.widgets.veil import Veil

# What comes sooner is not worth a flicker.
_PATIENCE_MS = 150


class LateMark(QObject):
    """Fades the parts that show the opened layer, as long as the network's prediction is of a newer edit or picture."""

    def __init__(self, opening: Opening, parts: Iterable[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._opening = opening
        self._veils = [Veil(part) for part in parts]
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._show)
        for signal in (opening.predicted, opening.looked, opening.closed, opening.moved):
            signal.connect(self._check)

    @property
    def shown(self) -> bool:
        """Whether what is shown is marked as old."""
        return any(not veil.isHidden() for veil in self._veils)

    @property
    def _late(self) -> bool:
        seen = self._opening.seen
        return seen is not None and seen.prediction is not self._opening.prediction

    @Slot()
    def _check(self) -> None:
        if not self._late:
            self._patience.stop()
            self._set_shown(False)
        elif not self.shown and not self._patience.isActive():
            self._patience.start()

    @Slot()
    def _show(self) -> None:
        self._set_shown(self._late)

    def _set_shown(self, shown: bool) -> None:
        for veil in self._veils:
            veil.setVisible(shown)

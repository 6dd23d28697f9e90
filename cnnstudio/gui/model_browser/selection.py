"""Which layer is looked at: one selection for the tree, the diagram and the detail pane; and opening one's numbers."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from cnnstudio.analysis.results import Analysis
from cnnstudio.convolution.opened_layer import OPENABLE


@dataclass(frozen=True, slots=True)
class Selected:
    """What is selected.

    Attributes:
        path: the layer's path, "" for the network itself.
        node: id of a function of the graph (``add``, ``cat``) that is called by the layer of this path, else None.
    """

    path: str = ""
    node: int | None = None


class Selection(QObject):
    """Holds the selected layer; every view shows it and may change it.

    Attributes:
        has_numbers: whether the network's layers have any, so that they can be opened in the playground.
    """

    changed = Signal(object)  # Selected
    openRequested = Signal(str)  # path of a layer to be opened in the playground
    pointed = Signal(str)  # path of the layer that the pointer came to

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = Selected()
        self._pointed = ""
        self.has_numbers = False

    @property
    def current(self) -> Selected:
        """What is selected."""
        return self._current

    def select(self, path: str, node: int | None = None) -> None:
        """Select a layer, or a function that it calls."""
        chosen = Selected(path, node)
        if chosen != self._current:
            self._current = chosen
            self.changed.emit(chosen)

    def point(self, path: str) -> None:
        """The pointer is over what stands for this layer; "" for none."""
        if path != self._pointed:
            self._pointed = path
            if path:
                self.pointed.emit(path)

    def opens(self, analysis: Analysis | None, path: str) -> bool:
        """Whether the layer of this path can be opened in the playground."""
        layer = analysis.layers.get(path) if analysis is not None else None
        # An auxiliary head is called in training alone: there is no input of it to be shown.
        called = layer is not None and layer.calls > 0 and not layer.auxiliary
        return layer is not None and called and self.has_numbers and layer.type in OPENABLE

    def open(self, analysis: Analysis | None, path: str) -> bool:
        """Ask for this layer in the playground, where it can be opened; whether it can."""
        can = self.opens(analysis, path)
        if can:
            self.openRequested.emit(path)
        return can

"""Which layer is looked at: one selection for the tree, the diagram and the detail pane."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


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
    """Holds the selected layer; every view shows it and may change it."""

    changed = Signal(object)  # Selected

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = Selected()

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

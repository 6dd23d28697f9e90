"""A place that shows one half of the room at a time: the operation's or the receptive field's."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class Halves(QStackedWidget):
    """As large as the half that is shown, so that the hidden one makes no side scroll."""

    def __init__(self, operation: QWidget, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addWidget(operation)
        self.addWidget(field)

    def show_field(self, field: bool) -> None:
        """Show the receptive field's half, or the operation's."""
        if self.currentIndex() != int(field):
            self.setCurrentIndex(int(field))
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return QSize() if shown is None else shown.sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return QSize() if shown is None else QSize(0, shown.minimumSizeHint().height())

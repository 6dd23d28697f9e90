"""A titled group of controls."""

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.fields import indent_spin_boxes


class Section(QWidget):
    """A quiet title over rows of controls; sections follow each other 16 px apart."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        self._title = QLabel(title)
        self._title.setFont(theme.font(bold=True))
        layout.addWidget(self._title)
        self._grid: QGridLayout | None = None
        self._layout = layout

    @property
    def title(self) -> str:
        """The title."""
        return self._title.text()

    def add(self, widget: QWidget) -> QWidget:
        """A widget over the whole width; returns it."""
        self._grid = None
        self._layout.addWidget(widget)
        return widget

    def add_row(self, label: str, field: QWidget) -> QLabel:
        """A labelled field; returns the label, which is the field's buddy and accessible name."""
        if self._grid is None:
            self._grid = QGridLayout()
            self._grid.setHorizontalSpacing(theme.SPACE_3)
            self._grid.setVerticalSpacing(theme.SPACE_2)
            self._grid.setColumnStretch(1, 1)
            self._layout.addLayout(self._grid)
        caption = QLabel(label)
        caption.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        indent_spin_boxes(field)
        row = self._grid.rowCount()
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(field, row, 1)
        return caption

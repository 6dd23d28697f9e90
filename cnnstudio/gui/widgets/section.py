"""A titled group of controls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.gui import theme


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
        self._form: QFormLayout | None = None
        self._layout = layout

    @property
    def title(self) -> str:
        """The title."""
        return self._title.text()

    def add(self, widget: QWidget) -> QWidget:
        """A widget over the whole width; returns it."""
        self._form = None
        self._layout.addWidget(widget)
        return widget

    def add_row(self, label: str, field: QWidget) -> QLabel:
        """A labelled field; returns the label, which is the field's buddy and accessible name."""
        if self._form is None:
            self._form = QFormLayout(
                fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow,
                rowWrapPolicy=QFormLayout.RowWrapPolicy.DontWrapRows,
                labelAlignment=Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            )
            self._form.setHorizontalSpacing(theme.SPACE_3)
            self._form.setVerticalSpacing(theme.SPACE_2)
            self._layout.addLayout(self._form)
        caption = QLabel(label)
        caption.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        self._form.addRow(caption, field)
        return caption

"""One setting of the form: its name, its field, and beneath them the reason why it cannot work."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

LABEL_WIDTH = 96


class FormRow(QWidget):
    """A label and a field side by side; a quiet hint and a reason appear under the field when there is one."""

    def __init__(self, label: str, field: QWidget, *, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.label = QLabel(label, toolTip=tip, wordWrap=True)
        metrics = self.label.fontMetrics()  # a word is not wrapped
        self.label.setFixedWidth(max(LABEL_WIDTH, *(metrics.horizontalAdvance(word) for word in label.split())))
        self.label.setBuddy(field)
        field.setToolTip(tip)
        field.setAccessibleName(label)
        self._hint = self._note("quiet", True)
        self._reason = self._note("tone", "bad")
        self._reason.setObjectName(f"{field.objectName()}-reason")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line = QHBoxLayout()
        self._line.setSpacing(4)
        self._line.addWidget(field, 1)
        layout.addLayout(self._line, 0, 1)
        layout.addWidget(self._hint, 1, 0, 1, 2)
        layout.addWidget(self._reason, 2, 0, 1, 2)

    def _note(self, name: str, value: object) -> QLabel:
        note = QLabel(wordWrap=True, visible=False)
        note.setProperty(name, value)
        return note

    def add_beside(self, widget: QWidget) -> None:
        """Put a button at the right of the field."""
        self._line.addWidget(widget)

    def set_hint(self, text: str) -> None:
        """Say something about the chosen value; "" takes it away."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def set_reason(self, text: str) -> None:
        """Say why the value cannot work; "" takes it away."""
        self._reason.setText(text)
        self._reason.setVisible(bool(text))
        self.field.setAccessibleDescription(text)

    @property
    def reason(self) -> str:
        """Why the value cannot work, or ""."""
        return self._reason.text()

"""One sentence in place: why the network cannot be shown as asked; what was shown before stays."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from cnnstudio.gui import theme


class ProblemLine(QFrame):
    """Hidden while all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-problem")
        self._icon = QLabel()
        self._sentence = QLabel(objectName="models-problem-text", wordWrap=True)
        self._sentence.setMinimumWidth(1)  # a long name that cannot be wrapped widens nothing
        self._sentence.setProperty("tone", "bad")
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_1, theme.SPACE_4, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._sentence, 1)
        self._apply_icon()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence, "" while all is well."""
        return self._sentence.text() if not self.isHidden() else ""

    def show_sentence(self, sentence: str) -> None:
        """Say what is wrong."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()

    def clear(self) -> None:
        """All is well again."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._apply_icon()

    def _apply_icon(self) -> None:
        self._icon.setPixmap(theme.icon("circle-alert", "bad").pixmap(theme.SPACE_4, theme.SPACE_4))

"""What an empty place shows: a picture, what to do next, and the button that does it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.gui import theme

_ICON = 40
_TEXT_WIDTH = 420


class EmptyState(QWidget):
    """An icon, a title, a sentence, and at most one button."""

    activated = Signal()  # the button was pressed

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str = "",
        button: str = "",
        *,
        name: str = "empty-state",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, objectName=name)
        self._icon_name = icon
        center = Qt.AlignmentFlag.AlignCenter
        self._icon = QLabel(alignment=center)
        self._title = QLabel(title, alignment=center, wordWrap=True)
        self._title.setFont(theme.font(1.25, bold=True))
        self._sentence = QLabel(sentence, alignment=center, wordWrap=True)
        self._sentence.setProperty("quiet", True)
        self._sentence.setMaximumWidth(_TEXT_WIDTH)
        self._sentence.setVisible(bool(sentence))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_6, theme.SPACE_6, theme.SPACE_6, theme.SPACE_6)
        layout.setSpacing(theme.SPACE_2)
        layout.addStretch(2)
        for widget in (self._icon, self._title):
            layout.addWidget(widget)
        # Stretches at the sides, not an alignment, which would break the wrapped text's height.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._sentence, 1000)
        middle.addStretch(1)
        layout.addLayout(middle)
        self.button: QPushButton | None = None
        if button:
            self.button = QPushButton(button, objectName=f"{name}-button")
            self.button.clicked.connect(self.activated)
            layout.addSpacing(theme.SPACE_2)
            layout.addWidget(self.button, 0, center)
        layout.addStretch(3)
        self._draw_icon()

    def set_text(self, title: str, sentence: str = "") -> None:
        """Change the words."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(theme.icon(self._icon_name, "text_quiet").pixmap(_ICON, _ICON))

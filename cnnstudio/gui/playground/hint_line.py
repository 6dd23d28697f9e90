"""Why something is not possible: one line under the picture, until the next change."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.studio import Studio


class HintLine(QLabel):
    """Says it in the status line, too, and takes it back there when it no longer holds."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-hint", wordWrap=True)
        self._studio = studio
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("tone", "warning")
        self.setContentsMargins(theme.SPACE_4, theme.SPACE_1, theme.SPACE_4, theme.SPACE_2)
        self.hide()

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Show a sentence, in the language of the window."""
        self.setText(sentence)
        self.show()
        self._studio.statusMessage.emit(sentence)

    @Slot()
    def withdraw(self) -> None:
        """What was refused is past."""
        if not self.isHidden():
            self.hide()
            self._studio.take_back(self.text())

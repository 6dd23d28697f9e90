"""The switch between the room's two halves."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from cnnstudio.convolution.state import Mode
from cnnstudio.gui import theme


class ModeSwitch(QWidget):
    """Two buttons, one of them pressed."""

    chosen = Signal(object)  # Mode

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        self._buttons: dict[Mode, QPushButton] = {}
        group = QButtonGroup(self)
        for mode, text, name in (
            (Mode.OPERATION, self.tr("Operation"), "play-mode-operation"),
            (Mode.RECEPTIVE_FIELD, self.tr("Receptive field"), "play-mode-field"),
        ):
            button = QPushButton(text, objectName=name, checkable=True)
            group.addButton(button)
            button.clicked.connect(lambda _checked=False, mode=mode: self.chosen.emit(mode))
            row.addWidget(button, 1)
            self._buttons[mode] = button

    def show_mode(self, mode: Mode) -> None:
        """Press the button of this half."""
        self._buttons[mode].setChecked(True)

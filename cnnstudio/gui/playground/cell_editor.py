"""The small field that opens on a cell to type a number."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cnnstudio.gui import labels, theme

_LEAST_WIDTH = 76
_HEIGHT = 30


class CellEditor(QLineEdit):
    """Enter takes the number and goes down, Tab goes right, Escape gives up. What is no number stays to be mended."""

    committed = Signal(float, int, int)  # the number; where to go next: rows down, columns across
    notANumber = Signal(str)  # a sentence

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName=f"{parent.objectName()}-editor", maxLength=32)
        self._owner = parent
        self.setAccessibleName(self.tr("Number of the cell"))
        self.setFont(theme.mono_font())
        self.hide()

    def open(self, cell: QRect, text: str | None, present: str) -> None:
        """Open over a cell; ``text`` is what was typed already, else the present number is selected."""
        width = max(_LEAST_WIDTH, cell.width())
        room = self._owner.rect()
        left = min(max(0, cell.center().x() - width // 2), max(0, room.width() - width))
        top = min(max(0, cell.center().y() - _HEIGHT // 2), max(0, room.height() - _HEIGHT))
        self.setGeometry(left, top, min(width, room.width()), _HEIGHT)
        self.setText(present if text is None else text)
        self.show()
        self.raise_()
        self.setFocus()
        if text is None:
            self.selectAll()

    def close_quietly(self) -> None:
        """Give up what was typed."""
        if self.isVisible():
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take_number(1, 0)
            case Qt.Key.Key_Tab:
                self._take_number(0, 1)
            case Qt.Key.Key_Escape:
                self.hide()
                self._owner.setFocus()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab is this field's own key while it is open.
        if self.isVisible():
            self._take_number(0, 1 if forward else -1)
            return True
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()

    def _take_number(self, down: int, across: int) -> None:
        typed = self.text().strip()
        value = labels.read_number(typed)
        if value is None:
            self.notANumber.emit(
                self.tr("“{text}” is not a number. Type a number such as 2 or −0.5.").format(text=typed)
            )
            self.selectAll()
            return
        self.hide()
        self._owner.setFocus()
        self.committed.emit(value, down, across)

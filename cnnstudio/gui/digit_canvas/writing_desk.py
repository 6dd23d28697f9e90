"""The picture of the room: the pad, and the prediction beside it or below it, whichever leaves the pad more room."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.bars import ProbabilityBars
from cnnstudio.gui.digit_canvas.guess import Guess
from cnnstudio.gui.digit_canvas.pad import Pad

_BESIDE = 180  # width of the prediction beside the pad
_BELOW, _GUESS = 152, 166  # its height below the pad, and the width of the guess in it
_ANY = 16_777_215  # Qt's largest size


class WritingDesk(QWidget):
    """Pad, guess and bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-desk")
        self.pad, self.guess, self.bars = Pad(), Guess(), ProbabilityBars()
        self._beside = QWidget()
        self._prediction = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._beside)
        self._prediction.setContentsMargins(0, 0, 0, 0)
        self._prediction.setSpacing(theme.SPACE_4)
        self._prediction.addWidget(self.guess)
        self._prediction.addWidget(self.bars, 1)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setSpacing(theme.SPACE_4)
        self._layout.addWidget(self.pad, 1)
        self._layout.addWidget(self._beside)
        self.setMinimumSize(376, 352)

    @property
    def prediction_below(self) -> bool:
        """Whether the prediction stands below the pad."""
        return self._layout.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        room = self.size() - QSize(2 * theme.SPACE_4, theme.SPACE_4 + theme.SPACE_3)
        beside = min(room.width() - _BESIDE - theme.SPACE_4, room.height())
        below = min(room.width(), room.height() - _BELOW - theme.SPACE_4) > beside
        # On a wide window both stay together in the middle.
        spare = 0 if below else max(room.width() - _BESIDE - theme.SPACE_4 - room.height(), 0)
        side = theme.SPACE_4 + spare // 2
        self._layout.setContentsMargins(side, theme.SPACE_4, side, theme.SPACE_3)
        self._layout.setDirection(down if below else across)
        self._prediction.setDirection(across if below else down)
        self._beside.setMinimumSize(QSize(0, _BELOW) if below else QSize(_BESIDE, 0))
        self._beside.setMaximumSize(QSize(_ANY, _BELOW) if below else QSize(_BESIDE, _ANY))
        self.guess.setMinimumWidth(_GUESS if below else 0)
        self.guess.setMaximumWidth(_GUESS if below else _ANY)

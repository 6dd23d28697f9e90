"""After an edit the bars come before all else that the room paints."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.studio import Studio
from cnnstudio.workspace.current import Current

_MOST_MS = 100


class BarsFirst(QObject):
    """From an edit on nothing else of an opened layer is painted until all of it is there and no newer edit waits.

    What it would paint meanwhile is the layer before the edit, 20 ms in which the window's thread keeps the prediction
    waiting. Whatever comes, painting is held back for a few frames at most.
    """

    def __init__(self, studio: Studio, opening: Opening, pictures: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._opening = opening
        self._pictures = tuple(pictures)
        self._held = False
        # What the user does meanwhile comes before it.
        self._due = QTimer(self, singleShot=True, interval=0)
        self._most = QTimer(self, singleShot=True, interval=_MOST_MS, timerType=Qt.TimerType.PreciseTimer)
        for timer in (self._due, self._most):
            timer.timeout.connect(self._release)
        studio.changed.connect(self._on_changed)
        opening.looked.connect(self._on_looked)
        for over in (opening.closed, opening.refused, opening.moved):
            over.connect(self._release)

    @property
    def held(self) -> bool:
        """Whether painting is held back."""
        return self._held

    @Slot(object, object)
    def _on_changed(self, before: Current, after: Current) -> None:
        if before.edits == after.edits or self._opening.layer is None:
            return
        self._due.stop()
        if not self._held:
            self._held = True
            for picture in self._pictures:
                picture.setUpdatesEnabled(False)
            self._most.start()

    @Slot()
    def _on_looked(self) -> None:
        if self._held and self._opening.up_to_date:
            self._due.start()

    @Slot()
    def _release(self) -> None:
        self._due.stop()
        self._most.stop()
        if self._held:
            self._held = False
            for picture in self._pictures:
                picture.setUpdatesEnabled(True)
            # All of them, at once: what is still to be painted would keep the next edit's bars waiting.
            self._pictures[0].repaint()

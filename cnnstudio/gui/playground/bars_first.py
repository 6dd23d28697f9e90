"""After an edit the bars come before the numbers of the large picture."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from cnnstudio.gui.playground.canvas import Canvas
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.studio import Studio
from cnnstudio.workspace.current import Current

_MOST_MS = 40


class BarsFirst(QObject):
    """Holds the canvas's drawing back until an edit's prediction has come, a few frames at most.

    What it would draw is the layer before the edit, and while the window's thread is at it a prediction waits.
    """

    def __init__(self, studio: Studio, opening: Opening, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._opening = opening
        self._canvas = canvas
        self._late = False  # the prediction takes longer than anybody waits for a picture
        self._most = QTimer(self, singleShot=True, interval=_MOST_MS, timerType=Qt.TimerType.PreciseTimer)
        self._most.timeout.connect(self._give_up)
        studio.changed.connect(self._on_changed)
        # Queued: once the bars are painted.
        opening.predicted.connect(self._on_predicted, Qt.ConnectionType.QueuedConnection)
        for over in (opening.closed, opening.refused, opening.moved):
            over.connect(self._release)

    @Slot(object, object)
    def _on_changed(self, before: Current, after: Current) -> None:
        edited = before.edits != after.edits and self._opening.layer is not None
        if edited and not (self._canvas.held_back or self._late or self._opening.prediction_is_current):
            self._canvas.hold_back(True)
            self._most.start()

    @Slot()
    def _on_predicted(self) -> None:
        if self._opening.prediction_is_current:
            self._late = False
            self._release()

    @Slot()
    def _give_up(self) -> None:
        self._late = True
        self._release()

    @Slot()
    def _release(self) -> None:
        self._most.stop()
        if self._canvas.held_back:
            self._canvas.hold_back(False)

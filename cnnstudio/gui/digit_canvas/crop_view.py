"""A rectangle is cut out of an opened picture, with a live preview of what is read in it."""

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.datasets.origin import Drawn, Origin
from cnnstudio.gui import errors, pictures, theme
from cnnstudio.gui.digit_canvas import predicting
from cnnstudio.gui.digit_canvas.crop_frame import CropFrame
from cnnstudio.gui.digit_canvas.guess import Guess
from cnnstudio.gui.digit_canvas.predicting import CropAsk, CropReply
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.prediction.cropping import Crop
from cnnstudio.prediction.preprocessing import ALL_STAGES, INPUT_SIDE, Ink, Stages
from cnnstudio.prediction.reader import Reader

_SIDE, _SMALL_SIDE = 4 * INPUT_SIDE, 3 * INPUT_SIDE  # of the network input as it is shown
_BESIDE, _BELOW = 180, 178  # width of the preview beside the picture, its height below it
_LOW, _NARROW = 400, 460  # sizes of the view below which the input is smaller, and the hint gives way
_ANY = 16_777_215  # Qt's largest size


class NetworkInputView(QWidget):
    """The 28x28 numbers that the network would get, as light ink on black."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-crop-input", accessibleName="")
        self.setAccessibleName(self.tr("What the network sees of the rectangle"))
        self.set_side(_SIDE)
        self._levels: np.ndarray | None = None
        theme.manager().changed.connect(self.update)

    def set_side(self, side: int) -> None:
        """Be as wide and high as this."""
        self.setFixedSize(side, side)

    @property
    def levels(self) -> np.ndarray | None:
        """(28, 28) uint8 as shown; None = nothing."""
        return self._levels

    def show_input(self, network_input: Ink | None) -> None:
        """Show a network's input (28, 28) in 0..1; None = nothing."""
        levels = None if network_input is None else np.rint(np.clip(network_input, 0, 1) * 255)
        self._levels = None if levels is None else np.ascontiguousarray(levels, np.uint8)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        if self._levels is None:
            painter.fillRect(self.rect(), theme.mix(tokens.window, tokens.line, 0.7))
        else:
            height, width = self._levels.shape
            image = QImage(self._levels.data, width, height, width, QImage.Format.Format_Grayscale8)
            painter.drawImage(QRectF(self.rect()), image)
        painter.end()


class CropView(QWidget):
    """The picture with its rectangle, and the preview beside it or below it, whichever leaves the picture more room."""

    used = Signal(object, object)  # Picture, the Crop that it is of
    left = Signal()  # the user does not want to crop
    dropped = Signal(object)  # QMimeData that may hold a picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-crop")
        self.setAcceptDrops(True)
        self._grey: Ink | None = None
        self._origin: Origin = Drawn()
        self._reader: Reader | None = None
        self._stages, self._calibrated = ALL_STAGES, True
        self._newest = -1  # the tag of the newest question
        self._reply: CropReply | None = None  # to it, as soon as it is there
        self._taken = False  # the reply is wanted as soon as it is there
        self._requests = LatestWins(predicting.read_crop, self, name="draw-crop")
        self._requests.result.connect(self._show_reply)
        self._requests.failed.connect(self._on_failed)
        self._build()

    def _build(self) -> None:
        self.frame = CropFrame()
        self.frame.cropChanged.connect(self._ask_for_preview)
        title = QLabel(self.tr("What will be read"))
        title.setFont(theme.font(bold=True))
        self.input, self.guess = NetworkInputView(), Guess(name="draw-crop-guess")
        self._problem = QLabel(objectName="draw-crop-problem", wordWrap=True)
        self._problem.setText(
            self.tr("Nothing stands out in the rectangle. Move it to the digit, or make it larger or smaller.")
        )
        self._problem.setProperty("tone", "warning")
        self._problem.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._problem.hide()
        self._beside = QWidget()
        whole = QVBoxLayout(self._beside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SPACE_2)
        whole.addWidget(title)
        self._preview = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._preview.setSpacing(theme.SPACE_3)
        self._preview.addWidget(self.input, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._preview.addWidget(self.guess, 1)
        self._preview.addWidget(self._problem, 1)
        whole.addLayout(self._preview, 1)
        self._hint = QLabel(
            self.tr("Drag a rectangle around the digit. Arrows move it, Shift+arrows resize it."), wordWrap=True
        )
        self._hint.setProperty("quiet", True)
        self._hint.setToolTip(
            self.tr("With Ctrl it moves and grows pixel by pixel. Enter uses what is in it, Escape leaves.")
        )
        self.cancel = QPushButton(self.tr("Cancel"), objectName="draw-crop-cancel")
        self.cancel.clicked.connect(self.left)
        self.use = QPushButton(self.tr("Use"), objectName="draw-crop-use")
        self.use.setProperty("primary", True)
        self.use.setToolTip(self.tr("Put the ink in the rectangle on the sheet; undo takes it back"))
        self.use.clicked.connect(self.take)
        below = QHBoxLayout()
        below.setSpacing(theme.SPACE_2)
        below.addWidget(self._hint, 4)
        below.addStretch(1)  # where the hint is away the buttons stay at the right
        below.addWidget(self.cancel)
        below.addWidget(self.use)
        self._above = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._above.setSpacing(theme.SPACE_4)
        self._above.addWidget(self.frame, 1)
        self._above.addWidget(self._beside)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(theme.SPACE_2)
        self._layout.addLayout(self._above, 1)
        self._layout.addLayout(below)

    # --- what others use

    @property
    def busy(self) -> bool:
        """Whether a preview is still to come."""
        return self._requests.busy

    @property
    def reply(self) -> CropReply | None:
        """What is made of the rectangle; None while that is found out."""
        return self._reply

    def show_picture(self, grey: Ink, origin: Origin, crop: Crop) -> None:
        """Crop this picture (H, W), beginning with this rectangle."""
        self._grey, self._origin = grey, origin
        self._show_nothing()
        self.frame.show_picture(grey, crop)
        self.frame.setFocus()
        self._ask_for_preview()

    def set_reading(self, reader: Reader | None, stages: Stages, calibrated: bool) -> None:
        """Who reads from now on, and how."""
        if (reader, stages, calibrated) != (self._reader, self._stages, self._calibrated):
            self._reader, self._stages, self._calibrated = reader, stages, calibrated
            self._ask_for_preview()

    def close_picture(self) -> None:
        """Forget the picture; nobody crops."""
        self._requests.cancel()
        self._grey, self._origin, self._reader = None, Drawn(), None
        self._show_nothing()
        self.frame.show_picture(None, Crop.whole((1, 1)))

    def shut_down(self) -> None:
        """End the worker."""
        self._requests.shut_down()

    @Slot()
    def take(self) -> None:
        """Use the ink in the rectangle, now or as soon as it is found."""
        reply = self._reply
        if reply is None:
            self._taken = self._grey is not None
        elif reply.picture is not None:
            self.used.emit(reply.picture, reply.ask.crop)

    # --- the preview

    @Slot()
    def _ask_for_preview(self) -> None:
        if self._grey is None:
            return
        self._reply, self._taken = None, False
        self._newest = self._requests.request(
            CropAsk(self._grey, self.frame.crop, self._origin, self._reader, self._stages, self._calibrated)
        )

    @Slot(object, int)
    def _show_reply(self, reply: CropReply, tag: int) -> None:
        """Show what is made of the rectangle, or of one that it was on the way here."""
        found = reply.picture is not None
        for widget in (self.input, self.guess):
            widget.setVisible(found)
        self._problem.setVisible(not found)
        self.input.show_input(None if reply.seen is None else reply.seen.network_input)
        if reply.prediction is not None and reply.ask.reader is not None:
            self.guess.show_prediction(reply.prediction, reply.ask.reader.class_names)
        elif found:
            self.guess.show_waiting(self.tr("The guess comes with them."))
        self.input.setAccessibleDescription(self.guess.text if found else self._problem.text())
        if tag == self._newest:
            self._reply = reply
            self.use.setEnabled(found)
            if self._taken:
                self._taken = False
                self.take()

    def _show_nothing(self) -> None:
        """There is no preview yet."""
        self._reply, self._taken = None, False
        self.use.setEnabled(True)
        self._problem.hide()
        self.input.show_input(None)
        self.guess.show_reading()
        for widget in (self.input, self.guess):
            widget.show()

    @Slot(object, int)
    def _on_failed(self, error: BaseException, tag: int) -> None:
        if tag == self._newest:
            self._taken = False
            self.use.setEnabled(False)
        errors.show_error(self, error)

    # --- layout, keys, drops

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.input.set_side(_SMALL_SIDE if self.height() < _LOW else _SIDE)
        self._hint.setVisible(self.width() >= _NARROW)
        room = self.size() - QSize(2 * theme.SPACE_4, 2 * theme.SPACE_4 + self.use.sizeHint().height())
        beside = min(room.width() - _BESIDE - theme.SPACE_4, room.height())
        below = min(room.width(), room.height() - _BELOW - theme.SPACE_4) > beside
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_3)
        self._above.setDirection(down if below else across)
        self._preview.setDirection(across if below else down)
        self._beside.setMinimumSize(QSize(0, _BELOW) if below else QSize(_BESIDE, 0))
        self._beside.setMaximumSize(QSize(_ANY, _BELOW) if below else QSize(_BESIDE, _ANY))

    def event(self, event: QEvent) -> bool:
        # What is typed here is no shortcut of the sheet under it: E for the eraser, Delete for a new sheet.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_typed(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter uses what is in the rectangle, Escape leaves; digits keep nothing in one's handwriting here."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.isAutoRepeat():
                if self.cancel.hasFocus():
                    self.left.emit()
                else:
                    self.take()
            case _ if not _is_typed(event):
                super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pictures.holds_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(event.mimeData())
        event.acceptProposedAction()


def _is_typed(event: QKeyEvent) -> bool:
    """Whether a key writes or deletes where there is text: no arrow, no F1, nothing with Ctrl."""
    plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    deletes = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
    return (deletes or bool(event.text())) and not event.modifiers() & ~plain

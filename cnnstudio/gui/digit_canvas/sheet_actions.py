"""What is done with the sheet from menus and buttons: undo, clear, open, crop, paste, copy, save."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from cnnstudio.errors import PictureError, StorageError, StudioError
from cnnstudio.files import write_whole
from cnnstudio.gui import actions, errors, pictures
from cnnstudio.gui.digit_canvas import predicting
from cnnstudio.gui.digit_canvas.opened_picture import OpenedPicture
from cnnstudio.gui.digit_canvas.pad import Pad
from cnnstudio.gui.digit_canvas.predicting import OpenedFile, PictureFile
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins

_WEIGHTS = (".safetensors", ".pt", ".pth", ".ckpt", ".pkl")  # pickles are asked about
# What is told of one of these holds until it is tried again.
_PICTURE, _SAVING = "draw-picture", "draw-save"


class SheetActions(QObject):
    """The actions of a pad, and what stands behind them. What cannot be read is said, and the drawing stays."""

    weightsGiven = Signal(object)  # Path of a weights file that was dropped or pasted
    cropWanted = Signal()

    def __init__(self, pad: Pad, opened: OpenedPicture, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pad = pad
        self._opened = opened
        self._cropping = False
        self._studio = studio
        self._activity = studio.jobs.activity(self)
        self._pictures = LatestWins(predicting.open_picture, self, name="draw-picture")
        self._pictures.result.connect(self._show_picture)
        self._pictures.failed.connect(self._on_failed)
        slots: dict[str, Callable[..., object]] = {
            "draw-undo": pad.undo,
            "draw-redo": pad.redo,
            "draw-clear": pad.clear,
            "draw-eraser": pad.set_eraser,
            "draw-open": self._choose_picture,
            "draw-crop": self.cropWanted.emit,
            "draw-paste": self.paste,
            "draw-copy": self.copy,
            "draw-save": self._choose_file,
        }
        self.all = {name: actions.create(name, self, slot) for name, slot in slots.items()}
        for action in self.all.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        pad.historyChanged.connect(self._follow_sheet)
        opened.changed.connect(self._show_state)
        pad.dropped.connect(self.take)
        self._show_state()

    def __getitem__(self, name: str) -> QAction:
        return self.all[name]

    @property
    def busy(self) -> bool:
        """Whether a picture is being read."""
        return self._pictures.busy

    def shut_down(self) -> None:
        """End the worker."""
        self._pictures.shut_down()

    def set_cropping(self, on: bool) -> None:
        """Whether the opened picture is being cropped: then where it is cropped says what is found in it."""
        if on and not self._cropping:
            errors.take_back(_PICTURE)
        self._cropping = on
        self._show_state()

    @Slot()
    def _follow_sheet(self) -> None:
        self._opened.follow(self._pad.drawing)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        drawing = self._pad.drawing
        self.all["draw-undo"].setEnabled(drawing.can_undo)
        self.all["draw-redo"].setEnabled(drawing.can_redo)
        for name in ("draw-clear", "draw-copy", "draw-save"):
            self.all[name].setEnabled(bool(drawing.visible))
        self.all["draw-crop"].setEnabled(not self._cropping and self._opened.crop_on(drawing) is not None)

    # --- in

    def open_picture(self, source: Path | bytes, name: str) -> None:
        """Put a picture's ink on the pad, when it has been read."""
        errors.take_back(_PICTURE)
        self._activity.tell(self.tr("Reading {name}").format(name=name))
        self._pictures.request(PictureFile(source, name))

    @Slot(object)
    def _show_picture(self, opened: OpenedFile) -> None:
        """Put the ink that was found on the sheet; where there is none, it is offered to say where it is."""
        self._activity.end()
        self._pad.finish_stroke()
        self._opened.hold(opened)
        if opened.found is not None:
            self._pad.add_picture(opened.found)
        elif opened.problem is not None and not self._cropping:
            errors.show_error(self._pad, opened.problem, about=_PICTURE, offer=self.all["draw-crop"])

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._activity.end()
        errors.show_error(self._pad, error, about=_PICTURE)

    @Slot(object)
    def take(self, data: QMimeData | None) -> None:
        """Use what was dropped or pasted."""
        try:
            offered = pictures.given(data)
            if offered is None:
                raise PictureError(self.tr("There is no picture to paste. Copy one first."))
            if isinstance(offered, QImage):
                self.open_picture(pictures.png(offered, compressed=False), self.tr("The picture"))
            elif offered.suffix.lower() in _WEIGHTS:
                self.weightsGiven.emit(offered)
            else:
                self.open_picture(offered, offered.name)
        except StudioError as error:
            errors.show_error(self._pad, error, about=_PICTURE)

    @Slot()
    def paste(self) -> None:
        """Put the clipboard's picture on the pad."""
        self.take(QGuiApplication.clipboard().mimeData())

    @Slot()
    def _choose_picture(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._pad,
            self.tr("Open a picture"),
            "",
            self.tr("Pictures ({patterns});;All files (*)").format(patterns=pictures.PATTERNS),
        )
        if name:
            self.open_picture(Path(name), Path(name).name)

    # --- out

    @Slot()
    def copy(self) -> None:
        """Put the drawing on the clipboard, dark on light."""
        self._pad.finish_stroke()
        QGuiApplication.clipboard().setImage(self._pad.picture())
        self._studio.statusMessage.emit(self.tr("The drawing is on the clipboard."))

    @Slot()
    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self._pad, self.tr("Save the drawing"), "digit.png", "PNG (*.png)")
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> bool:
        """Write the drawing as a PNG, dark on light, whole or not at all; whether it could be written."""
        self._pad.finish_stroke()
        try:
            write_whole(file, pictures.png(self._pad.picture()))
        except StorageError as error:
            errors.show_error(self._pad, error, about=_SAVING)
            return False
        errors.take_back(_SAVING)
        self._studio.statusMessage.emit(self.tr("Saved as {file}").format(file=file))
        return True

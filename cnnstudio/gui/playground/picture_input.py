"""Pictures that become the input: from files, the clipboard, a drop, and handwritten digits."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.convolution import inputs
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, language, pictures
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins

if TYPE_CHECKING:
    from torch import Tensor

# What is told of a picture holds until another is wanted.
_ABOUT = "playground-picture"


class PictureInput(QObject):
    """Reads pictures on a thread and makes them the state's input; what cannot be read is said in the window."""

    failed = Signal(object)  # the exception, after it was shown
    stateFileDropped = Signal(object)  # Path: no picture, but a file of the playground's own

    def __init__(self, model: PlaygroundModel, studio: Studio, page: QWidget) -> None:
        super().__init__(page)
        self._model = model
        self._activity = studio.jobs.activity(self)
        self._page = page
        self._digit_index = -1
        self._worker = LatestWins(lambda job: job(), self, name="playground-picture")
        self._worker.result.connect(self._show_picture)
        self._worker.failed.connect(self._on_failed)

    @Slot()
    def ask(self) -> None:
        """Ask for a picture file."""
        name, _ = QFileDialog.getOpenFileName(
            self._page,
            self.tr("Open a picture"),
            "",
            self.tr("Pictures ({patterns});;All files (*)").format(patterns=pictures.PATTERNS),
        )
        if name:
            self.use(Path(name))

    def use(self, file: Path) -> None:
        """Read a picture file in the background and make it the input; a playground file is opened instead."""
        if file.suffix.lower() == ".json":
            self.stateFileDropped.emit(file)
            return
        errors.take_back(_ABOUT)
        channels = self._channels()
        self._activity.tell(self.tr("Opening {name}...").format(name=file.name))
        self._worker.request(lambda: inputs.open_picture(file, channels=channels))

    def use_data(self, data: bytes, name: str) -> None:
        """The same for bytes from the clipboard or a drop."""
        errors.take_back(_ABOUT)
        channels = self._channels()
        self._worker.request(lambda: inputs.decode_picture(data, name, channels=channels))

    @Slot()
    def paste(self) -> None:
        """Make what is on the clipboard the input: a picture, or a picture file."""
        self.use_mime(QGuiApplication.clipboard().mimeData())

    def accepts(self, mime: QMimeData | None) -> bool:
        """Whether something that is dragged over the room may be dropped."""
        return pictures.holds_picture(mime)

    def use_mime(self, mime: QMimeData | None) -> None:
        """Make what was dropped or copied the input."""
        try:
            offered = pictures.given(mime)
            if isinstance(offered, QImage):
                self.use_data(pictures.png(offered, compressed=False), self.tr("The pasted picture"))
                return
        except StudioError as error:
            errors.show_error(self._page, error, about=_ABOUT)
            return
        if offered is None:
            self._model.refused.emit(self.tr("There is no picture on the clipboard. Copy one, or open a file."))
        else:
            self.use(offered)

    @Slot()
    def load_digit(self) -> None:
        """Make the next handwritten digit the input: MNIST's where it is on this machine, else the built-in ones."""
        errors.take_back(_ABOUT)
        self._digit_index += 1
        index = self._digit_index
        self._activity.tell(self.tr("Loading a digit..."))

        def job() -> "tuple[Tensor, str]":
            from cnnstudio.gui.playground.digits import digit

            return digit(index)

        self._worker.request(job)

    def shut_down(self) -> None:
        """End the thread."""
        self._worker.shut_down()

    def _channels(self) -> int:
        return 3 if self._model.state.geometry.in_channels == 3 else 1

    @Slot(object)
    def _show_picture(self, reply: "tuple[Tensor, str]") -> None:
        self._activity.end()
        values, note = reply
        self._model.change(self.tr("opening a picture"), lambda state: state.with_input(Numbers(values)))
        if note:
            self._model.refused.emit(language.say(note))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._activity.end()
        errors.show_error(self._page, error, about=_ABOUT)
        self.failed.emit(error)

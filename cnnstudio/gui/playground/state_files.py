"""The playground's own files: opening, saving, and the state as a PyTorch program; all of it on workers."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from torch import Tensor

from cnnstudio.convolution import files
from cnnstudio.convolution.code import code
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.gui import errors, language
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.gui.workers.saver import Saver

# What is told of one of these holds until it is tried again.
_OPENING, _SAVING, _COPYING = "playground-open", "playground-save", "playground-code"


def _open(file: Path) -> tuple[PlaygroundState, str]:
    return files.load(file), file.name


def _save(request: tuple[PlaygroundState, Path]) -> str:
    state, file = request
    files.save(state, file)
    return file.name


def _code(request: tuple[PlaygroundState, Tensor | None, int]) -> str:
    return code(*request, say=language.say)


class StateFiles(QObject):
    """Says in the window what is wrong with a file, and keeps the state then; a state may have millions of numbers."""

    def __init__(self, model: PlaygroundModel, studio: Studio, page: QWidget) -> None:
        super().__init__(page)
        self._model = model
        self._studio = studio
        self._page = page
        self._opener = LatestWins(_open, self, name="playground-open")
        self._opener.result.connect(self._show)
        self._saver = Saver(_save, self, name="playground-save")
        self._saver.saved.connect(self._on_saved)
        self._coder = LatestWins(_code, self, name="playground-code")
        self._coder.result.connect(self._copy)
        self._opener.failed.connect(lambda error: self._show_error(error, _OPENING))
        self._saver.failed.connect(lambda error: self._show_error(error, _SAVING))
        self._coder.failed.connect(lambda error: self._show_error(error, _COPYING))

    @property
    def busy(self) -> bool:
        """Whether something is being opened, saved or copied."""
        return self._opener.busy or self._saver.busy or self._coder.busy

    def shut_down(self) -> None:
        """End the workers; what was to be saved is saved."""
        for worker in (self._opener, self._saver, self._coder):
            worker.shut_down()

    @Slot()
    def ask_open(self) -> None:
        """Ask for a playground file."""
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Open a playground file"), "", "JSON (*.json)")
        if name:
            self.open(Path(name))

    @Slot(object)
    def open(self, file: Path) -> None:
        """Open a playground file, as soon as it has been read."""
        errors.take_back(_OPENING)
        self._opener.request(file)

    @Slot(object)
    def _show(self, opened: tuple[PlaygroundState, str]) -> None:
        state, name = opened
        self._model.close_opened()
        self._model.change(self.tr("opening {name}").format(name=name), lambda _state: state)

    @Slot()
    def ask_save(self) -> None:
        """Ask for a name and save the state."""
        name, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Save the playground"), "playground.json", "JSON (*.json)"
        )
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> None:
        """Save the state of now."""
        errors.take_back(_SAVING)
        self._saver.request((self._model.state, file))

    @Slot(object)
    def _on_saved(self, name: str) -> None:
        self._studio.statusMessage.emit(self.tr("Saved {name}.").format(name=name))

    @Slot()
    def copy_code(self) -> None:
        """Put the state on the clipboard as a PyTorch program."""
        errors.take_back(_COPYING)
        state, rest, channels = self._model.state, None, 0
        if self._model.opened:
            # A layer shows some of its channels; its output is made of all.
            shown = self._model.result
            state, rest, channels = shown.state, shown.rest, shown.rest_channels
        self._coder.request((state, rest, channels))

    @Slot(object)
    def _copy(self, program: str) -> None:
        QGuiApplication.clipboard().setText(program)
        self._studio.statusMessage.emit(self.tr("Copied as PyTorch code: it prints these numbers."))

    def _show_error(self, error: BaseException, about: str) -> None:
        errors.show_error(self._page, error, about=about)

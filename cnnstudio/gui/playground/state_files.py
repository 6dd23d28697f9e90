"""The playground's own files: opening, saving, and the state as a PyTorch program."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.convolution import files
from cnnstudio.convolution.code import code
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.studio import Studio


class StateFiles(QObject):
    """Says in the window what is wrong with a file, and keeps the state then."""

    def __init__(self, model: PlaygroundModel, studio: Studio, page: QWidget) -> None:
        super().__init__(page)
        self._model = model
        self._studio = studio
        self._page = page

    @Slot()
    def ask_open(self) -> None:
        """Ask for a playground file."""
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Open a playground file"), "", "JSON (*.json)")
        if name:
            self.open(Path(name))

    @Slot(object)
    def open(self, file: Path) -> None:
        """Open a playground file."""
        try:
            state = files.load(file)
        except StudioError as error:
            errors.show_error(self._page, error)
            return
        self._model.close_opened()
        self._model.change(self.tr("Open {name}").format(name=file.name), lambda _state: state)

    @Slot()
    def ask_save(self) -> None:
        """Ask for a name and save the state."""
        name, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Save the playground"), "playground.json", "JSON (*.json)"
        )
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> None:
        """Save the state."""
        try:
            files.save(self._model.state, file)
        except StudioError as error:
            errors.show_error(self._page, error)
            return
        self._studio.statusMessage.emit(self.tr("Saved {name}.").format(name=file.name))

    @Slot()
    def copy_code(self) -> None:
        """Put the state on the clipboard as a PyTorch program."""
        QGuiApplication.clipboard().setText(code(self._model.state))
        self._studio.statusMessage.emit(self.tr("Copied as PyTorch code: it prints these numbers."))

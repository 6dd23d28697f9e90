"""A table as a file: CSV, Markdown or text, by the ending of its name. Written whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.files import write_whole
from cnnstudio.gui import errors
from cnnstudio.gui.widgets.table_text import Format
from cnnstudio.gui.workers.saver import Saver

_FORMATS = {".csv": Format.CSV, ".md": Format.MARKDOWN, ".txt": Format.TEXT}


class TableFile(QObject):
    """Asks for a place and writes there, off the window's thread."""

    saved = Signal(object)  # Path

    def __init__(self, view: QWidget, *, about: str) -> None:
        """Stand over ``view``; what is told of a file holds until the next that is ``about`` the same."""
        super().__init__(view)
        self._about = about
        self._saver = Saver(_write, self, name="table")
        self._saver.saved.connect(self.saved)
        self._saver.failed.connect(self._show_error)

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._saver.busy

    def ask(self, name: str, text: Callable[[Format], str]) -> None:
        """Let the user choose a file, ``name`` suggested, and write what ``text`` gives for its format."""
        kinds = ";;".join((self.tr("CSV (*.csv)"), self.tr("Markdown (*.md)"), self.tr("Text (*.txt)")))
        chosen, kind = QFileDialog.getSaveFileName(self._over(), self.tr("Save the table"), f"{name}.csv", kinds)
        if not chosen:
            return
        errors.take_back(self._about)
        path = Path(chosen)
        if path.suffix.lower() not in _FORMATS:
            # A dot in the name of a network begins no ending.
            ending = next((ending for ending in _FORMATS if f"*{ending}" in kind), ".csv")
            path = path.with_name(path.name + ending)
        self._saver.request((path, text(_FORMATS[path.suffix.lower()])))

    def _over(self) -> QWidget:
        view = self.parent()
        assert isinstance(view, QWidget)
        return view

    @Slot(object)
    def _show_error(self, error: BaseException) -> None:
        errors.show_error(self._over(), error, about=self._about)

    def shut_down(self) -> None:
        """For closing the window: what is to be written is written."""
        self._saver.shut_down()


def _write(order: tuple[Path, str]) -> Path:
    path, text = order
    # Spreadsheets take a CSV file for one of the system's old encodings unless it begins with this mark.
    write_whole(path, text.encode("utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8"))
    return path

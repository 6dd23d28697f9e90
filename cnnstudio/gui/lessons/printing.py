"""The PDFs of lessons that are being written, with their progress."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from cnnstudio.gui import errors
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.lessons.paper import Paper
from cnnstudio.gui.studio import Studio
from cnnstudio.lessons import opened

_ABOUT = "lesson-pdf"


class Printing(QObject):
    """Writes one PDF at a time; another takes the place of the one that is under way."""

    def __init__(self, document: LessonsDocument, studio: Studio, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._studio = document, studio
        self._paper: Paper | None = None
        self._name = ""
        self._activity = studio.jobs.activity(self, leading=True, stop=self.stop)

    @property
    def busy(self) -> bool:
        """Whether a PDF is being written."""
        return self._paper is not None

    def save(self, file: Path) -> None:
        """Write the lesson that is read."""
        sheet = self._document.sheet
        if sheet is None:
            return
        self.stop()
        errors.take_back(_ABOUT)
        self._name = file.name
        self._paper = Paper(sheet, self._document.figures, opened.place(sheet.lesson), file, self)
        self._paper.progressed.connect(self._tell_progress)
        self._paper.saved.connect(self._on_saved)
        self._paper.failed.connect(self._on_failed)
        self._paper.start()

    @Slot()
    def stop(self) -> None:
        """Leave no file."""
        paper, self._paper = self._paper, None
        if paper is not None:
            paper.shut_down()
            paper.deleteLater()
        self._activity.end()

    @Slot(int, int)
    def _tell_progress(self, done: int, pages: int) -> None:
        self._activity.tell(self.tr("Writing {name}").format(name=self._name), done / pages if pages else None)

    @Slot(object)
    def _on_saved(self, file: Path) -> None:
        self.stop()
        self._studio.statusMessage.emit(self.tr("Saved as {file}").format(file=file))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.stop()
        errors.show_error(None, error, about=_ABOUT)

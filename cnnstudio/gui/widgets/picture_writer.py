"""Writes pictures of what a room shows as PNG files, large ones in the background."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from cnnstudio.errors import StorageError
from cnnstudio.files import write_whole
from cnnstudio.gui import pictures
from cnnstudio.gui.workers.generator_worker import GeneratorJob

# So many pixels are compressed in a tenth of a second. What a window as large as a 4K screen shows takes, at twice its
# size, a second and more, for which the window must not wait.
AT_ONCE = 3_000_000


class PictureWriter(QObject):
    """One picture at a time; a small one has been written when ``write`` returns."""

    saved = Signal(object)  # Path
    failed = Signal(object)  # exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = GeneratorJob(self, name="picture")
        self._job.batch.connect(self._on_written)
        self._job.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether a large picture is being written."""
        return self._job.busy

    def write(self, image: QImage, file: Path) -> None:
        """Write a picture, or begin to; ``saved`` tells when it is there, ``failed`` that it could not be.

        Raises:
            StorageError: if it is a small one and cannot be written, or if another one is still being written.
        """
        if self.busy:
            raise StorageError(
                self.tr("Another picture is still being written. Save {name} again in a moment.").format(name=file.name)
            )
        if image.width() * image.height() <= AT_ONCE:
            write_whole(file, pictures.png(image))
            self.saved.emit(file)
            return

        def written() -> Iterator[Path]:
            write_whole(file, pictures.png(image))
            yield file

        self._job.start(written)

    def shut_down(self) -> None:
        """For closing the window: what is being written is finished first, within bounds."""
        self._job.shut_down()

    @Slot(object)
    def _on_written(self, files: list[Path]) -> None:
        for file in files:
            self.saved.emit(file)

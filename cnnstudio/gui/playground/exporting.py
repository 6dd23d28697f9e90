"""Exports of the picture: PNG and SVG at once, an animation and a large PNG in the background."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.convolution.state import Mode
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.playground import export
from cnnstudio.gui.playground.canvas import Canvas
from cnnstudio.gui.playground.export_strip import ExportStrip
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.stack_view import StackView
from cnnstudio.gui.playground.timeline import Timeline
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.picture_writer import PictureWriter
from cnnstudio.gui.workers.generator_worker import GeneratorJob


class Exporting(QObject):
    """Exports the half that is shown.

    Attributes:
        strip: tells how far an animation is; belongs under the picture.
        job: writes the animation.
        writer: writes a picture.
    """

    def __init__(
        self, model: PlaygroundModel, studio: Studio, page: QWidget, canvas: Canvas, stack: StackView, pace: Timeline
    ) -> None:
        super().__init__(page)
        self._model = model
        self._studio = studio
        self._page = page
        self._canvas = canvas
        self._stack = stack
        self._pace = pace
        self._file = Path()
        self.strip = ExportStrip()
        self.job = GeneratorJob(self, name="playground animation")
        self.job.batch.connect(self._on_written)
        self.job.finished.connect(self._on_over)
        self.job.failed.connect(self._on_failed)
        self.strip.cancelled.connect(self.job.stop)
        self._activity = studio.jobs.activity(self, leading=True, stop=self.job.stop)
        self._picture_activity = studio.jobs.activity(self)
        self.writer = PictureWriter(self)
        self.writer.saved.connect(self._tell_saved)
        self.writer.failed.connect(self._on_picture_failed)

    def ask(self, kind: str) -> None:
        """Ask for a name and export the picture as png, svg or gif."""
        name, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Export the picture"), f"playground.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> None:
        """Export the picture; the file's ending says how. An animation is made in the background."""
        field = self._model.state.mode is Mode.RECEPTIVE_FIELD
        try:
            match file.suffix.lower():
                case ".svg":
                    export.save_svg(self._stack if field else self._canvas, file)
                case ".gif":
                    if field:
                        self._model.refused.emit(self.tr("The receptive field does not move. Export it as PNG or SVG."))
                        return
                    self._begin_animation(file)
                    return
                case _:
                    self.writer.write(export.picture(self._stack if field else self._canvas), file)
                    if self.writer.busy:
                        self._picture_activity.tell(self.tr("Writing {name}").format(name=file.name))
                    return
        except StudioError as error:
            errors.show_error(self._page, error)
            return
        self._tell_saved(file)

    def closing_question(self) -> str:
        """What closing the window would lose, as a question, or ""."""
        if not self.job.busy:
            return ""
        return self.tr("The animation {name} is still being written. Stop it? No file is left then.").format(
            name=self._file.name
        )

    def shut_down(self) -> None:
        """Give up the animation that is being written; a picture is written to its end."""
        self.job.shut_down()
        self.writer.shut_down()

    def _begin_animation(self, file: Path) -> None:
        if self.job.busy:
            self._model.refused.emit(self.tr("An animation is being written. Wait for it, or cancel it."))
            return
        self._file = file
        animation = export.Animation(self._canvas, self._pace.interval_ms)
        self.strip.begin(file.name, animation)
        self._activity.tell(self.tr("Writing {name}").format(name=file.name))
        self.job.start(lambda: animation.write(file))

    @Slot(object)
    def _tell_saved(self, file: Path) -> None:
        self._picture_activity.end()
        self._studio.statusMessage.emit(self.tr("Saved {name}.").format(name=file.name))

    @Slot(object)
    def _on_picture_failed(self, error: BaseException) -> None:
        self._picture_activity.end()
        errors.show_error(self._page, error)

    @Slot(object)
    def _on_written(self, events: list[export.Written]) -> None:
        self.strip.tell(events[-1])
        self._activity.tell(
            self.tr("Writing {name}").format(name=self._file.name), events[-1].frames / max(1, events[-1].of)
        )

    @Slot(str)
    def _on_over(self, reason: str) -> None:
        self._activity.end()
        self._studio.statusMessage.emit(self.strip.end(completed=reason == "completed"))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._activity.end()
        self.strip.end(completed=False)
        errors.show_error(self._page, error)

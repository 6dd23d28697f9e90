"""Exports of the picture: PNG and SVG at once, an animation and a large PNG in the background."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.convolution.state import Mode
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, labels
from cnnstudio.gui.playground import export
from cnnstudio.gui.playground.canvas import Canvas
from cnnstudio.gui.playground.export_strip import ExportStrip, sentence
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.stack_view import StackView
from cnnstudio.gui.playground.timeline import Timeline
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.picture_writer import PictureWriter

# What is told of an export holds until the next.
_ABOUT = "playground-export"


class AnimationExport(QObject):
    """One animation on its way into a file; it belongs to the studio, and says itself what became of it.

    Attributes:
        file: where it goes.
        animation: what is written.
        written: how far it is.
        job: its turn among the exports.
    """

    def __init__(self, studio: Studio, file: Path, animation: export.Animation) -> None:
        super().__init__(studio)
        self.file = file
        self.animation = animation
        self.written = export.Written(0, len(animation), 0)
        self._studio = studio
        self.job = studio.jobs.export(
            file.name,
            lambda: animation.write(file),
            until=self.tr("{name} is written").format(name=file.name),
            subject=self,
        )
        self.job.begun.connect(self._on_begun)
        self.job.batch.connect(self._on_written)
        self.job.finished.connect(self._on_over)
        self.job.failed.connect(self._on_failed)

    @Slot()
    def _on_begun(self) -> None:
        self._tell_progress(None)

    @Slot(object)
    def _on_written(self, events: list[export.Written]) -> None:
        self.written = events[-1]
        self._tell_progress(self.written.frames / max(1, self.written.of))

    def _tell_progress(self, fraction: float | None) -> None:
        self.job.tell(self.tr("Writing {name}").format(name=self.file.name), fraction)

    @Slot(str)
    def _on_over(self, reason: str) -> None:
        completed = reason == "completed"
        self._studio.statusMessage.emit(
            sentence(self.file.name, self.animation.step, self.written, completed=completed)
        )
        self.deleteLater()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(None, error, about=_ABOUT)
        self.deleteLater()


class Exporting(QObject):
    """Exports the half that is shown. An animation goes on when the page is gone, and a new page shows it.

    Attributes:
        strip: tells how far an animation is; belongs under the picture.
        writer: writes a picture.
    """

    finished = Signal(str)  # of an animation: "completed" or "stopped"
    failed = Signal(object)  # of an animation: exception

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
        self._shown: AnimationExport | None = None
        self.strip = ExportStrip()
        self.strip.cancelled.connect(self._cancel)
        self._picture_activity = studio.jobs.activity(self)
        self.writer = PictureWriter(self)
        self.writer.saved.connect(self._tell_saved)
        self.writer.failed.connect(self._on_picture_failed)
        studio.jobs.exports.changed.connect(self._show_animation)
        self._show_animation()

    def ask(self, kind: str) -> None:
        """Ask for a name and export the picture as png, svg or gif."""
        name, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Export the picture"), f"playground.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> None:
        """Export the picture; the file's ending says how. An animation is made in the background."""
        errors.take_back(_ABOUT)
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
            errors.show_error(self._page, error, about=_ABOUT)
            return
        self._tell_saved(file)

    @property
    def busy(self) -> bool:
        """Whether an animation is being written, or waits."""
        return bool(self._animations())

    def closing_question(self) -> str:
        """What closing the window would lose, as a question, or ""."""
        names = [one.file.name for one in self._animations()]
        if not names:
            return ""
        return labels.amount(
            len(names),
            "The animation {names} is still being written. Stop it? No file is left then.",
            "The {n:,} animations {names} are still being written. Stop them? No file is left then.",
            names=labels.all_of(names),
        )

    def shut_down(self) -> None:
        """A picture is written to its end; animations end with the studio."""
        self.writer.shut_down()

    def _animations(self) -> list[AnimationExport]:
        """Those that are written or wait, first come."""
        return [job.subject for job in self._studio.jobs.exports.jobs if isinstance(job.subject, AnimationExport)]

    def _begin_animation(self, file: Path) -> None:
        AnimationExport(self._studio, file, export.Animation(self._canvas, self._pace.interval_ms)).job.start()

    @Slot()
    def _show_animation(self) -> None:
        """Under the picture stands the one that is being written."""
        shown = next((one for one in self._animations() if one.job.goes_on), None)
        if shown is self._shown:
            return
        self._shown = shown
        if shown is None:
            self.strip.hide()
            return
        self.strip.begin(shown.file.name, shown.animation)
        self.strip.tell(shown.written)
        shown.job.batch.connect(self._on_written)
        shown.job.finished.connect(self.finished)
        shown.job.failed.connect(self.failed)

    @Slot()
    def _cancel(self) -> None:
        if self._shown is not None:
            self._shown.job.stop()

    @Slot(object)
    def _on_written(self, events: list[export.Written]) -> None:
        self.strip.tell(events[-1])

    @Slot(object)
    def _tell_saved(self, file: Path) -> None:
        self._picture_activity.end()
        self._studio.statusMessage.emit(self.tr("Saved {name}.").format(name=file.name))

    @Slot(object)
    def _on_picture_failed(self, error: BaseException) -> None:
        self._picture_activity.end()
        errors.show_error(self._page, error, about=_ABOUT)

"""The pictures of a lesson's figures: what takes long is made on a worker, one after the other, and kept."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, figures
from cnnstudio.gui.figures import Drawing
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.lessons import addresses, pictures
from cnnstudio.lessons.folder import files_of
from cnnstudio.lessons.pictures import Lines, Pixels
from cnnstudio.lessons.pieces import Target

_KEPT = 60
_TALLEST = 480.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure of a lesson: the folder or zip that it stands in, and what it shows."""

    lesson: Path
    target: Target


def _prepare(wanted: Wanted) -> tuple[Wanted, str, Any]:
    """The figure's room, "" for a picture of the folder, and what its drawing is made of; on the worker."""
    files = files_of(wanted.lesson)
    if wanted.target.kind == "picture":
        return wanted, "", pictures.read(files, wanted.target.text)
    goal = addresses.goal(wanted.target, files)
    return wanted, goal.room, figures.prepare(goal.room, addresses.state_of(goal), goal.current)


class Figures(QObject):
    """Hands out drawings; lives as long as the Learn room's document."""

    made = Signal(object)  # Wanted: its drawing is there, or it is known that there is none

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawings: dict[Wanted, Drawing | None] = {}
        self._waiting: list[Wanted] = []
        self._asked: Wanted | None = None
        self._worker = LatestWins(_prepare, self, name="lesson-figures")
        self._worker.result.connect(self._on_prepared)
        self._worker.failed.connect(self._on_failed)

    @property
    def busy(self) -> bool:
        """Whether a figure is still to come."""
        return self._asked is not None

    def want(self, wanted: Wanted) -> None:
        """Ask for a drawing; ``made`` tells, at once or later."""
        if wanted in self._drawings:
            self.made.emit(wanted)
        elif wanted != self._asked and wanted not in self._waiting:
            self._waiting.append(wanted)
            self._next()

    def find(self, wanted: Wanted) -> Drawing | None:
        """The drawing; None while it is not there, or where there is none."""
        return self._drawings.get(wanted)

    def knows(self, wanted: Wanted) -> bool:
        """Whether it was made, or is known to be none."""
        return wanted in self._drawings

    def forget(self) -> None:
        """What was drawn of a lesson may have changed."""
        self._drawings.clear()
        self._waiting.clear()

    def shut_down(self) -> None:
        """End the worker."""
        self._waiting.clear()
        self._worker.shut_down()

    def _next(self) -> None:
        if self._asked is None and self._waiting:
            self._asked = self._waiting.pop(0)
            self._worker.request(self._asked)

    @Slot(object)
    def _on_prepared(self, found: tuple[Wanted, str, Any]) -> None:
        wanted, room, prepared = found
        drawing: Drawing | None = None
        if isinstance(prepared, Pixels | Lines):
            drawing = PictureDrawing(prepared)
        elif prepared is not None:
            drawing = figures.drawing(room, prepared)
        self._keep_drawing(wanted, drawing)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """The text goes on without the picture; what is wrong is said when it is opened."""
        errors.log(error)
        if not isinstance(error, StudioError):
            errors.show_error(None, error)
        if self._asked is not None:
            self._keep_drawing(self._asked, None)

    def _keep_drawing(self, wanted: Wanted, drawing: Drawing | None) -> None:
        self._asked = None
        self._drawings[wanted] = drawing
        while len(self._drawings) > _KEPT:
            del self._drawings[next(iter(self._drawings))]
        self.made.emit(wanted)
        self._next()


class PictureDrawing:
    """A picture of the lesson's folder, as large as it is and no larger."""

    def __init__(self, picture: Pixels | Lines) -> None:
        self._image = QImage()
        self._lines: QSvgRenderer | None = None
        if isinstance(picture, Lines):
            self._lines = QSvgRenderer(QByteArray(picture.svg))
            self._width, self._height = picture.width, picture.height
        else:
            height, width, _ = picture.rgba.shape
            data = picture.rgba.tobytes()
            self._image = QImage(data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
            self._width, self._height = float(width), float(height)

    def size(self, width: int) -> QSize:
        return QSize(width, max(1, round(self._place(width).height())))

    def paint(self, painter: QPainter, size: QSize, *, vector: bool = False) -> None:
        place = self._place(size.width())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._lines is not None:
            self._lines.render(painter, place)
        else:
            painter.drawImage(place, self._image)

    def _place(self, width: int) -> QRectF:
        scale = min(1.0, width / self._width, _TALLEST / self._height)
        across = self._width * scale
        return QRectF((width - across) / 2, 0, across, self._height * scale)

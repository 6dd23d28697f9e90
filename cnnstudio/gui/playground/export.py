"""The picture on disk: PNG, SVG, and an animated GIF of the sliding window."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from cnnstudio.errors import StorageError
from cnnstudio.gui import theme
from cnnstudio.gui.playground.canvas import Canvas

_SCALE = 2
_MOST_SIDE = 8192
MOST_FRAMES = 100
_HOLD_MS = 1200


class Drawing(Protocol):
    """What can be exported: the canvas, the stack."""

    def size(self) -> QSize:
        """Size in pixels at scale 1."""
        ...

    def render_to(self, painter: QPainter, *, vector: bool = False) -> None:
        """Paint everything."""
        ...


def save_png(drawing: Drawing, file: Path) -> None:
    """The picture at twice the screen's size, or as large as fits a side of 8192.

    Raises:
        StorageError: the file cannot be written.
    """
    image = _image(drawing, min(_SCALE, _MOST_SIDE / max(drawing.size().width(), drawing.size().height())))

    def write(part: Path) -> bool:
        return image.save(str(part), "PNG")

    _replace(file, write)


def save_svg(drawing: Drawing, file: Path) -> None:
    """The picture as lines and text.

    Raises:
        StorageError: the file cannot be written.
    """

    def write(part: Path) -> bool:
        generator = QSvgGenerator()
        generator.setFileName(str(part))
        generator.setSize(drawing.size())
        generator.setViewBox(QRectF(0, 0, drawing.size().width(), drawing.size().height()))
        # Fonts are sized in points: at the screen's resolution they come out as on the screen.
        generator.setResolution(round(QGuiApplication.primaryScreen().logicalDotsPerInch()))
        generator.setTitle("CNN Studio")
        painter = QPainter()
        if not painter.begin(generator):
            return False
        drawing.render_to(painter, vector=True)
        return painter.end()

    _replace(file, write)


def frames(canvas: Canvas) -> list[QImage]:
    """One picture a position, the output filling up; of more than `MOST_FRAMES` positions, every n-th.

    The canvas's own position is put back afterwards.
    """
    model = canvas.model
    before, revealed = model.position, model.reveal
    step = -(-model.count // MOST_FRAMES)
    indices = [*range(0, model.count - 1, step), model.count - 1]
    scale = min(1.0, 960 / max(canvas.width(), canvas.height()))
    shots = []
    model.blockSignals(True)
    try:
        still = _image(canvas, scale, lit=False)
        for index in indices:
            model.pin_index(index, reveal=index < model.count - 1)
            image = still.copy()
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            canvas.paint_lit(painter)
            painter.end()
            shots.append(image)
    finally:
        model.pin(before.row, before.col, before.channel, reveal=revealed)
        model.blockSignals(False)
    return shots


def save_gif(shots: list[QImage], file: Path, interval_ms: int) -> Path:
    """Write an animation that holds at its end and repeats; returns the file. Runs on any thread.

    Raises:
        StorageError: the file cannot be written.
    """
    pictures = []
    for shot in shots:
        rgb = shot.convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
        array = lines[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3)
        pictures.append(Image.fromarray(array).quantize(256, dither=Image.Dither.NONE))
    # GIF counts in hundredths of a second, and viewers slow down below two.
    each = max(20, round(interval_ms / 10) * 10)
    durations = [each] * (len(pictures) - 1) + [_HOLD_MS]

    def write(part: Path) -> bool:
        pictures[0].save(
            part, format="GIF", save_all=True, append_images=pictures[1:], duration=durations, loop=0, optimize=False
        )
        return True

    _replace(file, write)
    return file


def _image(drawing: Drawing, scale: float, *, lit: bool = True) -> QImage:
    size = drawing.size() * scale
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
    image.fill(theme.grey(1))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    if lit:
        drawing.render_to(painter)
    else:
        drawing.render_still(painter)  # type: ignore[attr-defined]
    painter.end()
    return image


def _replace(file: Path, write: Callable[[Path], bool]) -> None:
    """Write beside the file and rename, so that an older one stays whole until the new one is."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}.", suffix=f".part{file.suffix}")
        os.close(handle)
        part = Path(name)
        try:
            if not write(part):
                raise StorageError(f"{file.name} could not be written. Choose another folder or make room.")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as cause:
        raise StorageError(
            f"{file.name} could not be written: {cause.strerror or cause}. Choose another folder or make room."
        ) from cause

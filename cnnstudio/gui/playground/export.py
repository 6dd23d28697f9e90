"""The picture on disk: PNG, SVG, and an animated GIF of the sliding window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from cnnstudio.convolution.links import Block, Cell, links
from cnnstudio.files import write_whole
from cnnstudio.gui import pictures, theme
from cnnstudio.gui.playground import painting
from cnnstudio.gui.playground.canvas import Canvas

_SCALE = 2
_MOST_SIDE = 8192
_MOST_GIF_SIDE = 960
MOST_FRAMES = 4096
"""Enough for a 64x64 output position by position: a few seconds to write, a few MiB."""
_HOLD_MS = 1200


class Drawing(Protocol):
    """What can be exported: the canvas, the stack."""

    def size(self) -> QSize:
        """Size in pixels at scale 1."""
        ...

    def render_to(self, painter: QPainter, *, vector: bool = False) -> None:
        """Paint everything."""
        ...


def picture(drawing: Drawing) -> QImage:
    """The picture at twice the screen's size, or as large as fits a side of 8192."""
    size = drawing.size()
    return _image(size, min(_SCALE, _MOST_SIDE / max(size.width(), size.height())), drawing.render_to)


def save_svg(drawing: Drawing, file: Path) -> None:
    """The picture as lines and text.

    Raises:
        StorageError: the file cannot be written.
    """
    content = pictures.svg(drawing.size(), lambda painter: drawing.render_to(painter, vector=True), "CNN Studio")
    write_whole(file, content)


@dataclass(frozen=True)
class Written:
    """How far an animation is: frames done, of how many, and the bytes so far."""

    frames: int
    of: int
    size: int


class Animation:
    """The window sliding over every position, the output filling up; of more than `MOST_FRAMES`, over every n-th.

    Taken of the canvas on the window's thread; `write` runs on any.
    """

    def __init__(self, canvas: Canvas, interval_ms: int) -> None:
        self._result, self._columns = canvas.model.result, canvas.scene.columns
        self._channel = canvas.model.out_channel
        self._scale = min(1.0, _MOST_GIF_SIDE / max(canvas.width(), canvas.height()))
        self._still = _image(canvas.size(), self._scale, canvas.render_still)
        self._interval_ms = interval_ms
        count = canvas.model.count
        self.step = -(-count // MOST_FRAMES)
        self._indices = [*range(0, count - 1, self.step), count - 1]

    def __len__(self) -> int:
        return len(self._indices)

    def write(self, file: Path) -> Iterator[Written]:
        """Write it as a GIF that holds at its end and repeats; told after each frame. Left early, it leaves no file.

        Only what changes from frame to frame is kept, so that memory and file grow with the changes.

        Raises:
            StorageError: the file cannot be written.
        """
        # One palette for all: the first frame and the last have every colour there is.
        both = np.concatenate([_rgb(self._pixels(index)) for index in (self._indices[0], self._indices[-1])])
        palette = Image.fromarray(both).quantize(256, dither=Image.Dither.NONE)
        data = bytearray()
        before: NDArray[np.uint32] | None = None
        # GIF counts in hundredths of a second, and viewers slow down below two.
        each = max(20, round(self._interval_ms / 10) * 10)
        for number, index in enumerate(self._indices, 1):
            pixels = self._pixels(index)
            top, left, bottom, right = _changed(before, pixels)
            frame = Image.fromarray(_rgb(pixels[top:bottom, left:right])).quantize(
                palette=palette, dither=Image.Dither.NONE
            )
            if before is None:
                data += b"".join(GifImagePlugin.getheader(frame, info={"loop": 0})[0])
            duration = each if number < len(self) else _HOLD_MS
            data += b"".join(GifImagePlugin.getdata(frame, (left, top), duration=duration))
            before = pixels
            yield Written(number, len(self), len(data))
        data += b";"
        write_whole(file, data)

    def _pixels(self, index: int) -> NDArray[np.uint32]:
        """(H, W) 0xffRRGGBB of the window at a position."""
        image = self._still.copy()
        geometry = self._result.state.geometry
        row, col = divmod(index, geometry.output_size[1])
        cell = Cell(Block.OUTPUT, self._channel, row, col)
        tied = links(geometry, cell)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        for column in self._columns:
            painting.paint_lit(painter, self._result, column, cell, tied, hidden_after=index)
        painter.end()
        return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


def _rgb(pixels: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.stack([pixels >> 16, pixels >> 8, pixels], axis=-1).astype(np.uint8)


def _changed(before: NDArray[np.uint32] | None, after: NDArray[np.uint32]) -> tuple[int, int, int, int]:
    """(top, left, bottom, right) of the smallest rectangle in which two pictures differ; one pixel at least."""
    if before is None:
        return 0, 0, *after.shape
    differs = before != after
    rows, cols = differs.any(axis=1).nonzero()[0], differs.any(axis=0).nonzero()[0]
    if not rows.size:
        return 0, 0, 1, 1
    return int(rows[0]), int(cols[0]), int(rows[-1]) + 1, int(cols[-1]) + 1


def _image(size: QSize, scale: float, render: Callable[[QPainter], None]) -> QImage:
    image = QImage((size * scale).expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
    image.fill(theme.grey(1))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    render(painter)
    painter.end()
    return image

"""The diagram as a file: SVG for print, PNG for slides. Written whole or not at all."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from cnnstudio.errors import StorageError
from cnnstudio.files import write_whole
from cnnstudio.gui import pictures, theme
from cnnstudio.gui.language import say, translate
from cnnstudio.gui.model_browser.diagram.legend import Legend
from cnnstudio.gui.model_browser.diagram.scene import DiagramScene
from cnnstudio.gui.widgets.picture_writer import PictureWriter

# Twice the size on the screen, but never so large that the picture cannot be held in memory or opened elsewhere.
_SCALE = 2.0
_LONGEST = 16_000.0


def write(scene: DiagramScene, legend: Legend, path: Path, writer: PictureWriter) -> None:
    """Write the whole diagram with its legend; the file name's ending says in which format. ``writer.saved`` tells it.

    Raises:
        StorageError: if the ending is neither ``.svg`` nor ``.png``, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".svg":
        write_whole(path, svg(scene, legend))
        writer.saved.emit(path)
    elif ending == ".png":
        writer.write(picture(scene, legend), path)
    else:
        raise StorageError(
            translate(
                "models", "A diagram can be written as .svg or .png, not as {ending}. Choose one of them."
            ).format(ending=ending or translate("models", "a file without an ending"))
        )


def svg(scene: DiagramScene, legend: Legend) -> bytes:
    """The diagram as an SVG document."""
    area = scene.sceneRect()
    foot = legend.heightForWidth(round(area.width()))
    size = QSize(round(area.width()), round(area.height()) + foot)
    title = say(scene.analysis.title) if scene.analysis is not None else ""
    return pictures.svg(size, lambda painter: _draw(painter, scene, legend, area, foot), title)


def picture(scene: DiagramScene, legend: Legend) -> QImage:
    """The diagram as a picture, at twice the size on the screen where that is possible."""
    area = scene.sceneRect()
    foot = legend.heightForWidth(round(area.width()))
    height = area.height() + foot
    scale = min(_SCALE, _LONGEST / max(height, area.width(), 1.0))
    image = QImage(round(area.width() * scale), round(height * scale), QImage.Format.Format_ARGB32_Premultiplied)
    per_metre = round(QGuiApplication.primaryScreen().logicalDotsPerInch() / 0.0254)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    image.fill(QColor(theme.tokens().window))
    painter = QPainter(image)
    painter.scale(scale, scale)
    _draw(painter, scene, legend, area, foot)
    painter.end()
    return image


def _draw(painter: QPainter, scene: DiagramScene, legend: Legend, area: QRectF, foot: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, area.width(), area.height() + foot), theme.tokens().window)
    scene.render(painter, QRectF(0, 0, area.width(), area.height()), area)
    legend.draw(painter, QRectF(0, area.height(), area.width(), foot))

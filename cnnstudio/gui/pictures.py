"""Pictures as the bytes of a file: PNG and SVG."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QRectF, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from cnnstudio.errors import StorageError


def png(image: QImage, *, compressed: bool = True) -> bytes:
    """A picture as a PNG; uncompressed, it is made in a fraction of the time, to be read again at once.

    Raises:
        StorageError: if there is none, as where the memory did not suffice for it.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # PySide6 takes the format as text alone, whatever its stubs say.
    if not image.save(buffer, "PNG", -1 if compressed else 100):  # type: ignore[call-overload]
        raise StorageError(
            QCoreApplication.translate(
                "pictures", "The picture could not be made: the memory does not suffice. Close other programs."
            )
        )
    return bytes(buffer.data().data())


def svg(size: QSize, draw: Callable[[QPainter], None], title: str) -> bytes:
    """What ``draw`` paints, as lines and text, ``size`` pixels of the screen large."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    # Fonts are sized in points: at the screen's resolution they come out as on the screen.
    generator.setResolution(round(QGuiApplication.primaryScreen().logicalDotsPerInch()))
    generator.setTitle(title)
    generator.setDescription(QCoreApplication.translate("pictures", "Drawn by CNN Studio"))
    painter = QPainter(generator)
    draw(painter)
    painter.end()
    return bytes(buffer.data().data())

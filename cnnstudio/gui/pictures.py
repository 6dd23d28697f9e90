"""Pictures as the bytes of a file, PNG and SVG; and what the clipboard or a drop offers."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMimeData, QRectF, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPixmap

from cnnstudio.errors import PictureError, StorageError
from cnnstudio.workspace import state_files

# What a room reads of a picture file, too: 50 megapixels.
MOST_PIXELS = 50_000_000
PATTERNS = "*.png *.jpg *.jpeg *.mpo *.gif *.bmp *.webp *.tif *.tiff *.avif *.ppm *.pgm *.pbm *.ico"
"""Names of picture files for a dialog; `cnnstudio.picture_files` reads these, and looks at the content alone."""


def holds_picture(data: QMimeData | None) -> bool:
    """Whether a drop or the clipboard may hold a picture, or a file; a file of a state is the window's affair."""
    if data is None:
        return False
    files = _files(data)
    return files[0].suffix.lower() != state_files.SUFFIX if files else data.hasImage()


def given(data: QMimeData | None) -> Path | QImage | None:
    """What a drop or the clipboard holds: the first file of this machine, else a picture; None where it is neither.

    An empty clipboard is None on some systems, and its contents may be anything: another program says what they are.

    Raises:
        PictureError: it calls itself a picture, but is none that can be taken.
    """
    if data is None:
        return None
    files = _files(data)
    if files:
        return files[0]
    if not data.hasImage():
        return None
    content = data.imageData()
    image = content.toImage() if isinstance(content, QPixmap) else content
    if not isinstance(image, QImage) or image.isNull():
        raise PictureError(
            QCoreApplication.translate(
                "pictures", "The copied picture could not be read. Save it to a file and open that."
            )
        )
    if image.width() * image.height() > MOST_PIXELS:
        raise PictureError(
            QCoreApplication.translate(
                "pictures", "The copied picture is far too large. Scale it down to 2,000 × 2,000 pixels and try again."
            )
        )
    return image


def _files(data: QMimeData) -> list[Path]:
    urls = data.urls() if data.hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile() and url.toLocalFile()]


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

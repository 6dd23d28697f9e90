from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from cnnstudio.errors import StorageError
from cnnstudio.gui import pictures


@pytest.mark.parametrize("compressed", [True, False])
def test_a_png_is_the_picture(compressed: bool) -> None:
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(QColor(1, 2, 3))
    assert QImage.fromData(pictures.png(image, compressed=compressed), "PNG").convertToFormat(image.format()) == image


def test_a_picture_that_could_not_be_made_is_a_sentence() -> None:
    with pytest.raises(StorageError, match="memory does not suffice"):
        pictures.png(QImage())


def test_an_svg_holds_what_is_drawn_at_the_screens_size(qapp: QApplication) -> None:
    def draw(painter: QPainter) -> None:
        painter.drawText(QPoint(5, 20), "seven")

    root = ElementTree.fromstring(pictures.svg(QSize(40, 30), draw, "A title"))
    assert root.get("viewBox") == "0 0 40 30"
    words = "".join(root.itertext())
    assert "A title" in words
    assert "Drawn by CNN Studio" in words
    assert "seven" in words

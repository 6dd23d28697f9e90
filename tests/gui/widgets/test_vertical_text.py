"""Chinese words stand upright where others are turned."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from cnnstudio.errors import MissingFontError
from cnnstudio.gui import fonts, theme
from cnnstudio.gui.widgets import vertical_text

WIDTH, HEIGHT = 40, 200


def drawn(text: str) -> tuple[QImage, float]:
    """A text in the middle of a picture, and how high it says that it is."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(theme.font())
    length = vertical_text.length(QFontMetricsF(painter.font()), text)
    vertical_text.draw(painter, QRectF(0, 0, WIDTH, HEIGHT), text)
    painter.end()
    return image, length


def rows(image: QImage) -> list[int]:
    return [y for y in range(HEIGHT) if any(image.pixelColor(x, y).lightness() < 200 for x in range(WIDTH))]


@pytest.mark.parametrize("text", ["Details", "详情", "详情 (1)"])
def test_it_stands_in_the_middle_and_is_as_high_as_it_says(qtbot: QtBot, text: str) -> None:
    image, length = drawn(text)
    inked = rows(image)
    assert abs(inked[0] + inked[-1] - HEIGHT) < 10
    assert 0.6 * length < inked[-1] - inked[0] <= length + 2


def test_a_chinese_word_is_not_turned(qtbot: QtBot) -> None:
    try:
        fonts.check("zh_CN")
    except MissingFontError:
        pytest.skip("no Chinese font on this computer")
    # One long stroke across: below each other there are two of them, turned they would stand beside each other.
    image, _ = drawn("一一")
    inked = rows(image)
    strokes = 1 + sum(below - above > 1 for above, below in pairwise(inked))
    assert strokes == 2
    assert len(inked) < 12

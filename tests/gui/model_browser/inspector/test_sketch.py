from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.inspector.sketch import LINE, IdeaPicture, Sketch


@dataclass
class Bars:
    """Two costs."""

    costs: list[tuple[str, float]]

    def height(self) -> float:
        return 80

    def draw(self, sketch: Sketch, width: float) -> None:
        sketch.compare(0, width, self.costs)

    def says(self) -> str:
        return f"{len(self.costs)} costs"


def _columns(image: QImage, y: int, color: str) -> int:
    return sum(image.pixelColor(x, y).name() == color for x in range(image.width()))


def test_costs_are_as_long_as_they_are_large(qtbot: QtBot) -> None:
    picture = IdeaPicture("p")
    qtbot.addWidget(picture)
    picture.show_drawing(Bars([("a", 25.0), ("b", 100.0)]))
    picture.resize(204, 84)
    picture.show()
    image = picture.grab().toImage()
    ratio = image.devicePixelRatio()
    tokens = theme.tokens()
    first = _columns(image, round((2 + LINE + 3) * ratio), tokens.accent.name()) / ratio
    second = _columns(image, round((2 + LINE + 12 + LINE + 3) * ratio), tokens.line_strong.name()) / ratio
    assert abs(first - 50) <= 2
    assert abs(second - 200) <= 2
    assert picture.accessibleName() == "2 costs"


def test_nothing_is_shown_before_there_is_a_drawing(qtbot: QtBot) -> None:
    picture = IdeaPicture("p")
    qtbot.addWidget(picture)
    assert picture.sizeHint().height() == 0
    picture.resize(100, 40)
    picture.show()
    picture.grab()
    assert picture.drawing is None


def test_words_that_are_too_long_end_in_an_ellipsis(qtbot: QtBot) -> None:
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    Sketch(painter).words(QRectF(0, 0, 60, 30), "a very long text that does not fit", align=Qt.AlignmentFlag.AlignLeft)
    painter.end()
    assert all(image.pixelColor(x, y) == Qt.GlobalColor.white for x in range(64, 200) for y in range(30))
    assert any(image.pixelColor(x, y) != Qt.GlobalColor.white for x in range(60) for y in range(30))


def test_an_arrow_of_no_length_is_drawn(qtbot: QtBot) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    Sketch(painter).arrow(QPointF(5, 5), QPointF(5, 5))
    painter.end()

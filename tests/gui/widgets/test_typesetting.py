import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer

from cnnstudio.gui.widgets.typesetting import set_formula


@pytest.mark.parametrize(
    "latex",
    [
        r"\left\lfloor \frac{n + p - k + s}{s} \right\rfloor",
        r"Y_{i,j} = \sum_{a=0}^{k_h - 1} X_{i+a,\, j}",
        r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}",
    ],
)
def test_a_formula_is_a_picture_that_qt_can_draw(latex: str) -> None:
    made = set_formula(latex)
    assert ET.fromstring(made.svg).tag.endswith("svg")
    assert QSvgRenderer(QByteArray(made.svg.encode())).isValid()
    assert made.width > 10
    assert made.height > made.depth >= 0


def test_a_fraction_is_higher_than_its_numerator() -> None:
    assert set_formula(r"\frac{a}{b}").height > set_formula("a").height


def test_what_cannot_be_set_is_told() -> None:
    with pytest.raises(ValueError, match="cannot be set"):
        set_formula(r"\frac{a}")


def test_its_letters_are_drawn_as_qts_own_svg_draws_them(qapp: object) -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    from cnnstudio.gui import theme
    from cnnstudio.gui.widgets.typesetting import INK, paint, result

    for latex in (r"\left\lfloor \frac{n + p}{s} \right\rfloor", r"\sqrt{2} \times \sum_{a=0}^{k} x_a", result("12")):
        made = set_formula(latex)
        images = []
        for ours in (True, False):
            image = QImage(300, 120, QImage.Format.Format_RGB32)
            image.fill(0xFFFFFFFF)
            painter = QPainter(image)
            if ours:
                paint(painter, made, QRectF(0, 0, 300, 120))
            else:
                svg = (
                    made.svg.replace(INK, theme.tokens().text.name())
                    .replace("#010203", theme.tokens().accent.name())
                    .encode()
                )
                QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, 300, 120))
            painter.end()
            images.append(image)
        spots = [(x, y) for x in range(300) for y in range(120)]
        apart = [abs(images[0].pixelColor(x, y).red() - images[1].pixelColor(x, y).red()) for x, y in spots]
        assert sum(images[0].pixelColor(x, y).red() < 128 for x, y in spots) > 200
        assert sum(one > 100 for one in apart) < 30, latex

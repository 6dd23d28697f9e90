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

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.product_grid import ProductGrid
from tests.gui.printed import reckon_exactly


def grid_of(values: list[list[float]], weights: list[list[float]] | None, **more: object) -> ProductGrid:
    below = np.array(values)
    products = below if weights is None else below * np.array(weights)
    peak = float(np.abs(products[np.isfinite(products)]).max())
    return ProductGrid(below, products, None if weights is None else np.array(weights), peak, **more)


def painted(grid: ProductGrid, width: int) -> QImage:
    layout = grid.layout(width)
    image = QImage(width, round(layout.height), QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    layout.paint(painter, QPointF(0, 0))
    painter.end()
    return image


def test_a_cell_says_value_weight_and_product_where_there_is_room(qapp) -> None:
    grid = grid_of([[0.5, -2.0], [0.12345, 4.0]], [[2.0, 3.0], [-0.1, 0.25]])
    assert grid.layout(300).texts == [
        ["0.5\n× 2\n= 1", "−2\n× 3\n= −6"],
        ["0.1235\n× −0.1\n≈ −0.01235", "4\n× 0.25\n= 1"],
    ]
    assert grid.layout(80).texts[0] == ["1", "−6"], "in small cells stands what is added up"
    assert grid.layout(30).texts == [["", ""], ["", ""]], "too small to be read"
    assert grid.cell_text(1, 0) == "0.1235\n× −0.1\n≈ −0.01235"


def test_figures_give_way_before_the_type_gets_too_small(qapp) -> None:
    numbers = np.random.default_rng(1).normal(size=(5, 5)) / 30
    grid = ProductGrid(numbers, numbers, None, 1.0)
    wide, narrow = grid.layout(400), grid.layout(230)
    assert wide.figures == 4
    assert narrow.figures < 4
    assert narrow.type_size >= 7
    for layout in (wide, narrow):
        longest = max(len(text) for row in layout.texts for text in row)
        assert longest * 0.6 * layout.type_size <= layout.cell


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_are_those_of_the_products(qapp, mode: str) -> None:
    theme.manager().set_mode(mode)
    grid = grid_of([[1.0, 1.0, 1.0]], [[-3.0, 0.0, 3.0]])
    image = painted(grid, 120)
    layout = grid.layout(120)
    for column, share in enumerate((-0.8, 0.0, 0.8)):
        # Beside the number, in the corner of the cell.
        corner = layout.rect(0, column).topLeft() + QPointF(4, 4)
        color, want = image.pixelColor(corner.toPoint()), theme.tokens().signed_color(share)
        assert abs(color.red() - want.red()) <= 3
        assert abs(color.blue() - want.blue()) <= 3


def test_what_wins_is_framed_and_what_is_endless_is_painted(qapp) -> None:
    values = [[-np.inf, 2.0], [1.0, 0.5]]
    plain, framed = grid_of(values, None), grid_of(values, None, chosen=(0, 1))
    assert plain.cell_text(0, 0) == "−∞"
    assert painted(plain, 160) != painted(framed, 160)


@pytest.mark.parametrize("figures", [2, 3, 4])
def test_a_cell_is_an_equation_only_where_it_says_so(figures: int) -> None:
    chance = np.random.default_rng(figures)
    numbers = np.concatenate([chance.integers(-9, 9, (4, 8)) / 2, chance.normal(size=(4, 8))]).tolist()
    weights = np.concatenate([chance.integers(-9, 9, (4, 8)) / 4, chance.integers(-9, 9, (4, 8))]).tolist()
    grid, signs = grid_of(numbers, weights), set()
    for row, column in np.ndindex(8, 8):
        value, weight, product = grid.cell_text(row, column, figures).split("\n")
        signs.add(product[0])
        if product.startswith("= "):
            left = reckon_exactly(value) * reckon_exactly(weight.removeprefix("× "))
            assert left == pytest.approx(reckon_exactly(product.removeprefix("= ")), rel=3e-6)
    assert signs == {"=", "≈"}

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from cnnstudio.gui.widgets.product_grid import ProductGrid
from cnnstudio.gui.widgets.product_view import Divider, ProductView, Said, Tone
from tests.gui.copied import copied

PIECES = [
    Said("A unit", Tone.TITLE),
    Said("where it stands", Tone.QUIET),
    ProductGrid(np.array([[1.0, 2.0]]), np.array([[3.0, 8.0]]), np.array([[3.0, 4.0]]), 8.0),
    Said("1·3 + 2·4 = 11"),
    Divider(),
    Said("All channels", Tone.HEADING),
    Said("11 + 2", Tone.ASIDE),
    Said("2 other channels: +2"),
    Said("= 13", Tone.RESULT),
]


def view_of(qtbot: QtBot, **how: object) -> ProductView:
    view = ProductView(name="some-products", **how)
    qtbot.addWidget(view)
    view.resize(300, 300)
    return view


def test_everything_is_said_and_the_sum_alone(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.show_pieces(PIECES)
    assert view.text.splitlines() == [
        "A unit", "where it stands", "1·3 + 2·4 = 11", "All channels", "11 + 2", "2 other channels: +2", "= 13",
    ]  # fmt: skip
    assert view.equation == "1·3 + 2·4 = 11; 2 other channels: +2; = 13"
    assert view.accessibleDescription() == view.text
    assert view.grids == [PIECES[2]]
    view.copy_text()
    assert QGuiApplication.clipboard().text() == view.text


def test_it_is_as_high_as_what_it_shows(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.show_pieces(PIECES[:2])
    low = view.sizeHint().height()
    view.show_pieces(PIECES)
    high = view.sizeHint().height()
    assert high > low > 20
    view.show_pieces([Said("word " * 60, Tone.QUIET)])
    wide = view.sizeHint().height()
    view.resize(150, 300)
    view.grab()
    assert view.sizeHint().height() > wide, "narrow lines are more lines"
    framed = view_of(qtbot, margin=16)
    framed.show_pieces(PIECES)
    assert framed.sizeHint().height() == high + 32
    large = view_of(qtbot, large=True)
    large.show_pieces(PIECES)
    assert large.sizeHint().height() > high


def test_the_tip_of_a_cell_has_all_its_numbers(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: tips.append(text))
    view = view_of(qtbot)
    view.show_pieces(PIECES)
    view.grab()
    at = PIECES[2].layout(300).rect(0, 1).center().toPoint() + QPoint(0, int(view._grid_tops[0]))
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert tips == ["2 × 4 = 8"]


def test_the_cells_are_copied_in_full(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    values = np.array([[1 / 3, -1e-7], [12345.678, 0.0]])
    weights = np.array([[3.0, 0.1], [-0.5, 2.0]])
    pooled = ProductGrid(values, values, None, 1.0, number=6)
    view.show_pieces([ProductGrid(values, values * weights, weights, 1.0), Said("= 1"), pooled])
    rows = copied(view, "some-products")
    assert [(row["Channel"], row["Row"], row["Column"]) for row in rows[3:5]] == [("1", "2", "2"), ("7", "1", "1")]
    assert [float(row["Value"]) for row in rows] == pytest.approx([*values.ravel()] * 2, rel=1e-9)
    assert [float(row["Product"]) for row in rows[:4]] == pytest.approx((values * weights).ravel().tolist(), rel=1e-9)
    assert {row["Weight"] for row in rows[4:]} == {""}

"""The order of painting after an edit, in the real window."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot
from torch import Tensor, nn

from cnnstudio.convolution.operation import Result
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground import opening, painting
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.playground.prediction_bars import PredictionBars
from cnnstudio.gui.playground.scene import Column
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.edited_prediction import Prediction, predict
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.reference import Initial
from tests.gui.playground.opened import LONG, draw_few_digits, open_layer, seen


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> PlaygroundPage:
    draw_few_digits(monkeypatch)
    page = open_layer(main_window, qtbot, CatalogueNetwork("convnet"), Initial(3), "features.0")
    qtbot.wait(20)
    return page


@pytest.fixture
def drawn(page: PlaygroundPage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What draws numbers, in order: the bars, or a block of the canvas."""
    order: list[str] = []
    bars, column = page.findChild(PredictionBars), painting.paint_column
    assert bars is not None

    def paint_bars() -> None:
        order.append("bars")
        PredictionBars.repaint(bars)

    def paint_column(painter: QPainter, result: Result, shown: Column, *, vector: bool = False) -> None:
        order.append(shown.block.value)
        column(painter, result, shown, vector=vector)

    monkeypatch.setattr(bars, "repaint", paint_bars)
    monkeypatch.setattr(painting, "paint_column", paint_column)
    return order


class Gate:
    """Holds the predictions until it is opened."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.asked = threading.Event()

    def __call__(self, module: nn.Module, picture: Tensor, loaded: Loaded) -> Prediction | None:
        self.asked.set()
        self.open.wait(LONG / 1000)
        return predict(module, picture, loaded)


@pytest.fixture
def gate(page: PlaygroundPage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    monkeypatch.setattr(opening, "predict", gate)
    yield gate
    gate.open.set()


def edit(studio: Studio, value: float) -> None:
    studio.edit(EMPTY.set("features.0.weight", 7, value), "a weight")


def test_all_else_waits_for_the_bars_and_the_look_and_then_is_painted(
    page: PlaygroundPage, studio: Studio, gate: Gate, drawn: list[str], qtbot: QtBot
) -> None:
    page.bars_first._most.setInterval(LONG)
    edit(studio, 4.5)
    assert gate.asked.wait(LONG / 1000)
    for widget in (page.canvas, page.products):
        widget.update()  # as the pointer does
    qtbot.wait(20)
    assert page.bars_first.held
    assert drawn == []
    gate.open.set()
    qtbot.waitUntil(lambda: not page.bars_first.held, timeout=LONG)
    assert page.opening.up_to_date
    # At once, not with the next events.
    assert drawn[0] == "bars"
    assert {"kernel", "output"} <= set(drawn)
    assert page.canvas.updatesEnabled()
    assert page.opened_panel.maps.updatesEnabled()
    assert page.products.updatesEnabled()


def test_the_canvas_shows_the_numbers_of_the_last_edit(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    for value in (0.5, -2.0, 4.5):
        edit(studio, value)
        seen(qtbot, page)
    qtbot.waitUntil(lambda: not page.bars_first.held, timeout=LONG)
    shown = page.canvas.grab().toImage()
    for view in page.canvas.views.values():
        view.forget()
    qtbot.wait(20)
    assert page.canvas.grab().toImage() == shown


def test_a_slow_prediction_holds_nothing_back_for_long(
    page: PlaygroundPage, studio: Studio, gate: Gate, qtbot: QtBot
) -> None:
    for value in (0.5, 0.75):
        edit(studio, value)
        assert page.bars_first.held
        qtbot.waitUntil(lambda: not page.bars_first.held, timeout=LONG)
        assert not page.opening.prediction_is_current
        assert page.canvas.updatesEnabled()
    gate.open.set()
    seen(qtbot, page)


def test_a_newer_edit_comes_before_the_painting_of_the_one_before(
    page: PlaygroundPage, studio: Studio, drawn: list[str], qtbot: QtBot
) -> None:
    page.bars_first._most.setInterval(LONG)
    looks: list[int] = []

    def again() -> None:  # an edit that came in with the look
        looks.append(1)
        if len(looks) < 3:
            edit(studio, float(len(looks)))

    page.opening.looked.connect(again)
    edit(studio, 4.5)
    qtbot.waitUntil(lambda: not page.bars_first.held, timeout=LONG)
    assert len(looks) == 3
    assert drawn[:3] == ["bars", "bars", "bars"]
    assert drawn.count("kernel") == 1


@pytest.mark.parametrize("how", ["closed", "refused", "undone"])
def test_whatever_ends_it_the_canvas_is_drawn_again(
    page: PlaygroundPage, studio: Studio, gate: Gate, qtbot: QtBot, how: str
) -> None:
    page.bars_first._most.setInterval(LONG)
    edit(studio, 0.5)
    assert page.bars_first.held
    if how == "closed":
        page.opening.close()
    elif how == "refused":
        page.opening.refused.emit("No.")
    else:
        studio.edit_stack.undo()
        gate.open.set()
        seen(qtbot, page)
    qtbot.waitUntil(lambda: not page.bars_first.held, timeout=LONG)
    assert page.canvas.updatesEnabled()


def test_without_an_opened_layer_nothing_is_held_back(page: PlaygroundPage, studio: Studio) -> None:
    page.opening.close()
    edit(studio, 0.5)
    assert not page.bars_first.held

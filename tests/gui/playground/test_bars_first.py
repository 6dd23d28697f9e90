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


def look_changed(page: PlaygroundPage) -> None:
    """The layer looks otherwise, and nothing of it is drawn yet."""
    for view in page.canvas.views.values():
        view._old = True
        view.update()


def pixels(page: PlaygroundPage) -> bytes:
    """The canvas, as it is drawn now."""
    image = page.canvas.grab().toImage()
    return bytes(image.constBits())


def test_the_canvas_waits_for_the_bars_and_then_is_drawn(
    page: PlaygroundPage, studio: Studio, gate: Gate, drawn: list[str], qtbot: QtBot
) -> None:
    page.bars_first._most.setInterval(LONG)
    before = pixels(page)
    look_changed(page)
    edit(studio, 4.5)
    assert gate.asked.wait(LONG / 1000)
    qtbot.wait(20)
    assert page.canvas.held_back
    assert not {"kernel", "output"} & set(drawn)
    assert pixels(page) == before
    gate.open.set()
    seen(qtbot, page)
    qtbot.waitUntil(lambda: {"kernel", "output"} <= set(drawn), timeout=LONG)
    assert not page.canvas.held_back
    assert drawn[0] == "bars"
    assert pixels(page) != before


def test_what_was_held_back_is_drawn_though_nothing_else_comes(
    page: PlaygroundPage, gate: Gate, drawn: list[str], qtbot: QtBot
) -> None:
    page.canvas.hold_back(True)
    look_changed(page)
    qtbot.wait(20)
    assert not drawn
    page.canvas.hold_back(False)
    qtbot.waitUntil(lambda: {"input", "kernel", "output"} <= set(drawn), timeout=LONG)


def test_another_theme_or_size_is_never_held_back(page: PlaygroundPage, drawn: list[str], qtbot: QtBot) -> None:
    page.canvas.hold_back(True)
    page.canvas._recolor()
    qtbot.waitUntil(lambda: {"input", "kernel", "output"} <= set(drawn), timeout=LONG)
    drawn.clear()
    page.canvas.set_zoom(2.0)
    qtbot.waitUntil(lambda: bool(drawn), timeout=LONG)
    page.canvas.hold_back(False)


def test_a_slow_prediction_holds_nothing_back_for_long_and_the_next_edit_nothing_at_all(
    page: PlaygroundPage, studio: Studio, gate: Gate, drawn: list[str], qtbot: QtBot
) -> None:
    edit(studio, 0.5)
    assert page.canvas.held_back
    qtbot.waitUntil(lambda: not page.canvas.held_back, timeout=LONG)
    assert not page.opening.prediction_is_current
    look_changed(page)
    edit(studio, 0.75)
    assert not page.canvas.held_back
    qtbot.waitUntil(lambda: "kernel" in drawn, timeout=LONG)
    gate.open.set()
    seen(qtbot, page)
    qtbot.wait(20)
    # They are quick again.
    edit(studio, 1.0)
    assert page.canvas.held_back
    seen(qtbot, page)


@pytest.mark.parametrize("how", ["closed", "refused", "undone"])
def test_whatever_ends_it_the_canvas_is_drawn_again(
    page: PlaygroundPage, studio: Studio, gate: Gate, qtbot: QtBot, how: str
) -> None:
    page.bars_first._most.setInterval(LONG)
    edit(studio, 0.5)
    assert page.canvas.held_back
    if how == "closed":
        page.opening.close()
    elif how == "refused":
        page.opening.refused.emit("No.")
    else:
        studio.edit_stack.undo()
        gate.open.set()
        seen(qtbot, page)
    qtbot.waitUntil(lambda: not page.canvas.held_back, timeout=LONG)
    assert page.bars_first._most.remainingTime() <= 0


def test_without_an_opened_layer_nothing_is_held_back(page: PlaygroundPage, studio: Studio) -> None:
    page.opening.close()
    edit(studio, 0.5)
    assert not page.canvas.held_back

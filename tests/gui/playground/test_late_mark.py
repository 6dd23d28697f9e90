"""Bars of a newer edit stand beside a layer's numbers of the one before only where these are marked so."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.convolution import opened as opening_of
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace.picture import Drawn, Picture
from tests.gui.playground import opened
from tests.gui.playground.opened import INK, LONG, open_layer, seen


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """While this is not set, nothing is seen of a layer, as on a machine that is busy with something else."""
    opened.draw_few_digits(monkeypatch)
    go = threading.Event()
    go.set()
    look = opening_of.look

    def late_look(*arguments: object, **named: object) -> object:
        go.wait(30)
        return look(*arguments, **named)

    monkeypatch.setattr(opening_of, "look", late_look)
    return go


@pytest.mark.parametrize("change", ["edit", "picture"])
def test_numbers_that_lag_behind_the_bars_are_marked(
    main_window: MainWindow, qtbot: QtBot, go: threading.Event, change: str
) -> None:
    page = open_layer(main_window, qtbot, CatalogueNetwork("lenet5"), Initial(3), "features.0")
    assert not page.late.shown
    go.clear()
    with qtbot.waitSignal(page.opening.predicted, timeout=LONG):
        if change == "edit":
            page.opening.switch(2, on=False)
        else:
            main_window.studio.show_picture(Picture.of(1 - INK, Drawn()))
    assert not page.late.shown, "in most cases it is there in a moment"
    qtbot.waitUntil(lambda: page.late.shown, timeout=LONG)
    assert page.canvas.updatesEnabled(), "it can be seen"
    assert page.products.updatesEnabled()
    go.set()
    seen(qtbot, page)
    qtbot.waitUntil(lambda: not page.late.shown, timeout=LONG)


def test_what_comes_soon_or_is_closed_is_not_marked(main_window: MainWindow, qtbot: QtBot, go: threading.Event) -> None:
    page = open_layer(main_window, qtbot, CatalogueNetwork("lenet5"), Initial(3), "features.0")
    go.clear()
    with qtbot.waitSignal(page.opening.predicted, timeout=LONG):
        page.opening.switch(2, on=False)
    qtbot.waitUntil(lambda: page.late.shown, timeout=LONG)
    page.opening.close()
    assert not page.late.shown, "the free numbers are nobody's"
    go.set()

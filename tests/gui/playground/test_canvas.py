import torch
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.links import Block
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.gui import theme
from cnnstudio.gui.playground.page import PlaygroundPage


def test_the_loupe_shows_over_cells_too_small_to_read(page: PlaygroundPage, qtbot: QtBot) -> None:
    loupe = page.findChild(QWidget, "play-loupe")
    view = page.canvas.views[Block.INPUT]
    qtbot.mouseMove(view, view.cell_center(1, 1))
    assert not loupe.isVisible(), "these numbers are readable"
    with qtbot.waitSignal(page.model.resultChanged):
        page.model.change("", lambda state: state.with_input(Numbers(torch.rand(1, 300, 400))))
    for block in (Block.INPUT, Block.OUTPUT):
        view = page.canvas.views[block]
        qtbot.mouseMove(view, view.cell_center(150, 200))
        assert loupe.isVisible()
        assert page.canvas.rect().contains(loupe.geometry())
    page.model.point(None)
    page.canvas.hide()
    assert not loupe.isVisible()


def test_the_window_slides_to_its_neighbour_only(page: PlaygroundPage, monkeypatch) -> None:
    monkeypatch.setattr(theme, "motion_ms", lambda: 150)
    page.model.pin(0, 1)
    assert page.canvas.sliding() is not None
    page.model.pin(1, 0)
    page.canvas._slide.stop()
    assert page.canvas.sliding() is None
    page.canvas.set_pace(16)
    page.model.pin(1, 1)
    assert page.canvas.sliding() is None, "there is no time to slide at sixty positions a second"


def test_no_motion_where_the_system_asks_for_none(page: PlaygroundPage, monkeypatch) -> None:
    monkeypatch.setattr(theme, "motion_ms", lambda: 0)
    page.model.pin(0, 1)
    assert page.canvas.sliding() is None


def test_only_what_changed_is_drawn_anew(page: PlaygroundPage, qtbot: QtBot) -> None:
    qtbot.wait(10)
    view = page.canvas.views[Block.INPUT]
    still = view._still
    assert still is not None
    page.model.change("", lambda state: state.with_bias(True))
    assert view._still is still
    page.model.change("", lambda state: state.with_parameters(padding_top=1))
    assert view._still is not still


def test_another_theme_is_drawn_anew(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = page.canvas.views[Block.OUTPUT]
    light = view.grab().toImage()
    theme.manager().set_mode("dark")
    dark = view.grab().toImage()
    assert light != dark


def test_spread_and_stacked(page: PlaygroundPage) -> None:
    page.open_state(4)
    assert page.canvas.scene.spread
    assert page.canvas.views[Block.PARTIAL].isVisible()
    page.model.set_spread(False)
    assert not page.canvas.scene.spread
    assert not page.canvas.views[Block.PARTIAL].isVisible()

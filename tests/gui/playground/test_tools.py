import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDoubleSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui.playground.page import PlaygroundPage
from tests.gui.playground.room import click


def tool(page: PlaygroundPage, name: str) -> QToolButton:
    found = page.tools.findChild(QToolButton, name)
    assert found is not None, name
    return found


def test_undo_and_redo_are_there_when_they_do_something(page: PlaygroundPage, qtbot: QtBot) -> None:
    undo, redo = tool(page, "play-undo-button"), tool(page, "play-redo-button")
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    before = page.model.state
    page.model.change("", lambda state: state.with_bias(not state.use_bias))
    assert undo.isEnabled()
    click(page, qtbot, "play-undo-button")
    assert page.model.state == before
    assert redo.isEnabled()
    click(page, qtbot, "play-redo-button")
    assert page.model.state != before


def test_the_brush_is_shown_while_painting(page: PlaygroundPage, qtbot: QtBot) -> None:
    brush = page.tools.findChild(QDoubleSpinBox, "play-brush")
    assert not brush.isVisible()
    click(page, qtbot, "play-paint")
    assert brush.isVisible()
    assert page.canvas.painting
    brush.setValue(-2.5)
    assert page.canvas.brush == -2.5
    click(page, qtbot, "play-paint")
    assert not brush.isVisible()
    assert not page.canvas.painting


def test_channels_are_spread_where_there_are_several(page: PlaygroundPage, qtbot: QtBot) -> None:
    spread = tool(page, "play-spread")
    assert not spread.isEnabled(), "the first figure has one channel"
    page.model.change("", lambda state: state.with_parameters(in_channels=3))
    assert spread.isEnabled()
    before = page.canvas.scene.spread
    click(page, qtbot, "play-spread")
    assert page.canvas.scene.spread is not before
    assert spread.isChecked() is page.canvas.scene.spread


def test_zoom_goes_back_to_the_whole_and_not_below(page: PlaygroundPage, qtbot: QtBot) -> None:
    smaller = tool(page, "play-zoom-out")
    assert not smaller.isEnabled()
    click(page, qtbot, "play-zoom-in")
    assert page.canvas.zoom == pytest.approx(1.5)
    assert smaller.isEnabled()
    click(page, qtbot, "play-zoom-out")
    assert page.canvas.zoom == pytest.approx(1.0)
    assert not smaller.isEnabled()


def test_copies_the_code(page: PlaygroundPage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("")
    click(page, qtbot, "play-copy-code-button")
    qtbot.waitUntil(lambda: not page.files.busy)
    assert "torch" in QGuiApplication.clipboard().text()

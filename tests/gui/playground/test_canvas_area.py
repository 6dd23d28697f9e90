from pytestqt.qtbot import QtBot

from cnnstudio.gui.playground.canvas_area import CanvasArea
from cnnstudio.gui.playground.page import PlaygroundPage


def test_the_canvas_fills_the_area_and_is_scrolled_where_it_is_zoomed(page: PlaygroundPage, qtbot: QtBot) -> None:
    area = page.findChild(CanvasArea)
    assert area.widget() is page.canvas
    assert page.canvas.size() == area.viewport().size()
    assert not area.horizontalScrollBar().isVisible()
    page.canvas.set_zoom(2.0)
    qtbot.waitUntil(area.horizontalScrollBar().isVisible)
    assert page.canvas.width() > area.viewport().width()
    page.canvas.set_zoom(1.0)
    qtbot.waitUntil(lambda: page.canvas.size() == area.viewport().size())


def test_follows_the_size_of_the_room(page: PlaygroundPage, qtbot: QtBot) -> None:
    area = page.findChild(CanvasArea)
    before = page.canvas.width()
    page.window().resize(1500, 900)
    qtbot.waitUntil(lambda: page.canvas.width() > before)
    assert page.canvas.size() == area.viewport().size()

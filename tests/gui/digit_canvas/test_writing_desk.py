import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.gui.digit_canvas.filmstrip import Filmstrip
from cnnstudio.gui.digit_canvas.writing_desk import WritingDesk


@pytest.mark.parametrize(
    ("size", "below", "least"), [((376, 460), True, 260), ((590, 545), False, 360), ((2000, 900), False, 870)]
)
def test_the_prediction_stands_where_it_leaves_the_pad_more_room(qtbot: QtBot, size, below, least):
    desk = WritingDesk()
    qtbot.addWidget(desk)
    desk.resize(*size)
    desk.show()
    assert desk.prediction_below == below
    qtbot.waitUntil(lambda: desk.pad.sheet().width() >= least)
    pad, bars = desk.pad.geometry(), desk.bars.parentWidget().geometry()
    assert not pad.intersects(bars)
    assert desk.rect().contains(bars)
    assert below or bars.left() - pad.right() < 24, "they stay together"


@pytest.mark.parametrize("width", [376, 500, 900, 2000])
def test_the_strip_is_as_high_as_its_pictures(qtbot: QtBot, width):
    strip = Filmstrip()
    qtbot.addWidget(strip)
    strip.resize(width, 10)
    strip.show()
    strip.layout().activate()
    for frame in strip._frames.values():
        inside = frame.mapTo(strip, frame.rect().bottomRight())
        assert strip.rect().contains(inside)
        assert 44 <= frame.width() <= 132
    assert strip._switches[next(iter(strip._switches))].geometry().bottom() <= strip.height()

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.filmstrip import Filmstrip
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.digit_canvas.writing_desk import WritingDesk
from cnnstudio.gui.main_window import MainWindow


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


def shown_strip(qtbot: QtBot, width: int) -> Filmstrip:
    strip = Filmstrip()
    qtbot.addWidget(strip)
    strip.resize(width, 10)
    strip.show()
    strip.layout().activate()
    return strip


@pytest.mark.parametrize("width", [376, 500, 900, 2000])
def test_the_strip_is_as_high_as_its_pictures(qtbot: QtBot, width):
    strip = shown_strip(qtbot, width)
    for frame in strip._frames.values():
        inside = frame.mapTo(strip, frame.rect().bottomRight())
        assert strip.rect().contains(inside)
        assert 44 <= frame.width() <= 132
    assert strip._switches[next(iter(strip._switches))].geometry().bottom() <= strip.height()


def cut(strip: Filmstrip) -> list[str]:
    """The titles that are not seen whole, above the pictures or beside the boxes."""
    found = []
    for stage, (title, _hint) in strip._words().items():
        frame, below = strip._frames[stage], strip._switches.get(stage, strip._ink_title)
        if below.text():
            whole = below.text() == title and below.width() >= below.sizeHint().width()
        else:
            wide = QFontMetricsF(theme.font(frame._size)).horizontalAdvance(frame._caption)
            whole = frame._caption == title and wide <= frame.width()
        if not whole:
            found.append(title)
    return found


@pytest.mark.parametrize("size", [(900, 600), (1024, 700), (1280, 800)])
def test_no_title_under_the_pictures_is_cut_in_a_small_window(main_window: MainWindow, page: DrawPage, qtbot, size):
    main_window.resize(*size)
    qtbot.wait(50)
    assert cut(page.strip) == []
    assert page.desk.rect().contains(page.desk.bars.parentWidget().geometry()), "nor any bar above"


@pytest.mark.parametrize("width", [320, 376, 430, 499, 500, 520, 560, 620, 700, 900])
def test_no_title_is_cut_at_any_width(qtbot: QtBot, width):
    strip = shown_strip(qtbot, width)
    assert cut(strip) == []

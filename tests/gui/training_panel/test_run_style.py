import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.run_style import DASHES, RunStyle, free_slot, line_icon


def test_the_first_free_style_is_taken() -> None:
    assert free_slot(set()) == 0
    assert free_slot({0, 1}) == 2
    assert free_slot({0, 2}) == 1
    assert free_slot({1, 5}) == 0


def test_no_two_of_the_first_runs_look_alike(qtbot: QtBot) -> None:
    looks = {(style.color.name(), tuple(style.pen().dashPattern())) for style in map(RunStyle, range(len(DASHES)))}
    assert len(looks) == len(DASHES)
    dashes = {tuple(RunStyle(slot).pen().dashPattern()) for slot in range(len(DASHES))}
    assert len(dashes) == len(DASHES), "without colours too"


def test_a_faint_pen_is_the_same_colour_and_thin(qtbot: QtBot) -> None:
    style = RunStyle(1)
    faint = style.pen(faint=0.3)
    assert faint.color().name() == style.color.name()
    assert faint.color().alphaF() == pytest.approx(0.3, abs=0.01)
    assert faint.width() == 1
    assert style.pen(sharpness=2.0).width() == 2


def test_an_icon_that_is_off_is_crossed_out(qtbot: QtBot) -> None:
    icon = line_icon(RunStyle(0).pen(), "o", off=theme.tokens().text_quiet)
    on = icon.pixmap(24, 12, state=icon.State.On).toImage()
    off = icon.pixmap(24, 12, state=icon.State.Off).toImage()
    assert on != off

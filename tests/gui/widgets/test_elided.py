"""A line that gives way: what is cut, what stays, and that all of it is in the tip."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.elided import Elided, ElidedButton


@pytest.fixture
def line(qtbot: QtBot) -> Elided:
    line = Elided("a-line", least=80)
    qtbot.addWidget(line)
    line.show()
    return line


def test_the_end_stays_and_the_words_before_it_give_way(line: Elided) -> None:
    line.show_line("Epoch 3/10, batch 412/938", " · 34 %")
    whole = "Epoch 3/10, batch 412/938 · 34 %"
    assert line.text() == line.toolTip() == whole
    line.resize(line.sizeHint())
    assert line.shown == whole
    line.resize(line.sizeHint().width() - 40, line.height())
    assert line.shown != whole
    assert line.shown.startswith("Epoch 3/10")
    assert line.shown.endswith("… · 34 %")
    assert line.fontMetrics().horizontalAdvance(line.shown) <= line.width()


def test_another_line_may_give_way_to_its_end(line: Elided) -> None:
    line.show_line("Epoch 3/10", " · 34 %")
    line.setText("Saved as /home/pictures/convnet.png")
    line.resize(line.sizeHint().width() - 20, line.height())
    assert line.shown.startswith("Saved as")
    assert line.shown.endswith("…")


def test_a_short_line_asks_for_no_more_than_it_needs(line: Elided) -> None:
    line.setText("Ok")
    assert line.minimumSizeHint().width() == line.sizeHint().width() < 80
    line.setText("x" * 200)
    assert line.minimumSizeHint().width() == 80
    line.show_line("x" * 200, " · 34 %")
    assert line.minimumSizeHint().width() > 80


def test_a_button_gives_way_in_the_middle_and_its_tip_is_whole(qtbot: QtBot) -> None:
    button = ElidedButton("The current network")
    qtbot.addWidget(button)
    name = "AnOrdinarilyLongNameOfANetworkOfOnesOwn (mine.py) · run 11:20, final, 97.4 % of the test set"
    button.setText(name)
    button.show()
    button.resize(button.sizeHint())
    assert button.shown == button.text() == name
    button.resize(button.sizeHint().width() // 2, button.height())
    start, mark, end = button.shown.partition("…")
    assert mark
    assert name.startswith(start)
    assert name.endswith(end)
    assert len(start) > 8 < len(end)
    assert button.fontMetrics().horizontalAdvance(button.shown) < button.width()
    assert button.toolTip().splitlines() == [name, "The current network"]
    assert button.minimumSizeHint().width() < 120, "a long name keeps no window wide"
    assert not button.grab().isNull()
    button.setText("LeNet-5")
    assert button.minimumSizeHint().width() <= button.sizeHint().width()


@pytest.mark.parametrize("tone", ["good", "bad", ""])
def test_a_line_with_a_tone_is_written_in_its_colour(qtbot: QtBot, tone: str) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    line = Elided("a-line", holder, quiet=False)
    line.setProperty("tone", tone)
    theme.dress(holder)
    line.setText("███ with what follows it")
    line.resize(90, 24)
    holder.resize(120, 40)
    holder.show()
    qtbot.waitExposed(holder)
    picture = line.grab().toImage()
    tokens = theme.tokens()
    wanted = {"good": tokens.good, "bad": tokens.bad, "": tokens.text}[tone]
    colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert wanted.name() in colours
    assert line.shown.endswith("…")

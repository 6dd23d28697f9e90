import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.inspector.stack_view import _CELL, _LEVEL, StackView


@pytest.mark.parametrize(("count", "fields"), [(2, [1, 3, 5]), (3, [1, 3, 5, 7]), (4, [1, 3, 5, 7, 9])])
def test_every_level_sees_two_more_than_the_one_above(qtbot: QtBot, count: int, fields: list[int]) -> None:
    view = StackView()
    qtbot.addWidget(view)
    view.show_count(count)
    view.resize(view.sizeHint())
    view.show()
    picture = view.grab().toImage()
    ratio = picture.devicePixelRatio()
    seen_colour = theme.mix(theme.tokens().panel, theme.tokens().accent, 0.28).name()

    def seen(level: int) -> int:
        y = (4 + level * _LEVEL + _CELL / 2) * ratio
        middles = [(4 + (cell + 0.5) * _CELL) * ratio for cell in range(fields[-1])]
        return sum(picture.pixelColor(round(x), round(y)).name() == seen_colour for x in middles)

    assert [seen(level) for level in range(count + 1)] == fields
    assert ", ".join(map(str, fields[1:])) in view.accessibleName()


def test_more_than_four_are_drawn_as_four(qtbot: QtBot) -> None:
    four, many = StackView(), StackView()
    for view, count in ((four, 4), (many, 16)):
        qtbot.addWidget(view)
        view.show_count(count)
    assert many.sizeHint() == four.sizeHint()
    assert many.accessibleName() == four.accessibleName()

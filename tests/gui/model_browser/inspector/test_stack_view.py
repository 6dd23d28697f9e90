from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.inspector.stack_view import _CELL, _FIELD, _LEVEL, StackView


def test_every_level_sees_two_more_than_the_one_above(qtbot: QtBot) -> None:
    view = StackView()
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    view.show()
    picture = view.grab().toImage()
    ratio = picture.devicePixelRatio()
    seen_colour = theme.mix(theme.tokens().panel, theme.tokens().accent, 0.28).name()

    def seen(level: int) -> int:
        y = (4 + level * _LEVEL + _CELL / 2) * ratio
        middles = [(4 + (cell + 0.5) * _CELL) * ratio for cell in range(_FIELD)]
        return sum(picture.pixelColor(round(x), round(y)).name() == seen_colour for x in middles)

    assert [seen(level) for level in range(4)] == [1, 3, 5, 7]
    assert "5, then 7" in view.accessibleName()

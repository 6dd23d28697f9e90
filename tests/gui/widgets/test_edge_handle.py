"""A handle is drawn whole, in both themes, as low as a room may be."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.edge_handle import EdgeHandle


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("height", [30, 400])
def test_its_word_stands_within_it(qtbot: QtBot, mode: theme.Mode, height: int) -> None:
    theme.manager().set_mode(mode)
    handle = EdgeHandle("Details", "Show the details", "a-handle")
    qtbot.addWidget(handle)
    handle.resize(handle.sizeHint().width(), height)
    assert handle.accessibleName() == handle.toolTip() == "Show the details"
    picture = handle.grab().toImage()
    ground = QColor(theme.tokens().panel)
    inked = [y for y in range(height) if any(picture.pixelColor(x, y) != ground for x in range(2, picture.width()))]
    assert inked, "there is something to be seen"
    if height > 100:
        # In the middle, and as long as the sign and the word.
        assert abs(inked[0] + inked[-1] - height) < 12
        assert inked[-1] - inked[0] > handle.fontMetrics().horizontalAdvance("Details") * 0.8

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.feature_map import FeatureMap
from cnnstudio.gui.widgets.map_images import levels_of


@pytest.fixture
def shown(qtbot: QtBot) -> FeatureMap:
    """A map of 4 rows and 8 columns: 200 wide, so a unit has 25 pixels."""
    widget = FeatureMap(name="some-map", height=160)
    qtbot.addWidget(widget)
    widget.resize(200, 160)
    numbers = np.linspace(-1, 1, 32, dtype=np.float32).reshape(1, 4, 8)
    widget.show_map(levels_of(numbers), 1, 2)
    widget.show()
    return widget


def test_a_unit_is_picked_by_pointer_and_by_keys(shown: FeatureMap) -> None:
    picked: list[tuple[int, int]] = []
    shown.picked.connect(lambda row, column: picked.append((row, column)))
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(110, 80))
    QTest.keyClick(shown, Qt.Key.Key_Left)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert picked == [(3, 4), (1, 1), (2, 2)]
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(110, 130))
    assert len(picked) == 3, "below the map"
    shown.show_map(levels_of(np.zeros((1, 4, 8), np.float32)), 0, 7)
    QTest.keyClick(shown, Qt.Key.Key_Up)
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert picked[3:] == [(0, 7), (0, 7)], "the edge is the end"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_map_is_painted_and_the_unit_framed(shown: FeatureMap, mode: str) -> None:
    theme.manager().set_mode(mode)
    shown.show_map(levels_of(np.linspace(-1, 1, 32, dtype=np.float32).reshape(1, 4, 8)), 1, 2)
    image = shown.grab().toImage()
    for (column, row), want in (((0, 0), -1.0), ((7, 3), 1.0)):
        color, wanted = image.pixelColor(12 + 25 * column, 12 + 25 * row), theme.tokens().signed_color(want)
        assert abs(color.red() - wanted.red()) <= 4
        assert abs(color.blue() - wanted.blue()) <= 4
    accent = theme.tokens().accent
    assert image.pixelColor(50 + 12, 25).name() == accent.name()
    # A picture that is grey has a frame that is seen, too.
    shown.show_map(levels_of(np.ones((1, 4, 8), np.float32)), 1, 2)
    assert shown.grab().toImage().pixelColor(50 + 12, 25).name() == accent.name()

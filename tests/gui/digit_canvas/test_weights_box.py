from PySide6.QtWidgets import QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from cnnstudio.gui.digit_canvas.weights_box import WeightsBox


def test_a_name_that_is_too_long_ends_in_dots(qtbot: QtBot) -> None:
    box = WeightsBox()
    qtbot.addWidget(box)
    box.addItems(["LeNet-5 (1998), random weights, seed 1", "short"])
    option = QStyleOptionComboBox()
    box.resize(160, 30)
    box.initStyleOption(option)
    assert option.currentText.startswith("LeNet-5")
    assert option.currentText.endswith("…")
    assert box.currentText() == "LeNet-5 (1998), random weights, seed 1"
    box.setCurrentIndex(1)
    box.initStyleOption(option)
    assert option.currentText == "short"
    box.setCurrentIndex(0)
    box.resize(600, 30)
    box.initStyleOption(option)
    assert option.currentText == "LeNet-5 (1998), random weights, seed 1"

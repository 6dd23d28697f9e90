"""What lies under a veil is faded, and still has the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.veil import Veil


def middle(widget: QWidget) -> QColor:
    return widget.grab().toImage().pixelColor(widget.width() // 2, widget.height() // 2)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_fades_all_of_what_it_lies_over_and_takes_no_click(qtbot: QtBot, mode: theme.Mode) -> None:
    theme.manager().set_mode(mode)
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(200, 100)
    veil = Veil(over)
    button = QPushButton("a layer", over)  # later than the veil, and under it all the same
    button.setStyleSheet("background: red; border: none; color: red")
    button.setGeometry(0, 0, 200, 100)
    over.show()
    assert veil.isHidden()
    assert middle(over) == QColor("red")
    veil.show()
    over.resize(400, 300)
    button.setGeometry(over.rect())
    assert veil.geometry() == over.rect()
    faded = middle(over)
    panel = theme.tokens().panel
    assert [round(0.6 * one + 0.4 * red) for one, red in zip(QColor(panel).getRgb()[:3], (255, 0, 0), strict=True)] == [
        pytest.approx(value, abs=2) for value in faded.getRgb()[:3]
    ]
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(over.childAt(over.rect().center()), Qt.MouseButton.LeftButton)
    veil.hide()
    assert middle(over) == QColor("red")

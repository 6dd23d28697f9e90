from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from pytestqt.qtbot import QtBot

from cnnstudio.gui.widgets.nav_rail import WIDTH, NavRail


def test_buttons_and_actions_follow_each_other(qtbot: QtBot) -> None:
    rail = NavRail()
    qtbot.addWidget(rail)
    group = QActionGroup(rail)
    actions = [group.addAction(QAction(name, rail, checkable=True)) for name in ("Models", "Draw")]
    actions[0].setShortcut("Ctrl+1")
    models = rail.add(actions[0], "models", "Models", "layers")
    rail.add_stretch()
    draw = rail.add(actions[1], "draw", "Draw", "pencil")
    rail.show()
    assert rail.width() == WIDTH
    assert (models.objectName(), draw.objectName()) == ("nav-models", "nav-draw")
    qtbot.mouseClick(models, Qt.MouseButton.LeftButton)
    assert actions[0].isChecked()
    actions[1].setChecked(True)
    assert draw.isChecked()
    assert not models.isChecked()
    assert models.toolTip().startswith("Models (")
    assert draw.toolTip() == "Draw"

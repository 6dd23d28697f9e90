from pytestqt.qtbot import QtBot

from cnnstudio.gui.model_browser.selection import Selected, Selection


def test_tells_each_change_once(qtbot: QtBot) -> None:
    selection = Selection()
    heard: list[Selected] = []
    selection.changed.connect(heard.append)
    assert selection.current == Selected()
    selection.select("layer1.0")
    selection.select("layer1.0")
    selection.select("layer1.0", 7)
    selection.select("")
    selection.select("")
    assert heard == [Selected("layer1.0"), Selected("layer1.0", 7), Selected()]
    assert selection.current == Selected()

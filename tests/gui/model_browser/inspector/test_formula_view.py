from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.model_browser.inspector.formula import num, row
from cnnstudio.gui.model_browser.inspector.formula_view import FormulaView


def test_says_its_lines_and_takes_their_height(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = FormulaView("formula", window)
    window.show()
    view.show_lines([row("a = ", num(3))])
    one = view.sizeHint().height()
    view.show_lines([row("a = ", num(3)), row("b = ", num(4))])
    assert view.text == view.accessibleName() == "a = 3\nb = 4"
    assert view.sizeHint().height() > 1.5 * one
    assert view.isVisible()
    view.show_lines([])
    assert not view.isVisible()


def test_a_line_that_is_too_wide_is_set_smaller(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = FormulaView("formula", window)
    window.resize(200, 60)
    view.resize(120, 60)
    window.show()
    view.show_lines([row(*[num(123_456)] * 20)])
    view.resize(120, 60)
    picture = view.grab().toImage()
    ground = picture.pixelColor(0, 0)
    edge = [picture.pixelColor(picture.width() - 1, y) for y in range(picture.height())]
    assert all(color == ground for color in edge), "nothing runs out at the right"
    inked = [
        x for x in range(picture.width()) if any(picture.pixelColor(x, y) != ground for y in range(picture.height()))
    ]
    assert max(inked) > 0.8 * picture.width(), "it takes the room there is"

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.formula_view import FormulaView, Line
from cnnstudio.gui.widgets.typesetting import result

A = Line(f"a = {result('3')}", "a = 3")
B = Line(rf"b = \frac{{{result('4')}}}{{2}}", "b = 4 / 2", "rows")


def test_says_its_lines_and_takes_their_height(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = FormulaView("formula", window)
    window.show()
    view.show_lines([A])
    one = view.sizeHint().height()
    view.show_lines([A, B])
    assert view.text == "a = 3\nb = 4 / 2  rows"
    assert view.accessibleName() == "a equals 3. b equals 4 over 2 rows"
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
    number = "123{,}456 " * 20
    view.show_lines([Line(number, number)])
    qtbot.waitUntil(lambda: view.is_set, timeout=60_000)
    view.resize(120, 60)
    picture = view.grab().toImage()
    ground = picture.pixelColor(0, 0)
    edge = [picture.pixelColor(picture.width() - 1, y) for y in range(picture.height())]
    assert all(color == ground for color in edge), "nothing runs out at the right"
    inked = [
        x for x in range(picture.width()) if any(picture.pixelColor(x, y) != ground for y in range(picture.height()))
    ]
    assert max(inked) > 0.8 * picture.width(), "it takes the room there is"


def test_the_result_is_in_the_accent_colour_of_both_themes(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = FormulaView("formula", window)
    view.setFont(theme.font(3))
    view.resize(300, 120)
    window.show()
    view.show_lines([A])
    qtbot.waitUntil(lambda: view.is_set, timeout=60_000)

    def colours() -> set[str]:
        image = view.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    for mode in ("light", "dark"):
        theme.manager().set_mode(mode)
        assert {theme.tokens().text.name(), theme.tokens().accent.name()} <= colours()


def test_it_is_copied_as_latex(qtbot: QtBot) -> None:
    view = FormulaView("formula")
    qtbot.addWidget(view)
    view.show_lines([A, B])
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a = 3\nb = \\frac{4}{2}"
    menu = view.menu()
    QGuiApplication.clipboard().clear()
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text().startswith("a = 3")


def test_what_cannot_be_set_is_shown_as_text(qtbot: QtBot) -> None:
    view = FormulaView("formula")
    qtbot.addWidget(view)
    view.resize(200, 40)
    view.show()
    view.show_lines([Line(r"\frac{a}", "a over nothing")])
    qtbot.waitUntil(lambda: not view.typesetter.busy, timeout=60_000)
    image = view.grab().toImage()
    blank = QImage(image)
    blank.fill(image.pixelColor(0, 0))
    assert image != blank
    assert not view.is_set

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.receptive_field import StackPreset, preset
from cnnstudio.convolution.state import Mode
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.playground.stack_view import StackView, Unit


def view_of(page: PlaygroundPage, name: StackPreset = StackPreset.CONVNET) -> StackView:
    page.model.change("", lambda state: state.with_stack(preset(name)).with_mode(Mode.RECEPTIVE_FIELD))
    QApplication.processEvents()
    return page.stack_view


def test_hovering_a_unit_of_any_level_shows_its_field(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = view_of(page)
    for unit in (Unit(4, 0, 0), Unit(3, 13, 5), Unit(1, 2, 2)):
        qtbot.mouseMove(view, view.unit_center(unit).toPoint())
        assert view.unit == unit
    qtbot.mouseMove(view, view.unit_center(Unit(4, 0, 0)).toPoint())
    text = page.stack_table.unit.text()
    assert "rows −2 to 7" in text
    assert "49 of 100 cells are really there" in text


def test_a_click_pins_and_the_keys_walk(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = view_of(page)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.unit_center(Unit(2, 4, 4)).toPoint())
    view.leaveEvent(None)
    assert view.unit == Unit(2, 4, 4)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown):
        qtbot.keyClick(view, key)
    assert view.unit == Unit(1, 3, 5)
    for _ in range(9):
        qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.unit == Unit(4, 3, 5)


def test_outside_the_planes_there_is_nothing(page: PlaygroundPage) -> None:
    view = view_of(page)
    assert view.unit_at(QPointF(1, 1)) is None
    assert view.unit_at(view.unit_center(Unit(0, 27, 27))) == Unit(0, 27, 27)


def test_the_comparison_with_one_layer(page: PlaygroundPage) -> None:
    view_of(page, StackPreset.TWO_3X3)
    said = page.stack_table.comparison.text()
    assert "See 5 × 5 together: 1,168 parameters" in said
    assert "One 5 × 5 convolution sees as much with 1,608 parameters" in said


def test_the_table_lists_size_stride_and_offset(page: PlaygroundPage) -> None:
    view_of(page)
    table = page.stack_table.table.text()
    assert "4  Pool 2×2 /2" in table
    assert ">10<" in table
    assert ">−3<" in table

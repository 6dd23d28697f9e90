import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.gui.training_panel.number_field import NumberField
from tests.gui.training_panel.conftest import Host


@pytest.fixture
def field(host: Host) -> NumberField:
    field = NumberField(ladder=True)
    host(field, 160, 30)
    return field


@pytest.mark.parametrize(
    ("typed", "value"), [("1e-4", 1e-4), ("0,05", 0.05), ("-3", -3.0), ("1e6", 1e6), ("0.123456", 0.123456)]
)
def test_takes_every_way_to_write_a_number(field: NumberField, qtbot: QtBot, typed: str, value: float) -> None:
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == pytest.approx(value)
    assert float(field.text()) == pytest.approx(value)


def test_half_typed_numbers_do_not_count(field: NumberField, qtbot: QtBot) -> None:
    field.setValue(0.05)
    values: list[float] = []
    field.valueChanged.connect(values.append)
    field.selectAll()
    qtbot.keyClicks(field, "0.001")
    assert values == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert values == [0.001]


def test_what_is_no_number_leaves_the_old_one(field: NumberField, qtbot: QtBot) -> None:
    field.setValue(0.5)
    field.selectAll()
    qtbot.keyClicks(field, "1e999")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 0.5


def test_arrow_keys_climb_the_ladder(field: NumberField, qtbot: QtBot) -> None:
    field.setValue(0.05)
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
        seen.append(field.value())
    assert seen == pytest.approx([0.1, 0.2, 0.1, 0.05, 0.02, 0.01])
    field.setValue(0.07)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == pytest.approx(0.1)
    field.setValue(0)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == pytest.approx(1e-4)


@pytest.mark.parametrize("typed", ["abc", "1e999", "0.0.1", "-"])
def test_what_is_no_number_is_told_and_not_swallowed(field: NumberField, qtbot: QtBot, typed: str) -> None:
    field.setValue(0.5)
    told: list[str] = []
    field.refused.connect(told.append)
    field.selectAll()
    qtbot.keyClicks(field, typed)
    assert told == [], "while it is typed"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert set(told) == {typed}
    assert (field.value(), field.text()) == (0.5, "0.5")
    told.clear()
    field.selectAll()
    qtbot.keyClicks(field, "0.25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), told) == (0.25, [])

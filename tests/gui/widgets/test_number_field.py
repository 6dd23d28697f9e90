from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.widgets.number_field import NumberField, RefusalLine, WholeNumberBox, refusal

Host = Callable[[QWidget, int, int], None]


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[Host]:
    """Shows a widget at a size (width, height) in a window of its own."""
    windows: list[QWidget] = []

    def show(widget: QWidget, width: int, height: int) -> None:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        widget.setParent(window)
        widget.resize(width, height)
        window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)

    yield show
    windows.clear()


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


def write(qtbot: QtBot, box: QWidget, text: str) -> None:
    """Type it in place of what stands there, and end the typing."""
    assert isinstance(box, NumberField | WholeNumberBox)
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.fixture
def count(host: Host) -> WholeNumberBox:
    count = WholeNumberBox(minimum=1, maximum=512, value=8, prefix="c ", suffix=" px")
    host(count, 160, 30)
    return count


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "A whole number is needed; it is still 8."),
        ("abc", "“abc” is no whole number; it is still 8."),
        ("2.5", "“2.5” is no whole number; it is still 8."),
        ("600", "600 does not lie between 1 and 512; it is still 8."),
        ("0", "0 does not lie between 1 and 512; it is still 8."),
        ("-3", "-3 does not lie between 1 and 512; it is still 8."),
        ("123456789012345678901234", "12345678901234567890 does not lie between 1 and 512; it is still 8."),
    ],
)
def test_a_count_that_is_none_is_told_and_the_value_stays(
    count: WholeNumberBox, qtbot: QtBot, typed: str, said: str
) -> None:
    told: list[str] = []
    count.refused.connect(lambda text: told.append(refusal(count, text)))
    write(qtbot, count, typed)
    assert set(told) == {said}
    assert (count.value(), count.text()) == (8, "c 8 px")
    told.clear()
    write(qtbot, count, "32")
    assert (count.value(), told) == (32, [])


def test_a_count_that_is_typed_counts_when_it_is_whole(count: WholeNumberBox, qtbot: QtBot) -> None:
    values: list[int] = []
    count.valueChanged.connect(values.append)
    write(qtbot, count, "32")
    assert values == [32], "and not 3 on the way"
    qtbot.keyClick(count, Qt.Key.Key_Up)
    assert values == [32, 33]


def test_thousands_are_read_as_they_are_written(host: Host, qtbot: QtBot) -> None:
    box = WholeNumberBox(minimum=1, maximum=65_536, showGroupSeparator=True)
    host(box, 160, 30)
    told: list[str] = []
    box.refused.connect(lambda text: told.append(refusal(box, text)))
    write(qtbot, box, "1,024")
    assert (box.value(), told) == (1024, [])
    write(qtbot, box, "70000")
    assert set(told) == {"70000 does not lie between 1 and 65,536; it is still 1,024."}


@pytest.mark.parametrize(
    ("typed", "value", "said"),
    [
        ("0.125", 0.125, set()),
        ("101", 2.0, {"101 does not lie between −100 and 100; it is still 2."}),
        ("-1e3", 2.0, {"-1e3 does not lie between −100 and 100; it is still 2."}),
        ("", 2.0, {"A number is needed; it is still 2."}),
    ],
)
def test_a_number_has_ends_too(host: Host, qtbot: QtBot, typed: str, value: float, said: set[str]) -> None:
    box = NumberField(minimum=-100, maximum=100)
    box.setValue(2.0)
    host(box, 160, 30)
    told: list[str] = []
    box.refused.connect(lambda text: told.append(refusal(box, text)))
    write(qtbot, box, typed)
    assert (box.value(), set(told)) == (value, said)


def test_an_emptied_limit_is_none(host: Host, qtbot: QtBot) -> None:
    box = NumberField(minimum=0, maximum=100, prefix="≤ ", suffix=" GMAC", specialValueText="any cost")
    host(box, 160, 30)
    told: list[str] = []
    box.refused.connect(told.append)
    assert box.text() == "any cost"
    write(qtbot, box, "0.25")
    assert (box.value(), box.text()) == (0.25, "≤ 0.25 GMAC")
    write(qtbot, box, "much")
    assert told
    assert box.value() == 0.25
    told.clear()
    write(qtbot, box, "")
    assert (box.value(), box.text(), told) == (0.0, "any cost", [])
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert (box.value(), told) == (0.0, [])


@pytest.mark.parametrize("value", [0.123456789012, 1.00000001, 1234567.125])
def test_what_was_not_typed_stays_as_exact_as_it_is(host: Host, qtbot: QtBot, value: float) -> None:
    box = NumberField()
    box.setValue(value)
    host(box, 160, 30)
    changed: list[float] = []
    box.valueChanged.connect(changed.append)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    box.interpretText()
    assert (box.value(), changed) == (value, [])


def test_the_line_below_speaks_until_something_else_is_typed(host: Host, qtbot: QtBot) -> None:
    whole = QWidget()
    column = QVBoxLayout(whole)
    first, second = WholeNumberBox(minimum=1, maximum=9, value=3), NumberField(minimum=0, maximum=1)
    line = RefusalLine("a-refusal")
    line.follow(first, second)
    for widget in (first, second, line):
        column.addWidget(widget)
    host(whole, 300, 160)
    assert not line.isVisible()
    write(qtbot, first, "12")
    assert line.isVisible()
    assert line.text() == first.accessibleDescription() == "12 does not lie between 1 and 9; it is still 3."
    write(qtbot, second, "0.5")
    assert not line.isVisible()
    assert first.accessibleDescription() == ""
    write(qtbot, second, "")
    assert line.text().startswith("A number is needed; it is still 0.5.")
    second.setValue(0.75)
    assert not line.isVisible()

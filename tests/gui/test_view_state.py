"""What widgets know is read, and brought back into others that the same code made."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cnnstudio.gui import view_state
from cnnstudio.gui.view_state import Restorer, ViewState
from cnnstudio.gui.widgets.number_field import WholeNumberBox


class Form(QWidget):
    """A little of everything; ``lines`` of text stand in what is scrolled."""

    def __init__(self, *, lines: int = 100) -> None:
        super().__init__()
        self.resize(400, 500)
        self.tabs = QTabWidget(objectName="tabs")
        self.text = QLabel("\n".join(map(str, range(lines))))
        self.area = QScrollArea(objectName="area", widgetResizable=True)
        self.area.setWidget(self.text)
        self.tree = QTreeView(objectName="tree", selectionMode=QTreeView.SelectionMode.ExtendedSelection)
        self.model = QStandardItemModel()
        for group in range(3):
            item = QStandardItem(f"group {group}")
            item.appendRows([QStandardItem(f"row {row}") for row in range(4)])
            self.model.appendRow(item)
        self.tree.setModel(self.model)
        self.tabs.addTab(self.area, "text")
        self.tabs.addTab(self.tree, "tree")
        self.name = QLineEdit(objectName="name")
        self.number = WholeNumberBox(objectName="number", maximum=1000)
        self.heard: list[object] = []
        self.number.valueChanged.connect(self.heard.append)
        self.kept = view_state.keep(QCheckBox("kept", objectName="kept"))
        self.told = QCheckBox("told by a document", objectName="told")
        self.box = view_state.keep(QComboBox(objectName="box"))
        self.box.addItems(["a", "b", "c"])
        self.split = QSplitter(objectName="split")
        self.split.addWidget(QLabel("left"))
        self.split.addWidget(QLabel("right"))
        layout = QVBoxLayout(self)
        for widget in (self.tabs, self.name, self.number, self.kept, self.told, self.box, self.split):
            layout.addWidget(widget)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    return shown(Form(), qtbot)


def shown(form: Form, qtbot: QtBot) -> Form:
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    return form


def again(state: ViewState, qtbot: QtBot, *, lines: int = 100) -> tuple[Form, Restorer]:
    """A form made anew and shown, into which a state is being brought back."""
    form = Form(lines=lines)
    restorer = Restorer(form, state)
    return shown(form, qtbot), restorer


def test_folds_selections_and_places_come_back(form: Form, qtbot: QtBot) -> None:
    form.tabs.setCurrentIndex(1)
    form.tree.setExpanded(form.model.index(1, 0), True)
    select = form.tree.selectionModel().SelectionFlag.Select
    for row in (1, 3):
        place = form.model.index(row, 0, form.model.index(1, 0))
        form.tree.selectionModel().select(place, select)
    form.kept.click()
    form.box.setCurrentIndex(2)
    form.split.setSizes([300, 70])
    sizes = form.split.sizes()
    other, _ = again(view_state.read(form), qtbot)
    qtbot.waitUntil(lambda: other.split.sizes() == sizes, timeout=20_000)
    assert other.tabs.currentIndex() == 1
    assert [other.tree.isExpanded(other.model.index(row, 0)) for row in range(3)] == [False, True, False]
    assert [index.data() for index in other.tree.selectedIndexes()] == ["row 1", "row 3"]
    assert (other.kept.isChecked(), other.box.currentText()) == (True, "c")


def test_what_is_typed_comes_back_and_is_not_taken(form: Form, qtbot: QtBot) -> None:
    form.number.setFocus()
    form.number.selectAll()
    QTest.keyClicks(form.number, "12")
    form.name.insert("half a na")
    form.name.setCursorPosition(4)
    other, _ = again(view_state.read(form), qtbot)
    qtbot.waitUntil(lambda: other.number.text() == "12", timeout=20_000)
    assert (other.number.value(), other.heard) == (0, [])
    assert (other.name.text(), other.name.cursorPosition()) == ("half a na", 4)
    qtbot.waitUntil(lambda: other.focusWidget() is other.number, timeout=20_000)
    QTest.keyClicks(other.number, "3")
    QTest.keyClick(other.number, Qt.Key.Key_Return)
    assert other.heard == [123]


def test_what_nobody_typed_is_left_alone(form: Form, qtbot: QtBot) -> None:
    form.name.setText("set by the program")
    form.told.click()
    other, _ = again(view_state.read(form), qtbot)
    qtbot.wait(100)
    assert (other.name.text(), other.told.isChecked()) == ("", False)


def test_a_scroll_survives_a_text_that_is_too_short_for_it(form: Form, qtbot: QtBot) -> None:
    form.area.verticalScrollBar().setValue(700)
    state = view_state.read(form)
    other, restorer = again(state, qtbot, lines=30)
    qtbot.waitUntil(lambda: other.area.verticalScrollBar().value() > 0, timeout=20_000)
    assert other.area.verticalScrollBar().value() == other.area.verticalScrollBar().maximum() < 700
    third, _ = again(restorer.still(view_state.read(other)), qtbot)
    qtbot.waitUntil(lambda: third.area.verticalScrollBar().value() == 700, timeout=20_000)


def test_the_end_of_a_text_stays_its_end(form: Form, qtbot: QtBot) -> None:
    form.area.verticalScrollBar().setValue(form.area.verticalScrollBar().maximum())
    other, _ = again(view_state.read(form), qtbot, lines=200)
    bar = other.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0, timeout=20_000)


def test_a_scroll_of_the_users_is_not_taken_back(form: Form, qtbot: QtBot) -> None:
    form.area.verticalScrollBar().setValue(700)
    other, restorer = again(view_state.read(form), qtbot, lines=60)
    bar = other.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0, timeout=20_000)
    qtbot.wait(500)
    bar.setValue(5)
    other.text.setText("\n".join(map(str, range(100))))
    restorer.look()
    qtbot.wait(50)
    assert bar.value() == 5


def test_a_part_that_is_hidden_gets_its_own_when_it_is_seen(form: Form, qtbot: QtBot) -> None:
    form.area.verticalScrollBar().setValue(300)
    form.tabs.setCurrentIndex(1)
    other, _ = again(view_state.read(form), qtbot)
    qtbot.waitUntil(lambda: other.tabs.currentIndex() == 1, timeout=20_000)
    other.tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: other.area.verticalScrollBar().value() == 300, timeout=20_000)


def test_a_part_of_its_own_kind_tells_and_takes(qtbot: QtBot) -> None:
    class Drawing(QWidget):
        zoom: float | None = None
        ready = False

        def view_state(self) -> float | None:
            return self.zoom

        def open_view_state(self, known: float) -> bool:
            self.zoom = known if self.ready else None
            return self.ready

    first, second = QWidget(), QWidget()
    drawings = []
    for window in (first, second):
        qtbot.addWidget(window)
        drawings.append(Drawing(window, objectName="drawing"))
    drawings[0].zoom = 2.5
    restorer = Restorer(second, view_state.read(first))
    assert drawings[1].zoom is None
    assert restorer.still(view_state.read(second)).known == view_state.read(first).known
    drawings[1].ready = True
    restorer.look()
    assert drawings[1].zoom == 2.5

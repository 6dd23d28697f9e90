from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.fields import indent_spin_boxes, spin_box_height


def test_every_spin_box_is_indented_alike_and_nothing_else(qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    layout = QVBoxLayout(form)
    boxes, line = [QSpinBox(), QDoubleSpinBox()], QLineEdit()
    for widget in (*boxes, line):
        layout.addWidget(widget)
    before = line.textMargins()
    indent_spin_boxes(form)
    margins = {box.lineEdit().textMargins().left() for box in boxes}
    assert len(margins) == 1
    assert margins.pop() > 0
    assert line.textMargins() == before


def test_a_spin_box_alone(qtbot: QtBot) -> None:
    box = QSpinBox()
    qtbot.addWidget(box)
    indent_spin_boxes(box)
    assert box.lineEdit().textMargins().left() > 0


def test_a_spin_box_in_the_window_has_the_height_that_was_foretold(qtbot: QtBot) -> None:
    part = QWidget()
    qtbot.addWidget(part)
    box = QSpinBox()
    column = QVBoxLayout(part)
    column.addWidget(box)
    column.addWidget(QLabel("below"), 1)
    foretold = spin_box_height()
    bare = QSpinBox()
    qtbot.addWidget(bare)
    theme.dress(part)
    part.resize(200, 300)
    part.show()
    QApplication.processEvents()
    assert box.height() == foretold
    assert bare.sizeHint().height() != foretold, "one alone does not know"

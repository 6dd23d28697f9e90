from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.widgets.fields import indent_spin_boxes


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

from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from cnnstudio.gui.widgets.section import Section


def test_rows_line_up_and_labels_belong_to_their_fields(qtbot: QtBot) -> None:
    section = Section("Data")
    qtbot.addWidget(section)
    first, second, last = QSpinBox(), QLineEdit(), QLineEdit()
    label = section.add_row("Epochs", first)
    section.add_row("A longer label", second)
    between = section.add(QCheckBox("Deterministic"))
    section.add_row("Seed", last)
    section.resize(280, 240)
    section.show()
    qtbot.waitExposed(section)
    assert section.title == "Data"
    assert label.buddy() is first
    assert first.accessibleName() == "Epochs"
    assert first.x() == second.x()
    assert abs(label.geometry().center().y() - first.geometry().center().y()) <= 1
    assert second.y() < between.y() < last.y()

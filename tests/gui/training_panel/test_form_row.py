from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from cnnstudio.gui.training_panel.form_row import FormRow


def test_the_label_names_the_field_and_the_reason_stands_below(qtbot: QtBot) -> None:
    field = QSpinBox(objectName="train-epochs")
    row = FormRow("Epochs", field, tip="How often every picture is seen")
    qtbot.addWidget(row)
    row.show()
    assert field.accessibleName() == "Epochs"
    assert field.toolTip() == "How often every picture is seen"
    assert row.label.buddy() is field
    reason = row.findChild(QLabel, "train-epochs-reason")
    assert not reason.isVisible()
    row.set_reason("Choose 1 or more.")
    assert reason.isVisible()
    assert row.reason == reason.text() == field.accessibleDescription() == "Choose 1 or more."
    row.set_reason("")
    assert not reason.isVisible()
    assert field.accessibleDescription() == ""


def test_a_hint_and_a_button_beside(qtbot: QtBot) -> None:
    row = FormRow("Device", QSpinBox(objectName="train-device"))
    qtbot.addWidget(row)
    button = QPushButton("Browse")
    row.add_beside(button)
    row.show()
    row.set_hint("Two threads.")
    hint = next(label for label in row.findChildren(QLabel) if label.text() == "Two threads.")
    assert hint.isVisible()
    assert hint.property("quiet") is True
    assert button.x() > row.field.x()
    row.set_hint("")
    assert not hint.isVisible()

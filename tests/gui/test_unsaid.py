"""What finds messages that are shown unsaid finds them."""

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.errors import ConfigError
from cnnstudio.gui import errors, labels, language
from cnnstudio.messages import Message, amount, in_turn
from tests.gui.unsaid import MARK, watched


@pytest.fixture
def everything_is_said() -> None:
    """Here it is not: in place of the guard that all other tests have."""


def test_a_message_that_is_passed_by_is_found(qtbot: QtBot) -> None:
    label, box, button = QLabel(objectName="one"), QComboBox(), QToolButton()
    for widget in (label, box, button):
        qtbot.addWidget(widget)
    with watched() as found:
        remark = Message("The file {file} is large.", file="a")
        label.setText(remark)
        label.setToolTip(f"<b>{remark}</b>")
        box.addItem(amount(2, "{n} row", "{n} rows"))
        button.setText(str(ConfigError("Choose {most} or less.", most=3)))
        label.setText(" ".join(["It is said.", remark.replace("a.", "b.")]))
    assert len(found) == 5
    assert found[0].endswith("QLabel.setText one: 'The file a is large.'")


def test_what_is_said_is_not_found_and_reads_as_ever(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    with watched() as found:
        remark = in_turn([Message("The file {file} is large.", file="a"), amount(1, "{n} row", "{n} rows")])
        assert remark == "The file a is large. 1 row"
        assert {remark: 1}["The file a is large. 1 row"] == 1
        for text in (
            language.say(remark),
            errors.sentence(ConfigError("Choose {what}.", what=remark)),
            labels.amount(2, "{what}: {n} row", "{what}: {n} rows", what=remark),
        ):
            label.setText(text)
            label.setToolTip(text)
            assert MARK not in label.text()
    assert found == []

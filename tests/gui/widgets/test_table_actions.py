import csv
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.widgets import table_actions
from cnnstudio.gui.widgets.table_actions import TableActions, TableButton
from cnnstudio.gui.widgets.table_text import Heading, Table
from tests.gui.copied import copied


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    view = QWidget()
    qtbot.addWidget(view)
    table = Table("some", [Heading("What", number=False), Heading("Size", "px")], [("a|b, c", 1234567), ("d", None)])
    TableButton(TableActions.of(view, "some", lambda: table), "some", view)
    yield view
    table_actions.shut_down(view)


def test_copying_is_told_and_saving_stands_beside_it(
    view: QWidget, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    table_actions.hear(view, told.append)
    assert copied(view, "some") == [{"What": "a|b, c", "Size (px)": "1234567"}, {"What": "d", "Size (px)": ""}]
    button = view.findChild(TableButton, "some-copy")
    entries = [action.objectName() for action in button.menu().actions() if not action.isSeparator()]
    assert entries == ["some-copy-text", "some-copy-csv", "some-copy-markdown", "some-save-table"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(tmp_path / "t"), "CSV (*.csv)")))
    view.findChild(QAction, "some-save-table").trigger()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == ["Copied 3 lines", "Copied 4 lines", f"Saved as {tmp_path / 't.csv'}"]
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["a|b, c", "1234567"]


def test_where_there_is_nothing_yet_no_file_is_asked_for(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: asked.append(1) or ("", "")))
    bare = QWidget()
    qtbot.addWidget(bare)
    TableActions.of(bare, "none", lambda: Table("", [Heading("What")], []))
    bare.findChild(QAction, "none-save-table").trigger()
    assert not asked

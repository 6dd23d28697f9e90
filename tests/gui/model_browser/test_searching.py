import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.room_state import LONGEST_SEARCH
from cnnstudio.gui.model_browser.searching import SearchedRows

SEARCH, SORT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@pytest.fixture
def rows(qtbot: QtBot) -> SearchedRows:
    owner = QStandardItemModel()
    for order, (block, layers) in enumerate({"stem": ["conv", "Norm"], "head": ["pool", "conv2"]}.items()):
        item = QStandardItem(block)
        item.setData(block, SEARCH)
        item.setData(order, SORT)
        for layer in layers:
            child = QStandardItem(layer)
            child.setData(layer, SEARCH)
            item.appendRow(child)
        owner.appendRow(item)
    found = SearchedRows(owner, QObject(owner), search_role=SEARCH, sort_role=SORT)
    found.owner = owner
    return found


def shown(rows: SearchedRows) -> dict[str, list[str]]:
    tops = [rows.index(row, 0) for row in range(rows.rowCount(QModelIndex()))]
    return {top.data(): [rows.index(row, 0, top).data() for row in range(rows.rowCount(top))] for top in tops}


def test_a_match_keeps_what_is_above_it(rows: SearchedRows) -> None:
    rows.setFilterFixedString("norm")
    assert shown(rows) == {"stem": ["Norm"]}, "letters large or small are alike"


def test_a_match_keeps_what_is_below_it(rows: SearchedRows) -> None:
    rows.setFilterFixedString("head")
    assert shown(rows) == {"head": ["pool", "conv2"]}


def test_the_longest_search_matches_nothing_and_does_not_fail(rows: SearchedRows) -> None:
    rows.setFilterFixedString("x" * LONGEST_SEARCH)
    assert shown(rows) == {}
    rows.setFilterFixedString("")
    assert list(shown(rows)) == ["stem", "head"]


def test_rows_are_sorted_by_what_they_stand_for(rows: SearchedRows) -> None:
    rows.sort(0, Qt.SortOrder.DescendingOrder)
    assert list(shown(rows)) == ["head", "stem"]

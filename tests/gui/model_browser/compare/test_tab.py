import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.compare import Difference, compare
from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui.model_browser import requests
from cnnstudio.gui.model_browser.compare.model import DIFFERENCE_ROLE, MARK, CompareModel
from cnnstudio.gui.model_browser.compare.tab import CompareTab
from cnnstudio.gui.model_browser.selection import Selection
from tests.gui.copied import copied


def test_keeps_qts_rules(convnet: Analysis, qtmodeltester: ModelTester) -> None:
    model = CompareModel()
    model.show(compare(convnet, analyse("lenet5")), "ConvNet", "LeNet-5")
    qtmodeltester.check(model)
    assert model.rowCount() > 5


@pytest.fixture
def tab(qtbot: QtBot, resnet18: Analysis) -> CompareTab:
    tab = CompareTab(Selection())
    tab.setMinimumSize(300, 300)
    tab.resize(700, 600)
    qtbot.addWidget(tab)
    tab.show_analysis(resnet18)
    tab.show()
    qtbot.waitUntil(lambda: tab.comparison is not None, timeout=20_000)
    yield tab
    tab.shut_down()


def test_shows_what_is_the_same_and_what_is_added(tab: CompareTab, qtbot: QtBot) -> None:
    assert tab.comparison.right.name == "resnet34"
    marks = [tab.proxy.index(row, MARK).data() for row in range(tab.proxy.rowCount())]
    assert set(marks) == {"=", "+"}
    assert "21,797,672" in tab.summary.text()
    qtbot.mouseClick(tab.only, Qt.MouseButton.LeftButton, pos=QPoint(10, tab.only.height() // 2))
    assert {tab.proxy.index(row, 0).data(DIFFERENCE_ROLE) for row in range(tab.proxy.rowCount())} == {
        Difference.RIGHT_ONLY
    }


def test_everything_fits_a_narrow_window(tab: CompareTab) -> None:
    tab.resize(335, 500)
    assert not tab.table.horizontalScrollBar().isVisible()
    cell = tab.proxy.index(0, 0)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Conv2d 7 × 7 / 2, conv1, 64 × 112 × 112, 9.41 k"
    assert not tab.grab().isNull()


def test_another_network_is_chosen_by_key(tab: CompareTab, qtbot: QtBot) -> None:
    tab.other.setFocus()
    qtbot.keyClick(tab.other, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: tab.comparison.right.name == "resnet50", timeout=20_000)


def test_a_network_that_cannot_take_the_input_is_a_sentence(tab: CompareTab, qtbot: QtBot) -> None:
    tab.show_analysis(analyse("convnet"))
    tab.compare_with("inception_v3")
    qtbot.waitUntil(lambda: tab.problem.text != "", timeout=20_000)
    assert "Inception v3" in tab.problem.text
    shown = f"{tab.comparison.left.title} beside {tab.comparison.right.title}"
    assert tab.problem.text.endswith(f"Shown below is still {shown}.")
    assert not tab.table.isEnabled()
    assert not tab.summary.isEnabled()
    tab.same_input.setChecked(False)
    qtbot.waitUntil(lambda: tab.problem.text == "" and tab.comparison.right.name == "inception_v3", timeout=20_000)
    assert tab.table.isEnabled()
    assert tab.summary.isEnabled()


def test_until_another_comparison_is_made_the_former_steps_back(
    qtbot: QtBot, resnet18: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, compare_pair = threading.Event(), requests.compare_pair
    go.set()
    monkeypatch.setattr(requests, "compare_pair", lambda pair: (go.wait(20), compare_pair(pair))[1])
    tab = CompareTab(Selection())
    qtbot.addWidget(tab)
    tab.show_analysis(resnet18)
    tab.show()
    qtbot.waitUntil(lambda: tab.comparison is not None, timeout=20_000)
    assert tab.table.isEnabled()
    go.clear()
    for _ in range(2):  # the first is replied to, too, and is not what is chosen
        tab.other.setFocus()
        qtbot.keyClick(tab.other, Qt.Key.Key_Down)
        assert not tab.table.isEnabled()
        assert not tab.summary.isEnabled()
    chosen = tab.other.currentData()
    go.set()
    qtbot.waitUntil(lambda: tab.comparison.right.name == chosen, timeout=20_000)
    assert tab.table.isEnabled()
    assert tab.summary.isEnabled()
    tab.shut_down()


def test_a_row_selects_the_layer(tab: CompareTab, qtbot: QtBot) -> None:
    rect = tab.table.visualRect(tab.proxy.index(0, 0))
    qtbot.mouseClick(tab.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert tab._selection.current.path == "conv1"


def test_the_rows_are_copied_with_plain_numbers(tab: CompareTab, resnet18: Analysis) -> None:
    rows = copied(tab, "models-compare")
    for title, network in (("ResNet-18", resnet18), ("ResNet-34", analyse("resnet34"))):
        counts = {row[f"{title}: layer"]: int(row[f"{title}: own parameters"] or 0) for row in rows}
        counts.pop("", None)
        assert counts == {path: network.layers[path].own_params for path in counts}
        assert sum(counts.values()) == network.total_params
    tab.only.setChecked(True)
    assert {row["Difference"] for row in copied(tab, "models-compare")} == {"only at the right"}

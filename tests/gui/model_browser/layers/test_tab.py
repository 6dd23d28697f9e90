import csv
import io

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui import settings
from cnnstudio.gui.model_browser.layers.columns import KEYS
from cnnstudio.gui.model_browser.layers.model import PATH_ROLE
from cnnstudio.gui.model_browser.layers.tab import SHOWN, LayersTab
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets.table_text import Format
from cnnstudio.networks import catalogue
from tests.gui.copied import copied

# The offscreen platform says it of every menu.
MENUS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def tab(qtbot: QtBot, resnet18: Analysis) -> LayersTab:
    tab = LayersTab(Selection())
    tab.setMinimumSize(300, 300)
    tab.resize(700, 700)
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitExposed(tab)
    tab.show_analysis(resnet18)
    return tab


def press(qtbot: QtBot, tab: LayersTab, name: str) -> None:
    qtbot.mouseClick(tab.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def paths(tab: LayersTab) -> list[str]:
    return [tab.proxy.index(row, 0).data(PATH_ROLE) for row in range(tab.proxy.rowCount())]


def test_search_shows_matching_layers_and_their_parents(tab: LayersTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.search, "downsample.0")
    root = tab.proxy.index(0, 0)
    qtbot.waitUntil(lambda: tab.proxy.rowCount(root) == 3)
    names = [tab.proxy.index(row, 0, root).data() for row in range(3)]
    assert names == ["layer2: Sequential", "layer3: Sequential", "layer4: Sequential"]


def test_the_table_is_sorted_by_a_click_on_a_heading(tab: LayersTab, qtbot: QtBot) -> None:
    press(qtbot, tab, "models-layers-table")
    header = tab.tree.header()
    column = KEYS.index("params")
    at = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    point = header.viewport().rect().topLeft()
    point.setX(at)
    point.setY(8)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert paths(tab)[0].startswith("layer4.")
    assert tab.proxy.index(0, column).data() == "2,359,296"


def test_print_model_is_exactly_pytorchs(tab: LayersTab, qtbot: QtBot) -> None:
    press(qtbot, tab, "models-layers-printed")
    assert tab.printed.isVisible()
    assert tab.printed.toPlainText() == str(catalogue.build("resnet18"))
    tab.copy(Format.TEXT)
    assert QGuiApplication.clipboard().text() == tab.printed.toPlainText()


def test_columns_are_chosen_and_remembered(tab: LayersTab, qtbot: QtBot, resnet18: Analysis) -> None:
    menu = tab.findChild(QToolButton, "models-columns").menu()
    assert isinstance(menu, QMenu)
    menu.findChild(QAction, "models-column-receptive-field").trigger()
    menu.findChild(QAction, "models-column-macs").trigger()
    assert not tab.tree.isColumnHidden(KEYS.index("receptive-field"))
    assert tab.tree.isColumnHidden(KEYS.index("macs"))
    assert "receptive-field" in settings.get(SHOWN)
    again = LayersTab(Selection())
    qtbot.addWidget(again)
    assert not again.tree.isColumnHidden(KEYS.index("receptive-field"))


def test_copies_as_csv_markdown_and_text(tab: LayersTab, resnet18: Analysis) -> None:
    tab.findChild(QAction, "models-copy-csv").trigger()
    rows = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text())))
    assert rows[0][:4] == ["Layer", "Output", "Parameters", "Parameters of all (0 to 1)"]
    assert rows[1][2] == "11689512"
    assert rows[1][rows[0].index("MACs")] == str(resnet18.total_macs)
    first = rows[2]
    conv = resnet18.layers["conv1"]
    assert (first[3], first[rows[0].index("MACs of all (0 to 1)")]) == (f"{conv.share:.10g}", f"{conv.mac_share:.10g}")
    # Every layer once, and one row for the run of two equal blocks.
    assert len(rows) - 1 == len(resnet18.layers) + 1
    tab.findChild(QAction, "models-copy-markdown").trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[1].startswith("| --- | ---: |")
    assert f" {resnet18.total_macs} " in lines[2]
    assert "< 0.1" not in "".join(lines)
    assert len(lines) == len(rows) + 1
    tab.findChild(QAction, "models-copy-text").trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split()[0] == "Layer"
    assert lines[2].split()[0] == "ResNet"


def test_a_selected_layer_is_shown_and_opened(tab: LayersTab) -> None:
    tab._selection.select("layer4.1.conv2")
    assert tab.tree.currentIndex().data() == "conv2: Conv2d"
    assert tab.tree.visualRect(tab.tree.currentIndex()).isValid()


def test_a_narrow_tab_has_the_search_under_the_buttons(tab: LayersTab, qtbot: QtBot) -> None:
    button = tab.findChild(QPushButton, "models-layers-printed")
    assert tab.search.y() < button.geometry().bottom()
    tab.resize(335, 500)
    qtbot.waitUntil(lambda: tab.search.y() > button.geometry().bottom())
    assert tab.search.width() > 150
    assert button.width() >= button.sizeHint().width()


@pytest.fixture
def opened(tab: LayersTab) -> list[str]:
    """Paths of layers that were asked for in the playground."""
    heard: list[str] = []
    tab._selection.has_numbers = True
    tab._selection.openRequested.connect(heard.append)
    return heard


def row_of(tab: LayersTab, path: str) -> QModelIndex:
    index = tab.proxy.mapFromSource(tab.model.index_of(path))
    tab.tree.scrollTo(index)
    tab.tree.setCurrentIndex(index)
    return index


@pytest.mark.parametrize("mode", ["models-layers-tree", "models-layers-table"])
def test_enter_and_a_double_click_open_a_layer_in_the_playground(
    tab: LayersTab, qtbot: QtBot, opened: list[str], mode: str
) -> None:
    press(qtbot, tab, mode)
    row = row_of(tab, "layer1.0.conv2")
    at = tab.tree.visualRect(row).center()
    qtbot.mouseClick(tab.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [], "one click selects"
    qtbot.mouseDClick(tab.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == ["layer1.0.conv2"]
    tab.tree.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(tab.tree, key)
    assert opened == 3 * ["layer1.0.conv2"]
    row_of(tab, "layer1.0.bn1")
    qtbot.keyClick(tab.tree, Qt.Key.Key_Return)
    assert len(opened) == 3, "the playground knows nothing of batch normalisation"


def test_enter_folds_what_holds_layers(tab: LayersTab, qtbot: QtBot, opened: list[str]) -> None:
    block = row_of(tab, "layer1")
    before = tab.tree.isExpanded(block)
    tab.tree.setFocus()
    qtbot.keyClick(tab.tree, Qt.Key.Key_Return)
    assert tab.tree.isExpanded(block) is not before
    assert opened == []


@MENUS
def test_the_rows_menu_opens_in_the_playground_and_shows_in_the_diagram(
    tab: LayersTab, qtbot: QtBot, opened: list[str]
) -> None:
    def menu_of(path: str) -> list[str]:
        at = tab.tree.visualRect(row_of(tab, path)).center()
        tab.tree.customContextMenuRequested.emit(at)
        qtbot.waitUntil(tab.menu.isVisible)
        return [action.objectName() for action in tab.menu.actions() if action.isVisible() and action.objectName()]

    assert menu_of("conv1") == ["models-tree-open", "models-tree-reveal"]
    qtbot.keyClick(tab.menu, Qt.Key.Key_Down)
    qtbot.keyClick(tab.menu, Qt.Key.Key_Return)
    assert opened == ["conv1"]
    assert menu_of("bn1") == ["models-tree-reveal"]
    with qtbot.waitSignal(tab.revealRequested) as asked:
        qtbot.keyClick(tab.menu, Qt.Key.Key_Down)
        qtbot.keyClick(tab.menu, Qt.Key.Key_Return)
    assert asked.args == ["bn1"]
    row_of(tab, "fc")
    tab.tree.setFocus()
    qtbot.keyClick(tab.tree, Qt.Key.Key_Return)
    assert opened == ["conv1", "fc"], "a menu without it takes no key away"


def test_a_search_changes_nothing_about_what_is_selected(tab: LayersTab, qtbot: QtBot) -> None:
    row_of(tab, "layer1.0.conv2")
    for text in ("bn1", "no such layer", ""):
        tab.search.setText(text)
        qtbot.waitUntil(lambda: not tab._search_timer.isActive())
        assert tab._selection.current.path == "layer1.0.conv2"
    assert tab.tree.currentIndex().data(PATH_ROLE) == "layer1.0.conv2"


def test_every_figure_of_every_column_is_the_analysis_own(tab: LayersTab) -> None:
    large = analyse("resnet152")
    assert large.total_macs > 10**10, "more digits than ten"
    tab.show_analysis(large)
    tab._show_columns(list(KEYS))
    tab.findChild(QPushButton, "models-layers-table").click()
    rows = copied(tab, "models")
    listed = [layer for layer in large.root.walk() if not layer.children]
    assert [row["Path"] for row in rows] == [layer.path for layer in listed]
    for row, layer in zip(rows, listed, strict=True):
        assert int(row["Parameters"] or 0) == layer.total_params
        assert int(row["MACs"] or 0) == layer.macs
        assert int(row["Activations (bytes)"] or 0) == layer.activation_bytes
        assert float(row["MACs of all (0 to 1)"] or 0) == pytest.approx(layer.mac_share, rel=1e-9)
    tab.findChild(QPushButton, "models-layers-tree").click()
    assert int(copied(tab, "models")[0]["MACs"]) == large.total_macs

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.choose.chart import diameter
from cnnstudio.gui.model_browser.choose.model import NAME_ROLE, ChoiceModel
from cnnstudio.gui.model_browser.choose.tab import ChooseTab
from cnnstudio.networks import choosing
from tests.gui.copied import copied


def test_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = ChoiceModel(choosing.choices())
    qtmodeltester.check(model)
    assert model.rowCount() == len(choosing.choices())


@pytest.fixture
def tab(qtbot: QtBot) -> ChooseTab:
    tab = ChooseTab()
    tab.setMinimumSize(300, 300)
    tab.resize(640, 700)
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def test_the_area_stands_for_the_parameters() -> None:
    assert diameter(400_000_000) == pytest.approx(2 * diameter(100_000_000))


def test_a_bubble_tells_its_values_and_is_chosen_by_a_click(tab: ChooseTab, qtbot: QtBot) -> None:
    choice = next(choice for choice in tab.chart.shown if choice.spec.name == "vgg19")
    view = tab.chart.plot.viewport()

    moves = itertools.count()

    def is_told() -> bool:
        # VGG-16's bubble lies over the left of this one. A pointer that is there already moves nothing, and of moves
        # that come fast some are passed over.
        qtbot.mouseMove(view, tab.chart.at(choice).toPoint() + QPoint(5 + next(moves) // 5 % 2, 0))
        return "VGG-19" in tab.reading.text()

    qtbot.waitUntil(is_told)
    point = tab.chart.at(choice).toPoint() + QPoint(5, 0)
    assert "144 M" in tab.reading.text()
    with qtbot.waitSignal(tab.chosen) as chosen:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    assert chosen.args[0].startswith("vgg19")


def test_the_table_sorts_and_a_row_chooses(tab: ChooseTab, qtbot: QtBot) -> None:
    assert tab.proxy.index(0, 0).data(NAME_ROLE) == "vit_h_14"
    tab.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert tab.proxy.index(0, 0).data(NAME_ROLE).startswith("squeezenet")
    with qtbot.waitSignal(tab.chosen) as chosen:
        rect = tab.table.visualRect(tab.proxy.index(2, 0))
        qtbot.mouseClick(tab.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert chosen.args == [tab.proxy.index(2, 0).data(NAME_ROLE)]


def test_advice_keeps_the_limits(tab: ChooseTab, qtbot: QtBot) -> None:
    assert "ResNet-18" in tab.advice.text()
    tab.most_gmacs.setFocus()
    tab.most_gmacs.selectAll()
    qtbot.keyClicks(tab.most_gmacs, "1")
    qtbot.keyClick(tab.most_gmacs, Qt.Key.Key_Return)
    expected = choosing.advise(max_gmacs=1.0)
    assert f'href="{expected.spec.name}"' in tab.advice.text()
    tab.least_top1.setValue(99.0)
    assert "None of them" in tab.advice.text()
    with qtbot.waitSignal(tab.chosen):
        tab.least_top1.setValue(0.0)
        tab.advice.linkActivated.emit(expected.spec.name)


def test_marking_a_network_is_no_choice(tab: ChooseTab, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(tab.chosen):
        tab.mark("resnet50")
    assert tab.table.currentIndex().siblingAtColumn(0).data(NAME_ROLE) == "resnet50"


def test_a_narrow_tab_leaves_the_costs_to_the_table(tab: ChooseTab) -> None:
    assert "GMAC" in tab.advice.text()
    tab.resize(335, 600)
    assert "GMAC" not in tab.advice.text()
    assert "EfficientNetV2-S" in tab.advice.text()


def test_the_chart_takes_no_drops(tab: ChooseTab) -> None:
    """pyqtgraph lets a drag down that Qt was told is welcome, of which Qt complains."""
    assert not tab.chart.plot.acceptDrops()
    assert not tab.chart.plot.viewport().acceptDrops()


def test_the_table_is_copied_as_it_was_published(tab: ChooseTab) -> None:
    tab.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    rows = copied(tab, "models-choice")
    choices = {(choice.spec.title, choice.figures.weights): choice for choice in choosing.choices()}
    assert len(rows) == len(choices)
    for row in rows:
        choice = choices[row["Network"], row["Weights"]]
        assert float(row["Top-1 (%)"]) == choice.top1
        assert float(row["Top-5 (%)"]) == choice.figures.top5
        assert float(row["MACs (10⁹)"]) == choice.figures.gmacs
        assert (int(row["Parameters"]), int(row["Year"])) == (choice.figures.parameters, choice.spec.year)
    counts = [int(row["Parameters"]) for row in rows]
    assert counts == sorted(counts), "as the window sorts them"


def test_every_number_of_the_table_has_room(tab: ChooseTab) -> None:
    """A title may give way, as its tip is whole; 1,016.72 GMAC may not."""
    metrics = QFontMetricsF(theme.mono_font(0.92))
    for column in range(1, tab.model.columnCount() - 1):
        texts = [str(tab.model.index(row, column).data()) for row in range(tab.model.rowCount())]
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        assert widest + 8 <= tab.table.columnWidth(column), max(texts, key=len)


@pytest.mark.parametrize(("gmacs", "accuracy"), [(0.25, 0.0), (1.0, 0.0), (0.0, 80.0)])
def test_advice_is_a_sentence(tab: ChooseTab, gmacs: float, accuracy: float) -> None:
    tab.most_gmacs.setValue(gmacs)
    tab.least_top1.setValue(accuracy)
    assert tab.advice.text().endswith(" param.")
    assert ".." not in tab.advice.text()

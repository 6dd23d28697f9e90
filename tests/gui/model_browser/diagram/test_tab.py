import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Analysis
from cnnstudio.errors import StorageError
from cnnstudio.gui.model_browser.diagram.heat import Measure
from cnnstudio.gui.model_browser.diagram.items import BoxItem, FrameItem
from cnnstudio.gui.model_browser.diagram.tab import DiagramTab
from cnnstudio.gui.model_browser.diagram.view import DiagramView
from cnnstudio.gui.model_browser.selection import Selection

# The offscreen platform says it of every menu.
MENUS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def without_motion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cnnstudio.gui.theme.motion_ms", lambda: 0)


@pytest.fixture
def tab(qtbot: QtBot) -> DiagramTab:
    tab = DiagramTab(Selection())
    tab.selection = tab.view._selection
    tab.setMinimumSize(300, 300)
    tab.resize(640, 700)
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def box(view: DiagramView, path: str) -> BoxItem:
    return next(item for item in view.diagram.boxes.values() if item.box.path == path)


def place(view: DiagramView, item: BoxItem | FrameItem, within: QPointF | None = None) -> QPoint:
    point = item.mapToScene(within or item.shape().boundingRect().center())
    view.ensureVisible(point.x() - 5, point.y() - 5, 10, 10)
    return view.mapFromScene(point)


def click(qtbot: QtBot, view: DiagramView, item: BoxItem | FrameItem, within: QPointF | None = None) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, item, within))


def test_an_inception_module_opens_and_closes_where_it_stands(
    tab: DiagramTab, googlenet: Analysis, qtbot: QtBot
) -> None:
    view = tab.view
    tab.show_analysis(googlenet)
    module = box(view, "inception3a")
    spot = place(view, module, module.chevron().center())
    before = view.mapFromScene(module.pos())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    frame = view.diagram.frames["inception3a"]
    branches = [item for item in view.diagram.boxes.values() if item.box.frame == "inception3a"]
    assert len(branches) == 5, "four branches and the concat"
    assert abs(view.mapFromScene(frame.pos()).y() - before.y()) <= 1, "what was clicked stays where it is"
    click(qtbot, view, frame, QPointF(40, 12))
    assert "inception3a" not in view.diagram.frames
    assert box(view, "inception3a").can_open


def test_a_run_of_equal_blocks_is_one_box_that_opens(tab: DiagramTab, resnet18: Analysis, qtbot: QtBot) -> None:
    view = tab.view
    tab.show_analysis(resnet18)
    run = box(view, "layer1.0")
    assert run.box.repeats == 2
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, run))
    assert [item.box.repeats for item in view.diagram.boxes.values() if item.box.path.startswith("layer1.")] == [1, 1]


def test_the_skip_of_a_residual_block_is_marked(tab: DiagramTab, resnet18: Analysis) -> None:
    tab.show_analysis(resnet18)
    tab.view.reveal("layer3.1.conv1")
    assert tab.view.diagram.has_skips
    assert "skip connection" in tab.legend.text


def test_the_spine_of_a_dense_block_is_told_and_drawn(tab: DiagramTab) -> None:
    tab.show_analysis(analyse("densenet121"))
    assert "joined so far" not in tab.legend.text
    tab.view.reveal("features.denseblock1.denselayer3.conv1")
    assert "all that was joined so far" in tab.legend.text
    assert tab.view.sceneRect().width() < 500
    assert not tab.view.grab().isNull()


def test_everything_can_be_done_by_keyboard(tab: DiagramTab, resnet18: Analysis, qtbot: QtBot) -> None:
    view, selection = tab.view, tab.selection
    tab.show_analysis(resnet18)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert selection.current.path == "maxpool"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert selection.current.path == "layer1.0"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert "layer1.0" in view.diagram.frames
    zoom = view.zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == pytest.approx(1.2 * zoom)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.zoom < zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier)
    qtbot.keyClick(view, Qt.Key.Key_End)
    at = view.verticalScrollBar().value()
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert view.verticalScrollBar().value() < at
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert selection.current.path == ""


def test_dragging_moves_the_paper_and_selects_nothing(tab: DiagramTab, resnet18: Analysis, qtbot: QtBot) -> None:
    view = tab.view
    tab.show_analysis(resnet18)
    start = view.verticalScrollBar().value()
    middle = view.viewport().rect().center()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(view.viewport(), middle - QPoint(0, 60))
    qtbot.mouseMove(view.viewport(), middle - QPoint(0, 120))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=middle - QPoint(0, 120))
    assert view.verticalScrollBar().value() > start
    assert tab.selection.current.path == ""


@pytest.mark.parametrize("measure", [m for m in Measure if m is not Measure.KIND])
def test_a_measure_colours_the_boxes_and_has_its_scale(tab: DiagramTab, resnet18: Analysis, measure: Measure) -> None:
    tab.show_analysis(resnet18)
    combo = tab.findChild(QComboBox, "models-colour")
    combo.setCurrentIndex(combo.findData(measure))
    heats = {item.heat.name() for item in tab.view.diagram.boxes.values() if item.heat is not None}
    assert len(heats) > 3
    assert " – " in tab.legend.text


def test_blocks_built_alike_carry_the_same_letter_and_are_marked_together(
    tab: DiagramTab, resnet18: Analysis, qtbot: QtBot
) -> None:
    tab.show_analysis(resnet18)
    tab.view.open_all()
    letters = {key: item._letter for key, item in tab.view.diagram.frames.items() if key.startswith("layer1.")}
    assert letters["layer1.0"] == letters["layer1.1"] != ""
    tab.selection.select("layer1.0.conv1")
    alike = {item.box.path for item in tab.view.diagram.boxes.values() if item.alike}
    assert alike == {"layer1.0.conv1", "layer1.0.conv2", "layer1.1.conv1", "layer1.1.conv2"}


def test_saves_svg_and_png(tab: DiagramTab, resnet18: Analysis, tmp_path: Path) -> None:
    tab.show_analysis(resnet18)
    svg, png = tmp_path / "net.svg", tmp_path / "net.png"
    tab.export(svg)
    tab.export(png)
    root = ElementTree.fromstring(svg.read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")
    words = "".join(root.itertext())
    assert "BasicBlock" in words
    assert "MaxPool2d 3 × 3 / 2" in words
    image = QImage(str(png))
    scene = tab.view.sceneRect()
    assert image.width() == pytest.approx(2 * scene.width(), abs=2)
    assert image.height() > 2 * scene.height()
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["net.png", "net.svg"]


def test_another_ending_or_no_folder_is_a_sentence(tab: DiagramTab, convnet: Analysis, tmp_path: Path) -> None:
    tab.show_analysis(convnet)
    with pytest.raises(StorageError, match=r"\.gif"):
        tab.export(tmp_path / "net.gif")
    with pytest.raises(StorageError):
        tab.export(tmp_path / "missing" / "net.svg")


def test_every_classic_draws(tab: DiagramTab, analysed_names: Callable[[], list[Analysis]]) -> None:
    for analysis in analysed_names():
        tab.show_analysis(analysis)
        assert not tab.view.grab().isNull()
        assert len(tab.view.diagram.boxes) > 3


def test_what_stays_slides_and_what_is_new_fades_in(
    tab: DiagramTab, resnet18: Analysis, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = tab.view
    tab.show_analysis(resnet18)
    view.toggle(box(view, "layer1.0"))
    places = {key: item.pos() for key, item in view.diagram.standing().items()}
    monkeypatch.setattr("cnnstudio.gui.theme.motion_ms", lambda: 120)
    view.toggle(box(view, "layer1.0"))
    fresh = [item for key, item in view.diagram.standing().items() if key not in places]
    assert fresh
    assert all(item.opacity() < 0.5 for item in fresh)
    qtbot.waitUntil(lambda: all(item.opacity() == 1.0 for item in fresh))
    ends = {key: item.pos() for key, item in view.diagram.standing().items()}
    view.toggle(view.diagram.frames["layer1.0"])
    view.toggle(box(view, "layer1.0"))
    view._unfold.finish()
    assert {key: item.pos() for key, item in view.diagram.standing().items()} == ends


def test_the_overview_shows_where_one_is_and_leads_elsewhere(
    tab: DiagramTab, resnet18: Analysis, convnet: Analysis, qtbot: QtBot
) -> None:
    view = tab.view
    tab.show_analysis(resnet18)
    minimap = view.minimap
    assert minimap.isVisible()
    qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=minimap.rect().center())
    middle = view.mapToScene(view.viewport().rect().center())
    assert middle.y() == pytest.approx(view.sceneRect().center().y(), rel=0.05)
    view.fit()
    assert not minimap.isVisible()
    tab.show_analysis(convnet)
    assert not minimap.isVisible()


def test_a_network_fits_a_narrow_window_without_a_bar_below(tab: DiagramTab, resnet18: Analysis) -> None:
    tab.resize(334, 520)
    tab.show_analysis(resnet18)
    assert tab.view.horizontalScrollBar().maximum() == tab.view.horizontalScrollBar().minimum()


def test_where_the_whole_would_be_too_small_the_beginning_is_to_be_seen(tab: DiagramTab) -> None:
    tab.resize(334, 520)
    tab.show_analysis(analyse("inception_v3"))
    first = [item for item in tab.view.diagram.boxes.values() if item.pos().y() < 400]
    assert len(first) > 3
    rects = [tab.view.mapFromScene(item.sceneBoundingRect()).boundingRect() for item in first]
    assert all(tab.view.viewport().rect().adjusted(-1, 0, 1, 0).contains(rect) for rect in rects)


@pytest.fixture
def opened(tab: DiagramTab) -> list[str]:
    """Paths of layers that were asked for in the playground."""
    heard: list[str] = []
    tab.selection.has_numbers = True
    tab.selection.openRequested.connect(heard.append)
    return heard


def menu_of(qtbot: QtBot, view: DiagramView, item: BoxItem | FrameItem) -> list[str]:
    at = place(view, item)
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at)))
    return (
        [action.objectName() for action in view.menu.actions() if action.isVisible()] if view.menu.isVisible() else []
    )


@MENUS
def test_a_layer_opens_in_the_playground_from_its_box(
    tab: DiagramTab, resnet18: Analysis, qtbot: QtBot, opened: list[str]
) -> None:
    view = tab.view
    tab.show_analysis(resnet18)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, box(view, "conv1")))
    assert opened == ["conv1"]
    click(qtbot, view, box(view, "maxpool"))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == ["conv1", "maxpool"]
    assert menu_of(qtbot, view, box(view, "conv1")) == ["models-diagram-open"]
    assert tab.selection.current.path == "conv1"
    qtbot.keyClick(view.menu, Qt.Key.Key_Down)
    qtbot.keyClick(view.menu, Qt.Key.Key_Return)
    assert opened == ["conv1", "maxpool", "conv1"]
    assert menu_of(qtbot, view, box(view, "bn1")) == [], "the playground knows nothing of it"


@MENUS
def test_a_blocks_menu_opens_and_closes_it(
    tab: DiagramTab, resnet18: Analysis, qtbot: QtBot, opened: list[str]
) -> None:
    view = tab.view
    tab.show_analysis(resnet18)
    block = next(item for item in view.diagram.boxes.values() if item.can_open)
    before = view.diagram.opened
    assert menu_of(qtbot, view, block) == ["models-diagram-fold"]
    qtbot.keyClick(view.menu, Qt.Key.Key_Down)
    qtbot.keyClick(view.menu, Qt.Key.Key_Return)
    assert view.diagram.opened > before
    assert opened == []


@MENUS
def test_the_menu_comes_for_the_selected_box_by_key(
    tab: DiagramTab, resnet18: Analysis, qtbot: QtBot, opened: list[str]
) -> None:
    view = tab.view
    tab.show_analysis(resnet18)
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(2, 2), view.mapToGlobal(QPoint(2, 2)))
    view.contextMenuEvent(by_key)
    assert not view.menu.isVisible(), "nothing is selected"
    tab.selection.select("fc")
    view.contextMenuEvent(by_key)
    assert view.menu.isVisible()
    qtbot.keyClick(view.menu, Qt.Key.Key_Down)
    qtbot.keyClick(view.menu, Qt.Key.Key_Return)
    assert opened == ["fc"]


def test_the_layer_under_the_pointer_is_told_once(tab: DiagramTab, resnet18: Analysis, qtbot: QtBot) -> None:
    view = tab.view
    told: list[str] = []
    view._selection.pointed.connect(told.append)
    tab.show_analysis(resnet18)
    item = next(item for item in view.diagram.boxes.values() if item.box.path == "conv1")
    view.centerOn(item)
    middle = view.mapFromScene(item.mapToScene(item.shape().boundingRect().center()))
    qtbot.mouseMove(view.viewport(), middle)
    qtbot.mouseMove(view.viewport(), middle + QPoint(3, 1))
    assert told == ["conv1"]

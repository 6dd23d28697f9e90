import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.analysis import view as views
from cnnstudio.analysis.network import analyse
from cnnstudio.gui.model_browser.diagram.heat import Measure
from cnnstudio.gui.model_browser.diagram.items import BoxItem, FrameItem
from cnnstudio.gui.model_browser.diagram.scene import DiagramScene
from cnnstudio.gui.model_browser.selection import Selected


@pytest.fixture
def scene(qtbot: QtBot) -> DiagramScene:
    scene = DiagramScene()
    scene.show_analysis(analyse("resnet18"))
    return scene


def test_a_layer_in_a_closed_block_is_found_in_the_block(scene: DiagramScene) -> None:
    scene.set_opened(views.containers(scene.analysis.graph))
    item = scene.item_of(Selected("layer2.0.conv1"))
    assert isinstance(item, BoxItem)
    assert item.box.path == "layer2.0"


def test_a_layer_in_an_open_block_is_a_box_and_the_block_its_frame(scene: DiagramScene) -> None:
    scene.set_opened(views.everything(scene.analysis.graph))
    item = scene.item_of(Selected("layer2.0.conv1"))
    assert isinstance(item, BoxItem)
    assert item.box.path == "layer2.0.conv1"
    frame = scene.item_of(Selected("layer2.0"))
    assert isinstance(frame, FrameItem)
    assert frame.frame.group.path == "layer2.0"


def test_a_layer_of_a_run_of_equal_blocks_is_found_in_the_run(scene: DiagramScene) -> None:
    scene.show_analysis(analyse("resnet152"))
    scene.set_opened(views.containers(scene.analysis.graph))
    run = next(item for item in scene.boxes.values() if item.box.repeats > 2)
    groups = scene.analysis.graph.groups
    siblings = groups[run.box.frame].groups
    last = groups[siblings[siblings.index(run.box.what.key) + run.box.repeats - 1]]
    assert last.path != run.box.path
    assert scene.item_of(Selected(last.path)) is run
    assert scene.item_of(Selected(f"{last.path}.conv1")) is run


def test_what_is_not_there_is_nowhere(scene: DiagramScene) -> None:
    assert scene.item_of(Selected("no.such.layer")) is None
    assert scene.item_of(Selected()) is None
    assert DiagramScene().item_of(Selected("conv1")) is None


def test_the_selected_block_and_those_built_alike_are_marked(scene: DiagramScene) -> None:
    scene.set_opened(views.everything(scene.analysis.graph))
    scene.show_selected(Selected("layer1.0.conv1"))
    marked = [item.box.path for item in scene.boxes.values() if item.selected]
    alike = {item.box.path for item in scene.boxes.values() if item.alike}
    assert marked == ["layer1.0.conv1"]
    others = {layer.path for layer in scene.analysis.equal_layers("layer1.0.conv1")}
    assert others <= alike | {"layer1.0.conv1"}
    assert len(others) == 3


def test_colours_follow_the_measure(scene: DiagramScene) -> None:
    assert all(item.heat is None and item.by_kind for item in scene.boxes.values())
    scene.set_measure(Measure.PARAMETERS)
    assert any(item.heat is not None for item in scene.boxes.values())
    assert not any(item.by_kind for item in scene.boxes.values())
    assert scene.scale.greatest == max(item.box.params for item in scene.boxes.values())

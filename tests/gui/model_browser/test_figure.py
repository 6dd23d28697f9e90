import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.room_state import ModelsState
from cnnstudio.gui import pictures
from cnnstudio.gui.model_browser import figure
from cnnstudio.gui.model_browser.figure import DiagramDrawing
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.workspace.current import Current


def made(network: str, **state: object) -> DiagramDrawing:
    prepared = figure.prepare(ModelsState(**state), Current(network=CatalogueNetwork(network)))  # type: ignore[arg-type]
    assert prepared is not None
    return figure.drawing(prepared)


def words(drawing: DiagramDrawing, width: int = 640) -> str:
    size = drawing.size(width)
    content = pictures.svg(size, lambda painter: drawing.paint(painter, size, vector=True), "").decode()
    return "\n".join(part.partition("<")[0].strip() for part in content.split(">"))


def test_a_small_network_is_shown_whole(qtbot: QtBot) -> None:
    found = words(made("mlp"))
    assert "Input  1 × 28 × 28" in found
    assert "Output  10" in found


def test_of_a_large_one_the_part_around_the_layer(qtbot: QtBot) -> None:
    drawing = made("vgg16", path="features.7")
    part, scale = drawing._part(640)
    item = drawing._scene.item_of(drawing._chosen)
    assert item is not None
    assert part.contains(item.mapRectToScene(item.boundingRect()))
    assert scale >= 0.5
    assert drawing.size(640).height() <= 400
    assert part.height() < drawing._scene.sceneRect().height() / 2


def test_a_block_that_is_selected_is_shown_open(qtbot: QtBot) -> None:
    found = words(made("resnet18", path="layer2.0"), 500)
    assert "downsample" in found
    assert "layer2.0  ·  BasicBlock" in found


@pytest.mark.parametrize("network", ["vgg16", "resnet18", "googlenet"])
def test_without_a_layer_the_beginning_is_shown(qtbot: QtBot, network: str) -> None:
    drawing = made(network)
    part, _ = drawing._part(640)
    assert part.top() == drawing._scene.sceneRect().top()
    assert drawing.size(640) == QSize(640, 400)


@pytest.mark.parametrize("tab", ["layers", "compare", "choose"])
def test_other_tabs_have_no_picture(tab: str) -> None:
    assert figure.prepare(ModelsState(tab=tab), Current()) is None  # type: ignore[arg-type]

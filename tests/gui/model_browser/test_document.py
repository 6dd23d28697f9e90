"""The room as its document knows it: states open and come back through the real page, which comes and goes."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.analysis import view as views
from cnnstudio.analysis.results import Analysis, NodeKind
from cnnstudio.analysis.room_state import Limits, ModelsState
from cnnstudio.errors import UnknownNameError
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.document import ModelsDocument
from cnnstudio.gui.model_browser.page import ModelsPage, create_page
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork, ExportedNetwork
from cnnstudio.workspace.current import Current, Workspace
from tests.weights.networks import own_network

LEFT = Qt.MouseButton.LeftButton


def random_state(analysis: Analysis, draw: random.Random) -> ModelsState:
    """Any state that this network can be shown in."""
    functions = [node for node in analysis.graph.nodes if node.kind is not NodeKind.LAYER]
    node = draw.choice(functions) if draw.random() < 0.2 else None
    blocks = sorted(views.everything(analysis.graph))
    channels, rows, columns = analysis.input_shape
    tall = draw.choice([None, (channels, rows + 4 * draw.randint(0, 2), columns)])
    return ModelsState(
        tab=draw.choice(["diagram", "layers", "compare", "choose"]),
        pane=draw.choice(["layer", "card", "ideas"]),
        path=draw.choice(list(analysis.layers)) if node is None else node.path,
        node=None if node is None else node.id,
        opened=draw.choice([None, tuple(draw.sample(blocks, draw.randint(0, len(blocks))))]),
        # ConvNet takes one size alone.
        input_shape=tall if analysis.name != "convnet" else None,
        classes=draw.choice([None, draw.randint(2, 50)]),
        batch=draw.choice([None, draw.randint(2, 9)]),
        search=draw.choice(["", "res", "no such network"]),
        listing=draw.choice(["tree", "table", "printed"]),
        layer_search=draw.choice(["", "conv", "no such layer"]),
        compare_with=draw.choice(["", "lenet5", "vgg11"]),
        same_input=draw.random() < 0.5,
        only_differences=draw.random() < 0.5,
        limits=Limits(gmacs=draw.choice([0, 12.34]), accuracy=draw.choice([0, 70])),
    )


def settle(qtbot: QtBot, page: ModelsPage) -> None:
    qtbot.waitUntil(lambda: not page.document.busy, timeout=20_000)
    qtbot.waitUntil(lambda: not page.layers._search_timer.isActive())


def assert_shown(page: ModelsPage, state: ModelsState) -> None:
    """The widgets say what the state says."""
    assert page.tabs.currentIndex() == ["diagram", "layers", "compare", "choose"].index(state.tab)
    assert page.inspector.tabs.currentIndex() == ["layer", "card", "ideas", "picture"].index(state.pane)
    assert (page.selection.current.path, page.selection.current.node) == (state.path, state.node)
    assert page.catalogue.search.text() == state.search
    assert page.layers.search.text() == state.layer_search
    assert page.findChild(QPushButton, f"models-layers-{state.listing}").isChecked()
    assert page.compare.same_input.isChecked() is state.same_input
    assert page.compare.only.isChecked() is state.only_differences
    if state.compare_with:
        assert page.compare.other.currentData() == state.compare_with
    if state.opened is not None:
        assert page.diagram.view.diagram.opened == frozenset(state.opened)
    analysis = page.analysis
    assert analysis is not None
    assert analysis.batch == page.form.batch.value() == (state.batch or 1)
    if state.input_shape is not None:
        assert analysis.input_shape == page.form.input_shape == state.input_shape
    if state.classes is not None:
        assert analysis.graph.nodes[-1].output_shape[-1] == page.form.classes.value() == state.classes
    if page.chooser is not None:
        assert page.chooser.most_gmacs.value() == pytest.approx(state.limits.gmacs)
        assert page.chooser.least_top1.value() == pytest.approx(state.limits.accuracy)


@pytest.mark.parametrize("name", ["convnet", "resnet-8"])
def test_every_state_goes_through_the_page_and_comes_back(
    page: ModelsPage, qtbot: QtBot, show: Callable[[str], None], name: str
) -> None:
    show(name)
    draw, analysis = random.Random(name), page.analysis
    states = [random_state(analysis, draw) for _ in range(12)]
    for state in [*states, ModelsState(), *states[:3]]:
        written = json.dumps(state.to_json())
        page.document.open_state(ModelsState.from_json(json.loads(written)))
        assert page.document.state() == state, "at once, before the analysis is there"
        settle(qtbot, page)
        assert page.document.state() == state
        assert_shown(page, state)
        assert page.problem.text == ""


def test_what_the_user_does_is_in_the_state(page: ModelsPage, qtbot: QtBot, show: Callable[[str], None]) -> None:
    show("resnet18")
    document = page.document
    heard: list[ModelsState] = []
    document.stateChanged.connect(lambda: heard.append(document.state()))
    page.tabs.setCurrentWidget(page.layers)
    qtbot.keyClicks(page.layers.search, "conv2")
    qtbot.mouseClick(page.findChild(QPushButton, "models-layers-table"), LEFT)
    page.selection.select("layer1.0.conv2")
    qtbot.keyClicks(page.catalogue.search, "vgg")
    page.inspector.tabs.setCurrentIndex(1)
    page.compare.other.activated.emit(page.compare.other.findData("resnet50"))
    page.compare.other.setCurrentIndex(page.compare.other.findData("resnet50"))
    qtbot.mouseClick(page.compare.only, LEFT, pos=page.compare.only.rect().center())
    page.compare.only.setChecked(True)
    page.form.classes.setValue(7)
    qtbot.waitUntil(lambda: document.state().classes == 7)
    settle(qtbot, page)
    page.diagram.view.open_all()
    page.tabs.setCurrentIndex(3)
    page.chooser.most_gmacs.setValue(4.5)
    state = document.state()
    assert state == ModelsState(
        tab="choose",
        pane="card",
        path="layer1.0.conv2",
        opened=tuple(views.everything(page.analysis.graph)),
        classes=7,
        search="vgg",
        listing="table",
        layer_search="conv2",
        compare_with="resnet50",
        only_differences=True,
        limits=Limits(gmacs=4.5),
    )
    assert heard[-1] == state
    qtbot.mouseClick(page.form.reset, LEFT)
    assert document.state().classes is None


def test_another_network_takes_its_layer_and_input_along(
    page: ModelsPage, qtbot: QtBot, show: Callable[[str], None]
) -> None:
    show("resnet18")
    page.document.open_state(ModelsState(tab="layers", path="layer1", classes=9, batch=3, search="res"))
    settle(qtbot, page)
    show("convnet")
    assert page.document.state() == ModelsState(tab="layers", batch=3, search="res")


def test_opened_blocks_are_remembered_for_each_network(
    page: ModelsPage, qtbot: QtBot, show: Callable[[str], None]
) -> None:
    show("resnet18")
    page.diagram.view.reveal("layer2.0.conv1")
    opened = page.diagram.view.diagram.opened
    assert "layer2.0" in page.diagram.view.diagram.frames
    show("googlenet")
    assert "inception3a" not in page.diagram.view.diagram.frames
    assert page.document.state().opened is None
    show("resnet18")
    assert "layer2.0" in page.diagram.view.diagram.frames
    assert page.document.state().opened == tuple(sorted(opened))


def test_a_layer_that_the_network_does_not_have_is_said(page: ModelsPage, qtbot: QtBot) -> None:
    page.document.open_state(ModelsState(path="layer9.conv", tab="layers"))
    settle(qtbot, page)
    assert page.problem.text == "ConvNet has no layer called layer9.conv."
    assert page.document.state() == ModelsState(tab="layers")
    page.document.open_state(ModelsState(path="features", node=10**6))
    settle(qtbot, page)
    assert page.document.state() == ModelsState(path="features")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("path=nowhere", "ConvNet has no layer called nowhere."),
        ("path=features&node=99", "There is no such function in features."),
        ("node=99", "There is no such function in ConvNet."),
        ('opened=["nowhere"]', "ConvNet has no block called nowhere."),
        ("compare_with=nowhere", "There is no network called nowhere."),
    ],
)
@pytest.mark.parametrize("first_room", ["models", "train"])
def test_a_link_to_what_is_not_there_says_so(
    main_window: MainWindow, qtbot: QtBot, first_room: str, state: str, sentence: str
) -> None:
    main_window.open_room(first_room)
    main_window.addresses.open(f"cnnstudio:models?{state}")
    qtbot.waitUntil(lambda: main_window.room == "models" and main_window.page("models") is not None, timeout=20_000)
    page = main_window.page("models")
    said = page.problem if "compare_with" not in state else main_window.error_strip
    qtbot.waitUntil(lambda: page.analysis is not None and not page.document.busy, timeout=20_000)
    qtbot.waitUntil(lambda: said.isVisible() and sentence in said.text, timeout=20_000)
    page.document.shut_down()


def test_a_network_to_compare_with_that_there_is_not_changes_nothing(page: ModelsPage) -> None:
    before = page.document.state()
    with pytest.raises(UnknownNameError, match="resnet18"):
        page.document.open_state(ModelsState(tab="compare", compare_with="resnet19"))
    assert page.document.state() == before
    assert page.tabs.currentWidget() is page.diagram


def test_the_way_back_is_tab_and_layer(page: ModelsPage, qtbot: QtBot) -> None:
    document = page.document
    heard: list[object] = []
    document.placeChanged.connect(lambda: heard.append(document.place()))
    page.selection.select("features.3")
    first = document.place()
    page.tabs.setCurrentWidget(page.layers)
    qtbot.keyClicks(page.catalogue.search, "vgg")
    assert heard == [("diagram", "features.3", None), ("layers", "features.3", None)]
    document.go_to(first)
    assert document.place() == first
    assert page.tabs.currentWidget() is page.diagram
    assert document.state().search == "vgg", "what was typed stays"


def test_a_page_that_comes_later_shows_the_same(page: ModelsPage, qtbot: QtBot, studio: Studio) -> None:
    state = ModelsState(tab="layers", listing="table", path="features.3", layer_search="features", batch=4)
    page.document.open_state(state)
    settle(qtbot, page)
    page.close()
    later = create_page(studio)
    qtbot.addWidget(later)
    later.show()
    assert later.document is page.document
    assert_shown(later, state)
    assert later.document.state() == state
    later.document.open_state(ModelsState())
    settle(qtbot, later)
    assert_shown(later, ModelsState())
    later.shut_down()


def test_a_restart_comes_back_to_what_was_shown(qtbot: QtBot) -> None:
    state = ModelsState(tab="layers", path="layer2", input_shape=(3, 64, 64), opened=("", "layer2"))
    left = Workspace(
        current=Current(network=CatalogueNetwork("resnet18")), room="models", states={"models": state.to_json()}
    )
    studio = Studio(workspace=Workspace.from_json(json.loads(json.dumps(left.to_json()))))
    page = create_page(studio)
    qtbot.addWidget(page)
    assert page.document.state() == state
    settle(qtbot, page)
    assert page.analysis.name == "resnet18"
    assert_shown(page, state)
    assert studio.workspace.to_json()["states"]["models"] == state.to_json()
    page.shut_down()
    studio.shut_down()
    studio.deleteLater()


def test_a_network_of_the_users_own_keeps_its_input(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    studio.choose(own_network(tmp_path))
    qtbot.waitUntil(lambda: page.analysis.title == "Twice", timeout=20_000)
    assert page.document.state().input_shape is None
    assert page.form.input_shape == (1, 28, 28), "as its first layer says"
    page.form.rows.setValue(40)
    qtbot.waitUntil(lambda: page.analysis.input_shape == (1, 40, 28), timeout=20_000)
    state = page.document.state()
    assert state.input_shape == (1, 40, 28)
    page.document.open_state(ModelsState())
    settle(qtbot, page)
    assert page.analysis.input_shape == (1, 28, 28)
    page.document.open_state(state)
    settle(qtbot, page)
    assert page.analysis.input_shape == (1, 40, 28)


def test_an_exported_network_says_itself_what_it_was_made_for(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    model = torch.nn.Sequential(torch.nn.Conv2d(2, 4, 3), torch.nn.ReLU()).eval()
    file = tmp_path / "net.pt2"
    torch.export.save(torch.export.export(model, (torch.zeros(3, 2, 20, 24),)), file)
    studio.choose(ExportedNetwork.of(file))
    qtbot.waitUntil(lambda: page.analysis.title == "net.pt2", timeout=20_000)
    assert page.document.state() == ModelsState()
    assert (page.form.input_shape, page.form.batch.value()) == ((2, 20, 24), 3)
    assert not page.form.reset.isEnabled()


def test_the_document_needs_no_page(qtbot: QtBot, studio: Studio) -> None:
    document = studio.documents.get("models")
    assert isinstance(document, ModelsDocument)
    document.open_state(ModelsState(path="features.0"))
    qtbot.waitUntil(lambda: document.analysis is not None, timeout=20_000)
    assert document.selection.current.path == "features.0"


def test_what_is_typed_stays_when_more_is_known_of_the_network(
    page: ModelsPage, qtbot: QtBot, studio: Studio, show: Callable[[str], None]
) -> None:
    show("resnet18")
    page.form.rows.setValue(96)
    studio.changed.emit(studio.current, studio.current)  # as when a class of the user's has been tried
    assert page.form.rows.value() == 96
    qtbot.waitUntil(lambda: page.analysis.input_shape == (3, 96, 224), timeout=20_000)


def test_a_pane_that_the_network_does_not_have_is_not_shown(
    page: ModelsPage, qtbot: QtBot, show: Callable[[str], None]
) -> None:
    page.document.open_state(ModelsState(pane="picture"))
    settle(qtbot, page)
    assert page.inspector.detail.isVisible()
    assert not page.inspector.picture.isVisible()
    assert page.document.state() == ModelsState(pane="picture")
    show("resnet18")
    settle(qtbot, page)
    assert page.inspector.picture.isVisible()


def test_a_link_and_a_file_come_back_to_what_was_shown(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    main_window.open_room("models")
    page = main_window.page("models")
    assert isinstance(page, ModelsPage)
    studio.choose(CatalogueNetwork("resnet18"))
    state = ModelsState(tab="layers", path="layer2.0.conv1", opened=("", "layer2"), batch=2, listing="table")
    page.document.open_state(state)
    settle(qtbot, page)
    with qtbot.waitSignal(main_window.addresses.addresses.linked) as made:
        main_window.addresses.copy_link.trigger()
    (link,) = made.args
    assert link.startswith("cnnstudio:models?")
    main_window.addresses.addresses.save(tmp_path / "there.cnnstudio")
    qtbot.waitUntil(lambda: not main_window.addresses.addresses.busy, timeout=20_000)
    for source in (link, tmp_path / "there.cnnstudio"):
        studio.choose(CatalogueNetwork("convnet"))
        page.document.open_state(ModelsState(search="vgg"))
        main_window.open_room("learn")
        main_window.addresses.addresses.open(source)
        qtbot.waitUntil(
            lambda: main_window.room == "models" and not main_window.addresses.addresses.busy, timeout=20_000
        )
        settle(qtbot, page)
        assert studio.current.network == CatalogueNetwork("resnet18")
        assert page.document.state() == state
        assert_shown(page, state)


def test_lessons_hear_which_layer_is_pointed_at(page: ModelsPage, qtbot: QtBot, show: Callable[[str], None]) -> None:
    show("convnet")
    told: list[str] = []
    page.document.pointed.connect(told.append)
    page.document.selection.point("features.0")
    page.document.selection.point("features.0")
    page.document.selection.point("")
    page.document.selection.point("features.0")
    assert told == ["layer features.0"] * 2

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import safetensors.torch
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QSpinBox, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.network import analyse, analyse_module
from cnnstudio.gui.model_browser import requests
from cnnstudio.gui.model_browser.page import ModelsPage, create_page
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.open_weights import OpenWeights
from cnnstudio.gui.widgets.veil import Veil
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import loading
from cnnstudio.weights.reference import WeightsFile

Show = Callable[[str], None]


def field(page: QWidget, name: str) -> QSpinBox:
    found = page.findChild(QSpinBox, name)
    assert found is not None
    return found


def type_number(qtbot: QtBot, page: ModelsPage, name: str, number: int) -> None:
    spin = field(page, name)
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, str(number))
    qtbot.keyClick(spin, Qt.Key.Key_Return)


def test_shows_the_studios_network_first(page: ModelsPage, studio: Studio) -> None:
    assert page.analysis.name == "convnet"
    assert studio.current.network == CatalogueNetwork("convnet")
    assert "9,098 parameters" in page.head.totals.text()
    assert page.catalogue.name == "convnet"


def test_search_and_enter_choose_a_network(page: ModelsPage, qtbot: QtBot, studio: Studio) -> None:
    page.catalogue.search.setFocus()
    qtbot.keyClicks(page.catalogue.search, "resnet-18")
    qtbot.keyClick(page.catalogue.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.analysis.name == "resnet18")
    assert "11,689,512 parameters" in page.head.totals.text()
    assert studio.current.network == CatalogueNetwork("resnet18")
    assert studio.digits.network == CatalogueNetwork("convnet")
    assert page.head.train.isHidden()


def test_a_click_on_a_digits_network_makes_it_the_studios(page: ModelsPage, qtbot: QtBot, studio: Studio) -> None:
    tree = page.findChild(QTreeView, "models-catalogue")
    index = page.catalogue.proxy.mapFromSource(page.catalogue.model.index_of("lenet5"))
    tree.scrollTo(index)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    qtbot.waitUntil(lambda: page.analysis.name == "lenet5")
    assert studio.current.network == CatalogueNetwork("lenet5")
    with qtbot.waitSignal(studio.roomRequested) as asked:
        qtbot.mouseClick(page.findChild(QPushButton, "models-train"), Qt.MouseButton.LeftButton)
    assert asked.args == ["train", CatalogueNetwork("lenet5")]


def test_follows_the_studio(page: ModelsPage, qtbot: QtBot, studio: Studio) -> None:
    studio.choose(CatalogueNetwork("lenet5-1998"))
    qtbot.waitUntil(lambda: page.analysis.name == "lenet5-1998")
    assert page.catalogue.name == "lenet5-1998"


def test_another_input_changes_everything(page: ModelsPage, qtbot: QtBot, show: Show) -> None:
    show("resnet18")
    macs = page.analysis.total_macs
    type_number(qtbot, page, "models-rows", 448)
    qtbot.waitUntil(lambda: page.analysis.input_shape == (3, 448, 224))
    assert page.analysis.total_macs > 1.9 * macs
    type_number(qtbot, page, "models-batch", 8)
    qtbot.waitUntil(lambda: page.analysis.batch == 8)
    qtbot.mouseClick(page.form.reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.analysis.input_shape == (3, 224, 224) and page.analysis.batch == 1)
    assert page.analysis.total_macs == macs


def test_an_input_too_small_is_said_in_place_and_the_last_picture_stays(
    page: ModelsPage, qtbot: QtBot, show: Show
) -> None:
    show("vgg11")
    boxes = len(page.diagram.view.diagram.boxes)
    type_number(qtbot, page, "models-rows", 8)
    qtbot.waitUntil(lambda: page.problem.text != "")
    assert "features." in page.problem.text
    assert page.analysis.input_shape == (3, 224, 224)
    assert len(page.diagram.view.diagram.boxes) == boxes
    type_number(qtbot, page, "models-rows", 224)
    qtbot.waitUntil(lambda: page.problem.text == "")


def hold_back(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The next analyses come once this is set."""
    go = threading.Event()
    analyse = requests.analyse
    monkeypatch.setattr(requests, "analyse", lambda request, **how: (go.wait(20), analyse(request, **how))[1])
    return go


def marks(page: ModelsPage) -> set[bool]:
    """Whether the parts that show numbers of a network say that these are old: all of them, or none."""
    head, inspector = page.head, page.inspector
    parts = (page.diagram, page.layers, page.compare, inspector.detail, inspector.card, inspector.ideas)
    veils = {not part.findChild(Veil, options=Qt.FindChildOption.FindDirectChildrenOnly).isHidden() for part in parts}
    return veils | {not head.totals.isEnabled(), "(shown before)" in head.title.text()}


def held_page(qtbot: QtBot, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> tuple[ModelsPage, threading.Event]:
    go = hold_back(monkeypatch)
    go.set()
    page = create_page(studio)
    page.resize(1280, 760)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.analysis is not None, timeout=20_000)
    go.clear()
    return page, go


def test_until_a_network_is_analysed_the_former_is_shown_as_such(
    qtbot: QtBot, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, go = held_page(qtbot, studio, monkeypatch)
    page.selection.select("features.3")
    assert page.inspector.detail.open.isEnabled()
    assert marks(page) == {False}
    page.choose("googlenet")
    assert page.head.title.text() == "ConvNet, 2022 (shown before)"
    assert marks(page) == {True}
    qtbot.waitUntil(page.head.busy.isVisible)
    assert page.head.busy.text() == "Analysing GoogLeNet …"
    # Its layers are to be looked at, but they are none of the next network's.
    with qtbot.assertNotEmitted(studio.roomRequested):
        page.inspector.detail.open.click()
        assert not page.selection.open(page.analysis, "features.3")
        page.selection.select("features.0")
    assert page.document.state().path == ""
    go.set()
    qtbot.waitUntil(lambda: page.analysis.name == "googlenet", timeout=20_000)
    assert page.head.title.text() == "GoogLeNet, 2014"
    assert marks(page) == {False}
    assert page.selection.current.path == ""
    assert page.problem.text == ""
    page.choose("convnet")
    assert marks(page) == {False}, "it was kept, and is there at once"
    page.shut_down()


def test_until_another_input_is_analysed_the_former_is_shown_as_such(
    qtbot: QtBot, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.choose(CatalogueNetwork("vgg11"))
    page, go = held_page(qtbot, studio, monkeypatch)
    type_number(qtbot, page, "models-rows", 256)
    qtbot.waitUntil(page.head.busy.isVisible)
    assert page.head.title.text() == "VGG-11 for 3 × 224 × 224 (shown before)"
    assert marks(page) == {True}
    page.selection.select("features.0")
    go.set()
    qtbot.waitUntil(lambda: page.analysis.input_shape == (3, 256, 224), timeout=20_000)
    assert marks(page) == {False}
    assert page.document.state().path == "features.0", "the same network has it still"
    page.shut_down()


def test_what_cannot_be_analysed_leaves_the_former_named(page: ModelsPage, qtbot: QtBot, show: Show) -> None:
    show("vgg11")
    type_number(qtbot, page, "models-rows", 8)
    qtbot.waitUntil(lambda: page.problem.text != "")
    assert page.problem.text.endswith("Shown below is still VGG-11 for 3 × 224 × 224.")
    assert marks(page) == {True}
    page.studio.choose(CatalogueNetwork("resnet19"))
    assert "resnet18" in page.problem.text
    assert page.problem.text.endswith("Shown below is still VGG-11.")
    assert page.head.title.text() == "VGG-11, 2014 (shown before)"
    assert marks(page) == {True}
    show("vgg11")
    assert marks(page) == {False}


def test_an_unknown_network_is_a_sentence(page: ModelsPage) -> None:
    page.choose("resnet19")
    assert "resnet18" in page.problem.text
    assert page.analysis.name == "convnet"


def test_one_selection_for_tree_diagram_and_detail(page: ModelsPage, qtbot: QtBot, show: Show) -> None:
    show("resnet18")
    view = page.diagram.view
    item = next(item for item in view.diagram.boxes.values() if item.box.path == "conv1")
    at = view.mapFromScene(item.mapToScene(item.boundingRect().center()))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.selection.current.path == "conv1"
    assert page.layers.tree.currentIndex().data() == "conv1: Conv2d"
    assert page.inspector.detail.title.text() == "Conv2d"
    page.tabs.setCurrentWidget(page.layers)
    page.layers.tree.setFocus()
    qtbot.keyClick(page.layers.tree, Qt.Key.Key_Down)
    assert page.selection.current.path == "bn1"
    assert next(item for item in view.diagram.boxes.values() if item.selected).box.path == "bn1"


def test_a_state_names_network_layer_and_tab(page: ModelsPage, qtbot: QtBot) -> None:
    page.open_state({"network": "resnet18", "path": "layer3.0.conv2", "tab": "diagram"})
    qtbot.waitUntil(lambda: page.selection.current.path == "layer3.0.conv2")
    assert next(item for item in page.diagram.view.diagram.boxes.values() if item.selected).box.path == "layer3.0.conv2"


def test_the_list_needs_no_torch() -> None:
    import subprocess

    code = (
        "import sys; from cnnstudio.gui.model_browser import page; "
        "from cnnstudio.gui.model_browser.catalogue import panel; "
        "from cnnstudio.networks import catalogue; list(catalogue.specs()); "
        "assert 'torch' not in sys.modules, 'torch'; assert 'pyqtgraph' not in sys.modules, 'pyqtgraph'"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("size", [(1280, 760), (1024, 660)])
def test_nothing_is_cut_off_at_the_sides(page: ModelsPage, size: tuple[int, int]) -> None:
    page.resize(*size)
    controls = page.findChild(QWidget, "models-controls")
    assert controls.widget().minimumSizeHint().width() <= controls.viewport().width() + 1
    corner = page.form.mapTo(page, QPoint(page.form.width(), 0))
    assert corner.x() <= controls.width()


def test_keys_lead_to_the_searches_and_tabs(page: ModelsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.tabs.currentWidget() is page.layers
    qtbot.keyClick(page, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert page.chooser is not None
    qtbot.waitUntil(page.chooser.isVisible)
    qtbot.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert page.layers.search.hasFocus()
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.catalogue.search.hasFocus()


def test_a_choice_on_the_chart_takes_the_network_apart(page: ModelsPage, qtbot: QtBot) -> None:
    page.open_state({"tab": "choose"})
    page.chooser.chosen.emit("squeezenet1_1")
    qtbot.waitUntil(lambda: page.analysis.name == "squeezenet1_1", timeout=20_000)
    assert page.catalogue.name == "squeezenet1_1"
    assert page.chooser.table.currentIndex().siblingAtColumn(0).data() == "SqueezeNet 1.1"


def test_a_layer_is_shown_in_the_diagram_on_request(page: ModelsPage, qtbot: QtBot, show: Show) -> None:
    show("resnet18")
    page.tabs.setCurrentWidget(page.layers)
    page.selection.select("layer2.1.conv2")
    qtbot.mouseClick(page.inspector.detail.reveal, Qt.MouseButton.LeftButton)
    assert page.tabs.currentWidget() is page.diagram
    assert any(item.box.path == "layer2.1.conv2" for item in page.diagram.view.diagram.boxes.values())


def test_weights_are_opened_for_the_network_that_is_shown(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "theirs.safetensors"
    state = catalogue.build("lenet5").state_dict()
    safetensors.torch.save_file(state, file)
    studio.choose(CatalogueNetwork("lenet5"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(page.findChild(QPushButton, "models-weights"), Qt.MouseButton.LeftButton)
    dialog = page.findChild(OpenWeights)
    qtbot.waitUntil(lambda: dialog.accept_button.isVisible() and dialog.accept_button.isEnabled(), timeout=20_000)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(studio.current.weights, WeightsFile), timeout=20_000)
    assert studio.current.network == CatalogueNetwork("lenet5")
    kept = loading.load(studio.current.network, studio.current.weights).module.state_dict()
    assert all(torch.equal(kept[name], tensor) for name, tensor in state.items())


@pytest.mark.parametrize("place", ["tree", "diagram", "detail"])
def test_a_layer_opens_in_the_playground_from_every_part(
    page: ModelsPage, qtbot: QtBot, studio: Studio, place: str
) -> None:
    page.selection.select("features.3")
    with qtbot.waitSignal(studio.roomRequested) as asked:
        if place == "tree":
            page.tabs.setCurrentWidget(page.layers)
            page.layers.tree.setFocus()
            qtbot.keyClick(page.layers.tree, Qt.Key.Key_Return)
        elif place == "diagram":
            page.diagram.view.setFocus()
            qtbot.keyClick(page.diagram.view, Qt.Key.Key_Return)
        else:
            qtbot.mouseClick(page.inspector.detail.open, Qt.MouseButton.LeftButton)
    assert asked.args[0] == "playground"
    assert asked.args[1].path == "features.3"


def test_a_network_with_options_is_analysed_with_them(page: ModelsPage, qtbot: QtBot, studio: Studio) -> None:
    studio.choose(CatalogueNetwork.of("googlenet", aux_logits=True))
    qtbot.waitUntil(lambda: page.analysis.name == "googlenet", timeout=20_000)
    assert page.analysis.total_params == 13_004_888
    studio.choose(CatalogueNetwork.of("resnet18", num_classes=5))
    qtbot.waitUntil(lambda: page.analysis.name == "resnet18", timeout=20_000)
    assert page.analysis.layers["fc"].output_shape == (1, 5)
    assert page.form.classes.value() == 5
    type_number(qtbot, page, "models-classes", 1000)
    qtbot.waitUntil(lambda: page.analysis.layers["fc"].output_shape == (1, 1000), timeout=20_000)


class Several(torch.nn.Module):
    """Rows of a picture through recurrent layers; three outputs, one of them by what has no rule."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = torch.nn.Conv2d(1, 4, 3, padding=1)
        self.rows = torch.nn.LSTM(4 * 28, 32, bidirectional=True, batch_first=True)
        self.cell = torch.nn.GRUCell(64, 16)
        self.digit, self.slant = torch.nn.Linear(16, 10), torch.nn.Linear(16, 1)

    def forward(self, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        rows, _ = self.rows(self.conv(pictures).permute(0, 2, 1, 3).flatten(2))
        state = self.cell(rows[:, -1])
        turned = torch.linalg.inv(rows[:, :, :28])
        return {"digit": self.digit(state), "slant": self.slant(state), "turned": turned}


def test_what_the_totals_leave_out_and_every_output_are_told(page: ModelsPage) -> None:
    analysis = analyse_module(Several(), (1, 28, 28), name="several", title="Several")
    page._show(analysis)
    remarks = page.head.remarks
    assert not remarks.isHidden()
    assert "Several outputs: digit 10, slant 1, turned 28 × 28." in remarks.text()
    assert "MACs not counted: linalg_inv_ex in the network itself." in remarks.text()
    assert "linalg_inv_ex" in page.inspector.detail.macs_note.text()
    faces = {item.box.path or item.box.label: item.face for item in page.diagram.view.diagram.boxes.values()}
    assert faces["Output slant"].title == "Output slant  1"
    assert (faces["rows"].title, faces["rows"].subtitle, faces["rows"].form) == ("LSTM", "28 × 64", "full")
    assert (faces["cell"].title, faces["cell"].subtitle) == ("GRUCell", "16")
    page.choose("lenet5")
    page._show(analyse("lenet5"))
    assert remarks.isHidden()
    faces = {item.box.label: item.face for item in page.diagram.view.diagram.boxes.values()}
    assert faces["Output"].title == "Output  10"

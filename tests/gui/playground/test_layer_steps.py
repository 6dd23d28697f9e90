"""From an opened layer to its neighbours, and the way to a layer from the free playground."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.call_order import held_order
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.weights.reference import Initial
from tests.gui.playground import opened
from tests.gui.playground.opened import LONG, open_layer

LENET = CatalogueNetwork("lenet5")
LAYERS = ["features.0", "features.2", "features.3", "features.5", "classifier.0", "classifier.2", "classifier.4"]


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    opened.draw_few_digits(monkeypatch)


def shown(qtbot: QtBot, page: PlaygroundPage, path: str) -> None:
    qtbot.waitUntil(
        lambda: page.opening.seen is not None and page.opening.seen.layer.path == path and not page.opening.busy,
        timeout=LONG,
    )


def test_the_buttons_and_the_list_walk_through_the_network(main_window: MainWindow, qtbot: QtBot) -> None:
    page = open_layer(main_window, qtbot, LENET, Initial(3), "features.0")
    steps = page.opened_panel.steps
    paths = [steps.names.itemData(row) for row in range(steps.names.count())]
    assert paths == LAYERS
    assert steps.names.currentText() == "features.0 · Conv2d"
    assert steps.names.toolTip() == "features.0 · Conv2d"
    assert not steps.back.isEnabled()
    opened.click(qtbot, page, "play-opened-layer-on")
    shown(qtbot, page, "features.2")
    assert page.model.geometry.operation.pools
    steps.names.activated.emit(len(LAYERS) - 1)
    shown(qtbot, page, LAYERS[-1])
    assert not steps.on.isEnabled()
    opened.click(qtbot, page, "play-opened-layer-back")
    shown(qtbot, page, LAYERS[-2])
    # An edit keeps the list, and each layer was a place.
    page.opening.switch(2, on=False)
    opened.seen(qtbot, page)
    assert steps.names.currentData() == LAYERS[-2]
    main_window.addresses.back.trigger()
    shown(qtbot, page, LAYERS[-1])


def names(page: PlaygroundPage) -> list[str]:
    listed = page.opened_panel.steps.names
    return [listed.itemText(row) for row in range(listed.count())]


def test_what_the_network_does_not_call_is_no_step_of_its_way(main_window: MainWindow, qtbot: QtBot) -> None:
    """GoogLeNet's auxiliary heads take part in training only."""
    network = CatalogueNetwork.of("googlenet", aux_logits=True)
    page = open_layer(main_window, qtbot, network, Initial(3), "inception4a.branch1.conv")
    qtbot.waitUntil(lambda: not page.document.way.busy, timeout=LONG)
    listed = names(page)
    assert listed[0] == "conv1.conv · Conv2d"
    assert listed[-1] == "fc · Linear"
    assert not [name for name in listed if name.startswith("aux")]
    assert "aux1.conv.conv · Conv2d" in [
        f"{call.path} · {call.kind}" for call in held_order(page.opening.seen.loaded.base)
    ]
    assert page.opened_panel.steps.names.currentText() == "inception4a.branch1.conv · Conv2d"


OWN = """
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(4, 10)
        self.spare = nn.Conv2d(4, 4, 3)
        self.again = nn.Conv2d(4, 4, 3, padding=1)
        self.stem = nn.Conv2d(1, 4, 3)
        self.flat = nn.Flatten()
        self.middle = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        return self.head(self.flat(self.middle(self.again(self.again(self.stem(x))))))
"""


def test_a_layer_that_is_called_twice_is_two_steps(main_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """In the order of the calls, not of the lines that made the layers."""
    (tmp_path / "net.py").write_text(OWN)
    network = PythonNetwork.of(tmp_path / "net.py", "Net")
    main_window.studio.agree(network)
    page = open_layer(main_window, qtbot, network, Initial(3), "stem")
    qtbot.waitUntil(lambda: not page.document.way.busy, timeout=LONG)
    assert names(page) == [
        "stem · Conv2d",
        "again · Conv2d",
        "again · Conv2d, call 2",
        "middle · AdaptiveAvgPool2d",
        "head · Linear",
    ]
    for at in (1, 2):
        opened.click(qtbot, page, "play-opened-layer-on")
        shown(qtbot, page, "again")
        qtbot.waitUntil(lambda at=at: page.opening.seen.layer.call == at, timeout=LONG)
        assert page.opened_panel.steps.names.currentIndex() == at
    opened.click(qtbot, page, "play-opened-close")
    assert page.document.way.calls == ()


def test_from_the_free_playground_a_layer_is_one_room_away(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_room("playground")
    button = main_window.page("playground").findChild(QPushButton, "play-open-layer")
    assert button.text() == f"A layer of {main_window.studio.current.network.title}..."
    main_window.studio.choose(LENET, Initial(3))
    assert button.text() == "A layer of LeNet-5 (PyTorch)..."
    button.click()
    assert main_window.room == "models"


def test_a_layer_that_another_network_closes_is_said(main_window: MainWindow, qtbot: QtBot) -> None:
    page = open_layer(main_window, qtbot, LENET, Initial(3), "features.0")
    assert not page.left.layers.isVisible()
    main_window.studio.choose(CatalogueNetwork("convnet"), Initial(3))
    assert not page.model.opened
    assert "LeNet-5 (PyTorch) was closed: ConvNet has others" in page.hint.text()
    assert page.hint.isVisible()
    assert page.left.layers.isVisible()

"""From an opened layer to its neighbours, and the way to a layer from the free playground."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.networks.reference import CatalogueNetwork
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

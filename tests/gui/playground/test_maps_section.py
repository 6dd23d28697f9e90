import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListView, QTabBar
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.links import Block
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.map_list import Channels, MapModel
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.playground.thumbnails import Thumbnails
from cnnstudio.gui.studio import Studio
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Initial
from tests.gui.playground.opened import INK, click, draw_few_digits, open_layer, seen

LENET = CatalogueNetwork("lenet5")


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_few_digits(monkeypatch)


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> PlaygroundPage:
    return open_layer(main_window, qtbot, LENET, Initial(3), "features.3")


def listed(page: PlaygroundPage, name: str) -> QListView:
    view = page.findChild(QListView, name)
    assert view is not None
    return view


def click_row(qtbot: QtBot, view: QListView, row: int) -> None:
    index = view.model().index(row, 0)
    view.scrollTo(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def test_any_map_comes_to_the_front_by_its_picture_strongest_first(page: PlaygroundPage, qtbot: QtBot) -> None:
    assert page.opening.look is not None
    output = page.opening.look.view.output
    order = output.abs().mean(dim=(1, 2)).argsort(descending=True, stable=True).tolist()
    view = listed(page, "play-opened-output-maps")
    assert [view.model().index(row, 0).data().split(",")[0] for row in range(16)] == [
        f"channel {channel + 1}" for channel in order
    ]
    weakest = order[-1]
    click_row(qtbot, view, 15)
    qtbot.waitUntil(lambda: (page.model.result.outputs or (0,))[0] == weakest)
    seen(qtbot, page)
    assert page.opened_panel.maps.output.value() == weakest + 1
    # The order stays: nothing jumps from under the pointer.
    assert view.model().index(15, 0).data().startswith(f"channel {weakest + 1},")


def test_any_input_channel_comes_to_the_front_by_its_picture(page: PlaygroundPage, qtbot: QtBot) -> None:
    sides = page.findChild(QTabBar, "play-opened-side")
    assert sides is not None
    sides.setCurrentIndex(1)
    view = listed(page, "play-opened-input-channels")
    assert view.isVisible()
    assert not listed(page, "play-opened-output-maps").isVisible()
    channel = int(view.model().index(4, 0).data().split(",")[0].split()[1]) - 1
    click_row(qtbot, view, 4)
    qtbot.waitUntil(lambda: (page.model.result.inputs or (0,))[0] == channel)
    assert len(page.model.result.inputs or ()) == 6


def test_a_map_that_is_off_gives_zeros_to_the_layers_behind_it_and_keeps_its_arithmetic(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot
) -> None:
    front = page.model.output_number(page.model.out_channel)
    shown = page.model.result.output.clone()
    click(qtbot, page, "play-opened-on")
    assert studio.current.edits.maps_off("features.3") == (front,)
    seen(qtbot, page)
    # What the layer makes of its input is shown, and what is said of it holds; the network gets zeros.
    torch.testing.assert_close(page.model.result.output, shown, rtol=0, atol=0)
    torch.manual_seed(3)
    want = catalogue.build("lenet5").eval()
    with torch.no_grad():
        want.get_parameter("features.3.weight")[front] = 0
        want.get_parameter("features.3.bias")[front] = 0
        logits = want(torch.from_numpy(INK)[None, None])[0]
    prediction = page.opening.seen.prediction if page.opening.seen else None
    assert prediction is not None
    torch.testing.assert_close(torch.from_numpy(prediction.after.logits), logits)
    assert ", off" in listed(page, "play-opened-output-maps").model().index(0, 0).data()
    assert "switched off" in page.canvas.views[Block.OUTPUT].accessibleName()
    click(qtbot, page, "play-opened-on")
    seen(qtbot, page)
    assert not studio.current.edits
    assert "switched off" not in page.canvas.views[Block.OUTPUT].accessibleName()
    click(qtbot, page, "play-undo-button")
    assert studio.current.edits.maps_off("features.3") == (front,)
    seen(qtbot, page)


def test_a_pooling_layers_maps_can_be_off_too(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    page = open_layer(page.window(), qtbot, LENET, Initial(3), "features.2")  # type: ignore[arg-type]
    click(qtbot, page, "play-opened-on")
    assert studio.current.edits.layers == ("features.2",)
    seen(qtbot, page)
    click(qtbot, page, "play-opened-put-back")
    assert not studio.current.edits
    seen(qtbot, page)


def test_of_512_channels_only_those_are_painted_that_are_seen(qtbot: QtBot) -> None:
    class Counting(MapModel):
        made = 0

        def thumbnail(self, row: int):
            type(self).made += 1
            return super().thumbnail(row)

    model = Counting()
    view = Thumbnails(model, "maps", "Maps", 2)
    qtbot.addWidget(view)
    view.setFixedWidth(240)
    view.show()
    qtbot.waitExposed(view)
    model.show(Channels("key", torch.rand(512, 7, 7), front=3))
    view.grab()
    assert 0 < Counting.made < 60
    assert view.indexAt(QPoint(20, 20)).row() == 0
    view.scrollTo(model.index(511))
    assert model.row_of(model.channel(511)).row() == 511

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.room_state import PlaygroundRoomState
from cnnstudio.convolution.state import Part
from cnnstudio.datasets import builtin
from cnnstudio.errors import ConfigError
from cnnstudio.gui import errors
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.opening import open_in
from cnnstudio.gui.playground import limits
from cnnstudio.gui.playground.document import PlaygroundDocument
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace.current import Workspace
from tests.convolution.test_room_state import room_states
from tests.gui.playground.opened import LONG, draw_few_digits, open_layer, seen

LENET, CONVNET = CatalogueNetwork("lenet5"), CatalogueNetwork("convnet")


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_few_digits(monkeypatch)


def document_of(studio: Studio) -> PlaygroundDocument:
    document = studio.documents.get("playground")
    assert isinstance(document, PlaygroundDocument)
    return document


def test_states_come_back(studio: Studio, qtbot: QtBot) -> None:
    document = document_of(studio)
    assert document.state() == PlaygroundRoomState()

    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(state=room_states())
    def comes_back(state: PlaygroundRoomState) -> None:
        document.open_state(PlaygroundRoomState.from_json(json.loads(json.dumps(state.to_json()))))
        assert document.state() == state

    comes_back()
    document.open_state(PlaygroundRoomState())
    assert document.state() == PlaygroundRoomState()
    qtbot.waitUntil(lambda: not studio.store.busy, timeout=LONG)


def test_a_restart_comes_back_to_the_layer_its_edit_and_the_free_state(
    main_window: MainWindow, studio: Studio, qapp: QApplication, qtbot: QtBot
) -> None:
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    page.model.change("Larger", lambda state: state.with_parameters(input_height=5, input_width=5))
    page.model.pin(2, 1)
    page = open_layer(main_window, qtbot, LENET, Initial(3), "features.3")
    page.opening.show_channels((4, 9), (1, 5))
    seen(qtbot, page)
    page.model.pin(3, 7, 0)
    assert page.model.change("Type", lambda state: state.with_cells(Part.KERNEL, {(1, 0, 2, 2): 0.5}))
    seen(qtbot, page)
    left = studio.workspace
    state = left.states["playground"]
    assert state.opened == OpenedLayer(path="features.3", outputs=(4, 9), inputs=(1, 5), row=3, col=7)
    assert (state.free.geometry.input_size, state.pinned) == ((5, 5), (0, 2, 1))
    shown = page.model.result.output.clone()

    again = Studio(workspace=Workspace.from_json(json.loads(json.dumps(left.to_json()))))
    window = MainWindow(again)
    window.show()
    window.open_room("playground")
    page = window.page("playground")
    assert isinstance(page, PlaygroundPage)
    seen(qtbot, page)
    assert again.workspace.states["playground"] == state
    assert again.current == studio.current
    assert page.opened_panel.isVisible()
    assert (page.model.position.row, page.model.position.col) == (3, 7)
    torch.testing.assert_close(page.model.result.output, shown, rtol=0, atol=0)
    page.opening.close()
    assert page.model.state == state.free
    assert (page.model.position.row, page.model.position.col) == (2, 1)
    window.close_without_asking()
    window.deleteLater()
    again.deleteLater()


def test_a_page_that_is_built_later_shows_the_same_layer(main_window: MainWindow, studio: Studio, qtbot: QtBot) -> None:
    page = open_layer(main_window, qtbot, LENET, Initial(3), "features.0")
    page.opening.switch(2, on=False)
    seen(qtbot, page)
    later = PlaygroundPage(studio)
    qtbot.addWidget(later)
    assert later.opened_panel.title.text() == "Layer features.0"
    assert later.opened_panel.prediction.prediction.text() == page.opened_panel.prediction.prediction.text()
    assert later.opened_panel.weights.back.isEnabled()
    assert later.opened_panel.maps.outputs.count() == 6
    later.shut_down()


def test_the_way_back_is_the_layer(main_window: MainWindow, studio: Studio, qtbot: QtBot) -> None:
    page = open_layer(main_window, qtbot, LENET, Initial(3), "features.3")
    open_layer(main_window, qtbot, LENET, Initial(3), "classifier.0")
    qtbot.waitUntil(lambda: page.opened_panel.title.text() == "Layer classifier.0", timeout=LONG)
    document = document_of(studio)
    assert document.place() == OpenedLayer(path="classifier.0")
    qtbot.wait(1)  # what changes at one click is one step
    main_window.addresses.back.trigger()
    seen(qtbot, page)
    qtbot.waitUntil(lambda: page.opened_panel.title.text() == "Layer features.3", timeout=LONG)
    document.go_to(None)
    assert not page.model.opened
    assert document.place() is None


def test_a_state_that_is_opened_is_one_step_and_too_large_a_one_is_refused(
    studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = document_of(studio)
    model = document.model
    model.change("Own", lambda state: state.with_parameters(input_height=7, input_width=7))
    own = model.state
    large = own.with_input(Numbers(torch.rand(1, 400, 400)))
    document.open_state(PlaygroundRoomState(free=large, pinned=(0, 300, 200)))
    # Asked for before it is computed, it is what was asked for.
    assert document.state() == PlaygroundRoomState(free=large, pinned=(0, 300, 200))
    qtbot.waitUntil(lambda: not model.busy, timeout=LONG)
    assert model.position == Cell(Block.OUTPUT, 0, 300, 200)
    model.undo_step()
    assert model.state == own

    def refuse(_state: object) -> None:
        raise ConfigError("Too large. Make it smaller.")

    monkeypatch.setattr(limits, "check", refuse)
    with pytest.raises(ConfigError, match="Too large"):
        document.open_state(PlaygroundRoomState(free=large))
    assert model.state == own


def test_a_layer_that_is_not_there_is_told_and_the_free_state_shown(
    main_window: MainWindow, studio: Studio, qtbot: QtBot
) -> None:
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    page.document.open_state(PlaygroundRoomState(opened=OpenedLayer(path="nowhere.7")))
    qtbot.waitUntil(lambda: "no layer nowhere.7" in main_window.error_strip.text, timeout=LONG)
    assert not page.model.opened
    assert page.document.state() == PlaygroundRoomState()


def close_a_layer(page: PlaygroundPage) -> None:
    page.document.open_state(PlaygroundRoomState())


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda window: window.open_room("train"), id="another room"),
        pytest.param(lambda window: window.studio.choose(LENET, Initial(3)), id="another network"),
        pytest.param(
            lambda window: window.studio.choose(window.studio.current.network, Initial(7)), id="other weights"
        ),
        pytest.param(
            lambda window: window.studio.open_room("playground", OpenedLayer(path="features.0")), id="another layer"
        ),
        pytest.param(lambda window: window.studio.open_room("playground", 2), id="a figure"),
        pytest.param(lambda window: close_a_layer(window.page("playground")), id="a free state"),
    ],
)
def test_what_is_said_of_a_layer_that_is_not_there_goes_with_its_reason(
    main_window: MainWindow, qtbot: QtBot, act: Callable[[MainWindow], object]
) -> None:
    main_window.studio.open_room("playground", OpenedLayer(path="nowhere.7"))
    strip = main_window.error_strip
    qtbot.waitUntil(lambda: strip.isVisible() and "no layer nowhere.7" in strip.text, timeout=LONG)
    main_window.open_room("playground")
    assert strip.isVisible(), "it is this room's"
    act(main_window)
    assert not strip.isVisible()
    opening = main_window.page("playground").opening
    qtbot.waitUntil(lambda: not opening.busy, timeout=LONG)
    assert not strip.isVisible()


def test_what_is_said_of_something_else_stays(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.studio.open_room("playground", OpenedLayer(path="nowhere.7"))
    strip = main_window.error_strip
    qtbot.waitUntil(lambda: strip.isVisible() and "no layer nowhere.7" in strip.text, timeout=LONG)
    errors.show_error(main_window, ConfigError("The disk is full. Free some space."))
    main_window.open_room("train")
    main_window.studio.choose(LENET, Initial(3))
    assert strip.isVisible()
    assert strip.text == "The disk is full. Free some space."


def test_a_link_opens_the_same_place_in_another_instance(main_window: MainWindow, qtbot: QtBot) -> None:
    """Layer, channels in front, unit and edits; the other one was somewhere else and knows nothing of this one."""
    digit = builtin.draw(1, 2)[0][0].astype(np.float32) / 255
    page = open_layer(main_window, qtbot, LENET, Initial(3), "features.3", digit)
    page.opened_panel.maps.output.setValue(5)
    seen(qtbot, page)
    page.model.pin(3, 2)
    page.opening.switch(7, on=False)
    seen(qtbot, page)
    with qtbot.waitSignal(main_window.addresses.addresses.linked, timeout=LONG) as made:
        main_window.addresses.copy_link.trigger()
    other = MainWindow(Studio())
    other.open_room("train")
    open_in(other, made.args[0])
    qtbot.waitUntil(lambda: other.room == "playground" and other.page("playground") is not None, timeout=LONG)
    there = other.page("playground")
    assert isinstance(there, PlaygroundPage)
    qtbot.waitUntil(lambda: there.model.opened and there.opening.up_to_date and not there.opening.busy, timeout=LONG)
    assert other.studio.current == main_window.studio.current
    assert there.document.state() == page.document.state()
    assert there.model.position == page.model.position
    assert there.model.result.outputs == page.model.result.outputs
    texts = [
        (panel.title.text(), panel.prediction.prediction.text(), panel.maps.output.value())
        for panel in (page.opened_panel, there.opened_panel)
    ]
    assert texts[0] == texts[1]
    other.close_without_asking()
    other.studio.deleteLater()
    other.deleteLater()


def test_a_layer_waits_for_who_has_not_agreed_yet(main_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """A network that may not run yet is named; its layer is no missing one, and opens as soon as it may run."""
    file = tmp_path / "mine.py"
    file.write_text(
        "from torch import nn\n\n\nclass Mine(nn.Sequential):\n    def __init__(self):\n"
        "        super().__init__(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(1352, 10))\n"
    )
    network = PythonNetwork.of(file, "Mine")
    studio = main_window.studio
    studio.choose(network, Initial(1))
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    page.document.open_state(PlaygroundRoomState(opened=OpenedLayer(path="0")))
    qtbot.waitUntil(lambda: page.hint.isVisible() and "mine.py" in page.hint.text(), timeout=LONG)
    assert page.document.place() == OpenedLayer(path="0")
    assert not main_window.error_strip.isVisible()
    studio.agree(network)
    seen(qtbot, page)
    assert page.opened_panel.title.text() == "Layer 0"

"""From a drawn digit to a layer, its weight, the bars, and back: through the real window."""

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.state import Part
from cnnstudio.gui.digit_canvas.layer_maps import Place
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.activations import Unit
from cnnstudio.weights import Shipped, loading
from cnnstudio.weights.reference import Initial
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import ONE, draw_on
from tests.gui.playground.opened import draw_few_digits, measured

LONG = 60_000


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_few_digits(monkeypatch)


def press(qtbot: QtBot, page: object, name: str) -> None:
    button = page.findChild(QPushButton, name)  # type: ignore[attr-defined]
    assert button is not None
    assert button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_two_clicks_lead_from_a_digit_to_weights_and_an_edit_moves_the_bars(
    main_window: MainWindow, studio: Studio, qtbot: QtBot
) -> None:
    main_window.resize(1280, 800)
    main_window.open_room("draw")
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    draw_on(draw.pad, ONE)
    settle(qtbot, draw)
    before = draw.prediction
    assert before is not None
    assert studio.current.picture is not None
    np.testing.assert_array_equal(studio.current.picture.array[0], before.preprocessed.network_input)

    # The first click: a map of the first convolution. The second: the button above it.
    maps = draw.inside.maps
    layer = next(i for i, activation in enumerate(maps.activations) if activation.kind == "Conv2d")
    qtbot.mouseClick(
        maps, Qt.MouseButton.LeftButton, pos=maps.unit_rect(Place(layer, Unit(3, 9, 9))).center().toPoint()
    )
    press(qtbot, draw, "draw-map-open")
    play = main_window.page("playground")
    assert isinstance(play, PlaygroundPage)
    qtbot.waitUntil(lambda: play.opening.look is not None and not play.opening.busy, timeout=LONG)
    assert main_window.room == "playground"
    assert studio.current.network == CatalogueNetwork("digitnet")
    assert studio.current.weights == Shipped("digitnet")
    outputs = play.model.result.outputs
    assert outputs is not None
    assert outputs[0] == 3
    path = maps.activations[layer].path
    assert play.opened_panel.title.text() == f"Layer {path}"

    # A weight is changed; the bars are those of a fresh network with the same change.
    assert play.model.change("Change a weight", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 1, 1): -4.0}))
    qtbot.waitUntil(lambda: draw.prediction is not before and not draw.busy, timeout=LONG)
    plain = loading.load(CatalogueNetwork("digitnet"), Shipped("digitnet"))
    want = catalogue.build("digitnet").eval()
    want.load_state_dict(plain.module.state_dict())
    with torch.no_grad():
        want.get_parameter(f"{path}.weight")[3, 0, 1, 1] = -4.0
        logits = want(torch.from_numpy(before.preprocessed.network_input)[None, None])[0]
    assert draw.prediction is not None
    np.testing.assert_allclose(draw.prediction.logits, logits.numpy(), atol=1e-4)
    assert np.abs(draw.prediction.logits - before.logits).max() > 0.01

    # So is the accuracy, against that before the edit, on test pictures.
    measured(qtbot, play)
    found = play.accuracy.found
    assert found is not None
    with torch.inference_mode():
        pictures = found.pictures.images[:, None] / 255
        torch.testing.assert_close(found.before, plain.module(pictures).argmax(1))
        torch.testing.assert_close(found.after, want(pictures).argmax(1))
    rights = (found.right_before, found.right_after)
    shares = " → ".join(f"{100 * right / found.total:.2f} %" for right in rights)
    assert play.opened_panel.prediction.accuracy.text() == shares

    press(qtbot, play, "play-opened-put-back")
    qtbot.waitUntil(
        lambda: draw.prediction is not None and np.allclose(draw.prediction.logits, before.logits, atol=1e-5),
        timeout=LONG,
    )
    assert not studio.current.edits
    measured(qtbot, play)
    assert play.opened_panel.prediction.accuracy.text() == shares.split(" → ")[0]
    studio.edit_stack.undo()
    qtbot.waitUntil(
        lambda: draw.prediction is not None and np.allclose(draw.prediction.logits, logits.numpy(), atol=1e-4),
        timeout=LONG,
    )
    studio.edit_stack.undo()
    qtbot.waitUntil(
        lambda: draw.prediction is not None and np.allclose(draw.prediction.logits, before.logits, atol=1e-5),
        timeout=LONG,
    )


@pytest.mark.parametrize(("width", "clicks"), [(1280, 1), (1024, 2)])
def test_a_layers_name_leads_from_a_digit_to_its_weights(
    main_window: MainWindow, qtbot: QtBot, width: int, clicks: int
) -> None:
    """In a narrow window the maps come as a drawer, which is one click more."""
    main_window.resize(width, 800)
    main_window.open_room("draw")
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    draw_on(draw.pad, ONE)
    settle(qtbot, draw)
    maps, done = draw.inside.maps, 0
    if not maps.isVisible():
        qtbot.mouseClick(main_window.findChild(QToolButton, "window-inspector-button"), Qt.MouseButton.LeftButton)
        done += 1
        qtbot.waitUntil(maps.isVisible)
    layer = [activation.path for activation in maps.activations].index("features.4")
    draw.inside._area.ensureVisible(0, round(maps.block_rect(layer).bottom()))
    qtbot.mouseClick(maps, Qt.MouseButton.LeftButton, pos=maps.head_rect(layer).center().toPoint())
    done += 1
    assert done == clicks
    play = main_window.page("playground")
    assert isinstance(play, PlaygroundPage)
    qtbot.waitUntil(lambda: play.opening.look is not None and not play.opening.busy, timeout=LONG)
    assert main_window.room == "playground"
    assert play.opened_panel.title.text() == "Layer features.4"


def test_what_has_no_weights_or_windows_has_no_way_there(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.resize(1280, 800)
    main_window.open_room("draw")
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    draw_on(draw.pad, ONE)
    settle(qtbot, draw)
    maps = draw.inside.maps
    kinds = [activation.kind for activation in maps.activations]
    for layer, kind in enumerate(kinds):
        draw.inside._area.ensureVisible(0, round(maps.block_rect(layer).top()))
        qtbot.mouseMove(maps, maps.head_rect(layer).center().toPoint())
        opens = kind in ("Conv2d", "MaxPool2d", "AdaptiveAvgPool2d", "Linear")
        assert bool(maps.toolTip()) == opens, kind
        assert (maps.cursor().shape() == Qt.CursorShape.PointingHandCursor) == opens
    relu = kinds.index("ReLU")
    qtbot.mouseClick(maps, Qt.MouseButton.LeftButton, pos=maps.head_rect(relu).center().toPoint())
    maps._hover(Place(relu, Unit(0, 1, 1)))
    qtbot.keyClick(maps, Qt.Key.Key_P)
    assert main_window.room == "draw"
    # By keys: to the next layer, and there.
    maps._hover(Place(kinds.index("Conv2d"), Unit(2, 5, 6)))
    with qtbot.waitSignal(maps.layerWanted) as asked:
        qtbot.keyClick(maps, Qt.Key.Key_P)
    wanted = asked.args[0]
    assert (wanted.front, wanted.row, wanted.col) == (2, 5, 6)
    assert main_window.room == "playground"
    play = main_window.page("playground")
    qtbot.waitUntil(lambda: play.opening.look is not None and not play.opening.busy, timeout=LONG)
    assert (play.model.position.row, play.model.position.col) == (5, 6)


def test_a_layer_opens_from_the_diagrams_inspector(main_window: MainWindow, studio: Studio, qtbot: QtBot) -> None:
    studio.choose(CatalogueNetwork("lenet5"), Initial(3))
    main_window.open_room("models")
    models = main_window.page("models")
    assert isinstance(models, ModelsPage)
    qtbot.waitUntil(lambda: models.analysis is not None and models.analysis.name == "lenet5", timeout=LONG)
    button = models.findChild(QPushButton, "models-open-layer")
    assert button is not None
    models.selection.select("features.1")
    assert not button.isVisible(), "nothing is known of a rectifier's window"
    models.selection.select("features.3")
    press(qtbot, models, "models-open-layer")
    play = main_window.page("playground")
    assert isinstance(play, PlaygroundPage)
    qtbot.waitUntil(lambda: play.opening.look is not None and not play.opening.busy, timeout=LONG)
    torch.manual_seed(3)
    weight = catalogue.build("lenet5").get_parameter("features.3.weight").detach()
    outputs, inputs = play.model.result.outputs, play.model.result.inputs
    assert outputs is not None
    assert inputs is not None
    torch.testing.assert_close(play.model.state.kernel.tensor, weight[list(outputs)][:, list(inputs)], rtol=0, atol=0)


@pytest.mark.parametrize("name", ["googlenet"])
def test_draw_keeps_its_network_while_a_large_one_is_current(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, name: str
) -> None:
    main_window.open_room("draw")
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    draw_on(draw.pad, ONE)
    settle(qtbot, draw)
    before = draw.prediction
    studio.choose(CatalogueNetwork(name))
    settle(qtbot, draw)
    assert draw.prediction is before
    assert studio.digits.network != studio.current.network

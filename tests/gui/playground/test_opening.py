"""A layer opened in the playground through the real window: its numbers, an edit, undo, put back."""

import threading

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot
from torch import Tensor, nn

from cnnstudio.convolution.layers import of_layer
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.state import Part, PlaygroundState
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground import opening
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.edited_prediction import Prediction, predict
from cnnstudio.weights.edits import Edits
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace.picture import Drawn, Picture
from tests.convolution.test_code import run
from tests.gui.playground.opened import draw_few_digits
from tests.gui.printed import reckon, reckon_sum

LONG = 60_000


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_few_digits(monkeypatch)


INK = np.random.default_rng(5).random((28, 28)).astype(np.float32)


@pytest.fixture
def page(main_window: MainWindow, studio: Studio, qtbot: QtBot) -> PlaygroundPage:
    studio.choose(CatalogueNetwork("lenet5"), Initial(3))
    studio.show_picture(Picture.of(INK, Drawn()))
    studio.open_room("playground", OpenedLayer(path="features.3"))
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    wait(qtbot, page)
    return page


def wait(qtbot: QtBot, page: PlaygroundPage) -> None:
    qtbot.waitUntil(lambda: page.opening.look is not None and not page.opening.busy, timeout=LONG)


def by_hand(changes: dict[int, float] | None = None) -> nn.Module:
    torch.manual_seed(3)
    module = catalogue.build("lenet5").eval().requires_grad_(False)
    for index, value in (changes or {}).items():
        module.get_parameter("features.3.weight").view(-1)[index] = value
    return module


def layer_output(module: nn.Module) -> Tensor:
    found: list[Tensor] = []
    module.get_submodule("features.3").register_forward_hook(lambda _m, _i, output: found.append(output[0]))
    with torch.inference_mode():
        module(torch.from_numpy(INK)[None, None])
    return found[0]


def shown_map(page: PlaygroundPage, out: int) -> Tensor:
    outputs = page.model.result.outputs
    assert outputs is not None
    return page.model.result.output[outputs.index(out)]


def click(qtbot: QtBot, page: PlaygroundPage, name: str) -> None:
    button = page.findChild(QPushButton, name) or page.findChild(QToolButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_layers_own_numbers_are_shown(page: PlaygroundPage) -> None:
    real = layer_output(by_hand())
    outputs = page.model.result.outputs
    assert outputs is not None
    assert list(outputs) == real.abs().mean(dim=(1, 2)).argsort(descending=True, stable=True)[:6].tolist()
    for out in outputs:
        torch.testing.assert_close(shown_map(page, out), real[out], rtol=0, atol=0)
    assert page.model.opened
    assert page.opened_panel.isVisible()
    assert not page.controls.isVisible()
    assert page.opened_panel.title.text() == "Layer features.3"
    assert "6 → 16 channels" in page.opened_panel.about.text()
    # The costs are the whole layer's, not those of what is shown of it.
    assert (page.formula.formula.parameters, page.formula.formula.biases) == (16 * 6 * 5 * 5, 16)
    assert page.formula.formula.macs == 16 * 6 * 5 * 5 * 10 * 10
    row, col = divmod(int(real[outputs[0]].abs().argmax()), 10)
    assert (page.model.position.row, page.model.position.col) == (row, col)


def test_a_typed_weight_changes_the_network_and_undo_and_put_back_take_it_back(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot
) -> None:
    outputs, inputs = page.model.result.outputs, page.model.result.inputs
    assert outputs is not None
    assert inputs is not None
    index = ((outputs[1] * 6 + inputs[2]) * 5 + 3) * 5 + 4
    before = page.model.result
    assert page.model.change("Change a weight", lambda state: state.with_cells(Part.KERNEL, {(1, 2, 3, 4): 0.75}))
    qtbot.waitUntil(lambda: page.model.result is not before, timeout=LONG)
    wait(qtbot, page)
    want = by_hand({index: 0.75})
    torch.testing.assert_close(shown_map(page, outputs[1]), layer_output(want)[outputs[1]], rtol=0, atol=0)
    loaded = studio.store.want(studio.current)
    assert loaded is not None
    pictures = torch.from_numpy(INK)[None, None]
    with torch.inference_mode():
        torch.testing.assert_close(loaded.module(pictures), want(pictures), rtol=0, atol=0)
    assert page.opened_panel.weights.back.isEnabled()

    click(qtbot, page, "play-undo-button")
    qtbot.waitUntil(lambda: not studio.current.edits, timeout=LONG)
    wait(qtbot, page)
    torch.testing.assert_close(shown_map(page, outputs[1]), layer_output(by_hand())[outputs[1]], rtol=0, atol=0)
    click(qtbot, page, "play-redo-button")
    assert studio.current.edits.value("features.3.weight", index) == 0.75
    qtbot.waitUntil(lambda: page.opened_panel.weights.back.isEnabled(), timeout=LONG)
    click(qtbot, page, "play-opened-put-back")
    assert not studio.current.edits
    wait(qtbot, page)


def test_a_bias_is_edited_too(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    outputs = page.model.result.outputs
    assert outputs is not None
    assert page.model.change("Bias", lambda state: state.with_cells(Part.BIAS, {(0,): 2.5}))
    assert studio.current.edits.value("features.3.bias", outputs[0]) == 2.5
    wait(qtbot, page)


def test_sizes_and_input_are_the_networks_own(page: PlaygroundPage, studio: Studio) -> None:
    state = page.model.state
    for change in (
        lambda state: state.with_parameters(stride_height=2),
        lambda state: state.with_cells(Part.INPUT, {(0, 0, 0): 9.0}),
        # What changes the kernel's shape as well: a picture with another number of channels, a kernel of another size.
        lambda state: state.with_input(Numbers(torch.zeros(1, 9, 9))),
        lambda state: state.with_parameters(kernel_height=2, kernel_width=4),
        lambda _state: PlaygroundState(),
    ):
        assert not page.model.change("Change", change)
        assert "free copy" in page.hint.text()
    assert page.model.state == state
    assert not studio.current.edits


def test_any_channel_can_be_brought_to_the_front(page: PlaygroundPage, qtbot: QtBot) -> None:
    box = page.findChild(QSpinBox, "play-opened-output")
    assert box is not None
    box.setValue(12)
    qtbot.waitUntil(lambda: (page.model.result.outputs or (0,))[0] == 11, timeout=LONG)
    torch.testing.assert_close(page.model.result.output[0], layer_output(by_hand())[11], rtol=0, atol=0)
    box = page.findChild(QSpinBox, "play-opened-input")
    assert box is not None
    box.setValue(2)
    qtbot.waitUntil(lambda: (page.model.result.inputs or (0,))[0] == 1, timeout=LONG)
    assert (page.model.result.outputs or (0,))[0] == 11


def test_what_is_left_out_is_one_term_of_the_printed_sum(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.opening.show_channels((4,), (0, 5))
    qtbot.waitUntil(lambda: page.model.result.inputs == (0, 5), timeout=LONG)
    page.model.pin(3, 7, 0)
    equation = page.products.equation
    assert "4 other channels: " in equation
    want = float(layer_output(by_hand())[4, 3, 7])
    assert want in reckon_sum(equation.replace("; ", "\n"))
    assert want in reckon(equation.replace("≈", "=").rpartition("= ")[2])


def test_a_free_copy_and_the_way_back(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    shown = page.model.state
    click(qtbot, page, "play-opened-copy")
    assert not page.model.opened
    assert page.model.state == shown
    assert page.controls.isVisible()
    assert page.model.change("Change", lambda state: state.with_parameters(stride_height=2))
    page.model.undo_step()
    page.model.undo_step()
    assert page.model.state == page.model.figures[0].state
    assert not studio.current.edits


def test_another_network_closes_the_layer(page: PlaygroundPage, studio: Studio) -> None:
    studio.choose(CatalogueNetwork("convnet"))
    assert not page.model.opened
    assert page.model.state == page.model.figures[0].state
    assert "was closed" in page.hint.text()
    studio.choose(CatalogueNetwork("lenet5"))
    assert page.hint.isHidden(), "that is past"
    message = page.window().findChild(QLabel, "window-message")
    assert message is None or "was closed" not in message.text()


def test_a_layer_that_cannot_be_opened_is_said(main_window: MainWindow, studio: Studio, qtbot: QtBot) -> None:
    studio.choose(CatalogueNetwork("lenet5"), Initial(3))
    studio.open_room("playground", OpenedLayer(path="features.1"))
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    qtbot.waitUntil(lambda: "does not know" in main_window.error_strip.text, timeout=LONG)
    assert not page.model.opened


def test_a_network_of_colour_pictures_opens_with_a_picture_that_stands_in(
    main_window: MainWindow, studio: Studio, qtbot: QtBot
) -> None:
    studio.choose(CatalogueNetwork("squeezenet1_1"), Initial(1))
    studio.open_room("playground", OpenedLayer(path="features.0"))
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    wait(qtbot, page)
    assert page.model.state.geometry.input_size == (224, 224)
    panel = page.opened_panel
    assert panel.hint.text().endswith("another stands in. Open one in Models."), "a pad has no colours"
    assert panel.prediction.prediction.text().startswith("class "), "a thousand classes without names are no digits"
    assert panel.prediction.lead.text().startswith("Ahead of class ")
    assert "No accuracy" in panel.prediction.about.text()
    assert not panel.prediction.accuracy.isVisible()
    assert not panel.prediction.accuracy_title.isVisible()


def unit(page: PlaygroundPage) -> tuple[int, int]:
    return page.model.position.row, page.model.position.col


def strongest(page: PlaygroundPage) -> tuple[int, int]:
    front = page.model.result.output[0].abs()
    return divmod(int(front.argmax()), front.shape[1])


def test_another_layer_is_taken_apart_where_it_is_strongest_or_where_it_is_asked_for(
    main_window: MainWindow, studio: Studio, qtbot: QtBot
) -> None:
    """Whatever was looked at in the layer before."""
    studio.choose(CatalogueNetwork("lenet5"), Initial(3))
    studio.open_room("playground", OpenedLayer(path="features.0"))
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    wait(qtbot, page)
    page.model.pin(2, 3)
    studio.open_room("playground", OpenedLayer(path="features.3"))
    wait(qtbot, page)
    assert unit(page) == strongest(page) != (2, 3)
    studio.open_room("playground", OpenedLayer(path="features.0", row=9, col=4, front=2))
    wait(qtbot, page)
    assert unit(page) == (9, 4)
    assert page.model.output_number(page.model.out_channel) == 2
    studio.open_room("playground", OpenedLayer(path="features.0", row=1, col=7, front=5))
    wait(qtbot, page)
    assert unit(page) == (1, 7), "the same layer, at another unit"
    assert page.model.output_number(page.model.out_channel) == 5
    studio.open_room("playground", OpenedLayer(path="features.3", row=1, col=7))
    wait(qtbot, page)
    assert unit(page) == (1, 7)
    page.opening.switch(0, on=False)
    wait(qtbot, page)
    assert unit(page) == (1, 7), "an edit moves nothing"


def test_a_picture_that_stands_in_is_said_until_one_is_drawn_and_when_it_is_wiped_off(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot
) -> None:
    drawn = studio.current.picture
    for picture, said in ((drawn, False), (None, True), (drawn, False)):
        studio.show_picture(picture)
        wait(qtbot, page)
        assert ("stands in" in page.opened_panel.hint.text()) is said


def test_pooling_is_looked_at_and_has_nothing_to_change(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    studio.open_room("playground", OpenedLayer(path="features.2"))
    qtbot.waitUntil(lambda: page.model.geometry.operation.pools and not page.opening.busy, timeout=LONG)
    assert not page.opened_panel.weights.back.isEnabled()
    assert not page.opened_panel.kernel.isVisible()
    assert "no weights" in page.opened_panel.hint.text()
    assert not page.model.change("Change", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 0, 0): 1.0}))
    assert "no weights" in page.hint.text()
    assert not studio.current.edits


@pytest.mark.parametrize("times", [1, 3])
def test_a_picture_that_comes_while_a_layer_is_being_opened_is_the_one_that_is_shown(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, times: int
) -> None:
    """Its prediction is asked for before the shown channels are known."""
    studio.choose(CatalogueNetwork("lenet5"), Initial(3))
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    studio.open_room("playground", OpenedLayer(path="features.3"))
    newest = None
    for number in range(times):
        newest = Picture.of(INK * (number + 1) / times, Drawn())
        # As soon as the one before is on the worker: it can be skipped no more.
        qtbot.waitUntil(lambda: page.opening._requests.busy, timeout=LONG)
        qtbot.wait(1)
        studio.show_picture(newest)
    wait(qtbot, page)
    qtbot.waitUntil(lambda: page.opening.seen is not None and page.opening.seen.picture is newest, timeout=LONG)
    outputs = page.model.result.outputs
    assert outputs is not None
    assert torch.allclose(shown_map(page, outputs[0]), layer_output(by_hand())[outputs[0]], atol=1e-5)


def edit(studio: Studio, value: float) -> Edits:
    edits = studio.current.edits.set("features.3.weight", [7], [value])
    studio.edit(edits, "an edit")
    return edits


def test_an_edit_asks_the_network_once_and_its_bars_come_before_the_numbers(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(qtbot, page)
    asked: list[Edits] = []
    order: list[str] = []

    def ask(module: nn.Module, picture: Tensor, loaded: Loaded) -> Prediction | None:
        asked.append(loaded.edits)
        return predict(module, picture, loaded)

    monkeypatch.setattr(opening, "predict", ask)
    page.opening.predicted.connect(lambda: order.append("predicted"))
    studio.store.ready.connect(lambda _loaded: order.append("ready"))
    page.opening.looked.connect(lambda _look: order.append("looked"))
    for value in (0.5, 0.75):
        edits = edit(studio, value)
        wait(qtbot, page)
        assert asked == [edits]
        assert order == ["predicted", "ready", "looked"]
        shown = page.opening.prediction
        assert shown is not None
        with torch.inference_mode():
            logits = by_hand({7: value})(torch.from_numpy(INK)[None, None])[0]
        np.testing.assert_array_equal(shown.after.logits, logits.numpy())
        asked.clear()
        order.clear()


def hold_predictions(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """From now on predictions wait: set when one has begun, and what lets them go on."""
    begun, go_on = threading.Event(), threading.Event()

    def ask(module: nn.Module, picture: Tensor, loaded: Loaded) -> Prediction | None:
        begun.set()
        go_on.wait(LONG / 1000)
        return predict(module, picture, loaded)

    monkeypatch.setattr(opening, "predict", ask)
    return begun, go_on


def test_the_bars_move_while_edits_come_faster_than_predictions(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(qtbot, page)
    begun, go_on = hold_predictions(monkeypatch)
    shown: list[Edits] = []
    looked: list[Edits] = []
    page.opening.predicted.connect(lambda: shown.append(predicted_edits(page)))
    page.opening.looked.connect(lambda _look: looked.append(studio.current.edits))
    first = edit(studio, 0.25)
    assert begun.wait(LONG / 1000)
    skipped, last = edit(studio, 0.5), edit(studio, 0.75)
    go_on.set()
    wait(qtbot, page)
    assert shown == [first, last]
    assert skipped not in shown
    # The maps wait for the last.
    assert looked == [last]
    assert page.opening.prediction_is_current


@pytest.mark.parametrize("how", ["undone", "put back"])
def test_an_edit_that_is_taken_back_before_its_bars_come_leaves_those_of_now(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    wait(qtbot, page)
    begun, go_on = hold_predictions(monkeypatch)
    edit(studio, 0.25)
    assert begun.wait(LONG / 1000)
    if how == "undone":
        studio.edit_stack.undo()
    else:
        page.opening.put_back()
    # What there was before is known, and is told at once.
    qtbot.wait(50)
    go_on.set()
    wait(qtbot, page)
    qtbot.wait(20)
    assert page.opening.prediction_is_current
    shown = page.opening.prediction
    assert shown is not None
    assert not shown.changed
    # And the next edit is seen.
    last = edit(studio, 0.75)
    wait(qtbot, page)
    assert predicted_edits(page) == last


def predicted_edits(page: PlaygroundPage) -> Edits:
    predicted = page.opening._predicted
    assert predicted is not None
    return predicted.question.loaded.edits


@pytest.mark.parametrize("inputs", [(0, 5), (3,), (0, 1, 2, 3, 4, 5)])
def test_the_copied_code_of_a_layer_prints_what_is_shown(
    page: PlaygroundPage, qtbot: QtBot, inputs: tuple[int, ...]
) -> None:
    """Also where some of its input channels are not: what they add stands in the program as numbers."""
    page.opening.show_channels((4, 2), inputs)
    qtbot.waitUntil(lambda: page.model.result.inputs == inputs, timeout=LONG)
    click(qtbot, page, "play-copy-code-button")
    qtbot.waitUntil(lambda: not page.files.busy, timeout=LONG)
    program = QGuiApplication.clipboard().text()
    _, names = run(program)
    shown = layer_output(by_hand())[[4, 2]]
    torch.testing.assert_close(names["y"][0], shown, rtol=1e-5, atol=1e-5)
    assert (f"{6 - len(inputs)} more input channels" in program) is (len(inputs) < 6)


@pytest.mark.parametrize(("inputs", "said"), [((0, 5), True), ((0, 1, 2, 3, 4, 5), False)])
def test_a_free_copy_says_which_channels_it_left_behind(
    page: PlaygroundPage, qtbot: QtBot, inputs: tuple[int, ...], said: bool
) -> None:
    page.opening.show_channels((4,), inputs)
    qtbot.waitUntil(lambda: page.model.result.inputs == inputs, timeout=LONG)
    click(qtbot, page, "play-opened-copy")
    assert not page.model.opened
    told = page.hint.text() if page.hint.isVisible() else ""
    assert told == ("4 input channels are not in the copy: its output lacks what they add." if said else "")


@pytest.mark.parametrize(
    "layer",
    [nn.Conv2d(1, 4, 13), nn.Conv2d(1, 2, (3, 12)), nn.Conv2d(1, 2, 3, stride=9)],
    ids=["13 x 13", "3 x 12", "steps of 9"],
)
def test_a_layer_too_large_for_a_free_copy_stays_opened(
    page: PlaygroundPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, layer: nn.Module
) -> None:
    view = of_layer(layer.eval(), torch.rand(1, 30, 30))
    assert view is not None
    monkeypatch.setattr(page.model, "_state", view.shown((0,), (0,)).state)
    before = page.model.state
    click(qtbot, page, "play-opened-copy")
    assert page.model.opened
    assert page.model.state is before
    assert page.hint.text().startswith("This layer is too large for a free copy: The playground stops at ")

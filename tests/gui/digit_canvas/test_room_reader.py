"""Who reads in the Draw room: always what the studio is about, or what stands in for it and why."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui import model_store
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import EditFigure, Studio
from cnnstudio.networks import catalogue, consent
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.weights import Edits, loading
from cnnstudio.weights.reference import Initial, Shipped, WeightsFile
from cnnstudio.workspace.current import Current, Workspace
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import SEVEN, Line, draw_on
from tests.weights.files import save_weights

Draw = Callable[[Sequence[Line]], None]

CONVNET, LENET, DIGITNET = (CatalogueNetwork(name) for name in ("convnet", "lenet5", "digitnet"))

OWN = """
import torch

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(784, 10)

    def forward(self, x):
        return self.linear(x.flatten(1))
"""


BY_HAND = "Its weights were changed by hand; the playground measures what that is worth."

SLOW = """
import time
from pathlib import Path

import torch

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        while not Path(__file__).with_suffix(".go").exists():
            time.sleep(0.01)
        self.linear = torch.nn.Linear(784, 10)

    def forward(self, x):
        return self.linear(x.flatten(1))
"""


def about(page: DrawPage) -> str:
    return page.findChild(QLabel, "draw-weights-about").text()


def offered(page: DrawPage) -> set[str]:
    """The buttons below the note that can be seen."""
    return {
        button.objectName().removeprefix("draw-reader-")
        for button in page.controls.note.findChildren(QPushButton)
        if button.isVisible()
    }


def press(qtbot: QtBot, page: DrawPage, name: str) -> None:
    qtbot.mouseClick(page.findChild(QPushButton, f"draw-reader-{name}"), Qt.MouseButton.LeftButton)
    settle(qtbot, page)


def logits(module: torch.nn.Module, page: DrawPage) -> np.ndarray:
    with torch.inference_mode():
        return module.eval()(torch.from_numpy(page.prediction.preprocessed.network_input)[None, None])[0].numpy()


def test_a_chosen_network_reads_before_it_has_learnt_and_says_so(
    page: DrawPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, draw: Draw
) -> None:
    studio.choose(LENET, Initial(3))
    draw(SEVEN)
    torch.manual_seed(3)
    np.testing.assert_allclose(page.prediction.logits, logits(catalogue.build("lenet5"), page), atol=1e-5)
    assert about(page) == "Random weights, seed 3: it has not learnt yet."
    assert page.controls.weights.currentText() == "LeNet-5 (PyTorch), random weights, seed 3"
    assert offered(page) == {"built-in", "train"}
    press(qtbot, page, "built-in")
    assert (studio.current.network, studio.current.weights) == (DIGITNET, Shipped("digitnet"))
    assert page.prediction.ranking[0] == 7
    assert offered(page) == set()
    studio.choose(LENET, Initial(3))
    press(qtbot, page, "train")
    assert main_window.room == "train"


def test_the_built_in_network_stands_in_at_the_beginning_and_can_be_asked_to_step_back(
    page: DrawPage, studio: Studio, qtbot: QtBot, draw: Draw
) -> None:
    draw(SEVEN)
    assert page.prediction.ranking[0] == 7
    assert about(page).endswith("ConvNet has to be trained before it can read.")
    assert offered(page) == {"use", "untrained", "train"}
    press(qtbot, page, "untrained")
    torch.manual_seed(1)
    np.testing.assert_allclose(page.prediction.logits, logits(catalogue.build("convnet"), page), atol=1e-5)
    assert about(page) == "Random weights, seed 1: it has not learnt yet."
    assert page.document.state().untrained
    press(qtbot, page, "built-in")
    assert studio.current.network == DIGITNET


@pytest.mark.parametrize(("name", "takes"), [("googlenet", "3 × 224 × 224"), ("resnet18", "3 × 224 × 224")])
def test_a_network_that_does_not_fit_is_named_with_why_and_what_reads_is_offered(
    page: DrawPage, studio: Studio, qtbot: QtBot, tmp_path: Path, draw: Draw, name: str, takes: str
) -> None:
    file = tmp_path / "mine.safetensors"
    save_weights(file, catalogue.build("lenet5"), network="lenet5")
    studio.choose(LENET, WeightsFile(file))
    draw(SEVEN)
    before = page.prediction
    studio.choose(CatalogueNetwork(name))
    settle(qtbot, page)
    assert page.prediction is before, "nothing new was read"
    text = about(page)
    assert text.startswith("Read by LeNet-5 (PyTorch): ")
    assert takes in text
    assert offered(page) == {"use"}
    press(qtbot, page, "use")
    assert (studio.current.network, studio.current.weights) == (LENET, WeightsFile(file))
    assert about(page) == "How well it reads is not known."


def test_training_is_offered_only_for_what_would_read_digits_then(
    page: DrawPage, studio: Studio, qtbot: QtBot, draw: Draw
) -> None:
    studio.choose(CatalogueNetwork("googlenet"))
    draw(SEVEN)
    assert about(page).startswith("Read by DigitNet: ")
    assert "has to be trained" not in about(page)
    assert offered(page) == {"use"}
    studio.choose(LENET, Initial(3))
    studio.choose(CatalogueNetwork("googlenet"))
    settle(qtbot, page)
    assert about(page).endswith("LeNet-5 (PyTorch) has not learnt yet.")
    assert offered(page) == {"use", "built-in"}
    press(qtbot, page, "built-in")
    assert studio.current.network == DIGITNET


def test_what_reads_in_anothers_place_is_said_to_be_changed_by_hand(
    page: DrawPage, studio: Studio, qtbot: QtBot, draw: Draw
) -> None:
    studio.choose(DIGITNET)
    studio.edit(Edits().switch("features.0", 0, on=False), "off")
    draw(SEVEN)
    assert about(page).endswith(BY_HAND)
    studio.choose(CatalogueNetwork("resnet18"))
    settle(qtbot, page)
    assert about(page).startswith("Read by DigitNet: ")
    assert about(page).endswith(BY_HAND)


def test_a_class_of_the_users_own_reads_once_it_is_agreed_to(
    page: DrawPage, studio: Studio, qtbot: QtBot, tmp_path: Path, draw: Draw
) -> None:
    source = tmp_path / "mine.py"
    source.write_text(OWN)
    own = PythonNetwork.of(source, "Net")
    studio.choose(own, Initial(2))
    draw(SEVEN)
    assert page.prediction.ranking[0] == 7, "what read before reads on"
    assert about(page).startswith("Read by DigitNet: Opening mine.py runs its code")
    assert "run" in offered(page)
    press(qtbot, page, "run")
    assert about(page) == "Random weights, seed 2: it has not learnt yet."
    loaded = loading.load(own, Initial(2))
    np.testing.assert_allclose(page.prediction.logits, logits(loaded.module, page), atol=1e-5)
    assert page.controls.weights.currentText() == "Net (mine.py), random weights, seed 2"


def test_after_a_restart_a_class_of_the_users_own_waits_without_an_error(qtbot: QtBot, tmp_path: Path) -> None:
    source = tmp_path / "mine.py"
    source.write_text(OWN)
    left = Current(network=PythonNetwork.of(source, "Net"), weights=Initial(2))
    studio = Studio(workspace=Workspace(current=left, digits=left))
    window = MainWindow(studio)
    window.show()
    window.open_room("draw")
    page = window.page("draw")
    assert isinstance(page, DrawPage)
    draw_on(page.pad, SEVEN)
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 7
    assert not window.error_strip.isVisible()
    assert about(page).startswith("Read by DigitNet: Opening mine.py runs its code")
    press(qtbot, page, "run")
    assert about(page) == "Random weights, seed 2: it has not learnt yet."
    studio.choose(CatalogueNetwork("googlenet"))
    settle(qtbot, page)
    assert about(page).startswith("Read by Net (mine.py): GoogLeNet takes")
    window.close_without_asking()
    window.deleteLater()
    studio.deleteLater()


def test_edits_are_read_and_said_and_gone_again(page: DrawPage, studio: Studio, qtbot: QtBot, draw: Draw) -> None:
    studio.choose(DIGITNET)
    draw(SEVEN)
    before = page.prediction.logits
    module = loading.load(DIGITNET, Shipped("digitnet")).copy()
    name, weight = next(iter(module.named_parameters()))
    edits = Edits().set(name, 4, 2.5, original=float(weight.detach().reshape(-1)[4]))
    studio.edit(edits, "an edit")
    settle(qtbot, page)
    with torch.no_grad():
        weight.reshape(-1)[4] = 2.5
    np.testing.assert_allclose(page.prediction.logits, logits(module, page), atol=1e-4)
    assert np.abs(page.prediction.logits - before).max() > 1e-3
    assert about(page).endswith(BY_HAND)
    studio.edit_stack.undo()
    settle(qtbot, page)
    np.testing.assert_allclose(page.prediction.logits, before, atol=1e-6)
    assert "by hand" not in about(page)


def test_edits_of_the_first_network_are_read_although_it_has_not_learnt(
    page: DrawPage, studio: Studio, qtbot: QtBot, draw: Draw
) -> None:
    draw(SEVEN)
    torch.manual_seed(1)
    module = catalogue.build("convnet")
    name, weight = next(iter(module.named_parameters()))
    studio.edit(Edits().set(name, 0, 1.0, original=float(weight.detach().reshape(-1)[0])), "an edit")
    settle(qtbot, page)
    with torch.no_grad():
        weight.reshape(-1)[0] = 1.0
    np.testing.assert_allclose(page.prediction.logits, logits(module, page), atol=1e-5)
    studio.edit_stack.undo()
    settle(qtbot, page)
    assert page.prediction.ranking[0] == 7


def test_until_the_numbers_are_there_the_last_prediction_stays_and_is_marked_as_old(
    page: DrawPage, studio: Studio, qtbot: QtBot, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(SEVEN)
    before, go_on = page.prediction, threading.Event()
    load = loading.load

    def slowly(*names: object) -> object:
        go_on.wait(30)
        return load(*names)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "load", slowly)
    studio.choose(LENET, Initial(5))
    old = page.findChild(QLabel, "draw-guess-old")
    qtbot.waitUntil(old.isVisible, timeout=10_000)
    assert old.text() == "An old prediction: LeNet-5 (PyTorch) is being loaded."
    assert page.prediction is before
    assert about(page) == "LeNet-5 (PyTorch) is being loaded."
    go_on.set()
    settle(qtbot, page)
    assert not old.isVisible()
    assert page.prediction is not before
    assert about(page) == "Random weights, seed 5: it has not learnt yet."


def test_what_cannot_be_read_is_one_sentence_and_the_reader_before_stays(
    page: DrawPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path, draw: Draw
) -> None:
    draw(SEVEN)
    before = page.prediction
    studio.choose(LENET, WeightsFile(tmp_path / "gone.safetensors"))
    settle(qtbot, page)
    assert "gone.safetensors could not be read" in main_window.error_strip.text
    assert page.prediction is before
    assert about(page).startswith("Read by DigitNet: ")
    assert "use" in offered(page)
    draw_on(page.pad, SEVEN[1:])
    settle(qtbot, page)
    assert page.prediction is not before
    press(qtbot, page, "use")
    assert studio.current.network == DIGITNET
    assert about(page).endswith("test set.")


def test_two_rooms_that_want_different_numbers_both_get_them(
    page: DrawPage, studio: Studio, qtbot: QtBot, draw: Draw
) -> None:
    """Draw wants the built-in network, another room what is current: neither pushes the other out of the queue."""
    wanted = studio.current.about(CONVNET, Initial(1))
    got: list[object] = []
    studio.store.ready.connect(lambda loaded: got.append(loaded.network))
    for seed in range(4):
        studio.choose(LENET, Initial(seed))
        studio.choose(CONVNET, Initial(1))
        if (there := studio.store.want(wanted)) is not None:
            got.append(there.network)
    settle(qtbot, page)
    assert CONVNET in got
    assert page.document.reads.standing.reads.network == DIGITNET
    draw(SEVEN)
    assert page.prediction.ranking[0] == 7


def guessed(page: DrawPage) -> tuple[str, ...]:
    return tuple(page.findChild(QLabel, f"draw-guess-{part}").text() for part in ("digit", "first", "second"))


def test_a_drawing_that_nobody_reads_yet_is_told_that_the_network_loads(
    main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    load = model_store._load

    def slowly(request: object) -> object:
        go_on.wait(30)
        return load(request)  # type: ignore[arg-type]

    monkeypatch.setattr(model_store, "_load", slowly)
    main_window.open_room("draw")
    page = main_window.page("draw")
    assert isinstance(page, DrawPage)
    assert guessed(page)[1] == "Nothing to read yet"
    draw_on(page.pad, SEVEN)
    loading_now = ("…", "DigitNet is being loaded", "It reads your drawing as soon as it is there.")
    assert guessed(page) == loading_now
    assert page.inside._empty._sentence.text() == "All feature maps appear here once DigitNet is loaded."
    assert page.why._empty._sentence.text() == "Your ink is coloured here once DigitNet is loaded."
    page.pad.clear()
    assert guessed(page)[1] == "Nothing to read yet"
    assert page.inside._empty._sentence.text() == "Draw a digit, and all feature maps appear here."
    page.pad.undo()
    assert guessed(page) == loading_now
    go_on.set()
    settle(qtbot, page)
    assert guessed(page)[0] == "7"


def test_a_class_that_is_being_tried_is_named_while_another_reads(
    page: DrawPage, studio: Studio, qtbot: QtBot, tmp_path: Path, draw: Draw
) -> None:
    source = tmp_path / "mine.py"
    source.write_text(SLOW)
    own = PythonNetwork.of(source, "Net")
    consent.give(own.path, own.sha256)
    draw(SEVEN)
    studio.choose(own, Initial(2))
    old = page.findChild(QLabel, "draw-guess-old")
    assert about(page).startswith("Net (mine.py) is being tried: whether it reads digits is not known yet.")
    qtbot.waitUntil(old.isVisible)
    assert old.text() == "An old prediction: Net (mine.py) is being loaded."
    assert guessed(page)[0] == "7"
    source.with_suffix(".go").touch()
    qtbot.waitUntil(lambda: not studio.busy)
    settle(qtbot, page)
    assert not old.isVisible()
    assert about(page) == "Random weights, seed 2: it has not learnt yet."


def test_what_edits_are_worth_is_told_where_it_was_measured_with_the_way_to_the_layer(
    page: DrawPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, draw: Draw
) -> None:
    studio.choose(DIGITNET)
    draw(SEVEN)
    assert "edited" not in offered(page)
    # Batch normalisation cannot be opened in the playground; the convolution behind it can.
    edits = Edits().switch("features.4", 0, on=False).switch("features.1", 2, on=False)
    studio.edit(edits, "off")
    settle(qtbot, page)
    assert about(page).endswith(BY_HAND)
    figure = EditFigure(before=0.9942, after=0.9731, count=2_000, done=False, title="MNIST")
    studio.note_edit_figure(DIGITNET, Shipped("digitnet"), edits, figure)
    told = "Its weights were changed by hand: it reads 97.31 % of the {} now, 99.42 % before."
    assert about(page).endswith(told.format("first 2,000 MNIST test pictures"))
    whole = EditFigure(before=0.9942, after=0.9731, count=10_000, done=True, title="MNIST")
    studio.note_edit_figure(DIGITNET, Shipped("digitnet"), edits, whole)
    assert about(page).endswith(told.format("MNIST test pictures"))
    # Other edits are other figures; the first ones are known when they come back.
    studio.edit(edits.switch("features.4", 1, on=False), "off, too")
    settle(qtbot, page)
    assert about(page).endswith(BY_HAND)
    studio.edit_stack.undo()
    settle(qtbot, page)
    assert about(page).endswith(told.format("MNIST test pictures"))
    button = page.findChild(QPushButton, "draw-reader-edited")
    assert button.text() == "Open features.4"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: main_window.room == "playground")
    document = studio.documents.get("playground")
    qtbot.waitUntil(lambda: document.state().opened is not None)
    assert document.state().opened.path == "features.4"

"""What the panel says of an edit: the answer, the accuracy, and the pictures that are read otherwise."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView
from pytestqt.qtbot import QtBot

from cnnstudio.datasets import Progress, Stage, builtin
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground import accuracy
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import LiveWeights, Studio
from cnnstudio.networks import consent
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.training import measurement
from cnnstudio.training.measurement import Measuring
from cnnstudio.weights import Shipped, WeightsFile, loading
from cnnstudio.weights.reference import Initial, RunWeights
from cnnstudio.workspace.picture import FromDataset
from tests.gui.playground.opened import LONG, TESTED, click, draw_few_digits, measured, open_layer, seen

DIGITNET = CatalogueNetwork("digitnet")

# Knows nothing of the program but the network's class.
ALONE = """
import json, sys
import numpy as np, torch
from safetensors.torch import load_file
from cnnstudio.networks.digitnet import DigitNet

file, images, labels = sys.argv[1:]
network = DigitNet()
network.load_state_dict(load_file(file))
network.eval()
with torch.inference_mode():
    pictures = torch.from_numpy(np.load(images)).float().unsqueeze(1) / 255
    predicted = network(pictures).argmax(1).numpy()
print(json.dumps([predicted.tolist(), float((predicted == np.load(labels)).mean())]))
"""


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_few_digits(monkeypatch)


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> PlaygroundPage:
    digit = builtin.draw(TESTED, 2)[0][0].astype(np.float32) / 255
    page = open_layer(main_window, qtbot, DIGITNET, Shipped("digitnet"), "features.4", digit)
    measured(qtbot, page)
    return page


def text(page: PlaygroundPage, name: str) -> str:
    label = page.findChild(QLabel, f"play-opened-{name}")
    assert label is not None
    return label.text()


def turn_over(qtbot: QtBot, page: PlaygroundPage) -> None:
    """Change much: all kernels of the map in front, times -40."""
    section = page.opened_panel.kernel
    section.factor.setValue(-40)
    section.scope.setCurrentIndex(1)
    click(qtbot, page, "play-opened-scale")
    measured(qtbot, page)


def test_before_an_edit_it_says_what_the_weights_read_and_on_what(page: PlaygroundPage) -> None:
    found = page.accuracy.found
    assert found is not None
    assert text(page, "accuracy") == f"{100 * found.right_after / TESTED:.2f} %"
    assert "the Built-in digits test set, 300 pictures. They stand in: " in text(page, "accuracy-about")
    assert "MNIST is not on this computer" in text(page, "accuracy-about")
    assert not page.opened_panel.prediction.changed.isVisible()
    assert "→" not in text(page, "prediction-text")


def test_the_first_edit_moves_nothing_below_it_and_is_put_back_beside_it(page: PlaygroundPage, qtbot: QtBot) -> None:
    """Who scales a kernel twice finds the button where it was; what is done with an edit stands beside what it does."""
    panel = page.opened_panel
    scale = panel.findChild(QAbstractButton, "play-opened-scale")
    measured(qtbot, page)  # what the opened layer's weights read, which has a line of its own
    qtbot.wait(100)
    place = scale.mapTo(panel, QPoint(0, 0))
    page.opening.switch(2, on=False)
    measured(qtbot, page)
    assert panel.prediction.changed.isVisible()
    assert scale.mapTo(panel, QPoint(0, 0)) == place
    assert panel.prediction.geometry().bottom() < panel.weights.y() < panel.kernel.y()


def test_until_the_first_figures_come_it_says_what_is_measured(
    main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first moment, slice by slice; with edits the figure before them stands there first."""
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(measurement, "SLICE", 100)
    monkeypatch.setattr(accuracy, "_TOLD_S", 0.0)
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)

    def note() -> None:
        said.append((text(page, "accuracy"), text(page, "accuracy-about")))

    page.accuracy.begun.connect(note)
    page.accuracy.measured.connect(note)
    studio = main_window.studio
    studio.choose(DIGITNET, Shipped("digitnet"))
    studio.edit(studio.current.edits.switch("features.4", 3, on=False), "switching")
    open_layer(main_window, qtbot, DIGITNET, Shipped("digitnet"), "features.4")
    measured(qtbot, page)
    assert said[0] == ("…", "Measuring the accuracy on test pictures")
    before, about = said[1]
    assert before.endswith(" % → …")
    assert about.startswith("Measuring on the 300 pictures of the Built-in digits test set: 100 so far. They stand in")
    assert "200 so far" in said[2][1]
    assert said[-1][0].count("%") == 2
    assert said[-1][1].startswith("of the Built-in digits test set, 300 pictures")
    # A later edit keeps the figures of the one before until its own come.
    del said[:]
    turn_over(qtbot, page)
    assert said
    assert all(figures.count("%") == 2 for figures, _about in said)


def test_while_the_digits_are_drawn_it_says_how_far(
    main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Train does; a second edit meanwhile takes nothing of it away."""
    said: list[tuple[str, str]] = []

    def test_arrays():
        for done in (10, 75, 150, 300):
            yield Progress(stage=Stage.DRAWING, done=done, total=TESTED)
        return builtin.draw(TESTED, 2)

    monkeypatch.setattr(builtin, "test_arrays", test_arrays)
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    page.accuracy.reading.connect(lambda _event: said.append((text(page, "accuracy"), text(page, "accuracy-about"))))
    open_layer(main_window, qtbot, DIGITNET, Shipped("digitnet"), "features.4")
    measured(qtbot, page)
    assert said == [("…", f"Drawing the built-in digits · {share} %") for share in (3, 25, 50, 100)]
    assert text(page, "accuracy-about").startswith("of the Built-in digits test set, 300 pictures")


def test_a_layer_that_is_closed_while_digits_are_drawn_says_nothing_of_it(page: PlaygroundPage) -> None:
    page.accuracy.shut_down()
    page.accuracy._on_result(Progress(stage=Stage.DRAWING, done=1, total=2))
    assert "Drawing" not in text(page, "accuracy-about")


def test_a_network_of_other_pictures_says_that_nothing_is_measured(main_window: MainWindow, qtbot: QtBot) -> None:
    page = open_layer(main_window, qtbot, CatalogueNetwork("squeezenet1_1"), Initial(1), "features.0")
    assert "28 × 28" in text(page, "accuracy-about")
    assert not page.accuracy.busy


def test_after_an_edit_the_prediction_and_the_accuracy_are_given_before_and_now(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot
) -> None:
    alone = text(page, "accuracy")
    turn_over(qtbot, page)
    found, prediction = page.accuracy.found, page.opening.seen.prediction if page.opening.seen else None
    assert found is not None
    assert prediction is not None
    assert found.right_after < found.right_before
    assert text(page, "accuracy") == f"{alone} → {100 * found.right_after / TESTED:.2f} %"
    before, now = (
        f"{one.ranking[0]} ({100 * float(one.probabilities[one.ranking[0]]):.1f} %)"
        for one in (prediction.before, prediction.after)
    )
    assert text(page, "prediction-text") == f"{before} → {now}"
    current = studio.current
    shared = studio.edit_figure(current.network, current.weights, current.edits)
    assert shared is not None, "Draw tells it, too"
    assert (shared.before, shared.after) == (found.right_before / TESTED, found.right_after / TESTED)
    assert (shared.count, shared.done) == (TESTED, True)
    count = len(found.changed)
    assert page.opened_panel.prediction.changed.text() == f"{count:,} changed: show them"

    # A further edit is measured against the weights before the first one.
    click(qtbot, page, "play-opened-zero")
    measured(qtbot, page)
    assert text(page, "accuracy").startswith(f"{alone} → ")
    click(qtbot, page, "play-opened-put-back")
    measured(qtbot, page)
    assert text(page, "accuracy") == alone


def test_the_changed_pictures_lead_to_the_layer_and_to_the_pad(
    page: PlaygroundPage, main_window: MainWindow, studio: Studio, qtbot: QtBot
) -> None:
    turn_over(qtbot, page)
    click(qtbot, page, "play-opened-changed")
    view = page.findChild(QListView, "play-opened-gallery")
    assert view is not None
    assert view.isVisible()
    found = page.accuracy.found
    assert found is not None
    assert view.model().rowCount() == len(found.changed)
    number = int(found.changed[1])
    names = f"read as {found.after[number]}, before as {found.before[number]} (test picture {number})"
    assert names in view.model().index(1, 0).data()
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    picture = studio.current.picture
    assert picture is not None
    assert picture.origin == FromDataset("builtin", "test", number)
    seen(qtbot, page)
    assert page.opening.seen is not None
    assert page.opening.seen.prediction is not None
    assert page.opening.seen.prediction.after.ranking[0] == int(found.after[number])
    view.activated.emit(view.model().index(1, 0))
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    qtbot.waitUntil(lambda: draw.prediction is not None and not draw.busy, timeout=LONG)
    assert main_window.room == "draw"


def test_a_newer_edit_takes_the_place_of_the_one_that_is_measured(page: PlaygroundPage, qtbot: QtBot) -> None:
    loads = []
    page.accuracy.measured.connect(lambda found: loads.append(found.loaded))
    for _ in range(3):
        click(qtbot, page, "play-opened-scale")
        seen(qtbot, page)
    measured(qtbot, page)
    assert page.opening.seen is not None
    assert loads[-1] is page.opening.seen.loaded
    assert page.accuracy.found is not None
    assert page.accuracy.found.loaded is page.opening.seen.loaded


def test_what_is_being_measured_ends_when_something_else_is_meant(
    page: PlaygroundPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    begun = threading.Event()

    def advance(_self: Measuring, _loaded: object, _seconds: float, *, hurried: Callable[[], bool]) -> None:
        begun.set()
        end = time.monotonic() + LONG / 1000
        while not hurried() and time.monotonic() < end:
            time.sleep(0.001)
        ended.append(hurried())

    monkeypatch.setattr(Measuring, "advance", advance)
    click(qtbot, page, "play-opened-scale")
    qtbot.waitUntil(begun.is_set, timeout=LONG)
    assert not ended
    page.opening.switch(3, on=False)
    qtbot.waitUntil(lambda: len(ended) == 1, timeout=LONG)
    seen(qtbot, page)
    page.opening.close()
    qtbot.waitUntil(lambda: not page.accuracy._requests.busy, timeout=LONG)
    assert all(ended)


def test_slices_of_the_edit_before_are_told_to_nobody_while_a_newer_one_is_on_its_way(
    page: PlaygroundPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    advance = Measuring.advance

    def slowly(self: Measuring, *asked: object, hurried: Callable[[], bool]) -> object:
        found = advance(self, *asked)  # type: ignore[arg-type]
        begun.set()
        go_on.wait(LONG / 1000)
        return found

    monkeypatch.setattr(measurement, "FIRST", 100)
    monkeypatch.setattr(Measuring, "advance", slowly)
    click(qtbot, page, "play-opened-scale")
    qtbot.waitUntil(begun.is_set, timeout=LONG)
    assert page.opening.seen is not None
    former = page.opening.seen.loaded
    told: list[object] = []
    page.accuracy.measured.connect(lambda found: told.append(found.loaded))
    page.opening.switch(3, on=False)
    go_on.set()
    measured(qtbot, page)
    assert told
    assert former not in told
    assert page.accuracy.found is not None
    assert page.accuracy.found.loaded is page.opening.seen.loaded


def test_the_pen_comes_first_in_other_rooms(
    page: PlaygroundPage, main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = True
    buttons = Qt.MouseButton.LeftButton

    pressed = SimpleNamespace(mouseButtons=lambda: buttons if down else Qt.MouseButton.NoButton)
    monkeypatch.setattr(accuracy, "QGuiApplication", pressed)
    main_window.open_room("draw")
    page.opening.switch(3, on=False)
    seen(qtbot, page)
    qtbot.wait(60)
    assert page.accuracy.busy
    assert page.accuracy.found is None
    down = False
    measured(qtbot, page)
    assert page.accuracy.found is not None


def test_the_accuracy_of_the_kept_file_is_the_same_in_a_process_of_its_own(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    turn_over(qtbot, page)
    click(qtbot, page, "play-opened-on")
    page.opened_panel.pruning.network.setValue(30)
    measured(qtbot, page)
    found = page.accuracy.found
    assert found is not None
    page.opened_panel.weights.keep.click()
    qtbot.waitUntil(lambda: isinstance(studio.current.weights, WeightsFile), timeout=LONG)
    assert isinstance(studio.current.weights, WeightsFile)
    images, labels = builtin.draw(TESTED, 2)
    np.save(tmp_path / "images.npy", images)
    np.save(tmp_path / "labels.npy", labels)
    (tmp_path / "alone.py").write_text(ALONE)
    (tmp_path / "kept").write_bytes(studio.current.weights.path.read_bytes())
    done = subprocess.run(
        [sys.executable, *(tmp_path / name for name in ("alone.py", "kept", "images.npy", "labels.npy"))],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "OMP_NUM_THREADS": "1"},
    )
    predicted, share = json.loads(done.stdout)
    assert predicted == found.after.tolist()
    assert share == found.right_after / TESTED
    measured(qtbot, page)


TWICE = """
from torch import nn

class Twice(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 4, 3, padding=1)
        self.again = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.head = nn.Linear(4 * 7 * 7, 10)
        self.pool = nn.AvgPool2d(4)

    def forward(self, x):
        x = self.first(x).relu()
        x = self.norm(self.again(x)).relu()
        x = self.norm(self.again(x)).relu()
        return self.head(self.pool(x).flatten(1))
"""


@pytest.mark.parametrize("path", ["first", "again", "head"])
def test_after_an_edit_the_logits_are_those_of_a_fresh_network_with_the_same_weights(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path, path: str
) -> None:
    """A class of the user's own: a layer used twice, and in front of batch normalisation."""
    file = tmp_path / "twice.py"
    file.write_text(TWICE)
    network = PythonNetwork.of(file, "Twice")
    consent.give(network.path, network.sha256)
    page = open_layer(main_window, qtbot, network, Initial(5), path)
    click(qtbot, page, "play-opened-scale")
    seen(qtbot, page)
    edits = studio.current.edits
    assert edits.count
    space: dict = {}
    exec(TWICE, space)
    fresh = space["Twice"]().eval()
    state = {name: tensor.clone() for name, tensor in loading.load(network, Initial(5)).module.state_dict().items()}
    for name, places in edits.values:
        for index, value in places:
            state[name].view(-1)[index] = value
    fresh.load_state_dict(state)
    assert studio.current.picture is not None
    given = torch.from_numpy(studio.current.picture.array.copy())[None]
    with torch.inference_mode():
        want = fresh(given)[0]
    assert page.opening.seen is not None
    prediction = page.opening.seen.prediction
    assert prediction is not None
    torch.testing.assert_close(torch.from_numpy(prediction.after.logits), want)
    assert prediction.changed
    # Measured, too: a class of the user's that takes digits.
    measured(qtbot, page)
    found = page.accuracy.found
    assert found is not None
    with torch.inference_mode():
        predicted = fresh(found.pictures.images[:, None] / 255).argmax(1)
    torch.testing.assert_close(found.after, predicted)


def test_a_run_that_learns_has_the_cores_to_itself(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    network = CatalogueNetwork("mlp")
    tensors = loading.load(network, Initial(1)).module.state_dict()
    names = tuple("0123456789")
    studio.store.follow(LiveWeights(run_dir=tmp_path, network=network, class_names=names, tensors=tensors))
    path = next(name for name in tensors if name.endswith("weight")).removesuffix(".weight")
    page = open_layer(main_window, qtbot, network, RunWeights(tmp_path, "latest"), path)
    assert page.opening.prediction is not None
    assert not page.accuracy.busy
    assert text(page, "accuracy-about") == "The accuracy is measured once the run is over."
    studio.choose(network, Initial(1))
    measured(qtbot, page)
    assert page.accuracy.found is not None


def test_a_class_that_fails_on_many_pictures_is_told_in_a_sentence(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "single.py"
    file.write_text(
        "from torch import nn\n"
        "class Single(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.linear = nn.Linear(784, 10)\n"
        "    def forward(self, x):\n"
        "        if len(x) > 1:\n"
        "            raise ValueError('one only')\n"
        "        return self.linear(x.flatten(1))\n"
    )
    network = PythonNetwork.of(file, "Single")
    consent.give(network.path, network.sha256)
    page = open_layer(main_window, qtbot, network, Initial(1), "linear")
    measured(qtbot, page)
    assert page.accuracy.found is None
    assert "cannot be measured" in text(page, "accuracy-about")


def test_a_network_of_colour_pictures_has_a_prediction_and_no_accuracy(main_window: MainWindow, qtbot: QtBot) -> None:
    page = open_layer(main_window, qtbot, CatalogueNetwork("squeezenet1_1"), Initial(1), "features.0")
    assert page.opening.seen is not None
    assert page.opening.seen.prediction is not None
    assert len(page.opening.seen.prediction.names) == 1000
    assert not page.opened_panel.prediction.bars.isVisible()
    assert not page.accuracy.busy
    assert page.accuracy.found is None

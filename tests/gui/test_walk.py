"""One walk through all rooms: a run's weights, a digit, a layer, a weight, the prediction, back, and over a restart."""

import gzip
import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot
from torch import nn

from cnnstudio import paths
from cnnstudio.convolution.state import Part
from cnnstudio.gui.digit_canvas.layer_maps import Place
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.networks import consent, reference
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef, PythonNetwork
from cnnstudio.prediction.activations import Unit
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.weights import loading
from cnnstudio.weights.reference import RunWeights, WeightsFile
from cnnstudio.workspace import restart
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import ONE, draw_on
from tests.gui.training_panel.conftest import listed

LONG = 120_000
TRAINED, TESTED = 1_024, 300

# Of every menu that pops up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)

MINE = """
from torch import nn


class Mine(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 6, 5, padding=2)
        self.norm = nn.BatchNorm2d(6)
        self.second = nn.Conv2d(6, 6, 3, padding=1)
        self.head = nn.Linear(6 * 7 * 7, 10)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        x = self.pool(self.norm(self.first(x)).relu())
        x = self.second(x).relu()
        x = self.pool(self.second(x).relu())
        return self.head(x.flatten(1))
"""

# Imports nothing of the program but the network's class.
ALONE = """
import json, sys
import numpy as np, torch
from safetensors.torch import load_file
{imported}

network = {made}
network.load_state_dict(load_file(sys.argv[1]))
network.eval()
with torch.inference_mode():
    pictures = torch.from_numpy(np.load(sys.argv[2])).float().unsqueeze(1) / 255
    predicted = network(pictures).argmax(1).numpy()
print(json.dumps([predicted.tolist(), int((predicted == np.load(sys.argv[3])).sum())]))
"""


@pytest.fixture(scope="module")
def folder(mnist_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A little of the real MNIST, as a folder of idx files."""
    folder = tmp_path_factory.mktemp("walk")
    for part, count in (("train", TRAINED), ("t10k", TESTED)):
        with gzip.open(mnist_dir / f"{part}-images-idx3-ubyte.gz") as file:
            pictures = file.read(16 + count * 784)[16:]
        with gzip.open(mnist_dir / f"{part}-labels-idx1-ubyte.gz") as file:
            labels = file.read(8 + count)[8:]
        (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">4I", 2051, count, 28, 28) + pictures)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 2049, count) + labels)
    return folder


@pytest.fixture(params=["lenet5", "a class of one's own"])
def network(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NetworkRef]:
    """Which network the walk is about."""
    if request.param == "lenet5":
        yield CatalogueNetwork("lenet5")
        return
    (tmp_path / "mine.py").write_text(MINE)
    own = PythonNetwork.of(tmp_path / "mine.py", "Mine")
    consent.give(own.path, own.sha256)
    yield own
    consent.forget()


@pytest.fixture
def run(network: NetworkRef, folder: Path, one_thread: None) -> Path:
    """A run of one epoch."""
    config = TrainConfig(
        network=network,
        dataset=str(folder),
        epochs=1,
        batch_size=32,
        device="cpu",
        optimizer="adam",
        learning_rate=0.005,
    )
    engine = Engine(config, run_dir=paths.runs_dir() / "2025-03-07 09-05-00 walk")
    for _ in engine.run():
        pass
    return engine.folder.path.absolute()


def press(qtbot: QtBot, page: object, name: str) -> None:
    button = page.findChild(QPushButton, name)  # type: ignore[attr-defined]
    assert button is not None
    assert button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_weights_in_train(window: MainWindow, qtbot: QtBot, run: Path) -> None:
    window.open_room("train")
    page = window.page("train")
    assert isinstance(page, TrainPage)
    runs = page.inspector.runs
    page.inspector.tabs.setCurrentWidget(runs)
    listed(qtbot, page)
    runs.select(run)
    press(qtbot, page, "train-run-use")
    menu = page.findChild(QMenu, "train-run-menu")
    if menu is not None and menu.isVisible():
        menu.actions()[0].trigger()
        menu.close()
    qtbot.waitUntil(lambda: not page.document.runs.busy)


def drawn(window: MainWindow, qtbot: QtBot) -> DrawPage:
    window.open_room("draw")
    page = window.page("draw")
    assert isinstance(page, DrawPage)
    settle(qtbot, page)
    return page


def measured(qtbot: QtBot, play: PlaygroundPage) -> tuple[int, int, int]:
    """How many test pictures were right before the edits and are now, and how many are read otherwise."""
    qtbot.waitUntil(
        lambda: (
            play.opening.up_to_date
            and not play.opening.busy
            and play.accuracy.found is not None
            and play.accuracy.found.done
        ),
        timeout=LONG,
    )
    found = play.accuracy.found
    assert found is not None
    assert found.total == found.count == TESTED
    return found.right_before, found.right_after, int((found.before != found.after).sum())


def logits_of(network: nn.Module, field: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        logits: np.ndarray = network(torch.from_numpy(field)[None, None])[0].numpy()
    return logits


def test_from_a_run_through_a_digit_to_a_weight_and_back_and_over_a_restart(
    main_window: MainWindow,
    studio: Studio,
    qtbot: QtBot,
    network: NetworkRef,
    run: Path,
    folder: Path,
    tmp_path: Path,
) -> None:
    main_window.resize(1280, 800)
    choose_weights_in_train(main_window, qtbot, run)
    assert studio.current.weights == RunWeights(run, "final")
    assert studio.current.network == network
    if isinstance(network, PythonNetwork):
        qtbot.waitUntil(lambda: studio.digits.network == network, timeout=LONG)

    # A digit, and the bars.
    draw = drawn(main_window, qtbot)
    draw_on(draw.pad, ONE)
    settle(qtbot, draw)
    qtbot.waitUntil(lambda: draw.prediction is not None and studio.current.picture is not None, timeout=LONG)
    before = draw.prediction
    assert before is not None
    field = before.preprocessed.network_input
    plain = loading.load(network, RunWeights(run, "final")).module
    np.testing.assert_allclose(before.logits, logits_of(plain, field), atol=1e-4)

    # Two clicks to the weights of its first convolution.
    maps = draw.inside.maps
    qtbot.waitUntil(lambda: bool(maps.activations), timeout=LONG)
    layer = next(place for place, activation in enumerate(maps.activations) if activation.kind == "Conv2d")
    path = maps.activations[layer].path
    spot = maps.unit_rect(Place(layer, Unit(2, 9, 9))).center().toPoint()
    qtbot.mouseClick(maps, Qt.MouseButton.LeftButton, pos=spot)
    press(qtbot, draw, "draw-map-open")
    play = main_window.page("playground")
    assert isinstance(play, PlaygroundPage)
    right, _, _ = measured(qtbot, play)

    # One weight; the bars, the accuracy and the changed pictures are those of a plain network with the same weight.
    assert play.model.change("Change", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 1, 1): -9.0}))
    qtbot.waitUntil(lambda: bool(studio.current.edits), timeout=LONG)
    edited = measured(qtbot, play)
    assert edited[0] == right
    assert edited[2] > 0
    by_hand = reference.build(network).eval()
    by_hand.load_state_dict(plain.state_dict())
    with torch.no_grad():
        by_hand.get_parameter(f"{path}.weight")[2, 0, 1, 1] = -9.0
    qtbot.waitUntil(
        lambda: (
            draw.prediction is not None and np.allclose(draw.prediction.logits, logits_of(by_hand, field), atol=1e-4)
        ),
        timeout=LONG,
    )
    assert np.abs(logits_of(by_hand, field) - before.logits).max() > 0.01

    # Put back, and undone.
    press(qtbot, play, "play-opened-put-back")
    assert measured(qtbot, play)[1:] == (right, 0)
    studio.edit_stack.undo()
    assert measured(qtbot, play) == edited

    # A restart: the same room, layer, drawing, bars and accuracy.
    main_window.close_without_asking()
    consent.forget()
    again = Studio(workspace=restart.load())
    window = MainWindow(again)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    assert window.room == "playground"
    assert again.current == studio.current
    if isinstance(network, PythonNetwork):
        # Its code runs when the user has agreed again, and not before.
        qtbot.wait(50)
        assert not network.agreed
        shown = window.page("playground")
        assert isinstance(shown, PlaygroundPage)
        assert shown.opening.look is None
        press(qtbot, window, "window-run-file")
    play = window.page("playground")
    assert isinstance(play, PlaygroundPage)
    assert measured(qtbot, play) == edited
    assert play.opening.layer is not None
    assert play.opening.layer.path == path
    draw = drawn(window, qtbot)
    qtbot.waitUntil(
        lambda: (
            draw.prediction is not None and np.allclose(draw.prediction.logits, logits_of(by_hand, field), atol=1e-4)
        ),
        timeout=LONG,
    )

    # Kept as new weights, they read as many in a process that knows nothing of the program but the class.
    window.open_room("playground")
    play.opened_panel.weights.keep.click()
    qtbot.waitUntil(lambda: isinstance(again.current.weights, WeightsFile), timeout=LONG)
    kept = again.current.weights
    assert isinstance(kept, WeightsFile)
    assert alone(network, kept.path, folder, tmp_path) == edited[1]
    measured(qtbot, play)
    window.close_without_asking()
    window.deleteLater()
    again.deleteLater()


def alone(network: NetworkRef, kept: Path, folder: Path, place: Path) -> int:
    """How many test pictures a file's weights read rightly, in a process of its own."""
    images = np.frombuffer((folder / "t10k-images-idx3-ubyte").read_bytes()[16:], np.uint8).reshape(-1, 28, 28)
    labels = np.frombuffer((folder / "t10k-labels-idx1-ubyte").read_bytes()[8:], np.uint8)
    np.save(place / "images.npy", images)
    np.save(place / "labels.npy", labels)
    if isinstance(network, PythonNetwork):
        imported, made, where = "from mine import Mine", "Mine()", network.path.parent
    else:
        imported, made, where = "from cnnstudio.networks.lenet import LeNet5", "LeNet5()", Path(__file__).parents[2]
    (place / "alone.py").write_text(ALONE.format(imported=imported, made=made))
    done = subprocess.run(
        [sys.executable, *(place / "alone.py", kept, place / "images.npy", place / "labels.npy")],
        capture_output=True,
        text=True,
        check=True,
        cwd=place,
        env={"PYTHONPATH": str(where), "OMP_NUM_THREADS": "1"},
    )
    _, right = json.loads(done.stdout)
    return int(right)

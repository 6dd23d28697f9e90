"""A photograph through a network of colour pictures, in the room."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.datasets.scaling import IMAGENET
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import EMPTY, elsewhere, loading
from cnnstudio.weights.elsewhere import Content
from cnnstudio.weights.reference import Initial, WeightsFile
from cnnstudio.workspace.picture import Drawn, FromFile, Picture
from tests.prediction.test_photographs import photograph
from tests.weights.networks import own_network, random_state

SQUEEZENET = CatalogueNetwork("squeezenet1_1")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def weights(studio_home: Path) -> WeightsFile:
    """Seeded numbers in the place of ImageNet's, opened as those of another program."""
    state = dict(loading.load(SQUEEZENET, Initial(4)).module.state_dict())
    found = elsewhere.fit(Content(Path("/theirs/squeezenet.pth"), state, {}), SQUEEZENET)
    return WeightsFile(elsewhere.keep(found, IMAGENET, elsewhere.imagenet_names()))


def settle(qtbot: QtBot, page: ModelsPage) -> None:
    qtbot.waitUntil(lambda: not page.photograph.busy and not page.studio.store.busy, timeout=30_000)


def shown(page: ModelsPage) -> list[str]:
    return page.inspector.picture.guesses


def expected(studio: Studio) -> list[str]:
    """The five most probable names, straight from the modules."""
    current = studio.current
    loaded = loading.load(current.network, current.weights, current.edits)
    assert current.picture is not None
    with torch.inference_mode():
        logits = loaded.module(IMAGENET.apply(torch.from_numpy(current.picture.array.copy())[None]))[0]
    return [loaded.class_names[place] for place in logits.topk(5).indices.tolist()]


def test_a_photograph_is_seen_and_its_layers_can_be_opened(
    page: ModelsPage,
    qtbot: QtBot,
    studio: Studio,
    tmp_path: Path,
    weights: WeightsFile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = photograph(tmp_path)
    studio.choose(SQUEEZENET, weights)
    qtbot.waitUntil(lambda: page.analysis.name == "squeezenet1_1", timeout=20_000)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(page.findChild(QPushButton, "models-picture"), LEFT)
    qtbot.waitUntil(lambda: len(shown(page)) == 5, timeout=30_000)
    assert shown(page) == expected(studio)
    assert studio.current.picture.origin == FromFile(file)
    assert studio.current.picture.shape == (3, 224, 224)
    assert page.inspector.picture.isVisible()
    assert page.inspector.picture.image.isVisible()
    assert page.inspector.picture.weights.isHidden()
    page.selection.select("features.0")
    with qtbot.waitSignal(studio.roomRequested) as asked:
        qtbot.mouseClick(page.inspector.detail.open, LEFT)
    assert asked.args[1].path == "features.0"
    before = shown(page)
    studio.edit(EMPTY.switch("classifier.1", expected_place(studio), on=False), "switch a class off")
    qtbot.waitUntil(lambda: len(shown(page)) == 5 and shown(page) != before, timeout=30_000)
    assert shown(page) == expected(studio)


def expected_place(studio: Studio) -> int:
    """The output that is the largest."""
    current = studio.current
    loaded = loading.load(current.network, current.weights)
    return loaded.class_names.index(expected(studio)[0])


def test_random_weights_say_so_instead_of_guessing(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    page.choose("resnet18")
    assert isinstance(studio.current.weights, Initial)
    page.frame.show_inspector(False)
    page.open_picture(photograph(tmp_path))
    assert page.frame.inspector_shown, "what it sees is shown there"
    settle(qtbot, page)
    qtbot.waitUntil(lambda: studio.current.picture is not None)
    pane = page.inspector.picture
    assert shown(page) == []
    assert pane.sees.isHidden()
    assert "random" in pane.note.text()
    assert pane.weights.isVisible()
    assert pane.image.isVisible(), "what the network gets is shown all the same"


def test_another_network_gets_the_same_photograph_cut_to_its_own_size(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    page.choose("resnet18")
    file = photograph(tmp_path)
    page.open_picture(file)
    qtbot.waitUntil(lambda: studio.current.picture is not None, timeout=20_000)
    page.choose("inception_v3")
    qtbot.waitUntil(lambda: studio.current.picture.shape == (3, 299, 299), timeout=20_000)
    assert studio.current.picture.origin == FromFile(file)
    page.choose("convnet")
    assert page.photograph.picture is None
    assert page.findChild(QPushButton, "models-picture").isHidden()
    assert not page.inspector.tabs.isTabVisible(3)
    page.open_picture(file)
    settle(qtbot, page)
    assert studio.current.picture.shape == (3, 299, 299), "a network of digits takes no photograph"


def test_what_is_drawn_takes_the_photographs_place(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    page.choose("resnet18")
    page.open_picture(photograph(tmp_path))
    qtbot.waitUntil(lambda: page.photograph.picture is not None, timeout=20_000)
    studio.show_picture(Picture.of(np.zeros((28, 28), np.float32), Drawn()))
    assert page.photograph.picture is None
    assert page.inspector.picture.image.isHidden()


@pytest.mark.parametrize("what", ["gone", "text", "animated"])
def test_a_bad_picture_is_one_sentence_and_the_last_one_stays(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path, what: str
) -> None:
    page.choose("resnet18")
    page.open_picture(photograph(tmp_path))
    qtbot.waitUntil(lambda: page.photograph.picture is not None, timeout=20_000)
    before = studio.current.picture
    file = tmp_path / f"{what}.gif"
    if what == "text":
        file.write_text("no picture")
    elif what == "animated":
        frames = [Image.new("L", (20, 20), shade) for shade in (0, 128)]
        frames[0].save(file, save_all=True, append_images=frames[1:])
    page.open_picture(file)
    qtbot.waitUntil(lambda: page.photograph.problem != "", timeout=20_000)
    assert f"{what}.gif" in page.inspector.picture.problem.text()
    assert page.inspector.picture.problem.isVisible()
    assert studio.current.picture is before


def test_a_photograph_of_the_last_time_is_looked_at_again(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path, weights: WeightsFile
) -> None:
    values = np.random.default_rng(1).random((3, 224, 224), dtype=np.float32)
    studio.show_picture(Picture.of(values, FromFile(tmp_path / "gone by now.png")))
    studio.choose(SQUEEZENET, weights)
    qtbot.waitUntil(lambda: len(shown(page)) == 5, timeout=30_000)
    assert shown(page) == expected(studio)


COLOURS = """
import torch
from torch import nn
class Mine(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.out = nn.Linear(4, 6)
    def forward(self, x):
        return self.out(self.conv(x).mean((2, 3)))
"""


def test_a_network_of_the_users_own_that_takes_colours(
    page: ModelsPage, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    network = own_network(tmp_path, "Mine", source=COLOURS)
    page.choose("resnet18")
    studio.choose(network)
    qtbot.waitUntil(lambda: page.analysis.title == "Mine", timeout=20_000)
    qtbot.waitUntil(lambda: page.photograph.possible, timeout=20_000)
    page.form.rows.setValue(60)
    qtbot.waitUntil(lambda: page.photograph.shape == (3, 60, 224))
    state = dict(random_state(loading.load(network, Initial(1)).copy(), 2).state_dict())
    kept = elsewhere.keep(elsewhere.fit(Content(Path("/theirs.pth"), state, {}), network), IMAGENET)
    studio.choose(network, WeightsFile(kept))
    page.open_picture(photograph(tmp_path))
    qtbot.waitUntil(lambda: len(shown(page)) == 5, timeout=30_000)
    assert shown(page) == [f"class {name}" for name in expected(studio)]
    page.selection.select("conv")
    assert page.inspector.detail.open.isVisible()

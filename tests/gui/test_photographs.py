"""From weights of another program and a photograph to the five likeliest classes and into any layer: by the window."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from torch import Tensor, nn

from cnnstudio import compute
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.open_weights import OpenWeights
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction import photographs
from cnnstudio.prediction.photographs import Preset
from cnnstudio.weights import elsewhere, unpickling
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace.picture import FromFile, Picture
from tests.prediction.test_photographs import photograph
from tests.weights.networks import own_network

LONG = 60_000
RESNET = CatalogueNetwork("resnet18")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting another process takes seconds; ``tests/weights/test_elsewhere.py`` does."""
    monkeypatch.setattr(unpickling, "limit_memory", lambda _: None)

    def child(source: Path, target: Path, size: int) -> Iterator[None]:
        unpickling.convert(source, target)
        yield

    monkeypatch.setattr(elsewhere, "_child", child)


def press(qtbot: QtBot, page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    assert button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def seen_by(network: nn.Module, path: str, picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What a layer of torchvision's own network gets and gives, and the network's logits."""
    caught: list[Tensor] = []
    hook = network.get_submodule(path).register_forward_hook(
        lambda _layer, given, output: caught.extend([given[0][0], output[0]])
    )
    with torch.inference_mode():
        logits = network(picture[None])[0]
    hook.remove()
    return caught[0], caught[1], logits


def test_given_weights_a_photograph_is_named_and_every_layer_opens_on_it(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models_of: Any = compute.torchvision("torchvision.models")
    with compute.random_stream(11):
        theirs = models_of.resnet18().eval()
    weights, picture = tmp_path / "theirs.pth", photograph(tmp_path)
    torch.save({"state_dict": theirs.state_dict()}, weights)
    main_window.resize(1280, 800)
    studio.choose(RESNET)
    main_window.open_room("models")
    models = main_window.page("models")
    assert isinstance(models, ModelsPage)
    qtbot.waitUntil(lambda: models.analysis is not None and models.analysis.name == "resnet18", timeout=LONG)

    # The weights.
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(weights), ""))
    press(qtbot, models, "models-weights")
    dialog = models.findChild(OpenWeights)
    assert dialog is not None
    qtbot.waitUntil(dialog.agree.isVisible, timeout=LONG)
    qtbot.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.accept_button.isVisible() and dialog.accept_button.isEnabled(), timeout=LONG)
    assert dialog.networks.currentText() == "ResNet-18"
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not isinstance(studio.current.weights, Initial), timeout=LONG)

    # The photograph.
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(picture), ""))
    press(qtbot, models, "models-picture")
    qtbot.waitUntil(lambda: len(models.inspector.picture.guesses) == 5, timeout=LONG)
    published = models_of.get_model_weights("resnet18").IMAGENET1K_V1
    with Image.open(picture) as opened:
        prepared = published.transforms()(opened.convert("RGB"))
    _, _, logits = seen_by(theirs, "fc", prepared)
    assert models.inspector.picture.guesses == [published.meta["categories"][place] for place in logits.topk(5).indices]

    # Layers of every kind, from the table.
    for path in ("conv1", "maxpool", "layer2.0.downsample.0", "fc"):
        main_window.open_room("models")
        models.tabs.setCurrentWidget(models.layers)
        models.selection.select(path)
        main_window.activateWindow()
        models.layers.tree.setFocus()
        qtbot.waitUntil(models.layers.tree.hasFocus)
        qtbot.keyClick(models.layers.tree, Qt.Key.Key_Return)
        play = main_window.page("playground")
        assert isinstance(play, PlaygroundPage)
        qtbot.waitUntil(
            lambda path=path, play=play: (
                play.opening.look is not None and play.opening.look.layer.path == path and not play.opening.busy
            ),
            timeout=LONG,
        )
        assert main_window.room == "playground"
        look = play.opening.look
        assert look is not None
        given, output, _ = seen_by(theirs, path, prepared)
        torch.testing.assert_close(look.view.input.flatten(), given.flatten(), rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(look.view.output.flatten(), output.flatten(), rtol=1e-4, atol=1e-4)


def test_a_photograph_is_no_input_of_a_class_that_reads_digits(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    values = photographs.read(photograph(tmp_path), Preset(256, (224, 224)))
    studio.choose(own_network(tmp_path), Initial(2))
    studio.show_picture(Picture.of(values, FromFile(tmp_path / "photo.png")))
    studio.open_room("playground", OpenedLayer(path="first"))
    play = main_window.page("playground")
    assert isinstance(play, PlaygroundPage)
    qtbot.waitUntil(lambda: play.opening.look is not None and not play.opening.busy, timeout=LONG)
    look = play.opening.look
    assert look is not None
    assert look.view.input.shape == (1, 28, 28)

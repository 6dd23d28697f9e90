"""A layer opened in the real window, for the tests of its panel."""

from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.datasets import builtin, folder
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.weights.reference import WeightsRef
from cnnstudio.workspace.picture import Drawn, Picture

LONG = 60_000
INK = np.random.default_rng(5).random((28, 28)).astype(np.float32)
TESTED = 300


@cache
def _drawn() -> folder.Arrays:
    return folder.Arrays(*builtin.draw(2, 1), *builtin.draw(TESTED, 2))


def draw_few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Built-in digits that are there at once: 300 test pictures."""

    def arrays():
        yield from ()
        return _drawn()

    def test_arrays():
        yield from ()
        return _drawn().test_images, _drawn().test_labels

    monkeypatch.setattr(builtin, "arrays", arrays)
    monkeypatch.setattr(builtin, "test_arrays", test_arrays)


def open_layer(
    window: MainWindow, qtbot: QtBot, network: NetworkRef, weights: WeightsRef, path: str, ink: np.ndarray = INK
) -> PlaygroundPage:
    """The playground with a layer of a network, as soon as it is shown."""
    window.resize(1280, 800)
    window.studio.choose(network, weights)
    window.studio.show_picture(Picture.of(ink, Drawn()))
    window.studio.open_room("playground", OpenedLayer(path=path))
    page = window.page("playground")
    assert isinstance(page, PlaygroundPage)
    seen(qtbot, page)
    return page


def seen(qtbot: QtBot, page: PlaygroundPage) -> None:
    """Wait until the layer is shown as it is now."""
    qtbot.waitUntil(lambda: page.opening.up_to_date and not page.opening.busy, timeout=LONG)


def measured(qtbot: QtBot, page: PlaygroundPage) -> None:
    """Wait until the accuracy is that of now, too."""
    seen(qtbot, page)
    qtbot.waitUntil(lambda: not page.accuracy.busy, timeout=LONG)


def click(qtbot: QtBot, page: PlaygroundPage, name: str) -> None:
    """Click a button that can be seen, by its name."""
    button = page.findChild(QAbstractButton, name)
    assert button is not None, name
    assert button.isVisible(), name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())

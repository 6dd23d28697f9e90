"""The percentages beside an opened layer are those that the Draw room shows, with calibration and without."""

import re

import pytest
import torch
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.playground.prediction_bars import PredictionBars
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.reference import Shipped
from tests.gui.playground.opened import draw_few_digits, open_layer, seen


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> PlaygroundPage:
    draw_few_digits(monkeypatch)
    page = open_layer(main_window, qtbot, CatalogueNetwork("digitnet"), Shipped("digitnet"), "classifier")
    seen(qtbot, page)
    return page


def shown(page: PlaygroundPage) -> list[str]:
    label = page.findChild(QLabel, "play-opened-prediction-text")
    assert isinstance(label, QLabel)
    return re.findall(r"[\d.]+ %", label.text())


def test_the_percentages_follow_the_switch_of_the_draw_room(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    studio.edit(EMPTY.set("classifier.weight", 7, 3.0), "a weight")
    seen(qtbot, page)
    bars = page.findChild(PredictionBars)
    assert isinstance(bars, PredictionBars)
    calibrated, tip = shown(page), bars.toolTip()
    studio.set_calibrated(False)
    assert shown(page) != calibrated
    edited = page.opening.prediction
    assert edited is not None
    logits = (edited.before.logits, edited.after.logits) if edited.changed else (edited.after.logits,)
    wanted = [f"{100 * float(torch.softmax(torch.from_numpy(one), 0).max()):.1f} %" for one in logits]
    assert shown(page) == wanted
    assert re.search(r"softmax of the logits / 0\.\d+$", tip)
    assert bars.toolTip().endswith("softmax of the logits")
    studio.set_calibrated(True)
    assert shown(page) == calibrated

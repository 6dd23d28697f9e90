import stat
from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.state import Part
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import library, loading
from cnnstudio.weights.metadata import Edited
from cnnstudio.weights.reference import Initial, WeightsFile
from tests.gui.digit_canvas.conftest import settle
from tests.gui.playground.opened import LONG, TESTED, click, draw_few_digits, measured, open_layer
from tests.weights.networks import own_network

LENET = CatalogueNetwork("lenet5")


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_few_digits(monkeypatch)


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> PlaygroundPage:
    page = open_layer(main_window, qtbot, LENET, Initial(3), "features.3")
    assert page.model.change("Type", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 1, 1): 2.5}))
    measured(qtbot, page)
    return page


def test_kept_under_a_name_it_becomes_the_current_and_undo_brings_the_edits_back(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot
) -> None:
    edited = studio.current
    name = page.findChild(QLineEdit, "play-opened-name")
    assert name is not None
    assert name.placeholderText() == "LeNet-5 (PyTorch) edited"
    name.setText("my edges")
    click(qtbot, page, "play-opened-keep")
    qtbot.waitUntil(lambda: studio.current.weights != Initial(3), timeout=LONG)
    weights = studio.current.weights
    assert isinstance(weights, WeightsFile)
    assert weights.path == library.folder_of_kept() / "my-edges-1.safetensors"
    assert not studio.current.edits
    measured(qtbot, page)
    assert page.opened_panel.title.text() == "Layer features.3"
    assert not page.findChild(QLineEdit, "play-opened-name").isEnabled()  # type: ignore[union-attr]
    kept = loading.load_alone(weights)
    assert kept.metadata.origin == Edited(Initial(3), edited.edits)
    want = loading.load(LENET, Initial(3), edited.edits)
    for tensor_name, tensor in want.module.state_dict().items():
        torch.testing.assert_close(kept.module.state_dict()[tensor_name], tensor, rtol=0, atol=0)
    (accuracy,) = kept.metadata.accuracies
    found = page.accuracy.found
    assert found is not None
    assert (accuracy.dataset, accuracy.value) == ("builtin", found.right_after / TESTED)
    click(qtbot, page, "play-undo-button")
    assert (studio.current.weights, studio.current.edits) == (Initial(3), edited.edits)
    measured(qtbot, page)


def test_weights_of_a_class_of_ones_own_are_kept_twice_named_and_offered_to_draw(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    own = own_network(tmp_path)
    studio.agree(own)
    page = open_layer(main_window, qtbot, own, Initial(3), "first")
    kept = []
    for value in (2.5, -1.5):
        before = studio.current.weights
        change = {(0, 0, 1, 1): value}
        assert page.model.change("Type", lambda state, change=change: state.with_cells(Part.KERNEL, change))
        measured(qtbot, page)
        edits = studio.current.edits
        click(qtbot, page, "play-opened-keep")
        qtbot.waitUntil(lambda before=before: studio.current.weights != before, timeout=LONG)
        weights = studio.current.weights
        assert isinstance(weights, WeightsFile)
        assert loading.load_alone(weights).metadata.origin == Edited(before, edits)
        kept.append(weights)
        measured(qtbot, page)
    assert [weights.path.stem for weights in kept] == ["Twice-edited-1", "Twice-edited-2"]
    chooser = main_window.findChild(QToolButton, "window-network")
    qtbot.waitUntil(lambda: chooser.text().startswith("Twice (mine.py) · edited, Twice-edited-2"), timeout=LONG)
    main_window.open_room("draw")
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    settle(qtbot, draw)
    reads = draw.document.reads.standing.reads
    assert reads is not None
    assert (reads.network, reads.weights) == (own, kept[-1])
    offered = [choice.weights for choice in draw.document.weights.listing.choices]
    assert all(weights in offered for weights in kept)


def test_a_full_disk_is_said_and_the_edits_stay(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.touch(stat.S_IRUSR)
    monkeypatch.setattr(library, "folder_of_kept", lambda: blocked / "weights")
    edits = studio.current.edits
    click(qtbot, page, "play-opened-keep")
    qtbot.waitUntil(lambda: not page.hint.isHidden(), timeout=LONG)
    assert str(blocked) in page.hint.text()
    assert studio.current.edits == edits

import numpy as np
import pytest
import torch
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox
from pytestqt.qtbot import QtBot
from torch import Tensor

from cnnstudio.convolution import kernels
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Initial
from tests.gui.playground.opened import click, draw_few_digits, open_layer, seen

LENET = CatalogueNetwork("lenet5")


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_few_digits(monkeypatch)


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> PlaygroundPage:
    return open_layer(main_window, qtbot, LENET, Initial(3), "features.3")


def kernel(page: PlaygroundPage) -> Tensor:
    """The layer's weights as the network has them now."""
    assert page.opening.seen is not None
    return page.opening.seen.loaded.module.get_parameter("features.3.weight").detach().clone()


def in_front(page: PlaygroundPage) -> tuple[int, int]:
    return page.model.output_number(page.model.out_channel), page.model.input_number(page.model.in_channel)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("play-opened-scale", lambda block: block * -1.5),
        ("play-opened-flip-across", lambda block: block.flip(-1)),
        ("play-opened-flip-down", lambda block: block.flip(-2)),
        ("play-opened-zero", lambda block: block * 0),
    ],
)
def test_the_kernel_in_front_changes_and_one_undo_takes_it_back(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot, name: str, change
) -> None:
    before, (out, source) = kernel(page), in_front(page)
    factor = page.findChild(QDoubleSpinBox, "play-opened-factor")
    assert factor is not None
    factor.setValue(-1.5)
    click(qtbot, page, name)
    seen(qtbot, page)
    want = before.clone()
    want[out, source] = change(before[out, source])
    torch.testing.assert_close(kernel(page), want)
    assert in_front(page) == (out, source)
    assert studio.edit_stack.count() == 1
    click(qtbot, page, "play-undo-button")
    seen(qtbot, page)
    assert not studio.current.edits
    torch.testing.assert_close(kernel(page), before, rtol=0, atol=0)


def test_all_kernels_of_a_map_are_replaced_by_an_edge_filter(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot
) -> None:
    scope, presets = (page.findChild(QComboBox, f"play-opened-{name}") for name in ("scope", "preset"))
    assert scope is not None
    assert presets is not None
    out, source = in_front(page)
    assert [scope.itemText(0), scope.itemText(1)] == [
        f"Kernel of map {out + 1} for input {source + 1}",
        f"All kernels of map {out + 1}",
    ]
    scope.setCurrentIndex(1)
    row = presets.findData(KernelPreset.SOBEL_X)
    presets.activated.emit(row)
    seen(qtbot, page)
    torch.testing.assert_close(kernel(page)[out], kernels.make(KernelPreset.SOBEL_X, 6, (5, 5)))
    assert studio.current.edits.count == 6 * 25
    assert scope.currentIndex() == 1


def test_two_quick_steps_are_both_made(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    before, (out, source) = kernel(page), in_front(page)
    click(qtbot, page, "play-opened-scale")
    click(qtbot, page, "play-opened-scale")
    qtbot.waitUntil(lambda: studio.edit_stack.count() == 2)
    seen(qtbot, page)
    np.testing.assert_allclose(kernel(page)[out, source].numpy(), before[out, source].numpy() * 4, rtol=1e-6)


def test_mirrored_twice_is_as_it_was(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    for _ in range(2):
        click(qtbot, page, "play-opened-flip-across")
        seen(qtbot, page)
    assert not studio.current.edits


def test_what_cannot_be_is_said(main_window: MainWindow, studio: Studio, qtbot: QtBot) -> None:
    page = open_layer(main_window, qtbot, CatalogueNetwork("lenet5-1998"), Initial(3), "s2")
    presets = page.findChild(QComboBox, "play-opened-preset")
    assert presets is not None
    presets.activated.emit(presets.findData(KernelPreset.COUNT))
    assert "one number" in page.hint.text()
    assert not studio.current.edits

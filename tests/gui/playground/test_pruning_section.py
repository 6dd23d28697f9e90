import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QSlider
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.state import Part
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Initial
from tests.gui.playground.opened import INK, click, draw_few_digits, open_layer, seen


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_few_digits(monkeypatch)


@pytest.fixture
def page(main_window: MainWindow, qtbot: QtBot) -> PlaygroundPage:
    return open_layer(main_window, qtbot, CatalogueNetwork("lenet5"), Initial(3), "features.3")


def slider(page: PlaygroundPage, name: str) -> QSlider:
    found = page.findChild(QSlider, f"play-opened-prune-{name}")
    assert found is not None
    return found


def figures(page: PlaygroundPage) -> str:
    label = page.findChild(QLabel, "play-opened-zeros")
    assert label is not None
    return label.text()


@pytest.mark.parametrize("scope", ["layer", "network"])
def test_a_share_of_the_smallest_weights_is_zero_as_by_hand(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot, scope: str
) -> None:
    assert figures(page) == (
        "0 of 2,400 weights of this layer are zero, 0.0 %\n0 of 61,470 weights of the network are zero, 0.0 %"
    )
    slider(page, scope).setValue(40)
    seen(qtbot, page)
    torch.manual_seed(3)
    want = catalogue.build("lenet5").eval()
    names = [name for name, tensor in want.named_parameters() if tensor.dim() > 1]
    if scope == "layer":
        names = ["features.3.weight"]
    sizes = torch.cat([want.get_parameter(name).detach().abs().flatten() for name in names])
    limit = sizes.sort().values[round(0.4 * len(sizes)) - 1]
    zero = {"features.3.weight": 0}
    with torch.no_grad():
        for name in names:
            tensor = want.get_parameter(name)
            tensor[tensor.abs() <= limit] = 0
            zero[name] = int((tensor == 0).sum())
        logits = want(torch.from_numpy(INK)[None, None])[0]
    prediction = page.opening.seen.prediction if page.opening.seen else None
    assert prediction is not None
    torch.testing.assert_close(torch.from_numpy(prediction.after.logits), logits, rtol=0, atol=1e-6)
    assert figures(page) == (
        f"{zero['features.3.weight']:,} of 2,400 weights of this layer are zero, "
        f"{100 * zero['features.3.weight'] / 2400:.1f} %\n"
        f"{sum(zero.values()):,} of 61,470 weights of the network are zero, {100 * sum(zero.values()) / 61470:.1f} %"
    )


def test_one_drag_is_one_step(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    bar = slider(page, "network")
    area = page.opened_panel.parentWidget().parentWidget().parentWidget()
    area.ensureWidgetVisible(bar)  # type: ignore[attr-defined]
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(7, bar.height() // 2))
    for x in (30, 60, 90, 70):
        qtbot.mouseMove(bar, QPoint(x, bar.height() // 2))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(70, bar.height() // 2))
    share = studio.current.edits.share()
    assert share > 0.2
    assert studio.edit_stack.count() == 1
    seen(qtbot, page)
    click(qtbot, page, "play-undo-button")
    assert not studio.current.edits
    seen(qtbot, page)
    assert bar.value() == 0
    click(qtbot, page, "play-redo-button")
    seen(qtbot, page)
    assert bar.value() == round(share * 100)


def test_a_value_typed_over_a_pruned_weight_stays_and_zero_puts_it_back(
    page: PlaygroundPage, studio: Studio, qtbot: QtBot
) -> None:
    """What lies below a typed value is the pruned weight: giving it its number from before is a change."""
    before = page.model.result.state.kernel.at(0, 0, 1, 1)
    slider(page, "layer").setValue(100)
    seen(qtbot, page)
    assert page.model.result.state.kernel.at(0, 0, 1, 1) == 0
    assert figures(page).startswith("2,400 of 2,400 weights of this layer are zero, 100.0 %\n")
    assert "typed" not in figures(page)
    assert page.model.change("Type", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 1, 1): before}))
    seen(qtbot, page)
    assert page.model.result.state.kernel.at(0, 0, 1, 1) == before
    assert studio.current.edits.count == 1
    assert figures(page).startswith("2,399 of 2,400 weights of this layer are zero, > 99.9 %\n")
    assert figures(page).endswith("\nWeights that were typed keep their values.")
    assert page.model.change("Type", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 1, 1): 0.0}))
    seen(qtbot, page)
    assert studio.current.edits.count == 0

"""Pictures of the Models room: all classics as diagrams, and every other view of it."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.prediction.test_photographs import photograph
from tests.screenshots import Scene, wait_until

if TYPE_CHECKING:
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.gui.model_browser.page import ModelsPage

CLASSICS = (
    "lenet5-1998",
    "lenet5",
    "convnet",
    "alexnet",
    "vgg11",
    "vgg16",
    "vgg19_bn",
    "googlenet",
    "inception_v3",
    "resnet18",
    "resnet34",
    "resnet50",
    "resnet101",
    "resnet152",
    "mini-vgg",
    "mini-inception",
    "plain-20",
    "resnet-20",
    "densenet121",
    "mobilenet_v3_large",
)

_MINE = """
from torch import nn

class Mine(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        return self.body(x)
"""


def _open(window: "MainWindow", **state: str) -> "ModelsPage":
    window.open_room("models")
    page: ModelsPage = window.page("models")
    page.open_state(state)
    wait_until(lambda: page.analysis is not None and page.analysis.name == state["network"])
    return page


def _state(**state: str) -> "Callable[[MainWindow], None]":
    def bring(window: "MainWindow") -> None:
        _open(window, **state)

    return bring


def _opened(network: str, *keys: str) -> "Callable[[MainWindow], None]":
    def bring(window: "MainWindow") -> None:
        view = _open(window, network=network).diagram.view
        view.diagram.set_opened(view.diagram.opened | set(keys))
        view.fit()

    return bring


def _coloured(network: str, measure: str) -> "Callable[[MainWindow], None]":
    def bring(window: "MainWindow") -> None:
        combo = _open(window, network=network).diagram.measure
        combo.setCurrentIndex([combo.itemData(row).value for row in range(combo.count())].index(measure))

    return bring


def _pane(network: str, path: str, pane: int) -> "Callable[[MainWindow], None]":
    def bring(window: "MainWindow") -> None:
        page = _open(window, network=network, path=path)
        page.inspector.tabs.setCurrentIndex(pane)

    return bring


def _compare(window: "MainWindow") -> None:
    page = _open(window, network="resnet18", tab="compare")
    wait_until(lambda: page.compare.comparison is not None and page.compare.comparison.left is page.analysis)


def _too_small(window: "MainWindow") -> None:
    page = _open(window, network="vgg16")
    page.form.rows.setValue(8)
    wait_until(lambda: page.problem.text)


def _own(window: "MainWindow") -> None:
    page = _open(window, network="convnet")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.py"
        file.write_text(_MINE, encoding="utf-8")
        page.own.take(file)


def _photograph(window: "MainWindow") -> None:
    page = _open(window, network="resnet18")
    with tempfile.TemporaryDirectory() as folder:
        page.open_picture(photograph(Path(folder), (640, 480)))
        wait_until(lambda: page.photograph.picture is not None)


SCENES: list[Scene] = [
    *((f"models-diagram-{name}", _state(network=name)) for name in CLASSICS),
    ("models-branches", _opened("mini-inception", "inception1", "inception2")),
    ("models-skip", _opened("resnet-20", "run:stage1.0", "stage1.0")),
    ("models-dense", _opened("densenet121", "features.denseblock1", "features.denseblock1.denselayer2")),
    ("models-deep", _state(network="googlenet", path="inception3a.branch2.0.conv")),
    ("models-parameters", _coloured("vgg16", "parameters")),
    ("models-macs", _coloured("resnet50", "macs")),
    ("models-layers", _state(network="resnet50", path="layer1.1.conv2", tab="layers")),
    ("models-compare", _compare),
    ("models-choose", _state(network="resnet18", tab="choose")),
    ("models-card", _pane("resnet50", "", 1)),
    ("models-ideas", _pane("googlenet", "", 2)),
    ("models-too-small", _too_small),
    ("models-own", _own),
    ("models-picture", _photograph),
]

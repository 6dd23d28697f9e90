"""Pictures of the Models room: all classics as diagrams, and every other view of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.screenshots import Scene, wait_until

if TYPE_CHECKING:
    from cnnstudio.gui.main_window import MainWindow

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


def _state(**state: str) -> "Callable[[MainWindow], None]":
    def bring(window: "MainWindow") -> None:
        window.open_room("models")
        page = window.page("models")
        page.open_state(state)
        wait_until(lambda: page.analysis is not None and page.analysis.name == state["network"])

    return bring


SCENES: list[Scene] = [
    *((f"models-diagram-{name}", _state(network=name)) for name in CLASSICS),
    ("models-branches", _state(network="googlenet", path="inception3a.branch2.0.conv")),
    ("models-skip", _state(network="resnet18", path="layer2.0.conv1")),
    ("models-layers", _state(network="resnet50", path="layer1.1.conv2", tab="layers")),
]

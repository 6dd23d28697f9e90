"""Ten faults hidden in handlers and paints of all rooms: the monkey must find each of them.

A plant raises once, when its method is called for the first to third time, as the seed says; what finds it is what
finds any exception.
"""

import functools
import importlib
from collections.abc import Callable
from random import Random
from typing import Any

from cnnstudio.gui import guard

_CALLS = (1, 3)  # a plant waits for one of these calls, by the seed
PLACES = (
    "cnnstudio.gui.digit_canvas.pad:Pad.dropEvent",
    "cnnstudio.gui.digit_canvas.bars:ProbabilityBars.mousePressEvent",
    "cnnstudio.gui.digit_canvas.filmstrip:_Frame.paintEvent",
    "cnnstudio.gui.playground.grid_view:GridView.wheelEvent",
    "cnnstudio.gui.playground.state_files:StateFiles.open",
    "cnnstudio.gui.training_panel.confusion_matrix:ConfusionMatrix.keyPressEvent",
    "cnnstudio.gui.training_panel.run_list:RunList._show_menu",
    "cnnstudio.gui.model_browser.diagram.view:DiagramView.mouseDoubleClickEvent",
    "cnnstudio.gui.model_browser.diagram.minimap:Minimap.paintEvent",
    "cnnstudio.gui.widgets.licences_dialog:LicencesDialog._show_text",
)

_raised: dict[str, bool] = {}


class PlantedError(RuntimeError):
    """What a plant raises."""


def plant(seed: str) -> None:
    """Hide all of them, before any widget is made."""
    random = Random(seed)
    for place in PLACES:
        module, _, name = place.partition(":")
        class_name, _, method = name.partition(".")
        owner = getattr(importlib.import_module(module), class_name)
        _raised[place] = False
        function = vars(owner)[method]
        # Within the program's guard of what Qt calls, where a real fault would be.
        inner = function.__wrapped__ if guard.is_guarded(function) else function
        setattr(owner, method, _planted(inner, place, random.randint(*_CALLS)))
        guard.guard_class(owner)


def report() -> dict[str, bool]:
    """Whether each has been raised, by place."""
    return dict(_raised)


def _planted(method: Callable[..., Any], place: str, calls: int) -> Callable[..., Any]:
    left = calls
    most = method.__code__.co_argcount

    @functools.wraps(method)
    def raising(*arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if left <= 0 and not _raised[place]:
            _raised[place] = True
            raise PlantedError(f"planted: {place}.")
        return method(*arguments[:most])  # a signal may say more than its slot takes

    return raising

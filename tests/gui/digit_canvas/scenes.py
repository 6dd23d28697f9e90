"""What the Draw room looks like in its states, for ``tests.screenshots``."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tests.gui.digit_canvas.hand import FOUR, SCRIBBLE, SEVEN, SMALL_SEVEN, ZERO_SLASHED, Line, draw_on, finely

if TYPE_CHECKING:
    from cnnstudio.gui.digit_canvas.page import DrawPage
    from cnnstudio.gui.main_window import MainWindow

Show = Callable[["DrawPage"], None]


def _settled(page: "DrawPage") -> None:
    from tests.screenshots import settle, wait_until

    settle(0.1)
    wait_until(lambda: not page.busy)
    settle(0.1)


def _scene(lines: Sequence[Line], tab: int = 0, then: Show | None = None) -> "Callable[[MainWindow], None]":
    def show(window: "MainWindow") -> None:
        window.open_room("draw")
        page = window.page("draw")
        page.strip.reset()
        page.pad.clear()
        page.tabs.setCurrentIndex(tab)
        draw_on(page.pad, finely(lines))
        _settled(page)
        if then is not None:
            then(page)
            _settled(page)

    return show


def _point(page: "DrawPage") -> None:
    from cnnstudio.gui.digit_canvas.layer_maps import Place
    from cnnstudio.prediction.activations import Unit

    page.inside.close_map()
    page.inside.maps._hover(Place(3, Unit(9, 6, 7)))


def _open_map(page: "DrawPage") -> None:
    from cnnstudio.gui.digit_canvas.layer_maps import Place
    from cnnstudio.prediction.activations import Unit

    page.inside.open(Place(4, Unit(5, 7, 6)))


def _close_map(page: "DrawPage") -> None:
    page.inside.close_map()


def _why_not_nine(page: "DrawPage") -> None:
    page.bars.chosen.emit(9)


def _stages_off(page: "DrawPage") -> None:
    from PySide6.QtWidgets import QCheckBox

    for stage in ("crop", "scale"):
        page.findChild(QCheckBox, f"draw-stage-{stage}").click()


def _hand(page: "DrawPage") -> None:
    for label, lines in ((4, FOUR), (7, SEVEN), (0, ZERO_SLASHED), (1, SEVEN), (4, FOUR)):
        page.pad.clear()
        draw_on(page.pad, finely(lines))
        _settled(page)
        page.keep(label)
    draw_on(page.pad, finely(ZERO_SLASHED))


SCENES = [
    ("draw-inside", _scene(FOUR, then=_close_map)),
    ("draw-unit", _scene(FOUR, then=_point)),
    ("draw-map", _scene(FOUR, then=_open_map)),
    ("draw-slashed-zero", _scene(ZERO_SLASHED, then=_close_map)),
    ("draw-unsure", _scene(SCRIBBLE)),
    ("draw-stages", _scene(SMALL_SEVEN, then=_stages_off)),
    ("draw-why", _scene(FOUR, 1, _why_not_nine)),
    ("draw-hand", _scene(SEVEN, 2, _hand)),
]

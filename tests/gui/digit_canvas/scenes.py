"""What the Draw room looks like in its states, for ``tests.screenshots``."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tests.gui.digit_canvas.pen_strokes import (
    FOUR,
    FOUR_OR_NINE,
    SCRIBBLE,
    SEVEN,
    SMALL_SEVEN,
    ZERO_SLASHED,
    Line,
    draw_on,
    finely,
)

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


def _last_row(page: "DrawPage") -> None:
    """The table below all maps, with the arithmetic of the likeliest class."""
    from PySide6.QtWidgets import QScrollArea

    page.inside.close_map()
    page.inside.last_row.table.set_pointed(page.prediction.ranking[0])
    bar = page.findChild(QScrollArea, "draw-maps-scroll").verticalScrollBar()
    bar.setValue(bar.maximum())


def _uncalibrated(page: "DrawPage") -> None:
    page.inside.last_row.calibrated.click()
    _settled(page)
    _last_row(page)


def _why_not_nine(page: "DrawPage") -> None:
    page.bars.chosen.emit(9)


def _stages_off(page: "DrawPage") -> None:
    from PySide6.QtWidgets import QCheckBox

    for stage in ("crop", "scale"):
        page.findChild(QCheckBox, f"draw-stage-{stage}").click()


def _photograph(page: "DrawPage") -> None:
    """Ink on paper under a lamp, with the edge of a shadow across it."""
    import io

    import numpy as np
    from PIL import Image

    from cnnstudio.datasets.builtin import STYLES
    from cnnstudio.prediction.training_sets.drawn import written

    ink = written(next(style for style in STYLES if style.name == "three-round"), 1, 4)[0]
    down, across = np.mgrid[0:600, 0:800] / 600
    light = (0.95 - 0.35 * across) * np.where(across + down > 1.1, 0.6, 1)
    grey = light.copy()
    grey[200 : 200 + ink.shape[0], 330 : 330 + ink.shape[1]] *= 1 - 0.8 * ink
    file = io.BytesIO()
    Image.fromarray((grey * 255).astype(np.uint8)).save(file, "JPEG")
    page.sheet.open_picture(file.getvalue(), "photograph.jpg")


def _crop(page: "DrawPage") -> None:
    """A rectangle around the digit of the photograph."""
    from cnnstudio.prediction.cropping import Crop

    _photograph(page)
    _settled(page)
    page.sheet["draw-crop"].trigger()
    page.picture.view.frame.set_crop(Crop(300, 170, 530, 430))


def _own_digits(page: "DrawPage") -> None:
    for label, lines in ((4, FOUR), (7, SEVEN), (0, ZERO_SLASHED), (1, SEVEN), (4, FOUR)):
        page.pad.clear()
        draw_on(page.pad, finely(lines))
        _settled(page)
        page.handwriting_panel.keep(label)
    draw_on(page.pad, finely(ZERO_SLASHED))


SCENES = [
    ("draw-inside", _scene(FOUR, then=_close_map)),
    ("draw-unit", _scene(FOUR, then=_point)),
    ("draw-map", _scene(FOUR, then=_open_map)),
    ("draw-last-row", _scene(FOUR, then=_last_row)),
    ("draw-last-row-uncalibrated", _scene(FOUR, then=_uncalibrated)),
    ("draw-slashed-zero", _scene(ZERO_SLASHED, then=_close_map)),
    ("draw-unsure", _scene(SCRIBBLE)),
    ("draw-between", _scene(FOUR_OR_NINE)),
    ("draw-stages", _scene(SMALL_SEVEN, then=_stages_off)),
    ("draw-photograph", _scene((), then=_photograph)),
    ("draw-crop", _scene((), then=_crop)),
    ("draw-why", _scene(FOUR, 1, _why_not_nine)),
    ("draw-handwriting", _scene(SEVEN, 2, _own_digits)),
]

import math
from itertools import combinations, product

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.links import Block
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.gui import theme
from cnnstudio.gui.playground import canvas
from cnnstudio.gui.playground.loupe import place
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.playground.scene import Column


def test_the_loupe_shows_over_cells_too_small_to_read(page: PlaygroundPage, qtbot: QtBot) -> None:
    loupe = page.findChild(QWidget, "play-loupe")
    view = page.canvas.views[Block.INPUT]
    qtbot.mouseMove(view, view.cell_center(1, 1))
    assert not loupe.isVisible(), "these numbers are readable"
    with qtbot.waitSignal(page.model.resultChanged):
        page.model.change("", lambda state: state.with_input(Numbers(torch.rand(1, 300, 400))))
    for block in (Block.INPUT, Block.OUTPUT):
        view = page.canvas.views[block]
        qtbot.mouseMove(view, view.cell_center(150, 200))
        assert loupe.isVisible()
        assert page.canvas.rect().contains(loupe.geometry())
    page.model.point(None)
    page.canvas.hide()
    assert not loupe.isVisible()


@pytest.mark.parametrize("block", [Block.INPUT, Block.OUTPUT])
@pytest.mark.parametrize("room", [QSize(590, 510), QSize(345, 384)], ids=["1280x800", "1024x700"])
def test_the_loupe_covers_neither_the_pointer_nor_another_block(
    page: PlaygroundPage, qtbot: QtBot, block: Block, room: QSize
) -> None:
    page.open_state(page.model.state.with_input_preset(InputPreset.DIGIT, (28, 28)))
    page.canvas.set_room(room)  # the canvas in a window of this size
    canvas = page.canvas
    loupe = page.findChild(QWidget, "play-loupe")
    view = canvas.views[block]
    others = [column.rect for column in canvas.scene.columns if column.block is not block]
    assert len(others) == 2
    for row, col in product(range(0, 26, 5), repeat=2):
        at = view.cell_center(row, col)
        qtbot.mouseMove(view, at)
        area = QRectF(loupe.geometry())
        assert loupe.isVisible()
        assert not area.contains(QPointF(view.mapToParent(at)))
        assert not any(area.intersects(other) for other in others), (row, col)


def test_the_loupe_stays_in_a_room_too_small_for_it() -> None:
    assert place(QSize(100, 100), QRect(10, 20, 80, 90), QPoint(50, 60), []) == QPoint(10, 20)


def test_the_loupe_flips_to_the_other_side() -> None:
    room = QRect(0, 0, 400, 300)
    right = place(QSize(100, 100), room, QPoint(150, 150), [])
    assert right.x() > 150
    left = place(QSize(100, 100), room, QPoint(150, 150), [QRect(right.x(), 0, 100, 300)])
    assert left.x() + 100 < 150
    assert place(QSize(100, 100), room, QPoint(390, 150), []).x() + 100 < 390


def test_the_window_slides_to_its_neighbour_only(page: PlaygroundPage, monkeypatch) -> None:
    monkeypatch.setattr(theme, "motion_ms", lambda: 150)
    page.model.pin(0, 1)
    assert page.canvas.sliding() is not None
    page.model.pin(1, 0)
    page.canvas._slide.stop()
    assert page.canvas.sliding() is None
    page.canvas.set_pace(16)
    page.model.pin(1, 1)
    assert page.canvas.sliding() is None, "there is no time to slide at sixty positions a second"


def test_no_motion_where_the_system_asks_for_none(page: PlaygroundPage, monkeypatch) -> None:
    monkeypatch.setattr(theme, "motion_ms", lambda: 0)
    page.model.pin(0, 1)
    assert page.canvas.sliding() is None


def test_only_what_changed_is_drawn_anew(page: PlaygroundPage, qtbot: QtBot) -> None:
    qtbot.wait(10)
    view = page.canvas.views[Block.INPUT]
    still = view._still
    assert still is not None
    page.model.change("", lambda state: state.with_bias(True))
    assert view._still is still
    page.model.change("", lambda state: state.with_parameters(padding_top=1))
    assert view._still is not still


def test_what_only_moves_is_not_drawn_anew(page: PlaygroundPage, qtbot: QtBot) -> None:
    qtbot.wait(10)
    view = page.canvas.views[Block.KERNEL]
    still, before = view._still, view.pos()
    assert still is not None
    page.canvas.set_room(page.canvas.size() + QSize(0, 40))
    assert view.pos() != before
    assert view._still is still


def test_another_theme_is_drawn_anew(page: PlaygroundPage, qtbot: QtBot) -> None:
    view = page.canvas.views[Block.OUTPUT]
    light = view.grab().toImage()
    theme.manager().set_mode("dark")
    dark = view.grab().toImage()
    assert light != dark


def test_spread_and_stacked(page: PlaygroundPage) -> None:
    page.open_state(4)
    assert page.canvas.scene.spread
    assert page.canvas.views[Block.PARTIAL].isVisible()
    page.model.set_spread(False)
    assert not page.canvas.scene.spread
    assert not page.canvas.views[Block.PARTIAL].isVisible()


@pytest.mark.parametrize("rooms", [(90, 60), (200, 120), (400, 300)])
def test_captions_never_touch_their_neighbours(qapp: QApplication, rooms: tuple[int, int]) -> None:
    """Where the room is tight the words at their end give way, and what stays is whole."""
    font = theme.font(0.9)
    parts = ["14 × 14", ", padded 16 × 16", " · ±5.67"]
    for room in rooms:
        text = canvas._fitting(parts, font, room)
        assert QFontMetricsF(font).horizontalAdvance(text) <= room
        assert text in ("14 × 14", "14 × 14, padded 16 × 16", "".join(parts))
    assert canvas._fitting(parts, font, math.inf) == "".join(parts)
    assert canvas._fitting(parts, font, 20).endswith("…")
    left, right, below = (Column(Block.INPUT, (), QRectF(x, y, 40, 40)) for x, y in ((0, 0), (100, 10), (50, 200)))
    columns, long = (left, right, below), "x" * 200
    assert canvas._room_for_words(0, columns, ["", long, ""], font) == 100 - theme.SPACE_2
    assert canvas._room_for_words(2, columns, [long, long, ""], font) == math.inf
    # A short neighbour leaves more; together they never take more than there is.
    wide = canvas._room_for_words(0, columns, ["", "short", ""], font)
    assert (wide + QFontMetricsF(font).horizontalAdvance("short")) / 2 < 100
    assert wide > 100


@pytest.mark.parametrize("room", [(392, 300), (552, 250), (620, 420)])
@pytest.mark.parametrize(
    ("size", "kernel", "stride"), [((28, 28), 3, 2), ((14, 14), 3, 1), ((7, 7), 7, 1), ((30, 8), 5, 1)]
)
def test_captions_stand_whole_beside_each_other(
    page: PlaygroundPage, room: tuple[int, int], size: tuple[int, int], kernel: int, stride: int
) -> None:
    """Wherever the columns begin: one's sizes and another's title may be at one height."""
    made = page.model.change(
        "sizes",
        lambda state: state.with_parameters(
            input_height=size[0],
            input_width=size[1],
            in_channels=6,
            out_channels=6,
            kernel_height=kernel,
            kernel_width=kernel,
            stride_height=stride,
            stride_width=stride,
        ),
    )
    assert made
    page.model.set_spread(False)
    page.canvas.set_room(QSize(*room))
    places = [place for _words, place, _font, _quiet in page.canvas.caption_lines()]
    for one, other in combinations(places, 2):
        assert not one.adjusted(-2, 1, 2, -1).intersects(other.adjusted(-2, 1, 2, -1))
    assert all(place.left() >= 0 and place.right() <= page.canvas.width() for place in places)

import importlib

import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cnnstudio.gui import figures, theme
from cnnstudio.gui.figures import Drawing
from cnnstudio.lessons import addresses, shelf
from cnnstudio.lessons.folder import files_of
from cnnstudio.lessons.pieces import Figure
from cnnstudio.workspace import states
from cnnstudio.workspace.current import Current


def painted(drawing: Drawing, width: int) -> QImage:
    size = drawing.size(width)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(theme.tokens().window)
    painter = QPainter(image)
    drawing.paint(painter, size)
    painter.end()
    return image


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


@pytest.mark.parametrize("lesson", [path.name for path in shelf.folders()])
def test_every_figure_of_the_course_is_drawn(lesson: str, qtbot: QtBot) -> None:
    folder = next(path for path in shelf.folders() if path.name == lesson)
    found = next(one for one in shelf.lessons() if one.name == lesson)
    steps = [step for step in found.text("en").steps() if isinstance(step, Figure)]
    assert len(steps) >= 3
    for step in steps:
        if step.target.kind == "picture":
            continue
        goal = addresses.goal(step.target, files_of(folder))
        prepared = figures.prepare(goal.room, addresses.state_of(goal), goal.current)
        assert prepared is not None, step.target.text
        drawing = figures.drawing(goal.room, prepared)
        for width in (260, 640):
            image = painted(drawing, width)
            assert image.width() == width
            assert 100 < image.height() <= 640
            assert colours(image) > 10


@pytest.mark.parametrize("room", ["train", "draw", "learn"])
def test_a_room_without_pictures_has_none(room: str) -> None:
    assert figures.prepare(room, states.class_of(room)(), Current()) is None


@pytest.mark.parametrize("room", sorted(figures.MODULES))
def test_pictures_are_in_the_colours_of_the_theme(room: str, qtbot: QtBot) -> None:
    drawing = figures.drawing(room, figures.prepare(room, states.class_of(room)(), Current()))
    corners = []
    for mode in ("light", "dark"):
        theme.manager().set_mode(mode)
        corners.append(painted(drawing, 500).pixelColor(2, 2).lightness())
        assert corners[-1] == theme.tokens().window.lightness()
    assert corners[0] > corners[1]


def test_every_room_with_pictures_has_both_functions() -> None:
    for name in figures.MODULES.values():
        module = importlib.import_module(name)
        assert callable(module.prepare)
        assert callable(module.drawing)

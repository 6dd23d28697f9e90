from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.room_state import PlaygroundRoomState
from cnnstudio.gui import pictures
from cnnstudio.gui.playground import figure
from cnnstudio.workspace import links, states
from cnnstudio.workspace.current import Current


def state(link: str) -> PlaygroundRoomState:
    there = links.parse(link)
    found = states.read("playground", links.merged(there.state, PlaygroundRoomState().to_json()))
    assert isinstance(found, PlaygroundRoomState)
    return found


def words(link: str, width: int = 640) -> str:
    """The picture as SVG, in which numbers and captions stand as text."""
    prepared = figure.prepare(state(link), Current())
    assert prepared is not None
    drawing = figure.drawing(prepared)
    size = drawing.size(width)
    content = pictures.svg(size, lambda painter: drawing.paint(painter, size, vector=True), "").decode()
    return "\n".join(part.partition("<")[0].strip() for part in content.split(">"))


def test_the_numbers_of_the_course_stand_in_the_picture(qtbot: QtBot) -> None:
    found = words("cnnstudio:playground").split("\n")
    for number in ("19", "25", "37", "43"):
        assert number in found


def test_channels_lie_below_each_other_where_they_can_be_read(qtbot: QtBot) -> None:
    link = (
        "cnnstudio:playground?free.geometry.in_channels=2&free.input=[[[0,1,2],[3,4,5],[6,7,8]],"
        "[[1,2,3],[4,5,6],[7,8,9]]]&free.kernel=[[[[0,1],[2,3]],[[1,2],[3,4]]]]"
    )
    found = words(link).split("\n")
    for number in ("56", "72", "104", "120", "77"):
        assert number in found


def test_the_receptive_field_half_has_a_picture_of_its_own(qtbot: QtBot) -> None:
    found = words("cnnstudio:playground?free.mode=receptive-field")
    assert "5 × 5" in found
    assert "Input" in found


@pytest.mark.parametrize("width", [230, 400, 900])
def test_it_is_as_wide_as_asked_and_never_tall(qtbot: QtBot, width: int) -> None:
    prepared = figure.prepare(state("cnnstudio:playground"), Current())
    assert prepared is not None
    size = figure.drawing(prepared).size(width)
    assert size.width() == width
    assert 120 < size.height() <= 400


def test_an_opened_layer_has_no_picture() -> None:
    assert figure.prepare(PlaygroundRoomState(opened=OpenedLayer(path="features.0")), Current()) is None


def test_nothing_of_a_picture_stays_behind(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QApplication

    before = len(QApplication.topLevelWidgets())
    words("cnnstudio:playground")
    words("cnnstudio:playground?free.mode=receptive-field")
    qtbot.waitUntil(lambda: len(QApplication.topLevelWidgets()) <= before, timeout=20_000)

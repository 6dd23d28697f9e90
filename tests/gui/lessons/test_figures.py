import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cnnstudio import resources
from cnnstudio.gui.lessons.figures import Figures, Wanted
from cnnstudio.lessons.pieces import Target


@pytest.fixture
def figures(qtbot: QtBot) -> Figures:
    made = Figures()
    yield made
    made.shut_down()


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.path("lessons") / "example", tmp_path / "one"))


def settled(figures: Figures, qtbot: QtBot, *wanted: Wanted) -> None:
    qtbot.waitUntil(lambda: all(map(figures.knows, wanted)), timeout=60_000)


def test_links_states_and_pictures_are_drawn_one_after_the_other(figures: Figures, lesson: Path, qtbot: QtBot) -> None:
    Image.new("RGB", (1400, 70), "#aa0000").save(lesson / "red.png")
    (lesson / "blue.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><rect width="60" height="30" fill="#0000bb"/>'
        "</svg>",
        "utf-8",
    )
    link = Wanted(lesson, Target("link", "cnnstudio:models?current.network=lenet5"))
    red, blue = (Wanted(lesson, Target("picture", name)) for name in ("red.png", "blue.svg"))
    told: list[Wanted] = []
    figures.made.connect(told.append)
    for wanted in (link, red, blue, red):
        figures.want(wanted)
    settled(figures, qtbot, link, red, blue)
    assert told == [link, red, blue]
    for wanted, colour, size in ((red, "#aa0000", (700, 35)), (blue, "#0000bb", (700, 30))):
        drawing = figures.find(wanted)
        assert drawing is not None
        there = drawing.size(700)
        assert (there.width(), there.height()) == size
        image = QImage(there, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        drawing.paint(painter, there)
        painter.end()
        assert image.pixelColor(350, there.height() // 2).name() == colour
    assert figures.find(link) is not None


def test_what_cannot_be_drawn_is_known_as_none_and_the_rest_goes_on(
    figures: Figures, lesson: Path, qtbot: QtBot
) -> None:
    (lesson / "bad.png").write_bytes(b"no picture")
    (lesson / "bad.svg").write_text('<svg><image href="https://example.org/a.png"/></svg>', "utf-8")
    bad = [Wanted(lesson, Target("picture", name)) for name in ("bad.png", "bad.svg", "nowhere.png")]
    good = Wanted(lesson, Target("picture", "picture.png"))
    for wanted in (*bad, good):
        figures.want(wanted)
    settled(figures, qtbot, *bad, good)
    assert [figures.find(wanted) for wanted in bad] == [None] * 3
    assert figures.find(good) is not None


def test_what_is_there_is_told_at_once(figures: Figures, lesson: Path, qtbot: QtBot) -> None:
    wanted = Wanted(lesson, Target("picture", "picture.png"))
    figures.want(wanted)
    settled(figures, qtbot, wanted)
    told: list[Wanted] = []
    figures.made.connect(told.append)
    figures.want(wanted)
    assert told == [wanted]
    assert not figures.busy

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.receptive_field import StackPreset, preset
from cnnstudio.convolution.state import Mode
from cnnstudio.gui.playground.export import MOST_FRAMES, Animation, Written
from cnnstudio.gui.playground.export_strip import ExportStrip
from cnnstudio.gui.playground.page import PlaygroundPage


def test_png_at_twice_the_size(page: PlaygroundPage, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    page.export_to(file)
    image = QImage(str(file))
    assert image.size() == page.canvas.size() * 2
    colors = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
    assert len(colors) > 5
    assert list(tmp_path.iterdir()) == [file]


def test_svg_holds_the_numbers_as_text(page: PlaygroundPage, tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    page.export_to(file)
    text = file.read_text()
    assert ">43</text>" in text.replace("\n", "")
    assert QSvgRenderer(str(file)).isValid()


def test_gif_slides_over_every_position_and_leaves_the_room_as_it_was(
    page: PlaygroundPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "sliding.gif"
    page.model.pin(1, 0)
    before = page.model.position
    with qtbot.waitSignal(page._writing.finished, timeout=20_000):
        page.export_to(file)
    with Image.open(file) as animation:
        assert animation.n_frames == 4
        assert animation.info["duration"] > 0
        assert animation.info["loop"] == 0
    assert page.model.position == before
    assert not page.model.reveal


def test_a_gif_shows_what_the_room_shows(page: PlaygroundPage, tmp_path: Path) -> None:
    file = tmp_path / "sliding.gif"
    last = list(Animation(page.canvas, 250).write(file))[-1]
    assert last == Written(4, 4, file.stat().st_size - 1)
    page.canvas.set_pace(16)
    page.model.pin_index(1, reveal=True)
    with Image.open(file) as animation:
        animation.seek(1)
        shown = np.asarray(animation.convert("RGB")).astype(int)
    canvas = page.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = np.frombuffer(canvas.constBits(), np.uint8).reshape(canvas.height(), canvas.width(), 4)[:, :, 2::-1]
    # 256 colours are not all there are on the screen.
    assert shown.shape == wanted.shape
    assert np.abs(shown - wanted).mean() < 1.5


def test_every_position_of_a_large_output_is_there(page: PlaygroundPage, tmp_path: Path) -> None:
    page.model.change("", lambda state: state.with_parameters(input_height=32, input_width=32))
    animation = Animation(page.canvas, 16)
    assert len(animation) == 31 * 31
    for _ in animation.write(tmp_path / "long.gif"):
        pass
    with Image.open(tmp_path / "long.gif") as written:
        assert written.n_frames == 31 * 31
        assert written.info["duration"] == 20


def test_longer_ways_still_are_cut(page: PlaygroundPage) -> None:
    page.model.change("", lambda state: state.with_parameters(input_height=100, input_width=100))
    animation = Animation(page.canvas, 250)
    assert animation.step == 3
    assert len(animation) <= MOST_FRAMES


def test_progress_is_told_and_the_end(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []
    page._studio.statusMessage.connect(said.append)
    strip = page.findChild(ExportStrip)
    page.export_to(tmp_path / "sliding.gif")
    assert strip.isVisible()
    assert strip.label.text().startswith("sliding.gif: 0 of 4 positions")
    page.export_to(tmp_path / "another.gif")
    assert "being written" in said[-1]
    with qtbot.waitSignal(page._writing.finished, timeout=20_000):
        pass
    assert not strip.isVisible()
    assert said[-1].startswith("Saved sliding.gif: 4 positions, ")
    assert [file.name for file in tmp_path.iterdir()] == ["sliding.gif"]


def test_cancelling_leaves_no_file(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.model.change("", lambda state: state.with_parameters(input_height=60, input_width=60))
    with qtbot.waitSignal(page._writing.finished, timeout=20_000) as over:
        page.export_to(tmp_path / "sliding.gif")
        qtbot.mouseClick(page.findChild(ExportStrip).cancel, Qt.MouseButton.LeftButton)
    assert over.args == ["stopped"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_stack_is_exported_too(page: PlaygroundPage, tmp_path: Path, ending: str) -> None:
    page.model.change("", lambda state: state.with_stack(preset(StackPreset.CONVNET)).with_mode(Mode.RECEPTIVE_FIELD))
    file = tmp_path / f"stack.{ending}"
    page.export_to(file)
    assert file.stat().st_size > 1000
    page.export_to(tmp_path / "stack.gif")
    assert not (tmp_path / "stack.gif").exists()


def test_a_place_that_cannot_be_written(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.export_to(tmp_path / "missing" / "picture.png")
    assert "could not be written" in page.window().error_strip.text
    with qtbot.waitSignal(page._writing.failed, timeout=20_000):
        page.export_to(tmp_path / "missing" / "sliding.gif")
    assert "sliding.gif could not be written" in page.window().error_strip.text

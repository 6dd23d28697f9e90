from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from cnnstudio.gui.playground.export import MOST_FRAMES, Animation, Written
from cnnstudio.gui.playground.page import PlaygroundPage


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

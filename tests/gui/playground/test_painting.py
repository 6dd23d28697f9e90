import base64
import re

import numpy as np
import pytest
import torch
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.links import Block, Patch
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.operation import Result, compute
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.gui import pictures, theme
from cnnstudio.gui.playground import painting
from cnnstudio.gui.playground.painting import Values
from cnnstudio.gui.playground.scene import lay_out


def values(array: list[list[float]], peak: float, *, grey: bool = False) -> Values:
    block = np.array(array, dtype=np.float32)
    return Values(block, block, peak, grey)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_are_symmetric_about_zero(qapp, mode: str) -> None:
    theme.manager().set_mode(mode)
    image = painting.image_of(values([[-2.0, 0.0, 2.0]], 2.0))
    for column, value in enumerate((-2.0, 0.0, 2.0)):
        expected = painting.cell_color(values([[0.0]], 2.0), value)
        found = QColor(image.pixel(column, 0))
        assert abs(found.red() - expected.red()) <= 2
        assert abs(found.blue() - expected.blue()) <= 2


def test_endless_and_missing_values_are_neutral(qapp) -> None:
    image = painting.image_of(values([[float("-inf"), float("nan"), 0.0]], 1.0))
    assert image.pixel(0, 0) == image.pixel(2, 0) == image.pixel(1, 0)


def test_all_zero_is_neutral(qapp) -> None:
    image = painting.image_of(values([[0.0]], 0.0))
    assert abs(QColor(image.pixel(0, 0)).red() - theme.tokens().neutral.red()) <= 2


def test_pictures_are_grey(qapp) -> None:
    image = painting.image_of(values([[0.0, 1.0]], 1.0, grey=True))
    assert [QColor(image.pixel(column, 0)).red() for column in (0, 1)] == [0, 255]


def test_large_pictures_are_averaged_down(qapp) -> None:
    state = PlaygroundState().with_input(Numbers(torch.ones(1, 1500, 10)))
    result = compute(state).prepare_drawing()
    assert result.is_picture
    assert result.small_padded.shape[1] <= 720
    assert float(result.small_padded.min()) == 1


def test_padding_and_floor_show_on_the_sheet(qapp) -> None:
    state = PlaygroundState().with_parameters(
        padding_top=1, padding_bottom=1, padding_left=1, padding_right=1, stride_height=3, stride_width=2
    )
    result = compute(state)
    scene = lay_out(state.geometry, (600, 400), in_front=0, out_front=0)
    image = QImage(600, 440, QImage.Format.Format_RGB32)
    image.fill(theme.tokens().window)
    painter = QPainter(image)
    for column in scene.columns:
        painting.paint_column(painter, result, column)
    painter.end()
    sheet = scene.columns[0].sheets[0]
    last = sheet.cell_rect(2, 4).toRect()
    hatched = {
        image.pixel(x, y)
        for x in range(last.left() + 4, last.right() - 4)
        for y in range(last.top() + 4, last.bottom() - 4)
    }
    assert len(hatched) > 1, "the column that the floor leaves out is hatched"
    assert painting.unread(state.geometry.cols) == [4]
    assert painting.unread(state.geometry.rows) == [2]


def test_a_small_patch_gets_a_ring_that_can_be_seen(qapp) -> None:
    state = PlaygroundState().with_input(Numbers(torch.zeros(1, 1000, 1000)))
    scene = lay_out(state.geometry, (600, 400), in_front=0, out_front=0)
    sheet = scene.columns[0].sheets[0]
    image = QImage(620, 460, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painting.paint_patch(painter, sheet, Patch((500,), (500,), range(1)))
    painter.end()
    centre = sheet.cell_rect(500, 500).center().toPoint()
    near = [image.pixelColor(centre.x() + dx, centre.y() + dy) for dx in range(-6, 7) for dy in range(-6, 7)]
    assert any(color.blue() > color.red() + 60 for color in near)


@pytest.mark.parametrize("operation", list(Operation))
def test_vectors_and_pixels_show_the_same(qapp, operation: Operation) -> None:
    state = PlaygroundState().with_operation(operation)
    result = compute(state)
    scene = lay_out(state.geometry, (600, 400), in_front=0, out_front=0)
    images = []
    for vector in (False, True):
        image = QImage(600, 440, QImage.Format.Format_RGB32)
        image.fill(theme.tokens().window)
        painter = QPainter(image)
        for column in scene.columns:
            painting.paint_column(painter, result, column, vector=vector)
        painter.end()
        images.append(image)
    for column in scene.columns:
        for sheet in column.sheets:
            at = sheet.cell_rect(0, 0).topLeft().toPoint()
            first, second = (QColor(image.pixel(at.x() + 4, at.y() + 4)) for image in images)
            assert abs(first.red() - second.red()) <= 3
            assert abs(first.blue() - second.blue()) <= 3
    assert scene.column(Block.OUTPUT) is not None


@pytest.mark.parametrize("channels", [2, 8])
def test_what_is_covered_is_in_no_file(qapp, channels: int) -> None:
    state = PlaygroundState().with_parameters(in_channels=channels, input_height=500, input_width=500)
    state = state.with_input_preset(InputPreset.RANDOM)
    scene = lay_out(state.geometry, (600, 400), in_front=0, out_front=0)
    column = scene.column(Block.INPUT)
    result = compute(state)

    def draw(painter: QPainter, *, vector: bool) -> None:
        painting.paint_column(painter, result, column, vector=vector)

    def drawn(vector: bool) -> np.ndarray:
        image = QImage(600, 440, QImage.Format.Format_RGB32)
        image.fill(theme.tokens().window)
        painter = QPainter(image)
        draw(painter, vector=vector)
        painter.end()
        return np.frombuffer(image.constBits(), np.uint8).reshape(440, 600, 4)[..., :3].astype(int)

    # The strips of a sheet behind are scaled by themselves, which blurs their last pixel.
    assert np.mean(np.abs(drawn(True) - drawn(False)) > 12) < 0.02
    text = pictures.svg(QSize(600, 440), lambda painter: draw(painter, vector=True), "").decode()
    packed = [base64.b64decode(data) for data in re.findall(r"data:image/png;base64,([^\"]+)", text)]
    pixels = sum(image.width() * image.height() for image in map(QImage.fromData, packed))
    front = painting.image_of(painting.values_of(result, column.sheets[-1]))
    assert pixels < (1 + 0.5 * (channels - 1)) * front.width() * front.height()


def test_what_eight_channels_add_is_computed_once_and_drawn_small(qapp, monkeypatch: pytest.MonkeyPatch) -> None:
    state = PlaygroundState().with_parameters(in_channels=8, input_height=1100, input_width=1100)
    state = state.with_input_preset(InputPreset.RANDOM)
    scene = lay_out(state.geometry, (2400, 1200), in_front=0, out_front=0, spread=True)
    column = scene.column(Block.PARTIAL)
    assert column is not None
    result = compute(state)
    computed: list[int] = []
    partials = Result.partials
    monkeypatch.setattr(Result, "partials", lambda self, out: computed.append(out) or partials(self, out))
    image = QImage(600, 440, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painting.paint_column(painter, result, column)
    painter.end()
    assert computed == [0]
    # The same as one sheet by itself, whose numbers are torch's own.
    sheet = column.sheets[3]
    alone = painting.values_of(result, sheet)
    padded = torch.as_tensor(result.padded[sheet.channel])[None, None]
    kernel = state.kernel.tensor[0, sheet.channel][None, None]
    assert torch.allclose(torch.as_tensor(alone.array), torch.nn.functional.conv2d(padded, kernel)[0, 0], atol=1e-4)
    assert alone.peak == pytest.approx(float(partials(result, 0).abs().max()))
    assert max(alone.small.shape) < max(alone.array.shape)


def test_neighbours_are_taken_together() -> None:
    assert painting.runs([]) == []
    assert painting.runs((0, 1, 4, 6, 7, 8)) == [(0, 2), (4, 1), (6, 3)]

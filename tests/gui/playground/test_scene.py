from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QPointF

from cnnstudio.convolution.figures import figures
from cnnstudio.convolution.geometry import Geometry, Operation
from cnnstudio.convolution.links import Block
from cnnstudio.gui.playground.scene import NUMBERS_FROM, Scene, lay_out
from tests.convolution.strategies import geometries

SIZE = (590.0, 480.0)


def scene(geometry: Geometry, **options) -> Scene:
    return lay_out(geometry, options.pop("size", SIZE), in_front=0, out_front=0, **options)


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(geometry=geometries())
def test_columns_stand_apart_and_within_the_room(geometry: Geometry) -> None:
    for spread in (None, True, False):
        found = scene(geometry, spread=spread)
        for one, other in combinations(found.columns, 2):
            assert not one.rect.adjusted(-10, 0, 10, 0).intersects(other.rect.adjusted(-10, -40, 10, 0))
        width, height = found.size
        for column in found.columns:
            assert column.rect.left() >= 0
            assert column.rect.right() <= width
            assert column.rect.top() >= found.caption_height - 2
            assert column.rect.bottom() <= height
            fronts = [sheet for sheet in column.sheets if sheet.front]
            for above, below in pairwise(fronts):
                assert above.rect.bottom() < below.rect.top()


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.key)
def test_the_figures_are_readable(figure) -> None:
    found = scene(figure.state.geometry)
    assert all(sheet.cell >= NUMBERS_FROM + 9 for column in found.columns for sheet in column.sheets)


def test_several_channels_lie_below_each_other_where_there_is_room() -> None:
    geometry = figures()[3].state.geometry
    assert scene(geometry).spread
    assert scene(geometry).column(Block.PARTIAL) is not None
    assert not scene(geometry, spread=False).spread
    assert not scene(geometry, size=(300.0, 240.0)).spread
    assert not scene(Geometry(Operation.MAX_POOL, in_channels=3), spread=True).spread


def test_the_channel_in_front_covers_the_others() -> None:
    geometry = Geometry(in_channels=3)
    column = lay_out(geometry, SIZE, in_front=1, out_front=0, spread=False).column(Block.INPUT)
    assert column is not None
    assert [sheet.front for sheet in column.sheets] == [False, False, True]
    assert column.sheets[-1].channel == 1


def test_a_kernel_beside_a_large_picture_stays_readable() -> None:
    found = scene(Geometry(input_size=(2000, 2000), kernel_size=(3, 3)))
    kernel, picture = found.column(Block.KERNEL), found.column(Block.INPUT)
    assert kernel is not None
    assert picture is not None
    assert kernel.sheets[0].cell >= NUMBERS_FROM
    assert picture.rect.width() > 220


@pytest.mark.parametrize("size", [(552.0, 190.0), (552.0, 250.0), (340.0, 300.0), (590.0, 480.0)])
@pytest.mark.parametrize(
    "layer",
    [
        Geometry(input_size=(14, 14), in_channels=6, out_channels=6, kernel_size=(3, 3), padding=(1, 1, 1, 1)),
        Geometry(input_size=(28, 28), in_channels=6, out_channels=6, kernel_size=(3, 3), stride=(2, 2)),
        Geometry(input_size=(7, 7), in_channels=6, out_channels=6, kernel_size=(7, 7)),
        Geometry(input_size=(28, 28), in_channels=64, out_channels=64, kernel_size=(3, 3)),
    ],
)
def test_in_a_low_room_input_and_output_stay_large_enough_to_be_seen(
    layer: Geometry, size: tuple[float, float]
) -> None:
    found = scene(layer, size=size)
    for block in (Block.INPUT, Block.KERNEL):
        column = found.column(block)
        assert column is not None
        front = column.sheets[-1].rect
        assert min(front.width(), front.height()) >= min(size[1] * 0.15, 40)
    assert found.size == size


def test_zoom_enlarges_the_cells() -> None:
    geometry = Geometry(input_size=(28, 28), kernel_size=(3, 3))
    near, far = scene(geometry, zoom=3.0), scene(geometry)
    assert near.columns[0].sheets[0].cell >= 2.5 * far.columns[0].sheets[0].cell
    assert near.size[0] > far.size[0]


def test_cells_and_points() -> None:
    sheet = scene(Geometry()).columns[0].sheets[0]
    assert sheet.cell_at(sheet.cell_rect(1, 2).center()) == (1, 2)
    assert sheet.cell_at(sheet.rect.topLeft() - QPointF(1, 1)) is None

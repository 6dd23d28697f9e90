from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.links import Block, Cell, Links, Patch, links
from cnnstudio.convolution.operation import compute
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.convolution.step_through import steps
from tests.convolution.strategies import states

FIGURE_2 = Geometry(padding=(1, 1, 1, 1))


def test_an_output_lights_its_window_and_the_whole_kernel() -> None:
    found = links(FIGURE_2, Cell(Block.OUTPUT, 0, 1, 2))
    assert found.input == Patch((1, 2), (2, 3), range(1))
    assert found.kernel == Patch((0, 1), (0, 1), range(1))
    assert found.output == Patch((1,), (2,), range(1))


def test_a_weight_lights_every_input_it_ever_touches() -> None:
    found = links(Geometry(), Cell(Block.KERNEL, 0, 0, 1))
    assert found.input == Patch((0, 1), (1, 2), range(1))
    assert found.output == Patch((0, 1), (0, 1), range(1))


def test_an_input_lights_every_output_it_reaches() -> None:
    found = links(FIGURE_2, Cell(Block.INPUT, 0, 1, 1))
    assert found.output == Patch((0, 1), (0, 1), range(1))


def test_a_padding_zero_lights_the_windows_it_lies_in() -> None:
    found = links(FIGURE_2, Cell(Block.INPUT, 0, 0, 1))
    assert found.output == Patch((0,), (0, 1), range(1))


def test_a_mirror_image_leads_to_its_original() -> None:
    geometry = Geometry(padding=(1, 0, 0, 0), padding_mode=PaddingMode.REFLECT)
    found = links(geometry, Cell(Block.INPUT, 0, 0, 0))
    assert found.input.rows == (0, 2)
    assert found.output.rows == (0, 1, 2)


def test_a_cell_nobody_reads_lights_nothing_else() -> None:
    geometry = Geometry(operation=Operation.MAX_POOL, input_size=(5, 5), stride=(2, 2))
    found = links(geometry, Cell(Block.INPUT, 0, 4, 4))
    assert not found.output
    assert found.input == Patch((4,), (4,), range(1))


def test_groups_keep_to_themselves() -> None:
    geometry = Geometry(in_channels=4, out_channels=2, groups=2)
    assert links(geometry, Cell(Block.OUTPUT, 1, 0, 0, 1)).input.channels == range(2, 4)
    assert links(geometry, Cell(Block.INPUT, 0, 0, 0)).output.channels == range(1)
    assert links(geometry, Cell(Block.PARTIAL, 3, 0, 0, 1)).input.channels == range(3, 4)


def test_solid_or_with_holes() -> None:
    assert Patch((1, 2), (0,), range(1)).solid
    assert not Patch((0, 2), (0,), range(1)).solid
    assert not Patch().solid
    assert not Links().input


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(state=states(), data=st.data())
def test_what_lights_up_is_what_the_step_through_reads(state: PlaygroundState, data: st.DataObject) -> None:
    geometry = state.geometry
    row = data.draw(st.integers(0, geometry.output_size[0] - 1))
    col = data.draw(st.integers(0, geometry.output_size[1] - 1))
    channel = data.draw(st.integers(0, geometry.channels_out - 1))
    found = links(geometry, Cell(Block.OUTPUT, channel, row, col, channel))
    taken = steps(compute(state), channel, row, col)
    assert [each.channel for each in taken.channels] == list(found.input.channels)
    for each in taken.channels:
        read = {term.position for term in each.terms}
        assert read == {(r, c) for r in found.input.rows for c in found.input.cols}
        weights = {term.weight_at for term in each.terms}
        assert weights == {(r, c) for r in found.kernel.rows for c in found.kernel.cols}
        for position in read:
            back = links(geometry, Cell(Block.INPUT, each.channel, *position))
            assert row in back.output.rows
            assert col in back.output.cols
            assert channel in back.output.channels

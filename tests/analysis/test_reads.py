import numpy as np
import pytest
import torch

from cnnstudio.analysis import reads
from cnnstudio.analysis.reads import State


def _box(state: State, shape: tuple[int, ...], row: int = 0, column: int = 0) -> tuple[int, int, int, int]:
    return reads.published(state, shape).box(row, column, *state.size)


def test_an_input_reads_itself() -> None:
    field = reads.published(reads.of_input((1, 3, 5, 7)), (1, 3, 5, 7))
    assert (field.size, field.stride, field.offset, field.every) == ((1, 1), (1, 1), (0, 0), (1, 1))
    assert field.reads is None, "size, step and offset say it all"
    assert field.units == (5, 7)


def test_a_reshape_and_its_inverse_leave_everything_where_it_was() -> None:
    state = reads.of_input((1, 1, 6, 8))
    flat = reads.reshaped(state, (1, 1, 6, 8), (1, 48))
    assert flat is not None
    assert reads.published(flat, (1, 48)).box(11, 0, 6, 8) == (1, 3, 2, 4)
    again = reads.reshaped(flat, (1, 48), (1, 1, 6, 8))
    assert again is not None
    assert reads.published(again, (1, 1, 6, 8)) == reads.published(state, (1, 1, 6, 8))
    assert reads.reshaped(state, (1, 1, 6, 8), (1, 47)) is None


def test_dimensions_fall_into_groups_of_equal_product() -> None:
    assert reads.regrouped((2, 3, 4), (6, 2, 2)) == [(range(2), range(1)), (range(2, 3), range(1, 3))]
    assert reads.regrouped((4,), (3,)) is None


def test_two_parts_of_a_picture_stay_apart_where_one_reads_nothing() -> None:
    state = reads.of_input((1, 1, 4, 4))
    gap = reads.overwritten(state, torch.empty(1, 1, 4, 4), reads.nothing(4, (4, 4)), torch.empty(1, 1, 4, 4))
    assert _box(reads.merged([state, gap]), (1, 1, 4, 4), 2, 1) == (2, 1, 3, 2)
    assert _box(gap, (1, 1, 4, 4)) == (0, 0, 0, 0)


def test_a_view_reads_what_lies_in_its_memory() -> None:
    picture = torch.empty(1, 1, 4, 6)
    state = reads.of_input(picture.shape)
    part = picture[:, :, 1:3, ::2]
    assert _box(reads.seen_through(state, picture, part), tuple(part.shape), 1, 2) == (2, 4, 3, 5)
    changed = reads.overwritten(state, picture, reads.everything(state), part)
    assert _box(changed, (1, 1, 4, 6), 1, 2) == (0, 0, 4, 6)
    assert _box(changed, (1, 1, 4, 6), 1, 3) == (1, 3, 2, 4)


def test_what_would_take_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "MOST", 16)
    with pytest.raises(reads.TooManyError):
        reads.reshaped(reads.of_input((1, 1, 5, 5)), (1, 1, 5, 5), (1, 25))


def test_indexing_takes_reaches_along() -> None:
    state = reads.of_input((1, 1, 5, 5))
    taken = reads.picked(state, [0, 0, slice(None, None, 2), np.array([4, 1])])
    assert taken.dimensions == 2
    assert reads.published(taken, (3, 2)).box(2, 0, 5, 5) == (4, 4, 5, 5)


def test_pieces_side_by_side_and_constants_among_them() -> None:
    state = reads.of_input((1, 1, 4, 4))
    both = reads.joined([(state, 4), (None, 2), (state, 4)], 2, (4, 4))
    field = reads.published(both, (1, 1, 10, 4))
    assert [field.box(row, 1, 4, 4) for row in (3, 4, 6)] == [(3, 1, 4, 2), (0, 0, 0, 0), (0, 1, 1, 2)]


@pytest.mark.parametrize("shape", [(1, 3, 0, 5), (1, 3, 5, 0), (1, 0, 5, 5), (1, 0, 8), (0, 3, 5, 5)])
def test_a_tensor_of_nothing_reads_nothing(shape: tuple[int, ...]) -> None:
    for state in (reads.nothing(len(shape), (5, 5)), reads.everything(reads.of_input((1, 3, 5, 5)))):
        field = reads.published(state, shape)
        assert field.box(0, 0, 5, 5) == (0, 0, 0, 0)
        assert not field.covers(5, 5)

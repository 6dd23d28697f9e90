"""Where a tensor's numbers come from, through memory that several tensors share."""

import torch

from cnnstudio.analysis import reads
from cnnstudio.analysis.origins import Origins


def _state(tensor: torch.Tensor) -> reads.State:
    return reads.of_input(tensor.shape)


def _origins(tensor: torch.Tensor, source: int = 1) -> Origins:
    origins = Origins()
    origins.keep(tensor, source, _state(tensor))
    return origins


def test_a_view_nobody_saw_being_made_comes_from_its_memory() -> None:
    base = torch.zeros(1, 4, 2, 2, device="meta")
    origins = _origins(base)
    known = origins.of(base.detach())
    assert known is not None
    assert known[0] == 1
    assert origins.of(torch.zeros(1, device="meta")) is None


def test_a_write_is_seen_through_every_view_it_touches_and_no_other() -> None:
    base = torch.zeros(2, 4, 3, 3, device="meta")
    even, odd, first, rows = base[:, ::2], base[:, 1::2], base[:, :2], base[:, :, 1:]
    origins = _origins(base)
    for view in (even, odd, first, rows):
        origins.keep(view, 1, _state(view))
    origins.write(even, 7, reads.everything(_state(even)))

    def source(tensor: torch.Tensor) -> int | None:
        known = origins.of(tensor)
        return known[0] if known else None

    assert source(base) == source(even) == source(first) == source(rows) == 7
    assert source(odd) == 1
    # The channels that were written to read the whole picture now, the others what they did.
    known = origins.of(first)
    assert known is not None
    boxes = [reads.published(reads.picked(known[1], [0, channel]), (3, 3)).box(1, 1, 3, 3) for channel in range(2)]
    assert boxes == [(0, 0, 3, 3), (1, 1, 2, 2)]


def test_rows_side_by_side_have_nothing_in_common() -> None:
    base = torch.zeros(2, 4, 6, 3, device="meta")
    upper, lower = base[:, :, :3], base[:, :, 3:]
    origins = _origins(base)
    origins.keep(upper, 1, _state(upper))
    origins.keep(lower, 1, _state(lower))
    origins.write(upper, 5, _state(upper))
    known = origins.of(lower)
    assert known is not None
    assert known[0] == 1

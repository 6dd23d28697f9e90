import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio.convolution import reach
from cnnstudio.convolution.reach import EMPTY


def _read(found: reach.Reach) -> list[tuple[int, int] | None]:
    """First and last cell that each position really reads."""
    return [None if first == EMPTY else (int(first), int(-last)) for first, last in found[:2].T]


def _by_gradients(module: nn.Module, count: int) -> list[tuple[int, int] | None]:
    for parameter in module.parameters():
        nn.init.ones_(parameter)
    cells = torch.ones(1, 1, count, requires_grad=True)
    found: list[tuple[int, int] | None] = []
    for unit in module(cells)[0, 0]:
        (gradient,) = torch.autograd.grad(unit, cells, retain_graph=True)
        touched = gradient[0, 0].nonzero()
        found.append((int(touched.min()), int(touched.max())) if len(touched) else None)
    return found


@pytest.mark.parametrize("count", [1, 5, 12])
@pytest.mark.parametrize(
    ("kernel", "stride", "before", "dilation"), [(3, 1, 1, 1), (3, 2, 2, 2), (2, 3, 0, 1), (1, 2, 1, 1), (5, 2, 4, 1)]
)
def test_windows_read_what_gradients_find(count: int, kernel: int, stride: int, before: int, dilation: int) -> None:
    size = (count + 2 * before - dilation * (kernel - 1) - 1) // stride + 1
    if size > 0:
        found = reach.slid(
            reach.of_line(count), 0, count, size, kernel=kernel, stride=stride, before=before, dilation=dilation, step=1
        )
        assert _read(found) == _by_gradients(nn.Conv1d(1, 1, kernel, stride, before, dilation, bias=False), count)
    module = nn.ConvTranspose1d(1, 1, kernel, stride, before, 0, 1, False, dilation)
    size = (count - 1) * stride - 2 * before + dilation * (kernel - 1) + 1
    if size > 0:
        found = reach.spread(
            reach.of_line(count), 0, count, size, kernel=kernel, stride=stride, before=before, dilation=dilation, step=1
        )
        assert _read(found) == _by_gradients(module, count)


def test_without_a_border_the_field_goes_on_as_it_is() -> None:
    line = reach.of_line(6)
    for _ in range(2):
        line = reach.slid(line, 0, line.shape[1], line.shape[1], kernel=3, stride=1, before=1, dilation=1)
    assert _read(line)[0] == (0, 2)
    assert (line[2, 0], -line[3, 0]) == (-2, 2)
    one = reach.slid(reach.of_line(1), 0, 1, 1, kernel=3, stride=1, before=1, dilation=1, step=4)
    assert (one[0, 0], -one[1, 0], one[2, 0], -one[3, 0]) == (0, 0, -4, 4)


def test_what_all_positions_share_is_not_written_out() -> None:
    shared = reach.of_line(4).min(axis=1, keepdims=True)
    assert reach.slid(shared, 0, 6, 6, kernel=3, stride=1, before=1, dilation=1) is shared
    # A window that lies in the padding alone reads nothing all the same.
    assert _read(reach.slid(shared, 0, 2, 4, kernel=1, stride=1, before=1, dilation=1)) == [None, (0, 3), (0, 3), None]
    assert reach.gathered(np.repeat(shared, 5, axis=1)).shape == (4, 1)
    assert reach.hull(reach.of_line(7), [0])[:, 0].tolist() == [0, -6, 0, -6]


def test_progressions_are_found_with_their_period() -> None:
    assert reach.progression(np.array([[3], [5], [7]], np.int32)) == (1, np.array([2]))
    assert reach.progression(np.array([[0], [0], [2], [2], [4]], np.int32)) == (2, np.array([2]))
    assert reach.progression(np.array([[0], [1], [5], [6], [7], [20]], np.int32)) is None


def test_windows_of_any_size() -> None:
    found = reach.windowed(reach.of_line(7), 0, [0, 2, 4], [3, 5, 7])
    assert _read(found) == [(0, 2), (2, 4), (4, 6)]

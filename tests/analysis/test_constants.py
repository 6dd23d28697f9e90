"""Numbers that do not hang on the input, worked out though the network runs on ``meta``."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from cnnstudio.analysis import constants
from cnnstudio.analysis.constants import Numbers
from cnnstudio.analysis.recorder import Recorder


class _Table(nn.Module):
    """Makes something of a table and of the picture's size, and hands it out."""

    def __init__(self, make: Callable[["_Table", Tensor], Tensor]) -> None:
        super().__init__()
        self.make = make
        self.register_buffer("table", torch.arange(6.0).view(2, 3))
        self.weight = nn.Parameter(torch.ones(2, 3))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return x, self.make(self, x)


def _found(make: Callable[[Any, Tensor], Tensor]) -> Numbers | None:
    """What is known of the result on ``meta``."""
    module = _Table(make)
    numbers = constants.kept(module)
    module.to("meta")
    recorder = Recorder(module, numbers)
    _, result = recorder.run(torch.empty(1, 3, 4, 4, device="meta"))
    assert result.is_meta
    return recorder._constants.numbers(result)


def _overwritten(net: _Table, x: Tensor) -> Tensor:
    """A sum read before the table is written into, and a view that sees the write."""
    table = net.table.clone()
    before, view = table.sum(), table[1]
    table[:, 0] = 7
    table.mul_(2)
    return torch.cat([before.view(1), view])


def _pieces(net: _Table, x: Tensor) -> Tensor:
    left, right = torch.linspace(0, 1, 4, device=x.device).chunk(2)
    return torch.stack([right, left])


CERTAIN: dict[str, tuple[Callable[[Any, Tensor], Tensor], list[Any]]] = {
    "a buffer": (lambda net, _x: net.table + 1, [[1, 2, 3], [4, 5, 6]]),
    "of a size": (lambda _net, x: torch.arange(x.shape[-1], device=x.device), [0, 1, 2, 3]),
    "like the picture": (lambda _net, x: torch.ones_like(x)[0, 0, 0], [1, 1, 1, 1]),
    "new of the picture": (lambda _net, x: x.new_full((2,), 3), [3, 3]),
    "with a type of the picture": (lambda _net, x: torch.eye(2).to(x) * 2, [[2, 0], [0, 2]]),
    "compared": (lambda net, _x: net.table.flip(0) >= 3, [[1, 1, 1], [0, 0, 0]]),
    "written into": (_overwritten, [15, 14, 8, 10]),
    "in pieces": (_pieces, [[2 / 3, 1], [0, 1 / 3]]),
    "an attribute": (lambda net, _x: net.table.T.T.data[0], [0, 1, 2]),
    "repeated": (lambda net, _x: net.table[:1].expand(9, 3), [[0, 1, 2]]),
    "made in place": (lambda _net, x: torch.empty(2, device=x.device).fill_(5), [5, 5]),
}


@pytest.mark.parametrize("name", CERTAIN)
def test_numbers_that_follow_from_nothing_else_are_known(name: str) -> None:
    make, values = CERTAIN[name]
    found = _found(make)
    assert found is not None
    assert found.certain
    assert found.values is not None
    assert found.values.shape == np.shape(values)
    assert found.values == pytest.approx(np.asarray(values))


@pytest.mark.parametrize(
    "make",
    [
        lambda net, _x: net.weight,
        lambda net, _x: net.weight.softmax(-1) @ net.weight.T,
        lambda _net, x: torch.rand(3, device=x.device),
        lambda _net, x: torch.randn_like(x) * 2,
        lambda net, _x: net.weight + net.table[:, :1] + 1,
    ],
    ids=["a weight", "made of weights", "drawn", "drawn like the picture", "beside a table"],
)
def test_what_is_learnt_or_drawn_may_be_any_finite_number(make: Callable[[Any, Tensor], Tensor]) -> None:
    found = _found(make)
    assert found is not None
    assert not found.certain
    assert found.values is None or ((found.values != 0) & (found.values > constants.LOWEST)).all()


def test_a_mask_among_learnt_numbers_is_seen() -> None:
    found = _found(lambda net, _x: net.weight.masked_fill(net.table > 3, -torch.inf))
    assert found is not None
    assert not found.certain
    assert found.values is not None
    assert ((found.values == -torch.inf) == [[False, False, False], [False, True, True]]).all()


@pytest.mark.parametrize(
    "make",
    [
        lambda net, _x: net.weight > 0.5,
        lambda _net, x: torch.rand(3, device=x.device) > 0.5,
        lambda _net, x: torch.ones(1 << 11, 1 << 10, device=x.device),
        lambda _net, x: torch.linalg.inv(torch.eye(2, device=x.device)),
        lambda _net, x: torch.tensor([1, 5], device=x.device)[torch.tensor([0, 7], device=x.device)],
    ],
    ids=["of a weight", "of chance", "too many", "by an unknown function", "out of range"],
)
def test_what_cannot_be_told_is_not_known(make: Callable[[Any, Tensor], Tensor]) -> None:
    assert _found(make) is None


def test_questions_about_known_numbers_are_answered() -> None:
    class Asking(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            mask = torch.ones(4, 4, device=x.device).tril()
            if bool((mask == mask.tril()).all()) and mask.sum().item() == 10 and mask[1].tolist() == [1, 1, 0, 0]:
                return x * 2
            return x[:, :1]

    module = Asking()
    result = Recorder(module).run(torch.empty(1, 3, 4, 4, device="meta"))
    assert result.shape == (1, 3, 4, 4)


@pytest.mark.parametrize(
    "of", [lambda net, _x: net.weight.sum(), lambda _net, x: x.sum(), lambda _net, x: torch.rand(1, device=x.device)]
)
def test_questions_about_other_numbers_stay_open(of: Callable[[Any, Tensor], Tensor]) -> None:
    module = _Table(lambda net, x: torch.ones(int(of(net, x).to(x.device) > 0), device=x.device)).to("meta")
    with pytest.raises((NotImplementedError, RuntimeError), match="meta"):
        Recorder(module).run(torch.empty(1, 3, 4, 4, device="meta"))

import pytest
import torch

from cnnstudio.datasets import epoch_order
from tests.errands import Errand


def test_is_a_permutation() -> None:
    order = epoch_order(1, 0, 1000)
    assert order.dtype == torch.int64
    assert torch.equal(order.sort().values, torch.arange(1000))


def test_is_pure_and_leaves_torch_alone() -> None:
    torch.manual_seed(5)
    state = torch.get_rng_state()
    first = epoch_order(1, 2, 1000)
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(6)
    assert torch.equal(epoch_order(1, 2, 1000), first)


ELSEWHERE = Errand("-c", "from cnnstudio.datasets import epoch_order; print(epoch_order(3, 4, 12).tolist())")


@pytest.mark.errand(ELSEWHERE)
def test_same_in_another_process() -> None:
    assert ELSEWHERE.done().output.strip() == str(epoch_order(3, 4, 12).tolist())


def test_seeds_and_epochs_are_told_apart() -> None:
    orders = {tuple(epoch_order(seed, epoch, 50).tolist()) for seed in range(5) for epoch in range(5)}
    assert len(orders) == 25

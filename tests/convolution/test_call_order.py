"""The way through a network is the order of its calls."""

import torch
from torch import Tensor, nn

from cnnstudio.convolution.call_order import Call, call_order, held_order
from cnnstudio.networks import catalogue


def test_a_chain_is_called_as_it_is_held() -> None:
    network = catalogue.build("lenet5").eval()
    assert call_order(network, torch.zeros(1, 28, 28)) == held_order(network)
    assert [call.path for call in held_order(network)][:3] == ["features.0", "features.2", "features.3"]


class _Branches(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.head, self.auxiliary = nn.Linear(8, 2), nn.Linear(8, 2)
        self.shared = nn.Conv2d(1, 1, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d((2, 4))

    def forward(self, x: Tensor) -> Tensor:
        y = self.pool(self.shared(self.shared(x).relu())).flatten(1)
        return self.head(y) + self.auxiliary(y) if self.training else self.head(y)


def test_it_counts_calls_and_leaves_out_what_is_not_called() -> None:
    network = _Branches().eval()
    assert call_order(network, torch.zeros(1, 8, 8)) == (
        Call("shared", "Conv2d", 1),
        Call("shared", "Conv2d", 2),
        Call("pool", "AdaptiveAvgPool2d"),
        Call("head", "Linear"),
    )
    assert [call.path for call in held_order(network)] == ["head", "auxiliary", "shared", "pool"]


def test_no_hook_stays_behind_even_after_an_error() -> None:
    network = _Branches().eval()
    for size in (8, 0):
        try:
            call_order(network, torch.zeros(1, size, size))
        except RuntimeError:
            assert size == 0
    assert not [module for module in network.modules() if module._forward_pre_hooks]

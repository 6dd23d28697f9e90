"""MACs of single operations against PyTorch's own counter (which counts two operations for each MAC)."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from cnnstudio.analysis.network import analyse_module


class _Calls(nn.Module):
    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: Tensor) -> Tensor:
        return self.function(x)


class _Attention(nn.Module):
    def __init__(self, *, batch_first: bool) -> None:
        super().__init__()
        self.inner = nn.MultiheadAttention(12, 3, batch_first=batch_first)

    def forward(self, x: Tensor) -> Tensor:
        rows: Tensor = x.flatten(2).transpose(1, 2)
        rows = rows if self.inner.batch_first else rows.transpose(0, 1)
        mixed: Tensor = self.inner(rows, rows, rows, need_weights=False)[0]
        return mixed


MODULES = {
    "conv": nn.Conv2d(12, 8, (3, 5), stride=2, padding=(1, 2), dilation=2, groups=4),
    "transposed": nn.ConvTranspose2d(12, 8, 3, stride=2, groups=2),
    "linear": nn.Sequential(nn.Flatten(2), nn.Linear(64, 5)),
    "matmul": _Calls(lambda x: x @ x.transpose(2, 3)),
    "bmm": _Calls(lambda x: torch.bmm(x[0], x[0])),
    "einsum": _Calls(lambda x: torch.einsum("n c h w, n d h w -> n c d", x, x)),
    "scaled dot product": _Calls(lambda x: nn.functional.scaled_dot_product_attention(x, x, x)),
    "attention": _Attention(batch_first=False),
    "attention, batch first": _Attention(batch_first=True),
}


@pytest.mark.parametrize("name", MODULES)
def test_agrees_with_pytorchs_counter(name: str) -> None:
    model = MODULES[name].eval()
    # The fused attention kernel of the CPU is not counted.
    with FlopCounterMode(display=False) as counter, torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
        model(torch.zeros(2, 12, 8, 8))
    assert analyse_module(model, (12, 8, 8), batch=2).total_macs == counter.get_total_flops() / 2

"""MACs of single operations against PyTorch's own counter (which counts two operations for each MAC)."""

import warnings
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
    "complex convolution": _Calls(
        lambda x: torch.view_as_real(
            nn.functional.conv2d(x.to(torch.complex64), x.new_ones(4, x.shape[1], 3, 3).to(torch.complex64))
        )
    ),
    "complex convolution, transposed": _Calls(
        lambda x: torch.view_as_real(
            nn.functional.conv_transpose2d(x.to(torch.complex64), x.new_ones(x.shape[1], 4, 3, 3).to(torch.complex64))
        )
    ),
    "scaled dot product": _Calls(lambda x: nn.functional.scaled_dot_product_attention(x, x, x)),
    "attention": _Attention(batch_first=False),
    "attention, batch first": _Attention(batch_first=True),
}


class _Rows(nn.Module):
    """Reads a picture row by row."""

    def __init__(self, inner: nn.Module, features: int) -> None:
        super().__init__()
        self.inner = inner
        self.head = nn.Linear(features, 10)

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.inner(x[:, 0])
        result: Tensor = self.head(states[:, -1])
        return result


class _Cells(nn.Module):
    def __init__(self, cell: nn.Module) -> None:
        super().__init__()
        self.cell = cell

    def forward(self, x: Tensor) -> Tensor:
        state = None
        for row in x[:, 0].unbind(1):
            state = self.cell(row, state)
        result: Tensor = state[0] if isinstance(state, tuple) else state
        return result


class _Products(nn.Module):
    """Functions that multiply matrices under names of their own; (2, 12, 8, 8) in."""

    def __init__(self, function: Callable[..., Tensor], *sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.zeros(size)) for size in sizes)
        self.function = function

    def forward(self, x: Tensor) -> Tensor:
        return self.function(x, *self.weights)


def _convolved(x: Tensor, weight: Tensor) -> Tensor:
    return nn.functional.conv2d(x, weight, padding=1).relu()


with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)  # people's files have it all the same
    _scripted = torch.jit.script(_convolved)

MODULES |= {
    "lstm": _Rows(nn.LSTM(8, 32, batch_first=True), 32),
    "lstm of two layers, both directions": _Rows(nn.LSTM(8, 6, 2, bidirectional=True, batch_first=True), 12),
    "lstm with a projection": _Rows(nn.LSTM(8, 16, proj_size=5, batch_first=True, bias=False), 5),
    "gru": _Rows(nn.GRU(8, 7, bidirectional=True, batch_first=True), 14),
    "rnn": _Rows(nn.RNN(8, 7, 3, batch_first=True), 7),
    "rnn with relu": _Rows(nn.RNN(8, 7, nonlinearity="relu", batch_first=True), 7),
    "lstm cell": _Cells(nn.LSTMCell(8, 5)),
    "gru cell": _Cells(nn.GRUCell(8, 5)),
    "rnn cell": _Cells(nn.RNNCell(8, 5, nonlinearity="relu")),
    "tensordot": _Products(lambda x, w: torch.tensordot(x, w, dims=([1, 3], [1, 0])), (8, 12, 5)),
    "inner": _Products(torch.inner, (5, 8)),
    "multi_dot": _Products(lambda x, v, w: torch.linalg.multi_dot([x[0, 0], v, w]), (8, 20), (20, 3)),
    "chain_matmul": _Products(lambda x, v, w: torch.chain_matmul(x[0, 0], v, w), (8, 20), (20, 3)),
    "added product": _Products(lambda x, w: torch.addmm(x[0, 1], x[0, 0], w), (8, 8)),
    "added batch of products": _Products(lambda x: torch.baddbmm(x[0], x[0], x[1])),
    "einsum of three": _Products(lambda x, v, w: torch.einsum("nchw,cd,dk->nkhw", x, v, w), (12, 5), (5, 3)),
    "einsum with dots": _Products(lambda x, w: torch.einsum("...ij,kj->...ik", x, w), (5, 8)),
    "einsum with dots, transposed": _Products(lambda x, w: torch.einsum("n...w,nw->n...", x, w), (2, 8)),
    "einsum that sums first": _Products(lambda x, w: torch.einsum("nchw,ck->nk", x, w), (12, 3)),
    "einsum by numbers": _Products(lambda x, w: torch.einsum(x, [0, 1, 2, 3], w, [1, 4], [0, 4, 2, 3]), (12, 3)),
    "scripted function": _Products(_scripted, (4, 12, 3, 3)),
    "convolution without bias, by padding": _Products(
        lambda x, w: nn.functional.conv2d(x, w, padding="same", groups=3), (6, 4, 3, 5)
    ),
    "power of a matrix": _Products(lambda x: torch.linalg.matrix_power(x, 5)),
}


@pytest.mark.filterwarnings("ignore:torch.chain_matmul is deprecated")
@pytest.mark.parametrize("name", MODULES)
def test_agrees_with_pytorchs_counter(name: str) -> None:
    model = MODULES[name].eval()
    # The fused attention and recurrent kernels of the CPU are not counted.
    device = "meta" if "scripted" not in name else "cpu"
    with FlopCounterMode(display=False) as counter, torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
        model.to(device)(torch.zeros(2, 12, 8, 8, device=device))
    assert counter.get_total_flops() > 0
    assert analyse_module(model, (12, 8, 8), batch=2).total_macs == counter.get_total_flops() / 2


def test_a_row_by_row_lstm_has_the_four_gates_products_at_every_row() -> None:
    rows, columns, hidden = 28, 28, 32
    analysis = analyse_module(_Rows(nn.LSTM(columns, hidden, batch_first=True), hidden), (1, rows, columns))
    assert analysis.layers["inner"].macs == rows * 4 * hidden * (columns + hidden)
    assert analysis.total_macs == 215_360
    assert analysis.layers["inner"].output_shape == (1, rows, hidden)


def test_packed_sequences_are_counted_by_their_own_lengths() -> None:
    class Packed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.LSTM(8, 5, batch_first=True)

        def forward(self, x: Tensor) -> Tensor:
            rows = nn.utils.rnn.pack_padded_sequence(x[:, 0], torch.tensor([8, 3]), batch_first=True)
            last: Tensor = self.inner(rows)[1][0]
            return last

    assert analyse_module(Packed(), (1, 8, 8), batch=2).total_macs == (8 + 3) * 4 * 5 * (8 + 5)


def test_a_bilinear_layer_is_counted_as_the_einsum_that_it_is() -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.Bilinear(8, 6, 5)

        def forward(self, x: Tensor) -> Tensor:
            result: Tensor = self.inner(x, x[..., :6])
            return result

    first, weight, second = (torch.zeros(size) for size in ((2 * 12 * 8, 8), (5, 8, 6), (2 * 12 * 8, 6)))
    with FlopCounterMode(display=False) as counter:
        torch.einsum("ni,oij,nj->no", first, weight, second)
    assert analyse_module(Two(), (12, 8, 8), batch=2).total_macs == counter.get_total_flops() / 2


def test_a_matrix_times_a_vector_is_a_matrix_times_a_column() -> None:
    vector, column = torch.zeros(8), torch.zeros(8, 1)
    counts = [
        analyse_module(_Calls(function), (4, 6, 8)).total_macs
        for function in (
            lambda x: torch.mv(x[0, 0], vector),
            lambda x: torch.mm(x[0, 0], column),
            lambda x: x[0, 0] @ vector,
            lambda x: torch.stack([torch.dot(row, vector) for row in x[0, 0]]),
        )
    ]
    assert counts == [6 * 8] * 4


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (lambda x: torch.fft.fft2(x).real, "_fft_c2c"),
        (lambda x: x + torch.linalg.inv(x), "linalg_inv_ex"),
        (lambda x: torch.cdist(x, x), "_cdist_forward"),
    ],
)
def test_what_is_not_counted_is_named_at_the_total(function: Callable[[Tensor], Tensor], name: str) -> None:
    analysis = analyse_module(nn.Sequential(nn.Conv2d(4, 4, 1), _Calls(function)), (4, 8, 8))
    assert analysis.total_macs == 8 * 8 * 4 * 4
    assert analysis.uncounted == {"1": (name,)}
    assert analysis.remarks == (f"MACs not counted: {name} in 1.",)

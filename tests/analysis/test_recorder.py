import pickle
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from cnnstudio.analysis import recorder
from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.recorder import Recorder
from cnnstudio.analysis.results import Analysis
from cnnstudio.errors import NetworkInputError

Function = Callable[[Tensor], Any]


def _meta(*sizes: int, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.empty(sizes, device="meta", dtype=dtype)


class _Calls(nn.Module):
    def __init__(self, function: Function) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: Tensor) -> Any:
        return self.function(x)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: functional.conv2d(x, _meta(6, 2, 3, 2), None, (2, 1), (1, 0), (1, 2), 2),
        lambda x: functional.conv2d(x, _meta(6, 4, 3, 3), padding="same"),
        lambda x: functional.batch_norm(x, _meta(4), _meta(4)),
        lambda x: functional.batch_norm(x, None, None, training=True),
        lambda x: functional.linear(x, _meta(7, 8), _meta(7)),
        lambda x: functional.linear(x, _meta(8), None),
        lambda x: functional.relu(x),
        lambda x: functional.relu(x, inplace=True),
        lambda x: x + x,
        lambda x: x + 1,
        lambda x: x + _meta(8),
        lambda x: x + _meta(*x.shape, dtype=torch.float64),
        lambda x: torch.add(x, x, alpha=2),
        lambda x: torch.cat([x, x, _meta(2, 1, 8, 8)], 1),
        lambda x: torch.cat([x, x], dim=-1),
        lambda x: torch.cat([x, _meta(0)], 1),
        lambda x: torch.cat([x, _meta(*x.shape, dtype=torch.float64)], 1),
    ],
)
def test_shortcuts_give_what_pytorch_gives(function: Function) -> None:
    expected = function(_meta(2, 4, 8, 8))
    recorder = Recorder(_Calls(function))
    found = recorder.run(_meta(2, 4, 8, 8))
    assert (found.shape, found.dtype, found.is_meta) == (expected.shape, expected.dtype, True)
    assert recorder.main == recorder.steps[-1].id
    assert recorder.steps[-1].output_shape == tuple(expected.shape)


def test_a_sum_in_place_is_the_tensor_itself() -> None:
    def add_in_place(x: Tensor) -> Tensor:
        y = x * 2
        y += x
        return y

    recorder = Recorder(_Calls(add_in_place))
    recorder.run(_meta(1, 2, 4, 4))
    product, total = recorder.steps[1:]
    assert (product.label, total.label) == ("mul", "add")
    assert (product.bytes, total.bytes) == (4 * 2 * 4 * 4, 0)
    assert list(total.inputs) == [1, 0]


@pytest.mark.parametrize(
    "function",
    [
        lambda x: functional.conv2d(x, _meta(6, 3, 3, 3)),
        lambda x: functional.conv2d(x, _meta(6, 4, 9, 9), None, (1, 1), (0, 0), (1, 1), 1),
        lambda x: functional.linear(x, _meta(7, 9), None),
        lambda x: functional.linear(x, _meta(7, 8), _meta(6)),
        lambda x: x + _meta(3),
        lambda x: torch.cat([x, _meta(2, 4, 8, 9)], 1),
        lambda _x: torch.cat([], 1),
        lambda x: torch.cat([x, x], 4),
        lambda x: torch.cat([x, 3], 1),
    ],
)
def test_complaints_are_pytorchs_own(function: Function) -> None:
    with pytest.raises(Exception) as expected:  # noqa: PT011
        function(_meta(2, 4, 8, 8))
    with pytest.raises(type(expected.value)) as found:
        Recorder(_Calls(function)).run(_meta(2, 4, 8, 8))
    assert str(found.value) == str(expected.value)


class _Convolved(nn.Module):
    """A 3x3 convolution, 4 channels to 2, in what ``function`` makes of it and the input (N, 4, 8, 8)."""

    def __init__(self, function: Callable[[nn.Module, Tensor], Any], channels: int = 4) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, 2, 3, padding=1)
        self.after = nn.Conv2d(4, 3, 1)
        self.function = function

    def forward(self, x: Tensor) -> Any:
        return self.function(self.conv, x)


def _assigned(conv: nn.Module, x: Tensor) -> Tensor:
    out = torch.zeros(x.shape, device=x.device)
    out[:, ::2] = conv(x)
    return out


def _assigned_on_the_cpu(conv: nn.Module, x: Tensor) -> Tensor:
    out = torch.zeros(x.shape)  # where a file leaves the device open, this lies elsewhere than the weights
    out[:, ::2] = conv(x)
    return out


def _read_and_assigned(conv: nn.Module, x: Tensor) -> Tensor:
    y = x.clone()
    y[:, :2] = conv(y[:, :2])
    return y


def _added_to_a_view(conv: nn.Module, x: Tensor) -> Tensor:
    out = torch.zeros_like(x)
    part = out[:, 1:3]
    part += conv(x)
    return out


def _copied(conv: nn.Module, x: Tensor) -> Tensor:
    out = x.new_empty(x.shape[0], 2, *x.shape[2:])
    out.copy_(conv(x))
    return out


def _copied_by_index(conv: nn.Module, x: Tensor) -> Tensor:
    out = torch.zeros_like(x)
    out.index_copy_(1, torch.tensor([0, 3], device=x.device), conv(x))
    return out


def _by_rows(conv: nn.Module, x: Tensor) -> Tensor:
    out = torch.zeros_like(x)[:, :2]
    for row in range(0, 8, 4):
        out[..., row : row + 4, :] = conv(x[..., row : row + 4, :])
    return out


def _by_out(conv: nn.Module, x: Tensor) -> Tensor:
    y = conv(x)
    out = torch.empty_like(y)
    torch.mul(y, 2, out=out)
    return out


def _by_data(conv: nn.Module, x: Tensor) -> Tensor:
    out = torch.zeros_like(x)[:, :2]
    out.data = conv(x)
    return out


def _scattered(conv: nn.Module, x: Tensor) -> Tensor:
    y = conv(x)
    return torch.zeros_like(x).scatter_add_(1, torch.zeros_like(y, dtype=torch.int64), y)


def _reached(analysis: Analysis) -> set[str]:
    """Labels of the nodes that the output depends on."""
    nodes = analysis.graph.nodes
    found = {nodes[-1].id}
    for node in reversed(nodes):
        if node.id in found:
            found.update(node.inputs)
    return {nodes[number].label for number in found}


@pytest.mark.parametrize(
    ("function", "channels"),
    [
        (_assigned, 4),
        (_assigned_on_the_cpu, 4),
        (_read_and_assigned, 2),
        (_added_to_a_view, 4),
        (_copied, 4),
        (_copied_by_index, 4),
        (_by_rows, 4),
        (_by_out, 4),
        (_by_data, 4),
        (_scattered, 4),
    ],
)
def test_what_is_written_into_a_part_is_part_of_the_whole(
    function: Callable[[nn.Module, Tensor], Any], channels: int
) -> None:
    model = _Convolved(function, channels)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        expected = model(torch.zeros(1, 4, 8, 8))
    analysis = analyse_module(model, (4, 8, 8))
    assert analysis.total_macs == counter.get_total_flops() / 2 > 0
    assert analysis.output_shape == tuple(expected.shape)
    assert not any(layer.auxiliary for layer in analysis.layers.values())
    assert not any(node.auxiliary for node in analysis.graph.nodes)
    assert {"Input", "Conv2d"} <= _reached(analysis)


def test_the_parts_of_a_picture_put_together_by_channels_keep_their_receptive_field() -> None:
    def halves(conv: nn.Module, x: Tensor) -> Tensor:
        out = torch.empty_like(x)
        out[:, :2] = conv(x)
        out[:, 2:] = x[:, 2:]
        return out

    field = analyse_module(_Convolved(halves), (4, 8, 8)).graph.nodes[-1].receptive_field
    assert field is not None
    assert (field.size, field.stride, field.offset) == ((3, 3), (1, 1), (-1, -1))


def test_rows_put_together_see_their_own_half() -> None:
    field = analyse_module(_Convolved(_by_rows), (4, 8, 8)).graph.nodes[-1].receptive_field
    assert field is not None
    assert not field.at_most
    assert [field.box(row, 4, 8, 8) for row in (0, 3, 4, 7)] == [(0, 3, 2, 6), (2, 3, 4, 6), (4, 3, 6, 6), (6, 3, 8, 6)]


def test_a_write_into_one_half_leaves_the_other_to_itself() -> None:
    def halves(conv: nn.Module, x: Tensor) -> Tensor:
        one, other = x.chunk(2, dim=1)
        one += conv(x)
        return other * 2

    analysis = analyse_module(_Convolved(halves), (4, 8, 8))
    assert _reached(analysis) == {"Input", "chunk", "mul", "Output"}
    assert analysis.total_macs == 64 * 2 * 4 * 9


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x.mT,
        lambda x: x[0, 0].T,
        lambda x: x.data,
        lambda x: x.detach(),
        lambda x: x.real,
        lambda x: torch.view_as_complex(x.unflatten(3, (4, 2)).contiguous()).imag,
        lambda x: x[0].mH,
        lambda x: x[0, 0].H,
        lambda x: (x.mT @ x).data.mT,
    ],
)
def test_a_tensors_property_is_a_step_like_a_function(function: Function) -> None:
    weight = nn.Linear(8, 5)

    def multiplied(x: Tensor) -> Any:
        y = function(x)
        return y, y @ torch.zeros(y.shape[-1], 5, device=y.device)

    with FlopCounterMode(display=False) as counter:
        expected = multiplied(torch.zeros(1, 4, 8, 8))
    model = _Calls(multiplied)
    model.add_module("unused", weight)
    analysis = analyse_module(model, (4, 8, 8))
    assert [shape for _, shape in analysis.outputs] == [tuple(tensor.shape) for tensor in expected]
    assert analysis.total_macs == counter.get_total_flops() / 2 > 0
    assert "Input" in _reached(analysis)
    assert all(one.id < other.id for one, other in pairwise(analysis.graph.nodes))


def test_attention_written_by_hand_counts_both_products() -> None:
    class Attention(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.query, self.key, self.value = (nn.Linear(16, 16) for _ in range(3))

        def forward(self, x: Tensor) -> Tensor:
            tokens = x.flatten(2).mT
            query, key, value = self.query(tokens), self.key(tokens), self.value(tokens)
            return torch.softmax(query @ key.mT, -1) @ value

    analysis = analyse_module(Attention(), (16, 8, 8))
    assert analysis.total_macs == 3 * 64 * 16 * 16 + 2 * 64 * 64 * 16


def test_what_numbers_read_is_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "MOST_BYTES", 1 << 18)

    class Flattened(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            for _ in range(4):
                x = x.flatten(2).roll(1, 2).reshape(x.shape)
            return x

    fields = [node.receptive_field for node in analyse_module(Flattened(), (1, 64, 96)).graph.nodes]
    assert all(field is not None for field in fields)
    assert [field.at_most for field in fields if field].index(True) > 1
    assert fields[-1] is not None
    assert fields[-1].box(3, 4, 64, 96) == (0, 0, 64, 96)


class _Away(nn.Module):
    """Layers around something that PyTorch does not see, as it is: with its numbers."""

    def __init__(self, through: Callable[[Tensor], Tensor] | nn.Module) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.through = through
        self.head = nn.Conv2d(4, 2, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.head(self.through(self.conv(x)))
        return result


class _Copied(nn.Module):
    def forward(self, y: Tensor) -> Tensor:
        return torch.from_numpy(y.numpy().copy())


def _by_lists(y: Tensor) -> Tensor:
    return torch.tensor([[[list(reversed(row)) for row in plane] for plane in one] for one in y.tolist()])


def _by_items(y: Tensor) -> Tensor:
    out = torch.zeros_like(y)
    for place in range(4):
        out[:, :, place] = y[0, 0, place, 0].item()
    return out + y


@pytest.mark.parametrize(
    ("through", "call"),
    [
        (lambda y: torch.from_numpy(np.ascontiguousarray(y.numpy()[:, :, ::-1])), "numpy() in the network itself"),
        (lambda y: torch.as_tensor(np.asarray(y) * 2), "array() in the network itself"),
        (_by_lists, "tolist() in the network itself"),
        (_by_items, "item() in the network itself"),
        (lambda y: y * float(y.mean()), "float() in the network itself"),
        (_Copied(), "numpy() in through"),
    ],
    ids=["numpy", "array", "lists", "items", "float", "in a layer"],
)
def test_what_goes_through_numpy_and_python_is_followed_as_a_bound(
    through: Callable[[Tensor], Tensor] | nn.Module, call: str
) -> None:
    analysis = analyse_module(_Away(through), (3, 8, 8), real=True)
    assert analysis.total_macs == 64 * (4 * 27 + 2 * 36)
    assert analysis.output_shape == (1, 2, 8, 8)
    assert analysis.layers["head"].input_shape == (1, 4, 8, 8)
    (remark,) = analysis.remarks
    assert call in remark
    assert "zeros" in remark
    reached = {analysis.graph.nodes[-1].id}
    for node in reversed(analysis.graph.nodes):
        reached |= set(node.inputs) if node.id in reached else set()
    assert {0, 1, analysis.graph.nodes[-2].id} <= reached
    before, field = analysis.layers["conv"].receptive_field, analysis.graph.nodes[-1].receptive_field
    assert before is not None
    assert not before.at_most
    assert field is not None
    assert field.at_most
    assert field.box(7, 7, 8, 8) == (0, 0, 8, 8)


def test_what_cannot_be_followed_has_shapes_and_counts_and_says_so() -> None:
    analysis = analyse_module(_Away(lambda y: pickle.loads(pickle.dumps(y))), (3, 8, 8), real=True)
    assert analysis.total_macs == 64 * (4 * 27 + 2 * 36)
    assert analysis.outputs == (("", (1, 2, 8, 8)),)
    assert analysis.layers["head"].receptive_field is None
    assert any("Output could not be followed back to the input" in remark for remark in analysis.remarks)


def test_one_output_may_leave_and_another_stay() -> None:
    class Pieces(_Away):
        def forward(self, x: Tensor) -> dict[str, Tensor]:
            y = self.conv(x)
            return {"sure": self.head(y), "away": torch.from_numpy(y.numpy().copy())}

    analysis = analyse_module(Pieces(nn.Identity()), (3, 8, 8), real=True)
    assert [name for name, _ in analysis.outputs] == ["sure", "away"]
    sure, away = (node.receptive_field for node in analysis.graph.nodes[-2:])
    assert sure is not None
    assert (sure.size, sure.at_most) == ((5, 5), False)
    assert away is not None
    assert away.at_most
    assert away.covers(8, 8)


def test_what_is_the_same_for_every_picture_is_refused() -> None:
    class Constant(_Away):
        def forward(self, x: Tensor) -> Tensor:
            return torch.full((1, 2), float(self.conv(torch.zeros_like(x)).shape[1]))

    with pytest.raises(NetworkInputError, match="can be followed back to its input"):
        analyse_module(Constant(nn.Identity()), (3, 8, 8), real=True)

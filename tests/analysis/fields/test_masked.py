"""Attention in which tokens are hidden from one another, against gradients."""

import copy
import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.results import ReceptiveField
from tests.analysis import gradients
from tests.analysis.test_receptive_field import assert_as_by_gradients

ROWS, COLUMNS = 3, 4
TOKENS = ROWS * COLUMNS
SHAPE = (1, ROWS * 2, COLUMNS * 2)
Scores = Callable[[nn.Module, Tensor], Tensor]


class _Attention(nn.Module):
    """Patches of 2 x 2 that attend to one another as a function of their scores says."""

    def __init__(self, attend: Callable[[nn.Module, Tensor, Tensor, Tensor], Tensor]) -> None:
        super().__init__()
        self.attend = attend
        self.patches = nn.Conv2d(1, 4, 2, 2)
        self.query, self.key, self.value = (nn.Linear(4, 4) for _ in range(3))
        self.bias = nn.Parameter(torch.zeros(TOKENS, TOKENS))
        self.scale = nn.Parameter(torch.ones(()))
        self.fixed = nn.Parameter(torch.tril(torch.ones(TOKENS, TOKENS)), requires_grad=False)
        self.register_buffer("seen", torch.tril(torch.ones(TOKENS, TOKENS)).view(1, TOKENS, TOKENS))
        self.register_buffer("kept_out", _hidden(), persistent=False)
        self.plain = _hidden()
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor) -> Tensor:
        tokens = self.patches(x).flatten(2).mT
        result = self.attend(self, self.query(tokens), self.key(tokens), self.value(tokens))
        return result.mT.reshape(len(x), -1, ROWS, COLUMNS)


def _hidden(value: float = -math.inf) -> Tensor:
    return torch.triu(torch.full((TOKENS, TOKENS), value), 1)


def _near(device: torch.device, reach: int = 2) -> Tensor:
    places = torch.arange(TOKENS, device=device)
    return (places[:, None] - places[None, :]).abs() <= reach


def _by(scores: Scores) -> Callable[[], nn.Module]:
    """Softmax of what this makes of the scores, times the values."""

    def attend(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return net.drop(scores(net, q @ k.mT / 2).softmax(-1)) @ v

    return lambda: _Attention(attend)


def _in_heads(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Two heads by einsum."""
    q, k, v = (one.view(len(one), TOKENS, 2, 2) for one in (q, k, v))
    scores = torch.einsum("bihd,bjhd->bhij", q, k)
    scores = scores.masked_fill(~torch.ones_like(scores[0, 0], dtype=torch.bool).tril(), -torch.inf)
    return torch.einsum("bhij,bjhd->bihd", scores.softmax(dim=-1), v).flatten(2)


def _in_talking_heads(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Two heads that a convolution mixes, which has no bias: what is 0 in both stays 0."""
    q, k, v = (one.view(len(one), TOKENS, 2, 2).transpose(1, 2) for one in (q, k, v))
    weights = (q @ k.mT + net.kept_out).softmax(-1)
    return (functional.conv2d(weights, net.bias[:2, :2, None, None]) @ v).transpose(1, 2).flatten(2)


def _by_hand(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """The softmax written out."""
    scores = q @ k.mT + net.kept_out
    weights = (scores - scores.amax(-1, keepdim=True)).exp()
    return (weights / weights.sum(-1, keepdim=True)) @ v


def _with_zeros(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Linear attention: no softmax, the future multiplied with 0."""
    return ((q @ k.mT) * net.seen) @ v


def _as_triangle(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    return torch.bmm((q @ k.mT).tril().relu(), v)


def _from_the_right(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Columns in place of rows: the mask is the second factor."""
    weights = (k @ q.mT).masked_fill(net.seen.mT == 0, -1e9).softmax(1)
    return (v.mT @ weights).mT


def _put_in_place(net: nn.Module, scores: Tensor) -> Tensor:
    scores[:, ~net.seen[0].bool()] = -torch.inf
    return scores


def _cut_off(net: nn.Module, scores: Tensor) -> Tensor:
    scores[..., TOKENS // 2 :] = -torch.inf
    return scores


def _added_in_place(net: nn.Module, scores: Tensor) -> Tensor:
    scores += net.plain.to(scores)
    return scores


def _heads_mixed(size: int) -> Callable[[], nn.Module]:
    """Weights of attention that a convolution without a bias mixes: what is 0 in both stays 0."""

    def attend(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        scores = (q @ k.mT + net.kept_out).softmax(-1)
        both = functional.conv2d(torch.stack([scores, scores], 1), net.mixing[:, :, :size, :size], padding=size // 2)
        return both[:, 0] @ v

    def make() -> nn.Module:
        model = _Attention(attend)
        model.mixing = nn.Parameter(torch.ones(2, 2, 3, 3))
        return model

    return make


def _of_the_library(**how: object) -> Callable[[], nn.Module]:
    def attend(net: nn.Module, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        given = {name: make(q) if callable(make) else make for name, make in how.items()}
        return functional.scaled_dot_product_attention(q, k, v, **given)

    return lambda: _Attention(attend)


class _Encoder(nn.Module):
    """PyTorch's own layers with a mask."""

    def __init__(self, mask: Callable[[], Tensor], **how: object) -> None:
        super().__init__()
        self.patches = nn.Conv2d(1, 4, 2, 2)
        layer = nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)
        self.mask, self.how = mask, how

    def forward(self, x: Tensor) -> Tensor:
        tokens = self.patches(x).flatten(2).mT
        return self.encoder(tokens, self.mask().to(x.device), **self.how).mT.reshape(len(x), -1, ROWS, COLUMNS)


EXACT: dict[str, Callable[[], nn.Module]] = {
    "minus infinity added": _by(lambda _net, s: s + _hidden().to(s.device)),
    "a buffer added": _by(lambda net, s: s + net.kept_out),
    "an attribute added in place": _by(_added_in_place),
    "added with heads of its own": _by(lambda net, s: (s[:, None] + net.kept_out[None, None])[:, 0]),
    "filled by a buffer": _by(lambda net, s: s.masked_fill(net.seen[:, :TOKENS, :TOKENS] == 0, float("-inf"))),
    "filled by a parameter that is not trained": _by(lambda net, s: s.masked_fill(net.fixed < 0.5, -1e9)),
    "filled in place": _by(lambda net, s: s.masked_fill_(net.seen.logical_not(), torch.finfo(s.dtype).min)),
    "assigned by truths": _by(_put_in_place),
    "assigned by places": _by(_cut_off),
    "chosen by where": _by(lambda net, s: torch.where(net.seen.bool(), s, -torch.inf)),
    "chosen by where, of a tensor": _by(lambda net, s: torch.where(net.seen == 1, s, torch.full_like(s, -1e9))),
    "multiplied and lowered": _by(lambda net, s: s * net.seen - 1e10 * (1 - net.seen)),
    "lowered by a difference": _by(lambda net, s: s - (1.0 - net.seen) * 1e9),
    "a window of places": _by(lambda _net, s: s.masked_fill(~_near(s.device), -torch.inf)),
    "a window written into a table": _by(lambda _net, s: s + _window(s)),
    "with a learnt bias": _by(lambda net, s: s + net.bias + net.kept_out),
    "with a learnt bias that has the mask": _by(
        lambda net, s: s + (net.bias * net.scale).masked_fill(net.seen == 0, -torch.inf)
    ),
    "as a learnt number says": _by(lambda net, s: (s * net.scale).masked_fill(net.seen == 0, -torch.inf) * 2),
    "in heads": lambda: _Attention(_in_heads),
    "in heads that are mixed": lambda: _Attention(_in_talking_heads),
    "by hand": lambda: _Attention(_by_hand),
    "with zeros": lambda: _Attention(_with_zeros),
    "as a triangle": lambda: _Attention(_as_triangle),
    "from the right": lambda: _Attention(_from_the_right),
    "the library's, truths": _of_the_library(attn_mask=lambda q: _near(q.device)),
    "the library's, numbers": _of_the_library(attn_mask=lambda q: _hidden().to(q)),
    "the library's, for its heads": _of_the_library(attn_mask=lambda q: _hidden().to(q).expand(1, TOKENS, TOKENS)),
    "the library's, a table of that type": lambda: _Attention(
        lambda net, q, k, v: functional.scaled_dot_product_attention(
            q, k, v, net.kept_out.to(q.dtype).to(q.device)[None].contiguous()
        )
    ),
    "an encoder": lambda: _Encoder(lambda: nn.Transformer.generate_square_subsequent_mask(TOKENS)),
    "an encoder, truths": lambda: _Encoder(lambda: ~_near(torch.device("cpu"))),
    "an encoder that is told": lambda: _Encoder(_hidden, is_causal=True),
}


def _window(scores: Tensor) -> Tensor:
    """Numbered regions, as in shifted windows, and minus infinity between them."""
    regions = scores.new_zeros(ROWS, COLUMNS)
    for number, place in enumerate((slice(0, 1), slice(1, None))):
        regions[place, :] = number
    flat = regions.flatten()
    apart = flat[:, None] - flat[None, :]
    return apart.masked_fill(apart != 0, -torch.inf).masked_fill(apart == 0, 0.0)


def _positive(make: Callable[[], nn.Module]) -> nn.Module:
    model = gradients.positive(make())
    if isinstance(model, _Attention):
        model.fixed.data = torch.tril(torch.ones_like(model.fixed))
    return model


def _field(model: nn.Module) -> ReceptiveField:
    analysis = analyse_module(copy.deepcopy(model), SHAPE)
    assert not analysis.remarks
    field = analysis.graph.nodes[-1].receptive_field
    assert field is not None
    return field


def _boxes(model: nn.Module) -> dict[tuple[int, int], gradients.Box | None]:
    pixels = gradients.pixels_of((1, *SHAPE))
    with torch.enable_grad():
        output = model(pixels)
    units = [(row, column) for row in range(ROWS) for column in range(COLUMNS)]
    return {unit: gradients.box_of(output[0, :, unit[0], unit[1]].sum(), pixels) for unit in units}


@pytest.mark.parametrize("name", EXACT)
def test_what_is_hidden_is_not_read(name: str) -> None:
    model = _positive(EXACT[name])
    field, boxes = _field(model), _boxes(model)
    assert {unit: field.box(*unit, *SHAPE[1:]) for unit in boxes} == boxes
    assert not field.at_most
    assert not field.covers(*SHAPE[1:])


BOUNDS: dict[str, Callable[[], nn.Module]] = {
    "minus a hundred": _by(lambda _net, s: s + torch.triu(torch.full_like(s, -100.0), 1)),
    "minus a hundred between regions": _by(lambda _net, s: s + _window(s).clamp(min=-100.0)),
    "far away": _by(lambda _net, s: s - 2.0 * torch.arange(TOKENS, device=s.device).float()),
    "the library's, faint": _of_the_library(attn_mask=lambda q: torch.full((TOKENS, TOKENS), -50.0).triu(1).to(q)),
    "made of the picture": _by(lambda _net, s: s.masked_fill(s < s.mean(-1, keepdim=True), -torch.inf)),
    "made of learnt numbers": _by(lambda net, s: s.masked_fill(net.bias > 1, -torch.inf)),
    "heads mixed with their neighbours": _heads_mixed(3),
    "heads stacked": _heads_mixed(1),
    "drawn": _by(lambda _net, s: s.masked_fill(torch.rand_like(s) > 2, -torch.inf)),
    "the lowest moved elsewhere": _by(lambda net, s: torch.cat([s + net.kept_out, s], 1)[:, :TOKENS]),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_what_may_be_hidden_is_a_bound(name: str) -> None:
    model = _positive(BOUNDS[name])
    field, boxes = _field(model), _boxes(model)
    assert field.at_most
    for unit, box in boxes.items():
        top, left, bottom, right = field.box(*unit, *SHAPE[1:])
        assert box is not None
        assert top <= box[0] <= box[2] <= bottom
        assert left <= box[1] <= box[3] <= right


@pytest.mark.parametrize(
    "change",
    [
        lambda net, s: s + net.bias,
        lambda _net, s: s - 3.0,
        lambda net, s: s + net.seen,
        lambda net, s: s * net.scale + torch.zeros_like(s),
        lambda _net, s: s.masked_fill(torch.zeros_like(s).bool(), -torch.inf),
        lambda _net, s: s + torch.rand_like(s),
    ],
    ids=["learnt", "a number", "ones", "nothing", "nowhere", "noise"],
)
def test_without_a_mask_all_is_read_and_that_is_no_bound(change: Scores) -> None:
    field = _field(_positive(_by(change)))
    assert field.covers(*SHAPE[1:])
    assert not field.at_most


@pytest.mark.parametrize("subtract", [lambda x, m: x - m, lambda x, m: (x - m) / (m / 2), lambda x, m: x + -m])
def test_the_mean_of_a_data_set_is_no_mask(subtract: Callable[[Tensor, Tensor], Tensor]) -> None:
    class Centred(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("mean", torch.tensor([103.5, 116.3, 123.7]).view(1, 3, 1, 1))
            self.conv = nn.Conv2d(3, 2, 3)

        def forward(self, x: Tensor) -> Tensor:
            result: Tensor = self.conv(subtract(x, self.mean))
            return result

    field = analyse_module(Centred(), (3, 8, 8)).graph.nodes[-1].receptive_field
    assert field is not None
    assert field.size == (3, 3)
    assert not field.at_most


def test_shifted_windows_of_the_catalogue_say_at_most(analysed: Callable) -> None:
    """Swin adds -100 between regions: what is left of them is little, and not nothing."""
    layers = analysed("swin_t").layers
    assert not layers["features.1.0.attn"].receptive_field.at_most
    assert layers["features.1.1.attn"].receptive_field.at_most


class _MaskedKernel(nn.Module):
    """A convolution some of whose weights are multiplied with 0, as in networks that draw pixel after pixel."""

    def __init__(self, kept: list[list[int]], **how: int) -> None:
        super().__init__()
        mask = torch.tensor(kept)
        self.conv = nn.Conv2d(1, 2, mask.shape)
        self.register_buffer("mask", mask)
        self.how = how

    def forward(self, x: Tensor) -> Tensor:
        weight = self.conv.weight * self.mask.to(self.conv.weight.dtype)
        return functional.conv2d(x, weight, self.conv.bias, **self.how)


@pytest.mark.parametrize(
    ("kept", "how"),
    [
        ([[1, 1, 1], [1, 0, 0], [0, 0, 0]], {"padding": 1}),
        ([[1, 1, 1], [1, 1, 0], [0, 0, 0]], {"padding": 2, "dilation": 2}),
        ([[0, 0, 1, 0], [0, 0, 0, 0]], {"stride": 2}),
        ([[1, 1], [1, 1]], {}),
    ],
    ids=["before the pixel", "up to the pixel, dilated", "one place, in steps", "nothing masked"],
)
def test_weights_that_are_masked_away_do_not_read(kept: list[list[int]], how: dict[str, int]) -> None:
    assert not assert_as_by_gradients(_MaskedKernel(kept, **how), (1, 9, 8)).at_most

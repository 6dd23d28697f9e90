"""The printed arithmetic of every window of real networks, reckoned again from the text alone, against forward hooks.

Each layer is opened as the playground shows it, its strongest channels and the rest as one term; and as Draw does, the
weightiest channel and the others as one term.
"""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from cnnstudio import compute
from cnnstudio.convolution.layers import LayerView, of_layer
from cnnstudio.convolution.opened_layer import OPENABLE, SHOWN_INPUTS
from cnnstudio.convolution.step_through import CellSteps, steps
from cnnstudio.gui.widgets import window_sum
from cnnstudio.gui.widgets.product_grid import ProductGrid
from cnnstudio.gui.widgets.product_view import Said
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import library, loading
from cnnstudio.weights.shipped import digits
from tests.gui.printed import assert_equal_where_it_says_so, reckon, reckon_sum

UNITS = 200
NETWORKS = ["lenet5", "lenet5-1998", "convnet", "digitnet", "mini-inception", "resnet18"]


def network(name: str) -> nn.Module:
    """With the weights that are shipped for it, else with those of a seed."""
    for weights in digits():
        if library.entry(weights).network == CatalogueNetwork(name):
            return loading.load(CatalogueNetwork(name), weights).module
    with compute.random_stream(1):
        return catalogue.build(name).eval().requires_grad_(False)


@dataclass
class Call:
    """What a layer took and gave, as a hook saw it; the maps that were flattened for it."""

    module: nn.Module
    taken: Tensor
    given: Tensor
    maps: tuple[int, int, int] | None


def calls(name: str) -> dict[str, Call]:
    """Every openable layer of the network, called for one picture."""
    model, found = network(name), {}
    latest: list[Tensor] = []

    def after(path: str, module: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
        maps = None
        if given[0].dim() == 2 and latest and latest[0].numel() == given[0].numel():
            maps = tuple(latest[0].shape[1:])
        if type(module).__name__ in OPENABLE:
            found[path] = Call(module, given[0][0].clone(), output[0].clone(), maps)
        if output.dim() == 4:
            latest[:] = [output.clone()]

    hooks = [
        module.register_forward_hook(lambda module, given, output, path=path: after(path, module, given, output))
        for path, module in model.named_modules()
        if not any(module.children())
    ]
    shape = (3, 64, 64) if name == "resnet18" else catalogue.get(name).input_shape
    picture = torch.from_numpy(np.random.default_rng(4).random(shape, np.float32))
    with torch.inference_mode():
        model(picture[None])
    for hook in hooks:
        hook.remove()
    return found


def printed(taken: CellSteps, **how: object) -> str:
    return "\n".join(piece.text for piece in window_sum.pieces(taken, **how) if isinstance(piece, Said))


@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_printed_of_any_window_is_what_the_layer_gave(name: str) -> None:
    opened = 0
    for number, (path, call) in enumerate(calls(name).items()):
        view = of_layer(call.module, call.taken, call.maps)
        assert view is not None, path
        opened += 1
        chance = np.random.default_rng(number)
        given = call.given.reshape(view.output.shape)
        for taken, unit in shown(view, chance):
            text = printed(taken)
            want = float(given[unit])
            assert want in reckon_sum(text), f"{path} {unit}:\n{text}"
            assert want in reckon(text.replace("≈", "=").rpartition("= ")[2]), f"{path} {unit}:\n{text}"
    assert opened == {"resnet18": 23, "mini-inception": 26}.get(name, opened)
    assert opened >= 5


def shown(view: LayerView, chance: np.random.Generator) -> list[tuple[CellSteps, tuple[int, int, int]]]:
    """Random units of a layer with what the playground shows of them."""
    height, width = view.geometry.output_size
    outputs = tuple(int(out) for out in chance.permutation(view.geometry.channels_out)[:8])
    result = view.shown(outputs, view.strongest_inputs(outputs[0], SHOWN_INPUTS))
    assert result.outputs is not None
    found = []
    for _ in range(UNITS):
        out, row, col = (int(chance.integers(end)) for end in (len(result.outputs), height, width))
        found.append((steps(result, out, row, col), (result.outputs[out], row, col)))
    return found


@pytest.mark.parametrize("name", ["lenet5-1998", "digitnet", "resnet18"])
def test_one_channel_in_front_and_the_others_as_one_term(name: str) -> None:
    for path, call in calls(name).items():
        view = of_layer(call.module, call.taken)
        assert view is not None
        given = call.given.reshape(view.output.shape)
        chance = np.random.default_rng(len(path))
        for _ in range(20):
            unit = tuple(int(chance.integers(end)) for end in given.shape)
            taken = view.unit(*unit)
            front = (int(chance.integers(len(taken.inputs))),)
            for grids in (False, True):
                text = printed(taken, front=front, grids=grids, terms=2)
                assert float(given[unit]) in reckon_sum(text), f"{path} {unit}:\n{text}"


def view_of(module: nn.Module, *shape: int) -> LayerView:
    view = of_layer(module.eval(), torch.from_numpy(np.random.default_rng(1).normal(size=shape).astype(np.float32)))
    assert view is not None
    return view


KINDS = [
    nn.Conv2d(6, 4, 3, padding=1, groups=2),
    nn.Conv2d(6, 6, (3, 2), stride=2, padding=2, dilation=(1, 2), groups=6, bias=False),
    nn.Conv2d(6, 3, 5, padding=2, padding_mode="reflect"),
    nn.Conv2d(6, 3, 12),
    nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, groups=2),
    nn.ConvTranspose2d(6, 2, 2, stride=4),
    nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True),
    nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False),
    nn.AvgPool2d(12),
    nn.AdaptiveAvgPool2d((5, 3)),
    nn.AdaptiveMaxPool2d((7, 6)),
]


@pytest.mark.parametrize("module", KINDS, ids=str)
def test_every_kind_of_window_is_printed_so_that_it_can_be_reckoned(module: nn.Module) -> None:
    view = view_of(module, 6, 12, 12)
    chance = np.random.default_rng(2)
    for _ in range(30):
        unit = tuple(int(chance.integers(end)) for end in view.output.shape)
        taken = view.unit(*unit)
        for front in (None, (0,)):
            text = printed(taken, front=front)
            assert float(view.output[unit]) in reckon_sum(text), text
            assert_equal_where_it_says_so(text)


def test_short_sums_are_spelled_out_and_long_ones_are_counted() -> None:
    module = nn.Conv2d(1, 1, 2, bias=False)
    with torch.no_grad():
        module.weight.copy_(torch.tensor([[[[1.0, -2.0], [0.5, 3.0]]]]))
    view = of_layer(module, torch.tensor([[[1.0, 2.0], [3.0, -4.0]]]))
    assert view is not None
    assert printed(view.unit(0, 0, 0)) == "1·1 + 2·(−2) + 3·0.5 + −4·3 = −13.5\n= −13.5"
    long = printed(view_of(nn.Conv2d(1, 1, 3, bias=False), 1, 3, 3).unit(0, 0, 0))
    assert long.startswith("Σ 9 products = ")


def test_grids_hold_what_is_under_the_window() -> None:
    view = view_of(nn.MaxPool2d(2, padding=1), 3, 4, 4)
    taken = view.unit(2, 0, 0)
    (grid,) = (piece for piece in window_sum.pieces(taken) if isinstance(piece, ProductGrid))
    assert grid.padding is not None
    assert grid.padding.tolist() == [[True, True], [True, False]]
    assert grid.chosen == (1, 1)
    assert grid.cell_text(0, 0) == "−∞"
    assert not [piece for piece in window_sum.pieces(taken, grids=False) if isinstance(piece, ProductGrid)]
    # More than an eye takes in, and than there is room for.
    huge = view_of(nn.MaxPool2d(12), 1, 12, 12).unit(0, 0, 0)
    assert not [piece for piece in window_sum.pieces(huge) if isinstance(piece, ProductGrid)]


@pytest.mark.parametrize(
    ("values", "weights", "line"),
    [
        ([[0.0, 1, 3, 4]], [[5, -1.25, 2, 3]], "0·5 + 1·(−1.25) + 3·2 + 4·3 = 16.75"),
        ([[0.5, 1.0]], [[0.3333333, 2.0]], "0.5·0.3333 + 1·2 ≈ 2.167"),
        ([[1.0, 1.0]], [[12345.678, 2.0]], "1·12346 + 1·2 ≈ 12348"),
    ],
)
def test_a_sum_that_is_spelled_out_is_said_to_be_equal_only_where_it_is(
    values: list[list[float]], weights: list[list[float]], line: str
) -> None:
    layer = nn.Conv2d(1, 1, (1, len(values[0])), bias=False)
    layer.weight.data = torch.tensor([[weights]])
    view = of_layer(layer.requires_grad_(False), torch.tensor([values]))
    assert view is not None
    said = [piece.text for piece in window_sum.pieces(view.unit(0, 0, 0)) if isinstance(piece, Said)]
    assert line in said


@pytest.mark.parametrize(
    ("values", "weight", "bias", "last"),
    [
        ([2.0, 3.0], [0.5, 2.0], 1.0, "= 8"),
        ([1 / 3, 3.0], [1.0, 2.0], 1.0, "≈ 7.333"),  # a sum of a channel is rounded
        ([2.0, 3.0], [0.5, 2.0], 1 / 3, "≈ 7.333"),  # the bias is
        ([10000.0, 0.25], [1.0, 1.0], 0.0, "≈ 10000"),  # the result is
        ([10000.4, -10000.0], [1.0, 1.0], 0.0, "≈ 0.4004"),  # terms whose figures end before the result's
        ([0.0, 0.0], [1.0, 1.0], 0.0, "= 0"),
    ],
)
@pytest.mark.parametrize("terms", [2, 8])
def test_the_last_line_is_an_equation_where_its_terms_are_whole(
    values: list[float], weight: list[float], bias: float, last: str, terms: int
) -> None:
    layer = nn.Conv2d(2, 1, 1)
    layer.weight.data = torch.tensor(weight).reshape(1, 2, 1, 1)
    layer.bias.data = torch.tensor([bias])
    view = of_layer(layer.requires_grad_(False), torch.tensor(values).reshape(2, 1, 1))
    assert view is not None
    text = printed(view.unit(0, 0, 0), terms=terms)
    assert text.splitlines()[-1] == last
    assert_equal_where_it_says_so(text)


def test_a_long_sum_whose_listed_terms_are_rounded_is_no_equation() -> None:
    whole, chance = nn.Linear(300, 1), np.random.default_rng(3)
    for spread, sign in ((1.0, "≈"), (0.0, "=")):
        whole.weight.data = torch.from_numpy(chance.normal(size=(1, 300)).astype(np.float32)) * spread + 2 * (
            1 - spread
        )
        whole.bias.data = torch.tensor([0.5])
        view = of_layer(whole.requires_grad_(False), torch.ones(300))
        assert view is not None
        text = printed(view.unit(0, 0, 0))
        assert text.splitlines()[-1].startswith(f"{sign} ")
        assert_equal_where_it_says_so(text)


def test_a_pooled_sum_that_is_not_spelled_out_is_said_to_be_rounded() -> None:
    chance = np.random.default_rng(5)
    for numbers, sign in ((chance.normal(size=(1, 5, 5)), "≈"), (np.full((1, 5, 5), 2.0), "=")):
        for layer, words in ((nn.AvgPool2d(5), "sum "), (nn.MaxPool2d(5), "max of 25 values")):
            view = of_layer(layer, torch.from_numpy(numbers.astype(np.float32)))
            assert view is not None
            text = printed(view.unit(0, 0, 0))
            assert text.startswith(words)
            assert f" {sign} " in text, text


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (nn.Conv2d(6, 3, 3), "4 other channels: 0"),
        (nn.Conv2d(6, 2, 1), "4 other channels: 0"),
        (nn.Conv2d(6, 2, 12), "… 464 more = 0"),
    ],
    ids=str,
)
def test_channels_of_nothing_but_zeros_add_nothing(module: nn.Module, said: str) -> None:
    """After a ReLU most are; a difference of two sums would make 2.8e−17 of them."""
    given = torch.from_numpy(np.random.default_rng(3).random((6, 12, 12)).astype(np.float32))
    given[2:] = 0
    torch.manual_seed(3)
    view = of_layer(module.eval(), given)
    assert view is not None
    for row in range(0, view.output.shape[1], 3):
        taken = view.unit(1, row, 0)
        text = printed(taken, front=(0, 1), terms=400)
        assert said in text.splitlines(), text


def test_terms_that_are_not_listed_add_up_to_what_they_are() -> None:
    values = np.array([0.1, 0.2, 0.3, *[0.0] * 30])
    lines = window_sum.largest(values, np.ones(33), values, "{value} × {weight}", 3)
    assert lines[-1].text == "… 30 more = 0"
    assert window_sum.largest_terms(values, 3)[-1] == 0.0
    values[-1] = 1e-9
    assert window_sum.largest(values, np.ones(33), values, "{value} × {weight}", 3)[-1].text == "… 30 more = 1e−9"

"""Every number of a real layer, taken from its view, against the layer's own forward pass and a fresh PyTorch layer."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from cnnstudio.convolution.layers import LayerView, of_layer
from cnnstudio.convolution.state import Part
from cnnstudio.convolution.step_through import CellSteps, Term, steps
from cnnstudio.errors import ConfigError
from cnnstudio.networks import catalogue
from cnnstudio.networks.lenet import SparseConv2d

SEVERAL = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def by_hand(cell: CellSteps, largest: bool) -> float:
    """The output computed from the terms alone: what a reader of the product view would add up."""
    if largest:
        return max(term.value for term in cell.channels[0].terms)
    total = sum(np.float64(term.value) * term.weight for each in cell.channels for term in each.terms)
    return float(total + (cell.rest or 0) + (cell.bias or 0))


def check(module: nn.Module, came: Tensor, view: LayerView, seed: int = 0, units: int = 12) -> None:
    """Some cuts of the layer, some units of each: the terms add up to what the layer gives at the real place."""
    with torch.inference_mode():
        real = module(came.unsqueeze(0))[0]
    choose = np.random.default_rng(seed)
    geometry = view.geometry
    largest = isinstance(module, nn.MaxPool2d | nn.AdaptiveMaxPool2d)
    reach = float(view.output.abs().max()) + float(view.input.abs().max()) + 1
    for _ in range(3):
        outputs = [int(out) for out in choose.integers(geometry.channels_out, size=3)]
        inputs = [int(each) for each in choose.integers(geometry.in_channels, size=4)]
        result = view.shown(outputs, inputs)
        assert result.inputs is not None
        assert result.outputs is not None
        height, width = geometry.output_size
        for _ in range(units):
            out = int(choose.integers(len(result.outputs)))
            row, col = int(choose.integers(height)), int(choose.integers(width))
            cell = steps(result, out, row, col)
            # The layer's own memory layout: a linear layer has one number an output, or one for each token.
            own = (
                real[result.outputs[out], row, col] if real.dim() == 3 else real.reshape(-1, geometry.channels_out)[col]
            )
            want = float(own if own.dim() == 0 else own[result.outputs[out]])
            assert cell.result == want
            assert by_hand(cell, largest) == pytest.approx(want, abs=2e-5 * reach)
            for each in cell.channels:
                for term in each.terms:
                    if view.kernel is not None and not term.is_padding:
                        _check_weight(module, view, result.outputs[out], result.inputs[each.channel], term)


def _check_weight(module: nn.Module, view: LayerView, out: int, channel: int, term: Term) -> None:
    row, col = term.weight_at
    place = view.place(out, channel - view.geometry.channels_read(out).start, row, col)
    if place is None:
        assert term.weight == 0
        return
    name, index = place
    assert float(module.get_parameter(name).detach()[index]) == term.weight


@st.composite
def layers(draw: st.DrawFn) -> tuple[nn.Module, Tensor]:
    def small(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    torch.manual_seed(small(0, 1 << 20))
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    channels = groups * small(1, 4)
    kernel, stride, dilation = (small(1, 4), small(1, 4)), (small(1, 3), small(1, 3)), (small(1, 2), small(1, 2))
    came = torch.randn(channels, small(7, 12), small(7, 12))
    kind = draw(st.sampled_from(["conv", "same", "transposed", "max", "average", "adaptive-average", "adaptive-max"]))
    half = (small(0, kernel[0] // 2), small(0, kernel[1] // 2))
    match kind:
        case "conv":
            mode = draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"]))
            module: nn.Module = nn.Conv2d(
                channels, groups * small(1, 3), kernel, stride, (small(0, 3), small(0, 3)), dilation, groups,
                draw(st.booleans()), mode,
            )  # fmt: skip
        case "same":
            module = nn.Conv2d(channels, groups * small(1, 3), kernel, 1, "same", dilation, groups)
        case "transposed":
            extra = (small(0, max(stride[0], dilation[0]) - 1), small(0, max(stride[1], dilation[1]) - 1))
            module = nn.ConvTranspose2d(
                channels, groups * small(1, 3), kernel, stride, half, extra, groups, draw(st.booleans()), dilation
            )
        case "max":
            module = nn.MaxPool2d(kernel, stride, half, dilation, ceil_mode=draw(st.booleans()))
        case "average":
            module = nn.AvgPool2d(
                kernel, stride, half, draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from([None, 3]))
            )
        case "adaptive-average":
            module = nn.AdaptiveAvgPool2d((small(1, 7), small(1, 7)))
        case _:
            module = nn.AdaptiveMaxPool2d((small(1, 7), small(1, 7)))
    return module.eval(), came


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@SEVERAL
@given(layers(), st.integers(0, 1 << 20))
def test_a_layer_taken_apart_adds_up_to_what_it_gives(chosen: tuple[nn.Module, Tensor], seed: int) -> None:
    module, came = chosen
    view = of_layer(module, came)
    assert view is not None
    check(module, came, view, seed)


@pytest.mark.parametrize("maps", [None, (3, 4, 5)])
def test_a_linear_layer_behind_a_flattening_is_a_convolution_over_the_whole_map(maps: tuple | None) -> None:
    torch.manual_seed(0)
    module, came = nn.Linear(60, 7), torch.randn(60)
    view = of_layer(module, came, maps)
    assert view is not None
    assert view.geometry.kernel_size == ((4, 5) if maps else (1, 1))
    assert view.geometry.output_size == (1, 1)
    check(module, came, view)


def test_a_linear_layer_over_tokens_is_a_1x1_convolution() -> None:
    torch.manual_seed(0)
    module, came = nn.Linear(8, 5, bias=False), torch.randn(6, 8)
    view = of_layer(module, came)
    assert view is not None
    assert (view.geometry.input_size, view.geometry.output_size) == ((1, 6), (1, 6))
    check(module, came, view)


def real_layers(name: str) -> list[tuple[str, nn.Module, Tensor, tuple[int, int, int] | None]]:
    """Every layer without layers of its own, with what came into it for a random picture."""
    torch.manual_seed(3)
    spec = catalogue.get(name)
    network = spec.build().eval()
    found: list[tuple[str, nn.Module, Tensor, tuple[int, int, int] | None]] = []
    flattened: dict[int, tuple[int, int, int]] = {}

    def keep(path: str) -> object:
        def hook(module: nn.Module, came: tuple[Tensor, ...], output: Tensor) -> None:
            if isinstance(module, nn.Flatten) and came[0].dim() == 4:
                flattened[output.data_ptr()] = tuple(came[0].shape[1:])
            found.append((path, module, came[0][0].clone(), flattened.get(came[0].data_ptr())))

        return hook

    hooks = []
    for path, module in network.named_modules():
        if not any(module.children()):
            hooks.append(module.register_forward_hook(keep(path)))
    with torch.inference_mode():
        network(torch.rand(1, *spec.input_shape))
    for hook in hooks:
        hook.remove()
    return found


WINDOWS = (nn.Conv2d, nn.Linear, nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d)


@pytest.mark.parametrize("name", ["convnet", "lenet5", "lenet5-1998", "digitnet", "mini-inception", "resnet18"])
def test_every_convolution_pooling_and_linear_layer_of_a_network_opens(name: str) -> None:
    opened = 0
    for path, module, came, maps in real_layers(name):
        module = copy.deepcopy(module)
        view = of_layer(module, came, maps)
        if isinstance(module, WINDOWS) or type(module).__name__ in ("SparseConv2d", "Subsampling"):
            assert view is not None, path
            check(module, came, view, units=4)
            opened += 1
        else:
            assert view is None, path
    assert opened >= {"resnet18": 22}.get(name, 5)


def test_the_strongest_channels_stand_in_front() -> None:
    module = nn.Conv2d(4, 3, 1, bias=False)
    with torch.no_grad():
        module.weight.copy_(torch.tensor([[0, 1, -5, 2], [9, 0, 0, 0], [0, 0, 1, 0.0]])[:, :, None, None])
    view = of_layer(module, torch.ones(4, 2, 2))
    assert view is not None
    assert view.strongest_outputs(2) == (1, 0)
    assert view.strongest_inputs(0, 3) == (2, 3, 1)
    assert view.strongest_inputs(1, 2) == (0, 1)
    assert view.strongest_inputs(0, 2, at=(1, 1)) == (2, 3)


def test_what_is_left_out_is_one_honest_term() -> None:
    torch.manual_seed(1)
    module, came = nn.Conv2d(30, 4, 3, padding=1), torch.randn(30, 6, 6)
    view = of_layer(module, came)
    assert view is not None
    result = view.shown([2], [5, 7])
    assert result.rest_channels == 28
    others = [channel for channel in range(30) if channel not in (5, 7)]
    alone = nn.functional.conv2d(came[None, others], module.weight[2:3, others], padding=1)[0]
    assert result.rest is not None
    torch.testing.assert_close(result.rest, alone.detach())
    torch.testing.assert_close(result.partials(0).sum(0) + result.rest[0] + module.bias[2].detach(), result.output[0])


def test_a_layer_is_read_and_not_touched() -> None:
    module, came = nn.Conv2d(2, 2, 3), torch.randn(2, 5, 5)
    before = copy.deepcopy(module.state_dict())
    view = of_layer(module, came)
    assert view is not None
    view.shown([1, 0], [1])
    assert all(torch.equal(before[name], tensor) for name, tensor in module.state_dict().items())
    assert not module._forward_hooks


@pytest.mark.parametrize(
    ("module", "shape"),
    [
        (nn.ReLU(), (2, 4, 4)),
        (nn.BatchNorm2d(2).eval(), (2, 4, 4)),
        (nn.Conv1d(2, 2, 3), (2, 4)),
        (nn.Conv3d(2, 2, 3), (2, 4, 4, 4)),
        (nn.LPPool2d(2, 2), (2, 4, 4)),
        (nn.MaxPool2d(2, return_indices=True), (2, 4, 4)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_layer_whose_arithmetic_is_not_known_has_no_view(module: nn.Module, shape: tuple[int, ...]) -> None:
    assert of_layer(module, torch.randn(shape)) is None


class Doubling(nn.Conv2d):
    """A convolution that is none: it computes something else."""

    def forward(self, input: Tensor) -> Tensor:
        return 2 * super().forward(input)


class Inner(nn.Conv2d):
    """Overrides what the forward method of a convolution calls."""

    def _conv_forward(self, input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        return super()._conv_forward(input, weight.flip(2), bias)


class Named(nn.Conv2d):
    """A convolution with a name of its own."""


class Halving(nn.Linear):
    """Computes with half of its weights."""

    def forward(self, input: Tensor) -> Tensor:
        return nn.functional.linear(input, self.weight / 2, self.bias)


def hooked() -> nn.Module:
    module = nn.MaxPool2d(2)
    module.register_forward_hook(lambda _module, _given, output: output + 1)
    return module


def patched() -> nn.Module:
    module = nn.AvgPool2d(2)
    module.forward = lambda maps: nn.functional.max_pool2d(maps, 2)  # type: ignore[method-assign]
    return module


@pytest.mark.parametrize(
    ("module", "shape"),
    [
        (Doubling(4, 4, 3), (4, 8, 8)),
        (Inner(4, 4, 3), (4, 8, 8)),
        (Halving(12, 3), (12,)),
        (hooked(), (4, 8, 8)),
        (patched(), (4, 8, 8)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_class_that_computes_something_else_has_no_view(module: nn.Module, shape: tuple[int, ...]) -> None:
    assert of_layer(module, torch.randn(shape)) is None


def test_a_class_that_computes_the_same_has_one() -> None:
    for module in (Named(4, 2, 3), torch.nn.utils.parametrizations.weight_norm(nn.Conv2d(4, 2, 3))):
        came = torch.randn(4, 6, 6)
        view = of_layer(module, came)
        assert view is not None
        with torch.inference_mode():
            want = module(came[None])[0]
        taken = view.unit(1, 2, 3)
        assert taken.computed == pytest.approx(float(want[1, 2, 3]), abs=1e-5)
        assert taken.agrees


def test_what_it_gave_is_taken_where_it_is_known() -> None:
    module, came = nn.Conv2d(1, 2, 3), torch.randn(1, 5, 5)
    gave = module(came[None])[0].detach()
    view = of_layer(module, came, output=gave)
    assert view is not None
    assert view.output is gave
    assert of_layer(module, came, output=gave + 1) is None


def test_numbers_that_are_not_finite_do_not_refute_a_layer() -> None:
    came = torch.randn(1, 5, 5)
    came[0, 2, 2] = torch.inf
    view = of_layer(nn.Conv2d(1, 2, 3), came)
    assert view is not None
    assert not np.isfinite(view.unit(0, 1, 1).computed)


def test_no_limit_of_a_control_holds_for_a_real_layer() -> None:
    """Weights of a run that went astray, and more values than a free state may have."""
    torch.manual_seed(0)
    module, came = nn.Conv2d(2, 2, 3), 1e5 * torch.randn(2, 6, 6)
    with torch.no_grad():
        module.weight.mul_(1e4)
    view = of_layer(module, came)
    assert view is not None
    result = view.shown([1], [0, 1])
    assert result.state.kernel.peak * result.state.input.peak > 1e8
    assert steps(result, 0, 2, 2).computed == pytest.approx(float(view.output[1, 2, 2]), rel=1e-5)
    with pytest.raises(ConfigError, match="1,000,000"):
        result.state.with_cells(Part.KERNEL, {(0, 0, 0, 0): 1e7})
    wide = of_layer(nn.MaxPool2d(2), torch.rand(20, 1000, 900))
    assert wide is not None
    assert wide.geometry.problem() is not None
    assert wide.unit(19, 499, 449).agrees


def test_the_paper_s_sparse_layer_looks_at_the_maps_of_its_table() -> None:
    torch.manual_seed(0)
    module = SparseConv2d()
    view = of_layer(module, torch.randn(6, 14, 14))
    assert view is not None
    assert view.channels_read(5) == (0, 1, 5)
    assert view.kernels(5).shape == (3, 5, 5)
    taken = view.unit(5, 3, 4)
    assert taken.inputs == (0, 1, 5)
    assert taken.computed == pytest.approx(taken.result, abs=1e-5)
    total = view.partials(5).sum(0) + module.bias.detach()[5]
    torch.testing.assert_close(total, view.output[5], atol=1e-5, rtol=1e-5)
    # All maps can be shown; those that are not connected come last.
    assert set(view.strongest_inputs(5, 6)[:3]) == {0, 1, 5}
    assert len(view.strongest_inputs(5, 6)) == 6


def test_a_channel_that_is_not_there_is_refused() -> None:
    view = of_layer(nn.Conv2d(1, 2, 3), torch.randn(1, 5, 5))
    assert view is not None
    with pytest.raises(IndexError):
        view.shown([2])

import math

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.networks import catalogue
from cnnstudio.networks.lenet import Subsampling
from cnnstudio.prediction.activations import LayerActivation, Unit, record
from cnnstudio.prediction.arithmetic import Rule, explain, intermediates
from cnnstudio.weights import Edits, shell


def picture() -> np.ndarray:
    return np.random.default_rng(1).random((28, 28), np.float32)


def units(shape: tuple[int, ...]) -> list[Unit]:
    rng = np.random.default_rng(2)
    chosen = [tuple(int(rng.integers(size)) for size in shape) for _ in range(25)]
    # The corners reach into the padding.
    chosen += [(0,) * len(shape), tuple(size - 1 for size in shape)]
    return [Unit(*place) for place in chosen]


@pytest.mark.parametrize("name", ["convnet", "lenet5", "mlp", "digitnet"])
def test_the_arithmetic_of_every_layer_gives_the_layers_output(name):
    torch.manual_seed(1)
    activations = record(catalogue.build(name), picture())
    kinds = {activation.kind for activation in activations}
    assert "Linear" in kinds
    for activation in activations:
        for unit in units(activation.output.shape):
            found = explain(activation, unit)
            assert found.result == pytest.approx(found.output, rel=1e-4, abs=1e-5), (activation.path, unit)
            if found.products is not None:
                total = float(found.products.sum()) + (found.bias or 0)
                assert total == pytest.approx(found.output, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(4, 6, (3, 5), stride=2, padding=(2, 1), dilation=(1, 2), groups=2),
        nn.Conv2d(4, 8, 3, padding="same", dilation=2, bias=False),
        nn.Conv2d(4, 6, (3, 4), padding="same", dilation=(1, 2)),
        nn.Conv2d(4, 4, 3, padding=2, padding_mode="reflect", groups=4),
        nn.Conv2d(4, 2, 5, padding=1, padding_mode="replicate", stride=3),
        nn.Conv2d(4, 2, 3, padding=(1, 2), padding_mode="circular", dilation=2),
        nn.ConvTranspose2d(4, 2, 3),
        nn.ConvTranspose2d(4, 6, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2), groups=2),
        nn.ConvTranspose2d(4, 4, 3, stride=2, dilation=(2, 3), groups=4, bias=False),
        nn.ConvTranspose2d(4, 3, 2, stride=4),
        Subsampling(4),
        nn.AvgPool2d(3, stride=2),
        nn.AvgPool2d(4, stride=3, padding=2),
        nn.AvgPool2d(4, stride=3, padding=2, count_include_pad=False),
        nn.AvgPool2d((3, 5), stride=4, padding=1, ceil_mode=True),
        nn.AvgPool2d(5, stride=4, ceil_mode=True, count_include_pad=False),
        nn.AvgPool2d(3, stride=2, padding=1, divisor_override=4),
        nn.MaxPool2d(3, stride=1, padding=1),
        nn.MaxPool2d(4, stride=3, padding=1, dilation=2, ceil_mode=True),
        nn.AdaptiveAvgPool2d((3, 4)),
        nn.AdaptiveAvgPool2d((7, None)),
        nn.AdaptiveMaxPool2d((5, 3)),
        nn.BatchNorm2d(4),
        nn.BatchNorm2d(4, affine=False),
        nn.ZeroPad2d((1, 2, 3, 0)),
        nn.ZeroPad2d((-2, 1, -1, 3)),
        nn.ConstantPad2d(2, 0.75),
        nn.ReflectionPad2d((3, 1, 0, 2)),
        nn.ReplicationPad2d((3, 1, 0, 2)),
        nn.CircularPad2d((3, 1, 0, 2)),
        nn.Sigmoid(),
        nn.Tanh(),
        nn.SiLU(),
        nn.GELU(),
        nn.ELU(0.7),
        nn.ReLU6(),
        nn.Hardtanh(-0.2, 0.1),
        nn.LeakyReLU(0.3),
        nn.PReLU(4, init=0.2),
        nn.PReLU(),
        nn.Hardswish(),
        nn.Hardsigmoid(),
    ],
    ids=str,
)
def test_other_layers(layer):
    torch.manual_seed(3)
    first = nn.Conv2d(1, 4, 3)
    if isinstance(layer, Subsampling):
        nn.init.normal_(layer.coefficient)
        nn.init.normal_(layer.bias)
    if isinstance(layer, nn.BatchNorm2d):
        layer.running_mean.uniform_(-1, 1)
        layer.running_var.uniform_(0.5, 2)
        if layer.affine:
            nn.init.uniform_(layer.weight)
    activations = record(nn.Sequential(first, layer), picture())
    for unit in units(activations[1].output.shape):
        found = explain(activations[1], unit)
        assert found.rule is not Rule.UNKNOWN
        assert found.result == pytest.approx(found.output, rel=1e-4, abs=1e-5)
    if isinstance(layer, Subsampling):
        assert explain(activations[1], Unit(1, 0, 0)).weights.ravel() == pytest.approx(
            [float(layer.coefficient.detach()[1])] * 4
        )
    if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
        last = layer.out_channels - 1
        parts = intermediates(activations[1], last)
        total = parts.sum(axis=0) + (float(layer.bias.detach()[last]) if layer.bias is not None else 0)
        assert np.allclose(total, activations[1].output[last], atol=1e-5)
        assert len(parts) == 4 // layer.groups


def test_the_window_of_a_pool_and_its_winner():
    activations = record(catalogue.build("convnet"), picture())
    found = explain(activations[2], Unit(3, 5, 6))
    assert found.rule is Rule.MAXIMUM
    assert (found.window.top, found.window.left, found.window.channels) == (10, 12, (3,))
    assert found.values[found.chosen] == pytest.approx(found.output)


def test_a_transposed_convolution_reads_its_input_forwards_and_gaps_read_nothing():
    torch.manual_seed(2)
    spread = nn.ConvTranspose2d(4, 3, (3, 2), stride=(2, 4))
    activation = record(nn.Sequential(nn.Conv2d(1, 4, 3), spread), picture())[1]
    found = explain(activation, Unit(1, 4, 5))
    assert (found.window.top, found.window.left, found.window.height, found.window.width) == (1, 1, 2, 1)
    below = torch.from_numpy(activation.input)
    # Row 4 is reached by input row 1 through the kernel's last row, and by row 2 through its first.
    for channel in range(4):
        weights = spread.weight.detach()[channel, 1]
        assert found.values[channel].ravel().tolist() == below[channel, 1:3, 1].tolist()
        assert found.weights[channel].ravel().tolist() == [float(weights[2, 1]), float(weights[0, 1])]
    gap = explain(activation, Unit(1, 4, 3))
    assert gap.values.size == 0
    assert gap.result == pytest.approx(float(spread.bias.detach()[1])) == gap.output


def test_only_convolutions_have_intermediates():
    activations = record(catalogue.build("convnet"), picture())
    with pytest.raises(TypeError, match="MaxPool2d has no maps between"):
        intermediates(activations[2], 0)


@pytest.mark.parametrize(
    ("name", "path"), [("convnet", "features.0"), ("digitnet", "features.1"), ("digitnet", "classifier")]
)
def test_a_map_that_is_switched_off_is_zero_by_the_edit_and_its_neighbours_are_known(name, path):
    torch.manual_seed(1)
    network = shell.edited(catalogue.build(name), Edits().switch(path, 0, on=False).switch(path, 2, on=False))
    (layer,) = (activation for activation in record(network, picture()) if activation.path == path)
    places = [(0, 0), (3, 5)] if layer.is_maps else [()]
    for unit in [Unit(channel, *place) for channel in range(4) for place in places]:
        found = explain(layer, unit)
        if unit.channel in (0, 2):
            assert (found.rule, found.result, found.output) == (Rule.OFF, 0.0, 0.0)
        else:
            assert found.rule is not Rule.UNKNOWN
            assert found.result == pytest.approx(found.output, rel=1e-4, abs=1e-5)


def test_no_such_unit():
    activations = record(catalogue.build("convnet"), picture())
    with pytest.raises(IndexError):
        explain(activations[0], Unit(99))


def test_the_sparse_convolution_sees_the_maps_of_the_papers_table():
    torch.manual_seed(1)
    activations = {activation.path: activation for activation in record(catalogue.build("lenet5-1998"), picture())}
    sees = {0: (0, 1, 2), 5: (0, 1, 5), 6: (0, 1, 2, 3), 11: (0, 1, 2, 5), 12: (0, 1, 3, 4), 15: (0, 1, 2, 3, 4, 5)}
    for channel, below in sees.items():
        found = explain(activations["c3"], Unit(channel, 3, 9))
        assert found.window.channels == below
        assert found.values.shape == (len(below), 5, 5)
        parts = intermediates(activations["c3"], channel)
        assert len(parts) == len(below)
        assert np.allclose(parts.sum(axis=0) + found.bias, activations["c3"].output[channel], atol=1e-5)


def test_softmax():
    class Chance(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.linear, self.chance = nn.Linear(784, 10), nn.Softmax(dim=1)

        def forward(self, pictures: Tensor) -> Tensor:
            return self.chance(20 * self.linear(pictures.flatten(1)))

    activations = record(Chance(), picture())
    found = [explain(activations[1], Unit(unit)) for unit in range(10)]
    assert all(one.rule is Rule.SOFTMAX for one in found)
    assert [one.result for one in found] == pytest.approx(activations[1].output.tolist(), abs=1e-6)
    assert sum(one.result for one in found) == pytest.approx(1)


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


def hooked() -> nn.Module:
    layer = nn.ReLU()
    layer.register_forward_hook(lambda _module, _given, activation: activation + 1)
    return layer


def patched() -> nn.Module:
    layer = nn.MaxPool2d(2)
    layer.forward = lambda maps: functional.avg_pool2d(maps, 2)  # type: ignore[method-assign]
    return layer


class Mystery(nn.Module):
    """Anything at all."""

    def forward(self, maps: Tensor) -> Tensor:
        return maps.sort(dim=1).values


@pytest.mark.parametrize(
    "layer",
    [
        Doubling(4, 4, 3),
        Inner(4, 4, 3),
        hooked(),
        patched(),
        Mystery(),
        nn.LPPool2d(2, 2),
        nn.BatchNorm2d(4, track_running_stats=False),
        nn.InstanceNorm2d(4),
        nn.GELU(approximate="tanh"),
        nn.Linear(26, 5),
        nn.Softmax(dim=1),
        nn.PixelShuffle(2),
        nn.Upsample(scale_factor=2),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_what_is_not_known_is_said_to_be_unknown(layer):
    torch.manual_seed(3)
    activation = record(nn.Sequential(nn.Conv2d(1, 4, 3), layer), picture())[1]
    for unit in units(activation.output.shape):
        found = explain(activation, unit)
        assert found.rule is Rule.UNKNOWN
        assert (found.window, found.products, found.values.size) == (None, None, 0)
        assert math.isnan(found.result)
        assert found.output == float(activation.output[unit.channel, unit.row, unit.column])
    with pytest.raises(TypeError, match="no maps between"):
        intermediates(activation, 0)


def test_a_subclass_that_computes_the_same_is_known():
    activation = record(nn.Sequential(Named(1, 4, 3)), picture())[0]
    assert activation.kind == "Named"
    assert explain(activation, Unit(2, 3, 4)).rule is Rule.WEIGHTED_SUM


def test_a_parametrised_convolution_is_known():
    model = nn.Sequential(torch.nn.utils.parametrizations.weight_norm(nn.Conv2d(1, 3, 3)))
    found = explain(record(model, picture())[0], Unit(2, 3, 4))
    assert found.rule is Rule.WEIGHTED_SUM
    assert found.result == pytest.approx(found.output, abs=1e-5)


def test_a_dead_channel_is_normalised_as_it_is():
    # A variance next to nothing makes much of what float32 rounds off; that must not pass for another arithmetic.
    layer = nn.BatchNorm2d(4)
    layer.running_mean.fill_(0.3)
    layer.running_var.fill_(1e-9)
    activation = record(nn.Sequential(nn.Conv2d(1, 4, 3), layer), picture())[1]
    assert all(explain(activation, unit).rule is Rule.NORMALISE for unit in units(activation.output.shape))


def test_numbers_that_are_not_finite():
    values = np.full((1, 2, 2), np.inf, np.float32)
    activation = LayerActivation("relu", "ReLU", nn.ReLU(), values, values)
    assert explain(activation, Unit(0)).result == math.inf
    missing = LayerActivation("relu", "ReLU", nn.ReLU(), values * np.nan, values * np.nan)
    assert explain(missing, Unit(0)).rule is Rule.UNKNOWN

import copy

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.convolution.opened import look
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.step_through import steps
from cnnstudio.errors import ConfigError
from cnnstudio.networks import catalogue


def network(name: str) -> nn.Module:
    torch.manual_seed(4)
    return catalogue.build(name).eval()


def outputs_of(module: nn.Module, path: str, picture: Tensor) -> list[Tensor]:
    """What a layer gives each time it is called, by a hook of its own."""
    given: list[Tensor] = []
    hook = module.get_submodule(path).register_forward_hook(lambda _m, _i, output: given.append(output[0].clone()))
    with torch.inference_mode():
        module(picture[None])
    hook.remove()
    return given


@pytest.mark.parametrize("name", ["convnet", "lenet5", "lenet5-1998", "digitnet", "mini-inception"])
def test_every_unit_is_the_layers_own(name: str) -> None:
    module, picture = network(name), torch.rand(1, 28, 28)
    opened = 0
    for path, layer in module.named_modules():
        if any(layer.children()) or not path:
            continue
        try:
            found = look(copy.deepcopy(module), OpenedLayer(path=path), picture)
        except ConfigError:
            assert not isinstance(layer, nn.Conv2d | nn.Linear | nn.MaxPool2d | nn.AvgPool2d | nn.AdaptiveAvgPool2d)
            continue
        opened += 1
        (real,) = outputs_of(module, path, picture)
        outputs = found.result.outputs
        assert outputs is not None
        height, width = found.view.geometry.output_size
        for index, out in enumerate(outputs):
            cell = steps(found.result, index, height // 2, width // 2)
            want = real[out] if real.dim() == 1 else real[out, height // 2, width // 2]
            assert cell.result == float(want)
            if not found.view.geometry.operation.pools:
                total = sum(term.product for each in cell.channels for term in each.terms)
                assert total + (cell.rest or 0) + (cell.bias or 0) == pytest.approx(float(want), abs=1e-4)
    assert opened >= 5


def test_the_channels_that_are_named_are_shown() -> None:
    module, picture = network("lenet5"), torch.rand(1, 28, 28)
    found = look(module, OpenedLayer(path="features.3", outputs=(9, 2), inputs=(4,)), picture)
    assert (found.result.outputs, found.result.inputs) == ((9, 2), (4,))
    assert found.result.rest_channels == 5


def test_a_linear_layer_shows_the_maps_that_were_flattened() -> None:
    class Flat(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.head = nn.Conv2d(1, 3, 3), nn.Linear(3 * 26 * 26, 4)

        def forward(self, x: Tensor) -> Tensor:
            return self.head(torch.relu(self.conv(x)).flatten(1))

    plain = look(Flat().eval(), OpenedLayer(path="head"), torch.rand(1, 28, 28))
    # The rectified maps come from no module, so what was flattened is not known.
    assert plain.view.geometry.kernel_size == (1, 1)
    own = look(network("convnet"), OpenedLayer(path="classifier"), torch.rand(1, 28, 28))
    assert own.view.geometry.kernel_size == (7, 7)
    assert own.view.geometry.in_channels == 16


def test_a_layer_that_is_used_twice_is_opened_at_either_call() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(1, 1, 3, padding=1)

        def forward(self, x: Tensor) -> Tensor:
            return self.conv(torch.relu(self.conv(x)))

    torch.manual_seed(1)
    module, picture = Twice().eval(), torch.rand(1, 6, 6)
    real = outputs_of(module, "conv", picture)
    for call in (1, 2):
        found = look(copy.deepcopy(module), OpenedLayer(path="conv", call=call), picture)
        torch.testing.assert_close(found.view.output, real[call - 1], rtol=0, atol=0)
    with pytest.raises(ConfigError, match="is not called"):
        look(module, OpenedLayer(path="conv", call=3), picture)


@pytest.mark.parametrize("path", ["no.such", "features.1"])
def test_what_cannot_be_opened_is_said(path: str) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        look(network("lenet5"), OpenedLayer(path=path), torch.rand(1, 28, 28))


def test_a_channel_that_is_not_there_is_said() -> None:
    with pytest.raises(ConfigError, match="16 output channels"):
        look(network("lenet5"), OpenedLayer(path="features.3", outputs=(16,)), torch.rand(1, 28, 28))


def test_no_hook_is_left() -> None:
    module = network("convnet")
    look(module, OpenedLayer(path="features.0"), torch.rand(1, 28, 28))
    assert not any(one._forward_hooks or one._forward_pre_hooks for one in module.modules())

import pytest
import torch

from cnnstudio.analysis.network import analyse
from cnnstudio.errors import ConfigError
from cnnstudio.networks import catalogue


@pytest.mark.parametrize("depth", [8, 20])
def test_a_pair_differs_in_the_skip_only(depth: int) -> None:
    plain, residual = catalogue.build(f"plain-{depth}"), catalogue.build(f"resnet-{depth}")
    assert {name: p.shape for name, p in plain.named_parameters()} == {
        name: p.shape for name, p in residual.named_parameters()
    }
    residual.load_state_dict(plain.state_dict())
    pictures = torch.rand(2, 1, 28, 28)
    assert not torch.allclose(plain.eval()(pictures), residual.eval()(pictures))


@pytest.mark.parametrize("name", ["plain-8", "resnet-20", "plain-56", "resnet-56"])
def test_the_number_in_the_name_is_the_number_of_layers_with_weights(name: str) -> None:
    layers = analyse(name).root.walk()
    assert sum(layer.type in {"Conv2d", "Linear"} for layer in layers) == int(name.rpartition("-")[2])


def test_a_block_with_zero_weights_is_its_input() -> None:
    model = catalogue.build("resnet-8").eval()
    block = model.get_submodule("stage1.0")
    for parameter in block.parameters():
        torch.nn.init.zeros_(parameter)
    x = torch.rand(1, 16, 28, 28)
    assert torch.equal(block(x), x)


def test_a_depth_that_does_not_exist_is_told() -> None:
    with pytest.raises(ConfigError, match="8, 14, 20"):
        catalogue.build("plain-8", depth=9)

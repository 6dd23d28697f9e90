import pytest
import torch
from torch import nn

from cnnstudio.errors import UnknownNameError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import initial


def test_the_seed_decides_and_the_stream_stays() -> None:
    torch.manual_seed(99)
    before = torch.get_rng_state()
    one, same, other = (initial.draw(CatalogueNetwork("lenet5"), seed) for seed in (5, 5, 6))
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(one.get_parameter("features.0.weight"), same.get_parameter("features.0.weight"))
    assert not torch.equal(one.get_parameter("features.0.weight"), other.get_parameter("features.0.weight"))
    assert one.training


def test_the_tutorials_initialisation() -> None:
    module = initial.draw(CatalogueNetwork("convnet"), 1, "gaussian-0.01", classes=7)
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            assert layer.bias is not None
            assert not bool(layer.bias.any())
            assert 0.005 < float(layer.weight.detach().std()) < 0.02
    assert module.get_parameter("classifier.weight").shape == (7, 784)


def test_what_there_is_not() -> None:
    with pytest.raises(UnknownNameError):
        initial.draw(CatalogueNetwork("convnett"), 1)

import pytest
import torch
from torch import nn

from cnnstudio import compute
from cnnstudio.errors import UnknownNameError
from cnnstudio.networks import catalogue
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


def test_the_tutorials_initialisation_draws_small_weights_and_zero_biases() -> None:
    module = initial.draw(CatalogueNetwork("convnet"), 1, "gaussian-0.01", classes=7)
    layers = [layer for layer in module.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    assert len(layers) == 3
    for layer in layers:
        assert layer.bias is not None
        assert not bool(layer.bias.any())
    weights = torch.cat([layer.weight.detach().flatten() for layer in layers])
    assert float(weights.mean().abs()) < 0.0005
    assert float(weights.std()) == pytest.approx(0.01, rel=0.05)
    assert module.get_parameter("classifier.weight").shape == (7, 784)


def test_the_default_keeps_what_the_layers_gave_themselves() -> None:
    with compute.random_stream(1):
        plain = catalogue.build("convnet")
    drawn = initial.draw(CatalogueNetwork("convnet"), 1)
    assert all(torch.equal(tensor, drawn.state_dict()[name]) for name, tensor in plain.state_dict().items())


def test_what_there_is_not() -> None:
    with pytest.raises(UnknownNameError):
        initial.draw(CatalogueNetwork("convnett"), 1)

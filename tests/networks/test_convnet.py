import pytest
import torch
from torch import nn

from cnnstudio.errors import ConfigError
from cnnstudio.networks import catalogue


def test_it_has_the_tutorials_layers_and_parameters() -> None:
    network = catalogue.build("convnet")
    counts = [sum(p.numel() for p in m.parameters()) for m in network.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    assert counts == [80, 1168, 7850]
    assert network(torch.rand(3, 1, 28, 28)).shape == (3, 10)


def test_maps_halve_twice() -> None:
    network = catalogue.build("convnet")
    assert network.features(torch.rand(2, 1, 28, 28)).shape == (2, 16, 7, 7)


def test_options_it_does_not_know_are_refused() -> None:
    with pytest.raises(ConfigError, match="convnet"):
        catalogue.build("convnet", dropout=0.5)


def test_compact_shrinks_without_padding_and_has_29434_parameters() -> None:
    network = catalogue.build("compact")
    sizes = []
    for layer in network.features:
        if isinstance(layer, nn.Conv2d | nn.MaxPool2d):
            layer.register_forward_hook(lambda _m, _i, out: sizes.append(tuple(out.shape[1:])))
    assert network(torch.rand(2, 1, 28, 28)).shape == (2, 10)
    assert sizes == [(16, 12, 12), (32, 10, 10), (32, 5, 5), (64, 3, 3)]
    assert sum(parameter.numel() for parameter in network.parameters()) == 29_434

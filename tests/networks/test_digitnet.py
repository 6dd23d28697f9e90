import torch
from torch import nn

from cnnstudio.networks.digitnet import DigitNet


def test_has_the_parameters_and_the_shapes_its_text_says() -> None:
    network = DigitNet()
    assert sum(parameter.numel() for parameter in network.parameters()) == 75_450
    shapes = []
    for layer in network.features:
        if isinstance(layer, nn.MaxPool2d):
            layer.register_forward_hook(lambda _layer, _given, made: shapes.append(tuple(made.shape[1:])))
    assert network.eval()(torch.zeros(2, 1, 28, 28)).shape == (2, 10)
    assert shapes == [(16, 14, 14), (32, 7, 7), (64, 3, 3)]


def test_drops_out_only_while_it_learns() -> None:
    network = DigitNet(num_classes=3, dropout=0.9)
    pictures = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    network.eval()
    assert torch.equal(network(pictures), network(pictures))
    network.dropout.train()
    assert not torch.equal(network(pictures), network(pictures))

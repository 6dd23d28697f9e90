import torch

from cnnstudio.networks import catalogue


def test_sizes_halve_and_channels_double() -> None:
    model = catalogue.build("mini-vgg").eval()
    shapes = []
    x = torch.rand(1, 1, 28, 28)
    for layer in model.get_submodule("features"):  # type: ignore[attr-defined]
        x = layer(x)
        if isinstance(layer, torch.nn.MaxPool2d):
            shapes.append(tuple(x.shape[1:]))
    assert shapes == [(16, 14, 14), (32, 7, 7), (64, 3, 3)]

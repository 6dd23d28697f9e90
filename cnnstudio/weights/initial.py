"""Initial weights: what a run starts from, and what a network without trained weights shows."""

import torch
from torch import nn

from cnnstudio import compute
from cnnstudio.networks import reference
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.weights.reference import Initialisation


def draw(
    network: NetworkRef, seed: int, initialisation: Initialisation = "default", *, classes: int | None = None
) -> nn.Module:
    """The network with weights drawn from this seed, in training mode on the CPU; torch's random stream stays.

    Args:
        initialisation: ``default`` is what each layer's class does; ``gaussian-0.01`` then draws the weights of
            convolutions and linear layers from N(0, 0.01^2) and sets their biases to zero, as in the tutorial: not
            recommended, for demonstration.
        classes: number of outputs; None = the network's own.

    Raises:
        StudioError: as ``reference.build``.
    """
    with compute.random_stream(seed):
        module = reference.build(network, classes=classes)
        if initialisation == "gaussian-0.01":
            _gaussian(module)
    return module


@torch.no_grad()
def _gaussian(module: nn.Module) -> None:
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.normal_(layer.weight, 0.0, 0.01)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)

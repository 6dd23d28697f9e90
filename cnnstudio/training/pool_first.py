"""The same arithmetic in a cheaper order: where a network rectifies and then pools by maximum, pool first.

max(relu(a), relu(b), ...) = relu(max(a, b, ...)), and the gradient goes to the same place, so that not a bit changes;
but a rectifier behind a 2 x 2 pooling has a quarter of the values to look at.
"""

import copy

from torch import nn


def pool_first(model: nn.Module) -> nn.Module:
    """A twin of ``model`` that shares its layers, parameters and buffers; ``model`` itself where nothing is to gain.

    Only neighbours in an ``nn.Sequential`` are exchanged: nowhere else is the order of calls known. The twin's
    containers keep the mode (training or evaluation) that they have now; its layers are the model's own.
    """
    children = list(model.named_children())
    twins = [pool_first(child) for _, child in children]
    if type(model) is nn.Sequential:
        for first in range(len(twins) - 1):
            if type(twins[first]) is nn.ReLU and type(twins[first + 1]) is nn.MaxPool2d:
                twins[first], twins[first + 1] = twins[first + 1], twins[first]
    if all(twin is child for twin, (_, child) in zip(twins, children, strict=True)):
        return model
    shallow = copy.copy(model)
    shallow._modules = {name: twin for (name, _), twin in zip(children, twins, strict=True)}
    return shallow

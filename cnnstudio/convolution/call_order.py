"""In which order a network calls its layers: the way from its input to its output."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from cnnstudio.convolution.opened_layer import OPENABLE


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a layer whose arithmetic the playground knows.

    Attributes:
        path: the layer's path.
        kind: its class name.
        number: which of its calls this is, counted from 1.
    """

    path: str
    kind: str
    number: int = 1


@torch.inference_mode()
def call_order(network: nn.Module, picture: Tensor) -> tuple[Call, ...]:
    """The calls of its layers, from input to output; what it does not call, such as auxiliary heads, is left out.

    Args:
        network: a shell of its own, in evaluation mode, that nobody else uses: it is given hooks.
        picture: (C, H, W), an input that fits; what stands in it makes no difference to most networks.
    """
    found: list[Call] = []
    calls: dict[str, int] = {}

    def note(path: str, kind: str) -> None:
        calls[path] = calls.get(path, 0) + 1
        found.append(Call(path, kind, calls[path]))

    def watch(path: str, module: nn.Module) -> Any:
        kind = type(module).__name__
        return module.register_forward_pre_hook(lambda _module, _given: note(path, kind))

    hooks = [watch(path, module) for path, module in _openable(network)]
    try:
        network(picture.unsqueeze(0))
    finally:
        for hook in hooks:
            hook.remove()
    return tuple(found)


def held_order(network: nn.Module) -> tuple[Call, ...]:
    """Every such layer once, in the order in which the network holds them, whether it calls them or not."""
    return tuple(Call(path, type(module).__name__) for path, module in _openable(network))


def _openable(network: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    for path, module in network.named_modules():
        if path and type(module).__name__ in OPENABLE:
            yield path, module

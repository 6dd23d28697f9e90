"""A layer of a real network, looked at: what comes into it, and how it makes its output of that."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from cnnstudio.convolution.layers import LayerView, of_layer
from cnnstudio.convolution.opened_layer import SHOWN_INPUTS, SHOWN_OUTPUTS, OpenedLayer
from cnnstudio.convolution.operation import Result
from cnnstudio.errors import ConfigError


@dataclass(frozen=True, eq=False)
class Look:
    """What an opened layer shows.

    Attributes:
        layer: the layer, with the channels that are shown.
        view: the whole layer.
        result: the layer cut to those channels.
    """

    layer: OpenedLayer
    view: LayerView
    result: Result


class _ReachedError(Exception):
    """The layer has been called; what comes after it is not needed."""


def look(network: nn.Module, layer: OpenedLayer, picture: Tensor, *, twin: nn.Module | None = None) -> Look:
    """Open a layer of a network for one picture.

    Args:
        network: a shell of its own, in evaluation mode, that nobody else uses: it is given hooks.
        layer: which layer.
        picture: (C, H, W), the network's input.
        twin: computes what the layer does, without what is done to its output afterwards; None = the layer itself.

    Raises:
        ConfigError: if there is no such layer, it is not called, or its arithmetic is not known; with what to do.
    """
    try:
        module = network.get_submodule(layer.path)
    except AttributeError as error:
        raise ConfigError("The network has no layer {layer}. Open one of its own layers.", layer=layer.path) from error
    given, maps = _input_of(network, module, layer, picture)
    view = of_layer(twin or module, given, maps)
    if view is None:
        raise ConfigError(
            "The playground does not know the arithmetic of {layer} ({kind}). Open a convolution, a pooling or a "
            "linear layer.",
            layer=layer.path,
            kind=type(module).__name__,
        )
    outputs = layer.outputs or view.strongest_outputs(SHOWN_OUTPUTS)
    if not layer.outputs and layer.front is not None:
        outputs = (layer.front, *(out for out in outputs if out != layer.front))[:SHOWN_OUTPUTS]
    try:
        result = view.shown(outputs, layer.inputs or view.strongest_inputs(outputs[0], SHOWN_INPUTS))
    except IndexError as error:
        raise ConfigError(
            "The layer {layer} has {channels_out} output channels. Choose one of them.",
            layer=layer.path,
            channels_out=view.geometry.channels_out,
        ) from error
    return Look(layer, view, result)


@torch.inference_mode()
def _input_of(
    network: nn.Module, module: nn.Module, layer: OpenedLayer, picture: Tensor
) -> tuple[Tensor, tuple[int, int, int] | None]:
    """What comes into the layer, and the maps that were flattened into it where it is a vector."""
    found: list[Tensor] = []
    latest: list[Tensor] = []  # the last feature maps before the layer
    calls = 0

    def before(_module: nn.Module, given: tuple[Tensor, ...]) -> None:
        nonlocal calls
        calls += 1
        if calls == layer.call:
            # Copied: a layer behind it may work in place.
            found.append(given[0][0].clone())
            raise _ReachedError

    def after(_module: nn.Module, _given: tuple[Tensor, ...], output: object) -> None:
        if isinstance(output, Tensor) and output.dim() == 4:
            latest[:] = [output]

    hooks = [module.register_forward_pre_hook(before)]
    hooks += [one.register_forward_hook(after) for one in network.modules() if not any(one.children())]
    try:
        network(picture.unsqueeze(0))
    except _ReachedError:
        pass
    finally:
        for hook in hooks:
            hook.remove()
    if not found:
        raise ConfigError("The layer {layer} is not called for this picture. Open another layer.", layer=layer.path)
    given, maps = found[0], None
    if given.dim() == 1 and latest and torch.equal(latest[0][0].reshape(-1), given):
        channels, height, width = latest[0].shape[1:]
        maps = (int(channels), int(height), int(width))
    return given, maps

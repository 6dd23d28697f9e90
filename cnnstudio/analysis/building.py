"""Networks of the catalogue without weights, made for an input and a number of classes."""

from typing import Any

import torch
from torch import nn

from cnnstudio.errors import ConfigError, NetworkInputError
from cnnstudio.messages import Message
from cnnstudio.networks.building import to_evaluation, to_meta, without_memory
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.sizes import size

LARGEST = 65_536


def build(
    spec: NetworkSpec,
    *,
    input_shape: tuple[int, int, int] | None = None,
    classes: int | None = None,
    options: dict[str, Any] | None = None,
) -> nn.Module:
    """The network of ``spec`` on ``meta``, in evaluation mode, made for this input (C, H, W) and number of classes.

    Where the builder has no option for the channels, the first convolution is given as many as the input has.

    Raises:
        ConfigError: if the builder refuses the options or there is no such number of classes.
        NetworkInputError: if the network cannot be made for such an input.
    """
    shape = input_shape or spec.input_shape
    changes = dict(options or {})
    check_input(spec.title, shape)
    if classes is not None and classes != spec.classes:
        if not 1 <= classes <= LARGEST:
            raise ConfigError(
                "A network needs between 1 and {largest:,} classes, not {classes:,}.", largest=LARGEST, classes=classes
            )
        changes["num_classes"] = classes
    channels, height, width = shape
    if spec.size_option and shape[1:] != spec.input_shape[1:]:
        if spec.size_option == "image_size" and height != width:
            raise NetworkInputError(
                "{network} takes square pictures only, not {height} × {width}. Make both equal.",
                network=spec.title,
                height=height,
                width=width,
            )
        changes[spec.size_option] = height if spec.size_option == "image_size" else (height, width)
    if spec.channels_option and channels != spec.input_shape[0]:
        changes[spec.channels_option] = channels
    try:
        with without_memory():
            module = spec.construct(**changes)
    except ConfigError as error:
        if spec.size_option in changes:
            raise NetworkInputError(
                "{network} cannot be made for a {shape} input. Try {input_shape}.",
                network=spec.title,
                shape=describe(shape),
                input_shape=describe(spec.input_shape),
            ) from error
        raise
    to_evaluation(to_meta(module))
    if channels != spec.input_shape[0] and not spec.channels_option:
        _rewire(module, spec.input_shape[0], channels)
    return module


def check_input(title: str, shape: tuple[int, ...], batch: int = 1) -> None:
    """Refuse sizes that are no sizes.

    Raises:
        NetworkInputError: naming the number that is wrong.
    """
    if len(shape) != 3:
        raise NetworkInputError(
            "An input has three sizes: channels, rows, columns; these are {count}.", count=len(shape)
        )
    names = (Message("channels"), Message("rows"), Message("columns"), Message("pictures in a batch"))
    for name, number in zip(names, (*shape, batch), strict=True):
        if not 1 <= number <= LARGEST:
            raise NetworkInputError(
                "{title} cannot take an input with {number:,} {name}. Choose a number from 1 to {largest:,}.",
                title=title,
                number=number,
                name=name,
                largest=LARGEST,
            )


def describe(shape: tuple[int, ...]) -> str:
    """(3, 224, 224) -> ``3 × 224 × 224``."""
    return size(shape)


def _rewire(module: nn.Module, old: int, new: int) -> None:
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d) and layer.in_channels == old and layer.groups == 1:
            layer.in_channels = new
            weight = layer.weight
            layer.weight = nn.Parameter(torch.empty((weight.shape[0], new, *weight.shape[2:]), device=weight.device))
            return

"""Edited weights kept as new ones: a file in the library that says what it came from."""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor, nn

from cnnstudio.errors import EditError
from cnnstudio.networks.lenet import SparseConv2d, Subsampling
from cnnstudio.weights import library, shell
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.metadata import Accuracy, Edited
from cnnstudio.weights.reference import WeightsFile


def keep(loaded: Loaded, name: str, accuracies: tuple[Accuracy, ...] = ()) -> WeightsFile:
    """Write an edited network's weights into the library.

    Args:
        loaded: with its edits.
        name: what the file's name begins with.
        accuracies: what was measured of these very weights.

    Raises:
        EditError: as ``tensors_of``.
        StorageError: if the file cannot be written.
    """
    metadata = replace(
        loaded.metadata,
        network=loaded.network,
        origin=Edited.of(loaded.weights, loaded.edits),
        accuracies=accuracies,
        made=library.now(),
    )
    return WeightsFile(library.keep(name, tensors_of(loaded), metadata).absolute())


@torch.no_grad()
def tensors_of(loaded: Loaded) -> dict[str, Tensor]:
    """The state dictionary of an edited network, with maps that are off as weights.

    Zero weights and a zero bias give the zeros that a switched-off map gives.

    Raises:
        EditError: if a layer has maps off and no weights that could do it, or shares them with another layer.
    """
    module = loaded.module
    known = module.state_dict(keep_vars=True)
    zeroed: dict[int, Tensor] = {}
    for path, maps in loaded.edits.off:
        layer = module.get_submodule(path)
        shell.refuse_computed(layer, path)
        for name, places in _places(layer, path, maps):
            tensor = layer.get_parameter(name)
            if any(tensor is other for owner in module.modules() if owner is not layer for other in _own(owner)):
                raise EditError(
                    "The layer {path} shares its weights with another layer, so its maps cannot be off in kept "
                    "weights. Switch them on again first.",
                    path=path,
                )
            block = zeroed.setdefault(id(tensor), tensor.detach().clone())
            block[places] = 0
    return {name: zeroed.get(id(tensor), tensor.detach()) for name, tensor in known.items()}


def _own(module: nn.Module) -> Iterator[Tensor]:
    return (tensor for tensor in module._parameters.values() if tensor is not None)


_Places = tuple[Tensor | slice, ...]


def _places(layer: nn.Module, path: str, maps: tuple[int, ...]) -> Iterator[tuple[str, _Places]]:
    """The weights that make these output maps, and the bias where there is one: the tensor's name and an index."""
    rows = torch.tensor(maps)
    match layer:
        case nn.ConvTranspose2d():
            wide, deep = layer.out_channels // layer.groups, layer.in_channels // layer.groups
            for number in maps:
                group, column = divmod(number, wide)
                yield "weight", (slice(group * deep, (group + 1) * deep), torch.tensor([column]))
        case SparseConv2d():
            yield "weight", (torch.isin(layer.outputs, rows),)
        case Subsampling():
            yield "coefficient", (rows,)
        case nn.Conv2d() | nn.Linear():
            yield "weight", (rows,)
        case nn.BatchNorm2d() if layer.affine:
            yield "weight", (rows,)
        case _:
            raise EditError(
                "The layer {path} has no weights of its own, so its maps cannot be off in kept weights. Switch them "
                "on again first, or switch off those of the convolution before it.",
                path=path,
            )
    if getattr(layer, "bias", None) is not None:
        yield "bias", (rows,)

"""Whether tensors belong to a network, by their names and shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from torch import nn

from cnnstudio.messages import Message, listed, parted
from cnnstudio.networks import building, catalogue, reference
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef
from cnnstudio.sizes import size

Shapes = Mapping[str, tuple[int, ...]]
_SHOWN = 3  # names of each sort in a sentence


@dataclass(frozen=True, slots=True)
class Differences:
    """What stands in the way of filling a network with tensors; names as in the state dictionary.

    Attributes:
        missing: what the network has and the file has not.
        extra: what the file has and the network has not.
        misshapen: what both have, with the shapes in the file and in the network.
    """

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    misshapen: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.misshapen)

    def __str__(self) -> str:
        """What is missing, not known and of another shape, for the middle of a sentence."""
        misshapen = [
            Message("{name} is {found} instead of {wanted}", name=name, found=_times(found), wanted=_times(wanted))
            for name, found, wanted in self.misshapen[:_SHOWN]
        ]
        said: list[Message] = []
        if self.missing:
            said.append(Message("missing: {names}", names=_few(self.missing, len(self.missing))))
        if self.extra:
            said.append(Message("not known: {names}", names=_few(self.extra, len(self.extra))))
        if misshapen:
            said.append(Message("of another shape: {names}", names=_few(misshapen, len(self.misshapen))))
        return parted(said)


def differences(network: NetworkRef, found: Shapes, *, classes: int | None = None) -> Differences:
    """What stands in the way of filling the network, made for so many classes, with tensors of these shapes.

    Raises:
        StudioError: if the network cannot be built.
    """
    wanted = shapes(network, classes=classes)
    return Differences(
        missing=tuple(name for name in wanted if name not in found),
        extra=tuple(name for name in found if name not in wanted),
        misshapen=tuple(
            (name, tuple(found[name]), shape)
            for name, shape in wanted.items()
            if name in found and tuple(found[name]) != shape
        ),
    )


def shapes(network: NetworkRef, *, classes: int | None = None) -> dict[str, tuple[int, ...]]:
    """The shapes of a network's state dictionary; it is built without weights.

    Raises:
        StudioError: if it cannot be built.
    """
    return {name: tuple(tensor.shape) for name, tensor in structure(network, classes=classes).state_dict().items()}


def structure(network: NetworkRef, *, classes: int | None = None) -> nn.Module:
    """The network without memory for its weights, on ``meta``."""
    reference.prepare(network)
    with building.without_memory():
        return reference.construct(network, classes=classes)


def digit_networks(found: Shapes) -> tuple[CatalogueNetwork, ...]:
    """The digit networks of the catalogue whose tensors have these names and shapes, in its order."""
    digit = (CatalogueNetwork(spec.name) for spec in catalogue.specs() if spec.trainable_on_digits)
    return tuple(network for network in digit if not differences(network, found))


def _times(shape: tuple[int, ...]) -> str:
    return size(shape) or Message("one number")


def _few(names: Sequence[str], count: int) -> Message:
    more = count - _SHOWN
    few = listed(names[:_SHOWN])
    return Message("{names} and {count:,} more", names=few, count=more) if more > 0 else few

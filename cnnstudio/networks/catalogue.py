"""The catalogue: every network the program knows, by name.

Torch-free on purpose: the window lists networks before torch is loaded. A network's class is named by an import
string and imported when it is built.
"""

import difflib
import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from cnnstudio import compute
from cnnstudio.errors import ConfigError, UnknownNameError
from cnnstudio.messages import Message, any_of

if TYPE_CHECKING:
    from torch import nn


DIGITS = Message("Digits")
"""The family of the networks that read digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSpec:
    """One network of the catalogue.

    Attributes:
        name: the API name, lower case, as typed on the command line.
        title: the name as its authors write it; a message where there are words in it.
        family: the group it is listed under, for example ``"VGG"``; a message where it is no name.
        year: year of publication.
        builder: ``"module:callable"``; called with ``options`` and returns an ``nn.Module`` on the current
            default device.
        input_shape: (C, H, W) it was made for.
        classes: number of outputs.
        parameters: number of parameters, written down for lists that must not wait for torch.
        options: keyword arguments for the builder.
        trainable_on_digits: takes 28x28 grey pictures and trains in minutes.
        most_sgd_rate: the largest learning rate of SGD without momentum that it learns with; None where every recipe's
            own will do.
        size_option: the builder's keyword for the input's size, where it has to be known when building:
            ``"image_size"`` takes one number (a square), ``"input_size"`` a pair (H, W); empty where any size will do.
        channels_option: the builder's keyword for the number of input channels; empty where it has none.
        classes_option: the builder's keyword for the number of outputs; empty where it has none.
    """

    name: str
    title: str
    family: str
    year: int
    builder: str
    input_shape: tuple[int, int, int]
    classes: int
    parameters: int
    options: dict[str, Any] = field(default_factory=dict)
    trainable_on_digits: bool = False
    most_sgd_rate: float | None = None
    size_option: str = ""
    channels_option: str = ""
    classes_option: str = "num_classes"

    def build(self, **changes: Any) -> "nn.Module":
        """Build the module with its initial weights, the only one to draw from torch's random stream meanwhile.

        ``changes`` override the builder's options. For one whose weights are at hand see ``building.filled``.

        Raises:
            ConfigError: if the builder refuses the options.
        """
        self.prepare()  # Beforehand: others need not wait for that.
        with compute.random_stream():
            return self.construct(**changes)

    def construct(self, **changes: Any) -> "nn.Module":
        """Call the builder, in whatever context it is: see ``build``.

        Raises:
            ConfigError: as ``build``.
        """
        factory = self._factory()
        try:
            module: nn.Module = factory(**{**self.options, **changes})
        except (TypeError, ValueError, AssertionError) as error:
            raise ConfigError(
                "The network {name} cannot be built with these options: {error}.", name=self.name, error=error
            ) from error
        return module

    def prepare(self) -> None:
        """Import the builder."""
        self._factory()

    def _factory(self) -> Any:
        module_name, _, attribute = self.builder.partition(":")
        load = compute.torchvision if module_name.partition(".")[0] == "torchvision" else importlib.import_module
        return getattr(load(module_name), attribute)


_specs: dict[str, NetworkSpec] = {}


def register(spec: NetworkSpec) -> NetworkSpec:
    """Add a network.

    Raises:
        ValueError: if the name is taken.
    """
    if spec.name in _specs:
        raise ValueError(f"two networks are called {spec.name!r}")
    _specs[spec.name] = spec
    return spec


def specs() -> Iterator[NetworkSpec]:
    """All networks, in the order of registration: digit networks first, then by family and year."""
    _load()
    return iter(tuple(_specs.values()))


def get(name: str) -> NetworkSpec:
    """The network of this name.

    Raises:
        UnknownNameError: naming near matches.
    """
    _load()
    try:
        return _specs[name]
    except KeyError:
        near = difflib.get_close_matches(name, _specs, n=3)
        hint = (
            Message("Did you mean {names}?", names=any_of(near))
            if near
            else Message("Type cnnstudio networks for the list.")
        )
        raise UnknownNameError("There is no network called {name}. {hint}", name=name, hint=hint) from None


def build(name: str, **changes: Any) -> "nn.Module":
    """Build a network by name (see ``NetworkSpec.build``)."""
    return get(name).build(**changes)


@cache
def _load() -> None:
    for module in ("entries", "digit_entries", "torchvision_entries"):
        importlib.import_module(f"cnnstudio.networks.{module}")

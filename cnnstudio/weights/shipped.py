"""Weights that come with the program: the card beside them, and where they lie. Torch-free."""

from functools import cache
from pathlib import Path
from typing import Any

from cnnstudio import json_text, resources
from cnnstudio.errors import UnknownNameError
from cnnstudio.messages import listed
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Shipped

_FOLDER = "weights"


@cache
def card() -> dict[str, Any]:
    """How each was trained, and its figures; not to be changed."""
    content: dict[str, Any] = json_text.parse(resources.text(_FOLDER, "card.json"))
    return content


def digits() -> tuple[Shipped, ...]:
    """Those that read digits, the default first."""
    return tuple(Shipped(_name(entry)) for entry in card()["digits"])


def title(weights: Shipped) -> str:
    """Their name for the user; that of weights that there are not, as it stands."""
    return next((str(entry["title"]) for entry in card()["digits"] if _name(entry) == weights.name), weights.name)


def network(weights: Shipped) -> CatalogueNetwork:
    """The network they belong to.

    Raises:
        UnknownNameError: if no such weights come with the program.
    """
    return CatalogueNetwork(str(_entry(weights)["network"]))


def path(weights: Shipped) -> Path:
    """Their file.

    Raises:
        UnknownNameError: if no such weights come with the program.
    """
    return resources.path(_FOLDER, _entry(weights)["file"])


def _entry(weights: Shipped) -> dict[str, Any]:
    for entry in (*card()["digits"], card()["rejector"]):
        if _name(entry) == weights.name:
            found: dict[str, Any] = entry
            return found
    names = listed(shipped.name for shipped in digits())
    raise UnknownNameError(
        "No weights called {weights} come with the program. Choose one of {names}.", weights=weights.name, names=names
    )


def _name(entry: dict[str, Any]) -> str:
    return Path(entry["file"]).stem

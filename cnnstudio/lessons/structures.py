"""What the networks that lessons name are made of, analysed once each."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnstudio.analysis.results import Analysis
    from cnnstudio.networks.reference import CatalogueNetwork


@lru_cache(maxsize=64)
def structure_of(network: "CatalogueNetwork") -> "Analysis":
    """The analysis of a network of the catalogue, on ``meta``; imports torch.

    Raises:
        StudioError: if there is no such network, or it cannot be built with these options.
    """
    from cnnstudio.analysis.network import analyse

    return analyse(network.name, options=network.changes or None)

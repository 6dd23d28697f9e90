"""Weights files for tests."""

from pathlib import Path
from typing import Any

from torch import nn

from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import format
from cnnstudio.weights.metadata import Accuracy, Metadata


def save_weights(
    file: Path, module: nn.Module, *, network: str, test_accuracy: float | None = None, **about: Any
) -> None:
    """Write the weights of a network of the catalogue, ``about`` as in ``Metadata``."""
    dataset = about.get("dataset", "")
    measured = () if test_accuracy is None else (Accuracy(test_accuracy, dataset),)
    metadata = Metadata(network=CatalogueNetwork(network), accuracies=measured, **about)
    format.save(file, module.state_dict(), metadata)

import pytest

from cnnstudio.errors import StudioError
from cnnstudio.lessons.structures import structure_of
from cnnstudio.networks.reference import CatalogueNetwork


def test_a_network_is_analysed_once_for_its_options() -> None:
    first = structure_of(CatalogueNetwork("convnet"))
    assert structure_of(CatalogueNetwork("convnet")) is first
    other = structure_of(CatalogueNetwork.of("convnet", num_classes=3))
    assert (first.output_shape, other.output_shape) == ((1, 10), (1, 3))


def test_a_network_that_there_is_not_is_refused() -> None:
    with pytest.raises(StudioError, match="nonet"):
        structure_of(CatalogueNetwork("nonet"))

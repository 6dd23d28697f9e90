import pytest

from cnnstudio.errors import UnknownNameError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import Shipped, format, shipped
from cnnstudio.weights.metadata import Accuracy, ShippedOrigin


def test_the_files_say_what_the_card_says() -> None:
    card = shipped.card()
    for entry, weights in zip((*card["digits"], card["gate"]), (*shipped.digits(), Shipped("gate")), strict=True):
        metadata = format.open_metadata(shipped.path(weights))
        assert metadata.network == CatalogueNetwork(entry["network"])
        assert metadata.temperature == entry.get("temperature", 1.0)
        assert metadata.dataset == entry["training"]["dataset"]
        assert metadata.origin == ShippedOrigin()
        assert len(metadata.classes) == 10
        if "mnist_test_accuracy" in entry:
            assert metadata.accuracies == (
                Accuracy(entry["mnist_test_accuracy"], "mnist", "test"),
                Accuracy(entry["drawn_digits_accuracy"], "drawn", "test"),
            )


def test_the_first_is_the_default() -> None:
    assert shipped.digits()[0] == Shipped("digitnet")
    assert shipped.title(Shipped("digitnet")) == "DigitNet"
    assert shipped.title(Shipped("x")) == "x"
    with pytest.raises(UnknownNameError, match=r"No weights called x .*digitnet"):
        shipped.path(Shipped("x"))

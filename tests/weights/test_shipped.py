import pytest

from cnnstudio import resources
from cnnstudio.errors import UnknownNameError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import Shipped, format, shipped
from cnnstudio.weights.metadata import Accuracy, ShippedOrigin


def test_the_files_say_what_the_card_says() -> None:
    card = shipped.card()
    for entry, weights in zip(
        (*card["digits"], card["rejector"]), (*shipped.digits(), Shipped("rejector")), strict=True
    ):
        metadata = format.open_metadata(shipped.path(weights))
        assert metadata.network == shipped.network(weights) == CatalogueNetwork(entry["network"])
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


def test_the_card_tells_how_they_were_made() -> None:
    card = shipped.card()
    for entry in [*card["digits"], card["rejector"]]:
        for line in entry["command"].splitlines():
            assert line.startswith(("cnnstudio train --network", "python -m cnnstudio.prediction.training_sets."))
        assert entry["data"].startswith("python -m cnnstudio.prediction.training_sets ")
        assert isinstance(entry["seed"], int)
        assert entry["training"]["recipe"] in entry["command"]
        assert "/" not in entry["training"]["dataset"], "no paths of the machine that trained them"
    assert card["digits"][0]["mnist_test_accuracy"] >= 0.993
    files = list(resources.path("weights").iterdir())
    assert sum(file.stat().st_size for file in files) < 2_000_000
    for file in files:
        assert b"/work" not in file.read_bytes()

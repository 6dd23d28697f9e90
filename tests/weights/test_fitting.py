from pathlib import Path

import pytest
import torch

from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.fitting import differences, digit_networks, shapes, structure
from tests.weights.networks import own_network

CONVNET = CatalogueNetwork("convnet")


def test_a_networks_own_tensors_fit() -> None:
    wanted = shapes(CONVNET)
    assert wanted == {name: tuple(tensor.shape) for name, tensor in catalogue.build("convnet").state_dict().items()}
    assert not differences(CONVNET, wanted)
    assert all(parameter.is_meta for parameter in structure(CONVNET).parameters())
    assert not torch.empty(1).is_meta


def test_what_differs_is_listed() -> None:
    found = {name: shape for name, shape in shapes(CONVNET).items() if not name.startswith("features.0")}
    found |= {"classifier.bias": (7,), "classifier.weight": (7, 784), **{f"more.{n}": () for n in range(5)}}
    listed = differences(CONVNET, found)
    assert listed.missing == ("features.0.weight", "features.0.bias")
    assert listed.extra == tuple(f"more.{n}" for n in range(5))
    assert listed.misshapen == (
        ("classifier.weight", (7, 784), (10, 784)),
        ("classifier.bias", (7,), (10,)),
    )
    assert str(listed) == (
        "missing: features.0.weight, features.0.bias; not known: more.0, more.1, more.2 and 2 more; "
        "of another shape: classifier.weight is 7 × 784 instead of 10 × 784, classifier.bias is 7 instead of 10"
    )
    assert not differences(CONVNET, {**shapes(CONVNET, classes=7)}, classes=7)


@pytest.mark.parametrize("name", [spec.name for spec in catalogue.specs() if spec.trainable_on_digits])
def test_digit_networks_are_known_by_their_tensors(name: str) -> None:
    found = digit_networks(shapes(CatalogueNetwork(name)))
    assert CatalogueNetwork(name) in found
    assert len(found) == (2 if name.startswith(("plain-", "resnet-")) else 1), "a pair differs in nothing but the skips"
    assert digit_networks({"x": (1,)}) == ()


def test_a_users_class(tmp_path: Path) -> None:
    network = own_network(tmp_path)
    assert differences(network, {}).missing[0] == "offset"
    assert shapes(network, classes=26)["out.weight"] == (26, 6)

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.errors import EditError
from cnnstudio.networks import consent
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef, PythonNetwork
from cnnstudio.weights import keeping, loading
from cnnstudio.weights.edits import Edits
from cnnstudio.weights.metadata import Accuracy, Edited
from cnnstudio.weights.reference import Initial, Shipped

PICTURES = torch.rand(20, 1, 28, 28, generator=torch.Generator().manual_seed(4))

ODD = """
from torch import nn

class Odd(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.up = nn.ConvTranspose2d(4, 6, 2, stride=2, groups=2)
        self.pool = nn.AvgPool2d(4)
        self.one = nn.Linear(6 * 14 * 14, 10)
        self.two = nn.Linear(10, 10)
        self.three = nn.Linear(10, 10)
        self.three.weight = self.two.weight

    def forward(self, x):
        x = self.pool(self.up(self.norm(self.conv(x))))
        return self.three(self.two(self.one(x.flatten(1))))
"""


@pytest.fixture
def odd(tmp_path: Path) -> PythonNetwork:
    file = tmp_path / "odd.py"
    file.write_text(ODD)
    network = PythonNetwork.of(file, "Odd")
    consent.give(network.path, network.sha256)
    return network


def logits(module: nn.Module) -> Tensor:
    with torch.inference_mode():
        return module(PICTURES)


def kept_and_opened(network: NetworkRef, edits: Edits) -> tuple[Tensor, Tensor]:
    loaded = loading.load(network, Initial(2), edits)
    weights = keeping.keep(loaded, "tried")
    return logits(loaded.module), logits(loading.load(network, weights).module)


@pytest.mark.parametrize(
    ("network", "layer", "maps"),
    [
        ("convnet", "features.0", (0, 5)),
        ("lenet5-1998", "C3", (1, 7, 15)),
        ("lenet5-1998", "S2", (0, 4)),
        ("digitnet", "features.4", (2,)),
        ("digitnet", "features.5", (1, 30)),
        ("digitnet", "classifier", (3,)),
    ],
)
def test_kept_weights_read_as_the_edited_network_does(network: str, layer: str, maps: tuple[int, ...]) -> None:
    reference = CatalogueNetwork(network)
    whole = loading.load(reference, Initial(2))
    path = next(name for name, _ in whole.module.named_modules() if name.lower().endswith(layer.lower()))
    edits = Edits(off=((path, maps),)).prune(0.3)
    edited, kept = kept_and_opened(reference, edits)
    torch.testing.assert_close(kept, edited, rtol=0, atol=0)
    assert not torch.equal(edited, logits(whole.module))


def test_maps_off_in_a_transposed_layer_of_the_users_class(odd: PythonNetwork) -> None:
    edited, kept = kept_and_opened(odd, Edits(off=(("up", (0, 4)), ("conv", (3,)))).set("one.weight", 7, 0.5))
    torch.testing.assert_close(kept, edited, rtol=0, atol=0)


@pytest.mark.parametrize(("layer", "told"), [("pool", "no weights of its own"), ("two", "shares its weights")])
def test_maps_that_no_weights_could_switch_off_are_refused(odd: PythonNetwork, layer: str, told: str) -> None:
    loaded = loading.load(odd, Initial(1), Edits(off=((layer, (1,)),)))
    with pytest.raises(EditError, match=told):
        keeping.keep(loaded, "tried")


def test_the_file_says_what_it_came_from() -> None:
    edits = Edits().set("features.0.weight", [3, 4], [0.5, -1.0])
    loaded = loading.load(CatalogueNetwork("digitnet"), Shipped("digitnet"), edits)
    weights = keeping.keep(loaded, "my edges", (Accuracy(0.5, "mnist"),))
    assert weights.path.name == "my-edges-1.safetensors"
    opened = loading.load_alone(weights)
    assert opened.network == CatalogueNetwork("digitnet")
    assert opened.metadata.origin == Edited(Shipped("digitnet"), edits)
    assert opened.metadata.accuracy == Accuracy(0.5, "mnist")
    assert opened.temperature == loaded.temperature
    assert opened.metadata.made

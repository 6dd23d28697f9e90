from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio.networks import consent
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.prediction.edited_prediction import EditedPrediction, Prediction, predict
from cnnstudio.prediction.reader import reader_with
from cnnstudio.weights import loading
from cnnstudio.weights.edits import Edits
from cnnstudio.weights.reference import Initial, Shipped

PICTURE = torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(6))


def test_probabilities_are_the_readers() -> None:
    loaded = loading.load(CatalogueNetwork("digitnet"), Shipped("digitnet"))
    found = predict(loaded.module, PICTURE, loaded)
    assert found is not None
    logits, _ = reader_with(loaded).logits_and_digitness(PICTURE[None])
    np.testing.assert_array_equal(found.logits, logits[0].numpy())
    want = torch.softmax(logits[0] / loaded.temperature, 0).numpy()
    np.testing.assert_allclose(found.probabilities, want, rtol=1e-5, atol=1e-8)


def test_ranking_and_lead() -> None:
    found = Prediction(np.array([1.0, 4.0, -2.0, 2.5], np.float32), 1.0)
    assert found.ranking == (1, 3, 0, 2)
    assert found.lead == 1.5


def test_a_prediction_says_whether_anything_has_changed() -> None:
    loaded = loading.load(CatalogueNetwork("lenet5"), Initial(1))
    edited = loaded.edited(Edits(off=(("features.0", (2,)),)))
    before, after = (predict(one.module, PICTURE, one) for one in (loaded, edited))
    assert before is not None
    assert after is not None
    assert EditedPrediction(before, after, loaded.class_names).changed
    assert not EditedPrediction(before, before, loaded.class_names).changed


@pytest.mark.parametrize("body", ["return x", "return x.flatten(1)[:, :1]", "return [x]", "return x.flatten(1) / 0"])
def test_what_are_no_logits_gives_none(tmp_path: Path, body: str) -> None:
    file = tmp_path / "odd.py"
    file.write_text(f"from torch import nn\nclass Odd(nn.Module):\n    def forward(self, x):\n        {body}\n")
    network = PythonNetwork.of(file, "Odd")
    consent.give(network.path, network.sha256)
    loaded = loading.load(network, Initial(1))
    assert predict(loaded.module, PICTURE, loaded) is None


RESIDUAL = """
import torch
from torch import nn

class Residual(nn.Module):
    '''A branch around two convolutions, dropout, and a layer that is called twice.'''

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 6, 3, padding=1, stride=2)
        norm = nn.BatchNorm2d(6)
        self.branch = nn.Sequential(nn.Conv2d(6, 6, 3, padding=1), norm, nn.ReLU(inplace=True), nn.Conv2d(6, 6, 1))
        self.drop = nn.Dropout(0.4)
        self.out = nn.Linear(6, 10)

    def forward(self, x):
        x = self.stem(x)
        x = torch.relu(x + self.branch(x))
        x = x + self.branch(self.drop(x))
        return self.out(self.drop(x.mean((2, 3))))
"""


def residual(folder: Path) -> PythonNetwork:
    file = folder / "residual.py"
    file.write_text(RESIDUAL)
    network = PythonNetwork.of(file, "Residual")
    consent.give(network.path, network.sha256)
    return network


@pytest.mark.parametrize("name", ["convnet", "digitnet", "mini-inception", "lenet5-1998", "a class of the user's"])
def test_after_every_step_the_logits_are_those_of_a_fresh_network(tmp_path: Path, name: str) -> None:
    """Edits of one layer and of another, undone, put back, pruned, maps off: bit for bit, whatever came before."""
    network = residual(tmp_path) if " " in name else CatalogueNetwork(name)
    loaded = loading.load(network, Shipped("digitnet") if name == "digitnet" else Initial(4))
    layers = [path for path, one in loaded.base.named_modules() if isinstance(one, nn.Conv2d)]
    first, last = layers[0], layers[-1]
    one = Edits().set(f"{first}.weight", [3], [0.75])
    two = one.set(f"{last}.weight", [1, 7], [-0.5, 1.5])
    norm = [path for path, inner in loaded.base.named_modules() if isinstance(inner, nn.BatchNorm2d)][:1]
    steps = [one, two, one, two.put_back_layer(first), two.prune(0.4), two.prune(0.4).switch(last, 1, on=False)]
    steps += [Edits().set(f"{path}.running_mean", [2], [0.3]) for path in norm]
    steps += [Edits(), one.switch(first, 0, on=False)]
    now = loaded
    for edits in steps:
        now = now.edited(edits)
        found = predict(now.module, PICTURE, now)
        assert found is not None
        fresh = loading.load(network, loaded.weights).copy()
        fresh.load_state_dict({key: tensor.clone() for key, tensor in now.module.state_dict().items()})
        for path, maps in edits.off:
            fresh.get_submodule(path).register_forward_hook(
                lambda _layer, _given, out, maps=maps: out.index_fill(1, torch.tensor(maps), 0.0)
            )
        with torch.inference_mode():
            np.testing.assert_array_equal(found.logits, fresh(PICTURE[None])[0].numpy())
        for key, places in edits.values:
            for index, value in places:
                assert float(fresh.state_dict()[key].flatten()[index]) == np.float32(value)
    unchanged = loading.load(network, loaded.weights).base.state_dict()
    assert all(torch.equal(tensor, unchanged[key]) for key, tensor in loaded.base.state_dict().items())

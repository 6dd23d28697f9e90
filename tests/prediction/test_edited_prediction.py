from pathlib import Path

import numpy as np
import pytest
import torch

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

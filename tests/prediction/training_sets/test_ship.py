import json
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio.datasets import DigitData
from cnnstudio.errors import ConfigError
from cnnstudio.prediction.training_sets import drawn, ship
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.weights import RunWeights, WeightsFile
from cnnstudio.weights.loading import load_alone
from cnnstudio.weights.metadata import ShippedOrigin


def run(folder: Path, data: DigitData, classes: int) -> Path:
    config = TrainConfig(network="convnet", epochs=1, device="cpu", batch_size=16, seed=3)
    labels = data.train_labels % classes
    shaped = DigitData(
        name=data.name, reason="", class_names=data.class_names, train_images=data.train_images, train_labels=labels,
        test_images=data.test_images, test_labels=data.test_labels % classes,
    )  # fmt: skip
    list(Engine(config, run_dir=folder, data=shaped).run())
    return folder


@pytest.fixture
def noise() -> DigitData:
    generator = torch.Generator().manual_seed(1)
    pictures = torch.randint(0, 256, (80, 28, 28), generator=generator, dtype=torch.uint8)
    labels = torch.randint(0, 10, (80,), generator=generator)
    return DigitData(
        name="mnist", reason="", class_names=tuple("0123456789"), train_images=pictures, train_labels=labels,
        test_images=pictures[:30], test_labels=labels[:30],
    )  # fmt: skip


def test_ships_files_and_a_card_without_private_paths(tmp_path: Path, noise: DigitData, monkeypatch):
    pictures, labels = noise.train_images.numpy(), noise.train_labels.numpy().astype(np.uint8)
    monkeypatch.setattr(drawn, "digits", lambda _count, _seed: (pictures, labels))
    monkeypatch.setattr(drawn, "kept_back", lambda _count, _seed: (pictures, labels))
    monkeypatch.setattr(drawn, "no_digits", lambda _count, _seed: pictures)
    monkeypatch.setattr(ship.datasets, "load", lambda _name: noise)
    digits, rejector = run(tmp_path / "digits", noise, 10), run(tmp_path / "rejector", noise, 2)
    out = tmp_path / "weights"
    assert ship.main([str(out), "--rejector", str(rejector), "--digits", str(digits), "--note", "A remark."]) == 0
    card = json.loads((out / "card.json").read_text())
    entry = card["digits"][0]
    assert entry["command"] == "cnnstudio train --network convnet --dataset mnist --recipe tutorial --epochs 1 --seed 3"
    assert entry["data"] == ""
    assert 0 <= entry["mnist_test_accuracy"] <= 1
    assert 0.1 < entry["temperature"] < 6
    assert 0.5 <= entry["sure"] <= 1
    assert card["rejector"]["no_digits_rejected"] == card["rejector"]["drawn_digits_rejected"]
    assert str(tmp_path) not in (out / "card.json").read_text()
    words = (out / "README.md").read_text()
    assert entry["command"] in words
    assert "\nA remark.\n" in words
    assert "## The rejector (`rejector.safetensors`)" in words
    shipped = load_alone(WeightsFile(out / "convnet.safetensors"))
    trained = load_alone(RunWeights(digits, "final"))
    assert torch.equal(shipped.module.classifier.weight, trained.module.classifier.weight)
    assert shipped.temperature == entry["temperature"]
    assert shipped.metadata.on("mnist") == entry["mnist_test_accuracy"]
    assert shipped.metadata.origin == ShippedOrigin()
    assert str(tmp_path).encode() not in (out / "convnet.safetensors").read_bytes()

    # Digits alone: the rejector and what was measured of it stay.
    before = (out / "rejector.safetensors").read_bytes()
    assert ship.main([str(out), "--digits", str(digits)]) == 0
    again = json.loads((out / "card.json").read_text())
    assert again["rejector"] == card["rejector"]
    assert again["digits"] == card["digits"]
    assert (out / "rejector.safetensors").read_bytes() == before
    with pytest.raises(ConfigError, match="has no rejector yet"):
        ship.main([str(tmp_path / "elsewhere"), "--digits", str(digits)])


def test_half_of_the_wrong_predictions_are_called_unsure():
    generator = torch.Generator().manual_seed(2)
    labels = torch.randint(0, 10, (4000,), generator=generator)
    logits = torch.randn(4000, 10, generator=generator)
    logits[torch.arange(4000), labels] += 3
    logits *= 2
    sure = ship._sure(logits, labels)
    assert ship._unsure(logits, labels, sure, right=False) == pytest.approx(0.5, abs=0.02)
    assert ship._unsure(logits, labels, sure, right=True) < 0.3
    perfect = torch.nn.functional.one_hot(labels, 10) * 9.0
    assert ship._sure(perfect, labels) == 0.5
    assert ship._unsure(perfect, labels, 0.5, right=False) == 0


def test_temperature_softens_what_is_too_sure():
    generator = torch.Generator().manual_seed(1)
    labels = torch.randint(0, 10, (2000,), generator=generator)
    logits = torch.randn(2000, 10, generator=generator)
    logits[torch.arange(2000), labels] += 2
    calm = ship._temperature(logits, labels)
    assert ship._temperature(logits * 3, labels) == pytest.approx(3 * calm, rel=0.05)
    assert ship._calibration_error(logits / calm, labels) < ship._calibration_error(logits * 3, labels)

from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio.datasets import idx
from cnnstudio.prediction.training_sets import continued, ship
from cnnstudio.weights import RunWeights, WeightsFile, shipped
from cnnstudio.weights.loading import load_alone


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data set of 200 pictures of noise."""
    place = tmp_path / "digits"
    place.mkdir()
    generator = np.random.default_rng(1)
    for part, count in (("train", 200), ("t10k", 20)):
        idx.write(place / f"{part}-images-idx3-ubyte", generator.integers(0, 256, (count, 28, 28), dtype=np.uint8))
        idx.write(place / f"{part}-labels-idx1-ubyte", np.arange(count, dtype=np.uint8) % 10)
    return place


def test_a_run_goes_on_from_the_weights_and_ships_their_mean(folder: Path, tmp_path: Path, capsys) -> None:
    file = shipped.path(shipped.digits()[0])
    before = load_alone(WeightsFile(file)).module
    assert continued.main([str(file), "--dataset", str(folder), "--epochs", "1"]) == 0
    run = Path(capsys.readouterr().out.splitlines()[-1])
    after = load_alone(RunWeights(run, "final")).module
    drawn = type(before)()
    first = before.features[0].weight
    # One epoch of noise moves it a little; from drawn weights it would be elsewhere.
    assert 0 < (after.features[0].weight - first).abs().max() < 0.1 * (drawn.features[0].weight - first).abs().max()

    mean = load_alone(RunWeights(run, "final")).module
    ship._take_the_mean(mean, before)
    for name, tensor in mean.state_dict().items():
        old, new = before.state_dict()[name], after.state_dict()[name]
        torch.testing.assert_close(tensor, (old + new) / 2 if tensor.is_floating_point() else new)
    assert ship._commands_of_a_mean(run).splitlines() == [
        "python -m cnnstudio.prediction.training_sets.continued before.safetensors --dataset digits "
        "--epochs 1 --seed 1  # recipe handwriting, rate 0.001",
        "python -m cnnstudio.prediction.training_sets.ship FOLDER --digits RUN --mean-with before.safetensors",
    ]


def test_what_cannot_be_read_is_told(tmp_path: Path, capsys) -> None:
    assert continued.main([str(tmp_path / "nothing.safetensors")]) == 1
    assert "nothing.safetensors" in capsys.readouterr().err

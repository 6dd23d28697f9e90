from pathlib import Path

import numpy as np

from cnnstudio import datasets
from cnnstudio.prediction.training_sets.__main__ import main
from cnnstudio.prediction.training_sets.distorted import distorted


def test_digits_join_mnist_and_are_tested_on_mnist_alone(tmp_path: Path, mnist_dir: Path):
    assert main(["digits", str(tmp_path / "digits"), "--mnist", str(mnist_dir), "--drawn", "60"]) == 0
    made, mnist = datasets.load(tmp_path / "digits"), datasets.load(mnist_dir)
    assert len(made.train_labels) == 55_000 + 20 + 60
    assert np.array_equal(made.train_images[:55_000].numpy(), mnist.train_images[:55_000].numpy())
    assert np.bincount(made.train_labels[-60:].numpy()).tolist() == [6] * 10
    # Nothing of what is kept back is in it, in whatever shape.
    known = mnist.train_images.numpy()[:55_000]
    others = np.random.default_rng(1).permutation(55_000)[:20]
    assert np.array_equal(made.train_images[55_000:-60].numpy(), distorted(known[others], 1))
    assert np.array_equal(made.train_labels[55_000:-60].numpy(), mnist.train_labels.numpy()[others])
    assert np.array_equal(made.test_images.numpy(), mnist.test_images.numpy())


def test_rejector_tells_digits_from_others(tmp_path: Path, mnist_dir: Path, monkeypatch):
    from cnnstudio.prediction.training_sets import drawn

    monkeypatch.setattr(drawn, "digits", lambda count, _seed: (np.full((count, 28, 28), 9, np.uint8), None))
    monkeypatch.setattr(drawn, "no_digits", lambda count, _seed: np.full((count, 28, 28), 7, np.uint8))
    assert main(["rejector", str(tmp_path), "--mnist", str(mnist_dir), "--drawn", "40"]) == 0
    made = datasets.load(tmp_path)
    assert np.bincount(made.train_labels.numpy()).tolist() == [40, 40]
    assert set(made.train_labels[(made.train_images == 7).all(dim=(1, 2))].tolist()) == {0}


def test_a_missing_set_is_a_sentence(tmp_path: Path, capsys):
    assert main(["digits", str(tmp_path / "x"), "--mnist", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.strip()

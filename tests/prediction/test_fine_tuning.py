from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio import datasets
from cnnstudio.errors import DatasetError
from cnnstudio.prediction import weights
from cnnstudio.prediction.fine_tuning import FineTuned, Round, fine_tune, held_out
from cnnstudio.prediction.training_sets import drawn


@pytest.fixture(scope="module")
def base(mnist_dir: Path) -> datasets.DigitData:
    data = datasets.load(mnist_dir)
    from dataclasses import replace

    return replace(data, test_images=data.test_images[:300], test_labels=data.test_labels[:300])


def strange_hand() -> tuple[np.ndarray, np.ndarray]:
    """A hand that writes ones as MNIST writes sevens and the other way round."""
    pictures, labels = drawn.digits(120, 12)
    chosen = np.isin(labels, (1, 7))
    swapped = np.where(labels == 1, 7, np.where(labels == 7, 1, labels))
    return pictures[chosen][:24], swapped[chosen][:24].astype(np.uint8)


def test_learns_a_hand_and_measures_what_is_forgotten(base, tmp_path: Path):
    pictures, labels = strange_hand()
    file = tmp_path / "mine.safetensors"
    outcomes = {}
    for rehearse in (True, False):
        loaded = weights.load(weights.shipped()[0].path)
        events = list(fine_tune(loaded, pictures, labels, base, file, rounds=10, rehearse=rehearse))
        assert [event.round for event in events[:-1]] == list(range(11))
        assert all(isinstance(event, Round) for event in events[:-1])
        done = outcomes[rehearse] = events[-1]
        assert isinstance(done, FineTuned)
        assert done.own_after > done.own_before
        assert done.tested_on + done.trained_on == len(labels)
    assert outcomes[False].base_after < outcomes[False].base_before
    assert outcomes[True].base_before == outcomes[False].base_before
    assert outcomes[True].path == file
    for done in outcomes.values():
        again = weights.load(done.path)
        assert again.network == "digitnet"
        assert again.about["test_accuracy"] == pytest.approx(done.base_after)


def test_windows_that_tune_at_once_write_a_file_each(base, tmp_path: Path):
    pictures, labels = strange_hand()
    target = tmp_path / "my-hand-digitnet-1.safetensors"
    (tmp_path / "my-hand-digitnet-2.safetensors").write_bytes(b"of another window")
    windows = [
        fine_tune(weights.load(weights.shipped()[0].path), pictures[:8], labels[:8], base, target, rounds=1, seed=seed)
        for seed in (1, 2)
    ]
    saved = [event.path.name for both in zip(*windows, strict=True) for event in both if isinstance(event, FineTuned)]
    assert saved == ["my-hand-digitnet-1.safetensors", "my-hand-digitnet-3.safetensors"]
    assert (tmp_path / "my-hand-digitnet-2.safetensors").read_bytes() == b"of another window"
    first, second = (weights.load(tmp_path / name).model.state_dict() for name in saved)
    assert any(not torch.equal(first[name], second[name]) for name in first)
    assert len(list(tmp_path.iterdir())) == 3


def test_too_few_digits(base, tmp_path: Path):
    pictures, labels = strange_hand()
    with pytest.raises(DatasetError, match="keep at least 4"):
        next(fine_tune(weights.load(weights.shipped()[0].path), pictures[:3], labels[:3], base, tmp_path / "x"))


def test_stopping_writes_nothing(base, tmp_path: Path):
    pictures, labels = strange_hand()
    events = fine_tune(weights.load(weights.shipped()[0].path), pictures, labels, base, tmp_path / "x.safetensors")
    next(events)
    events.close()
    assert not list(tmp_path.iterdir())
    assert torch.is_grad_enabled()


def test_every_fourth_of_a_label_is_kept_out():
    assert held_out(np.array([1, 1, 1, 1, 2, 2, 1], np.uint8)).tolist() == [
        False,
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    assert not held_out(np.array([1, 2, 3], np.uint8)).any()

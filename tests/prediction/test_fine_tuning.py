from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio import datasets
from cnnstudio.datasets.builtin import STYLES
from cnnstudio.errors import DatasetError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.fine_tuning import FineTuned, Round, fine_tune, held_out
from cnnstudio.prediction.preprocessing import preprocess
from cnnstudio.prediction.training_sets.drawn import written
from cnnstudio.training import metrics
from cnnstudio.weights import WeightsFile, shipped
from cnnstudio.weights.library import folder_of_kept
from cnnstudio.weights.loading import Loaded, load_alone
from cnnstudio.weights.metadata import Accuracy, Tuned


@pytest.fixture(scope="module")
def base(mnist_dir: Path) -> datasets.DigitData:
    data = datasets.load(mnist_dir)
    from dataclasses import replace

    return replace(data, test_images=data.test_images[:300], test_labels=data.test_labels[:300])


def strange_hand() -> tuple[np.ndarray, np.ndarray]:
    """A hand that writes ones as MNIST writes sevens and the other way round."""
    styles = [style for style in STYLES if style.digit in (1, 7)]
    chosen = [styles[number % len(styles)] for number in range(24)]
    inputs = [preprocess(written(style, 1, number)[0]).network_input for number, style in enumerate(chosen)]
    pictures = [np.rint(picture * 255).astype(np.uint8) for picture in inputs]
    return np.stack(pictures), np.array([8 - style.digit for style in chosen], np.uint8)


@pytest.fixture(scope="module")
def shipped_weights() -> Loaded:
    return load_alone(shipped.digits()[0])


def test_learns_a_hand_and_measures_what_is_forgotten(base, shipped_weights: Loaded):
    pictures, labels = strange_hand()
    before = {name: tensor.clone() for name, tensor in shipped_weights.module.state_dict().items()}
    outcomes = {}
    for rehearse in (True, False):
        events = list(fine_tune(shipped_weights, pictures, labels, base, rounds=10, rehearse=rehearse))
        assert [event.round for event in events[:-1]] == list(range(11))
        assert all(isinstance(event, Round) for event in events[:-1])
        done = outcomes[rehearse] = events[-1]
        assert isinstance(done, FineTuned)
        assert done.own_after > done.own_before
        assert done.tested_on + done.trained_on == len(labels)
    assert outcomes[False].base_after < outcomes[False].base_before
    assert outcomes[True].base_before == outcomes[False].base_before
    for done in outcomes.values():
        again = load_alone(WeightsFile(done.path))
        assert again.network == CatalogueNetwork("digitnet")
        about = again.metadata
        assert (about.accuracy, about.on("handwriting")) == (Accuracy(done.base_after, base.name), done.own_after)
        assert about.origin == Tuned(shipped.digits()[0])
        assert about.dataset == "handwriting"
        assert (
            metrics.evaluate(again.module, base.test_images[:, None] / 255, base.test_labels).accuracy
            == done.base_after
        )
    state = shipped_weights.module.state_dict()
    assert all(torch.equal(state[name], before[name]) for name in before), "what was handed in stays"
    assert not any(tensor.requires_grad for tensor in state.values())


def test_windows_that_tune_at_once_write_a_file_each(base, shipped_weights: Loaded):
    pictures, labels = strange_hand()
    folder = folder_of_kept()
    folder.mkdir(parents=True)
    (folder / "my-handwriting-DigitNet-2.safetensors").write_bytes(b"of another window")
    windows = [fine_tune(shipped_weights, pictures[:8], labels[:8], base, rounds=1, seed=seed) for seed in (1, 2)]
    saved = [event.path for both in zip(*windows, strict=True) for event in both if isinstance(event, FineTuned)]
    assert [path.name for path in saved] == [f"my-handwriting-DigitNet-{number}.safetensors" for number in (3, 4)]
    assert (folder / "my-handwriting-DigitNet-2.safetensors").read_bytes() == b"of another window"
    first, second = (load_alone(WeightsFile(path)).module.state_dict() for path in saved)
    assert any(not torch.equal(first[name], second[name]) for name in first)
    assert len(list(folder.iterdir())) == 3


def test_too_few_digits(base, shipped_weights: Loaded):
    pictures, labels = strange_hand()
    with pytest.raises(DatasetError, match="keep at least 4"):
        next(fine_tune(shipped_weights, pictures[:3], labels[:3], base))


def test_stopping_writes_nothing(base, shipped_weights: Loaded):
    pictures, labels = strange_hand()
    events = fine_tune(shipped_weights, pictures, labels, base)
    next(events)
    events.close()
    assert not folder_of_kept().exists()
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

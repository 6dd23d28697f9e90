from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio import datasets
from cnnstudio.compute import stay_on_one_core
from cnnstudio.datasets.builtin import STYLES
from cnnstudio.networks import catalogue
from cnnstudio.prediction.preprocessing import Stages, preprocess
from cnnstudio.prediction.reader import Reader, Verdict, open_reader
from cnnstudio.prediction.training_sets.drawn import no_digits, signs, written
from cnnstudio.prediction.training_sets.glyphs import HABITS, UNSEEN
from cnnstudio.training import metrics
from tests.weights.files import save_weights


@pytest.fixture(scope="module")
def reader() -> Reader:
    stay_on_one_core()
    return open_reader()


def test_an_empty_sheet_predicts_nothing(reader):
    prediction = reader.read(np.zeros((512, 512), np.uint8))
    assert prediction.verdict is Verdict.EMPTY
    assert prediction.ranking == ()
    assert not prediction.probabilities.any()


def test_the_default_reaches_993_on_mnist(reader, mnist_dir: Path):
    data = datasets.load(mnist_dir)
    assert metrics.evaluate(reader.model, data.test_images[:, None].float() / 255, data.test_labels).accuracy >= 0.993


def digits_of(reader: Reader, inks: list[np.ndarray]) -> np.ndarray:
    """What the reader makes of many inks at once, through the same preprocessing."""
    pictures = np.stack([preprocess(ink).network_input for ink in inks])
    return reader.logits_and_digitness(torch.from_numpy(pictures)[:, None])[0].argmax(1).numpy()


def test_reads_every_way_of_writing(reader):
    shares = {}
    for style in (*STYLES, *HABITS):
        shares[style.name] = float(np.mean(digits_of(reader, written(style, 10, 99)) == style.digit))
    assert np.mean(list(shares.values())) > 0.9
    assert not {style.name for style in HABITS if shares[style.name] < 0.5}


def test_slashed_zeros_are_zeros(reader):
    styles = [style for style in (*STYLES, *HABITS) if "slash" in style.name]
    found = np.concatenate([digits_of(reader, written(style, 20, 7)) for style in styles])
    assert len(found) >= 120
    assert np.mean(found == 0) > 0.97


def test_digits_are_accepted_and_junk_is_not(reader, mnist_dir: Path):
    def accepted(pictures: np.ndarray) -> float:
        digitness = reader.logits_and_digitness(torch.from_numpy(pictures)[:, None].float() / 255)[1]
        return float((digitness >= reader.threshold).float().mean())

    assert accepted(datasets.load(mnist_dir).test_images[:2000].numpy()) > 0.99
    assert accepted(no_digits(300, 55)) < 0.12
    assert accepted(signs(300, 56, UNSEEN)) < 0.5


def test_probabilities_are_calibrated(reader, mnist_dir: Path):
    data = datasets.load(mnist_dir)
    predictions = [reader.read(digit.numpy()) for digit in data.test_images[:150]]
    confidence = np.mean([prediction.probabilities.max() for prediction in predictions])
    right = [r.ranking[0] == int(label) for r, label in zip(predictions, data.test_labels, strict=False)]
    assert abs(confidence - np.mean(right)) < 0.04
    for prediction in predictions[:20]:
        assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_a_stage_that_is_off_breaks_it(reader):
    ink = np.zeros((512, 512), np.uint8)
    digit = written(STYLES[10], 1, 3)[0]
    ink[20 : 20 + digit.shape[0], 300 : 300 + digit.shape[1]] = digit * 255
    whole = reader.read(ink)
    broken = reader.read(ink, Stages(crop=False, scale=False, centre=False, pen=False))
    assert whole.verdict is Verdict.DIGIT
    assert broken.probabilities[whole.ranking[0]] < whole.probabilities[whole.ranking[0]]


def test_networks_of_clothes_are_not_asked_whether_it_is_a_digit(tmp_path: Path):
    file = tmp_path / "weights.safetensors"
    names = [f"class {i}" for i in range(10)]
    save_weights(file, catalogue.build("convnet"), network="convnet", dataset="fashion-mnist", classes=tuple(names))
    reader = open_reader(file)
    assert reader.class_names == tuple(names)
    assert reader.threshold == 0
    assert reader.read(written(STYLES[0], 1, 1)[0]).digitness == 1

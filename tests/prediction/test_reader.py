from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio import datasets
from cnnstudio.compute import stay_on_one_core
from cnnstudio.datasets.builtin import STYLES
from cnnstudio.networks import catalogue
from cnnstudio.prediction.preprocessing import Stages, preprocess
from cnnstudio.prediction.reader import Reader, Verdict, open_reader, sure
from cnnstudio.prediction.training_sets.drawn import no_digits, signs, written
from cnnstudio.prediction.training_sets.glyphs import HABITS, UNSEEN
from cnnstudio.training import metrics
from cnnstudio.weights import shipped
from tests.weights.files import save_weights

NAMES = tuple("0123456789")


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
    found = np.concatenate([digits_of(reader, written(style, 100, 7)) for style in styles])
    assert len(found) >= 600
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


class Fixed(nn.Module):
    """Gives these logits for every picture."""

    def __init__(self, logits: list[float]) -> None:
        super().__init__()
        self.logits = torch.tensor([logits])

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.logits.expand(len(pictures), -1)


@pytest.fixture
def four() -> np.ndarray:
    return written(next(style for style in STYLES if style.digit == 4), 1, 5)[0]


def logits_of(shares: dict[int, float]) -> list[float]:
    """Logits whose softmax gives these classes these shares and the others what is left."""
    rest = (1 - sum(shares.values())) / (10 - len(shares))
    return [float(np.log(shares.get(digit, rest))) for digit in range(10)]


@pytest.mark.parametrize(
    ("shares", "verdict", "candidates"),
    [
        ({4: 0.97}, Verdict.DIGIT, (4,)),
        ({4: 0.52, 9: 0.46}, Verdict.BETWEEN, (4, 9)),
        ({9: 0.7, 4: 0.28}, Verdict.BETWEEN, (9, 4)),
        ({1: 0.4, 7: 0.35, 2: 0.2}, Verdict.BETWEEN, (1, 7, 2)),
    ],
)
def test_two_classes_close_together_are_named(four, shares, verdict, candidates):
    """Half and half was called sure as soon as one half was the larger."""
    prediction = Reader(Fixed(logits_of(shares)), NAMES).read(four)
    assert (prediction.verdict, prediction.candidates) == (verdict, candidates)
    assert prediction.sure == (verdict is Verdict.DIGIT)


def test_what_the_rejector_turns_away_is_no_digit_however_sure_the_class_is():
    crosses = np.zeros((200, 200), np.uint8)
    for start in (20, 60, 100, 140):
        crosses[start : start + 12, 10:190] = crosses[10:190, start : start + 12] = 255
    prediction = Reader(Fixed(logits_of({4: 0.999})), NAMES).read(crosses)
    assert prediction.digitness < open_reader().threshold
    assert prediction.verdict is Verdict.NOT_A_DIGIT
    assert prediction.candidates == (4,)
    clothes = Reader(Fixed(logits_of({4: 0.999})), tuple("abcdefghij")).read(crosses)
    assert clothes.verdict is Verdict.DIGIT, "nobody asks the rejector about other things than digits"


def test_the_verdict_is_of_calibrated_probabilities_whatever_is_shown(four):
    reader = Reader(Fixed([0.0] * 4 + [3.0] + [0.0] * 4 + [1.2]), NAMES, 0.4)
    calibrated, plain = reader.read(four), reader.read(four, calibrated=False)
    assert plain.probabilities.max() < sure() < calibrated.probabilities.max()
    assert plain.verdict is calibrated.verdict is Verdict.DIGIT
    assert plain.candidates == calibrated.candidates == (4,)
    assert (plain.temperature, calibrated.temperature) == (1, 0.4)


def test_the_threshold_is_the_cards(monkeypatch):
    card = shipped.card()
    assert sure() == card["digits"][0]["sure"] >= 0.5
    assert 0 < card["digits"][0]["wrong_called_unsure_mnist_test"] < 1
    older = {**card, "digits": [{key: value for key, value in card["digits"][0].items() if key != "sure"}]}
    monkeypatch.setattr(shipped, "card", lambda: older)
    assert sure() == 0.5, "a majority"


def test_wrong_predictions_are_called_unsure_far_more_often_than_right_ones(reader, mnist_dir: Path):
    """Nine in ten wrong ones were called sure."""
    data = datasets.load(mnist_dir)
    with torch.inference_mode():
        logits = reader.model(data.test_images[:, None].float() / 255)
    confidence, classes = torch.softmax(logits / reader.temperature, 1).max(1)
    right = classes == data.test_labels
    assert float((confidence[~right] < sure()).float().mean()) > 0.35
    assert float((confidence[right] < sure()).float().mean()) < 0.02


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

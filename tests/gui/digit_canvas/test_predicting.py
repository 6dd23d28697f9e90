"""Everything that Draw asks a network for is asked with the input that its weights want."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from torch import Tensor, nn

from cnnstudio.datasets.scaling import MNIST, Scaling
from cnnstudio.gui.digit_canvas.predicting import InsideAsk, WhyAsk, explain_prediction, look_inside
from cnnstudio.gui.digit_canvas.why_view import WhyView
from cnnstudio.prediction.attribution import Method, by_stroke
from cnnstudio.prediction.reader import InkPrediction, Reader
from cnnstudio.prediction.room_state import Question
from cnnstudio.weights import loading, shipped

SCALINGS = [MNIST, Scaling((0.5,), (0.5,)), Scaling((0.0,), (0.25,))]


def two_bars() -> list[NDArray[np.uint8]]:
    strokes = [np.zeros((200, 200), np.uint8) for _ in range(2)]
    strokes[0][40:160, 50:70] = 255
    strokes[1][90:110, 50:150] = 255
    return strokes


def read(scaling: Scaling) -> tuple[Reader, InkPrediction]:
    loaded = loading.load_alone(shipped.digits()[0])
    reader = Reader(loaded.module, loaded.class_names, scaling=scaling)
    return reader, reader.read(two_bars()[0] | two_bars()[1])


def by_hand(reader: Reader, network_input: NDArray[np.float32], scaling: Scaling) -> NDArray[np.float32]:
    """Logits of the network for the picture, scaled here."""
    picture = (network_input - np.float32(scaling.mean[0])) / np.float32(scaling.deviation[0])
    with torch.inference_mode():
        logits: NDArray[np.float32] = reader.model(torch.from_numpy(picture)[None, None])[0].numpy()
    return logits


class Scaled(nn.Module):
    """The network with the scaling as a part of it."""

    def __init__(self, reader: Reader, scaling: Scaling) -> None:
        super().__init__()
        self.network, self.mean, self.deviation = reader.model, scaling.mean[0], scaling.deviation[0]

    def forward(self, pictures: Tensor) -> Tensor:
        logits: Tensor = self.network((pictures - self.mean) / self.deviation)
        return logits


@pytest.mark.parametrize("scaling", SCALINGS, ids=str)
def test_the_layers_are_those_of_the_prediction(scaling: Scaling) -> None:
    reader, prediction = read(scaling)
    network_input = prediction.preprocessed.network_input
    activations = look_inside(InsideAsk(reader, prediction)).activations
    np.testing.assert_allclose(activations[-1].output, prediction.logits, atol=1e-5)
    np.testing.assert_allclose(activations[-1].output, by_hand(reader, network_input, scaling), atol=1e-4)
    assert activations[0].of_picture
    assert float(activations[0].input.min()) == pytest.approx(-scaling.mean[0] / scaling.deviation[0])


@pytest.mark.parametrize("scaling", SCALINGS, ids=str)
@pytest.mark.parametrize("method", Method)
def test_the_ink_argues_in_the_network_that_reads(scaling: Scaling, method: Method) -> None:
    reader, prediction = read(scaling)
    network_input = prediction.preprocessed.network_input
    found = explain_prediction(WhyAsk(reader, prediction, (200, 200), tuple(two_bars()), Question(None, None, method)))
    assert found is not None
    argument = found[1]
    target, against = argument.target, argument.against

    def margin(picture: NDArray[np.float32]) -> float:
        logits = by_hand(reader, picture, scaling)
        return float(logits[target] - logits[against])

    assert argument.margin == pytest.approx(margin(network_input), abs=1e-3)
    assert argument.blank == pytest.approx(margin(np.zeros_like(network_input)), abs=1e-3)
    strokes = [ink.astype(np.float32) / np.float32(255) for ink in two_bars()]
    want = by_stroke(Scaled(reader, scaling), prediction.preprocessed, strokes, target, against, method)
    assert argument.strokes == pytest.approx(want, abs=1e-3)
    assert max(map(abs, want)) > 0.1


class Broken(nn.Module):
    """The network, whose first logit is not finite for some pictures."""

    def __init__(self, reader: Reader, kind: str) -> None:
        super().__init__()
        self.network, self.kind = reader.model, kind

    def forward(self, pictures: Tensor) -> Tensor:
        logits: Tensor = self.network(pictures)
        ink = pictures.sum((1, 2, 3))
        most = 0.99 * pictures.amax((1, 2, 3))
        where = {
            "always": torch.ones_like(ink, dtype=torch.bool),
            "on faint ink": (most > 0) & (most < 0.9),
            "on blank paper": ink == 0,
        }[self.kind]
        odd = torch.full_like(logits, float("inf" if self.kind == "on faint ink" else "nan"))
        return torch.where(where[:, None], odd, logits)


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("kind", ["always", "on faint ink", "on blank paper"])
def test_numbers_that_are_not_finite_argue_for_nothing(kind: str, method: Method) -> None:
    whole, _ = read(SCALINGS[0])
    reader = Reader(Broken(whole, kind), whole.class_names)
    prediction = reader.read(two_bars()[0] | two_bars()[1])
    found = explain_prediction(WhyAsk(reader, prediction, (200, 200), tuple(two_bars()), Question(None, None, method)))
    if kind == "on faint ink" and method is Method.OCCLUSION:
        assert found is not None  # a patch of paper makes no ink fainter
        assert found[1] is not None
    else:
        assert found == (prediction, None)


def test_an_endless_weight_is_told_in_the_view(qtbot: QtBot) -> None:
    whole, prediction = read(SCALINGS[0])
    view = WhyView()
    qtbot.addWidget(view)
    view.set_names(whole.class_names, Question(None, None, Method.GRADIENTS))
    broken = Reader(Broken(whole, "always"), whole.class_names)
    ask = WhyAsk(broken, broken.read(two_bars()[0]), (200, 200), (), Question(None, None, Method.GRADIENTS))
    found = explain_prediction(ask)
    assert found is not None
    view.show_argument(*found)
    words = " ".join(label.text() for label in view.findChildren(QLabel) if not label.isHidden())
    assert "not finite" in words
    good = explain_prediction(
        WhyAsk(whole, prediction, (200, 200), tuple(two_bars()), Question(None, None, Method.GRADIENTS))
    )
    assert good is not None
    view.show_argument(*good)
    assert view.rows
    view.show_argument(None, None)
    words = " ".join(label.text() for label in view.findChildren(QLabel) if not label.isHidden())
    assert "Draw a digit" in words
    assert "not finite" not in words

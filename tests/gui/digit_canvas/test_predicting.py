"""Everything that Draw asks a network for is asked with the input that its weights want."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnnstudio.datasets.scaling import MNIST, Scaling
from cnnstudio.gui.digit_canvas.predicting import InsideAsk, WhyAsk, explain_prediction, look_inside
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

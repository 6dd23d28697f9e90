"""Everything that Draw asks a network for is asked with the input that its weights want."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnnstudio.datasets.scaling import MNIST, Scaling
from cnnstudio.gui.digit_canvas.answering import InsideAsk, WhyAsk, explain_reading, look_inside
from cnnstudio.prediction.attribution import Method, by_stroke
from cnnstudio.prediction.reader import Reader, Reading
from cnnstudio.prediction.room_state import Question
from cnnstudio.weights import loading, shipped

SCALINGS = [MNIST, Scaling((0.5,), (0.5,)), Scaling((0.0,), (0.25,))]


def two_bars() -> list[NDArray[np.uint8]]:
    strokes = [np.zeros((200, 200), np.uint8) for _ in range(2)]
    strokes[0][40:160, 50:70] = 255
    strokes[1][90:110, 50:150] = 255
    return strokes


def read(scaling: Scaling) -> tuple[Reader, Reading]:
    loaded = loading.load_alone(shipped.digits()[0])
    reader = Reader(loaded.module, loaded.class_names, scaling=scaling)
    return reader, reader.read(two_bars()[0] | two_bars()[1])


def by_hand(reader: Reader, field: NDArray[np.float32], scaling: Scaling) -> NDArray[np.float32]:
    """Logits of the network for the picture, scaled here."""
    picture = (field - np.float32(scaling.mean[0])) / np.float32(scaling.deviation[0])
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
def test_the_layers_are_those_of_the_reading(scaling: Scaling) -> None:
    reader, reading = read(scaling)
    field = reading.preprocessed.field
    answers = look_inside(InsideAsk(reader, reading)).answers
    np.testing.assert_allclose(answers[-1].output, reading.logits, atol=1e-5)
    np.testing.assert_allclose(answers[-1].output, by_hand(reader, field, scaling), atol=1e-4)
    assert answers[0].of_picture
    assert float(answers[0].input.min()) == pytest.approx(-scaling.mean[0] / scaling.deviation[0])


@pytest.mark.parametrize("scaling", SCALINGS, ids=str)
@pytest.mark.parametrize("method", Method)
def test_the_ink_argues_in_the_network_that_reads(scaling: Scaling, method: Method) -> None:
    reader, reading = read(scaling)
    field = reading.preprocessed.field
    found = explain_reading(WhyAsk(reader, reading, (200, 200), tuple(two_bars()), Question(None, None, method)))
    assert found is not None
    argument = found[1]
    target, against = argument.target, argument.against

    def margin(picture: NDArray[np.float32]) -> float:
        logits = by_hand(reader, picture, scaling)
        return float(logits[target] - logits[against])

    assert argument.margin == pytest.approx(margin(field), abs=1e-3)
    assert argument.blank == pytest.approx(margin(np.zeros_like(field)), abs=1e-3)
    strokes = [ink.astype(np.float32) / np.float32(255) for ink in two_bars()]
    want = by_stroke(Scaled(reader, scaling), reading.preprocessed, strokes, target, against, method)
    assert argument.strokes == pytest.approx(want, abs=1e-3)
    assert max(map(abs, want)) > 0.1

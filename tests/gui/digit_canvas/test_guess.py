import numpy as np
import pytest
import torch
from pytestqt.qtbot import QtBot
from torch import Tensor, nn

from cnnstudio.gui.digit_canvas.guess import Guess
from cnnstudio.prediction.reader import Reader

NAMES = tuple("0123456789")


class Constant(nn.Module):
    """Gives the same logits for every picture."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = value

    def forward(self, x: Tensor) -> Tensor:
        return torch.full((len(x), 10), self.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_not_finite_are_called_so(qtbot: QtBot, value: float) -> None:
    guess = Guess()
    qtbot.addWidget(guess)
    ink = np.zeros((28, 28), np.float32)
    ink[6:22, 12:16] = 1
    guess.show_prediction(Reader(Constant(value), NAMES).read(ink), NAMES)
    assert "not finite" in guess.text
    assert "nan" not in guess.text
    guess.show_prediction(Reader(Constant(0.5), NAMES).read(ink), NAMES)
    assert "not finite" not in guess.text

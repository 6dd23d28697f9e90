import numpy as np
import pytest
import torch
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel
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


class Fixed(nn.Module):
    """Gives softmax these shares for the classes named, and what is left to the others."""

    def __init__(self, shares: dict[int, float]) -> None:
        super().__init__()
        rest = (1 - sum(shares.values())) / (10 - len(shares))
        self.logits = torch.tensor([[shares.get(digit, rest) for digit in range(10)]]).log()

    def forward(self, x: Tensor) -> Tensor:
        return self.logits.expand(len(x), -1)


@pytest.fixture
def one() -> np.ndarray:
    ink = np.zeros((28, 28), np.float32)
    ink[5:23, 13:16] = 1
    return ink


def shown(guess: Guess) -> list[str]:
    return [guess.findChild(QLabel, f"draw-guess-{part}").text() for part in ("digit", "first", "second")]


@pytest.mark.parametrize(
    ("shares", "names", "large", "said"),
    [
        ({4: 0.55, 9: 0.43}, NAMES, "4 or 9", "4: 55.0 %, 9: 43.0 %"),
        ({9: 0.55, 4: 0.43}, NAMES, "9 or 4", "9: 55.0 %, 4: 43.0 %"),
        ({1: 0.4, 7: 0.35, 2: 0.2}, NAMES, "1, 7 or 2", "1: 40.0 %, 7: 35.0 %, 2: 20.0 %"),
        ({0: 0.5, 6: 0.45}, (*"abcdef", "Shirt", *"hij"), "a or Shirt", "a: 50.0 %, Shirt: 45.0 %"),
    ],
)
def test_classes_close_together_are_named_in_large_type(
    qtbot: QtBot, one: np.ndarray, shares: dict[int, float], names: tuple[str, ...], large: str, said: str
) -> None:
    guess = Guess()
    qtbot.addWidget(guess)
    guess.resize(190, 170)
    guess.show()
    guess.show_prediction(Reader(Fixed(shares), names).read(one), names)
    assert shown(guess) == [large, "Not sure which: close together", said]
    digit = guess.findChild(QLabel, "draw-guess-digit")
    assert QFontMetricsF(digit.font()).horizontalAdvance(large) <= guess.width(), "it has room"
    height = digit.height()
    guess.show_prediction(Reader(Fixed({4: 0.99}), names).read(one), names)
    assert shown(guess)[0] == names[4]
    assert digit.height() == height, "what is below stays where it is"


def test_where_nothing_is_likely_no_class_is_named_in_large_type(qtbot: QtBot, one: np.ndarray) -> None:
    guess = Guess()
    qtbot.addWidget(guess)
    guess.show_prediction(Reader(Fixed({3: 0.15}), NAMES, with_rejector=False).read(one), NAMES)
    assert shown(guess)[:2] == ["?", "Not sure which"]


def test_what_is_no_digit_is_told_from_what_may_be_two(qtbot: QtBot, one: np.ndarray) -> None:
    grid = np.zeros((200, 200), np.float32)
    for start in (20, 60, 100, 140):
        grid[start : start + 12, 10:190] = grid[10:190, start : start + 12] = 1
    guess = Guess()
    qtbot.addWidget(guess)
    reader = Reader(Fixed({4: 0.55, 9: 0.43}), NAMES)
    guess.show_prediction(reader.read(grid), NAMES)
    assert shown(guess) == ["?", "Not a digit, it seems", "Closest: 4 (55.0 %), then 9."]
    guess.show_comparison(reader.read(grid), NAMES)
    beside = guess.findChild(QLabel, "draw-guess-beside")
    assert beside.text() == "All stages on: not a digit, it seems"
    guess.show_comparison(reader.read(one), NAMES)
    assert beside.text() == "All stages on: 4 or 9"

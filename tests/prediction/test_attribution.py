import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio.networks import catalogue
from cnnstudio.prediction.attribution import Method, attribute, by_stroke, margin_of, on_ink
from cnnstudio.prediction.preprocessing import preprocess


class Halves(nn.Module):
    """Class 0 counts ink in the left half of the network input, class 1 in the right half."""

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        left, right = pictures[..., :14].sum((1, 2, 3)), pictures[..., 14:].sum((1, 2, 3))
        return torch.stack([left, right], 1)


def two_bars() -> tuple[np.ndarray, list[np.ndarray]]:
    strokes = [np.zeros((200, 200), np.float32) for _ in range(2)]
    strokes[0][40:160, 50:70] = 1
    strokes[1][40:160, 130:150] = 1
    return strokes[0] + strokes[1], strokes


@pytest.mark.parametrize("method", Method)
def test_each_side_speaks_for_its_class(method):
    ink, strokes = two_bars()
    seen = preprocess(ink)
    found = attribute(Halves(), seen.network_input, 0, 1, method)
    assert found[:, :14].sum() > 0 > found[:, 14:].sum()
    assert not found[seen.network_input == 0].any()
    for_left, for_right = by_stroke(Halves(), seen, strokes, 0, 1, method)
    assert for_left > 0 > for_right
    assert for_left == pytest.approx(seen.network_input[:, :14].sum(), rel=0.02)


def test_gradients_add_up_to_the_change_from_blank_paper():
    torch.manual_seed(1)
    model = catalogue.build("convnet").eval()
    seen = preprocess(two_bars()[0])
    found = attribute(model, seen.network_input, 3, 7, Method.GRADIENTS)
    with torch.inference_mode():
        logits = model(torch.from_numpy(np.stack([seen.network_input, np.zeros_like(seen.network_input)]))[:, None])
    margins = (logits[:, 3] - logits[:, 7]).tolist()
    assert float(found.sum()) == pytest.approx(margins[0] - margins[1], rel=0.02, abs=1e-4)


class Turning(nn.Module):
    """A margin that rises to a sharp peak a tenth of the way, falls, and rises again at the end."""

    def __init__(self, peak: float) -> None:
        super().__init__()
        self.peak = peak

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        ink = pictures.sum((1, 2, 3)) / 100
        margin = torch.relu(ink) - 40 * torch.relu(ink - self.peak) + 44 * torch.relu(ink - self.peak - 0.013)
        return torch.stack([margin + torch.sigmoid(90 * (ink - 0.61)), torch.zeros_like(ink)], 1)


@pytest.mark.parametrize("model", [Turning(0.1), Turning(0.47), "convnet", "lenet5"], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_the_contributions_leave_less_than_a_hundredth_of_the_change(model, seed):
    torch.manual_seed(seed)
    if isinstance(model, str):
        model = catalogue.build(model).eval()
        with torch.no_grad():
            for weights in model.parameters():
                weights *= 2.5  # as sharp as a trained network
    picture = np.random.default_rng(seed).random((28, 28), np.float32)
    picture[:, 20:] = 0
    picture *= 100 / picture.sum() if isinstance(model, Turning) else 1
    found = attribute(model, picture, 0, 1, Method.GRADIENTS)
    change = margin_of(model, picture, 0, 1) - margin_of(model, np.zeros_like(picture), 0, 1)
    assert float(found.sum()) == pytest.approx(change, rel=0.01)


def test_taking_a_stroke_away_is_measured():
    torch.manual_seed(1)
    model = catalogue.build("convnet").eval()
    ink, strokes = two_bars()
    seen = preprocess(ink)
    share = seen.network_input.copy()
    share[:, 14:] = 0
    with torch.inference_mode():
        logits = model(torch.from_numpy(np.stack([seen.network_input, seen.network_input - share]))[:, None])
    margins = (logits[:, 3] - logits[:, 7]).tolist()
    assert by_stroke(model, seen, strokes, 3, 7, Method.OCCLUSION)[0] == pytest.approx(
        margins[0] - margins[1], abs=1e-4
    )


def test_contributions_return_to_their_place_on_the_paper():
    ink = np.zeros((300, 400), np.float32)
    ink[200:280, 20:40] = 1
    seen = preprocess(ink)
    paper = on_ink(seen.network_input, seen, ink.shape)
    assert paper.shape == ink.shape
    rows, columns = np.nonzero(paper > 0.5)
    assert 195 <= rows.min() <= rows.max() <= 285
    assert 15 <= columns.min() <= columns.max() <= 45


def test_nothing_to_explain():
    seen = preprocess(np.zeros((100, 100), np.float32))
    assert not on_ink(seen.network_input, seen, (100, 100)).any()
    assert not attribute(Halves(), seen.network_input, 0, 1, Method.OCCLUSION).any()
    assert by_stroke(Halves(), seen, [np.zeros((100, 100), np.float32)], 0, 1, Method.GRADIENTS) == [0.0]
    assert by_stroke(Halves(), preprocess(two_bars()[0]), [], 0, 1, Method.GRADIENTS) == []

import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio.networks import catalogue
from cnnstudio.prediction.attribution import Method, attribute, by_stroke, on_ink
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

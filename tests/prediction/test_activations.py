import itertools
import threading

import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio.networks import catalogue
from cnnstudio.prediction.activations import record


def picture() -> np.ndarray:
    return np.random.default_rng(1).random((28, 28), np.float32)


def test_layers_come_in_the_order_of_the_run_and_join():
    answers = record(catalogue.build("convnet"), picture())
    assert [answer.kind for answer in answers] == ["Conv2d", "ReLU", "MaxPool2d"] * 2 + ["Linear"]
    for below, above in itertools.pairwise(answers[:-1]):
        assert np.array_equal(below.output, above.input)
    assert answers[0].input.shape == (1, 28, 28)
    assert answers[-1].output.shape == (10,)


@pytest.mark.parametrize("name", ["mini-vgg", "resnet-8", "mini-inception"])
def test_what_a_rectifier_in_place_took_in_is_told(name):
    torch.manual_seed(1)
    rectifiers = [answer for answer in record(catalogue.build(name), picture()) if answer.kind == "ReLU"]
    assert rectifiers
    for answer in rectifiers:
        assert (answer.input < 0).any(), answer.path
        assert np.array_equal(answer.output, np.maximum(answer.input, 0))


def test_the_layer_below_is_the_one_that_gave_the_input():
    torch.manual_seed(1)
    answers = record(catalogue.build("mini-inception"), picture())
    places = {answer.path: place for place, answer in enumerate(answers)}
    first = answers[places["inception1.branch1.0"]].below
    for path in ("inception1.branch2.0.0", "inception1.branch3.0.0", "inception1.branch4.0"):
        assert answers[places[path]].below == first
    assert answers[places["inception2.branch1.0"]].below is None, "a concatenation"
    assert answers[places["inception1.branch2.1.0"]].below == places["inception1.branch2.0.2"]
    assert answers[0].below is None
    residual = {answer.path: answer.below for answer in record(catalogue.build("resnet-8"), picture())}
    assert residual["stage1.0.relu (2)"] is None, "a sum"


def test_recording_leaves_no_hooks_and_changes_nothing():
    model = catalogue.build("digitnet").eval()
    field = picture()
    with torch.inference_mode():
        wanted = model(torch.from_numpy(field)[None, None])[0].numpy()
    assert np.allclose(record(model, field)[-1].output, wanted, atol=1e-6)
    assert not any(module._forward_hooks for module in model.modules())


def test_a_module_called_twice_is_told_apart():
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(1, 1, 3, padding=1)
            self.act = nn.ReLU(inplace=True)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.act(self.conv(self.act(self.conv(x))))

    answers = record(Twice(), picture())
    assert [answer.path for answer in answers] == ["conv", "act", "conv (2)", "act (2)"]
    assert answers[0].output.min() < 0, "a rectifier in place must not change the answer before it"


def test_another_threads_question_is_not_recorded():
    class Disturbed(nn.Module):
        """While it runs, somebody else asks its first layer."""

        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = nn.Conv2d(1, 2, 3), nn.ReLU()

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            other = threading.Thread(target=torch.no_grad()(self.first), args=(torch.zeros(1, 1, 9, 9),))
            other.start()
            other.join()
            return self.second(self.first(pictures))

    assert [answer.path for answer in record(Disturbed(), picture())] == ["first", "second"]


def test_what_takes_or_gives_no_maps_is_left_out():
    class Rows(nn.Module):
        """Reads the picture row by row; its layers take sequences, give tuples, or take two inputs."""

        def __init__(self) -> None:
            super().__init__()
            self.rows, self.pick, self.last = nn.LSTM(28, 6, batch_first=True), nn.Bilinear(6, 6, 4), nn.Linear(4, 3)

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            _, (state, _) = self.rows(pictures[:, 0])
            return self.last(self.pick(state[0], state[0]))

    assert [answer.path for answer in record(Rows(), picture())] == ["last"]


def test_only_what_takes_the_picture_is_said_to_take_it():
    class Framed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.beside = nn.Conv2d(1, 2, 3), nn.Conv2d(1, 2, 3)

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            return self.conv(nn.functional.pad(pictures, (1, 1, 1, 1)))[:, :, 1:-1, 1:-1] + self.beside(pictures)

    framed, plain = record(Framed(), picture())
    assert (framed.below, framed.of_picture) == (None, False)
    assert (plain.below, plain.of_picture) == (None, True)

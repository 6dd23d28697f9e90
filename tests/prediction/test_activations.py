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
    activations = record(catalogue.build("convnet"), picture())
    assert [activation.kind for activation in activations] == ["Conv2d", "ReLU", "MaxPool2d"] * 2 + ["Linear"]
    for below, above in itertools.pairwise(activations[:-1]):
        assert np.array_equal(below.output, above.input)
    assert activations[0].input.shape == (1, 28, 28)
    assert activations[-1].output.shape == (10,)


@pytest.mark.parametrize("name", ["mini-vgg", "resnet-8", "mini-inception"])
def test_what_a_rectifier_in_place_took_in_is_told(name):
    torch.manual_seed(1)
    rectifiers = [activation for activation in record(catalogue.build(name), picture()) if activation.kind == "ReLU"]
    assert rectifiers
    for activation in rectifiers:
        assert (activation.input < 0).any(), activation.path
        assert np.array_equal(activation.output, np.maximum(activation.input, 0))


def test_the_layer_below_is_the_one_that_gave_the_input():
    torch.manual_seed(1)
    activations = record(catalogue.build("mini-inception"), picture())
    places = {activation.path: place for place, activation in enumerate(activations)}
    first = activations[places["inception1.branch1.0"]].below
    for path in ("inception1.branch2.0.0", "inception1.branch3.0.0", "inception1.branch4.0"):
        assert activations[places[path]].below == first
    assert activations[places["inception2.branch1.0"]].below is None, "a concatenation"
    assert activations[places["inception1.branch2.1.0"]].below == places["inception1.branch2.0.2"]
    assert activations[0].below is None
    residual = {activation.path: activation.below for activation in record(catalogue.build("resnet-8"), picture())}
    assert residual["stage1.0.relu (2)"] is None, "a sum"


def test_recording_leaves_no_hooks_and_changes_nothing():
    model = catalogue.build("digitnet").eval()
    drawn = picture()
    with torch.inference_mode():
        wanted = model(torch.from_numpy(drawn)[None, None])[0].numpy()
    assert np.allclose(record(model, drawn)[-1].output, wanted, atol=1e-6)
    assert not any(module._forward_hooks for module in model.modules())


def test_a_module_called_twice_is_told_apart():
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(1, 1, 3, padding=1)
            self.act = nn.ReLU(inplace=True)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.act(self.conv(self.act(self.conv(x))))

    activations = record(Twice(), picture())
    assert [activation.path for activation in activations] == ["conv", "act", "conv (2)", "act (2)"]
    assert activations[0].output.min() < 0, "a rectifier in place must not change the activation before it"


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

    assert [activation.path for activation in record(Disturbed(), picture())] == ["first", "second"]


def test_what_takes_or_gives_no_maps_is_left_out():
    class Rows(nn.Module):
        """Reads the picture row by row; its layers take sequences, give tuples, or take two inputs."""

        def __init__(self) -> None:
            super().__init__()
            self.rows, self.pick, self.last = nn.LSTM(28, 6, batch_first=True), nn.Bilinear(6, 6, 4), nn.Linear(4, 3)

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            _, (state, _) = self.rows(pictures[:, 0])
            return self.last(self.pick(state[0], state[0]))

    assert [activation.path for activation in record(Rows(), picture())] == ["last"]


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

import itertools
import threading

import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio.networks import catalogue
from cnnstudio.prediction.activations import Rule, Unit, explain, intermediates, record


def picture() -> np.ndarray:
    return np.random.default_rng(1).random((28, 28), np.float32)


def units(shape: tuple[int, ...]) -> list[Unit]:
    rng = np.random.default_rng(2)
    chosen = [tuple(int(rng.integers(size)) for size in shape) for _ in range(5)]
    # The corners reach into the padding.
    chosen += [(0,) * len(shape), tuple(size - 1 for size in shape)]
    return [Unit(*place) for place in chosen]


@pytest.mark.parametrize("name", ["convnet", "lenet5", "mlp", "digitnet"])
def test_the_arithmetic_of_every_layer_gives_the_layers_output(name):
    torch.manual_seed(1)
    answers = record(catalogue.build(name), picture())
    kinds = {answer.kind for answer in answers}
    assert "Linear" in kinds
    for answer in answers:
        for unit in units(answer.output.shape):
            found = explain(answer, unit)
            assert found.result == pytest.approx(found.output, rel=1e-4, abs=1e-5), (answer.path, unit)
            if found.products is not None:
                total = float(found.products.sum()) + (found.bias or 0)
                assert total == pytest.approx(found.output, rel=1e-3, abs=1e-4)


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


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(4, 6, (3, 5), stride=2, padding=(2, 1), dilation=(1, 2), groups=2),
        nn.Conv2d(4, 8, 3, padding="same", dilation=2, bias=False),
        nn.AvgPool2d(3, stride=2),
        nn.MaxPool2d(3, stride=1, padding=1),
        nn.AdaptiveAvgPool2d((3, 4)),
        nn.BatchNorm2d(4),
        nn.Sigmoid(),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_other_layers(layer):
    torch.manual_seed(3)
    first = nn.Conv2d(1, 4, 3)
    if isinstance(layer, nn.BatchNorm2d):
        layer.running_mean.uniform_(-1, 1)
        layer.running_var.uniform_(0.5, 2)
        nn.init.uniform_(layer.weight)
    answers = record(nn.Sequential(first, layer), picture())
    for unit in units(answers[1].output.shape):
        found = explain(answers[1], unit)
        assert found.result == pytest.approx(found.output, rel=1e-4, abs=1e-5)
    if isinstance(layer, nn.Conv2d):
        parts = intermediates(answers[1], 5)
        total = parts.sum(axis=0) + (float(layer.bias.detach()[5]) if layer.bias is not None else 0)
        assert np.allclose(total, answers[1].output[5], atol=1e-5)
        assert len(parts) == 4 // layer.groups


def test_the_window_of_a_pool_and_its_winner():
    answers = record(catalogue.build("convnet"), picture())
    found = explain(answers[2], Unit(3, 5, 6))
    assert found.rule is Rule.MAXIMUM
    assert (found.window.top, found.window.left, found.window.channels) == (10, 12, (3, 4))
    assert found.values[found.chosen] == pytest.approx(found.output)


def test_only_convolutions_have_intermediates():
    answers = record(catalogue.build("convnet"), picture())
    with pytest.raises(TypeError, match="MaxPool2d has no maps between"):
        intermediates(answers[2], 0)


def test_no_such_unit():
    answers = record(catalogue.build("convnet"), picture())
    with pytest.raises(IndexError):
        explain(answers[0], Unit(99))


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

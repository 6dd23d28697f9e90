from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.datasets import DigitData
from cnnstudio.networks import catalogue
from cnnstudio.training import layout
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import RunFinished
from tests.weights.networks import own_network

CPU = torch.device("cpu")
# As many courses write it: maps are laid out for the first linear layer by ``view``, here without one and with one.
VIEWS = """
import torch
from torch import nn
from torch.nn import functional as F


class Viewing(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, 5)
        self.conv2 = nn.Conv2d(10, 20, 5)
        self.norm = nn.BatchNorm2d(20)
        self.linear = nn.Linear(320, 10)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.norm(self.conv2(x)), 2))
        return self.linear(HOW)
"""


class Counting(nn.Module):
    """Remembers its calls, and cannot be copied if it is told so."""

    def __init__(self, *, copies: bool = True) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 10, 28)
        self.norm = nn.BatchNorm2d(10)
        self.calls = 0
        self.stuck = None if copies else (number for number in range(3))

    def forward(self, pictures: Tensor) -> Tensor:
        self.calls += 1
        return self.norm(self.conv(pictures)).flatten(1)


@pytest.mark.parametrize("how", ["x.view(-1, 320)", "x.view(x.size(0), -1)", "x.flatten(1)", "x.reshape(-1, 320)"])
def test_a_class_that_views_its_maps_trains_as_well(
    noise: DigitData, small: Callable[..., TrainConfig], tmp_path: Path, how: str
) -> None:
    network = own_network(tmp_path, "Viewing", source=VIEWS.replace("HOW", how))
    engine = Engine(small(network=network, epochs=1), run_dir=tmp_path / "run", data=noise)
    assert isinstance(list(engine.run())[-1], RunFinished)
    assert engine.network is not None
    usual = engine.network.get_parameter("conv2.weight").is_contiguous()
    assert usual == ("view" in how)


def test_the_programs_own_networks_lie_channels_last() -> None:
    for name in ("convnet", "compact"):
        kernels = [tensor for tensor in layout.lay_out(catalogue.build(name), CPU).parameters() if tensor.dim() == 4]
        assert all(tensor.is_contiguous(memory_format=torch.channels_last) for tensor in kernels)
        # Of one channel, too, where both orders are the same in memory and layers go by the strides.
        assert kernels[0].stride()[1:] == (1, kernels[0].shape[3], 1)


def test_a_class_is_tried_on_a_copy_and_the_random_stream_stays() -> None:
    model = Counting()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    stream = torch.get_rng_state()
    assert layout.lay_out(model, CPU) is model
    assert model.calls == 0
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    assert torch.equal(stream, torch.get_rng_state())
    assert model.conv.weight.stride()[1] == 1


def test_a_class_that_cannot_be_copied_keeps_the_usual_order() -> None:
    model = Counting(copies=False)
    assert layout.lay_out(model, CPU) is model
    assert model.conv.weight.stride() == (784, 784, 28, 1)
    assert model(torch.zeros(2, 1, 28, 28)).shape == (2, 10)

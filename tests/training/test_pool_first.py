import copy

import pytest
import torch
from torch import nn
from torch.nn import functional

from cnnstudio.networks import catalogue
from cnnstudio.training.pool_first import pool_first, without_gradients


def layers(model: nn.Module) -> list[str]:
    return [type(layer).__name__ for layer in model.modules()]


def test_only_a_rectifier_before_a_maximum_moves():
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.ReLU(), nn.AvgPool2d(2), nn.Tanh())
    twin = pool_first(model)
    assert layers(twin) == ["Sequential", "Conv2d", "MaxPool2d", "ReLU", "ReLU", "AvgPool2d", "Tanh"]
    assert layers(model) == ["Sequential", "Conv2d", "ReLU", "MaxPool2d", "ReLU", "AvgPool2d", "Tanh"]
    assert twin[0] is model[0]


def test_a_network_without_such_neighbours_is_itself():
    model = catalogue.build("compact")
    assert pool_first(model) is model


def test_names_and_parameters_are_shared():
    model = catalogue.build("convnet")
    twin = pool_first(model)
    assert twin is not model
    for (name, one), (other_name, other) in zip(model.named_parameters(), twin.named_parameters(), strict=True):
        assert name == other_name
        assert one is other


@pytest.mark.parametrize("network", ["convnet", "digitnet"])
@pytest.mark.parametrize("memory_format", [torch.contiguous_format, torch.channels_last])
def test_not_a_bit_of_the_training_changes(network: str, memory_format: torch.memory_format):
    torch.manual_seed(1)
    plain = catalogue.build(network).to(memory_format=memory_format)
    other = copy.deepcopy(plain)
    twin = pool_first(other)
    # Rounded, so that windows have equal maxima.
    pictures = (torch.rand(32, 1, 28, 28) * 4).round().div(4).contiguous(memory_format=memory_format)
    labels = torch.randint(0, 10, (32,))
    for step in range(5):
        for answering, model in ((plain, plain), (twin, other)):
            torch.manual_seed(step)  # for dropout
            model.zero_grad()
            functional.cross_entropy(answering(pictures), labels).backward()
            with torch.no_grad():
                for parameter in model.parameters():
                    parameter.sub_(parameter.grad, alpha=0.1)
    for name, tensor in plain.state_dict().items():
        assert torch.equal(tensor, other.state_dict()[name]), name
    assert torch.equal(plain.eval()(pictures), pool_first(other.eval())(pictures))


@pytest.mark.parametrize("network", ["convnet", "lenet5", "digitnet", "compact", "mini-vgg"])
@pytest.mark.parametrize("memory_format", [torch.contiguous_format, torch.channels_last])
def test_without_gradients_not_a_bit_changes(network: str, memory_format: torch.memory_format):
    torch.manual_seed(1)
    model = catalogue.build(network).to(memory_format=memory_format).eval()
    twin = without_gradients(model)
    # Rounded, so that windows have equal maxima; and a picture that is no number.
    pictures = (torch.rand(32, 1, 28, 28) * 4).round().div(4)
    pictures[3] = float("nan")
    with torch.inference_mode():
        expected = model(pictures)
        assert torch.equal(twin(pictures).nan_to_num(9), expected.nan_to_num(9))
    assert expected[3].isnan().all()


def test_only_what_pools_two_by_two_and_nothing_else_is_compared():
    hooked = nn.MaxPool2d(2)
    hooked.register_forward_hook(lambda _layer, _given, out: out + 1)
    others = [
        nn.MaxPool2d(3, stride=2),
        nn.MaxPool2d(2, stride=1),
        nn.MaxPool2d(2, padding=1),
        nn.MaxPool2d(2, dilation=2),
        nn.MaxPool2d(2, ceil_mode=True),
        nn.MaxPool2d(2, return_indices=True),
        hooked,
    ]
    for layer in others:
        model = nn.Sequential(layer)
        assert without_gradients(model) is model, layer
    model = nn.Sequential(nn.ReLU(), nn.MaxPool2d((2, 2), stride=(2, 2)))
    twin = without_gradients(model)
    assert [type(layer).__name__ for layer in twin] == ["_MaximumOfFour", "ReLU"]
    assert type(model[1]) is nn.MaxPool2d, "the model itself stays"
    for shape in ((2, 3, 7, 9), (3, 6, 7), (1, 1, 2, 2)):
        maps = torch.randn(shape).relu()
        assert torch.equal(twin(maps), model(maps))

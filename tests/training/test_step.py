import copy
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.networks import reference
from cnnstudio.training import optim, parts, step
from cnnstudio.training.checkpoint import State
from cnnstudio.training.config import TrainConfig

CPU = torch.device("cpu")
Small = Callable[..., TrainConfig]


def state_of(config: TrainConfig) -> State:
    torch.manual_seed(3)
    model = reference.build(config.network)
    return State(
        model=model,
        averaged=None,
        optimizer=optim.optimizer(config, model.parameters(), CPU),
        losses=torch.zeros(7),
    )


def digits() -> tuple[Tensor, Tensor]:
    return torch.rand(50, 1, 28, 28), torch.arange(50) % 10


@pytest.mark.parametrize("gradient_parts", [1, 2])
def test_a_step_is_pytorchs_own(small: Small, gradient_parts: int) -> None:
    config = small(momentum=0.9, label_smoothing=0.1, initialisation="default", gradient_parts=gradient_parts)
    state, (pictures, labels) = state_of(config), digits()
    reference = copy.deepcopy(state.model)
    optimizer = torch.optim.SGD(reference.parameters(), lr=0.02, momentum=0.9)
    take_step = step.make(config, state, pictures, labels, parts.ALONE)
    # Whole minibatches, an odd one, and one that leaves nothing for a second part.
    for first, last in ((0, 16), (16, 32), (32, 49), (49, 50)):
        chosen = torch.arange(first, last)
        loss = take_step(chosen, None, 0.02)
        expected = functional.cross_entropy(reference(pictures[chosen]), labels[chosen], label_smoothing=0.1)
        optimizer.zero_grad()
        expected.backward()
        optimizer.step()
        assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
        assert not loss.requires_grad
    for one, other in zip(state.model.parameters(), reference.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-6)


def test_a_parameter_that_the_network_does_not_use_stays(small: Small) -> None:
    config = small(optimizer="adam", gradient_parts=2, initialisation="default")
    state, (pictures, labels) = state_of(config), digits()
    state.model.register_parameter("spare", nn.Parameter(torch.ones(3)))
    state.optimizer.add_param_group({"params": [state.model.spare]})
    state.model.features[0].weight.requires_grad_(False)
    before = {name: tensor.clone() for name, tensor in state.model.state_dict().items()}
    take_step = step.make(config, state, pictures, labels, parts.ALONE)
    assert isinstance(take_step, step.PartsStep)
    take_step(torch.arange(16), None, 0.02)
    same = {name for name, tensor in state.model.state_dict().items() if torch.equal(tensor, before[name])}
    assert same == {"spare", "features.0.weight"}


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
@pytest.mark.parametrize("network", ["convnet", "compact"])
@pytest.mark.parametrize("steps_before", [0, 2])
def test_warm_up_steps_can_be_undone(small: Small, optimizer: str, network: str, steps_before: int) -> None:
    # What a CUDA graph's capture relies on: its warm-up steps leave no trace, on a fresh run and on a resumed one.
    config = small(network=network, optimizer=optimizer, momentum=0.9, initialisation="default")
    pictures, labels = digits()
    warmed, plain = state_of(config), state_of(config)
    chosen = torch.arange(16)
    for state in (warmed, plain):
        for _ in range(steps_before):
            step.PlainStep(config, state, pictures, labels)(chosen, None, 0.02)
    before = step._snapshot(warmed)
    for _ in range(3):
        step.PlainStep(config, warmed, pictures, labels)(chosen, None, 0.5)
    step._put_back(warmed, before)
    losses = [
        [step.PlainStep(config, state, pictures, labels)(chosen, None, 0.02).item() for _ in range(4)]
        for state in (warmed, plain)
    ]
    assert losses[0] == pytest.approx(losses[1], rel=1e-6)
    for one, other in zip(warmed.model.state_dict().values(), plain.model.state_dict().values(), strict=True):
        assert torch.allclose(one, other, atol=1e-7)

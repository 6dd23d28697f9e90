import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnstudio.training import optim
from cnnstudio.training.config import TrainConfig

CPU = torch.device("cpu")


@given(
    schedule=st.sampled_from(["constant", "cosine", "one-cycle", "step"]),
    warmup=st.floats(0, 0.9),
    steps=st.integers(1, 500),
)
def test_rates_are_positive_peak_at_the_learning_rate_and_never_rise_after_the_warm_up(
    schedule: str, warmup: float, steps: int
) -> None:
    config = TrainConfig(learning_rate=0.3, warmup=warmup).changed(schedule=schedule)
    rates = [optim.scheduled_rate(config, step, steps) for step in range(steps)]
    assert all(0 < rate <= 0.3 * (1 + 1e-9) for rate in rates)
    rising = int(warmup * steps)
    assert rates[:rising] == sorted(rates[:rising])
    assert rates[rising:] == sorted(rates[rising:], reverse=True)
    if schedule != "step":
        assert max(rates) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("schedule", "last"), [("constant", 1.0), ("cosine", 0.5 * (1 - 0.99950656)), ("one-cycle", 0.01), ("step", 0.01)]
)
def test_where_schedules_end(schedule: str, last: float) -> None:
    config = TrainConfig(learning_rate=1.0).changed(schedule=schedule)
    assert optim.scheduled_rate(config, 99, 100) == pytest.approx(last, rel=1e-4)


def test_steps_divide_by_ten_twice() -> None:
    config = TrainConfig(learning_rate=1.0, schedule="step")
    assert [optim.scheduled_rate(config, step, 100) for step in (0, 59, 60, 84, 85)] == [1.0, 1.0, 0.1, 0.1, 0.01]


@pytest.mark.parametrize("name", ["sgd", "adam", "adamw"])
def test_the_rate_that_is_set_is_the_one_that_is_used(name: str) -> None:
    weight = nn.Parameter(torch.zeros(3))
    optimizer = optim.optimizer(TrainConfig().changed(optimizer=name), [weight], CPU)
    optim.set_rate(optimizer, 0.25)
    weight.grad = torch.ones(3)
    optimizer.step()
    # A first step of all three moves by the rate where the gradient is 1.
    assert weight.tolist() == pytest.approx([-0.25] * 3, rel=1e-4)


def test_the_average_follows_and_its_buffers_are_copied() -> None:
    model, averaged = nn.BatchNorm1d(2), nn.BatchNorm1d(2)
    with torch.no_grad():
        model.weight.fill_(3.0)
        model.running_mean.fill_(7.0)
    optim.update_average(averaged, model, 0.9, step=10_000)
    assert averaged.weight.tolist() == pytest.approx([1.2, 1.2])
    assert averaged.running_mean.tolist() == [7.0, 7.0]
    optim.update_average(averaged, model, 0.9, step=0)
    # The first step's decay is 0.1.
    assert averaged.weight.tolist() == pytest.approx([2.82, 2.82])


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("weight_decay", [0.0, 5e-4])
@pytest.mark.parametrize("nesterov", [False, True])
def test_an_update_is_torchs_own_to_the_bit(momentum: float, weight_decay: float, nesterov: bool) -> None:
    if nesterov and not momentum:
        return
    changes = {"momentum": momentum, "weight_decay": weight_decay, "nesterov": nesterov}
    config = TrainConfig().changed(optimizer="sgd", **changes)
    shapes = ((8, 1, 3, 3), (8,), (10, 40), (3,))
    torch.manual_seed(1)
    sides = []
    start = [torch.randn(shape) for shape in shapes]
    for _ in range(2):
        weights = [nn.Parameter(tensor.clone()) for tensor in start]
        sides.append((weights, optim.optimizer(config, weights, CPU)))
    for number in range(6):
        # The third has no gradient at first, the last never.
        gradients = [torch.randn(shape) for shape in shapes[: 3 if number > 1 else 2]]
        for weights, optimizer in sides:
            for weight, gradient in zip(weights, gradients, strict=False):
                weight.grad = gradient.clone()
            optim.set_rate(optimizer, 0.1 / (number + 1))
        optim.update(sides[0][1])
        sides[1][1].step()
    for mine, theirs in zip(sides[0][0], sides[1][0], strict=True):
        assert torch.equal(mine, theirs)
    mine, theirs = (optimizer.state_dict()["state"] for _, optimizer in sides)
    assert mine.keys() == theirs.keys() == (set() if not momentum else {0, 1, 2})
    for index, slots in theirs.items():
        assert torch.equal(mine[index]["momentum_buffer"], slots["momentum_buffer"])
    assert torch.equal(sides[0][0][3], start[3])


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_other_optimisers_update_by_themselves(name: str) -> None:
    weight = nn.Parameter(torch.ones(3))
    optimizer = optim.optimizer(TrainConfig(learning_rate=0.25).changed(optimizer=name), [weight], CPU)
    weight.grad = torch.ones(3)
    optim.update(optimizer)
    assert weight.tolist() == pytest.approx([0.75] * 3, rel=1e-2)
    assert int(optimizer.state[weight]["step"]) == 1

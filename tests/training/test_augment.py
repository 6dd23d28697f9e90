import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.training import augment
from cnnstudio.training.config import TrainConfig

CPU = torch.device("cpu")


def affine(turn: float = 0.0, right: float = 0.0, down: float = 0.0) -> torch.Tensor:
    angle = math.radians(turn)
    cosine, sine = math.cos(angle), math.sin(angle)
    return torch.tensor([[[cosine, -sine, -right / 14], [sine, cosine, -down / 14]]])


def test_off_is_off() -> None:
    assert augment.epoch_warps(TrainConfig(), 0, 10, CPU) is None


def test_the_identity_changes_nothing() -> None:
    pictures = torch.rand(1, 1, 28, 28)
    assert torch.allclose(augment.warp(pictures, affine()), pictures, atol=1e-5)


@given(right=st.integers(-5, 5), down=st.integers(-5, 5))
@settings(max_examples=20)
def test_whole_pixel_shifts_are_shifts_with_black_outside(right: int, down: int) -> None:
    pictures = torch.zeros(1, 1, 28, 28)
    pictures[0, 0, 10:18, 10:18] = torch.rand(8, 8)
    shifted = augment.warp(pictures, affine(right=right, down=down))
    assert torch.allclose(shifted, torch.roll(pictures, (down, right), (2, 3)), atol=1e-5)


def test_a_quarter_turn_is_a_quarter_turn() -> None:
    pictures = torch.rand(1, 1, 28, 28)
    assert torch.allclose(augment.warp(pictures, affine(turn=90)), torch.rot90(pictures, 1, (2, 3)), atol=1e-4)


def test_warps_are_a_pure_function_of_seed_and_epoch() -> None:
    config = TrainConfig(rotation=10, translation=2, scaling=0.1)
    torch.manual_seed(1)
    one = augment.epoch_warps(config, 3, 50, CPU)
    torch.manual_seed(2)
    same = augment.epoch_warps(config, 3, 50, CPU)
    later = augment.epoch_warps(config, 4, 50, CPU)
    other = augment.epoch_warps(config.changed(seed=2), 3, 50, CPU)
    assert one is not None
    assert torch.equal(one, same)
    assert not torch.equal(one, later)
    assert not torch.equal(one, other)


def test_warps_stay_within_their_limits_and_reach_towards_them() -> None:
    config = TrainConfig(rotation=10, translation=2, scaling=0.1)
    warps = augment.epoch_warps(config, 0, 10_000, CPU)
    assert warps is not None
    scale = 1 / warps[:, 0, :2].norm(dim=1)
    angle = torch.atan2(warps[:, 1, 0], warps[:, 0, 0]).rad2deg()
    shift = warps[:, :, 2] * 14
    for values, middle, limit in ((scale, 1.0, 0.1), (angle, 0.0, 10.0), (shift, 0.0, 2.0)):
        assert (values - middle).abs().max().item() == pytest.approx(limit, rel=0.01)
        assert values.mean().item() == pytest.approx(middle, abs=limit * 0.05)

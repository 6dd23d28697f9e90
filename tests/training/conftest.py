"""Small data for the engine: random pictures where only the mechanics count, real ones where learning does."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from cnnstudio import datasets
from cnnstudio.datasets import DigitData
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.recipes import recipe


@pytest.fixture(autouse=True)
def _always_one_thread(one_thread: None) -> None:
    """All of these tests take small steps."""


@pytest.fixture
def noise() -> DigitData:
    """100 + 40 random pictures: the mechanics of a run in a few steps."""
    generator = torch.Generator().manual_seed(0)

    def pictures(count: int) -> torch.Tensor:
        return torch.randint(0, 256, (count, 28, 28), generator=generator, dtype=torch.uint8)

    return DigitData(
        name="mnist",
        reason="",
        class_names=tuple("0123456789"),
        train_images=pictures(100),
        train_labels=torch.arange(100) % 10,
        test_images=pictures(40),
        test_labels=torch.arange(40) % 10,
    )


@pytest.fixture(scope="session")
def some_mnist(mnist_dir: Path) -> DigitData:
    """The first 4,000 + 1,000 pictures of the real MNIST."""
    data = datasets.load(mnist_dir)
    return DigitData(
        name="mnist",
        reason="",
        class_names=data.class_names,
        train_images=data.train_images[:4000],
        train_labels=data.train_labels[:4000],
        test_images=data.test_images[:1000],
        test_labels=data.test_labels[:1000],
    )


@pytest.fixture
def small() -> Callable[..., TrainConfig]:
    """The tutorial's recipe on the CPU, cut down to two epochs of 7 steps (16 pictures each, 4 in the last)."""

    def make(**changes: object) -> TrainConfig:
        return recipe("tutorial", **{"device": "cpu", "epochs": 2, "batch_size": 16, "dataset": "mnist", **changes})

    return make

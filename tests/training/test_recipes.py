from pathlib import Path

from cnnstudio import datasets
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import RunFinished
from cnnstudio.training.recipes import recipe


def test_tutorial_is_the_tutorials_own_setting() -> None:
    assert recipe("tutorial") == TrainConfig(
        network="convnet",
        seed=1,
        optimizer="sgd",
        learning_rate=0.05,
        momentum=0.0,
        weight_decay=0.0,
        batch_size=128,
        epochs=10,
        schedule="constant",
        initialisation="gaussian-0.01",
        evaluate_train=True,
        evaluate_test="end",
        deterministic=True,
        log_every=50,
    )


def test_changes_are_applied() -> None:
    assert recipe("tutorial", epochs=3, seed=9) == TrainConfig(initialisation="gaussian-0.01", epochs=3, seed=9)


def test_fast_reaches_99_percent_of_the_real_test_set(mnist_dir: Path) -> None:
    *_, finished = Engine(recipe("fast", device="cpu"), data=datasets.load(mnist_dir)).run()
    assert isinstance(finished, RunFinished)
    assert finished.test_accuracy >= 0.99

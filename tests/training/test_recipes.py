import json

import pytest

from cnnstudio.training.config import TrainConfig
from cnnstudio.training.recipes import recipe
from tests.conftest import SHARED
from tests.errands import Errand


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


FAST = Errand(
    *("-m", "cnnstudio", "train", "--recipe", "fast", "--device", "cpu", "--dataset", str(SHARED / "mnist"), "--json")
)


@pytest.mark.errand(FAST)
@pytest.mark.usefixtures("mnist_dir")
def test_fast_reaches_99_percent_of_the_real_test_set() -> None:
    done = FAST.done()
    assert done.status == 0, done.errors
    finished = json.loads(done.output.splitlines()[-1])
    assert finished["event"] == "finished"
    assert finished["test_accuracy"] >= 0.99

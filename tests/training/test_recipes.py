from cnnstudio.training.config import TrainConfig
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

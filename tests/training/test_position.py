"""Where a run goes on, read without torch; what no run can have is refused in words."""

from typing import Any

import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.networks import reference
from cnnstudio.training import position
from cnnstudio.training.config import TrainConfig
from cnnstudio.weights.metadata import CHECKPOINT


def about(**changes: Any) -> dict[str, Any]:
    """What the checkpoint of a run on 150 pictures says in its second epoch."""
    config = TrainConfig(epochs=3, batch_size=64)
    values = {
        "schema": position.SCHEMA,
        "kind": CHECKPOINT,
        "network": reference.to_json(config.network),
        "dataset": "mnist",
        "train_size": 150,
        "config": config.to_json(),
        "progress": {"epoch": 1, "batch": 2, "elapsed_s": 4.5},
    }
    return values | changes


def test_steps_are_counted_over_all_epochs() -> None:
    found = position.from_about(about())
    assert (found.batches, found.step, found.steps) == (3, 5, 9)
    assert found.progress.elapsed_s == 4.5
    ended = position.from_about(about(progress={"epoch": 3, "batch": 0}))
    assert ended.step == ended.steps == 9


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schema": position.SCHEMA + 1}, "no checkpoint that this version reads"),
        ({"schema": True}, "no checkpoint that this version reads"),
        ({"kind": "weights"}, "no checkpoint that this version reads"),
        ({"progress": {"epoch": 4}}, "epoch 4 of 3"),
        ({"progress": {"epoch": 1, "batch": 4}}, "batch 4 of 3"),
        ({"progress": {"elapsed_s": -1.0}}, "the time it took"),
        ({"progress": {"test_accuracy": 1.5}}, "not between 0 and 1"),
        ({"train_size": 3}, "3 training pictures"),
        ({"network": reference.to_json(TrainConfig(network="mlp").network)}, "its network is another"),
    ],
)
def test_what_no_run_can_have_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        position.from_about(about(**changes))


def test_nothing_is_no_checkpoint() -> None:
    with pytest.raises(ConfigError):
        position.from_about({})

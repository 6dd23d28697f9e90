from pathlib import Path

import numpy as np
import pytest

from cnnstudio.training import log
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import CheckpointSaved, EpochEvaluated, RunFinished, RunStarted, StepsDone


def started(config: TrainConfig) -> RunStarted:
    return RunStarted(
        config=config,
        run_dir=Path("run"),
        device="cpu",
        device_name="CPU, 2 threads",
        dataset="mnist",
        dataset_reason="",
        class_names=tuple("0123456789"),
        train_size=60_000,
        test_size=10_000,
        batches=469,
        parameters=9098,
        first_step=0,
    )


def steps(first_step: int, losses: list[float]) -> StepsDone:
    last = first_step + len(losses) - 1
    return StepsDone(
        first_step=first_step,
        losses=np.array(losses, dtype=np.float32),
        learning_rates=np.full(len(losses), 0.05, dtype=np.float32),
        epoch=last // 469,
        batch=last % 469,
        images_per_s=20_000.0,
        elapsed_s=1.0,
    )


def evaluated(train: float | None, test: float | None) -> EpochEvaluated:
    return EpochEvaluated(
        epoch=0,
        train_loss=0.5,
        train_accuracy=train,
        test_accuracy=test,
        test_loss=None,
        confusion=None,
        mistakes=None,
        elapsed_s=7.2,
    )


def test_every_fiftieth_batch_is_logged_as_the_tutorial_does() -> None:
    run = started(TrainConfig())
    assert log.lines(run, steps(0, [2.30259, 2.2])) == ["Epoch: 001/010 | Batch 000/469 | Cost: 2.3026"]
    assert log.lines(run, steps(1, [1.0] * 48)) == []
    assert log.lines(run, steps(469 + 49, [1.0] * 100)) == [
        "Epoch: 002/010 | Batch 050/469 | Cost: 1.0000",
        "Epoch: 002/010 | Batch 100/469 | Cost: 1.0000",
    ]


@pytest.mark.parametrize("stretch", [1, 7, 100, 469])
def test_the_log_does_not_depend_on_how_steps_are_bundled(stretch: int) -> None:
    run = started(TrainConfig())
    costs = [step / 100 for step in range(469)]
    lines = [
        line
        for first in range(0, 469, stretch)
        for line in log.lines(run, steps(first, costs[first : first + stretch]))
    ]
    assert lines == [f"Epoch: 001/010 | Batch {batch:03d}/469 | Cost: {batch / 100:.4f}" for batch in range(0, 469, 50)]


def test_accuracy_and_time_after_an_epoch() -> None:
    assert log.lines(started(TrainConfig()), evaluated(0.85116, None)) == [
        "Epoch: 001/010 training accuracy: 85.12%",
        "Time elapsed: 0.12 min",
    ]


def test_test_accuracy_has_a_line_only_where_it_is_measured_every_epoch() -> None:
    both = evaluated(0.85, 0.9)
    assert len(log.lines(started(TrainConfig()), both)) == 2
    assert log.lines(started(TrainConfig(evaluate_test="epoch")), both)[1] == "Epoch: 001/010 test accuracy: 90.00%"
    assert log.lines(started(TrainConfig()), evaluated(None, None)) == ["Time elapsed: 0.12 min"]


def test_the_end() -> None:
    end = RunFinished(
        reason="completed",
        run_dir=Path("run"),
        train_accuracy=0.98,
        test_accuracy=0.9797,
        best_epoch=9,
        elapsed_s=138.0,
    )
    assert log.lines(started(TrainConfig()), end) == ["Total Training Time: 2.30 min", "Test accuracy: 97.97%"]
    assert log.lines(started(TrainConfig()), CheckpointSaved(path=Path("x"), step=1)) == []

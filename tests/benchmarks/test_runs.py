from pathlib import Path

import pytest

from cnnstudio.errors import StudioError
from cnnstudio.training.events import EpochEvaluated
from cnnstudio.training.recipes import recipe
from cnnstudio.training.runs import RunFolder
from tests.benchmarks.made_up import digits
from tests.benchmarks.runs import Epochs, engine_epochs, seconds_to


def evaluated(accuracy: float | None, elapsed_s: float) -> EpochEvaluated:
    return EpochEvaluated(
        epoch=0,
        train_loss=1.0,
        train_accuracy=None,
        test_accuracy=accuracy,
        test_loss=None,
        confusion=None,
        mistakes=None,
        elapsed_s=elapsed_s,
    )


def test_the_first_epoch_that_reaches_it_counts() -> None:
    epochs = [evaluated(None, 1.0), evaluated(0.97, 2.0), evaluated(0.98, 3.0), evaluated(0.99, 4.0)]
    assert seconds_to(0.975, epochs) == 3.0


def test_an_accuracy_that_is_never_reached_has_no_time() -> None:
    with pytest.raises(StudioError, match=r"reached 97\.00% on the test set, not 99\.00%"):
        seconds_to(0.99, [evaluated(0.97, 2.0), evaluated(0.96, 3.0)])


def test_epochs_are_trained_as_they_are_asked_for(tmp_path: Path) -> None:
    data = digits(60, 10)
    config = recipe("tutorial", network="lenet5", device="cpu", batch_size=30)
    with Epochs(config, data, tmp_path / "asked") as run:
        assert run.seconds() > 0
        assert run.seconds() > 0
    assert RunFolder(tmp_path / "asked").summary().state == "stopped"
    assert [epoch.epoch for epoch in engine_epochs(config.changed(epochs=2), data, tmp_path / "whole")] == [0, 1]

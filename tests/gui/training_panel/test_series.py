import numpy as np
import pytest

from cnnstudio.gui.training_panel.series import SMOOTHING_STEPS, EpochPoint, GrowingArray, RunSeries, read_series
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import EpochEvaluated, RunStarted, StepsDone
from cnnstudio.training.runs import RunFolder
from tests.gui.training_panel.conftest import losses


def steps(first: int, values: np.ndarray, rate: float = 0.05) -> StepsDone:
    return StepsDone(
        first_step=first,
        losses=values.astype(np.float32),
        learning_rates=np.full(len(values), rate, dtype=np.float32),
        epoch=0,
        batch=first + len(values) - 1,
        images_per_s=1.0,
        elapsed_s=1.0,
    )


def evaluated(epoch: int, train: float | None, test: float | None) -> EpochEvaluated:
    return EpochEvaluated(
        epoch=epoch,
        train_loss=1.0,
        train_accuracy=train,
        test_accuracy=test,
        test_loss=None,
        confusion=None,
        mistakes=None,
        elapsed_s=1.0,
    )


def test_growing_array_keeps_everything_over_many_growths() -> None:
    array, expected = GrowingArray(capacity=2), []
    for size in (1, 1, 5, 0, 100, 3):
        array.extend(np.arange(size) + len(expected))
        expected += list(np.arange(size) + len(expected))
    assert array.values.tolist() == expected
    array.truncate(3)
    array.extend([7.0])
    assert array.values.tolist() == [0, 1, 2, 7]


@pytest.mark.parametrize("stretch", [1, 7, 3000])
def test_smoothing_is_the_exponential_mean_however_the_steps_arrive(stretch: int) -> None:
    values = losses(3000)
    series = RunSeries(100)
    for first in range(0, len(values), stretch):
        series.add_steps(steps(first, values[first : first + stretch]))
    keep, mean, expected = np.exp(-1 / SMOOTHING_STEPS), float(values[0]), []
    for value in values.astype(np.float64):
        mean = keep * mean + (1 - keep) * value
        expected.append(mean)
    np.testing.assert_allclose(series.smoothed.values, expected, rtol=1e-9)


def test_smoothing_of_logged_steps_has_the_same_time_constant() -> None:
    series = RunSeries(100)
    series.append(np.array([1, 51, 101]), np.array([2.0, 1.0, 1.0]), np.zeros(3))
    keep = np.exp(-50 / SMOOTHING_STEPS)
    assert series.smoothed.values[1] == pytest.approx(keep * 2 + (1 - keep) * 1)


def test_steps_repeated_after_a_resume_replace_the_older_ones() -> None:
    series = RunSeries(4)
    series.add_steps(steps(0, np.full(10, 2.0)))
    series.add_epoch(evaluated(0, 0.5, None))
    series.add_epoch(evaluated(1, 0.6, None))
    series.add_steps(steps(5, np.full(3, 1.0)))
    assert series.steps.values.tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert series.losses.values.tolist() == [2] * 5 + [1] * 3
    assert series.epochs == [EpochPoint(1, 0.5, None)]


def test_an_epoch_measured_again_at_the_end_is_filled_in() -> None:
    series = RunSeries(4)
    series.add_epoch(evaluated(0, 0.5, None))
    series.add_epoch(evaluated(0, 0.5, 0.4))
    assert series.epochs == [EpochPoint(1, 0.5, 0.4)]


def test_reading_takes_the_nearest_step_and_the_epoch_measured_by_then() -> None:
    series = RunSeries(4)
    assert series.values_at(1.0) is None
    series.add_steps(steps(0, np.array([4.0, 3.0, 2.0, 1.0, 0.5])))
    series.add_epoch(evaluated(0, 0.9, 0.8))
    before, after = series.values_at(2.4), series.values_at(99)
    assert before is not None
    assert after is not None
    assert (before.step, before.loss, before.train_accuracy) == (2, 3.0, None)
    assert (after.step, after.loss, after.train_accuracy, after.test_accuracy) == (5, 0.5, 0.9, 0.8)
    assert after.epoch == 1.25


def test_a_run_folder_gives_back_every_step_and_its_epochs(tmp_path) -> None:
    folder = RunFolder(tmp_path / "run")
    config = TrainConfig(log_every=2)
    folder.start(config, step=0, epoch=0)
    folder.record(
        RunStarted(
            config=config,
            run_dir=folder.path,
            device="cpu",
            device_name="CPU",
            dataset="mnist",
            dataset_reason="",
            class_names=(),
            train_size=5,
            test_size=5,
            batches=5,
            parameters=1,
            first_step=0,
        )
    )
    folder.record(steps(0, np.array([4.0, 3.0, 2.0, 1.0, 0.5])))
    folder.record(evaluated(0, 0.75, None))
    series = read_series(folder.path, 5)
    assert series.steps.values.tolist() == [1, 2, 3, 4, 5]
    assert series.losses.values.tolist() == [4.0, 3.0, 2.0, 1.0, 0.5]
    assert series.epochs == [EpochPoint(1, 0.75, None)]


def test_past_the_last_step_of_an_older_folder_the_end_is_told() -> None:
    series = RunSeries(100)
    series.append(np.array([1, 51, 101, 151]), np.array([4.0, 3.0, 2.0, 1.0]), np.full(4, 0.05))
    series.set_epoch(EpochPoint(1, 0.95, 0.9))
    series.set_epoch(EpochPoint(2, 0.99, 0.9822))
    end = series.values_at(1000)
    assert end is not None
    assert (end.step, end.epoch, end.test_accuracy) == (200, 2.0, 0.9822), "what the run ended with"
    assert end.loss is end.smoothed is end.learning_rate is None, "no step near it was kept"
    before = series.values_at(160)
    assert before is not None
    assert (before.step, before.loss, before.test_accuracy) == (151, 1.0, 0.9)
    inside = series.values_at(98)
    assert inside is not None
    assert (inside.step, inside.test_accuracy) == (100, 0.9), "the end of the first epoch is nearer than any step"
    accuracies_alone = RunSeries(100)
    accuracies_alone.set_epoch(EpochPoint(2, None, 0.5))
    alone = accuracies_alone.values_at(3)
    assert alone is not None
    assert (alone.step, alone.test_accuracy) == (200, 0.5)


def test_a_folder_without_metrics_gives_empty_curves(tmp_path) -> None:
    assert len(read_series(tmp_path / "nothing", 5)) == 0


def test_steps_that_no_run_can_have_are_left_out() -> None:
    series = RunSeries(10)
    series.append(
        np.array([-3.0, 0, 1, 2, 2, 1, np.nan, 4, 4.5, 1e300, np.inf, 5]), np.arange(12.0), np.arange(12.0) / 10
    )
    assert series.steps.values.tolist() == [1, 2, 4, 5]
    assert series.losses.values.tolist() == [2, 3, 7, 11]
    assert len(series.smoothed) == len(series.learning_rates) == 4
    series.append(np.array([5.0, 6]), np.array([1.0, 2]), np.array([1.0, 2]))
    assert series.steps.values.tolist() == [1, 2, 4, 5, 6]


@pytest.mark.parametrize("epoch", [-1, 10**9 + 1, 10**400])
def test_epochs_that_no_run_can_have_are_left_out(epoch: int) -> None:
    series = RunSeries(10)
    series.set_epoch(EpochPoint(epoch, 0.5, 0.5))
    assert series.epochs == []


@pytest.mark.parametrize("batches", [-5, 0, 10**9, 10**400])
def test_steps_an_epoch_are_a_number_that_can_be_divided_by(batches: int) -> None:
    series = RunSeries(batches)
    series.append(np.array([1.0, 2]), np.ones(2), np.ones(2))
    values = series.values_at(2)
    assert values is not None
    assert 0 < values.epoch <= 2


@pytest.mark.parametrize("loss", [1e308, 1e-320, np.inf, -np.inf, np.nan])
def test_a_loss_beyond_reckoning_does_not_spoil_what_comes_later(loss: float) -> None:
    series = RunSeries(10)
    series.append(np.arange(1, 2001), np.array([loss] * 100 + [1.0] * 1900), np.ones(2000))
    assert series.smoothed.values[-1] == pytest.approx(1.0)

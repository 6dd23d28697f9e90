import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cnnstudio import paths
from cnnstudio.datasets import DigitData
from cnnstudio.errors import StorageError
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import StepsDone
from cnnstudio.training.runs import RunFolder, list_runs, new_run_dir

Small = Callable[..., TrainConfig]


def steps(first: int, count: int, batches: int = 100) -> StepsDone:
    last = first + count - 1
    return StepsDone(
        first_step=first,
        losses=np.arange(first, first + count, dtype=np.float32),
        learning_rates=np.full(count, 0.05, dtype=np.float32),
        epoch=last // batches,
        batch=last % batches,
        images_per_s=1.0,
        elapsed_s=1.5,
    )


def test_a_finished_run_reads_back(noise: DigitData, small: Small, tmp_path: Path) -> None:
    events = list(Engine(small(log_every=3), run_dir=tmp_path / "run", data=noise).run())
    folder = RunFolder(tmp_path / "run")
    assert folder.config() == small(log_every=3)
    assert folder.steps()["step"].tolist() == [0, 3, 6, 7, 10, 13]
    assert folder.steps()["epoch"].tolist() == [0, 0, 0, 1, 1, 1]
    assert folder.steps()["batch"].tolist() == [0, 3, 6, 0, 3, 6]
    losses = np.concatenate([event.losses for event in events if isinstance(event, StepsDone)])
    assert np.array_equal(folder.steps()["loss"].astype(np.float32), losses[[0, 3, 6, 7, 10, 13]])
    epochs = folder.epochs()
    assert len(epochs) == 2
    assert np.isnan(epochs["test_accuracy"][0])
    summary = folder.summary()
    assert (summary.state, summary.epochs_done, summary.step, summary.steps) == ("finished", 2, 14, 14)
    assert summary.test_accuracy == epochs["test_accuracy"][1]
    assert summary.resumable
    assert {file.name for file in folder.path.iterdir()} == {
        "config.json",
        "state.json",
        "steps.csv",
        "epochs.csv",
        "checkpoint.safetensors",
        "weights-best.safetensors",
        "weights-final.safetensors",
    }


def test_going_on_drops_the_rows_after_the_checkpoint(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    config = TrainConfig(log_every=1)
    folder.start(config, step=0, epoch=0)
    folder.record(steps(0, 5))
    folder.record(steps(5, 5))
    # A crash cuts the last row short.
    with folder.steps_file.open("a") as file:
        file.write("10,0,1")
    again = RunFolder(tmp_path / "run")
    assert len(again.steps()) == 10
    again.start(config, step=7, epoch=0)
    again.record(steps(7, 5))
    assert again.steps()["step"].tolist() == list(range(12))


def test_runs_are_listed_newest_first_and_damage_is_survived(studio_home: Path) -> None:
    for number in range(3):
        place = paths.runs_dir() / f"run-{number}"
        RunFolder(place).start(TrainConfig(network="mlp"), step=0, epoch=0)
        state = json.loads((place / "state.json").read_text()) if (place / "state.json").exists() else {}
        (place / "state.json").write_text(
            json.dumps({**state, "state": "finished", "started": f"2026-01-0{number + 1}", "network": "mlp"})
        )
    (paths.runs_dir() / "run-1" / "state.json").write_text('{"state": "fin')
    (paths.runs_dir() / "not-a-run").mkdir()
    (paths.runs_dir() / "a-file").write_text("")
    listed = list_runs()
    assert [run.path.name for run in listed] == ["run-2", "run-0", "run-1"]
    assert [run.state for run in listed] == ["finished", "finished", "stopped"]
    assert listed[0].network == "mlp"


def test_no_runs_folder_is_no_runs() -> None:
    assert list_runs() == []


@pytest.mark.parametrize("content", ["", "[]", '{"epochs": 3', "\x00\x00"])
def test_a_damaged_folder_is_read_in_words(tmp_path: Path, content: str) -> None:
    for name in ("config.json", "state.json", "steps.csv", "epochs.csv"):
        (tmp_path / name).write_text(content)
    folder = RunFolder(tmp_path)
    assert folder.summary().state == "stopped"
    assert not folder.summary().resumable
    assert len(folder.steps()) == 0
    with pytest.raises(StorageError, match="damaged"):
        folder.config()


def test_a_run_whose_process_died_is_shown_as_stopped(noise: DigitData, small: Small, tmp_path: Path) -> None:
    run = Engine(small(), data=noise).run()
    started = next(run)
    run.close()
    folder = RunFolder(tmp_path / "run")
    folder.start(TrainConfig(), step=0, epoch=0)
    folder.record(started)
    assert folder.summary().state == "running"
    state = json.loads(folder.state_file.read_text())
    assert state["process"] == os.getpid()
    # Above every system's highest process number.
    folder.state_file.write_text(json.dumps({**state, "process": 2**31 - 2}))
    assert folder.summary().state == "stopped"
    # Another process had this one's number before it.
    folder.state_file.write_text(json.dumps(state))
    folder.end("stopped")
    folder.state_file.write_text(json.dumps(state))
    assert folder.summary().state == "stopped"


def test_new_folders_never_collide(studio_home: Path) -> None:
    made = set()
    for _ in range(3):
        place = new_run_dir(TrainConfig())
        place.mkdir(parents=True)
        made.add(place)
    assert len(made) == 3

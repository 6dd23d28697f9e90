import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

from cnnstudio import paths
from cnnstudio.datasets import DigitData
from cnnstudio.errors import BusyError, ConfigError, StorageError
from cnnstudio.training import checkpoint
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import EpochEvaluated, Event, RunStarted, StepsDone
from cnnstudio.training.runs import RunFolder, list_runs, new_run_dir

Small = Callable[..., TrainConfig]

posix = pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")


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
    assert folder.steps()["step"].tolist() == list(range(14)), "every step, however rarely one is logged"
    assert folder.steps()["epoch"].tolist() == [0] * 7 + [1] * 7
    assert folder.steps()["batch"].tolist() == [*range(7), *range(7)]
    losses = np.concatenate([event.losses for event in events if isinstance(event, StepsDone)])
    assert np.array_equal(folder.steps()["loss"].astype(np.float32), losses)
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
        "test-predictions.safetensors",
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
    folder.let_go()
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
    assert [run.state for run in listed] == ["finished", "finished", "damaged"]
    assert listed[0].network == "mlp"


def test_no_runs_folder_is_no_runs() -> None:
    assert list_runs() == []


@pytest.mark.parametrize("content", ["", "[]", '{"epochs": 3', "\x00\x00"])
def test_a_damaged_folder_is_read_in_words(tmp_path: Path, content: str) -> None:
    for name in ("config.json", "state.json", "steps.csv", "epochs.csv"):
        (tmp_path / name).write_text(content)
    folder = RunFolder(tmp_path)
    assert folder.summary().state == "damaged"
    assert not folder.summary().resumable
    assert len(folder.steps()) == 0
    with pytest.raises(StorageError, match="damaged"):
        folder.config()


def test_a_run_is_running_while_its_lock_is_held_and_no_longer(noise: DigitData, small: Small, tmp_path: Path) -> None:
    run = Engine(small(), data=noise).run()
    started = next(run)
    run.close()
    folder = RunFolder(tmp_path / "run")
    folder.start(TrainConfig(), step=0, epoch=0)
    folder.record(started)
    assert folder.summary().state == RunFolder(folder.path).summary().state == "running"
    state = json.loads(folder.state_file.read_text())
    # Its process died. Another one has its number since, this very one.
    folder.let_go()
    assert state["process"] == os.getpid()
    assert RunFolder(folder.path).summary().state == "stopped"
    folder.state_file.write_text(json.dumps({**state, "process": 1}))
    assert RunFolder(folder.path).summary().state == "stopped"


_HOLDER = """
import sys, time
from pathlib import Path
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.runs import RunFolder

folder = RunFolder(Path(sys.argv[1]))
folder.start(TrainConfig(), step=0, epoch=0)
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def held_elsewhere(place: Path) -> Iterator[None]:
    """Another process trains the run in this folder; it is killed at the end."""
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            yield
        finally:
            other.kill()


def test_a_killed_process_lets_its_folder_go(tmp_path: Path) -> None:
    place = tmp_path / "run"
    with held_elsewhere(place):
        assert RunFolder(place).summary().state == "running"
        with pytest.raises(BusyError, match="being trained by another window or program"):
            RunFolder(place).start(TrainConfig(), step=0, epoch=0)
        with pytest.raises(BusyError, match="being trained by another window or program"):
            RunFolder(place).move(tmp_path / "moved")
    assert RunFolder(place).summary().state == "stopped"
    RunFolder(place).start(TrainConfig(), step=0, epoch=0)


def killed_at(when: int | type[Event], config: TrainConfig, data: DigitData, place: Path) -> RunFolder:
    """What a run leaves that is killed after so many steps, or with its first event of a kind.

    It keeps a checkpoint every other step.
    """
    engine = Engine(config, run_dir=place.with_name("goes-on"), data=data)
    engine.stretch = 1
    events = engine.run()
    done = 0
    for event in events:
        done += isinstance(event, StepsDone)
        engine._save_again_after = 0.0 if done % 2 else 1e9
        if done == when or (isinstance(when, type) and isinstance(event, when)):
            shutil.copytree(engine.folder.path, place)
            break
    events.close()
    return RunFolder(place)


@pytest.mark.parametrize(
    ("when", "kept"),
    [(1, 0), (4, 3), (11, 9), (EpochEvaluated, 5), (RunStarted, 0)],
    ids=["at once", "first epoch", "second epoch", "measured and not kept", "no step"],
)
def test_a_killed_run_stands_where_it_goes_on(
    noise: DigitData, small: Small, tmp_path: Path, when: int | type[Event], kept: int
) -> None:
    folder = killed_at(when, small(), noise, tmp_path / "run")
    assert json.loads(folder.state_file.read_text())["state"] == "running"
    summary = folder.summary()
    progress = checkpoint.load(folder.checkpoint).progress
    assert (summary.state, summary.step, summary.steps) == ("stopped", kept, 14)
    assert summary.elapsed_s == progress.elapsed_s
    assert (summary.elapsed_s > 0) == (kept > 0)
    assert (summary.epochs_done, summary.epochs) == (kept // 7, 2)
    assert summary.train_accuracy == progress.train_accuracy
    assert (summary.train_accuracy is not None) == (kept >= 7)
    assert summary in list_runs(tmp_path)
    started = next(Engine(resume=folder.path, data=noise).run())
    assert isinstance(started, RunStarted)
    assert started.first_step == summary.step


def test_a_run_that_was_interrupted_stands_where_it_goes_on(noise: DigitData, small: Small, tmp_path: Path) -> None:
    engine = Engine(small(), run_dir=tmp_path / "run", data=noise)
    engine.stretch = 1
    events = engine.run()
    while not isinstance(next(events), StepsDone):
        pass
    with pytest.raises(KeyboardInterrupt):
        events.throw(KeyboardInterrupt)
    summary = RunFolder(tmp_path / "run").summary()
    assert (summary.state, summary.step) == ("stopped", 0)


def test_without_state_json_a_run_stands_where_it_goes_on(noise: DigitData, small: Small, tmp_path: Path) -> None:
    folder = killed_at(4, small(), noise, tmp_path / "run")
    expected = folder.summary()
    folder.state_file.unlink()
    found = folder.summary()
    assert (found.step, found.steps, found.elapsed_s) == (expected.step, expected.steps, expected.elapsed_s)
    assert found.step == 3


@pytest.mark.parametrize("change", ["gone", "cut", "later"])
def test_a_checkpoint_that_cannot_be_read_leaves_what_state_json_says(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    if change == "later":
        monkeypatch.setattr(checkpoint, "SCHEMA", 99)
    folder = killed_at(4, small(), noise, tmp_path / "run")
    if change == "gone":
        folder.checkpoint.unlink()
    elif change == "cut":
        folder.checkpoint.write_bytes(folder.checkpoint.read_bytes()[:-1])
    summary = folder.summary()
    assert (summary.state, summary.step, summary.steps) == ("stopped", 0, 14)


def test_a_moved_folder_takes_no_lock_along(tmp_path: Path) -> None:
    place, moved = tmp_path / "run", tmp_path / "moved"
    folder = RunFolder(place)
    folder.start(TrainConfig(), step=0, epoch=0)
    with pytest.raises(BusyError):
        RunFolder(place).move(moved)
    folder.end("stopped")
    names = sorted(file.name for file in place.iterdir())
    RunFolder(place).move(moved)
    assert not place.exists()
    assert sorted(file.name for file in moved.iterdir()) == names
    for target in (moved, tmp_path / "other"):
        with pytest.raises(FileNotFoundError):
            RunFolder(place).move(target)
        assert not place.exists()
    RunFolder(place).start(TrainConfig(), step=0, epoch=0)
    RunFolder(moved).start(TrainConfig(), step=0, epoch=0)


def test_one_folder_has_one_holder_in_a_process_too(tmp_path: Path) -> None:
    first, second = RunFolder(tmp_path / "run"), RunFolder(tmp_path / "run")
    first.start(TrainConfig(), step=0, epoch=0)
    with pytest.raises(BusyError):
        second.start(TrainConfig(), step=0, epoch=0)
    with pytest.raises(BusyError):
        second.check_resumable()
    first.end("stopped")
    second.check_resumable()
    second.start(TrainConfig(), step=0, epoch=0)


def test_on_a_disk_without_locks_the_process_and_its_start_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cnnstudio.locks.try_lock", lambda *_, **__: None)
    folder = RunFolder(tmp_path / "run")
    folder.start(TrainConfig(), step=0, epoch=0)
    assert not folder.certain
    assert RunFolder(folder.path).summary().state == "running"
    with pytest.raises(BusyError):
        RunFolder(folder.path).hold()
    state = json.loads(folder.state_file.read_text())
    folder.let_go()
    folder._lock.path.touch()  # as a killed process leaves it
    parent = psutil.Process(os.getppid())
    alive = {**state, "process": parent.pid, "process_started": parent.create_time()}
    folder.state_file.write_text(json.dumps(alive))
    assert RunFolder(folder.path).summary().state == "running"
    with pytest.raises(BusyError):
        RunFolder(folder.path).hold()
    for other in ({"process_started": parent.create_time() - 60}, {"host": "elsewhere"}, {"process": 2**31 - 2}):
        folder.state_file.write_text(json.dumps({**alive, **other}))
        assert RunFolder(folder.path).summary().state == "stopped"
    RunFolder(folder.path).hold()


@posix
def test_a_folder_that_can_only_be_read_is_read(noise: DigitData, small: Small, tmp_path: Path) -> None:
    list(Engine(small(), run_dir=tmp_path / "run", data=noise).run())
    folder = RunFolder(tmp_path / "run")
    folder._lock.path.touch()
    modes = {file: file.stat().st_mode for file in [*folder.path.iterdir(), folder.path]}
    for file in modes:
        file.chmod(0o555 if file.is_dir() else 0o444)
    try:
        assert RunFolder(folder.path).summary().state == "finished"
        assert len(RunFolder(folder.path).steps()) == 14
        assert RunFolder(folder.path).batches() == 7
        if os.geteuid():
            with pytest.raises(ConfigError, match="cannot be written: the system does not permit it"):
                RunFolder(folder.path).hold()
    finally:
        for file, mode in modes.items():
            file.chmod(mode)


# What has been found in state.json after a crash, an edit by hand or another program: nothing of it may reach a window.
_ODD_VALUES = {
    "process": ["1234", 10**400, -1, 1.5, None, True, [1], 2**80],
    "process_started": ["now", float("nan"), float("inf"), -5],
    "host": [5, None, ["a"]],
    "state": ["damaged", "later", "paused", 5, None, [], {"a": 1}],
    "message": [5, None, [], "x" * 20_000, "\ud800"],
    "started": [1764547200, "yesterday", None, [], {}, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
    "network": [["convnet"], 5, None, {}, "\ud800"],
    "dataset": [["mnist"], 5, {}],
    "recipe": [[], 1.0],
    "device": [0, False],
    "epochs": ["ten", 1e99, -1, 10**400, float("nan"), 2.5, None, True],
    "epochs_done": ["0", -1, []],
    "step": ["5", 10**400, -1],
    "steps": [None, {}, -1, 10**400],
    "train_accuracy": ["high", 1.5, -0.1, float("nan"), [], 10**400],
    "test_accuracy": ["97 %", 97.97, float("inf"), {}],
    "best_epoch": ["last", -1],
    "elapsed_s": ["long", -1.0, float("nan"), 1e308, 10**400],
    "schema": ["1", 0, -3, 1.0, None, [], True],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, odd in _ODD_VALUES.items() for value in odd])
def test_an_odd_value_in_state_json_makes_that_run_damaged(tmp_path: Path, key: str, value: object) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.start(TrainConfig(), step=0, epoch=0)
    folder.end("stopped")
    state = json.loads(folder.state_file.read_text())
    folder.state_file.write_text(json.dumps({**state, key: value}))
    (summary,) = list_runs(tmp_path)
    assert summary.state == "damaged"
    assert summary.message.startswith(f"{folder.state_file} is damaged: ")
    # JSON has neither NaN nor numbers of hundreds of digits, so that these are refused before anybody asks for the key.
    assert (
        key in summary.message
        or "NaN" in summary.message
        or "Infinity" in summary.message
        or "too large" in summary.message
    )
    assert summary.message.endswith("Start the run again, or delete it.")
    # What the other files say is still told.
    assert (summary.network, summary.epochs) == ("convnet", 10)
    # It can be begun anew all the same, and the damaged file is set aside.
    RunFolder(folder.path).start(TrainConfig(), step=0, epoch=0)
    assert RunFolder(folder.path).summary().state == "stopped"
    assert (folder.path / "state.json.damaged").is_file()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"null",
        b"5",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"step": ' + b"1" * 10_000 + b"}",
        b'{"state": "finished"',
        b'"' + b"x" * 2_000_000 + b'"',
        b"\xff\xfe{}",
        b'{"message": "\\ud800"}',
    ],
)
@pytest.mark.parametrize("name", ["state.json", "config.json"])
def test_no_odd_file_hides_or_stops_the_others(
    noise: DigitData, small: Small, tmp_path: Path, content: bytes, name: str
) -> None:
    for run in ("bad", "good"):
        list(Engine(small(epochs=1), run_dir=tmp_path / run, data=noise).run())
    (tmp_path / "bad" / name).write_bytes(content)
    runs = {run.path.name: run for run in list_runs(tmp_path)}
    assert runs["good"].state == "finished"
    assert runs["bad"].state == "damaged"
    assert name in runs["bad"].message
    assert "Resume the run, which writes it anew, or delete the run." in runs["bad"].message
    # What is told of it comes from the other files.
    assert (runs["bad"].network, runs["bad"].epochs_done) == ("convnet", 1)
    assert RunFolder(tmp_path / "bad").config() == small(epochs=1)
    assert RunFolder(tmp_path / "bad").batches() == 7


@pytest.mark.parametrize(
    "values",
    [
        {"dropout": 0.5},
        {"epochs": "many"},
        {"batch_size": 10**9},
        {"batch_size": 10**400},
        {"learning_rate": float("nan")},
        {"learning_rate": 10**400},
        {"network": ["convnet"]},
        {"dataset": {"a": "b"}},
        {"seed": -1},
        {"nesterov": 1},
        {"schedule": "weekly"},
    ],
)
def test_an_odd_config_json_is_said_in_a_sentence(tmp_path: Path, values: dict[str, object]) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.start(TrainConfig(), step=0, epoch=0)
    folder.end("stopped")
    folder.config_file.write_text(json.dumps({**TrainConfig().to_json(), **values}))
    (summary,) = list_runs(tmp_path)
    assert summary.state == "damaged"
    said = rf"config.json is damaged: .*({next(iter(values))}|NaN is no number|a number is too large)"
    assert re.search(said, summary.message)
    with pytest.raises(StorageError, match=said):
        folder.config()


def test_a_folder_that_may_not_be_looked_into_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for run in ("bad", "good"):
        RunFolder(tmp_path / run).start(TrainConfig(), step=0, epoch=0)
    real = Path.is_file

    def is_file(path: Path) -> bool:
        if path.parent.name == "bad":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "is_file", is_file)
    runs = {run.path.name: run for run in list_runs(tmp_path)}
    assert runs["good"].state == "stopped"
    assert runs["bad"].state == "damaged"
    assert "the system does not permit it" in runs["bad"].message


@pytest.mark.parametrize("name", ["state.json", "config.json"])
def test_what_a_later_version_wrote_is_refused_and_stays(tmp_path: Path, name: str) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.start(TrainConfig(), step=0, epoch=0)
    folder.end("stopped")
    file = folder.path / name
    written = json.dumps({**json.loads(file.read_text()), "schema": 2, "state": "hovering", "epochs": "until noon"})
    file.write_text(written)
    (summary,) = list_runs(tmp_path)
    assert summary.state == "later"
    assert not summary.resumable
    assert "written by a later version of the program; update it" in summary.message
    with pytest.raises(StorageError, match="later version"):
        RunFolder(folder.path).start(TrainConfig(), step=0, epoch=0)
    with pytest.raises(StorageError, match="later version"):
        RunFolder(folder.path).check_resumable()
    assert file.read_text() == written


def test_files_of_the_version_before_open_whole(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.start(TrainConfig(), step=0, epoch=0)
    folder.end("stopped")
    config, state = (json.loads(file.read_text()) for file in (folder.config_file, folder.state_file))
    for new in ("schema", "process_started", "host"):
        state.pop(new)
    config.pop("schema")
    folder.config_file.write_text(json.dumps(config))
    folder.state_file.write_text(json.dumps({**state, "state": "running"}))
    assert folder.config() == TrainConfig()
    assert list_runs(tmp_path)[0].state == "stopped"


def test_steps_an_epoch_are_known_without_state_json(noise: DigitData, small: Small, tmp_path: Path) -> None:
    list(Engine(small(log_every=3), run_dir=tmp_path / "run", data=noise).run())
    folder = RunFolder(tmp_path / "run")
    whole = folder.summary()
    folder.state_file.unlink()
    # From the tables; in the first epoch, from the checkpoint; at last, from the steps seen.
    assert folder.batches() == 7
    pieced = folder.summary()
    assert pieced.state == "stopped"
    assert (pieced.steps, pieced.epochs_done, pieced.network) == (whole.steps, 2, "convnet")
    assert pieced.test_accuracy == whole.test_accuracy
    folder.steps_file.write_text("".join(folder.steps_file.read_text().splitlines(keepends=True)[:8]))
    assert folder.batches() == 7
    folder.checkpoint.unlink()
    assert folder.batches() == 7
    folder.steps_file.unlink()
    assert folder.batches() == 1


def test_a_run_without_config_json_is_read_from_its_checkpoint(noise: DigitData, small: Small, tmp_path: Path) -> None:
    list(Engine(small(), run_dir=tmp_path / "run", data=noise).run())
    folder = RunFolder(tmp_path / "run")
    folder.config_file.unlink()
    assert folder.config() == small()
    assert list_runs(tmp_path)[0].state == "finished"
    folder.checkpoint.unlink()
    (summary,) = list_runs(tmp_path)
    assert summary.state == "damaged"
    assert "config.json is missing" in summary.message


def test_too_little_room_is_told_in_two_figures_that_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.hold()
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=8.3 * 2**20))
    with pytest.raises(ConfigError, match=r"has 8 MB of free space, and this run needs 9 MB\. Free some"):
        folder.check_room(round(8.4 * 2**20))
    folder.check_room(8 * 2**20)


def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / ("x" * 300))
    with pytest.raises(ConfigError, match="the name is too long"):
        folder.hold()
    with pytest.raises(ConfigError, match="the name is too long"):
        folder.holds_run  # noqa: B018
    with pytest.raises(StorageError, match="the name is too long"):
        folder.config()
    assert folder.summary().state == "damaged"


def test_what_killed_writers_left_goes_when_the_run_goes_on(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    (folder.path / ".cnnstudio-0123456789abcdef.part").write_bytes(b"half")
    folder.start(TrainConfig(), step=0, epoch=0)
    assert not list(folder.path.glob(".*"))


def test_a_folder_made_for_nothing_goes_again(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.hold()
    assert folder.path.is_dir()
    folder.let_go()
    assert not folder.path.exists()
    # One that was there stays.
    folder.path.mkdir()
    folder.hold()
    folder.let_go()
    assert folder.path.is_dir()


def test_new_folders_never_collide(studio_home: Path) -> None:
    made = set()
    for _ in range(3):
        place = new_run_dir(TrainConfig())
        place.mkdir(parents=True)
        made.add(place)
    assert len(made) == 3

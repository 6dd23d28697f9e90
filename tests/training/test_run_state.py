import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import StorageError
from cnnstudio.messages import Message, spoken
from cnnstudio.training import run_state
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.run_state import RunSummary

SHARES = st.none() | st.floats(0, 1)
COUNTS = st.integers(0, 2**50)
TEXTS = st.text(max_size=20)


@given(
    state=st.sampled_from(["running", "stopped", "failed", "finished"]),
    texts=st.fixed_dictionaries(dict.fromkeys(("message", "network", "dataset", "recipe", "device", "host"), TEXTS)),
    counts=st.fixed_dictionaries(
        dict.fromkeys(("epochs", "epochs_done", "step", "steps", "best_epoch", "process"), COUNTS)
    ),
    shares=st.fixed_dictionaries(dict.fromkeys(("train_accuracy", "test_accuracy"), SHARES)),
    elapsed=st.floats(0, 1e9),
)
def test_what_is_written_is_read_back(tmp_path_factory, state, texts, counts, shares, elapsed) -> None:
    folder = tmp_path_factory.mktemp("run")
    summary = RunSummary(
        path=folder, state=state, started="2026-11-28T14:00:00+00:00", elapsed_s=elapsed, **texts, **counts, **shares
    )
    file = folder / "state.json"
    file.write_text(json.dumps(run_state.to_json(summary)))
    assert run_state.read_state(file) == summary


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from([*run_state.to_json(RunSummary(path=Path()))])


@given(values=st.dictionaries(KEYS, JSON, max_size=6))
def test_any_values_are_a_run_or_a_sentence(tmp_path_factory, values) -> None:
    file = tmp_path_factory.mktemp("run") / "state.json"
    file.write_text(json.dumps(values))
    summary, sentence = None, ""
    try:
        summary = run_state.read_state(file)
    except StorageError as error:
        sentence = str(error)
    if summary is None:
        assert sentence.startswith(str(file))
        assert sentence.endswith(".")
        return
    # Whatever was let through is what the window counts on.
    assert isinstance(summary.network, str)
    assert all(value is None or 0 <= value <= 1 for value in (summary.train_accuracy, summary.test_accuracy))
    assert all(0 <= value < 2**53 for value in (summary.epochs, summary.steps, summary.step, summary.process))
    summary.network.encode()


def test_no_file_is_no_run(tmp_path: Path) -> None:
    assert run_state.read_state(tmp_path / "state.json") is None
    assert run_state.read_config(tmp_path / "config.json") is None
    (tmp_path / "state.json").mkdir()
    with pytest.raises(StorageError):
        run_state.read_state(tmp_path / "state.json")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "state.json")
    with pytest.raises(StorageError, match="no ordinary file"):
        run_state.read_state(tmp_path / "state.json")


def test_a_config_is_read_with_its_schema_and_without(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    for values in (TrainConfig().to_json(), {"schema": 1, **TrainConfig().to_json()}, {"schema": 1}):
        file.write_text(json.dumps(values))
        assert run_state.read_config(file) == TrainConfig()


def test_a_process_is_known_by_its_start_and_its_computer(tmp_path: Path) -> None:
    mine = replace(RunSummary(path=tmp_path), **run_state.this_process())
    assert run_state.is_alive(mine)
    assert not run_state.is_alive(replace(mine, process_started=mine.process_started - 5))
    assert not run_state.is_alive(replace(mine, host="elsewhere"))
    assert not run_state.is_alive(replace(mine, process=0))
    # More than any system numbers; as much as the file may hold.
    for number in (2**31 - 2, 2**40, 2**52):
        assert not run_state.is_alive(replace(mine, process=number))


def test_why_it_failed_is_read_back_as_a_message_that_another_language_can_say(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    why = Message("The run in {path} stopped at step {step:,}.", path="2026", step=12_000)
    summary = RunSummary(path=tmp_path, state="failed", message=why)
    file.write_text(json.dumps(run_state.to_json(summary)), "utf-8")
    read = run_state.read_state(file)
    assert read == summary
    assert read is not None
    assert spoken(read.message, lambda template, _: {why.template: "{step:,}: {path}"}[template]) == "12,000: 2026"


@pytest.mark.parametrize(
    "parts",
    [
        None,
        3,
        {},
        {"template": "Another one.", "values": {}, "one": "", "number": None},
        {"template": "It is {a:>999999999}.", "values": {"a": 1}, "one": "", "number": None},
        {"template": "It is {a.real}.", "values": {"a": 1}, "one": "", "number": None},
        {"template": "It is {b}.", "values": {"a": 1}, "one": "", "number": None},
    ],
)
def test_other_parts_than_those_of_the_text_leave_the_text(tmp_path: Path, parts: object) -> None:
    file = tmp_path / "state.json"
    values = run_state.to_json(RunSummary(path=tmp_path, state="failed", message="It is 1."))
    file.write_text(json.dumps({**values, "message_parts": parts}), "utf-8")
    read = run_state.read_state(file)
    assert read is not None
    assert (read.message, type(read.message)) == ("It is 1.", str)

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings

from cnnstudio.convolution import files
from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.receptive_field import StackPreset, preset
from cnnstudio.convolution.state import Mode, PlaygroundState
from cnnstudio.errors import ConfigError, StorageError
from tests.convolution.strategies import states


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(state=states())
def test_a_state_comes_back_equal(state: PlaygroundState) -> None:
    assert files.from_json(json.loads(json.dumps(files.to_json(state)))) == state


def test_a_file_comes_back_equal_and_is_small(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    state = PlaygroundState().with_stack(preset(StackPreset.LENET5)).with_mode(Mode.RECEPTIVE_FIELD)
    files.save(state, file)
    assert files.load(file) == state
    assert file.stat().st_size < 4000
    assert list(tmp_path.iterdir()) == [file]


def test_a_picture_is_packed(tmp_path: Path) -> None:
    file = tmp_path / "picture.json"
    flat = torch.zeros(1, 1000, 1000)
    state = PlaygroundState().with_input(Numbers(flat))
    files.save(state, file)
    assert file.stat().st_size < 10_000
    assert files.load(file) == state


def broken(**changes: object) -> dict[str, object]:
    return {**files.to_json(PlaygroundState()), **changes}


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"kind": "something else"},
        broken(schema=99),
        broken(schema="1"),
        broken(geometry=None),
        broken(geometry={**files.to_json(PlaygroundState())["geometry"], "operation": "rm -rf"}),
        broken(geometry={**files.to_json(PlaygroundState())["geometry"], "kernel_size": [9, 9]}),
        broken(geometry={**files.to_json(PlaygroundState())["geometry"], "stride": [0, 1]}),
        broken(geometry={**files.to_json(PlaygroundState())["geometry"], "stride": [1.5, True]}),
        broken(geometry={**files.to_json(PlaygroundState())["geometry"], "ceil": True}),
        broken(geometry={**files.to_json(PlaygroundState())["geometry"], "adaptive": [0, 1]}),
        broken(geometry={**files.to_json(PlaygroundState())["geometry"], "divisor": 0.5}),
        broken(geometry=[]),
        broken(input=[[[1, 2], [3, 4]]]),
        broken(input="x"),
        broken(kernel=[[[["a"]]]]),
        broken(bias=[1, 2, 3]),
        broken(kernel_presets=["no such"]),
        broken(use_bias="yes"),
        broken(seed=None),
        broken(stack={"layers": [{"kind": "conv"}], "input_size": 3, "in_channels": 1}),
        {key: value for key, value in files.to_json(PlaygroundState()).items() if key != "input"},
    ],
)
def test_broken_files_are_refused_in_a_sentence(tmp_path: Path, data: object) -> None:
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(data))
    with pytest.raises(ConfigError, match=r"\.$"):
        files.load(file)


@pytest.mark.parametrize("text", ["", "{", "\x00", "[" * 100_000, '{"kind": NaN}', '{"kind": Infinity}'])
def test_what_is_not_json_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.json"
    file.write_text(text)
    with pytest.raises(ConfigError, match=r"broken.json is damaged"):
        files.load(file)


def test_binary_and_missing_files(tmp_path: Path) -> None:
    file = tmp_path / "binary.json"
    file.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(ConfigError, match="not a playground file"):
        files.load(file)
    with pytest.raises(StorageError, match="could not be read"):
        files.load(tmp_path / "gone.json")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be written"):
        files.save(PlaygroundState(), tmp_path / "no such folder" / "state.json")


def test_what_only_real_layers_have_comes_back_and_has_the_later_schema(tmp_path: Path) -> None:
    plain = PlaygroundState().with_operation(Operation.AVERAGE_POOL)
    state = plain.with_geometry(replace(plain.geometry, ceil=True, counts_padding=False, padding=(1, 1, 1, 1)))
    file = tmp_path / "state.json"
    files.save(state, file)
    assert files.load(file) == state
    assert (files.to_json(plain)["schema"], files.to_json(state)["schema"]) == (1, 2)
    assert "ceil" not in files.to_json(plain)["geometry"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 100_000, "nested too deeply|too many values"),
        ('{"kind":' * 500 + "1" + "}" * 500, "nested too deeply"),
        ('{"kind": "cnnstudio-playground", "kind": 1}', "a key stands twice"),
        ("[1e999]", "too large"),
        ("[" + "9" * 4000 + "]", "too large"),
        ("[" + "1," * 300_000 + "1]", "too many values"),
        ('{"kind": NaN}', "NaN is no number"),
    ],
)
def test_hostile_json_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "hostile.json"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says):
        files.load(file)


@pytest.mark.parametrize(
    "packed",
    [
        {"shape": [2**63, 2], "kind": "uint8", "zlib": ""},
        {"shape": [2] * 100_000, "kind": "uint8", "zlib": ""},
        {"shape": ["1", "1", "1"], "kind": "uint8", "zlib": "eJxjAAAAAQAB"},
        {"shape": [1.0, 1, 1], "kind": "uint8", "zlib": "eJxjAAAAAQAB"},
        {"shape": [True, 1, 1], "kind": "uint8", "zlib": "eJxjAAAAAQAB"},
        {"shape": [], "kind": "uint8", "zlib": "eJxjAAAAAQAB"},
        {"shape": {"1": 1}, "kind": "uint8", "zlib": "eJxjAAAAAQAB"},
        {"shape": [1, 3, 3], "kind": [], "zlib": "eJxjAAAAAQAB"},
        {"shape": [1, 3, 3], "kind": "uint8", "zlib": 5},
        {"shape": [1, 3, 3], "kind": "uint8", "zlib": "eJxj\u00e9"},
        {"shape": None},
        [[[2**70] * 3] * 3],
        [[["1"] * 3] * 3],
        [[[1, 2], [1]]],
        None,
        "text",
        True,
    ],
)
def test_hostile_numbers_are_refused(packed: object) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        files.from_json({**files.to_json(PlaygroundState()), "input": packed})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(StorageError, match="no ordinary file"):
        files.load(tmp_path / "pipe.json")

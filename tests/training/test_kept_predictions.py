"""What a run keeps of its test pictures: read back as it was told, and refused where it is damaged."""

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio.datasets import DigitData
from cnnstudio.errors import StorageError, StudioError, WeightsError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import kept_predictions
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import EpochEvaluated, Mistakes
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import loading
from cnnstudio.weights.reference import RunWeights

Small = Callable[..., TrainConfig]


@pytest.fixture
def run(noise: DigitData, small: Small, tmp_path: Path) -> tuple[RunFolder, list[EpochEvaluated]]:
    events = list(Engine(small(evaluate_test="epoch"), run_dir=tmp_path / "run", data=noise).run())
    return RunFolder(tmp_path / "run"), [event for event in events if isinstance(event, EpochEvaluated)]


def test_what_is_read_back_is_what_was_told_and_what_the_network_gives(
    run: tuple[RunFolder, list[EpochEvaluated]], noise: DigitData
) -> None:
    folder, told = run
    kept = kept_predictions.load(folder.test_predictions)
    last = told[-1]
    assert (kept.epoch, kept.dataset, kept.class_names) == (1, "mnist", tuple("0123456789"))
    assert last.confusion is not None
    assert np.array_equal(kept.confusion, last.confusion)
    assert last.mistakes is not None
    for field in fields(Mistakes):
        assert np.array_equal(getattr(kept.mistakes, field.name), getattr(last.mistakes, field.name)), field.name
    module = loading.load(CatalogueNetwork("convnet"), RunWeights(folder.path.absolute(), "final")).module
    with torch.inference_mode():
        given = module(noise.test_images.unsqueeze(1).float() / 255).argmax(1)
    assert kept.predictions.tolist() == given.tolist()
    assert kept.labels.tolist() == noise.test_labels.tolist()
    modules = dict(module.named_modules())
    assert [(path, type(modules[path]).__name__) for path, _ in kept.layers] == list(kept.layers)
    assert ("features.0", "Conv2d") in kept.layers


def test_a_run_that_measures_at_the_end_keeps_them_too(noise: DigitData, small: Small, tmp_path: Path) -> None:
    list(Engine(small(evaluate_test="end"), run_dir=tmp_path / "run", data=noise).run())
    assert kept_predictions.load(RunFolder(tmp_path / "run").test_predictions).epoch == 1


def test_a_run_without_them_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        kept_predictions.load(tmp_path / "none")


@pytest.mark.parametrize("change", ["schema", "kind", "classes", "epoch", "layers", "about"])
def test_what_the_file_says_of_itself_is_checked(run: tuple[RunFolder, list[EpochEvaluated]], change: str) -> None:
    from safetensors.numpy import load, save

    file = run[0].test_predictions
    arrays = load(file.read_bytes())
    about = {"schema": 1, "kind": "test-predictions", "epoch": 1, "dataset": "mnist", "classes": list("0123456789")}
    file.write_bytes(save(arrays, {"about": json.dumps(about)}))
    assert kept_predictions.load(file).epoch == 1
    odd = {"schema": 2, "kind": "weights", "classes": ["0", "1"], "epoch": -1, "layers": [["one"]]}
    text = "[" if change == "about" else json.dumps({**about, change: odd[change]})
    file.write_bytes(save(arrays, {"about": text}))
    with pytest.raises(WeightsError, match="damaged"):
        kept_predictions.load(file)


def test_no_damage_leaves_another_error_than_a_sentence(run: tuple[RunFolder, list[EpochEvaluated]]) -> None:
    file = run[0].test_predictions
    whole = file.read_bytes()
    random = np.random.default_rng(0)
    refused = 0
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(int(random.integers(1, 4))):
            content[int(random.integers(0, min(len(content), 900)))] = int(random.integers(0, 256))
        file.write_bytes(content[: int(random.integers(0, len(content)))] if random.random() < 0.3 else content)
        try:
            kept = kept_predictions.load(file)
        except StudioError:
            refused += 1
        else:
            assert kept.confusion.sum() == len(kept.labels)
    assert refused > 100


@pytest.mark.parametrize(
    ("about", "later"),
    [
        ({"schema": 2, "kind": "test-predictions"}, True),
        ({"schema": 99, "kind": "test-predictions", "epoch": "third"}, True),
        ({"schema": 1, "kind": "test-predictions"}, False),
        ({"schema": "2", "kind": "test-predictions"}, False),
        ({"schema": 2, "kind": "weights"}, False),
        ({"schema": 2}, False),
        (["schema"], False),
    ],
)
def test_over_what_a_later_version_wrote_nothing_is_written(tmp_path: Path, about: object, later: bool) -> None:
    from safetensors.numpy import save

    file = RunFolder(tmp_path).test_predictions
    file.write_bytes(save({"new": np.zeros(3)}, {"about": json.dumps(about)}))
    if not later:
        kept_predictions.check_version(file)
        RunFolder(tmp_path).check_resumable()
        return
    for refuse in (lambda: kept_predictions.check_version(file), RunFolder(tmp_path).check_resumable):
        with pytest.raises(StorageError, match="written by a later version of the program; update it"):
            refuse()


@pytest.mark.parametrize("content", [None, b"", b"\xff" * 8, b"\2\0\0\0\0\0\0\0[]", b"noise" * 90])
def test_over_what_is_damaged_one_may_write(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "test-predictions.safetensors"
    if content is not None:
        file.write_bytes(content)
    kept_predictions.check_version(file)

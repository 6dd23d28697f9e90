import json
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from cnnstudio import resources
from cnnstudio.errors import StorageError, UnknownNameError
from cnnstudio.weights import Initial, RunWeights, Shipped, WeightsFile, format, shipped
from cnnstudio.weights.metadata import Metadata, Trained
from cnnstudio.weights.places import file_of, is_there, reference_of, stamp
from cnnstudio.weights.run_files import RunFiles


def checkpoint(folder: Path, epoch: Any, batch: Any, **more: Any) -> None:
    about = {"kind": "checkpoint", "schema": 1, "progress": {"epoch": epoch, "batch": batch}, **more}
    safetensors.torch.save_file(
        {"model.a": torch.ones(1)}, RunFiles(folder).checkpoint, {"cnnstudio": json.dumps(about)}
    )


def final(folder: Path, epoch: int) -> None:
    format.save(RunFiles(folder).final_weights, {"a": torch.ones(1)}, Metadata(epoch=epoch, origin=Trained("final")))


@pytest.mark.parametrize("which", ["final", "best", 500])
def test_a_run_that_was_deleted_is_not_said_to_be_unfinished(tmp_path: Path, which: Any) -> None:
    with pytest.raises(StorageError, match=r"^The run gone is not there any more\. Choose other weights\.$"):
        file_of(RunWeights(tmp_path / "gone", which))
    (tmp_path / "gone").mkdir()
    with pytest.raises(StorageError, match="The run gone has no "):
        file_of(RunWeights(tmp_path / "gone", which))


def test_each_kind_lies_somewhere(tmp_path: Path) -> None:
    final(tmp_path, 2)
    assert file_of(Initial(1)) is None
    assert file_of(Shipped("digitnet")) == resources.path("weights", "digitnet.safetensors")
    assert file_of(WeightsFile(tmp_path / "gone")) == tmp_path / "gone"
    assert file_of(RunWeights(tmp_path, "final")) == tmp_path / "weights-final.safetensors"
    with pytest.raises(UnknownNameError):
        file_of(Shipped("x"))
    for which in ("best", 7):
        with pytest.raises(StorageError, match=tmp_path.name):
            file_of(RunWeights(tmp_path, which))  # type: ignore[arg-type]


def test_latest_is_what_the_run_has_now(tmp_path: Path) -> None:
    latest, files = RunWeights(tmp_path, "latest"), RunFiles(tmp_path)
    with pytest.raises(StorageError, match="no weights yet"):
        file_of(latest)
    checkpoint(tmp_path, 1, 30)
    assert file_of(latest) == files.checkpoint
    checkpoint(tmp_path, 2, 0)
    final(tmp_path, 2)
    assert file_of(latest) == files.final_weights, "its end"
    checkpoint(tmp_path, 2, 1)
    assert file_of(latest) == files.checkpoint, "it goes on with more epochs"
    final(tmp_path, 4)
    assert file_of(latest) == files.final_weights
    files.checkpoint.unlink()
    assert file_of(latest) == files.final_weights


@pytest.mark.parametrize(
    ("epoch", "batch"), [("three", 0), (None, 1), (3, "x"), (3, None), (10**13, 0), (3, 10**18), (-1, 0)]
)
def test_a_checkpoint_that_does_not_say_how_far_it_is_never_counts_as_newer(
    tmp_path: Path, epoch: Any, batch: Any
) -> None:
    final(tmp_path, 2)
    checkpoint(tmp_path, epoch, batch)
    assert file_of(RunWeights(tmp_path, "latest")) == RunFiles(tmp_path).final_weights
    RunFiles(tmp_path).checkpoint.write_bytes(b"cut")
    assert file_of(RunWeights(tmp_path, "latest")) == RunFiles(tmp_path).final_weights


@pytest.mark.parametrize(("epoch", "batch"), [(2, 10**9), (3, 8), (1, 10**9), (10**9, 0), (4, 1), (5, 0)])
def test_a_checkpoint_that_is_farther_than_its_run_goes_never_counts_as_newer(
    tmp_path: Path, epoch: int, batch: int
) -> None:
    latest, files = RunWeights(tmp_path, "latest"), RunFiles(tmp_path)
    of_run = {"config": {"epochs": 4, "batch_size": 16}, "train_size": 100}
    final(tmp_path, 0)
    checkpoint(tmp_path, 3, 7, **of_run)
    assert file_of(latest) == files.checkpoint
    checkpoint(tmp_path, 4, 0, **of_run)
    assert file_of(latest) == files.checkpoint
    checkpoint(tmp_path, epoch, batch, **of_run)
    assert file_of(latest) == files.final_weights


def test_the_stamp_changes_with_the_file(tmp_path: Path) -> None:
    weights = RunWeights(tmp_path, "latest")
    checkpoint(tmp_path, 0, 5)
    first = stamp(weights)
    assert stamp(weights) == first
    assert hash(first) == hash(stamp(weights))
    checkpoint(tmp_path, 0, 6)
    assert stamp(weights) != first
    assert stamp(Initial(1)) == ()
    with pytest.raises(StorageError, match="could not be read"):
        stamp(WeightsFile(tmp_path / "gone"))


def test_looking_for_a_file_never_raises(tmp_path: Path) -> None:
    assert not is_there(tmp_path)
    assert not is_there(tmp_path / ("x" * 5000))
    assert not is_there(tmp_path / "gone")


def test_files_are_known_by_what_they_are(tmp_path: Path) -> None:
    for weights in shipped.digits():
        assert reference_of(shipped.path(weights)) == weights
    run = tmp_path / "run"
    run.mkdir()
    names = {"final": "weights-final", "best": "weights-best", "latest": "checkpoint"}
    file = run / "weights-final.safetensors"
    assert reference_of(file) == WeightsFile(file)
    (run / "config.json").write_text("{}")
    for which, name in names.items():
        assert reference_of(run / f"{name}.safetensors") == RunWeights(run, which)  # type: ignore[arg-type]
    assert reference_of(run / "other.safetensors") == WeightsFile(run / "other.safetensors")

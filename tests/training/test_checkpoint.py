import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from cnnstudio.datasets import DigitData
from cnnstudio.errors import StorageError, WeightsError
from cnnstudio.networks import catalogue
from cnnstudio.training import checkpoint
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from tests.weights.files import save_weights


@pytest.fixture
def saved(noise: DigitData, small: Callable[..., TrainConfig], tmp_path: Path) -> Path:
    run = Engine(small(), run_dir=tmp_path / "run", data=noise).run()
    next(run)
    run.close()
    return tmp_path / "run" / "checkpoint.safetensors"


def test_none_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no checkpoint"):
        checkpoint.load(tmp_path / "checkpoint.safetensors")


@pytest.mark.parametrize("keep", [0, 7, 8, 100, 3000])
def test_a_truncated_file_is_refused(saved: Path, keep: int) -> None:
    saved.write_bytes(saved.read_bytes()[:keep])
    with pytest.raises(WeightsError, match="damaged"):
        checkpoint.load(saved)


def test_a_header_that_claims_too_much_is_refused(saved: Path) -> None:
    saved.write_bytes((2**62).to_bytes(8, "little") + saved.read_bytes()[8:])
    with pytest.raises(WeightsError, match="damaged"):
        checkpoint.load(saved)


def test_a_pickle_is_refused_and_never_run(saved: Path) -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, ...]:
            return (pytest.fail, ("the pickle was run",))

    saved.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(WeightsError):
        checkpoint.load(saved)


def test_weights_are_not_a_checkpoint(saved: Path) -> None:
    save_weights(saved, catalogue.build("convnet"), network="convnet")
    with pytest.raises(WeightsError, match="not a checkpoint"):
        checkpoint.load(saved)
    save_file({"a": torch.zeros(2)}, saved)
    with pytest.raises(WeightsError, match="not a checkpoint"):
        checkpoint.load(saved)


def test_a_later_schema_is_refused(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "SCHEMA", 0)
    with pytest.raises(WeightsError, match="later version"):
        checkpoint.load(saved)


def test_weights_of_another_network_are_refused() -> None:
    with pytest.raises(WeightsError, match="another network"):
        checkpoint.load_weights(catalogue.build("convnet"), catalogue.build("mlp").state_dict())


def test_a_checkpoint_reads_back_what_was_saved(saved: Path, small: Callable[..., TrainConfig]) -> None:
    read = checkpoint.load(saved)
    assert read.config == small()
    assert (read.dataset, read.train_size) == ("mnist", 100)
    assert read.progress.epoch == read.progress.batch == 0

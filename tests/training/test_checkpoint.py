import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from cnnstudio.datasets import DigitData
from cnnstudio.errors import StorageError, WeightsError
from cnnstudio.networks import catalogue
from cnnstudio.training import checkpoint
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import CheckpointSaved
from cnnstudio.training.recipes import recipe
from tests.training.damaged import kinds
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


EVERYTHING: dict[str, Any] = {
    "initialisation": "default",
    "averaging": 0.9,
    "evaluate_test": "epoch",
    "rotation": 10.0,
    "schedule": "cosine",
}


@pytest.fixture(scope="module", params=["sgd", "adamw"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DigitData]:
    """A run that was stopped in its second epoch, with everything that a checkpoint can hold."""
    generator = torch.Generator().manual_seed(0)
    pictures = torch.randint(0, 256, (140, 28, 28), generator=generator, dtype=torch.uint8)
    data = DigitData(
        name="mnist",
        reason="",
        class_names=tuple("0123456789"),
        train_images=pictures[:100],
        train_labels=torch.arange(100) % 10,
        test_images=pictures[100:],
        test_labels=torch.arange(40) % 10,
    )
    place = tmp_path_factory.mktemp("whole") / "run"
    momentum = {"momentum": 0.9} if request.param == "sgd" else {}
    config = recipe(
        "tutorial", device="cpu", dataset="mnist", epochs=3, batch_size=16, optimizer=request.param, **EVERYTHING
    ).changed(**momentum)
    engine = Engine(config, run_dir=place, data=data)
    engine.stretch = 1
    run = engine.run()
    while not isinstance(next(run), CheckpointSaved):
        pass
    for _ in range(3):
        next(run)
    run.close()
    return place, data


def test_every_kind_of_damage_is_one_sentence_that_says_what_to_do(
    whole: tuple[Path, DigitData], tmp_path: Path
) -> None:
    place, data = whole
    content = (place / "checkpoint.safetensors").read_bytes()
    copy = tmp_path / "run"
    shutil.copytree(place, copy)
    file = copy / "checkpoint.safetensors"
    before = {other.name: other.read_bytes() for other in copy.iterdir() if other != file}
    seen, wrong = [], []
    for name, damaged in kinds(content):
        seen.append(name)
        file.write_bytes(damaged)
        try:
            next(Engine(resume=copy, data=data).run())
        except WeightsError as error:
            if (complaint := complaint_about(str(error), file)) is not None:
                wrong.append(f"{name}: {complaint}: {error}")
        except Exception as error:
            wrong.append(f"{name}: {type(error).__name__}: {error}")
        else:
            wrong.append(f"{name}: it was resumed")
        # Whatever is wrong with it, it is still there to be looked at, and nothing else has changed.
        if file.read_bytes() != damaged:
            wrong.append(f"{name}: the checkpoint was written over")
        if {other.name: other.read_bytes() for other in copy.iterdir() if other != file} != before:
            wrong.append(f"{name}: another file was written")
    assert not wrong, "\n".join(wrong)
    assert len(set(seen)) == len(seen) > 300


def complaint_about(sentence: str, file: Path) -> str | None:
    """What is wrong with a sentence about a damaged checkpoint; None if it is as it should be."""
    remedies = ("start it again", "choose the folder of a run", "update it to resume", "Close other programs")
    if not sentence.startswith(str(file)):
        return "does not name the file"
    if "\n" in sentence or not sentence.endswith(".") or len(sentence) > 500:
        return "is no sentence"
    if not any(words in sentence for words in remedies):
        return "does not say what to do"
    return None

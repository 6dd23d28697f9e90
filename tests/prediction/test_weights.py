import json
from pathlib import Path

import pytest
import safetensors.torch
import torch

from cnnstudio import resources
from cnnstudio.errors import StorageError, WeightsError
from cnnstudio.networks import catalogue
from cnnstudio.prediction import weights
from cnnstudio.training import checkpoint


def test_what_ships_is_small_and_opens():
    total = 0
    for shipped in weights.shipped():
        loaded = weights.load(shipped.path)
        assert loaded.network == shipped.network
        assert loaded.temperature == shipped.temperature
        assert loaded.class_names == tuple("0123456789")
        assert not loaded.model.training
        total += shipped.path.stat().st_size
    gate = weights.gate()
    weights.load(gate.path, gate.network)
    assert total + gate.path.stat().st_size < 2_000_000
    assert weights.shipped()[0].network == "digitnet"


def test_the_card_tells_how_they_were_made():
    card = weights.card()
    for entry in [*card["digits"], card["gate"]]:
        assert entry["command"].startswith("cnnstudio train --network")
        assert entry["data"].startswith("python -m cnnstudio.prediction.training_sets ")
        assert isinstance(entry["seed"], int)
        assert entry["training"]["recipe"] in entry["command"]
        assert "/" not in entry["training"]["dataset"], "no paths of the machine that trained them"
    assert card["digits"][0]["mnist_test_accuracy"] >= 0.993
    for file in resources.path("weights").iterdir():
        assert b"/work" not in file.read_bytes()


def test_reads_what_the_engine_writes(tmp_path: Path):
    model = catalogue.build("convnet")
    file = tmp_path / "run.safetensors"
    checkpoint.save_weights(file, model, network="convnet", dataset="mnist", classes=list("abcdefghij"))
    loaded = weights.load(file)
    assert loaded.network == "convnet"
    assert loaded.class_names == tuple("abcdefghij")
    assert loaded.temperature == 1.0
    assert torch.equal(loaded.model.classifier.weight, model.classifier.weight)


def test_a_file_of_another_program_is_matched_by_its_shapes(tmp_path: Path):
    file = tmp_path / "plain.safetensors"
    safetensors.torch.save_file(catalogue.build("lenet5").state_dict(), file)
    assert weights.load(file).network == "lenet5"


def refused(file: Path, match: str, network: str | None = None) -> None:
    with pytest.raises(WeightsError, match=match) as caught:
        weights.load(file, network)
    assert file.name in str(caught.value)


def test_weights_of_another_network_are_refused(tmp_path: Path):
    file = tmp_path / "weights.safetensors"
    checkpoint.save_weights(file, catalogue.build("convnet"), network="convnet")
    refused(file, "does not fit LeNet-5", "lenet5")
    checkpoint.save_weights(file, catalogue.build("convnet"), network="a-later-one")
    refused(file, "does not know, a-later-one")
    safetensors.torch.save_file({"x": torch.zeros(3)}, file)
    refused(file, "fits none of the digit networks")


def test_a_truncated_file_is_refused(tmp_path: Path):
    whole = weights.shipped()[0].path.read_bytes()
    file = tmp_path / "half.safetensors"
    for size in (0, 5, 100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        refused(file, "damaged or no safetensors file")


class _Harmful:
    def __reduce__(self):
        return (Path.touch, (Path("harm-was-done"),))


def test_a_pickle_is_refused_without_being_opened(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    import pickle

    for number, content in enumerate((pickle.dumps(_Harmful()), None)):
        file = tmp_path / f"weights-{number}.pt"
        if content is None:
            torch.save({"x": _Harmful()}, file)
        else:
            file.write_bytes(content)
        refused(file, "is a pickle")
    assert not Path("harm-was-done").exists()


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(StorageError, match=r"none\.safetensors could not be read"):
        weights.load(tmp_path / "none.safetensors")
    with pytest.raises(StorageError):
        weights.load(tmp_path)


def test_strange_metadata_is_no_harm(tmp_path: Path):
    file = tmp_path / "odd.safetensors"
    state = {name: tensor.clone() for name, tensor in catalogue.build("convnet").state_dict().items()}
    for about in ("[1, 2]", json.dumps({"classes": "abc"}), json.dumps({"classes": [1, 2]})):
        safetensors.torch.save_file(state, file, {"cnnstudio": about})
        assert weights.load(file).class_names == tuple("0123456789")
    safetensors.torch.save_file(state, file, {"cnnstudio": "{no json"})
    refused(file, "damaged")


def test_a_checkpoint_of_a_run_in_progress_reads(tmp_path: Path):
    model = catalogue.build("convnet")
    tensors = {f"model.{name}": tensor for name, tensor in model.state_dict().items()}
    tensors |= {f"averaged.{name}": tensor + 1 for name, tensor in model.state_dict().items()}
    file = tmp_path / "checkpoint.safetensors"
    about = {"kind": "checkpoint", "network": "convnet", "dataset": "mnist"}
    safetensors.torch.save_file(tensors | {"losses": torch.zeros(3)}, file, {"cnnstudio": json.dumps(about)})
    loaded = weights.load(file)
    assert torch.equal(loaded.model.classifier.bias, model.classifier.bias + 1)

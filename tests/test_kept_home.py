"""A home of version 0.1.0 opens whole: what the ground floor reads of it."""

import json
from pathlib import Path

import numpy as np
import pytest
import safetensors
import safetensors.torch
import torch

from cnnstudio import datasets, paths
from cnnstudio.convolution import files
from cnnstudio.convolution.state import SCHEMA
from cnnstudio.errors import StudioError, WeightsError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.handwriting import Handwriting
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import RunStarted, StepsDone
from cnnstudio.training.runs import RunFolder, list_runs
from cnnstudio.weights import RunWeights, WeightsFile
from cnnstudio.weights.loading import Loaded, load_alone
from tests.kept_home import contents, expected

RUNS, WEIGHTS = expected()["runs"], expected()["weights"]
RESUMABLE = [name for name, run in RUNS.items() if run["resumable"]]


@pytest.fixture(scope="module")
def digits() -> datasets.DigitData:
    return datasets.load("builtin")


def test_every_run_is_listed_as_it_stood(old_home: Path):
    listed = {run.path.name: run for run in list_runs()}
    assert list(listed) == list(reversed(RUNS))
    for name, wanted in RUNS.items():
        run = listed[name]
        for field in ("state", "network", "dataset", "recipe", "epochs", "epochs_done", "test_accuracy"):
            assert getattr(run, field) == wanted[field], (name, field)
        assert (run.resumable and run.state != "finished") == wanted["resumable"], name
        folder = RunFolder(run.path)
        assert len(folder.steps()) == wanted["steps"], name
        assert folder.config().network == CatalogueNetwork(wanted["network"])
        assert sorted(file.name for file in run.path.glob("weights*")) == wanted["weights"]
    assert "diverged" in listed["2026-11-28 14-06-44 mini-vgg tutorial"].message


def test_the_share_of_own_digits_is_the_one_that_was_noted(old_home: Path):
    name = next(iter(RUNS))
    noted = RunFolder(paths.runs_dir() / name).epochs()["own_accuracy"][-1]
    pictures, labels = Handwriting().arrays()
    loaded = load_alone(RunWeights(paths.runs_dir() / name, "final"))
    assert (_reads(loaded, pictures) == labels).mean() == pytest.approx(noted)


@pytest.mark.parametrize("name", RESUMABLE)
def test_a_run_that_was_stopped_or_killed_goes_on(
    old_home: Path, digits: datasets.DigitData, one_thread: None, name: str
):
    wanted, losses, first = RUNS[name], [], -1
    events = Engine(None, resume=paths.runs_dir() / name, data=digits).run()
    for event in events:
        if isinstance(event, RunStarted):
            first = event.first_step
        if isinstance(event, StepsDone):
            losses += event.losses.tolist()
        if len(losses) >= 3:
            break
    events.close()
    assert first == wanted["next_step"]
    assert losses[:3] == pytest.approx(wanted["next_losses"], abs=1e-3)
    assert RunFolder(paths.runs_dir() / name).summary().state == "stopped"


def test_every_kept_digit_is_there(old_home: Path):
    before = contents(old_home)
    hand = Handwriting()
    read = {f"{sample.number:04d}": [sample.label, int(sample.picture.sum())] for sample in hand.samples}
    assert read == expected()["digits"]
    assert {name: content for name, content in contents(old_home).items() if name in before} == before


def test_the_digits_are_the_same_when_read_from_their_drawings(old_home: Path):
    kept = Handwriting().arrays()[0]
    for name in ("images-idx3-ubyte", "labels-idx1-ubyte"):
        (paths.data_dir() / "handwriting" / name).unlink()
    again = Handwriting().arrays()[0]
    assert len(again) == len(kept) == 29
    assert np.abs(again.astype(int) - kept).max() <= 1


def test_the_exported_digits_are_a_data_set(old_home: Path):
    data = datasets.load(old_home / "own" / "exported digits")
    pictures, labels = Handwriting().arrays()
    assert np.array_equal(data.test_images.numpy(), pictures)
    assert data.train_labels.tolist() == labels.tolist()


@pytest.mark.parametrize("name", WEIGHTS)
def test_all_weights_read_as_they_did(old_home: Path, name: str):
    network, reads = WEIGHTS[name]
    loaded = load_alone(WeightsFile(old_home / name))
    assert loaded.network == CatalogueNetwork(network)
    assert "".join(map(str, _reads(loaded, Handwriting().arrays()[0]))) == reads


@pytest.mark.parametrize("name", expected()["playground"])
def test_playground_files_open_and_save_as_they_were(old_home: Path, name: str):
    file = old_home / "own" / name
    state = files.load(file)
    assert state.mode.value == expected()["playground"][name]
    files.save(state, old_home / "again.json")
    assert json.loads((old_home / "again.json").read_text()) == json.loads(file.read_text())


def _load(file: Path) -> Loaded:
    return load_alone(WeightsFile(file))


def _later_weights(file: Path) -> None:
    tensors = safetensors.torch.load_file(file)
    with safetensors.safe_open(file, "pt") as opened:
        about = json.loads(opened.metadata()["cnnstudio"])
    safetensors.torch.save_file(tensors, file, {"cnnstudio": json.dumps({**about, "schema": 1000})})


def _later_playground(file: Path) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), "schema": SCHEMA + 1}))


@pytest.mark.parametrize(
    ("name", "change", "load"),
    [
        ("data/weights/my-hand-convnet-1.safetensors", _later_weights, _load),
        ("runs/2026-11-28 14-07-05 compact fast/weights-best.safetensors", _later_weights, _load),
        ("own/receptive field.json", _later_playground, files.load),
        ("own/strided convolution.json", _later_playground, files.load),
    ],
)
def test_a_file_of_a_later_version_is_refused_and_stays(old_home: Path, name: str, change, load):
    change(old_home / name)
    before = contents(old_home)
    with pytest.raises(StudioError, match=r"later version of CNN Studio\. Update the program"):
        load(old_home / name)
    assert contents(old_home) == before


def test_what_cannot_be_a_version_is_no_version(old_home: Path):
    file = old_home / "data/weights/my-hand-convnet-1.safetensors"
    tensors = safetensors.torch.load_file(file)
    for schema in ("2", [3], 1e9, None, True):
        safetensors.torch.save_file(tensors, file, {"cnnstudio": json.dumps({"schema": schema, "network": "convnet"})})
        try:
            assert _load(file).network == CatalogueNetwork("convnet")
        except WeightsError as error:
            assert "later version" in str(error)  # noqa: PT017


def _reads(loaded: Loaded, pictures: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        return loaded.module(torch.from_numpy(pictures)[:, None].float() / 255).argmax(1).numpy()

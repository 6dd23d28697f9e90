import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio import paths
from cnnstudio.datasets import Stage, builtin, folder, load, loading, mnist_family
from cnnstudio.errors import DatasetError, DownloadError, UnknownNameError
from tests.datasets.test_folder import fill


@pytest.fixture
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A built-in set that is drawn at once."""

    def arrays():
        yield from ()
        return folder.Arrays(*builtin.draw(40, 1), *builtin.draw(20, 2))

    def test_arrays():
        yield from ()
        return builtin.draw(20, 2)

    monkeypatch.setattr(builtin, "arrays", arrays)
    monkeypatch.setattr(builtin, "test_arrays", test_arrays)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(info):
        yield from ()
        raise DownloadError(f"{info.title} could not be downloaded: no network.")

    monkeypatch.setattr(mnist_family, "download", fail)


def test_importing_costs_no_torch() -> None:
    code = "import sys, cnnstudio.datasets as d; d.available(); print({'torch', 'torchvision'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_real_mnist_folder(mnist_dir: Path) -> None:
    events = []
    data = load(str(mnist_dir), events.append)
    assert {event.stage for event in events} == {Stage.READING}
    assert (data.name, data.reason, data.class_names) == ("mnist", "", tuple("0123456789"))
    assert data.train_images.shape == (60_000, 28, 28)
    assert data.test_images.shape == (10_000, 28, 28)
    assert data.train_images.dtype == torch.uint8
    assert data.train_labels.dtype == torch.int64
    assert data.train_labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert data.test_labels[:5].tolist() == [7, 2, 1, 0, 4]


def test_moves_to_a_device(tmp_path: Path) -> None:
    moved = load(fill(tmp_path)).to("meta")
    assert {moved.train_images.device.type, moved.test_labels.device.type} == {"meta"}
    assert moved.train_images.shape == (4, 28, 28)


def test_own_folder_keeps_its_path_as_name(tmp_path: Path) -> None:
    data = load(fill(tmp_path / "mine"))
    assert data.name == str(tmp_path / "mine")


def test_found_in_the_data_folder(no_network: None) -> None:
    fill(paths.data_dir() / "FashionMNIST" / "raw")
    assert load("fashion-mnist").class_names[9] == "Ankle boot"
    with pytest.raises(DownloadError):
        load("kmnist")


def test_auto_takes_mnist_where_it_is() -> None:
    fill(paths.data_dir() / "MNIST" / "raw", ending="")
    data = load("auto")
    assert (data.name, data.reason) == ("mnist", "")


def test_auto_without_network_says_so(no_network: None, few_digits: None) -> None:
    data = load("auto")
    assert data.name == "builtin"
    assert data.reason.startswith("The built-in digits are used because MNIST is not at hand.")
    assert "no network" in data.reason


def test_auto_with_damaged_files_says_so(few_digits: None) -> None:
    place = fill(paths.data_dir() / "MNIST" / "raw")
    (place / "train-images-idx3-ubyte.gz").write_bytes(b"")
    data = load("auto")
    assert data.name == "builtin"
    assert "train-images-idx3-ubyte.gz is empty" in data.reason
    with pytest.raises(DatasetError, match=r"is empty.*Once it is deleted, MNIST is downloaded again"):
        load("mnist")


def test_builtin(few_digits: None) -> None:
    data = load("builtin")
    assert (data.name, data.class_names) == ("builtin", tuple("0123456789"))
    assert np.bincount(data.train_labels.numpy()).tolist() == [4] * 10


def test_unknown_name_names_near_matches() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean mnist"):
        load("mnits")


def test_missing_folder() -> None:
    with pytest.raises(DatasetError, match="does not exist"):
        load("./nowhere")


def test_a_folder_of_the_current_directory_needs_no_slash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "digits")
    monkeypatch.chdir(tmp_path)
    assert load("digits").name == "digits"


def test_loading_is_a_generator_that_returns_the_data(tmp_path: Path) -> None:
    steps = loading(fill(tmp_path))
    assert next(steps).total == 2
    assert next(steps).done == 1
    with pytest.raises(StopIteration) as finished:
        next(steps)
    assert finished.value.value.train_images.shape == (4, 28, 28)

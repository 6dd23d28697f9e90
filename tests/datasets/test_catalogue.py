from importlib import import_module

import pytest

from cnnstudio import paths
from cnnstudio.datasets import available, catalogue
from cnnstudio.errors import UnknownNameError
from cnnstudio.weights.metadata import CHECKPOINT, from_about
from tests.datasets.test_folder import fill


def test_lists_four_sets() -> None:
    assert [info.name for info in available()] == ["mnist", "builtin", "fashion-mnist", "kmnist"]
    assert [info.name for info in available() if info.ready] == ["builtin"]


@pytest.mark.parametrize("inner", ["KMNIST/raw", "KMNIST", "kmnist"])
def test_ready_where_the_files_are(inner: str) -> None:
    fill(paths.data_dir() / inner)
    assert catalogue.info("kmnist").ready
    assert not catalogue.info("mnist").ready


def test_mnist_may_lie_in_the_data_folder_itself() -> None:
    fill(paths.data_dir())
    assert [info.name for info in available() if info.ready] == ["mnist", "builtin"]


@pytest.mark.parametrize("name", ["fashion-mnist", "kmnist"])
def test_classes_are_torchvisions(name: str) -> None:
    info = catalogue.info(name)
    torchvision = import_module("torchvision.datasets")
    assert list(info.class_names) == getattr(torchvision, info.folder).classes


def test_unknown_name() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean fashion-mnist"):
        catalogue.info("FashionMNIST")


@pytest.mark.parametrize("name", ["/home/somebody/digits/" * 20, "", "MNIST"])
def test_no_near_names_are_looked_for_where_a_folder_may_be_meant(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of runs asks for each of its weights: looking for near names took it a second."""

    def search(*_: object, **__: object) -> None:
        raise AssertionError("near names were looked for")

    monkeypatch.setattr(catalogue.difflib, "get_close_matches", search)
    assert catalogue.known(name) is None
    assert catalogue.known("mnist") is catalogue.info("mnist")
    about = {"dataset": name, "classes": None}
    assert from_about(about, "w").classes == from_about({**about, "kind": CHECKPOINT}, "w").classes == ()

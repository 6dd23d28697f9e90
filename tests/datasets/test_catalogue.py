from importlib import import_module

import pytest

from cnnstudio import paths
from cnnstudio.datasets import available, catalogue
from cnnstudio.errors import UnknownNameError
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

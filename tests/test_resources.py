import pytest

from cnnstudio import resources
from cnnstudio.errors import StorageError


def test_finds_a_resource() -> None:
    icon = resources.path("icons", "cnnstudio.svg")
    assert icon.is_file()
    assert icon.is_relative_to(resources.root())
    assert "<svg" in resources.text("icons", "cnnstudio.svg")


def test_a_missing_one_says_what_to_do() -> None:
    with pytest.raises(StorageError, match=r"no-such\.svg is missing\. Install the program again\."):
        resources.path("icons", "no-such.svg")
    with pytest.raises(StorageError, match="damaged"):
        resources.text("no-such.txt")

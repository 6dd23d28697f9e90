import shutil
from pathlib import Path

from cnnstudio import paths
from cnnstudio.gui.playground.digits import digit


def test_without_mnist_the_built_in_digits_say_so() -> None:
    first, note = digit(0)
    second, _ = digit(1)
    assert first.shape == (1, 28, 28)
    assert 0 <= float(first.min()) < float(first.max()) <= 1
    assert not first.equal(second)
    assert "built-in digits" in note


def test_mnist_where_it_is(mnist_dir: Path) -> None:
    shutil.copytree(mnist_dir, paths.data_dir() / "mnist")
    picture, note = digit(0)
    assert note == ""
    assert picture.shape == (1, 28, 28)

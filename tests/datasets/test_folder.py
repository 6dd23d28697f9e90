import errno
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.datasets import folder, idx
from cnnstudio.errors import DatasetError

IMAGES = np.zeros((4, 28, 28), np.uint8)
LABELS = np.array([1, 2, 3, 4], np.uint8)


def fill(place: Path, separator: str = "-", ending: str = ".gz") -> Path:
    for part in ("train", "t10k"):
        idx.write(place / f"{part}-images{separator}idx3-ubyte{ending}", IMAGES)
        idx.write(place / f"{part}-labels{separator}idx1-ubyte{ending}", LABELS)
    return place


@pytest.mark.parametrize("separator", ["-", "."])
@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize("inner", ["", "raw", "MNIST/raw", "KMNIST/raw"])
def test_every_usual_layout_is_found(tmp_path: Path, separator: str, ending: str, inner: str) -> None:
    place = fill(tmp_path / inner, separator, ending)
    files = folder.locate(tmp_path)
    assert files.train_images == place / f"train-images{separator}idx3-ubyte{ending}"
    images, labels = folder.read_pair(files.test_images, files.test_labels)
    np.testing.assert_array_equal(labels, LABELS)
    assert images.shape == (4, 28, 28)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: None, "does not exist"),
        (lambda place: place.write_text("x"), "is not a folder"),
        (lambda place: place.mkdir(), "holds no MNIST files"),
    ],
)
def test_wrong_places(tmp_path: Path, make, words: str) -> None:
    place = tmp_path / "place"
    make(place)
    with pytest.raises(DatasetError, match=words) as caught:
        folder.locate(place)
    assert str(place) in str(caught.value)


def test_missing_files_are_named(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DatasetError, match="lacks the t10k-labels file"):
        folder.locate(tmp_path)


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> bool:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "is_file", deny)
    with pytest.raises(DatasetError, match="could not be read: the system does not permit it"):
        folder.locate(tmp_path)


def test_swapped_files(tmp_path: Path) -> None:
    fill(tmp_path)
    images, labels = tmp_path / "train-images-idx3-ubyte.gz", tmp_path / "train-labels-idx1-ubyte.gz"
    shutil.move(images, tmp_path / "x")
    shutil.move(labels, images)
    shutil.move(tmp_path / "x", labels)
    with pytest.raises(DatasetError, match="swapped"):
        folder.read_pair(images, labels)


def test_counts_that_differ(tmp_path: Path) -> None:
    fill(tmp_path)
    labels = tmp_path / "train-labels-idx1-ubyte.gz"
    idx.write(labels, LABELS[:3])
    with pytest.raises(DatasetError, match=r"holds 4 pictures but train-labels-idx1-ubyte\.gz holds 3 labels"):
        folder.read_pair(tmp_path / "train-images-idx3-ubyte.gz", labels)

"""A folder with MNIST's four idx files, as downloaded, as unpacked, or as torchvision keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cnnstudio.datasets import idx
from cnnstudio.deferred import Deferred
from cnnstudio.errors import DatasetError
from cnnstudio.files import reason
from cnnstudio.messages import all_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Deferred("numpy")

# Beside the folder itself: torchvision's layout below its ``root``.
_INNER_FOLDERS = ("raw", "MNIST/raw", "FashionMNIST/raw", "KMNIST/raw")


@dataclass(frozen=True, slots=True)
class IdxFiles:
    """The four files of a data set in the idx format."""

    train_images: Path
    train_labels: Path
    test_images: Path
    test_labels: Path


@dataclass(frozen=True, slots=True)
class Arrays:
    """A data set as numpy arrays: pictures (N, 28, 28), labels (N,)."""

    train_images: NDArray[np.uint8]
    train_labels: NDArray[np.uint8]
    test_images: NDArray[np.uint8]
    test_labels: NDArray[np.uint8]


def find(folder: Path) -> IdxFiles | None:
    """The four files in ``folder`` itself (not below it), or None where one is missing."""
    files = [_find_file(folder, part, kind, rank) for part, kind, rank in _PARTS]
    train_images, train_labels, test_images, test_labels = files
    if train_images and train_labels and test_images and test_labels:
        return IdxFiles(train_images, train_labels, test_images, test_labels)
    return None


def locate(folder: Path) -> IdxFiles:
    """The four files in ``folder`` or where torchvision puts them below it.

    Raises:
        DatasetError: if it is not a folder, cannot be listed, or lacks one of the files; the text names what lacks.
    """
    try:
        if not folder.exists():
            raise DatasetError(
                "The folder {folder} does not exist. Choose a folder with MNIST's four files.", folder=folder
            )
        if not folder.is_dir():
            raise DatasetError(
                "{folder} is not a folder. Choose the folder that holds MNIST's four files.", folder=folder
            )
        for place in (folder, *(folder / inner for inner in _INNER_FOLDERS)):
            if files := find(place):
                return files
        missing = [f"{part}-{kind}" for part, kind, rank in _PARTS if not _find_file(folder, part, kind, rank)]
    except OSError as error:
        raise DatasetError(
            "The folder {folder} could not be read: {reason}. Check that you may open it.",
            folder=folder,
            reason=reason(error),
        ) from error
    if len(missing) == len(_PARTS):
        raise DatasetError(
            "The folder {folder} holds no MNIST files. Choose the folder with train-images-idx3-ubyte.gz, "
            "train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz (or unpacked).",
            folder=folder,
        )
    raise DatasetError(
        "The folder {folder} lacks the {names} file. Put it beside the others.",
        folder=folder,
        names=all_of(missing),
    )


def read_pair(images_file: Path, labels_file: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Pictures (N, 28, 28) and their labels (N,).

    Raises:
        DatasetError: if a file is damaged or the two do not belong together.
    """
    images = idx.read_images(images_file)
    labels = idx.read_labels(labels_file)
    if len(images) != len(labels):
        raise DatasetError(
            "{images} holds {pictures:,} pictures but {file} holds {labels:,} labels: they do not belong "
            "together. Use the two files of the same set.",
            images=images_file,
            pictures=len(images),
            file=labels_file.name,
            labels=len(labels),
        )
    return images, labels


_PARTS = (("train", "images", 3), ("train", "labels", 1), ("t10k", "images", 3), ("t10k", "labels", 1))


def _find_file(folder: Path, part: str, kind: str, rank: int) -> Path | None:
    for separator in "-.":
        for ending in ("", ".gz"):
            file = folder / f"{part}-{kind}{separator}idx{rank}-ubyte{ending}"
            if file.is_file():
                return file
    return None
